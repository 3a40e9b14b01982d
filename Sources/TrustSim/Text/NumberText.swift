/// Numbers as text, the same on every platform and in every locale.
///
/// Both functions start from the shortest decimal number that identifies the value, so that a table and the CSV file
/// behind it never disagree.
public enum NumberText {
    /// The value with a fixed number of digits after the point: `fixed(0.125, digits: 2)` is "0.13".
    ///
    /// Rounds the decimal number that ``csv(_:)`` shows, halves away from zero; C rounds the binary value, so it has
    /// "2.67" for 2.675 where this has "2.68". A number that rounds to zero has no sign. Infinities and NaN are "–".
    ///
    /// - Parameters:
    ///   - value: any number.
    ///   - digits: how many digits follow the point, limited to 0...1000.
    public static func fixed(_ value: Double, digits: Int) -> String {
        guard value.isFinite else { return "–" }
        let fractionDigits = min(max(digits, 0), 1000)
        var decimal = DecimalDigits(value.magnitude)
        decimal.round(toFractionDigits: fractionDigits)
        let sign = value < 0 && !decimal.isZero ? "-" : ""
        return sign + decimal.text(fractionDigits: fractionDigits)
    }

    /// Numbers with a fixed count of digits after the point that add up, as printed, to their sum as printed by
    /// ``fixed(_:digits:)``: where rounding each on its own does not, those that lose least by it are rounded the other way.
    ///
    /// - Parameters:
    ///   - values: finite numbers, of less than 1e12 together.
    ///   - digits: how many digits follow the point, 0 to 3.
    static func addingUp(_ values: [Double], digits: Int) -> [String] {
        let unit = [1.0, 10, 100, 1000][min(max(digits, 0), 3)]
        func steps(_ value: Double) -> Int {
            Int((Double(fixed(value, digits: digits)) ?? 0) * unit + 0.5.signed(value))
        }
        var rounded = values.map(steps)
        var missing = steps(values.reduce(0, +)) - rounded.reduce(0, +)
        // By what each has lost by rounding, in the direction that is missing.
        let direction = missing.signum()
        func lost(_ index: Int) -> Double { Double(direction) * (values[index] * unit - Double(rounded[index])) }
        let order = values.indices.sorted { (-lost($0), $0) < (-lost($1), $1) }
        for index in order where missing != 0 {
            rounded[index] += direction
            missing -= direction
        }
        return rounded.map { fixed(Double($0) / unit, digits: digits) }
    }

    /// The shortest text that reads back as the same number: "0.5", "1", "1e-05".
    ///
    /// Infinities and NaN are the empty field "", negative zero is "0".
    public static func csv(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        if value == 0 { return "0" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// For people: a ratio with at most four digits behind the point, "0.0556", without trailing zeros.
    public static func short(_ value: Double) -> String {
        value.magnitude < 1e6 ? csv((value * 10_000).rounded() / 10_000) : csv(value)
    }
}

/// A number that is not negative as 0.d₁d₂d₃… times a power of ten.
private struct DecimalDigits {
    /// From 0 to 9 each, the first not 0.
    private var digits: [UInt8] = []
    /// How many of the digits stand before the point; negative for zeros behind it.
    private var integerDigits = 0

    var isZero: Bool { digits.isEmpty }

    /// Reads Swift's shortest description, such as "12.5" or "1.25e-07".
    init(_ value: Double) {
        let parts = value.description.split(separator: "e")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        var pointIndex: Int?
        for byte in (parts.first ?? "").utf8 {
            if byte == UInt8(ascii: ".") {
                pointIndex = digits.count
            } else {
                digits.append(byte - UInt8(ascii: "0"))
            }
        }
        integerDigits = (pointIndex ?? digits.count) + exponent
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        integerDigits = digits.isEmpty ? 0 : integerDigits - zeros
    }

    mutating func round(toFractionDigits fractionDigits: Int) {
        let kept = integerDigits + fractionDigits
        guard kept < digits.count else { return }
        guard kept >= 0 else {
            digits = []
            return
        }
        let roundsUp = digits[kept] >= 5
        digits.removeSubrange(kept...)
        if roundsUp { increment() }
    }

    private mutating func increment() {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
        integerDigits += 1
    }

    func text(fractionDigits: Int) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(max(integerDigits, 1) + 1 + fractionDigits)
        if integerDigits <= 0 { bytes.append(UInt8(ascii: "0")) }
        for place in 0..<max(integerDigits, 0) { bytes.append(digit(at: place)) }
        if fractionDigits > 0 { bytes.append(UInt8(ascii: ".")) }
        for place in 0..<fractionDigits { bytes.append(digit(at: integerDigits + place)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func digit(at index: Int) -> UInt8 {
        UInt8(ascii: "0") + (digits.indices.contains(index) ? digits[index] : 0)
    }
}

extension Double {
    /// With the sign of another number.
    fileprivate func signed(_ other: Double) -> Double { other < 0 ? -self : self }
}
