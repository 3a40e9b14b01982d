import GroupDecision

/// Nakagami fading: received power is gamma-distributed around the mean of log-distance path loss, drawn anew for each
/// reception, with shape 1.5 below 80 m and 0.75 beyond.
///
/// The probability of delivery at distance d is the regularised upper incomplete gamma function Q(m, m / margin) with the
/// margin as a power ratio. Beyond the distance at which the mean lies 12 dB below the threshold (Q < 1e-4) nothing is
/// delivered. Each reception compares one draw with that probability.
///
/// - Literature: M. Nakagami, "The m-distribution", 1960, DOI 10.1016/B978-0-08-009306-2.50005-4.
struct Nakagami: RadioModel {
    let pathLoss: PathLoss
    let nearShape: Double
    let farShape: Double
    let nearMeters: Double
    let reachMeters: Double
    var usualMeters: Double { pathLoss.distance(marginDB: 0) }
    private let random: RandomSource
    /// Bounds of the probability of delivery, in bins of equal width in squared distance.
    private let bounds: [(lower: Double, upper: Double)]
    private let binsPerSquareMeter: Double
    let budget: PowerBudget
    private let power: PowerTable
    private let nearGain: FadingTable
    private let farGain: FadingTable

    private static let binCount = 4096

    init(
        pathLoss: PathLoss, nearShape: Double, farShape: Double, nearMeters: Double, random: RandomSource,
        channel: ChannelSettings = ChannelSettings(), hasPowers: Bool = true
    ) {
        budget = PowerBudget(channel, sensitivityDBm: pathLoss.thresholdDBm)
        power = PowerTable(budget, isUsed: hasPowers) { pathLoss.marginDB(squaredDistance: $0) }
        nearGain = FadingTable(shape: nearShape, isUsed: hasPowers)
        farGain = FadingTable(shape: farShape, isUsed: hasPowers)
        self.pathLoss = pathLoss
        self.nearShape = nearShape
        self.farShape = farShape
        self.nearMeters = nearMeters
        self.random = random
        reachMeters = pathLoss.distance(marginDB: -12)
        let width = reachMeters * reachMeters / Double(Self.binCount)
        binsPerSquareMeter = 1 / width
        let switching = nearMeters * nearMeters
        bounds = (0..<Self.binCount).map { bin in
            // A little wider than the bin, against rounding.
            let (begin, end) = (width * (Double(bin) - 0.001), width * (Double(bin) + 1.001))
            var values: [Double] = []
            if begin < switching {
                values += [begin, min(end, switching)].map { Self.probability($0, nearShape, pathLoss) }
            }
            if end >= switching {
                values += [max(begin, switching), end].map { Self.probability($0, farShape, pathLoss) }
            }
            return (values.min() ?? 0, values.max() ?? 1)
        }
    }

    var interferenceMeters: Double {
        max(reachMeters, pathLoss.distance(marginDB: budget.leastInterferenceDB))
    }

    /// Probability of delivery with a given shape: Q(m, m / margin).
    private static func probability(_ squaredDistance: Double, _ shape: Double, _ pathLoss: PathLoss) -> Double {
        let marginDB = pathLoss.marginDB(squaredDistance: squaredDistance)
        return GammaFunction.upperRegularized(
            shape, shape * Elementary.exp(-marginDB / 10 * PathLoss.naturalLogOfTen))
    }

    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        let draws = MessageDraws(random, .fading, of: transmission.sender, number: transmission.number)
        receptions.removeAll { reception in
            let draw = Double(draws.bits(for: reception.vehicle) >> 11) * 0x1p-53
            return !isDelivered(draw, squaredDistance: reception.squaredDistance)
        }
    }

    mutating func powers(
        of transmission: Transmission, at receptions: [Reception], into powers: inout [Double]
    ) {
        powers.removeAll(keepingCapacity: true)
        let draws = MessageDraws(random, .fading, of: transmission.sender, number: transmission.number)
        let (squaredReach, squaredNear) = (reachMeters * reachMeters, nearMeters * nearMeters)
        for reception in receptions {
            let squared = reception.squaredDistance
            let draw = Double(draws.bits(for: reception.vehicle) >> 11) * 0x1p-53
            let gain = squared < squaredNear ? nearGain[draw] : farGain[draw]
            let received = power.mean(squaredDistance: squared) * gain
            let isEnough = squared <= squaredReach && isDelivered(draw, squaredDistance: squared)
            powers.append(budget.power(received, isReceived: isEnough))
        }
    }

    /// Whether a draw is below the probability of delivery. That is computed only where the bounds do not tell.
    private func isDelivered(_ draw: Double, squaredDistance: Double) -> Bool {
        let bound = bounds[min(Int(squaredDistance * binsPerSquareMeter), Self.binCount - 1)]
        if draw < bound.lower { return true }
        if draw >= bound.upper { return false }
        let shape = squaredDistance < nearMeters * nearMeters ? nearShape : farShape
        return draw < Self.probability(squaredDistance, shape, pathLoss)
    }
}

extension RadioEntry {
    static let nakagami = RadioEntry(
        name: "nakagami", summary: "path loss with fading drawn for each reception",
        keys: PathLoss.keys + [
            .number("nearShape", \.nearShape, 0.5...50, "", "shape m near the sender"),
            .number("farShape", \.farShape, 0.5...50, "", "shape m far from the sender"),
            .number("nearDistance", \.nearDistance, 0...1e4, "m", "where near ends"),
        ]
    ) {
        Nakagami(
            pathLoss: $0.settings.pathLoss, nearShape: $0.settings.nearShape, farShape: $0.settings.farShape,
            nearMeters: $0.settings.nearDistance, random: $0.random, channel: $0.settings.channel,
            hasPowers: $0.hasPowers)
    }
}
