/// How a vehicle's tolerance follows the trust values that it found.
///
/// The values are split in two classes by iterated class means (the intermeans of T. W. Ridler and S. Calvard, "Picture
/// thresholding using an iterative selection method", 1978, DOI 10.1109/TSMC.1978.4310039). Where the classes are well
/// apart, the tolerance moves towards the middle between them.
public enum ToleranceFeedback {
    /// The two class means of the split, or nil for fewer than two values. At most eight iterations; O(n) each.
    ///
    /// The split depends on the values only, not on their order up to rounding. It is a local optimum: it need not
    /// minimise the variance within the classes.
    public static func split(_ values: UnsafeBufferPointer<Double>) -> (lower: Double, upper: Double)? {
        guard values.count >= 2 else { return nil }
        var lower = values[0]
        var upper = values[0]
        for value in values {
            lower = min(lower, value)
            upper = max(upper, value)
        }
        for _ in 0..<8 {
            let middle = (lower + upper) / 2
            var sums = (lower: 0.0, upper: 0.0)
            var upperCount = 0
            for value in values {
                if value >= middle {
                    sums.upper += value
                    upperCount += 1
                } else {
                    sums.lower += value
                }
            }
            let lowerCount = values.count - upperCount
            if upperCount == 0 || lowerCount == 0 { break }
            lower = sums.lower / Double(lowerCount)
            upper = sums.upper / Double(upperCount)
        }
        return (lower, upper)
    }

    /// The tolerance after feedback from trust values; unchanged when their classes are less than `minSeparation` apart.
    public static func next(
        tolerance: Double, values: UnsafeBufferPointer<Double>, parameters: DecisionParameters
    ) -> Double {
        guard let (lower, upper) = split(values), upper - lower >= parameters.minSeparation else { return tolerance }
        let middle = min(max((lower + upper) / 2, parameters.toleranceMin), parameters.toleranceMax)
        return tolerance + parameters.toleranceRate * (middle - tolerance)
    }
}
