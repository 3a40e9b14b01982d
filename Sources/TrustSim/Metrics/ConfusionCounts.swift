/// Counts of decisions against the truth. Positive means malicious, or, for road events, real.
///
/// Ratios whose denominator is 0 are undefined: nil, never not-a-number.
public struct ConfusionCounts: Sendable, Equatable {
    /// Malicious and distrusted.
    public var truePositives = 0
    /// Honest and distrusted.
    public var falsePositives = 0
    /// Honest and trusted.
    public var trueNegatives = 0
    /// Malicious and trusted.
    public var falseNegatives = 0

    /// No cases.
    public init(truePositives: Int = 0, falsePositives: Int = 0, trueNegatives: Int = 0, falseNegatives: Int = 0) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.trueNegatives = trueNegatives
        self.falseNegatives = falseNegatives
    }

    /// Adds one case, or several alike.
    @inline(__always)
    public mutating func add(actual: Bool, predicted: Bool, count: Int = 1) {
        switch (actual, predicted) {
        case (true, true): truePositives += count
        case (false, true): falsePositives += count
        case (false, false): trueNegatives += count
        case (true, false): falseNegatives += count
        }
    }

    /// Adds the cases of another table.
    public mutating func add(_ other: ConfusionCounts) {
        truePositives += other.truePositives
        falsePositives += other.falsePositives
        trueNegatives += other.trueNegatives
        falseNegatives += other.falseNegatives
    }

    /// All cases.
    public var total: Int { truePositives + falsePositives + trueNegatives + falseNegatives }
    /// Wrong decisions.
    public var errors: Int { falsePositives + falseNegatives }
    /// (TP + TN) / all.
    public var accuracy: Double? { Self.ratio(truePositives + trueNegatives, total) }
    /// TP / (TP + FP).
    public var precision: Double? { Self.ratio(truePositives, truePositives + falsePositives) }
    /// TP / (TP + FN).
    public var recall: Double? { Self.ratio(truePositives, truePositives + falseNegatives) }
    /// 2 TP / (2 TP + FP + FN).
    public var f1: Double? { Self.ratio(2 * truePositives, 2 * truePositives + errors) }
    /// TN / (TN + FP).
    public var specificity: Double? { Self.ratio(trueNegatives, trueNegatives + falsePositives) }
    /// FP / (TN + FP).
    public var falsePositiveRate: Double? { Self.ratio(falsePositives, trueNegatives + falsePositives) }
    /// The mean of recall and specificity.
    public var balancedAccuracy: Double? {
        guard let recall, let specificity else { return nil }
        return (recall + specificity) / 2
    }

    /// Matthews correlation coefficient, in [-1, 1]; undefined when a row or column of the table is empty
    /// (B. W. Matthews, 1975, DOI 10.1016/0005-2795(75)90109-9).
    public var matthewsCorrelation: Double? {
        let (tp, fp) = (Double(truePositives), Double(falsePositives))
        let (tn, fn) = (Double(trueNegatives), Double(falseNegatives))
        let product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        return product > 0 ? (tp * tn - fp * fn) / product.squareRoot() : nil
    }

    private static func ratio(_ numerator: Int, _ denominator: Int) -> Double? {
        denominator > 0 ? Double(numerator) / Double(denominator) : nil
    }
}
