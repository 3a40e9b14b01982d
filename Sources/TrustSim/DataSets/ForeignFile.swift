/// Files of kinds that are not read, by their first bytes: what they are, and what to do.
enum ForeignFile {
    private struct Kind {
        var start: [UInt8]
        var name: String
        var advice: String
    }

    private static let kinds = [
        Kind(start: [0x50, 0x4B, 0x03, 0x04], name: "a zip archive", advice: "unzip FILE -d DIR; trustsim replay DIR"),
        Kind(start: [0x50, 0x4B, 0x05, 0x06], name: "an empty zip archive", advice: "there is nothing in it"),
        Kind(start: Array("BZh".utf8), name: "compressed by bzip2", advice: "bzip2 -dk FILE, or tar -xjf FILE"),
        Kind(start: [0xFD, 0x37, 0x7A, 0x58, 0x5A], name: "compressed by xz", advice: "xz -dk FILE, or tar -xJf FILE"),
        Kind(start: [0x28, 0xB5, 0x2F, 0xFD], name: "compressed by Zstandard", advice: "zstd -d FILE"),
        Kind(start: [0x37, 0x7A, 0xBC, 0xAF], name: "a 7z archive", advice: "7z x FILE -oDIR; trustsim replay DIR"),
        Kind(start: Array("Rar!".utf8), name: "a rar archive", advice: "unrar x FILE DIR/; trustsim replay DIR"),
        Kind(start: Array("PAR1".utf8), name: "a Parquet table", advice: "write it as CSV first"),
        Kind(start: [0x89] + Array("HDF".utf8), name: "an HDF5 file", advice: "write its table as CSV first"),
        Kind(start: [0xFF, 0xFE], name: "in UTF-16", advice: "iconv -f UTF-16 -t UTF-8 FILE > OTHER"),
        Kind(start: [0xFE, 0xFF], name: "in UTF-16", advice: "iconv -f UTF-16 -t UTF-8 FILE > OTHER"),
    ]

    static func refuse(_ path: String) throws(DataError) {
        var file = PackedFile(path: path)
        let start = try file.chunk()
        guard let kind = kinds.first(where: { start.starts(with: $0.start) }) else { return }
        throw DataError(message: "\(escapedForMessage(path)): is \(kind.name), which is not read: \(kind.advice)")
    }
}
