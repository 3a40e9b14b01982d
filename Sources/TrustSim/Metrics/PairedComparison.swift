/// Two samples that belong together value by value, such as two schemes in the same replications.
public struct PairedComparison: Sendable, Equatable {
    /// Number of pairs without a value on one side, which are left out.
    public let undefinedCount: Int
    /// Mean of the first, over the pairs.
    public let firstMean: Double?
    /// Mean of the second, over the pairs.
    public let secondMean: Double?
    /// How much better the first is: mean of the differences with the 95 % Student-t interval. Positive means better,
    /// whichever direction that is; of a metric without a better direction it is first - second.
    public let advantage: SampleSummary
    /// The differences themselves.
    public let differences: [Double]
    private let isOriented: Bool

    /// Number of pairs.
    public var count: Int { advantage.count }

    /// The interval of the advantage; nil for fewer than two pairs.
    public var interval: (low: Double, high: Double)? {
        guard let mean = advantage.mean, let half = advantage.halfWidth else { return nil }
        return (mean - half, mean + half)
    }

    /// Compares pairs.
    public init(_ pairs: [(first: Double?, second: Double?)], preference: Metric.Preference) {
        var defined: [(first: Double, second: Double)] = []
        for pair in pairs {
            if let first = pair.first, let second = pair.second { defined.append((first, second)) }
        }
        differences = defined.map { preference == .lower ? $0.second - $0.first : $0.first - $0.second }
        undefinedCount = pairs.count - defined.count
        firstMean = SampleSummary(defined.map(\.first)).mean
        secondMean = SampleSummary(defined.map(\.second)).mean
        advantage = SampleSummary(differences)
        isOriented = preference != .neither
    }

    /// What can be said of the first against the second; nil without an interval or a better direction.
    public func verdict(margin: Double) -> Verdict? {
        guard isOriented, let interval else { return nil }
        return Verdict(low: interval.low, high: interval.high, margin: margin)
    }

    /// What can be said of the second against the first.
    public func reverseVerdict(margin: Double) -> Verdict? {
        guard isOriented, let interval else { return nil }
        return Verdict(low: -interval.high, high: -interval.low, margin: margin)
    }
}

/// What the 95 % interval of an advantage says (G. Piaggio et al., 2012, DOI 10.1001/jama.2012.87802).
public enum Verdict: String, Sendable {
    /// The interval lies above 0.
    case superior
    /// It lies above -margin, but not above 0: not worse by as much as the margin.
    case nonInferior = "non-inferior"
    /// It lies below -margin: worse by more than the margin.
    case inferior
    /// None of these.
    case inconclusive

    /// Judges an interval.
    public init(low: Double, high: Double, margin: Double) {
        if low > 0 {
            self = .superior
        } else if low > -margin {
            self = .nonInferior
        } else {
            self = high < -margin ? .inferior : .inconclusive
        }
    }
}
