extension Elementary {
    // MARK: - Power

    /// `base` to the power `exponent`, for a base that is not negative.
    ///
    /// Accuracy: less than 1 ulp over the whole range of both arguments; measured 0.52 ulp where the result is a normal
    /// number, 0.76 ulp of the subnormal spacing where it is subnormal. The error before the last rounding is below
    /// about 0.1 ulp, so a power that is itself a double comes out exactly: `power(x, 1) == x`, `power(3, 2) == 9`,
    /// `power(2, -1074)` is the least positive number.
    ///
    /// Method: `exp(exponent * log(base))`, where the logarithm is a sum of two doubles with a relative error below
    /// 2^-66 (Dekker's exact sums and products), as is its product with the exponent.
    ///
    /// Special values, in this order:
    /// - `power(x, ±0)` is 1 and `power(1, y)` is 1, even where the other argument is NaN or `x` negative.
    /// - NaN otherwise gives NaN, as does a base below 0, -∞ included, even where the exponent is an integer.
    /// - A base of -0 counts as +0. `power(0, y)` is 0 for `y > 0` and +∞ for `y < 0`, infinite `y` included;
    ///   `power(+∞, y)` is +∞ for `y > 0` and 0 for `y < 0`.
    /// - `power(x, +∞)` is 0 for `x < 1` and +∞ for `x > 1`; `power(x, -∞)` the other way round.
    /// - Results beyond the greatest finite number are +∞, results below half the least positive one are 0.
    ///
    /// For bases that are not negative these are the C library's values, except that C takes the sign of a base of -0
    /// into account where the exponent is an odd integer. Not proven: monotonicity in either argument. Not true in
    /// general: `power(x, 2) == x * x`, `power(x, 0.5) == x.squareRoot()`, `power(x, -1) == 1 / x`, and
    /// `power(power(x, y), 1 / y) == x`.
    package static func power(_ base: Double, _ exponent: Double) -> Double {
        if exponent == 0 || base == 1 { return 1 }
        var bits = base.bitPattern
        var exponentOffset = 0
        if bits &- 0x0010_0000_0000_0000 >= 0x7fe0_0000_0000_0000 {
            // Zero, subnormal, negative, infinite or not a number.
            guard base >= 0, !exponent.isNaN else { return .nan }
            if base == 0 { return exponent > 0 ? 0 : .infinity }
            if base == .infinity { return exponent > 0 ? base : 0 }
            bits = (base * 0x1p54).bitPattern
            exponentOffset = -54
        }
        // The logarithm is between 2^-53 and 2^9.6 in magnitude: beyond these limits the result is clear, and within
        // them the products below neither overflow nor underflow.
        guard exponent.magnitude < 0x1p64 else {
            if exponent.isNaN { return .nan }
            return (base > 1) == (exponent > 0) ? .infinity : 0
        }
        if exponent.magnitude < 0x1p-70 { return 1 }
        let logarithm = preciseLogarithm(bits, exponentOffset)
        let product = exactProduct(exponent, logarithm.high)
        return exponential(product.high, product.low + exponent * logarithm.low)
    }

    /// The logarithm of a positive normal number as a sum of two doubles, with a relative error below 2^-66.
    ///
    /// - Parameters:
    ///   - bits: the bit pattern of the number.
    ///   - exponentOffset: is added to the binary exponent.
    @inline(__always)
    private static func preciseLogarithm(_ bits: UInt64, _ exponentOffset: Int) -> (high: Double, low: Double) {
        let parts = logarithmParts(bits, exponentOffset)
        let r = parts.r
        let square = exactProduct(r, r)
        // Each sum's first term is zero or the greater one, so that its rounding error is exactly the second line.
        let sum1 = parts.high + r
        let error1 = (parts.high - sum1) + r
        let halfSquare = 0.5 * square.high
        let sum2 = sum1 - halfSquare
        let error2 = (sum1 - sum2) - halfSquare
        let corrections = (parts.low + parts.rLow) - (0.5 * square.low + r * parts.rLow)
        let series = r * square.high * logarithmTail(r, square.high)
        let tail = ((error1 + error2) + corrections) + series
        let high = sum2 + tail
        return (high, (sum2 - high) + tail)
    }

    /// The product of two numbers as the unevaluated sum of two doubles, exactly (Dekker; the halves are Veltkamp's).
    ///
    /// Holds where no intermediate result overflows or falls below the normal numbers.
    @inline(__always)
    private static func exactProduct(_ a: Double, _ b: Double) -> (high: Double, low: Double) {
        let product = a * b
        let (aHigh, aLow) = halves(a)
        let (bHigh, bLow) = halves(b)
        return (product, ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
    }

    /// A number as the sum of two with at most 26 bits each, the sign of the second included.
    @inline(__always)
    private static func halves(_ a: Double) -> (high: Double, low: Double) {
        let scaled = a * 0x1.0000002p27
        let high = scaled - (scaled - a)
        return (high, a - high)
    }
}
