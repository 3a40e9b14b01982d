import GroupDecision

/// Links between vehicles as in 3GPP TR 37.885 (V15.3.0, 2019): path loss of table 6.2.1-1 at 5.9 GHz, line of sight with a
/// probability that falls with the distance, and else another vehicle in the way.
///
/// | | highway | urban |
/// |---|---|---|
/// | path loss, d in m | 32.4 + 20 log10 d + 20 log10 5.9 | 38.77 + 16.7 log10 d + 18.2 log10 5.9 |
/// | line of sight | min(1, 2.1013e-6 d² - .002 d + 1.0193) up to 475 m, max(0, .54 - .001 (d - 475)) beyond | min(1, 1.05 exp(-.0114 d)) |
/// | shadowing correlated over | 25 m | 10 m |
///
/// A vehicle in the way costs a normal number of dB more, at least 0, with mean 5 + max(0, 15 log10 d - 41) and standard
/// deviation 4: that of antennas about as high as the roof that is in the way. Shadowing has a standard deviation of 3 dB.
/// Whether there is line of sight, the loss by the other vehicle and the shadowing are each a path along the link, correlated
/// over how far both ends have moved; line of sight is where the first, as a probability, lies below that of the distance.
///
/// What it does not have: buildings (the state NLOS, for which one needs to know the streets), heights, and fast fading.
struct ThreeGPPSidelink: RadioModel {
    let powerDBm: Double
    let thresholdDBm: Double
    let isUrban: Bool
    let reachMeters: Double
    let interferenceMeters: Double
    let usualMeters: Double
    let budget: PowerBudget
    private let table: PowerTable
    private var links: CorrelatedLinks<SIMD4<Double>>

    private static let gigahertz = 5.9
    private static let shadowingDB = 3.0
    private static let blockageDB = 4.0

    init(settings: RadioSettings, random: RandomSource, hasPowers: Bool = true) {
        powerDBm = settings.pathLoss.powerDBm
        thresholdDBm = settings.pathLoss.thresholdDBm
        isUrban = settings.environment == "urban"
        budget = PowerBudget(settings.channel, sensitivityDBm: thresholdDBm)
        links = CorrelatedLinks(correlationMeters: isUrban ? 10 : 25, random: random)
        let (powerDBm, thresholdDBm, isUrban) = (powerDBm, thresholdDBm, isUrban)
        func margin(_ meters: Double) -> Double {
            powerDBm - Self.lossDB(squaredDistance: meters * meters, isUrban: isUrban) - thresholdDBm
        }
        /// The distance from which the mean, with whatever helps, lies below a margin.
        func distance(_ least: Double, _ help: (Double) -> Double) -> Double {
            var (low, high) = (1.0, 1e6)
            while high - low > 1e-3 {
                let half = 0.5 * (low + high)
                if margin(half) + help(half) >= least { low = half } else { high = half }
            }
            return low
        }
        // Beyond the distance at which a probability of 1e-4 is left nothing is received.
        let lucky = LogDistance.quantile * Self.shadowingDB
        let blocked =
            LogDistance.quantile
            * (Self.shadowingDB * Self.shadowingDB + Self.blockageDB * Self.blockageDB).squareRoot()
        let clear = distance(0) { _ in lucky }
        reachMeters = max(
            min(clear, isUrban ? 820 : 1015), distance(0) { blocked - Self.blockage(meters: $0) })
        usualMeters = distance(0) { distance in
            Self.sightProbability(meters: distance, isUrban: isUrban) >= 0.5 ? 0 : -Self.blockage(meters: distance)
        }
        interferenceMeters = max(
            reachMeters, distance(budget.leastInterferenceDB) { -Self.blockage(meters: $0) })
        table = PowerTable(budget, isUsed: hasPowers) { squared in
            powerDBm - Self.lossDB(squaredDistance: squared, isUrban: isUrban) - thresholdDBm
        }
    }

    /// Path loss with line of sight, in dB. Distances below 1 m count as 1 m.
    static func lossDB(squaredDistance: Double, isUrban: Bool) -> Double {
        let decades = 0.5 * Elementary.log(max(squaredDistance, 1)) / PathLoss.naturalLogOfTen
        let frequency = Elementary.log(gigahertz) / PathLoss.naturalLogOfTen
        return isUrban ? 38.77 + 16.7 * decades + 18.2 * frequency : 32.4 + 20 * decades + 20 * frequency
    }

    /// Probability of line of sight.
    static func sightProbability(meters: Double, isUrban: Bool) -> Double {
        if isUrban { return min(1, 1.05 * Elementary.exp(-0.0114 * meters)) }
        if meters <= 475 { return min(1, 2.1013e-6 * meters * meters - 0.002 * meters + 1.0193) }
        return max(0, 0.54 - 0.001 * (meters - 475))
    }

    /// Mean loss by a vehicle in the way, in dB.
    static func blockage(meters: Double) -> Double {
        5 + max(0, 15 * Elementary.log(max(meters, 1)) / PathLoss.naturalLogOfTen - 41)
    }

    /// Probability that a standard normal number is at most x.
    private static func normalProbability(_ x: Double) -> Double {
        let tail = 0.5 * GammaFunction.upperRegularized(0.5, 0.5 * x * x)
        return x < 0 ? tail : 1 - tail
    }

    /// What the link adds to the mean power with line of sight, in dB.
    private mutating func gainDB(_ transmission: Transmission, _ reception: Reception) -> Double {
        let values = links.value(transmission, reception)
        let meters = reception.squaredDistance.squareRoot()
        let isClear = Self.normalProbability(values.x) < Self.sightProbability(meters: meters, isUrban: isUrban)
        let blocked = isClear ? 0 : max(0, Self.blockage(meters: meters) + Self.blockageDB * values.y)
        return Self.shadowingDB * values.z - blocked
    }

    private func marginDB(_ reception: Reception) -> Double {
        powerDBm - Self.lossDB(squaredDistance: reception.squaredDistance, isUrban: isUrban) - thresholdDBm
    }

    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        receptions.removeAll { !(marginDB($0) + gainDB(transmission, $0) >= 0) }
    }

    mutating func powers(
        of transmission: Transmission, at receptions: [Reception], into powers: inout [Double]
    ) {
        powers.removeAll(keepingCapacity: true)
        let squaredReach = reachMeters * reachMeters
        for reception in receptions {
            let mean = table.mean(squaredDistance: reception.squaredDistance)
            if reception.squaredDistance > squaredReach {
                let blocked = Self.blockage(meters: reception.squaredDistance.squareRoot())
                powers.append(budget.power(mean * PowerBudget.ratio(-blocked), isReceived: false))
                continue
            }
            let gain = gainDB(transmission, reception)
            let received = mean * PowerBudget.ratio(gain)
            powers.append(budget.power(received, isReceived: marginDB(reception) + gain >= 0))
        }
    }
}

extension RadioEntry {
    static let threeGPPSidelink = RadioEntry(
        name: "tr37885", summary: "3GPP TR 37.885: line of sight, or a vehicle in the way, with correlated shadowing",
        keys: [
            PathLoss.powerKey, PathLoss.sensitivityKey,
            .choice("environment", \.environment, ["highway", "urban"], "whose path loss and line of sight"),
        ]
    ) { ThreeGPPSidelink(settings: $0.settings, random: $0.random, hasPowers: $0.hasPowers) }
}
