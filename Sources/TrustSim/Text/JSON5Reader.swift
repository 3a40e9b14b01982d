import Foundation

/// Reads JSON5 (json5.org) into nodes that know their positions. Stricter than JSON5 in four things: duplicate keys,
/// lone surrogates, control characters in strings and numbers too large for a Double are errors.
public enum JSON5Reader {
    /// Objects and arrays within each other, at most.
    public static let maximumDepth = 128
    /// The size of a file, at most, in bytes.
    public static let maximumFileSize = 16 * 1024 * 1024
    /// The characters of a number, at most.
    public static let maximumNumberLength = 256

    /// Values in a document of so many bytes, at most; one with a key counts as two. A value takes some 200 bytes of
    /// memory, so that a document takes about ten times its size, however small its values are.
    static func mostValues(inBytes count: Int) -> Int { 200_000 + count / 20 }

    /// Reads one document from bytes. The origin names the text in messages.
    public static func read(_ bytes: [UInt8], origin: SourcePosition.Origin) throws(DataError) -> JSONNode {
        var parser = JSON5Parser(bytes: bytes, origin: origin, mostValues: mostValues(inBytes: bytes.count))
        return try parser.parseDocument()
    }

    /// Reads one document from a regular file.
    public static func read(file path: String) throws(DataError) -> JSONNode {
        try read(contents(ofFile: path), origin: .file(path))
    }

    /// The same with any number of values, for long lists of numbers.
    static func readAll(file path: String) throws(DataError) -> JSONNode {
        var parser = JSON5Parser(bytes: try contents(ofFile: path), origin: .file(path), mostValues: .max)
        return try parser.parseDocument()
    }

    private static func contents(ofFile path: String) throws(DataError) -> [UInt8] {
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
        guard status.st_size <= maximumFileSize else {
            throw problem("the file has \(status.st_size) bytes; at most \(maximumFileSize) (16 MiB) are allowed")
        }
        guard let bytes = readAll(descriptor, expectedSize: Int(status.st_size)) else {
            throw problem(reason(forErrorNumber: errno))
        }
        guard bytes.count <= maximumFileSize else {
            throw problem("the file has more than \(maximumFileSize) bytes (16 MiB)")
        }
        if let kind = ForeignFile.packing(of: bytes) { throw problem(kind.refusal) }
        return bytes
    }

    /// Reads to the end, or just past the largest size allowed should the file grow meanwhile. Nil on an error.
    private static func readAll(_ descriptor: Int32, expectedSize: Int) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(expectedSize)
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while result.count <= maximumFileSize {
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
