import Foundation

/// A file or directory that could not be written, in a sentence that starts with its path.
public struct FileProblem: Error, CustomStringConvertible, Sendable, Equatable {
    /// The path as the caller gave it.
    public let path: String
    /// The rest of the sentence: "cannot be written: No such file or directory".
    public let message: String

    /// A problem with the file at a path.
    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    /// "PATH cannot be written: No such file or directory".
    public var description: String { "\(escapedForMessage(path)) \(message)" }

    init(path: String, action: String, code: Int32) {
        self.init(path: path, message: "cannot be \(action): \(String(cString: strerror(code)))")
    }
}

/// Files that are either there completely or not at all.
///
/// 1. The bytes go to a temporary file in the same directory, which nobody else can have created.
/// 2. They are forced to the disk.
/// 3. The file gets its name in one step, which is also what keeps an existing file when it must not be replaced.
///
/// After an error the temporary file is removed. Only a killed process leaves it, as ".trustsim-PID-N.tmp".
public enum AtomicFile {
    /// Writes a file.
    ///
    /// A file that is replaced passes its permissions on, and one behind a symbolic link is replaced there. Only
    /// regular files are ever replaced.
    ///
    /// - Parameters:
    ///   - bytes: the whole contents.
    ///   - path: where the file shall be. Its directory must exist.
    ///   - overwriting: whether to replace a file that is there already. If not, then such a file is never
    ///     touched, even when it appears while this function runs.
    public static func write(_ bytes: [UInt8], to path: String, overwriting: Bool) throws(FileProblem) {
        try write([(path, bytes)], overwriting: overwriting)
    }

    /// Writes files that belong together: none gets its name before all are on the disk, so that a full disk or a missing
    /// permission leaves what was there before.
    public static func write(_ files: [(path: String, bytes: [UInt8])], overwriting: Bool) throws(FileProblem) {
        var prepared: [(file: TemporaryFile, target: String)] = []
        var published: [String] = []
        do throws(FileProblem) {
            for (path, bytes) in files {
                try checkName(of: path)
                let existing = FileStatus(path: path)
                try check(existing, path: path, overwriting: overwriting)
                let target = overwriting && existing != nil ? resolved(path) : path
                let temporary = try TemporaryFile(beside: target, reportedPath: path)
                prepared.append((temporary, target))
                try temporary.fill(with: bytes, permissions: overwriting ? existing?.permissions : nil)
            }
            for (temporary, target) in prepared {
                try temporary.publish(at: target, overwriting: overwriting)
                published.append(target)
            }
        } catch {
            for (temporary, _) in prepared.dropFirst(published.count) { temporary.remove() }
            // What had no predecessor is taken back.
            if !overwriting { for target in published { unlink(target) } }
            throw error
        }
    }

    /// Finds out, before there is anything to write, whether a file could be written, by way of a temporary file that is
    /// removed at once.
    public static func probe(_ path: String, overwriting: Bool) throws(FileProblem) {
        try checkName(of: path)
        try check(FileStatus(path: path), path: path, overwriting: overwriting)
        try TemporaryFile(beside: path, reportedPath: path).discard()
    }

    /// Creates a directory and those above it; one that is there already is fine.
    public static func makeDirectory(_ path: String) throws(FileProblem) {
        if path.isEmpty { throw FileProblem(path: "''", action: "created", code: ENOENT) }
        if path.utf8.contains(0) { throw FileProblem(path: path, action: "created", code: EINVAL) }
        var end = path.utf8.startIndex
        while end < path.utf8.endIndex {
            let nameStart = path.utf8[end...].firstIndex { $0 != UInt8(ascii: "/") } ?? path.utf8.endIndex
            end = path.utf8[nameStart...].firstIndex(of: UInt8(ascii: "/")) ?? path.utf8.endIndex
            try makeOneDirectory(String(path[..<end]), reportedPath: path)
        }
    }

    private static func makeOneDirectory(_ path: String, reportedPath: String) throws(FileProblem) {
        if mkdir(path, 0o777) == 0 { return }
        let code = errno
        // Where nothing may be written, mkdir complains of that before it sees that the directory is there.
        guard let status = FileStatus(path: path) else {
            throw FileProblem(path: reportedPath, action: "created", code: code)
        }
        guard status.isDirectory else {
            let culprit = path == reportedPath ? "it" : path
            throw FileProblem(path: reportedPath, message: "cannot be created: \(culprit) is not a directory")
        }
    }

