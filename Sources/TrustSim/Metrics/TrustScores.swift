/// Trust values of malicious and honest vehicles, for the area under the ROC curve.
///
/// The first few different values are counted, all others are kept: schemes that say the same of everybody need no memory.
struct TrustScores: Sendable {
    private struct Count: Sendable {
        var value: Double
        var malicious = 0
        var honest = 0
    }

    private static let countedValues = 4

    private var counted: [Count] = []
    private var malicious: [Double] = []
    private var honest: [Double] = []
    private var unknown = Count(value: 0.5)

    mutating func add(_ trust: Double, isMalicious: Bool, isUnknown: Bool) {
        if isUnknown {
            Self.increment(&unknown, isMalicious)
        } else if let index = counted.firstIndex(where: { $0.value == trust }) {
            Self.increment(&counted[index], isMalicious)
        } else if counted.count < Self.countedValues {
            counted.append(Count(value: trust))
            Self.increment(&counted[counted.count - 1], isMalicious)
        } else if isMalicious {
            malicious.append(trust)
        } else {
            honest.append(trust)
        }
    }

    private static func increment(_ count: inout Count, _ isMalicious: Bool) {
        if isMalicious { count.malicious += 1 } else { count.honest += 1 }
    }

    /// Area under the ROC curve of -T: the probability that a malicious vehicle has less trust than an honest one, ties
    /// counting half. Unknown cases have the fixed value 0.5 or are left out. Nil without cases on both sides.
    ///
    /// O(n log n). The result does not depend on the order of the cases.
    ///
    /// - Literature: J. A. Hanley, B. J. McNeil, 1982, DOI 10.1148/radiology.143.1.7063747.
    ///
    /// The average precision, over the same order with unknown cases at 0.5, is the sum over thresholds of what recall grows
    /// by times the precision there, equal values at one threshold. That of a random order is the share of malicious cases;
    /// nil without any.
    ///
    /// - Literature: M. Zhu, "Recall, precision and average precision", University of Waterloo, 2004.
    func areasUnderCurve() -> Areas {
        let values = (malicious: malicious.sorted(), honest: honest.sorted())
        let all = Self.areas(values.malicious, values.honest, counted + [unknown])
        let known = Self.areas(values.malicious, values.honest, counted)
        return Areas(withUnknown: all.area, withoutUnknown: known.area, averagePrecision: all.averagePrecision)
    }

    /// Figures of an order of cases.
    struct Areas {
        var withUnknown: Double?
        var withoutUnknown: Double?
        var averagePrecision: Double?
    }

    /// Walks through all values from the smallest on, equal ones at a time.
    private static func areas(
        _ malicious: [Double], _ honest: [Double], _ counts: [Count]
    ) -> (area: Double?, averagePrecision: Double?) {
        let counts = counts.sorted { $0.value < $1.value }
        let maliciousTotal = malicious.count + counts.reduce(0) { $0 + $1.malicious }
        let honestTotal = honest.count + counts.reduce(0) { $0 + $1.honest }
        guard maliciousTotal > 0 else { return (nil, nil) }
        var next = (malicious: 0, honest: 0, count: 0)
        var honestAbove = honestTotal
        var (twicePairs, maliciousBelow) = (0, 0)
        var precisions = 0.0
        while true {
            var here = Count(value: .infinity)
            if next.malicious < malicious.count { here.value = min(here.value, malicious[next.malicious]) }
            if next.honest < honest.count { here.value = min(here.value, honest[next.honest]) }
            if next.count < counts.count { here.value = min(here.value, counts[next.count].value) }
            if here.value == .infinity { break }
            while next.malicious < malicious.count && malicious[next.malicious] == here.value {
                here.malicious += 1
                next.malicious += 1
            }
            while next.honest < honest.count && honest[next.honest] == here.value {
                here.honest += 1
                next.honest += 1
            }
            while next.count < counts.count && counts[next.count].value == here.value {
                here.malicious += counts[next.count].malicious
                here.honest += counts[next.count].honest
                next.count += 1
            }
            honestAbove -= here.honest
            twicePairs += here.malicious * (2 * honestAbove + here.honest)
            maliciousBelow += here.malicious
            if here.malicious > 0 {
                let distrusted = maliciousBelow + honestTotal - honestAbove
                precisions += Double(here.malicious) * Double(maliciousBelow) / Double(distrusted)
            }
        }
        let area = Double(twicePairs) / 2 / (Double(maliciousTotal) * Double(honestTotal))
        return (honestTotal > 0 ? area : nil, precisions / Double(maliciousTotal))
    }

    /// The ROC curve of -T, unknown cases at 0.5: recall at each of some false positive rates, between two thresholds on
    /// the straight line. Nil without cases on both sides. O(n log n).
    ///
    /// - Literature: T. Fawcett, 2006, DOI 10.1016/j.patrec.2005.10.010, vertical averaging.
    func recalls(atFalsePositiveRates rates: [Double]) -> [Double?] {
        if rates.isEmpty { return [] }
        let steps =
            (malicious.map { Count(value: $0, malicious: 1) } + honest.map { Count(value: $0, honest: 1) } + counted
            + [unknown]).sorted { $0.value < $1.value }
        let total = steps.reduce(into: (malicious: 0, honest: 0)) {
            $0 = ($0.malicious + $1.malicious, $0.honest + $1.honest)
        }
        guard total.malicious > 0, total.honest > 0 else { return rates.map { _ in nil } }
        var points = [(x: 0.0, y: 0.0)]
        var sum = (malicious: 0, honest: 0)
        for (index, step) in steps.enumerated() {
            sum = (sum.malicious + step.malicious, sum.honest + step.honest)
            if index + 1 < steps.count && steps[index + 1].value == step.value { continue }
            points.append((Double(sum.honest) / Double(total.honest), Double(sum.malicious) / Double(total.malicious)))
        }
        return rates.map { rate in
            // The last of the points that are not to the right: the upper end where the curve is upright.
            guard let place = points.lastIndex(where: { $0.x <= rate }) else { return nil }
            let (here, next) = (points[place], points[min(place + 1, points.count - 1)])
            return next.x > here.x ? here.y + (next.y - here.y) * (rate - here.x) / (next.x - here.x) : here.y
        }
    }

    /// Unknown cases, of malicious and of honest vehicles.
    var unknownCounts: (malicious: Int, honest: Int) { (unknown.malicious, unknown.honest) }

    /// Balanced accuracy if vehicles were trusted from each of these thresholds on. O(n log n).
    func balancedAccuracies(at thresholds: [Double], trustsUnknown: Bool) -> [Double?] {
        if thresholds.isEmpty { return [] }
        let sorted = (malicious: malicious.sorted(), honest: honest.sorted())
        let all = counted + [unknown]
        let maliciousTotal = malicious.count + all.reduce(0) { $0 + $1.malicious }
        let honestTotal = honest.count + all.reduce(0) { $0 + $1.honest }
        guard maliciousTotal > 0, honestTotal > 0 else { return thresholds.map { _ in nil } }
        return thresholds.map { threshold in
            var truePositives = Self.count(below: threshold, in: sorted.malicious)
            var falsePositives = Self.count(below: threshold, in: sorted.honest)
            for count in counted where count.value < threshold {
                truePositives += count.malicious
                falsePositives += count.honest
            }
            if !trustsUnknown {
                truePositives += unknown.malicious
                falsePositives += unknown.honest
            }
            let recall = Double(truePositives) / Double(maliciousTotal)
            return 0.5 * (recall + 1 - Double(falsePositives) / Double(honestTotal))
        }
    }

    private static func count(below threshold: Double, in sorted: [Double]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < threshold { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
