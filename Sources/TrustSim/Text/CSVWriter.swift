/// Writes CSV as in RFC 4180 into one buffer of bytes, with line feeds as line ends and quotation marks only where
/// they are needed.
///
/// ```swift
/// var csv = CSVWriter()
/// csv.appendRow(["scheme", "recall"])
/// csv.append("threshold")
/// csv.append(0.91)
/// csv.endRow()
/// ```
///
/// ``CSVTable/read(bytes:name:)`` reads back the same fields.
public struct CSVWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private var rowStart = 0
    private var isRowStart = true

    /// A writer with an empty buffer.
    ///
    /// - Parameter capacityBytes: how many bytes to make room for at once.
    public init(capacityBytes: Int = 0) {
        bytes.reserveCapacity(max(capacityBytes, 0))
    }

    /// Adds a text to the row.
    public mutating func append(_ text: String) {
        startField()
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if Self.needsQuotes(bytes[start...], isFirst: start == 0) { quoteField(from: start) }
    }

    /// Adds a number to the row, in its shortest form. Infinities and NaN become an empty field.
    public mutating func append(_ number: Double) {
        startField()
        bytes.append(contentsOf: NumberText.csv(number).utf8)
    }

    /// Appends a number, or an empty field where it is undefined.
    public mutating func append(optional number: Double?) {
        if let number { append(number) } else { append("") }
    }

    /// Adds a whole number to the row.
    public mutating func append(_ number: Int) {
        startField()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Ends the row.
    public mutating func endRow() {
        // A row of one empty field would be an empty line, which many readers skip.
        if bytes.count == rowStart { bytes += [Self.quote, Self.quote] }
        bytes.append(Self.lineFeed)
        rowStart = bytes.count
        isRowStart = true
    }

    /// Writes a whole row.
    public mutating func appendRow(_ fields: [String]) {
        for field in fields { append(field) }
        endRow()
    }

    private mutating func startField() {
        if !isRowStart { bytes.append(Self.comma) }
        isRowStart = false
    }

    private mutating func quoteField(from start: Int) {
        let field = Array(bytes[start...])
        bytes.removeSubrange(start...)
        bytes.append(Self.quote)
        for byte in field {
            if byte == Self.quote { bytes.append(Self.quote) }
            bytes.append(byte)
        }
        bytes.append(Self.quote)
    }

    /// The first field of the file is also quoted when it starts like a byte order mark, which a reader would drop.
    private static func needsQuotes(_ field: ArraySlice<UInt8>, isFirst: Bool) -> Bool {
        if isFirst && field.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
        return field.contains { $0 == comma || $0 == quote || $0 == lineFeed || $0 == carriageReturn }
    }

    static let comma = UInt8(ascii: ",")
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
