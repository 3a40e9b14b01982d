/// A CSV file with a header.
public struct CSVTable: Sendable, Equatable {
    /// The names of the columns: not empty, each different from the others.
    public let header: [String]
    /// The rows below the header, each with as many fields as the header.
    public let rows: [[String]]
    /// The line, counted from 1, on which each row starts.
    public let lineOfRow: [Int]

    /// A table with its parts.
    public init(header: [String], rows: [[String]], lineOfRow: [Int]) {
        self.header = header
        self.rows = rows
        self.lineOfRow = lineOfRow
    }

    /// Reads CSV as in RFC 4180.
    ///
    /// Lines end with LF or CRLF; the last line end may be missing, and a byte order mark may come first. Everything
    /// else that the standard does not allow is refused with its line and its column, counted in Unicode scalars:
    /// a compressed file, invalid UTF-8, a quotation mark out of place or without its partner, a row with another number of fields than
    /// the header (so an empty line, too, unless there is one column), a header with empty or equal names, and a file
    /// without a header.
    ///
    /// - Parameters:
    ///   - bytes: the contents of the file.
    ///   - name: the name of the file, for messages.
    /// - Complexity: linear in the number of bytes.
    public static func read(bytes: [UInt8], name: String) throws(DataError) -> CSVTable {
        var reader = CSVReader(bytes: bytes, name: name)
        let rows = try reader.read()
        return CSVTable(
            header: rows[0].fields.map(\.text), rows: rows.dropFirst().map { $0.fields.map(\.text) },
            lineOfRow: rows.dropFirst().map(\.line))
    }

    /// The same with the place of every field, the header first.
    static func readFields(bytes: [UInt8], name: String) throws(DataError) -> [[CSVField]] {
        var reader = CSVReader(bytes: bytes, name: name)
        return reader.placed(try reader.read())
    }
}

/// A field of a CSV file and the place where it begins.
struct CSVField: Sendable {
    let text: String
    let position: SourcePosition
}

private struct CSVReader {
    /// A field and the place where it starts.
    struct Field {
        let text: String
        let offset: Int
    }

    private let source: CSVSource
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1

    init(bytes: [UInt8], name: String) {
        source = CSVSource(bytes: bytes, name: name)
        self.bytes = bytes
    }

    /// The header and the rows, with the lines on which they start.
    mutating func read() throws(DataError) -> [(fields: [Field], line: Int)] {
        if let kind = ForeignFile.packing(of: bytes) {
            throw DataError(message: "\(escapedForMessage(source.name)): \(kind.refusal)")
        }
        try source.checkEncoding()
        index = source.contentStart
        guard index < bytes.count else { throw source.error("the file is empty; expected a header", at: index) }
        let header = try readRow()
        try check(header: header)
        var rows = [(fields: header, line: 1)]
        while index < bytes.count {
            let first = line
            let row = try readRow()
            try check(row: row, columnCount: header.count)
            rows.append((row, first))
        }
        return rows
    }

    /// Fields with their places, which are worked out in one go.
    func placed(_ rows: [(fields: [Field], line: Int)]) -> [[CSVField]] {
        var offset = source.contentStart
        var (line, column) = (1, 1)
        return rows.map { row in
            row.fields.map { field in
                while offset < field.offset {
                    if bytes[offset] == CSVWriter.lineFeed {
                        (line, column) = (line + 1, 1)
                    } else if bytes[offset] & 0xC0 != 0x80 {
                        column += 1
                    }
                    offset += 1
                }
                let position = SourcePosition(origin: .file(source.name), line: line, column: column)
                return CSVField(text: field.text, position: position)
            }
        }
    }

    private func check(header: [Field]) throws(DataError) {
        var seen: Set<String> = []
        for (number, field) in header.enumerated() {
            if field.text.isEmpty { throw source.error("column \(number + 1) has no name", at: field.offset) }
            guard seen.insert(field.text).inserted else {
                throw source.error("two columns are named '\(excerptForMessage(field.text))'", at: field.offset)
            }
        }
    }

    private func check(row: [Field], columnCount: Int) throws(DataError) {
        guard row.count != columnCount else { return }
        let offset = row.count > columnCount ? row[columnCount].offset : row.first?.offset ?? index
        if row.count == 1 && row[0].text.isEmpty {
            throw source.error("the line is empty, but the header has \(columnCount) fields", at: offset)
        }
        let fields = row.count == 1 ? "1 field" : "\(row.count) fields"
        throw source.error("the row has \(fields), but the header has \(columnCount)", at: offset)
    }

    /// Reads up to and including the line end.
    private mutating func readRow() throws(DataError) -> [Field] {
        var fields = [try readField()]
        while index < bytes.count && bytes[index] == CSVWriter.comma {
            index += 1
            fields.append(try readField())
        }
        if index < bytes.count {
            index += bytes[index] == CSVWriter.carriageReturn ? 2 : 1
            line += 1
        }
        return fields
    }

    /// Reads up to the comma or line end behind the field.
    private mutating func readField() throws(DataError) -> Field {
        let start = index
        guard index < bytes.count && bytes[index] == CSVWriter.quote else {
            try skipUnquoted()
            return Field(text: String(decoding: bytes[start..<index], as: UTF8.self), offset: start)
        }
        let text = try readQuoted()
        guard index == bytes.count || bytes[index] == CSVWriter.comma || isLineEnd else {
            throw source.error("text after the closing quotation mark of a field", at: index)
        }
        return Field(text: text, offset: start)
    }

    private mutating func skipUnquoted() throws(DataError) {
        while index < bytes.count {
            switch bytes[index] {
            case CSVWriter.comma, CSVWriter.lineFeed:
                return
            case CSVWriter.quote:
                throw source.error("a quotation mark inside a field that does not start with one", at: index)
            case CSVWriter.carriageReturn:
                if isLineEnd { return }
                throw source.error("a carriage return without a line feed", at: index)
            default:
                index += 1
            }
        }
    }

    private mutating func readQuoted() throws(DataError) -> String {
        let opening = index
        var content: [UInt8] = []
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == CSVWriter.quote {
                guard index < bytes.count && bytes[index] == CSVWriter.quote else {
                    return String(decoding: content, as: UTF8.self)
                }
                index += 1
            }
            if byte == CSVWriter.lineFeed { line += 1 }
            content.append(byte)
        }
        throw source.error("the quotation mark that starts this field is never closed", at: opening)
    }

    private var isLineEnd: Bool {
        if bytes[index] == CSVWriter.lineFeed { return true }
        guard bytes[index] == CSVWriter.carriageReturn, index + 1 < bytes.count else { return false }
        return bytes[index + 1] == CSVWriter.lineFeed
    }
}

/// The bytes of the file, its encoding, and positions in it.
private struct CSVSource {
    let bytes: [UInt8]
    let name: String

    /// The first byte behind the byte order mark, if there is one.
    var contentStart: Int {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// Afterwards every field, cut at ASCII characters, is valid UTF-8.
    func checkEncoding() throws(DataError) {
        guard String(validating: bytes, as: UTF8.self) == nil else { return }
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
        throw error("invalid UTF-8", at: offset)
    }

    /// Positions are worked out only for errors, from the bytes before the place.
    func error(_ message: String, at offset: Int) -> DataError {
        let before = bytes[contentStart..<max(contentStart, min(offset, bytes.count))]
        let line = before.count { $0 == CSVWriter.lineFeed } + 1
        let lineStart = before.lastIndex(of: CSVWriter.lineFeed).map { $0 + 1 } ?? contentStart
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
        return DataError(position: SourcePosition(origin: .file(name), line: line, column: column), message: message)
    }
}
