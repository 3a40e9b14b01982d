/// Reads a file record by record: lines, or the elements of a JSON list. Holds one chunk and the record that is being
/// read; the file is open only while a chunk is read, so there may be more files than a process may have open.
struct RecordReader {
    enum Layout {
        case lines
        case list
    }

    /// What comes next.
    enum Item {
        case record(ArraySlice<UInt8>)
        /// Something that is no record, for example one that never ends.
        case damaged
    }

    static let longestRecord = 1 << 20

    let layout: Layout
    /// Number of the record in the file, from 1: that of the line, or of the element.
    private(set) var number = 0
    private var buffer: [UInt8] = []
    private var cursor = 0
    private var isAtEnd = false
    /// Whether the list stands in an object, whose end comes behind it; nil before that is known.
    private var isWrapped: Bool?
    private var file: PackedFile

    init(path: String, layout: Layout) {
        file = PackedFile(path: path)
        self.layout = layout
    }

    /// Nil at the end.
    mutating func next() throws(DataError) -> Item? {
        switch layout {
        case .lines: return try nextLine()
        case .list: return try nextElement()
        }
    }

    /// Adds a chunk to the buffer; false at the end of the file.
    private mutating func fill() throws(DataError) -> Bool {
        if isAtEnd { return false }
        if cursor > 0 {
            buffer.removeSubrange(..<cursor)
            cursor = 0
        }
        let bytes = try file.chunk()
        isAtEnd = bytes.isEmpty
        buffer += bytes
        return !isAtEnd
    }

    private mutating func nextLine() throws(DataError) -> Item? {
        var searched = 0
        var isTooLong = false
        while true {
            if let end = buffer[(cursor + searched)...].firstIndex(of: 0x0A) {
                let line = buffer[cursor..<end]
                cursor = end + 1
                number += 1
                return isTooLong ? .damaged : .record(Self.trimmed(line))
            }
            searched = buffer.count - cursor
            if searched > Self.longestRecord {
                isTooLong = true
                cursor = buffer.count
                searched = 0
            }
            if try !fill() {
                guard cursor < buffer.count || isTooLong else { return nil }
                let line = buffer[cursor...]
                cursor = buffer.count
                number += 1
                return isTooLong ? .damaged : .record(Self.trimmed(line))
            }
        }
    }

    /// Without a carriage return at its end, or a byte order mark at its begin.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var line = line
        if line.last == 0x0D { line.removeLast() }
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        return line
    }

    /// Finds the list in an object, `{"messages": [`, and goes to its begin. Other members before it are passed over where they
    /// are plain.
    private mutating func enterObject() throws(DataError) {
        isWrapped = false
        while buffer.count < Self.longestHeading, try fill() {}
        let heading = ListHeading(buffer[cursor...].prefix(Self.longestHeading))
        guard let length = heading.lengthBeforeElements else { return }
        isWrapped = true
        cursor += length
    }

    /// Where a list within an object has to begin.
    private static let longestHeading = 4096

    private mutating func nextElement() throws(DataError) -> Item? {
        if isWrapped == nil { try enterObject() }
        var isDamaged = false
        while true {
            guard cursor < buffer.count else {
                if try fill() { continue }
                return isDamaged ? .damaged : nil
            }
            let byte = buffer[cursor]
            if byte == UInt8(ascii: "{") { break }
            if ![0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF, UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ",")]
                .contains(byte), !(isWrapped == true && byte == UInt8(ascii: "}"))
            {
                isDamaged = true
            }
            cursor += 1
        }
        number += 1
        if isDamaged { return .damaged }
        return try element()
    }

    /// Deeper than any record.
    private static let greatestDepth = 8

    /// An element that does not end, or is too deep, is damaged: the next one is looked for inside it.
    private mutating func element() throws(DataError) -> Item {
        var place = 0
        var depth = 0
        var isInString = false
        while true {
            guard cursor + place < buffer.count else {
                if place <= Self.longestRecord, try fill() { continue }
                cursor += 1
                return .damaged
            }
            let byte = buffer[cursor + place]
            place += 1
            if isInString {
                if byte == UInt8(ascii: "\\") { place += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") {
                depth += 1
                if depth > Self.greatestDepth {
                    cursor += 1
                    return .damaged
                }
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 {
                    defer { cursor += place }
                    return .record(buffer[cursor..<(cursor + place)])
                }
            }
        }
    }
}
