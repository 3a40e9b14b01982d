/// A numeric axis with ticks at round numbers: 1, 2 or 5 times a power of ten apart.
struct ChartAxis: Sendable {
    struct Tick: Sendable {
        let value: Double
        let text: String
    }

    let low: Double
    let high: Double
    let ticks: [Tick]

    /// Beyond this the difference of two numbers might not be finite.
    static let limit = 1e300

    /// An axis over a range.
    ///
    /// - Parameters:
    ///   - wantedTicks: at most so many steps lie between the ends of the range.
    ///   - widens: whether the axis reaches out to the next ticks.
    init(_ range: ClosedRange<Double>, wantedTicks: Int, widens: Bool) {
        let (low, high) = Self.widened(range)
        let (factor, exponent) = Self.step((high - low) / Double(max(1, wantedTicks)))
        let step = Self.decimal(factor, exponent)
        // A hundred-millionth of a step: a range that ends at a tick, but for rounding, has the tick.
        let slack = 1e-8
        let first = widens ? (low / step + slack).rounded(.down) : (low / step - slack).rounded(.up)
        let last = widens ? (high / step - slack).rounded(.up) : (high / step + slack).rounded(.down)
        var ticks: [Tick] = []
        var place = first
        while place <= last && ticks.count < 200 {
            let value = Self.decimal(Int(place) * factor, exponent)
            ticks.append(Tick(value: value, text: Self.text(value, exponent)))
            place += 1
        }
        self.ticks = ticks
        self.low = widens ? ticks.first?.value ?? low : low
        self.high = widens ? ticks.last?.value ?? high : high
    }

    /// An axis over a range with ticks at some values.
    init(_ range: ClosedRange<Double>, ticksAt values: [Double]) {
        (low, high) = Self.widened(range)
        ticks = values.map { Tick(value: $0, text: NumberText.csv($0).replacing("-", with: "\u{2212}")) }
    }

    /// Where a value lies: 0 at the low end, 1 at the high one.
    func place(_ value: Double) -> Double { (Self.limited(value) - low) / (high - low) }

    static func limited(_ value: Double) -> Double { min(max(value, -limit), limit) }

    /// A range that is wide enough to be divided.
    private static func widened(_ range: ClosedRange<Double>) -> (Double, Double) {
        let low = limited(range.lowerBound)
        let high = limited(range.upperBound)
        let least = max(max(low.magnitude, high.magnitude) * 1e-6, 1e-100)
        if high - low >= least { return (low, high) }
        let half = low == 0 && high == 0 ? 0.5 : max(least, low.magnitude * 0.5)
        return (low - half, high + half)
    }

    /// The smallest of 1, 2 and 5 times a power of ten that is not below a number.
    private static func step(_ least: Double) -> (factor: Int, exponent: Int) {
        var exponent = 0
        while decimal(1, exponent) > least { exponent -= 1 }
        while decimal(1, exponent + 1) <= least { exponent += 1 }
        for factor in [1, 2, 5] where decimal(factor, exponent) >= least * (1 - 1e-9) { return (factor, exponent) }
        return (1, exponent + 1)
    }

    /// A decimal number as exactly as there is one, without the C library's power.
    private static func decimal(_ digits: Int, _ exponent: Int) -> Double { Double("\(digits)e\(exponent)") ?? 0 }

    private static func text(_ value: Double, _ exponent: Int) -> String {
        let isPlain = exponent >= -6 && value.magnitude < 1e6
        let text = isPlain ? NumberText.fixed(value, digits: max(0, -exponent)) : NumberText.csv(value)
        return text.replacing("-", with: "\u{2212}")
    }
}
