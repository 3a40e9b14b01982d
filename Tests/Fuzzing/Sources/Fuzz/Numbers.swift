@testable import TrustSim

/// Numbers as text.
enum Numbers {
    /// What the readers take for a number is what the standard library takes it for, to the last bit; what is written
    /// reads back as the same.
    static func read(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
        bytes.withUnsafeBufferPointer { buffer in
            if let found = DecimalText.double(buffer) {
                expectSame(found.bitPattern, expected?.bitPattern, "'\(text)' as a number")
            } else if expected != nil, bytes.allSatisfy(isOfDecimal) {
                fail("'\(text)' is no number")
            }
            if let time = DecimalText.microseconds(buffer), let expected {
                let difference = Double(time) - expected * 1e6
                if abs(difference) > 0.5 + abs(expected) * 1e-9 { fail("'\(text)' s are \(time) microseconds") }
            }
        }
        if let expected { expectBack(expected) }
        if bytes.count >= 8 {
            let value = Double(bitPattern: bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) })
            if value.isFinite { expectBack(value) }
            _ = NumberText.fixed(value, digits: Int(bytes[0]) % 20)
            _ = NumberText.short(value)
        }
    }

    private static func expectBack(_ value: Double) {
        let text = NumberText.csv(value)
        if Double(text) != value { fail("\(value) is written as '\(text)'") }
    }

    private static func isOfDecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
        default: false
        }
    }
}