    static func checkName(of path: String) throws(FileProblem) {
        if path.isEmpty { throw FileProblem(path: "''", action: "written", code: ENOENT) }
        if path.utf8.contains(0) { throw FileProblem(path: path, action: "written", code: EINVAL) }
        if path.hasSuffix("/"), FileStatus(path: path)?.isDirectory == true {
            throw FileProblem(path: path, message: "is a directory")
        }
        if path.hasSuffix("/") { throw FileProblem(path: path, message: "cannot be written: it names a directory") }
    }

    static func check(_ existing: FileStatus?, path: String, overwriting: Bool) throws(FileProblem) {
        guard let existing else { return }
        if existing.isDirectory { throw FileProblem(path: path, message: "is a directory") }
        if !existing.isRegular { throw FileProblem(path: path, message: "is not a regular file") }
        if !overwriting { throw Self.exists(path) }
    }

    fileprivate static func exists(_ path: String) -> FileProblem {
        FileProblem(path: path, message: "exists; use --force to replace it")
    }

    static func resolved(_ path: String) -> String {
        guard let buffer = realpath(path, nil) else { return path }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}

/// What is at a path, behind symbolic links.
struct FileStatus {
    private let mode: mode_t

    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        mode = status.st_mode
    }

    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    var permissions: mode_t { mode & 0o777 }
}

/// A file under a name of its own, open for writing.
struct TemporaryFile {
    let path: String
    private let directory: String
    let descriptor: Int32
    private let reportedPath: String

    /// Creates the file in the directory of `target`. Its name is short, because that of the target may be as long as
    /// the file system allows.
    init(beside target: String, reportedPath: String) throws(FileProblem) {
        let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
        directory = slash.map { String(target[...$0]) } ?? "./"
        self.reportedPath = reportedPath
        var number = 0
        while true {
            let path = "\(directory).trustsim-\(getpid())-\(number).tmp"
            let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 {
                self.path = path
                self.descriptor = descriptor
                return
            }
            // Another thread, or a process of the past with the same number.
            guard errno == EEXIST || errno == EINTR, number < 10_000 else {
                throw FileProblem(path: reportedPath, action: "written", code: errno)
            }
            number += 1
        }
    }

    /// Writes the bytes, forces them to the disk and closes the file, the last also after an error.
    func fill(with bytes: [UInt8], permissions: mode_t?) throws(FileProblem) {
        try finish(Self.writeAll(bytes, to: descriptor), permissions: permissions)
    }

    /// Writes some more bytes.
    func append(_ bytes: [UInt8]) throws(FileProblem) {
        let code = Self.writeAll(bytes, to: descriptor)
        if code != 0 { throw FileProblem(path: reportedPath, action: "written", code: code) }
    }

    /// Forces the file to the disk and closes it, the last also after an error, whose number is `code`.
    func finish(_ code: Int32 = 0, permissions: mode_t?) throws(FileProblem) {
        var code = code
        if code == 0, let permissions, fchmod(descriptor, permissions) != 0 { code = errno }
        if code == 0, fsync(descriptor) != 0 { code = errno }
        // A network file system may report a full disk only here.
        if close(descriptor) != 0 && code == 0 && errno != EINTR { code = errno }
        if code != 0 { throw FileProblem(path: reportedPath, action: "written", code: code) }
    }

    /// Gives the file its final name.
    func publish(at target: String, overwriting: Bool) throws(FileProblem) {
        if overwriting {
            try check(rename(path, target))
        } else if link(path, target) == 0 {
            remove()
        } else if errno == EEXIST {
            throw AtomicFile.exists(reportedPath)
        } else {
            // Some file systems know no hard links.
            try publishByClaiming(target)
        }
        syncDirectory()
    }

    /// Takes the name with an empty file, which fails if there is one, and replaces that.
    func publishByClaiming(_ target: String) throws(FileProblem) {
        let claim = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if claim < 0 && errno == EEXIST { throw AtomicFile.exists(reportedPath) }
        try check(claim)
        close(claim)
        guard rename(path, target) == 0 else {
            let code = errno
            unlink(target)
            throw FileProblem(path: reportedPath, action: "written", code: code)
        }
    }

    func remove() {
        unlink(path)
    }

    /// Closes and removes a file that nothing was written to.
    func discard() {
        close(descriptor)
        remove()
    }

    private func check(_ result: Int32) throws(FileProblem) {
        if result < 0 { throw FileProblem(path: reportedPath, action: "written", code: errno) }
    }

    /// Makes the name as durable as the contents, where the file system can.
    private func syncDirectory() {
        let descriptor = open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    /// The error number, 0 for none. One call may write less than it was given.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
                if count >= 0 {
                    offset += count
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}
