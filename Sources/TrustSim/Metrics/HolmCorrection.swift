/// Correction of several p-values (S. Holm, 1979, Scandinavian Journal of Statistics 6(2), 65-70, www.jstor.org/stable/4615733).
public enum HolmCorrection {
    /// The adjusted p-values, in the order given: in ascending order the smallest times m, the next times m - 1, and so
    /// on, each at least the one before and at most 1. Rejecting those up to a level keeps the probability of any false
    /// rejection at that level, however the tests depend on each other. O(m log m).
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        var adjusted = pValues
        var largest = 0.0
        let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
        for (rank, place) in order.enumerated() {
            largest = max(largest, min(1, Double(pValues.count - rank) * pValues[place]))
            adjusted[place] = largest
        }
        return adjusted
    }
}
