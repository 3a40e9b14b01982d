import Foundation

/// A file that is written piece by piece, and there completely or not at all, as those of ``AtomicFile``.
final class GrowingFile {
    private let path: String
    private let overwriting: Bool
    private let target: String
    private let permissions: mode_t?
    private let temporary: TemporaryFile
    private var isOpen = true
    private var isThere = true

    /// Begins a temporary file beside the path. An existing file is replaced at the end, only where that is asked for.
    init(_ path: String, overwriting: Bool) throws(FileProblem) {
        self.path = path
        self.overwriting = overwriting
        try AtomicFile.checkName(of: path)
        let existing = FileStatus(path: path)
        try AtomicFile.check(existing, path: path, overwriting: overwriting)
        target = overwriting && existing != nil ? AtomicFile.resolved(path) : path
        permissions = overwriting ? existing?.permissions : nil
        temporary = try TemporaryFile(beside: target, reportedPath: path)
    }

    func append(_ bytes: [UInt8]) throws(FileProblem) { try temporary.append(bytes) }

    /// Forces the file to the disk and gives it its name.
    func publish() throws(FileProblem) {
        isOpen = false
        try temporary.finish(permissions: permissions)
        try temporary.publish(at: target, overwriting: overwriting)
        isThere = false
    }

    /// Takes everything back.
    deinit {
        if isOpen { close(temporary.descriptor) }
        if isThere { temporary.remove() }
    }
}

/// Bytes on the disk without a name, so that nothing is left of them however the program ends.
final class UnnamedFile {
    private let file: TemporaryFile
    private let reportedPath: String
    private static let partLength = 1 << 16

    /// Bytes on the disk of a path, which is the one that problems are reported of.
    init(beside path: String) throws(FileProblem) {
        file = try TemporaryFile(beside: path, reportedPath: path)
        reportedPath = path
        file.remove()
    }

    deinit { close(file.descriptor) }

    func append(_ bytes: [UInt8]) throws(FileProblem) { try file.append(bytes) }

    /// Hands over all bytes from the first on, part by part.
    func read(_ body: ([UInt8]) throws(FileProblem) -> Void) throws(FileProblem) {
        var offset: off_t = 0
        while true {
            var part = [UInt8](repeating: 0, count: Self.partLength)
            let count = pread(file.descriptor, &part, part.count, offset)
            if count == 0 { return }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileProblem(path: reportedPath, action: "written", code: errno) }
            offset += off_t(count)
            try body(Array(part.prefix(count)))
        }
    }
}
