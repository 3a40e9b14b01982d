/// Names of columns.
struct CSVColumns {
    private var places: [String: Int] = [:]
    let count: Int

    init(names: [ArraySlice<UInt8>]) {
        count = names.count
        for (place, name) in names.enumerated() { places[String(decoding: name, as: UTF8.self)] = place }
    }

    func place(_ name: String) -> Int? { places[name] }

    /// The fields of a line: split at commas outside quotes, or at another sign, without white space around them. Never fails:
    /// a damaged line has another number of fields.
    static func split(_ line: ArraySlice<UInt8>, at separator: UInt8 = CSVWriter.comma) -> [ArraySlice<UInt8>] {
        var fields: [ArraySlice<UInt8>] = []
        var start = line.startIndex
        // A quotation mark counts at the beginning of a field only: `5" pipe` is a text.
        var (isBlank, isInQuotes, isOpen) = (true, false, false)
        for index in line.indices {
            let byte = line[index]
            if byte == separator && !isOpen {
                fields.append(unquoted(line[start..<index]))
                start = index + 1
                (isBlank, isInQuotes) = (true, false)
            } else if byte == CSVWriter.quote {
                if isBlank { isInQuotes = true }
                if isInQuotes { isOpen.toggle() }
                isBlank = false
            } else if !FieldText.isSpace(byte) {
                isBlank = false
            }
        }
        fields.append(unquoted(line[start...]))
        return fields
    }

    private static func unquoted(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let field = FieldText.trimmed(field)
        guard field.count >= 2, field.first == CSVWriter.quote, field.last == CSVWriter.quote else { return field }
        let inner = field.dropFirst().dropLast()
        return inner.contains(CSVWriter.quote) ? withoutDoubling(inner) : inner
    }

    /// Two quotation marks within a field in such stand for one.
    private static func withoutDoubling(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes: [UInt8] = []
        var isSecond = false
        for byte in field {
            isSecond = byte == CSVWriter.quote && !isSecond
            if byte != CSVWriter.quote || isSecond { bytes.append(byte) }
        }
        return bytes[...]
    }
}

/// One row of a table.
struct CSVFields {
    let columns: CSVColumns
    let fields: [ArraySlice<UInt8>]

    func text(_ name: String) -> String? {
        columns.place(name).map { String(decoding: fields[$0], as: UTF8.self) }
    }

    /// The name of a vehicle; nil where the field says that there is none.
    func name(_ column: String) -> LogName? { text(column).flatMap(LogName.init(given:)) }

    func number(_ name: String) -> Double? {
        guard let text = text(name), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    func integer(_ name: String) -> Int64? {
        text(name).flatMap { Int64($0) } ?? number(name).flatMap(CompactJSON.integer)
    }

    func point(_ x: String, _ y: String) -> Point? {
        guard let x = number(x), let y = number(y) else { return nil }
        return Point(x: x, y: y)
    }
}
