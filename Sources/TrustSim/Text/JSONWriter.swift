/// A value that knows how to write itself as JSON.
public protocol JSONWritable {
    /// Writes exactly one value.
    func write(to writer: inout JSONWriter)
}

/// Writes JSON into one buffer. Equal calls give equal bytes: members keep the order they are written in.
///
///     var writer = JSONWriter()
///     writer.object { writer in
///         writer.member("name", "road")
///         writer.array("lengths") { $0.value(12.5) }
///     }
public struct JSONWriter: Sendable {
    /// How the text is laid out.
    public enum Style: Sendable {
        /// Without any white space.
        case compact
        /// Every value on its own line, indented by two spaces a level.
        case pretty
    }

    /// The UTF-8 text written so far, without a line break at its end.
    public private(set) var bytes: [UInt8] = []

    private let style: Style
    /// For every open object or array, whether it has values already.
    private var hasValues: [Bool] = []
    private var isBehindKey = false

    /// Creates a writer with an empty text and room for the given number of bytes.
    public init(style: Style = .pretty, capacity: Int = 4096) {
        self.style = style
        bytes.reserveCapacity(max(0, capacity))
        hasValues.reserveCapacity(16)
    }

    /// The text written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Writes a value: the next element of an array, the value behind a key, or a document.
    public mutating func value(_ value: some JSONWritable) {
        value.write(to: &self)
    }

    /// Writes null.
    public mutating func null() {
        scalar("null".utf8)
    }

    /// Writes the key of an object's next member. One value must follow.
    public mutating func key(_ key: String) {
        separate()
        appendQuoted(key)
        bytes.append(UInt8(ascii: ":"))
        if style == .pretty { bytes.append(UInt8(ascii: " ")) }
        isBehindKey = true
    }

    /// Writes a member of an object.
    public mutating func member(_ key: String, _ value: some JSONWritable) {
        self.key(key)
        self.value(value)
    }

    /// Writes an object; the closure writes its members.
    public mutating func object<Failure>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin("{")
        try body(&self)
        end("}")
    }

    /// Writes a member that is an object; the closure writes its members.
    public mutating func object<Failure>(
        _ key: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.key(key)
        try object(body)
    }

    /// Writes an array; the closure writes its elements.
    public mutating func array<Failure>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin("[")
        try body(&self)
        end("]")
    }

    /// Writes a member that is an array; the closure writes its elements.
    public mutating func array<Failure>(
        _ key: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        self.key(key)
        try array(body)
    }

    /// Ends a document's line, so that a file ends in a line break, or another document can follow on its own line.
    public mutating func lineBreak() {
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension JSONWriter {
    private mutating func begin(_ opener: Unicode.Scalar) {
        separate()
        bytes.append(UInt8(ascii: opener))
        hasValues.append(false)
    }

    private mutating func end(_ closer: Unicode.Scalar) {
        isBehindKey = false
        if hasValues.popLast() ?? false { breakLine() }
        bytes.append(UInt8(ascii: closer))
    }

    /// Writes what stands between the value before and the next.
    private mutating func separate() {
        if isBehindKey {
            isBehindKey = false
        } else if let last = hasValues.indices.last {
            if hasValues[last] { bytes.append(UInt8(ascii: ",")) }
            hasValues[last] = true
            breakLine()
        }
    }

    private mutating func breakLine() {
        guard style == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<hasValues.count {
            bytes.append(UInt8(ascii: " "))
            bytes.append(UInt8(ascii: " "))
        }
    }

    /// Writes a value that is JSON already.
    fileprivate mutating func scalar(_ utf8: some Sequence<UInt8>) {
        separate()
        bytes.append(contentsOf: utf8)
    }

    fileprivate mutating func quoted(_ text: String) {
        separate()
        appendQuoted(text)
    }

    private mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte < 0x20 || byte == 0x7F {
                appendEscapedControl(byte)
            } else {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscapedControl(_ byte: UInt8) {
        switch byte {
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        default: bytes.append(contentsOf: "\\u\(hexadecimal(UInt32(byte), digits: 4))".utf8)
        }
    }
}

extension Bool: JSONWritable {
    /// Writes true or false.
    public func write(to writer: inout JSONWriter) { writer.scalar((self ? "true" : "false").utf8) }
}

extension Int: JSONWritable {
    /// Writes the number exactly.
    public func write(to writer: inout JSONWriter) { writer.scalar(String(self).utf8) }
}

extension Int64: JSONWritable {
    /// Writes the number exactly.
    public func write(to writer: inout JSONWriter) { writer.scalar(String(self).utf8) }
}

extension UInt64: JSONWritable {
    /// Writes the number exactly.
    public func write(to writer: inout JSONWriter) { writer.scalar(String(self).utf8) }
}

extension Double: JSONWritable {
    /// Writes the shortest digits that read back as the same number, an integer below 2^53 without a point, and null
    /// for an infinity or what is not a number.
    public func write(to writer: inout JSONWriter) {
        guard isFinite else { return writer.null() }
        let text = description
        let isInteger = magnitude < 9_007_199_254_740_992 && text.utf8.suffix(2).elementsEqual(".0".utf8)
        writer.scalar(text.utf8.dropLast(isInteger ? 2 : 0))
    }
}

extension String: JSONWritable {
    /// Writes the text in quotes, with quotes, backslashes and control characters escaped.
    public func write(to writer: inout JSONWriter) { writer.quoted(self) }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    /// Writes the value, or null.
    public func write(to writer: inout JSONWriter) {
        if let value = self { writer.value(value) } else { writer.null() }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    /// Writes the elements in order.
    public func write(to writer: inout JSONWriter) {
        writer.array { for element in self { $0.value(element) } }
    }
}

extension JSONNode: JSONWritable {
    /// Writes the node and everything in it. Integers of up to 64 bits stay exact.
    public func write(to writer: inout JSONWriter) {
        switch value {
        case .null: writer.null()
        case .bool(let flag): writer.value(flag)
        case .number(let number, _): writeNumber(number, to: &writer)
        case .string(let text): writer.value(text)
        case .array(let elements): writer.value(elements)
        case .object(let members):
            writer.object { for member in members { $0.member(member.key, member.value) } }
        }
    }

    private func writeNumber(_ number: Double, to writer: inout JSONWriter) {
        if number.magnitude < 9_007_199_254_740_992 {
            writer.value(number)
        } else if let integer {
            writer.value(integer)
        } else if let unsignedInteger {
            writer.value(unsignedInteger)
        } else {
            writer.value(number)
        }
    }
}
