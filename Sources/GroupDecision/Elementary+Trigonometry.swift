extension Elementary {
    // MARK: - Sine and cosine

    /// The sine of `x`, in radians.
    ///
    /// Accuracy: less than 1 ulp for `|x| <= 200000`, next to the multiples of π too; measured 0.79 ulp. For larger
    /// arguments the result is a deterministic number in [-1, 1] with an absolute error of about `|x| * 2^-52`, so from
    /// about 2^52 on it has no relation to the sine.
    ///
    /// Method (Cody and Waite): the nearest multiple of π/2 is subtracted in three parts of 36, 36 and 53 bits, the
    /// rest kept as a sum of two doubles, and a polynomial of degree 15 or, for the cosine, 14 evaluated.
    ///
    /// Special values: `sin(±0)` is ±0; infinities and NaN give NaN.
    ///
    /// `sin(-x) == -sin(x)` and `|sin(x)| <= 1` hold exactly. Not proven: monotonicity between the extrema. Not true:
    /// periodicity, as 2π is no double, and `sin(.pi) == 0`, for the same reason.
    package static func sin(_ x: Double) -> Double {
        // Here sin(x) rounds to x; and zeros keep their sign.
        if x.magnitude < 0x1p-26 { return x }
        guard x.isFinite else { return .nan }
        let angle = reducedAngle(x)
        let value = angle.quadrant & 1 == 0 ? sineNearZero(angle) : cosineNearZero(angle)
        return angle.quadrant & 2 == 0 ? value : -value
    }

    /// The cosine of `x`, in radians.
    ///
    /// Accuracy: less than 1 ulp for `|x| <= 200000`, next to the odd multiples of π/2 too; measured 0.76 ulp. For
    /// larger arguments the result is as described at ``sin(_:)``, as is the method.
    ///
    /// Special values: `cos(±0)` is 1; infinities and NaN give NaN.
    ///
    /// `cos(-x) == cos(x)` and `|cos(x)| <= 1` hold exactly. Not proven: monotonicity between the extrema. Not true:
    /// periodicity, and `cos(x) == sin(x + .pi / 2)`.
    package static func cos(_ x: Double) -> Double {
        guard x.isFinite else { return .nan }
        let angle = reducedAngle(x)
        let value = angle.quadrant & 1 == 0 ? cosineNearZero(angle) : sineNearZero(angle)
        return (angle.quadrant &+ 1) & 2 == 0 ? value : -value
    }

    /// The sine and the cosine of `x`, in radians, with one argument reduction for both.
    ///
    /// Both have exactly the bits that ``sin(_:)`` and ``cos(_:)`` return. `sin * sin + cos * cos` is 1 only up to
    /// rounding.
    package static func sincos(_ x: Double) -> (sin: Double, cos: Double) {
        guard x.isFinite else { return (.nan, .nan) }
        let angle = reducedAngle(x)
        let sine = x.magnitude < 0x1p-26 ? x : sineNearZero(angle)
        let cosine = cosineNearZero(angle)
        switch angle.quadrant & 3 {
        case 0: return (sine, cosine)
        case 1: return (cosine, -sine)
        case 2: return (-sine, -cosine)
        default: return (-cosine, sine)
        }
    }

    /// An angle as `quadrant * π/2 + high + low`, with `|high|` at most slightly above π/4 and `low` at most about half
    /// an ulp of `high`.
    private struct ReducedAngle {
        let quadrant: Int
        let high: Double
        let low: Double
    }

    /// Subtracts the nearest multiple of π/2 from a finite number.
    @inline(__always)
    private static func reducedAngle(_ argument: Double) -> ReducedAngle {
        let x = argument.magnitude <= 200_000 ? argument : foldedAngle(argument)
        let shifted = x * 0x1.45f306dc9c883p-1 + integerShift
        let multiple = shifted - integerShift
        // The multiple has at most 17 bits and the first two parts 36, so that both products are exact, as is the
        // first difference: the terms are within a factor of two, or the multiple is zero.
        let first = x - multiple * 0x1.921fb5444p0
        let second = multiple * 0x1.68c234c4cp-39
        let difference = first - second
        let difference2 = difference - first
        let error = (first - (difference - difference2)) - (second + difference2)
        let third = multiple * 0x1.98a2e03707345p-77 - error
        let high = difference - third
        return ReducedAngle(
            quadrant: Int(truncatingIfNeeded: Int64(bitPattern: shifted.bitPattern) & 3),
            high: high,
            low: (difference - high) - third)
    }

    /// Brings a finite number beyond the range of the accurate reduction into it, by subtracting multiples of 2π.
    ///
    /// One pass takes away about 50 bits of the magnitude, so there are at most about 20. The inverse is 3 ulp too
    /// small so that the product with 2π cannot overflow.
    private static func foldedAngle(_ argument: Double) -> Double {
        var x = argument
        while x.magnitude > 200_000 {
            let turns = x * 0x1.45f306dc9c880p-3
            let wholeTurns = turns.magnitude < 0x1p51 ? (turns + integerShift) - integerShift : turns
            x -= wholeTurns * 0x1.921fb54442d18p2
        }
        return x
    }

    /// The sine of the reduced angle without its quadrant.
    @inline(__always)
    private static func sineNearZero(_ angle: ReducedAngle) -> Double {
        let r = angle.high
        let z = r * r
        let z2 = z * z
        let low = 0x1.1111111111110p-7 - z * 0x1.a01a01a019938p-13
        let middle = 0x1.71de3a5460952p-19 - z * 0x1.ae645412c4787p-26
        let high = 0x1.61217f0ac7f98p-33 - z * 0x1.ab17d3985bccep-41
        let series = z * (low + z2 * (middle + z2 * high)) - 0x1.5555555555555p-3
        return r + (r * z * series + angle.low * (1 - 0.5 * z))
    }

    /// The cosine of the reduced angle without its quadrant.
    ///
    /// The square is taken from two halves of the angle, the first with 26 bits, so that `1 - r^2 / 2` loses nothing.
    @inline(__always)
    private static func cosineNearZero(_ angle: ReducedAngle) -> Double {
        let r = angle.high
        let z = r * r
        let z2 = z * z
        let low = 0x1.5555555555555p-5 - z * 0x1.6c16c16c16967p-10
        let middle = 0x1.a01a019f4eafap-16 - z * 0x1.27e4fa17d9864p-22
        let high = 0x1.1eeb68e8b2372p-29 - z * 0x1.907da304ce77bp-37
        let series = low + z2 * (middle + z2 * high)
        let head = Double(bitPattern: r.bitPattern & 0xffff_ffff_f800_0000)
        let halfSquare = 0.5 * head * head
        let leading = 1 - halfSquare
        let lost = (1 - leading) - halfSquare
        let tail = z2 * series - (0.5 * (r - head) * (r + head) + r * angle.low)
        return leading + (lost + tail)
    }
}
