/// Elementary functions that return the same bits on every machine.
///
/// The C library's `exp`, `log`, `sin`, `cos` and `pow` differ between platforms in the last place, so a simulation
/// that uses them cannot be compared bit for bit across machines. The functions here use only operations whose result
/// IEEE 754 fixes completely: addition, subtraction, multiplication, comparison, and integer operations on the bit
/// pattern of a `Double`, always rounding to nearest. They never call the C library and never ask for a fused
/// multiply-add; Swift does not contract `a * b + c` into one by itself. A result that is not a number is always the
/// bit pattern of `Double.nan`, whatever the argument's payload.
///
/// **Accuracy.** An error is given in ulp, units in the last place of the result. Every function stays below 1 ulp of
/// the exact value over its stated domain, so within 2 ulp of any C library whose own error is below 1 ulp; the
/// measured maximum is stated with each. The bounds come from an error estimate and from 200,000 or more random and
/// deliberately difficult arguments of each function compared with 160-bit arithmetic; they are not formally proven.
/// Where a result is subnormal it is rounded twice, and the bound is 1 ulp of the subnormal spacing.
///
/// **What holds exactly.** `exp(0) == 1`, `log(1) == 0`, `sin(-x) == -sin(x)` and `cos(-x) == cos(x)`, and the special
/// values listed with each function.
///
/// **What does not hold.** No function is proven correctly rounded or monotonic: two neighbouring arguments may give
/// results in the wrong order by one ulp. Identities of the real functions hold only up to rounding: in general
/// `exp(log(x)) != x`, `exp(a + b) != exp(a) * exp(b)`, `exp(-x) != 1 / exp(x)`, `log(a * b) != log(a) + log(b)`,
/// `sin(x) * sin(x) + cos(x) * cos(x) != 1` and `power(x, a + b) != power(x, a) * power(x, b)`. Nor do the results
/// equal those of any particular C library.
///
/// **Methods.** Argument reduction with a constant split into several parts: W. J. Cody and W. Waite, *Software Manual
/// for the Elementary Functions*, 1980. Exact sums and products as pairs of doubles: T. J. Dekker, "A floating-point
/// technique for extending the available precision", 1971, DOI 10.1007/BF01397083. Table-driven exponential and
/// logarithm: P. T. P. Tang, 1989 and 1990. Background: J.-M. Muller, *Elementary Functions*. The tables and
/// coefficients were computed for this file, in 300-bit arithmetic; fitted polynomials interpolate at Chebyshev nodes.
package enum Elementary {
    // MARK: - Exponential

    /// The exponential function, e to the power `x`.
    ///
    /// Accuracy: less than 1 ulp for every `x`; measured 0.52 ulp where the result is a normal number, 0.76 ulp of the
    /// subnormal spacing where it is subnormal.
    ///
    /// Method (Tang): `x = k * ln(2) / 64 + r` with `|r| <= ln(2) / 128`, where `ln(2) / 64` is held in two parts; then
    /// `exp(x) = 2^(k / 64) * exp(r)` with a table of the 64 fractional powers and the Taylor polynomial of degree 6.
    ///
    /// Special values: `exp(±0)` is 1; `exp(+∞)` is +∞; `exp(-∞)` is 0; NaN gives NaN. The result is +∞ from about
    /// 709.7827128933841 upwards, subnormal below about -708.3964, and 0 below about -745.1332191019412.
    ///
    /// `exp(x) > 0` wherever it does not underflow. Not proven: monotonicity. Not true: `exp(log(x)) == x`.
    package static func exp(_ x: Double) -> Double {
        guard x.magnitude <= 708 else { return exponentialAtTheLimits(x) }
        let (significand, exponent) = scaledExponential(x, 0)
        return significand * powerOfTwo(exponent)
    }

    /// `exp` where the result may overflow, be subnormal or be zero, and for arguments that are no finite number.
    private static func exponentialAtTheLimits(_ x: Double) -> Double {
        if x.isNaN { return .nan }
        return exponential(x, 0)
    }

    /// `exp(high + low)` for any `high` that is a number, with overflow to +∞ and gradual underflow to 0.
    static func exponential(_ high: Double, _ low: Double) -> Double {
        if high > 710 { return .infinity }
        if high < -746 { return 0 }
        let (significand, exponent) = scaledExponential(high, low)
        // The first product is exact, and the second rounds at most once.
        if exponent > 1023 { return significand * 0x1p1023 * powerOfTwo(exponent - 1023) }
        if exponent < -1022 { return significand * powerOfTwo(exponent + 1000) * 0x1p-1000 }
        return significand * powerOfTwo(exponent)
    }

    /// `exp(high + low)` as `significand * 2^exponent`, with `0.99 < significand < 2`.
    ///
    /// - Parameters:
    ///   - high: at most 746 in magnitude.
    ///   - low: a correction, at most about one ulp of `high`.
    @inline(__always)
    private static func scaledExponential(_ high: Double, _ low: Double) -> (significand: Double, exponent: Int) {
        let shifted = high * 0x1.71547652b82fep6 + integerShift
        let multiple = shifted - integerShift
        let steps = Int(truncatingIfNeeded: Int64(bitPattern: shifted.bitPattern << 16) >> 16)
        // ln(2) / 64 in two parts. The first has 35 bits, so that its product with at most 17 bits is exact.
        let r = (high - multiple * 0x1.62e42fef8p-7) + (low - multiple * 0x1.1cf79abc9e3b4p-42)
        let r2 = r * r
        let cubic = 0.5 + r * 0x1.5555555555555p-3
        let rest = (0x1.5555555555555p-5 + r * 0x1.1111111111111p-7) + r2 * 0x1.6c16c16c16c17p-10
        let expm1 = r + r2 * (cubic + r2 * rest)
        let entry = (steps & 63) &* 2
        let root = exponentialTable[entry]
        return (root + (exponentialTable[entry &+ 1] + root * expm1), steps >> 6)
    }

    // MARK: - Logarithm

    /// The natural logarithm of `x`.
    ///
    /// Accuracy: less than 1 ulp for every positive `x`, subnormal ones included and next to 1 too; measured 0.51 ulp.
    ///
    /// Method (Tang): `x = 2^k * m` with `m` between 0.68 and 1.37; a table gives `c` near `1 / m`, short enough for
    /// `r = m * c - 1` to be exact as a sum of two doubles, `|r| < 2^-6.99`, and `-log(c)` in two parts; then
    /// `log(x) = k * ln(2) - log(c) + log(1 + r)` with a polynomial of degree 9.
    ///
    /// Special values: `log(1)` is +0; `log(±0)` is -∞; `log(+∞)` is +∞; a negative number, -∞ or NaN gives NaN.
    ///
    /// The sign is exact: negative below 1, positive above. Not proven: monotonicity. Not true: `log(exp(x)) == x`.
    package static func log(_ x: Double) -> Double {
        var bits = x.bitPattern
        var exponentOffset = 0
        if bits &- 0x0010_0000_0000_0000 >= 0x7fe0_0000_0000_0000 {
            // Zero, subnormal, negative, infinite or not a number.
            if x == 0 { return -.infinity }
            guard x > 0 else { return .nan }
            if x == .infinity { return x }
            bits = (x * 0x1p54).bitPattern
            exponentOffset = -54
        }
        let parts = logarithmParts(bits, exponentOffset)
        let r = parts.r
        let sum = parts.high + r
        let error = (parts.high - sum) + r
        let small = (error + parts.low) + parts.rLow
        let r2 = r * r
        return sum + (small + r2 * (r * logarithmTail(r, r2) - 0.5))
    }

    /// The terms that add up to a logarithm: `high + low + log(1 + r + rLow)`.
    struct LogarithmParts {
        /// A multiple of 2^-42, so that it is exact; zero, or greater in magnitude than `r`.
        let high: Double
        let low: Double
        let r: Double
        let rLow: Double
    }

    /// Splits the logarithm of a positive normal number.
    ///
    /// - Parameters:
    ///   - bits: the bit pattern of the number.
    ///   - exponentOffset: is added to the binary exponent.
    @inline(__always)
    static func logarithmParts(_ bits: UInt64, _ exponentOffset: Int) -> LogarithmParts {
        // Table entry j stands for the numbers around the one whose bits are those of 0.6875 plus j * 2^46.
        let distance = Int64(bitPattern: bits &- 0x3fe5_e000_0000_0000)
        let exponent = distance >> 52
        let entry = Int(truncatingIfNeeded: (distance >> 46) & 63) &* 3
        let mantissaBits = bits &- UInt64(bitPattern: exponent << 52)
        let mantissa = Double(bitPattern: mantissaBits)
        let inverse = logarithmTable[entry]
        // The inverse has at most 21 bits and each half of the mantissa at most 27: all of this is exact.
        let mantissaHigh = Double(bitPattern: mantissaBits & 0xffff_ffff_fc00_0000)
        let leading = mantissaHigh * inverse - 1
        let trailing = (mantissa - mantissaHigh) * inverse
        let r = leading + trailing
        let rLow = (leading - r) + trailing
        // ln(2) in two parts; the first is a multiple of 2^-42, as is the second column of the table.
        let k = Double(Int(truncatingIfNeeded: exponent) &+ exponentOffset)
        return LogarithmParts(
            high: k * 0x1.62e42fefa38p-1 + logarithmTable[entry &+ 1],
            low: k * 0x1.ef35793c7673p-45 + logarithmTable[entry &+ 2],
            r: r,
            rLow: rLow)
    }

    /// `(log(1 + r) - r + r^2 / 2) / r^3` for `|r| < 2^-6.99`, with an error below 2^-55.
    @inline(__always)
    static func logarithmTail(_ r: Double, _ r2: Double) -> Double {
        let low = 0x1.5555555555555p-2 - r * 0x1.000000000002dp-2
        let middle = 0x1.99999999999ecp-3 - r * 0x1.5555554a16adbp-3
        let high = (0x1.2492491a5952dp-3 - r * 0x1.00059c7e2d0bfp-3) + r2 * 0x1.c726a595e78fp-4
        return low + r2 * (middle + r2 * high)
    }

    // MARK: - Building blocks

    /// Added to and subtracted from a number below 2^51 in magnitude, it leaves the nearest integer, ties to even.
    ///
    /// After the addition, the low bits of the bit pattern hold that integer in two's complement.
    @inline(__always)
    static var integerShift: Double { 0x1.8p52 }

    /// 2 to the power `exponent`, for exponents of normal numbers, -1022 through 1023.
    @inline(__always)
    private static func powerOfTwo(_ exponent: Int) -> Double {
        Double(bitPattern: UInt64(truncatingIfNeeded: exponent &+ 1023) << 52)
    }
}
