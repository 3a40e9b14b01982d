/// Trust values of malicious and honest vehicles, for the area under the ROC curve.
struct TrustScores: Sendable {
    var malicious: [Double] = []
    var honest: [Double] = []
    var unknownMalicious = 0
    var unknownHonest = 0

    mutating func add(_ trust: Double, isMalicious: Bool, isUnknown: Bool) {
        switch (isMalicious, isUnknown) {
        case (true, true): unknownMalicious += 1
        case (false, true): unknownHonest += 1
        case (true, false): malicious.append(trust)
        case (false, false): honest.append(trust)
        }
    }

    /// Area under the ROC curve of -T: the probability that a malicious vehicle has less trust than an honest one, ties
    /// counting half. Unknown cases have the fixed value 0.5 or are left out. Nil without cases on both sides.
    ///
    /// O(n log n). The result does not depend on the order of the cases.
    ///
    /// - Literature: J. A. Hanley, B. J. McNeil, 1982, DOI 10.1148/radiology.143.1.7063747.
    func areaUnderCurve(withUnknown: Bool) -> Double? {
        let lower = (malicious + (withUnknown ? Array(repeating: 0.5, count: unknownMalicious) : [])).sorted()
        let upper = (honest + (withUnknown ? Array(repeating: 0.5, count: unknownHonest) : [])).sorted()
        guard !lower.isEmpty, !upper.isEmpty else { return nil }
        var below = 0
        var notAbove = 0
        var twicePairs = 0
        for value in lower {
            while below < upper.count && upper[below] < value { below += 1 }
            while notAbove < upper.count && upper[notAbove] <= value { notAbove += 1 }
            twicePairs += 2 * (upper.count - notAbove) + (notAbove - below)
        }
        return Double(twicePairs) / 2 / (Double(lower.count) * Double(upper.count))
    }
}
