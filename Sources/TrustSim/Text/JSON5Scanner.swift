/// White space, comments, and the making of messages.
extension JSON5Parser {
    var isAtEnd: Bool { index >= bytes.count }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// What the text is called in messages.
    var textName: String {
        if case .file = origin { "file" } else { "option's value" }
    }

    /// Steps over an ASCII character if it is next.
    mutating func take(_ character: Character) -> Bool {
        guard let current, current == character.asciiValue else { return false }
        index += 1
        return true
    }

    /// Steps over white space, line ends and comments.
    mutating func skipSpace() throws(DataError) {
        while let byte = current {
            switch byte {
            case 0x09...0x0D, 0x20:
                index += 1
            case UInt8(ascii: "/"):
                try skipComment()
            case 0x80...:
                guard let next = UTF8Check.scalar(in: bytes, at: index), next.scalar.isJSON5Space else { return }
                index += next.length
            default:
                return
            }
        }
    }

    private mutating func skipComment() throws(DataError) {
        let start = index
        index += 1
        if take("/") {
            skipLine()
        } else if take("*") {
            try skipBlockComment(start: start)
        } else {
            throw unexpected("expected '//' or '/*' to begin a comment", hint: " after '/'")
        }
    }

    private mutating func skipLine() {
        while let byte = current, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r"), !isLineSeparator(at: index) {
            index += 1
        }
    }

    private mutating func skipBlockComment(start: Int) throws(DataError) {
        while let byte = current {
            index += 1
            if byte == UInt8(ascii: "*"), take("/") { return }
        }
        throw error(at: start, "the comment is not closed: expected '*/' before the end of the \(textName)")
    }

    /// Whether U+2028 or U+2029, which end a line in JSON5, begins at the index.
    func isLineSeparator(at index: Int) -> Bool {
        index + 2 < bytes.count && bytes[index] == 0xE2 && bytes[index + 1] == 0x80
            && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
    }

    /// The position of a byte offset; cheap as long as offsets grow.
    mutating func position(at offset: Int) -> SourcePosition {
        let (line, column) = locator.locate(offset, in: bytes)
        return SourcePosition(origin: origin, line: line, column: column)
    }

    mutating func error(at offset: Int, _ message: String) -> DataError {
        DataError(position: position(at: offset), message: message)
    }

    /// An error about the next character: what was expected, and what is there instead.
    mutating func unexpected(_ expectation: String, hint: String = "") -> DataError {
        var message = "\(expectation), found \(found(at: index))\(hint)"
        if isAtEnd, let container = containers.last {
            let place = "line \(container.position.line), column \(container.position.column)"
            message += "; the '\(container.isObject ? "{" : "[")' at \(place) is not closed"
        }
        return error(at: index, message)
    }

    /// The character at an offset, for a message.
    func found(at offset: Int) -> String {
        guard let scalar = UTF8Check.scalar(in: bytes, at: offset)?.scalar else { return "the end of the \(textName)" }
        let quoted = "'\(escapedForMessage(String(scalar)))'"
        switch scalar {
        case "#": return quoted + " (a comment begins with // or /*)"
        case "\u{2018}"..."\u{201F}": return quoted + " (strings need straight quotes, \" or ')"
        case _ where scalar.isASCII: return quoted
        default: return quoted + " (U+\(hexadecimal(scalar.value, digits: 4)))"
        }
    }

    mutating func invalidUTF8(at offset: Int) -> DataError {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return error(at: 0, "the \(textName) is in UTF-16; save it as UTF-8 (byte offset 0)")
        }
        let byte = "0x" + hexadecimal(UInt32(bytes[offset]), digits: 2)
        return error(at: offset, "invalid UTF-8: byte \(byte) at byte offset \(offset)")
    }
}

extension Unicode.Scalar {
    /// Whether JSON5 takes the character for white space or a line end.
    var isJSON5Space: Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0xFEFF: true
        case ..<0x80: false
        default: properties.generalCategory == .spaceSeparator
        }
    }

    /// Whether an unquoted key can begin with the character.
    var isIdentifierStart: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "_", "$": return true
        case _ where isASCII: return false
        default: break
        }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: true
        default: false
        }
    }

    /// Whether an unquoted key can contain the character behind its first.
    var isIdentifierPart: Bool {
        switch self {
        case "0"..."9", "\u{200C}", "\u{200D}": return true
        case _ where isASCII || isIdentifierStart: return isIdentifierStart
        default: break
        }
        return switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: true
        default: false
        }
    }
}
