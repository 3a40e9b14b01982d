/// A hash over what was executed: two runs with the same fingerprint did the same things in the same order.
///
/// FNV-1a over 64-bit words (G. Fowler, L. C. Noll, K.-P. Vo). It tells accidents apart, not forgeries.
public struct Fingerprint: Sendable, Equatable {
    /// The hash so far.
    public private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The fingerprint of nothing.
    public init() {}

    /// A fingerprint that was stored.
    init(value: UInt64) { self.value = value }

    /// Adds a word.
    @inline(__always)
    public mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x100_0000_01b3
        value ^= value >> 29
    }

    /// Adds a number by its bits.
    public mutating func add(_ number: Double) { add(number.bitPattern) }

    /// Adds an event.
    @inline(__always)
    public mutating func add(_ event: Event) {
        add(UInt64(bitPattern: event.time))
        add(UInt64(event.kind) << 32 | UInt64(event.entity))
    }

    /// Sixteen hexadecimal digits.
    public var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
