/// A place in a source text, for messages.
public struct SourcePosition: Sendable, Equatable, CustomStringConvertible {
    /// Where a source text came from.
    public enum Origin: Sendable, Equatable {
        /// A file, by the path as the user gave it.
        case file(String)
        /// A command-line option, as the user wrote it: `--set a.b=1`.
        case option(String)
    }

    /// Where the text came from.
    public let origin: Origin
    /// The line, from 1. A line feed, a carriage return or the two together end a line.
    public let line: Int
    /// The column, from 1, counted in Unicode scalars; a byte order mark does not count.
    public let column: Int

    /// Creates a position from its parts.
    public init(origin: Origin, line: Int, column: Int) {
        self.origin = origin
        self.line = line
        self.column = column
    }

    /// `FILE:LINE:COLUMN` for a file, the option's text for an option; control characters are escaped.
    public var description: String {
        switch origin {
        case .file(let path): "\(escapedForMessage(path)):\(line):\(column)"
        case .option(let text): escapedForMessage(text)
        }
    }
}

/// A value read from JSON5, with the place it was read from.
public struct JSONNode: Sendable {
    /// What a node holds.
    public enum Value: Sendable {
        /// The word `null`.
        case null
        /// The word `true` or `false`.
        case bool(Bool)
        /// A number, and how it was written: an integer beyond 2^53 is exact only in its literal.
        case number(Double, literal: String)
        /// A text.
        case string(String)
        /// A list of values.
        case array([JSONNode])
        /// Named values, in the order they were written.
        case object([Member])
    }

    /// One named value of an object.
    public struct Member: Sendable {
        /// The name, with its escapes resolved.
        public let key: String
        /// Where the name begins.
        public let keyPosition: SourcePosition
        /// The value.
        public let value: JSONNode

        /// Creates a member from its parts.
        public init(key: String, keyPosition: SourcePosition, value: JSONNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    /// What the node holds.
    public let value: Value
    /// Where the value begins.
    public let position: SourcePosition

    /// Creates a node from its parts.
    public init(value: Value, position: SourcePosition) {
        self.value = value
        self.position = position
    }
}

extension JSONNode {
    /// The value of an object's member, found by the exact characters of its key; nil when there is none, or no object.
    public subscript(key: String) -> JSONNode? {
        members?.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The kind of the value for a message: "a string", "an object", "null".
    public var kindName: String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// What a message says was found: a number as written, the kind of anything else.
    var foundText: String {
        if case .number(_, let literal) = value { return escapedForMessage(literal) }
        return kindName
    }

    /// Whether the value is null.
    public var isNull: Bool {
        if case .null = value { true } else { false }
    }

    /// The value of a boolean.
    public var bool: Bool? {
        if case .bool(let flag) = value { flag } else { nil }
    }

    /// The value of a number, which can be infinite or not a number.
    public var double: Double? {
        if case .number(let number, _) = value { number } else { nil }
    }

    /// The value of a string.
    public var string: String? {
        if case .string(let text) = value { text } else { nil }
    }

    /// The elements of an array.
    public var elements: [JSONNode]? {
        if case .array(let elements) = value { elements } else { nil }
    }

    /// The members of an object, in order.
    public var members: [Member]? {
        if case .object(let members) = value { members } else { nil }
    }

    /// The exact value of a number that is an integer in range, however it was written: `12`, `0xC`, `12.0`, `1.2e1`.
    public var integer: Int64? {
        guard let literal = numberLiteral, let magnitude = literal.integerMagnitude else { return nil }
        guard literal.isNegative else { return Int64(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    /// The exact value of a number that is an integer from 0 to 2^64 - 1, however it was written.
    public var unsignedInteger: UInt64? {
        guard let literal = numberLiteral, let magnitude = literal.integerMagnitude else { return nil }
        return literal.isNegative && magnitude > 0 ? nil : magnitude
    }

    private var numberLiteral: NumberLiteral? {
        guard case .number(_, let literal) = value else { return nil }
        return try? NumberLiteral(Array(literal.utf8))
    }
}
