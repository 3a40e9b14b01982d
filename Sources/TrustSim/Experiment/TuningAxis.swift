import GroupDecision

/// A key that is tuned, with the values that are tried.
public struct TuningAxis: Sendable, Equatable {
    /// Where values come from.
    public enum Values: Sendable, Equatable {
        /// These, each JSON5 or a text.
        case list([String])
        /// Drawn between two numbers: uniformly, or uniformly in the logarithm, for which both are above 0.
        case range(low: Double, high: Double, isLogarithmic: Bool)
    }

    /// Path of the key.
    public let key: String
    /// Where its values come from.
    public let values: Values

    /// An axis.
    public init(key: String, values: Values) {
        self.key = key
        self.values = values
    }

    /// Digits of a number that is drawn: enough to tell points apart, few enough to be written.
    private static let significantDigits = 4

    /// Draws a value. Whole numbers are all as likely as each other.
    func draw(_ stream: inout RandomStream, isWhole: Bool) -> String {
        switch values {
        case .list(let values):
            return values[min(Int(stream.uniform() * Double(values.count)), values.count - 1)]
        case .range(let low, let high, let isLogarithmic):
            let (low, high) = isWhole ? (low.rounded(.up), high.rounded(.down)) : (low, high)
            let share = stream.uniform()
            if isLogarithmic {
                let value = low * Elementary.exp(share * Elementary.log(high / low))
                return NumberText.csv(min(max(isWhole ? value.rounded() : Self.rounded(value), low), high))
            }
            if isWhole { return NumberText.csv(min(low + (share * (high - low + 1)).rounded(.down), high)) }
            return NumberText.csv(min(max(Self.rounded(low + share * (high - low)), low), high))
        }
    }

    private static func rounded(_ value: Double) -> Double {
        guard value != 0 else { return 0 }
        let most = (0..<significantDigits).reduce(1.0) { power, _ in power * 10 }
        var scale = 1.0
        while value.magnitude * scale < most / 10 && scale < 1e300 { scale *= 10 }
        return (value * scale).rounded() / scale
    }
}

/// How points are chosen from axes.
public enum TuningSearch: Sendable, Equatable {
    /// Every combination of the values of lists.
    case grid
    /// So many points, each of a value drawn from every axis.
    case random(Int)

    /// Most points of one search.
    public static let pointLimit = 10_000

    /// Values of the points, in the order of the axes. Keys of equal values may come more than once.
    ///
    /// - Parameters:
    ///   - axes: in canonical order; all of them lists for a grid.
    ///   - isWhole: for each axis, whether its numbers are whole.
    ///   - seed: base seed of the draws.
    func points(of axes: [TuningAxis], isWhole: [Bool], seed: UInt32) -> [[String]] {
        switch self {
        case .grid:
            return axes.reduce([[]]) { points, axis in
                guard case .list(let values) = axis.values else { return points }
                return points.flatMap { point in values.map { point + [$0] } }
            }
        case .random(let count):
            let source = RandomSource(seed: seed, key: SeedUse.search.key(ofReplication: 0))
            var streams = axes.indices.map { source.stream(.search, UInt32($0)) }
            return (0..<count).map { _ in
                axes.indices.map { axes[$0].draw(&streams[$0], isWhole: isWhole[$0]) }
            }
        }
    }
}
