extension Elementary {
    /// Eight numbers at once.
    package typealias Vector = SIMD8<Double>

    /// The exponential function of eight numbers, the same bits on every machine.
    ///
    /// Accuracy: less than 2 ulp of the result where it is a normal number. Arguments are limited to [-700, 700]: below, the
    /// result is about 1e-304 in place of something smaller, which serves where results are compared with their greatest.
    /// No number must be NaN.
    ///
    /// Method: `x = k * ln(2) + r` with `|r| <= ln(2) / 2`, `ln(2)` in two parts, and the Taylor polynomial of degree 13.
    @inline(__always)
    package static func exp(_ x: Vector) -> Vector {
        let x = x.replacing(with: -700, where: x .< -700).replacing(with: 700, where: x .> 700)
        let shifted = x * 0x1.71547652b82fep0 + vectorShift
        let multiple = shifted - vectorShift
        let r = (x - multiple * 0x1.62e42fefa0000p-1) - multiple * 0x1.cf79abc9e3b3ap-40
        // Pairs of terms first: a chain of thirteen steps would be waited for.
        let r2 = r * r
        let r4 = r2 * r2
        let low = cubic(0.5, 1.0 / 6, 1.0 / 24, 1.0 / 120, r, r2)
        let middle = cubic(1.0 / 720, 1.0 / 5_040, 1.0 / 40_320, 1.0 / 362_880, r, r2)
        let high = cubic(1.0 / 3_628_800, 1.0 / 39_916_800, 1.0 / 479_001_600, 1.0 / 6_227_020_800, r, r2)
        let sum = 1 + (r + r2 * (low + r4 * (middle + r4 * high)))
        let steps = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<Int64>.self) &+ steps, to: Vector.self)
    }

    /// The natural logarithm of eight positive normal numbers, the same bits on every machine.
    ///
    /// Accuracy: less than 2 ulp, or 3e-16 in absolute terms next to 1. Zero, negative and subnormal numbers and those that
    /// are not finite give something meaningless.
    ///
    /// Method: `x = 2^k * m` with `m` between the root of one half and of two, and the series of `2 artanh((m - 1) / (m + 1))`.
    @inline(__always)
    package static func log(_ x: Vector) -> Vector {
        let bits = unsafeBitCast(x, to: SIMD8<UInt64>.self)
        // From the root of one half on a number belongs to the next power of two; 1023 more than k.
        let biased = (bits &+ (0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd)) &>> 52
        let m = unsafeBitCast(bits &- ((biased &- 1023) &<< 52), to: Vector.self)
        let s = (m - 1) / (m + 1)
        let square = s * s
        // Pairs of terms first, as above.
        let square2 = square * square
        let square4 = square2 * square2
        let low = cubic(2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, square, square2)
        let high = cubic(2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, square, square2)
        let highest = 2.0 / 19 + square * (2.0 / 21)
        let sum = low + square4 * (high + square4 * highest)
        // Small whole numbers become floating-point numbers in the low bits of 2^52.
        let whole = unsafeBitCast(biased | 0x4330_0000_0000_0000, to: Vector.self) - (0x1p52 + 1023)
        let tail = whole * 0x1.cf79abc9e3b3ap-40 + square * s * sum
        return whole * 0x1.62e42fefa0000p-1 + (2 * s + tail)
    }

    /// A polynomial of `x`, of which `square` is the square.
    @inline(__always)
    private static func cubic(
        _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ x: Vector, _ square: Vector
    ) -> Vector {
        let low = a + x * b
        let high = c + x * d
        return low + square * high
    }

    /// 1.5 * 2^52: adding it leaves a whole number in the low bits.
    private static var vectorShift: Double { 0x1.8p52 }
}

extension SIMD8<Double> {
    /// The greatest number; written out, because `max()` is a call.
    @inline(__always)
    package var greatest: Double {
        lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf).greatest
    }

    /// The sum, of pairs first; `sum()` adds one number after the other.
    @inline(__always)
    package var total: Double {
        (lowHalf + highHalf).total
    }
}

extension SIMD4<Double> {
    /// The greatest number.
    @inline(__always)
    package var greatest: Double { Swift.max(Swift.max(self[0], self[1]), Swift.max(self[2], self[3])) }

    /// The sum, of pairs first.
    @inline(__always)
    package var total: Double {
        let pair = lowHalf + highHalf
        return pair[0] + pair[1]
    }
}

extension SIMD16<Double> {
    /// The sum, of pairs first.
    @inline(__always)
    package var total: Double { (lowHalf + highHalf).total }
}
