import GroupDecision

/// The standard normal distribution.
public enum Normal {
    /// P(|Z| > |z|), which is erfc(|z| / sqrt 2).
    ///
    /// Below 3 by the series of the error function, from there on by the continued fraction of its complement
    /// (M. Abramowitz, I. A. Stegun, 1964, 7.1.6 and 7.1.14), to about 1e-13 of the value.
    public static func twoSidedTail(_ z: Double) -> Double {
        guard !z.isNaN else { return .nan }
        let x = z.magnitude / 2.0.squareRoot()
        guard x < 27 else { return 0 }
        let factor = Elementary.exp(-x * x) / Double.pi.squareRoot()
        if x < 2 {
            var term = x
            var sum = x
            for step in 1...60 {
                term *= 2 * x * x / Double(2 * step + 1)
                sum += term
            }
            return 1 - 2 * factor * sum
        }
        var fraction = x
        for step in stride(from: 100, to: 0, by: -1) { fraction = x + Double(step) / 2 / fraction }
        return factor / fraction
    }
}
