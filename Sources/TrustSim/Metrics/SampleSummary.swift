import GroupDecision

/// Mean, spread and 95 % interval of a sample, one value a replication; undefined values are left out and counted.
public struct SampleSummary: Sendable, Equatable {
    /// Number of defined values.
    public let count: Int
    /// Number of undefined values.
    public let undefinedCount: Int
    /// Mean, nil without values.
    public let mean: Double?
    /// Sample standard deviation (n - 1), nil for fewer than two values.
    public let standardDeviation: Double?
    /// Half width of the 95 % Student-t interval of the mean, nil for fewer than two values.
    public let halfWidth: Double?

    /// Summarises a sample.
    public init(_ sample: [Double?]) {
        let values = sample.compactMap { $0 }
        count = values.count
        undefinedCount = sample.count - values.count
        guard !values.isEmpty else {
            (mean, standardDeviation, halfWidth) = (nil, nil, nil)
            return
        }
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else {
            (standardDeviation, halfWidth) = (nil, nil)
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        standardDeviation = deviation
        halfWidth =
            StudentT.quantile975(degreesOfFreedom: values.count - 1) * deviation / Double(values.count).squareRoot()
    }
}

/// Student's t distribution.
public enum StudentT {
    /// The quantile at 0.975, from which two-sided 95 % intervals are made.
    ///
    /// Found by bisection on the finite trigonometric series of the distribution function for whole degrees of freedom
    /// (M. Abramowitz, I. A. Stegun, 1964, 26.7.3 and 26.7.4). O(degrees of freedom).
    public static func quantile975(degreesOfFreedom: Int) -> Double {
        quantiles.indices.contains(degreesOfFreedom) ? quantiles[degreesOfFreedom] : quantile(degreesOfFreedom)
    }

    /// Those that are asked for again and again; the one at 0 is none.
    private static let quantiles = [0.0] + (1...63).map(quantile)

    private static func quantile(_ degreesOfFreedom: Int) -> Double {
        var low = 0.0
        var high = Double.pi / 2
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if centralProbability(angle: middle, degreesOfFreedom) < 0.95 { low = middle } else { high = middle }
        }
        let (sine, cosine) = (Elementary.sin(low), Elementary.cos(low))
        return Double(degreesOfFreedom).squareRoot() * sine / cosine
    }

    /// P(|T| < t) with t = sqrt(degrees of freedom) tan(angle).
    private static func centralProbability(angle: Double, _ degreesOfFreedom: Int) -> Double {
        let (sine, cosine) = (Elementary.sin(angle), Elementary.cos(angle))
        let isOdd = degreesOfFreedom % 2 == 1
        var term = isOdd ? cosine : 1.0
        var sum = degreesOfFreedom == 1 ? 0 : term
        var step = isOdd ? 2 : 1
        while step <= degreesOfFreedom - 3 {
            term *= cosine * cosine * Double(step) / Double(step + 1)
            sum += term
            step += 2
        }
        return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
    }
}
