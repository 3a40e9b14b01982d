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
        try read(DocumentFile.contents(of: path), origin: .file(path))
    }

    /// The same with any number of values, for long lists of numbers.
    static func readAll(file path: String) throws(DataError) -> JSONNode {
        var parser = JSON5Parser(bytes: try DocumentFile.contents(of: path), origin: .file(path), mostValues: .max)
        return try parser.parseDocument()
    }
}
