/// How well one number tells two groups apart: the area under the ROC curve, by ranks.
public struct RankArea: Sendable, Equatable {
    /// Probability that a positive has the greater number than a negative, ties counted half.
    public let area: Double
    /// Standard error of the area if the number told nothing.
    public let errorWithoutEffect: Double
    /// Standard error of the area as it is.
    public let error: Double

    /// Whichever direction tells more: at least .5.
    public var separation: Double { max(area, 1 - area) }

    /// Two-sided p-value of the rank sum test (H. B. Mann, D. R. Whitney, 1947, DOI 10.1214/aoms/1177730491), by its normal
    /// approximation with ties.
    public var pValue: Double {
        errorWithoutEffect > 0 ? Normal.twoSidedTail((area - 0.5) / errorWithoutEffect) : 1
    }

    /// The area of two groups; nil where one is empty. O(n log n).
    ///
    /// The standard error is that of J. A. Hanley, B. J. McNeil, 1982, DOI 10.1148/radiology.143.1.7063747.
    ///
    /// - Parameters:
    ///   - positives: numbers of the one group; finite.
    ///   - negatives: numbers of the other; finite.
    public init?(positives: [Double], negatives: [Double]) {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let all = (positives.map { ($0, true) } + negatives.map { ($0, false) }).sorted { $0.0 < $1.0 }
        var (rankSum, ties) = (0.0, 0.0)
        var begin = 0
        while begin < all.count {
            var end = begin
            while end < all.count && all[end].0 == all[begin].0 { end += 1 }
            let count = Double(end - begin)
            let rank = Double(begin + end + 1) / 2
            rankSum += rank * Double(all[begin..<end].count { $0.1 })
            ties += count * (count * count - 1)
            begin = end
        }
        let (m, n) = (Double(positives.count), Double(negatives.count))
        area = (rankSum - m * (m + 1) / 2) / (m * n)
        let total = m + n
        let spread = total > 1 ? (total + 1 - ties / (total * (total - 1))) / 12 : 0
        errorWithoutEffect = (max(0, spread) / (m * n)).squareRoot()
        let (one, two) = (area / (2 - area), 2 * area * area / (1 + area))
        let variance = (area * (1 - area) + (m - 1) * (one - area * area) + (n - 1) * (two - area * area)) / (m * n)
        error = max(0, variance).squareRoot()
    }
}
