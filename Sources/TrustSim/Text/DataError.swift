/// A problem in data that the user gave: what is wrong, and where.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The place of the problem, when it has one.
    public var position: SourcePosition?
    /// The path of the key that the problem is about, such as `radio.range`, when there is one.
    public var keyPath: String?
    /// What is wrong, and what is allowed instead.
    public var message: String

    /// Creates an error from its parts.
    public init(position: SourcePosition? = nil, keyPath: String? = nil, message: String) {
        self.position = position
        self.keyPath = keyPath
        self.message = message
    }

    /// `FILE:LINE:COLUMN: MESSAGE`. Without a position, the key path takes its place; without both, the message alone.
    public var description: String {
        if let position { return "\(position): \(message)" }
        if let keyPath { return "\(escapedForMessage(keyPath)): \(message)" }
        return message
    }
}

/// The text with every control, format and line-separating character escaped, so that it is safe within one line of
/// terminal output.
public func escapedForMessage(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case _ where scalar.needsEscapeInMessage: result += "\\u{\(hexadecimal(scalar.value, digits: 1))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// The text escaped for a message, cut to its first characters when it is long.
func excerptForMessage(_ text: String, limit: Int = 60) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
        end < scalars.endIndex
    else { return escapedForMessage(text) }
    return escapedForMessage(String(scalars[..<end])) + "..."
}

/// The number in hexadecimal, with capital letters and at least the given number of digits.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

extension Unicode.Scalar {
    fileprivate var needsEscapeInMessage: Bool {
        if value >= 0x20 && value < 0x7F { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
