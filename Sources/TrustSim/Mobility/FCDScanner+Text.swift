import Foundation

/// A fault at a byte of the input buffer; the reader knows its line.
struct XMLFault: Error {
    // Never leaves the thread of the scan.
    nonisolated(unsafe) let place: UnsafePointer<UInt8>
    let message: String

    init(_ place: UnsafePointer<UInt8>, _ message: String) {
        self.place = place
        self.message = message
    }
}

/// A stretch of the input buffer; valid until the next refill.
struct XMLSpan {
    var start: UnsafePointer<UInt8>
    var count: Int
    /// Without references, line breaks and tabs, so that the bytes are the value.
    var isPlain = true

    var end: UnsafePointer<UInt8> { start + count }
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    @inline(__always)
    static func == (span: XMLSpan, text: StaticString) -> Bool {
        span.count == text.utf8CodeUnitCount && memcmp(span.start, text.utf8Start, span.count) == 0
    }

    /// As it goes into a message: at most 40 bytes, with nothing that disturbs a terminal.
    var shown: String {
        var end = min(count, 40)
        // Not in the middle of a character.
        while end > 0, end < count, start[end] & 0xC0 == 0x80 { end -= 1 }
        var shown = ""
        for scalar in String(decoding: UnsafeBufferPointer(start: start, count: end), as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x0A: shown += "\\n"
            case 0x0D: shown += "\\r"
            case 0x09: shown += "\\t"
            case 0..<0x20, 0x7F..<0xA0: shown += "?"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        // What is left: marks that turn the direction of writing, and the like.
        shown = escapedForMessage(shown)
        return end < count ? shown + "..." : shown
    }
}

/// The parts of XML below the tag. Functions that scan give the end of what they passed over, and nil when the buffer
/// ends first: they may read up to eight bytes from `limit` on, the first of which is zero.
enum XMLText {
    typealias Pointer = UnsafePointer<UInt8>

    /// Sets the length of a value that starts at `value.start`; the result is the byte after the closing quote.
    @inline(__always)
    static func scanValue(
        _ value: inout XMLSpan, _ quote: UInt8, _ limit: Pointer, _ longest: Int
    ) throws(XMLFault) -> Pointer? {
        // Eight bytes at once: the high bit of a byte of `stops` is set at a control byte, a byte above 0x7E, '<', '&'
        // or the quote. A borrow or carry may set higher ones as well, so only the lowest counts.
        let ones: UInt64 = 0x0101_0101_0101_0101
        // '"' (0x22) and '&' (0x26) differ in bit 2, "'" (0x27) and '&' in bit 0.
        let isDouble = quote == UInt8(ascii: "\"")
        let (mask, pattern) = isDouble ? (ones &* 0xFB, ones &* 0x22) : (ones &* 0xFE, ones &* 0x26)
        var next = value.start
        while true {
            let word = UInt64(littleEndian: UnsafeRawPointer(next).loadUnaligned(as: UInt64.self))
            let outside = (word &- ones &* 0x20) | word | (word &+ ones)
            let marks = (((word & mask) ^ pattern) &- ones) | ((word ^ (ones &* 0x3C)) &- ones)
            let stops = (outside | marks) & (ones &* 0x80)
            if stops == 0 {
                next += 8
                continue
            }
            next += stops.trailingZeroBitCount &>> 3
            if next - value.start > longest {
                throw XMLFault(value.start, "the value is longer than \(longest) bytes")
            }
            if next.pointee == quote {
                value.count = next - value.start
                return next + 1
            }
            if next == limit { return nil }
            if next.pointee < 0x80 { value.isPlain = false }
            guard let after = try scanSpecial(next, limit) else { return nil }
            next = after
        }
    }

