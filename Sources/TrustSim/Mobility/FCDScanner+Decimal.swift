/// A decimal number in text, read exactly: a sign, digits with or without a point, an exponent. Nothing else: no
/// spaces, hexadecimal digits, `nan` or `inf`.
struct DecimalText {
    private let text: UnsafeBufferPointer<UInt8>
    private var isNegative = false
    /// The first 19 significant digits; where more follow, it is at least 1e18.
    private var mantissa: UInt64 = 0
    private var exponent = 0

    /// The nearest double, as `Double(String)` gives it; nil when the text is not a number or not a finite one.
    static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        DecimalText(text)?.double
    }

    /// A number of seconds as the nearest whole number of microseconds, halves away from zero; nil when the text is not
    /// a number or one beyond +-1e12. `power` is the power of ten of a second that the number counts.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>, power: Int = 0) -> Int64? {
        DecimalText(text)?.microseconds(power)
    }

    /// Nil when the text is not a decimal number. The text must outlive the value.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        guard var next = text.baseAddress else { return nil }
        let end = next + text.count
        if next < end, next.pointee == UInt8(ascii: "-") || next.pointee == UInt8(ascii: "+") {
            isNegative = next.pointee == UInt8(ascii: "-")
            next += 1
        }
        let wholeStart = next
        while next < end, Self.isDigit(next.pointee) {
            if !append(next.pointee) { exponent += 1 }
            next += 1
        }
        var digits = next - wholeStart
        if next < end, next.pointee == UInt8(ascii: ".") {
            next += 1
            let fractionStart = next
            while next < end, Self.isDigit(next.pointee) {
                if append(next.pointee) { exponent -= 1 }
                next += 1
            }
            digits += next - fractionStart
        }
        guard digits > 0 else { return nil }
        if next < end {
            guard next.pointee | 0x20 == UInt8(ascii: "e"),
                let power = Self.power(UnsafeBufferPointer(start: next + 1, count: end - next - 1))
            else { return nil }
            exponent += power
        }
    }

    @inline(__always)
    private var double: Double? {
        // No digit is missing here and both operands are exact, so the one rounding of IEEE 754 gives the nearest.
        if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
            let size = Double(mantissa)
            let value = exponent < 0 ? size / Self.powers[-exponent] : size * Self.powers[exponent]
            return isNegative ? -value : value
        }
        return slowDouble
    }

    private var slowDouble: Double? {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    private func microseconds(_ power: Int) -> Int64? {
        if mantissa == 0 { return 0 }
        let shift = exponent + 6 + power
        var size: UInt64
        if shift >= 0 {
            guard shift <= 18 else { return nil }
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.integerPowers[shift])
            if overflow { return nil }
            size = product
        } else {
            // The mantissa is below 1e19, so that 1e-20 of it rounds to zero.
            guard shift >= -19 else { return 0 }
            let divisor = Self.integerPowers[-shift]
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: divisor)
            // Digits beyond the mantissa cannot bring a remainder below one half up to it.
            size = quotient + (remainder >= divisor / 2 ? 1 : 0)
        }
        guard size <= 1_000_000_000_000_000_000 else { return nil }
        return isNegative ? -Int64(size) : Int64(size)
    }

    /// False when the digit is beyond the mantissa.
    @inline(__always)
    private mutating func append(_ digit: UInt8) -> Bool {
        guard mantissa < 1_000_000_000_000_000_000 else { return false }
        mantissa = mantissa &* 10 &+ UInt64(digit &- UInt8(ascii: "0"))
        return true
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }

    /// The number after `e`; beyond a million it makes no difference.
    private static func power(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var digits = text[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard !digits.isEmpty else { return nil }
        var power = 0
        for byte in digits {
            guard isDigit(byte) else { return nil }
            power = min(power * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
        }
        return isNegative ? -power : power
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20,
        1e21, 1e22,
    ]

    private static let integerPowers: [UInt64] = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
}
