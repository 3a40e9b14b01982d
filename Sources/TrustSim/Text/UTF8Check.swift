/// Strict validation and decoding of UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing beyond
/// U+10FFFF.
enum UTF8Check {
    /// The offset of the first byte that begins no well-formed scalar, or nil when all of the text is well-formed.
    static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                index += 1
            } else {
                guard let length = multibyteLength(bytes, at: index) else { return index }
                index += length
            }
        }
        return nil
    }

    /// The length of the well-formed scalar of two to four bytes that begins here.
    private static func multibyteLength(_ bytes: [UInt8], at index: Int) -> Int? {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[index] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The scalar that begins at the index of a well-formed text, and how many bytes it has; nil at the end.
    static func scalar(in bytes: [UInt8], at index: Int) -> (scalar: Unicode.Scalar, length: Int)? {
        guard index < bytes.count else { return nil }
        let first = bytes[index]
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard index + length <= bytes.count else { return nil }
        var value = UInt32(length == 1 ? first : first & (0x7F >> UInt8(length)))
        for offset in 1..<max(1, length) {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        return Unicode.Scalar(value).map { ($0, length) }
    }
}

/// Turns byte offsets into lines and columns. Offsets that only grow cost linear time together.
struct SourceLocator {
    private let start: Int
    private var offset: Int
    private var line = 1
    private var column = 1

    /// Creates a locator whose first column is at the given offset.
    init(start: Int) {
        self.start = start
        offset = start
    }

    /// The line and column of an offset.
    mutating func locate(_ target: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        if target < offset { self = SourceLocator(start: start) }
        let end = min(target, bytes.count)
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            let isLineFeed = byte == UInt8(ascii: "\n")
            let isLoneReturn =
                byte == UInt8(ascii: "\r") && !(offset < bytes.count && bytes[offset] == UInt8(ascii: "\n"))
            if isLineFeed || isLoneReturn {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}
