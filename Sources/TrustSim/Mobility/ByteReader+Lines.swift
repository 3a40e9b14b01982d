import Foundation

/// Reading by lines.
extension ByteReader {
    /// The most bytes of a line.
    static let longestLine = 65_536

    /// The line that starts at `cursor`, without its end; nil at the end of the document. It is valid until the next
    /// refill. `cursor` stays until `skipLine(_:)`, for errors.
    mutating func nextLine() throws(TraceError) -> UnsafeBufferPointer<UInt8>? {
        var searched = 0
        while true {
            let count = limit - cursor
            if let feed = memchr(cursor + searched, 0x0A, count - searched) {
                var length = Pointer(feed.assumingMemoryBound(to: UInt8.self)) - cursor
                if length > Self.longestLine { throw tooLong() }
                if length > 0, cursor[length - 1] == 0x0D { length -= 1 }
                return UnsafeBufferPointer(start: cursor, count: length)
            }
            if count > Self.longestLine { throw tooLong() }
            searched = count
            if try !refill() {
                return limit == cursor ? nil : UnsafeBufferPointer(start: cursor, count: limit - cursor)
            }
        }
    }

    /// Moves on behind a line and its end.
    mutating func skipLine(_ line: UnsafeBufferPointer<UInt8>) {
        var next = cursor + line.count
        if next < limit, next.pointee == 0x0D { next += 1 }
        if next < limit, next.pointee == 0x0A { next += 1 }
        cursor = next
    }

    private func tooLong() -> TraceError {
        error(at: cursor, "the line is longer than \(Self.longestLine) bytes; is this a text file?")
    }

    /// Passes over a byte order mark and refuses files that are compressed, empty or in UTF-16.
    mutating func refuseEncoding() throws(TraceError) {
        try skipByteOrderMark()
        try fill(4)
        if cursor == limit { throw error(at: cursor, "the file is empty") }
        try refusePacked()
        switch (cursor[0], cursor[1]) {
        case (0xFF, 0xFE), (0xFE, 0xFF): throw error(at: cursor, "the file is in UTF-16; only UTF-8 is supported")
        default: return
        }
    }

    /// Refuses what compresses files and is not read.
    func refusePacked() throws(TraceError) {
        switch (cursor[0], cursor[1]) {
        case (0x1F, 0x8B): throw error(at: cursor, "the file is compressed by gzip twice; unpack it first")
        case (0x28, 0xB5): throw error(at: cursor, packed("Zstandard", "zstd -dc"))
        case (0x42, 0x5A): throw error(at: cursor, packed("bzip2", "bzip2 -dc"))
        case (0xFD, 0x37): throw error(at: cursor, packed("xz", "xz -dc"))
        case (0x50, 0x4B): throw error(at: cursor, packed("zip", "unzip -p"))
        case (0x50, 0x41) where startsAsParquet:
            throw error(at: cursor, "the file is a Parquet table; write it as CSV first")
        default: return
        }
    }

    private func packed(_ name: String, _ command: String) -> String {
        "the file is compressed by \(name), which is not read; unpack it first: \(command) FILE | trustsim ... -"
    }

    private var startsAsParquet: Bool { limit - cursor >= 4 && memcmp(cursor, "PAR1", 4) == 0 }
}
