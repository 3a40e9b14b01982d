import Foundation

/// A directory for as long as it is needed: what is read in another order than it stands is written there first.
final class SpoolDirectory: @unchecked Sendable {
    private static let bufferLimit = 1 << 16
    private static let prefix = "trustsim-spool-"
    let path: String
    private var buffers: [[UInt8]] = []
    /// Holds a lock on the directory as long as this process lives.
    private let descriptor: Int32

    init() throws(DataError) {
        let base = FileManager.default.temporaryDirectory.path
        Self.removeAbandoned(in: base)
        var template = Array("\(base)/\(Self.prefix)XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Self.problem(base, errno) }
        path = String(cString: made)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Directories younger than this may be about to be locked.
    private static let youth = 60

    /// Removes what killed processes have left: directories of this user that nobody holds a lock on.
    private static func removeAbandoned(in base: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        for name in names where name.hasPrefix(prefix) && name.utf8.count == prefix.utf8.count + 6 {
            let path = base + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid(),
                status.modified < time(nil) - youth
            else { continue }
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
            close(descriptor)
        }
    }

    private static func problem(_ path: String, _ code: Int32) -> DataError {
        DataError(
            message: "\(escapedForMessage(path)): cannot be written: \(String(cString: strerror(code))); TMPDIR names "
                + "another place for temporary files")
    }

    /// The path of a file.
    func path(of file: Int) -> String { "\(path)/\(file).csv" }

    /// Begins a file; returns its number.
    func add(_ heading: [UInt8]) -> Int {
        buffers.append(heading)
        return buffers.count - 1
    }

    func append(_ bytes: [UInt8], to file: Int) throws(DataError) {
        buffers[file] += bytes
        if buffers[file].count > Self.bufferLimit { try flush(file) }
    }

    func finish() throws(DataError) { for file in buffers.indices { try flush(file) } }

    /// Opens, appends, closes: there may be more files than a process may have open.
    private func flush(_ file: Int) throws(DataError) {
        try write(buffers[file], to: file, O_APPEND)
        buffers[file].removeAll(keepingCapacity: true)
    }

    /// A whole file, with the folders of its name; `more` gives its parts, the last is empty.
    func write(named name: String, more: () throws -> ArraySlice<UInt8>) throws {
        let target = path + "/" + name
        let folder = target.prefix(upTo: target.lastIndex(of: "/") ?? target.endIndex)
        try? FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        // It may be there under other names, which keep what is in it.
        unlink(target)
        let descriptor = open(target, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Self.problem(target, errno) }
        defer { close(descriptor) }
        while true {
            let part = try more()
            if part.isEmpty { return }
            let code = TemporaryFile.writeAll(Array(part), to: descriptor)
            if code != 0 { throw Self.problem(target, code) }
        }
    }

    /// Gives a file another name; false where there is none.
    func link(_ name: String, as other: String) -> Bool {
        let target = path + "/" + other
        let folder = target.prefix(upTo: target.lastIndex(of: "/") ?? target.endIndex)
        try? FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        if name == other { return FileManager.default.fileExists(atPath: target) }
        unlink(target)
        return Foundation.link(path + "/" + name, target) == 0
    }

    /// Puts something else in the place of a file.
    func replace(_ file: Int, with bytes: [UInt8]) throws(DataError) { try write(bytes, to: file, O_TRUNC) }

    private func write(_ bytes: [UInt8], to file: Int, _ how: Int32) throws(DataError) {
        let descriptor = open(path(of: file), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0o600)
        guard descriptor >= 0 else { throw Self.problem(path, errno) }
        let code = TemporaryFile.writeAll(bytes, to: descriptor)
        close(descriptor)
        if code != 0 { throw Self.problem(path, code) }
    }
}

extension stat {
    /// When the file was last changed, in whole seconds.
    fileprivate var modified: Int {
        #if canImport(Darwin)
            st_mtimespec.tv_sec
        #else
            st_mtim.tv_sec
        #endif
    }
}