    /// A byte of a value that is no ordinary character.
    private static func scanSpecial(_ place: Pointer, _ limit: Pointer) throws(XMLFault) -> Pointer? {
        switch place.pointee {
        case UInt8(ascii: "&"): return try scanReference(place, limit)
        case UInt8(ascii: "<"): throw XMLFault(place, "found '<' in an attribute value; is the closing quote missing?")
        case 0x09, 0x0A, 0x0D: return place + 1
        default: return try scanCharacter(place, limit)
        }
    }

    @inline(__always)
    static func scanName(_ start: Pointer, _ limit: Pointer, _ wanted: StaticString) throws(XMLFault) -> Pointer? {
        // Digits, '-' and '.' may not come first; white space and quotes are below ':' as well.
        if start.pointee < UInt8(ascii: ":"), start != limit { throw unexpected(start, wanted: "\(wanted)") }
        var next = start
        while true {
            while isNameByte(next.pointee) { next += 1 }
            if next - start > XMLTag.longest {
                throw XMLFault(start, "the name is longer than \(XMLTag.longest) bytes")
            }
            guard next.pointee >= 0x80 else { break }
            guard let after = try scanCharacter(next, limit) else { return nil }
            next = after
        }
        if next == limit { return nil }
        if next == start { throw unexpected(start, wanted: "\(wanted)") }
        return next
    }

    /// Letters, digits and `-._:`.
    @inline(__always)
    static func isNameByte(_ byte: UInt8) -> Bool {
        let low: UInt64 = 0x07FF_6000_0000_0000
        let high: UInt64 = 0x07FF_FFFE_87FF_FFFE
        let bits = byte < 64 ? low : byte < 128 ? high : 0
        return (bits &>> UInt64(byte & 63)) & 1 != 0
    }

    @inline(__always)
    static func skipWhite(_ start: Pointer) -> Pointer {
        var next = start
        while isWhite(next.pointee) { next += 1 }
        return next
    }

    @inline(__always)
    static func isWhite(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }

    /// One character: UTF-8, and one that XML allows.
    static func scanCharacter(_ start: Pointer, _ limit: Pointer) throws(XMLFault) -> Pointer? {
        let first = start.pointee
        let second: ClosedRange<UInt8>
        switch first {
        case 0x20...0x7E: return start + 1
        case 0x00...0x7F: throw unexpected(start, wanted: "")
        case 0xC2...0xDF, 0xE1...0xEC, 0xEE...0xEF, 0xF1...0xF3: second = 0x80...0xBF
        case 0xE0: second = 0xA0...0xBF
        case 0xED: second = 0x80...0x9F
        case 0xF0: second = 0x90...0xBF
        case 0xF4: second = 0x80...0x8F
        default: throw badUTF8(start)
        }
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        for index in 1..<count {
            if start + index == limit { return nil }
            guard (index == 1 ? second : 0x80...0xBF).contains(start[index]) else { throw badUTF8(start) }
        }
        if first == 0xEF, start[1] == 0xBF, start[2] >= 0xBE {
            throw XMLFault(start, "the character U+FFF\(start[2] == 0xBE ? "E" : "F") is not allowed")
        }
        return start + count
    }

    /// The fault of a byte that does not belong where it is.
    static func unexpected(_ place: Pointer, wanted: String) -> XMLFault {
        let byte = place.pointee
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x20: return XMLFault(place, "found white space where \(wanted) is expected")
        case 0x00..<0x20, 0x7F: return XMLFault(place, "the control byte \(hexadecimal(byte)) is not allowed")
        case 0x80...: return XMLFault(place, "found the byte \(hexadecimal(byte)) where \(wanted) is expected")
        default: return XMLFault(place, "found '\(Unicode.Scalar(byte))' where \(wanted) is expected")
        }
    }

    private static func badUTF8(_ place: Pointer) -> XMLFault {
        XMLFault(place, "the byte \(hexadecimal(place.pointee)) starts no UTF-8 character; only UTF-8 is supported")
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count < 2 ? "0x0\(digits)" : "0x\(digits)"
    }
}
