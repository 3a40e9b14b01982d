/// Keys, bare words and numbers.
extension JSON5Parser {
    /// Reads the key that is next: a string or an identifier.
    mutating func parseKey() throws(DataError) -> String {
        if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") { return try parseString() }
        let key = try parseIdentifier()
        guard !key.isEmpty else { throw unexpected("expected a key (a name or a string) or '}'") }
        return key
    }

    /// Reads identifier characters as far as they go; empty when there is none.
    private mutating func parseIdentifier() throws(DataError) -> String {
        var result = String.UnicodeScalarView()
        while let next = UTF8Check.scalar(in: bytes, at: index) {
            let start = index
            let isEscape = next.scalar == "\\" && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u")
            var scalar = next.scalar
            if isEscape {
                index += 1
                scalar = try parseUnicodeEscape(start: start)
            }
            guard result.isEmpty ? scalar.isIdentifierStart : scalar.isIdentifierPart else {
                guard isEscape else { break }
                let text = escapedForMessage(String(scalar))
                throw error(at: start, "the escape stands for '\(text)', which a key without quotes cannot have here")
            }
            result.append(scalar)
            if !isEscape { index += next.length }
        }
        return String(result)
    }

    /// Reads a value that is a bare word.
    mutating func parseWord() throws(DataError) -> JSONNode.Value {
        let start = index
        // An escape is no part of a word here: a value's word has no other spelling.
        let decoded = current == UInt8(ascii: "\\") ? "" : try parseIdentifier()
        guard !decoded.isEmpty else { throw unexpected(expectedValue) }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "Infinity": return .number(.infinity, literal: word)
        case "NaN": return .number(.nan, literal: word)
        default: throw unknownWord(word, start: start)
        }
    }

    private var expectedValue: String {
        guard let container = containers.last else { return "expected a value" }
        return container.isObject
            ? "expected a value for the key '\(excerptForMessage(container.key))'" : "expected a value or ']'"
    }

    private mutating func unknownWord(_ word: String, start: Int) -> DataError {
        let words = ["true", "false", "null", "Infinity", "NaN"]
        if let suggestion = NearestName.nearest(to: word, among: words) {
            return error(at: start, "unknown word '\(excerptForMessage(word))'; did you mean \(suggestion)?")
        }
        let allowed = "true, false, null, Infinity or NaN"
        return error(
            at: start, "unknown word '\(excerptForMessage(word))'; expected \(allowed), or quotes for a string")
    }

    /// Reads the number that is next.
    mutating func parseNumber() throws(DataError) -> JSONNode.Value {
        let start = index
        skipNumberCharacters()
        let length = index - start
        guard length <= JSON5Reader.maximumNumberLength else {
            let limit = JSON5Reader.maximumNumberLength
            throw error(at: start, "the number has \(length) characters; at most \(limit) are allowed")
        }
        let text = Array(bytes[start..<index])
        let literal = String(decoding: text, as: UTF8.self)
        if let small = Self.smallInteger(text) { return .number(small, literal: literal) }
        return .number(try parseNumber(text, literal: literal, start: start), literal: literal)
    }

    private mutating func parseNumber(_ text: [UInt8], literal: String, start: Int) throws(DataError) -> Double {
        do throws(NumberLiteral.Malformed) {
            let parts = try NumberLiteral(text)
            if let value = parts.double, value.isFinite || parts.form != .decimal { return value }
        } catch {
            throw self.error(at: start, "malformed number '\(excerptForMessage(literal))': \(error.reason)")
        }
        throw error(at: start, "the number '\(excerptForMessage(literal))' is too large; the limit is about 1.8e308")
    }

    /// Steps over everything that looks like a part of the number, so that a message can show all of it.
    private mutating func skipNumberCharacters() {
        let start = index
        while let byte = current {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "$"):
                index += 1
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard index == start || isExponentMark(at: index - 1, numberStart: start) else { return }
                index += 1
            default:
                return
            }
        }
    }

    private func isExponentMark(at offset: Int, numberStart: Int) -> Bool {
        guard bytes[offset] | 0x20 == UInt8(ascii: "e") else { return false }
        return !bytes[numberStart..<min(numberStart + 3, offset)].contains { $0 | 0x20 == UInt8(ascii: "x") }
    }

    /// The value of up to 15 decimal digits without a leading zero: the common case, and exact.
    private static func smallInteger(_ text: [UInt8]) -> Double? {
        guard text.count <= 15, text.count == 1 || text[0] != UInt8(ascii: "0") else { return nil }
        var value: Int64 = 0
        for byte in text {
            guard byte.isDecimalDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return Double(value)
    }
}
