import Foundation

/// Whole numbers one after another: seven bits a byte, the lowest first, the eighth bit says that more follow.
struct PackedBytes: Sendable, Equatable {
    private(set) var bytes: [UInt8] = []

    /// Appends a number that is not negative.
    mutating func append(_ number: Int) {
        var rest = UInt64(max(0, number))
        while rest > 0x7F {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The number that stands for one that may be negative: 0, -1, 1, -2, … become 0, 1, 2, 3, …
    static func folded(_ number: Int) -> Int { number < 0 ? -2 * number - 1 : 2 * number }

    /// Appends a number that may be negative.
    mutating func append(signed number: Int) { append(Self.folded(number)) }

    /// Appends other numbers.
    mutating func append(contentsOf other: PackedBytes) { bytes += other.bytes }

    /// For a page.
    var base64: String { Data(bytes).base64EncodedString() }
}

/// Numbers from 0 to 1 in thousandths, as tables show them: ten bits each, the highest first.
struct PackedShares: Sendable, Equatable {
    /// Stands for a number that is not there.
    static let missing: UInt32 = 1023
    private(set) var bytes: [UInt8] = []
    private var pending: UInt32 = 0
    private var pendingBits: UInt32 = 0

    /// Appends a number, limited to 0...1; not-a-number is missing.
    mutating func append(_ value: Double) {
        let code = value == value ? UInt32((min(max(value, 0), 1) * 1000).rounded()) : Self.missing
        pending = (pending << 10 | code) & 0xF_FFFF
        pendingBits += 10
        while pendingBits >= 8 {
            pendingBits -= 8
            bytes.append(UInt8(truncatingIfNeeded: pending >> pendingBits))
        }
    }

    /// For a page.
    var base64: String {
        let rest = pendingBits == 0 ? [] : [UInt8(truncatingIfNeeded: pending << (8 - pendingBits))]
        return Data(bytes + rest).base64EncodedString()
    }
}
