/// References: `&amp;`, `&#65;`, `&#x41;`.
extension XMLText {
    /// Passes over a reference and checks it.
    static func scanReference(_ start: Pointer, _ limit: Pointer) throws(XMLFault) -> Pointer? {
        var next = start + 1
        while next - start < 32, isReferenceByte(next.pointee) { next += 1 }
        if next == limit { return nil }
        let name = UnsafeBufferPointer(start: start + 1, count: next - start - 1)
        guard next.pointee == UInt8(ascii: ";"), character(of: name) != nil else {
            let found = XMLSpan(start: start, count: next - start + (next.pointee == UInt8(ascii: ";") ? 1 : 0)).shown
            throw XMLFault(
                start,
                "'\(found)' is no reference; allowed are &lt; &gt; &amp; &quot; &apos; and characters such as &#65;")
        }
        return next + 1
    }

    /// Copies a checked value, with references resolved and line breaks and tabs made spaces. It never grows.
    static func resolve(_ value: XMLSpan, into target: UnsafeMutablePointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var count = 0
        var next = value.start
        while next < value.end {
            let byte = next.pointee
            next += 1
            if byte == UInt8(ascii: "&") {
                let start = next
                while next < value.end, next.pointee != UInt8(ascii: ";") { next += 1 }
                let scalar = character(of: UnsafeBufferPointer(start: start, count: next - start))
                for unit in (scalar ?? "?").utf8 {
                    target[count] = unit
                    count += 1
                }
                next += 1
                continue
            }
            if byte == 0x0D, next < value.end, next.pointee == 0x0A { next += 1 }
            target[count] = byte < 0x20 ? 0x20 : byte
            count += 1
        }
        return UnsafeBufferPointer(start: target, count: count)
    }

    /// The character that a reference (without `&` and `;`) stands for; nil when it is none that is allowed.
    private static func character(of name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        switch String(decoding: name, as: UTF8.self) {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        case let text where text.hasPrefix("#"):
            let isHexadecimal = text.hasPrefix("#x")
            let digits = text.dropFirst(isHexadecimal ? 2 : 1)
            guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value)
            else { return nil }
            let isControl = value < 0x20 ? ![0x09, 0x0A, 0x0D].contains(value) : value == 0x7F
            return isControl || value == 0xFFFE || value == 0xFFFF ? nil : scalar
        default: return nil
        }
    }

    private static func isReferenceByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"): return true
        default: return false
        }
    }
}
