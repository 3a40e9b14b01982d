import GroupDecision

/// The gamma function and its regularised incomplete form, from ``Elementary`` and basic arithmetic only, so that they give
/// the same bits on every machine.
enum GammaFunction {
    /// log(gamma(z)) for z > 0.
    static func logarithm(_ z: Double) -> Double {
        (z - 0.5) * Elementary.log(z) - z + 0.9189385332046727 + stirlingError(z)
    }

    /// log(gamma(z)) less Stirling's formula (z - 1/2) log(z) - z + log(2 pi) / 2, for z > 0.
    static func stirlingError(_ z: Double) -> Double {
        if z < 10 {
            var (product, shifted, shift) = (z, z + 1, 1.0)
            while shifted < 10 {
                product *= shifted
                shifted += 1
                shift += 1
            }
            return stirlingError(shifted) + (shifted - 0.5) * Elementary.log(shifted) - shift
                - (z - 0.5) * Elementary.log(z) - Elementary.log(product)
        }
        let square = 1 / (z * z)
        let low = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680)))
        let high = 1.0 / 1188 - square * (691.0 / 360_360 - square * (1.0 / 156))
        return (low + square * square * square * square * high) / z
    }

    /// Q(a, x), the probability that a gamma variable of shape a > 0 and scale 1 exceeds x; 1 for x <= 0.
    ///
    /// Accuracy: absolute error below 1e-13 for shapes from 0.5 to 50; the relative error grows far out in the tail. Monotonic
    /// only up to rounding.
    ///
    /// - Literature: W. Gautschi, "A computational procedure for incomplete gamma functions", 1979,
    ///   DOI 10.1145/355972.355974 (series and continued fraction).
    static func upperRegularized(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        let front = Elementary.exp(a * Elementary.log(x) - x - logarithm(a))
        let tail = x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x)
        return min(max(tail, 0), 1)
    }

    /// P(a, x) = 1 - Q(a, x), without the loss of digits where it is small.
    static func lowerRegularized(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 0 }
        let front = Elementary.exp(a * Elementary.log(x) - x - logarithm(a))
        let tail = x < a + 1 ? front * lowerSeries(a, x) : 1 - front * upperFraction(a, x)
        return min(max(tail, 0), 1)
    }

    private static let termLimit = 10_000

    /// Sum of x^n / (a (a + 1) ... (a + n)).
    private static func lowerSeries(_ a: Double, _ x: Double) -> Double {
        var term = 1 / a
        var sum = term
        for n in 1...termLimit {
            term *= x / (a + Double(n))
            sum += term
            if term < sum * 1e-17 { break }
        }
        return sum
    }

    /// The continued fraction for Q(a, x) gamma(a) e^x x^-a, from its front (Lentz).
    private static func upperFraction(_ a: Double, _ x: Double) -> Double {
        var lower = x + 1 - a
        var numerator = 1e300
        var denominator = 1 / lower
        var value = denominator
        for n in 1...termLimit {
            let upper = Double(n) * (a - Double(n))
            lower += 2
            denominator = 1 / (upper * denominator + lower)
            numerator = lower + upper / numerator
            let change = numerator * denominator
            value *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return value
    }
}
