/// Inequality of a distribution.
public enum Gini {
    /// The Gini coefficient of counts: 0 when all are equal, near 1 when one has everything; undefined when nobody has
    /// anything (C. Gini, 1912). O(n log n).
    public static func coefficient(of counts: [Int]) -> Double? {
        let sorted = counts.sorted()
        let total = sorted.reduce(0, +)
        guard total > 0 else { return nil }
        var weighted = 0.0
        for (rank, count) in sorted.enumerated() {
            weighted += Double(2 * (rank + 1) - sorted.count - 1) * Double(count)
        }
        return weighted / (Double(sorted.count) * Double(total))
    }
}
