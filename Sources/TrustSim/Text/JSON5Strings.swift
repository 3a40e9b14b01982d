/// Strings and their escapes.
extension JSON5Parser {
    /// Reads the string whose opening quote is next.
    mutating func parseString() throws(DataError) -> String {
        let start = index
        let quote = bytes[start]
        index += 1
        var content: [UInt8] = []
        var runStart = index
        while let byte = current {
            if byte == quote {
                let run = bytes[runStart..<index]
                index += 1
                return content.isEmpty
                    ? String(decoding: run, as: UTF8.self) : String(decoding: content + run, as: UTF8.self)
            } else if byte == UInt8(ascii: "\\") {
                content += bytes[runStart..<index]
                try parseEscape(into: &content, stringStart: start)
                runStart = index
            } else if byte < 0x20 {
                throw controlCharacter(byte, stringStart: start)
            } else {
                index += 1
            }
        }
        throw unterminatedString(start)
    }

    private mutating func unterminatedString(_ start: Int) -> DataError {
        let quote = Character(Unicode.Scalar(bytes[start]))
        return error(at: start, "the string is not closed: expected \(quote) before the end of the \(textName)")
    }

    private mutating func controlCharacter(_ byte: UInt8, stringStart: Int) -> DataError {
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            let quote = Character(Unicode.Scalar(bytes[stringStart]))
            return error(
                at: stringStart,
                "the string is not closed: expected \(quote) before the end of the line (a line break is written \\n)")
        }
        let code = hexadecimal(UInt32(byte), digits: 4)
        let escape = byte == UInt8(ascii: "\t") ? "\\t" : "\\u\(code)"
        return error(at: index, "control character U+\(code) in a string; write \(escape)")
    }

    /// Reads the escape whose backslash is next, and appends what it stands for.
    private mutating func parseEscape(into content: inout [UInt8], stringStart: Int) throws(DataError) {
        let start = index
        index += 1
        guard let byte = current else { throw unterminatedString(stringStart) }
        switch byte {
        case UInt8(ascii: "u"):
            content.append(contentsOf: UTF8.encode(try parseUnicodeEscape(start: start)) ?? .init())
        case UInt8(ascii: "x"):
            index += 1
            let scalar = Unicode.Scalar(UInt8(truncatingIfNeeded: try parseHexadecimal(digits: 2, after: "\\x")))
            content.append(contentsOf: UTF8.encode(scalar) ?? .init())
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            try parseZeroEscape(start: start)
            content.append(0)
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            index += 1
            if byte == UInt8(ascii: "\r") { _ = take("\n") }
        case 0xE2 where isLineSeparator(at: index):
            index += 3
        case 0..<0x20:
            throw controlCharacter(byte, stringStart: stringStart)
        default:
            // The rest of a longer character is ordinary content.
            index += 1
            content.append(Self.escapedControl(byte) ?? byte)
        }
    }

    /// The control character that a letter behind a backslash stands for.
    private static func escapedControl(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "v"): 0x0B
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "r"): 0x0D
        default: nil
        }
    }

    /// Steps over the 0 of the escape for U+0000. Other digits, and more of them, would be an octal escape.
    private mutating func parseZeroEscape(start: Int) throws(DataError) {
        let isZero = take("0")
        guard isZero, !(current?.isDecimalDigit ?? false) else {
            throw error(at: start, "octal escapes are not allowed; write \\x and two hexadecimal digits")
        }
    }

    private mutating func parseHexadecimal(digits: Int, after prefix: String) throws(DataError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = current?.hexadecimalDigit else {
                throw error(
                    at: index, "expected \(digits) hexadecimal digits after \(prefix), found \(found(at: index))")
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    /// Reads `uXXXX` behind a backslash, or two of them as a surrogate pair.
    mutating func parseUnicodeEscape(start: Int) throws(DataError) -> Unicode.Scalar {
        index += 1
        let first = try parseHexadecimal(digits: 4, after: "\\u")
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            index += 2
            let second = try parseHexadecimal(digits: 4, after: "\\u")
            let code = 0x10000 &+ (first &- 0xD800) << 10 &+ (second &- 0xDC00)
            if (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(code) { return scalar }
        }
        let escape = "\\u" + hexadecimal(first, digits: 4)
        throw error(at: start, "lone surrogate \(escape); a character beyond U+FFFF is a pair like \\uD83D\\uDE00")
    }
}
