import GroupDecision

/// What received powers are compared with, in milliwatts.
public struct PowerBudget: Sendable, Equatable {
    /// Least power of a message that can be read and, as its preamble, is noticed.
    public var sensitivity: Double
    /// Noise of the channel and of the receiver.
    public var noise: Double
    /// Power of anything from which the channel counts as busy.
    public var energyDetection: Double

    /// Of a model without powers: what arrives has 1, and nobody tells two of them apart.
    public static let equalPowers = PowerBudget(sensitivity: 1, noise: 0, energyDetection: 1)

    /// A budget of one's own, in milliwatts.
    ///
    /// - Parameters:
    ///   - sensitivity: least power of a message that can be read.
    ///   - noise: noise of the channel and of the receiver.
    ///   - energyDetection: power of anything from which the channel counts as busy.
    public init(sensitivity: Double, noise: Double, energyDetection: Double) {
        self.sensitivity = sensitivity
        self.noise = noise
        self.energyDetection = energyDetection
    }

    init(_ settings: ChannelSettings, sensitivityDBm: Double) {
        self.init(
            sensitivity: Self.ratio(sensitivityDBm), noise: Self.ratio(settings.noiseDBm),
            energyDetection: Self.ratio(settings.energyDetectionDBm))
    }

    /// Decibels as a ratio of powers; dBm as milliwatts.
    static func ratio(_ decibels: Double) -> Double { Elementary.exp(decibels / 10 * PathLoss.naturalLogOfTen) }

    /// A ratio of powers in decibels; milliwatts in dBm.
    static func decibels(_ ratio: Double) -> Double { 10 * Elementary.log(ratio) / PathLoss.naturalLogOfTen }

    /// Mean power, above the sensitivity in dB, below which a transmission is left out of sums of interference: 6 dB below
    /// the noise.
    var leastInterferenceDB: Double { Self.decibels(noise / sensitivity) - 6 }

    /// A power made to agree with a decision: at least the sensitivity for just those who receive the message where nobody
    /// disturbs.
    func power(_ power: Double, isReceived: Bool) -> Double {
        isReceived ? max(power, sensitivity) : min(power, sensitivity.nextDown)
    }
}

/// Mean received power by squared distance, from a table: a logarithm and an exponential for everybody near a sender take
/// too long. Within 3e-5 of the formula.
struct PowerTable: Sendable {
    /// Pieces of each doubling of the squared distance.
    private static let pieces = 128
    private static let doublings = 48
    private let powers: [Double]

    /// `marginDB` is the mean power above the sensitivity at a squared distance of at least 1 m². Nobody may ask a table that
    /// is not used.
    init(_ budget: PowerBudget, isUsed: Bool = true, marginDB: (Double) -> Double) {
        guard isUsed else {
            powers = []
            return
        }
        powers = (0...(Self.pieces * Self.doublings)).map { place in
            let (doubling, piece) = (place / Self.pieces, place % Self.pieces)
            let squared = Double(sign: .plus, exponent: doubling, significand: 1 + Double(piece) / Double(Self.pieces))
            return budget.sensitivity * PowerBudget.ratio(marginDB(squared))
        }
    }

    /// Mean power; distances below 1 m count as 1 m.
    func mean(squaredDistance: Double) -> Double {
        let squared = min(max(squaredDistance, 1), 0x1.FFp47)
        let bits = squared.bitPattern
        // Above the exponent of 1: the doubling and, in its upper bits, the piece.
        let place = Int((bits - (1 as Double).bitPattern) >> (52 - 7))
        let begin = Double(bitPattern: (bits >> 45) << 45)
        let width = Double(bitPattern: ((bits >> 45) + 1) << 45) - begin
        let share = (squared - begin) / width
        return powers[place] + share * (powers[place + 1] - powers[place])
    }
}

/// Gains of Nakagami fading by the draw that decides about a reception: the gain g at which Q(m, m g) equals the draw, from
/// a table. The mean gain is 1.
struct FadingTable: Sendable {
    /// Pieces of the middle, and of each halving towards 0 and 1.
    private static let middlePieces = 1024
    private static let halvings = 53
    private static let pieces = 16
    private static let edge = 1.0 / 32

    private let middle: [Double]
    private let low: [Double]
    private let high: [Double]

    init(shape: Double, isUsed: Bool) {
        guard isUsed else {
            (middle, low, high) = ([], [], [])
            return
        }
        var last = 1.0
        middle = (0...Self.middlePieces).map { place in
            let draw = min(max(Double(place) / Double(Self.middlePieces), 0x1p-53), 1 - 0x1p-53)
            last = Self.gain(shape: shape, tail: draw, isUpper: true, near: last)
            return last
        }
        (low, high) = (
            Self.end(shape: shape, isUpper: true), Self.end(shape: shape, isUpper: false)
        )
    }

    private static func end(shape: Double, isUpper: Bool) -> [Double] {
        var last = 1.0
        let gains = (0...(halvings * pieces)).reversed().map { place in
            last = gain(shape: shape, tail: min(tail(at: place), 0.5), isUpper: isUpper, near: last)
            return last
        }
        return gains.reversed()
    }

    /// The probability at a place of the tables of the ends: 2^-53 first.
    private static func tail(at place: Int) -> Double {
        Double(
            sign: .plus, exponent: place / pieces - halvings, significand: 1 + Double(place % pieces) / Double(pieces))
    }

    /// The gain for a draw in [0, 1).
    subscript(_ draw: Double) -> Double {
        if draw < Self.edge { return Self.interpolate(low, draw) }
        if draw > 1 - Self.edge { return Self.interpolate(high, 1 - draw) }
        let place = draw * Double(Self.middlePieces)
        let index = Int(place)
        return middle[index] + (place - Double(index)) * (middle[index + 1] - middle[index])
    }

    private static func interpolate(_ table: [Double], _ tail: Double) -> Double {
        let tail = max(tail, 0x1p-53)
        let place =
            (Double(tail.exponent) + Double(halvings)) * Double(pieces) + (tail.significand - 1) * Double(pieces)
        let index = min(Int(place), table.count - 2)
        return table[index] + (place - Double(index)) * (table[index + 1] - table[index])
    }

    /// The gain at which the upper or the lower tail of the gamma distribution has a probability: Newton's method on the
    /// logarithm of the gain, kept within what is known.
    private static func gain(shape: Double, tail: Double, isUpper: Bool, near begin: Double) -> Double {
        var (low, high) = (0.0, Double.infinity)
        var gain = begin
        for _ in 0..<200 {
            let x = shape * gain
            let value = isUpper ? GammaFunction.upperRegularized(shape, x) : GammaFunction.lowerRegularized(shape, x)
            let isBelow = isUpper ? value > tail : value < tail
            if isBelow { low = gain } else { high = gain }
            // The change of the tail with the logarithm of the gain: x times the density at x.
            let slope = Elementary.exp(shape * Elementary.log(x) - x - GammaFunction.logarithm(shape))
            let step = (isUpper ? value - tail : tail - value) / slope
            var next = gain * Elementary.exp(min(max(step, -1), 1))
            if !(next > low && next < high) { next = high == .infinity ? 2 * gain : 0.5 * (low + high) }
            if abs(next - gain) <= 1e-12 * gain { return next }
            gain = next
        }
        return gain
    }
}
