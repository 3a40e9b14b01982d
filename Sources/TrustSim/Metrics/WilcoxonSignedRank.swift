/// The two-sided signed-rank test of paired differences: whether they lie symmetrically about 0
/// (F. Wilcoxon, 1945, DOI 10.2307/3001968).
///
/// Differences of 0 are left out, as Wilcoxon did; equal magnitudes share the mean of their ranks. Given the magnitudes,
/// every pattern of signs is equally likely under the null hypothesis. Up to ``exactLimit`` differences the p-value
/// comes from this distribution itself, ties or not; beyond, from the normal approximation with the correction of the
/// variance for ties and without one for continuity.
public struct WilcoxonSignedRank: Sendable, Equatable {
    /// Most differences other than 0 whose exact distribution is used.
    public static let exactLimit = 50

    /// Where the p-value comes from.
    public enum Method: Sendable {
        /// The exact distribution up to ``exactLimit`` differences, then the normal one.
        case automatic
        /// The normal approximation in any case.
        case normal
    }

    /// Number of differences other than 0.
    public let count: Int
    /// Number of differences that are 0.
    public let zeroCount: Int
    /// Sum of the ranks of the positive differences.
    public let positiveRankSum: Double
    /// Sum of the ranks of the negative differences.
    public let negativeRankSum: Double
    /// Two-sided p-value: 1 when all differences are 0, nil when there are none at all.
    public let pValue: Double?

    /// Matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), from -1 to 1: 1 when all differences are positive,
    /// 0 when all are 0 (D. S. Kerby, 2014, DOI 10.2466/11.IT.3.1). Nil without differences.
    public var rankBiserial: Double? {
        let sum = positiveRankSum + negativeRankSum
        if sum > 0 { return (positiveRankSum - negativeRankSum) / sum }
        return zeroCount > 0 ? 0 : nil
    }

    /// Tests differences. One that is not a number is left out.
    public init(_ differences: [Double], method: Method = .automatic) {
        let sorted = differences.filter { $0 != 0 && !$0.isNaN }.sorted { $0.magnitude < $1.magnitude }
        count = sorted.count
        zeroCount = differences.count { $0 == 0 }
        let ranks = DoubledRanks(sorted)
        positiveRankSum = Double(ranks.positive) / 2
        negativeRankSum = Double(ranks.all.reduce(0, +) - ranks.positive) / 2
        guard count > 0 else {
            pValue = zeroCount > 0 ? 1 : nil
            return
        }
        pValue =
            method == .automatic && count <= Self.exactLimit
            ? ranks.exactProbability
            : Normal.twoSidedTail((positiveRankSum - negativeRankSum) / 2 / ranks.variance.squareRoot())
    }
}

/// Twice the mid-ranks, which are whole numbers.
private struct DoubledRanks {
    /// Of each difference, ascending.
    var all: [Int] = []
    /// Sum over the positive differences.
    var positive = 0
    /// Sum of t³ - t over the groups of t equal magnitudes.
    private var ties = 0.0

    init(_ sorted: [Double]) {
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count && sorted[end].magnitude == sorted[start].magnitude { end += 1 }
            for index in start..<end {
                all.append(start + end + 1)
                if sorted[index] > 0 { positive += start + end + 1 }
            }
            let size = Double(end - start)
            ties += size * size * size - size
            start = end
        }
    }

    /// Variance of W+ under the null hypothesis.
    var variance: Double {
        let count = Double(all.count)
        return count * (count + 1) * (2 * count + 1) / 24 - ties / 48
    }

    /// Twice the probability that W+ is at most the smaller of W+ and W-, at most 1.
    ///
    /// Rank after rank the distribution of the sum is moved by the rank with probability 1/2; only sums up to the one
    /// asked for are kept. O(n³). Halves of halves are exact to about fifty ranks.
    var exactProbability: Double {
        let smaller = min(positive, all.reduce(0, +) - positive)
        var probabilities = Array(repeating: 0.0, count: smaller + 1)
        probabilities[0] = 1
        for rank in all {
            for sum in stride(from: smaller, through: 0, by: -1) {
                let moved = sum >= rank ? probabilities[sum - rank] : 0
                probabilities[sum] = (probabilities[sum] + moved) / 2
            }
        }
        return min(1, 2 * probabilities.reduce(0, +))
    }
}
