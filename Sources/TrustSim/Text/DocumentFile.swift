import Foundation

/// Reads documents in one piece: scenarios, lists.
enum DocumentFile {
    /// The bytes of a regular file of at most 16 MiB that nothing has compressed.
    ///
    /// - Throws: why it cannot be read, with the name of the file, and the name that was probably meant where there is none.
    static func contents(of path: String) throws(DataError) -> [UInt8] {
        func problem(_ text: String) -> DataError {
            DataError(message: "\(escapedForMessage(path)): \(text)")
        }
        guard !path.isEmpty else { throw DataError(message: "the file's path is empty") }
        guard !path.utf8.contains(0) else { throw problem("a path cannot contain a NUL character") }
        // Without O_NONBLOCK, opening a named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            let number = errno
            let hint = [ENOENT, ENOTDIR].contains(number) ? NearestFile.hint(for: path) : ""
            throw problem(reason(forErrorNumber: number) + hint)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(reason(forErrorNumber: errno)) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw problem("is a directory, not a file")
        default: throw problem("is not a regular file")
        }
        guard status.st_size <= JSON5Reader.maximumFileSize else {
            throw problem(
                "the file has \(status.st_size) bytes; at most \(JSON5Reader.maximumFileSize) (16 MiB) are allowed")
        }
        guard let bytes = readAll(descriptor, expectedSize: Int(status.st_size)) else {
            throw problem(reason(forErrorNumber: errno))
        }
        guard bytes.count <= JSON5Reader.maximumFileSize else {
            throw problem("the file has more than \(JSON5Reader.maximumFileSize) bytes (16 MiB)")
        }
        if let kind = ForeignFile.packing(of: bytes) { throw problem(kind.refusal) }
        return bytes
    }

    /// Reads to the end, or just past the largest size allowed should the file grow meanwhile. Nil on an error.
    private static func readAll(_ descriptor: Int32, expectedSize: Int) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(expectedSize)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while result.count <= JSON5Reader.maximumFileSize {
            let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { break }
            if count > 0 {
                result.append(contentsOf: chunk[..<count])
            } else if errno != EINTR {
                return nil
            }
        }
        return result
    }

    private static func reason(forErrorNumber number: Int32) -> String {
        switch number {
        case ENOENT, ENOTDIR: "no such file"
        case EACCES, EPERM: "cannot be read: permission denied"
        case ENAMETOOLONG: "cannot be read: the path is too long"
        case ELOOP: "cannot be read: too many symbolic links"
        case ENXIO: "is not a regular file"
        default: "cannot be read (system error \(number))"
        }
    }
}
