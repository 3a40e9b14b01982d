/// A kind of files that are not read, known by their first bytes: what it is, and what to do.
struct ForeignFile {
    var start: [UInt8]
    var name: String
    var advice: String

    /// What compresses files, and tables and archives in bytes.
    private static let packed = [
        ForeignFile(
            start: [0x50, 0x4B, 0x03, 0x04], name: "a zip archive", advice: "unzip FILE -d DIR, then name what is in it"
        ),
        ForeignFile(start: [0x50, 0x4B, 0x05, 0x06], name: "an empty zip archive", advice: "there is nothing in it"),
        ForeignFile(
            start: Array("BZh".utf8), name: "compressed by bzip2", advice: "bzip2 -dk FILE, or tar -xjf FILE"),
        ForeignFile(
            start: [0xFD, 0x37, 0x7A, 0x58, 0x5A], name: "compressed by xz", advice: "xz -dk FILE, or tar -xJf FILE"),
        ForeignFile(start: [0x28, 0xB5, 0x2F, 0xFD], name: "compressed by Zstandard", advice: "zstd -d FILE"),
        ForeignFile(
            start: [0x37, 0x7A, 0xBC, 0xAF], name: "a 7z archive", advice: "7z x FILE -oDIR, then name what is in it"),
        ForeignFile(
            start: Array("Rar!".utf8), name: "a rar archive", advice: "unrar x FILE DIR/, then name what is in it"),
        ForeignFile(start: Array("PAR1".utf8), name: "a Parquet table", advice: "write it as CSV first"),
        ForeignFile(start: [0x89] + Array("HDF".utf8), name: "an HDF5 file", advice: "write its table as CSV first"),
    ]
    private static let wide = [
        ForeignFile(start: [0xFF, 0xFE], name: "in UTF-16", advice: "iconv -f UTF-16 -t UTF-8 FILE > OTHER"),
        ForeignFile(start: [0xFE, 0xFF], name: "in UTF-16", advice: "iconv -f UTF-16 -t UTF-8 FILE > OTHER"),
    ]
    /// Logs and traces are unpacked; other documents are not.
    private static let gzip = ForeignFile(
        start: [0x1F, 0x8B], name: "compressed by gzip", advice: "gzip -dk FILE")

    /// The kind of a file that begins so; nil where it may be read.
    static func kind(of start: [UInt8]) -> ForeignFile? {
        (packed + wide).first { start.starts(with: $0.start) }
    }

    /// What a document in one piece is compressed by; nil where it is not. Its text is looked at elsewhere.
    static func packing(of start: [UInt8]) -> ForeignFile? {
        (packed + [gzip]).first { start.starts(with: $0.start) }
    }

    /// What is said of such a file.
    var refusal: String { "is \(name), which is not read: \(advice)" }
}
