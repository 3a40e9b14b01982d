import GroupDecision

/// Log-distance path loss with shadowing: normal in dB, one value for both directions of a link, correlated as
/// exp(-moved / 10 m) over the distance that the two ends have moved together.
///
/// The probability of delivery at distance d is the normal tail Phi(margin(d) / sigma). Beyond the distance at which that
/// falls below 1e-4 nothing is delivered.
///
/// - Literature: M. Gudmundson, "Correlation model for shadow fading in mobile radio systems", 1991,
///   DOI 10.1049/el:19911328.
struct LogDistance: RadioModel {
    let pathLoss: PathLoss
    let sigmaDB: Double
    let correlationMeters: Double
    let reachMeters: Double
    var usualMeters: Double { pathLoss.distance(marginDB: 0) }
    let budget: PowerBudget
    private let power: PowerTable
    private var links: CorrelatedLinks<Double>

    /// Standard normal quantile of 1 - 1e-4.
    static let quantile = 3.7190164854556804

    init(
        pathLoss: PathLoss, sigmaDB: Double, correlationMeters: Double, random: RandomSource,
        channel: ChannelSettings = ChannelSettings(), hasPowers: Bool = true
    ) {
        self.pathLoss = pathLoss
        self.sigmaDB = sigmaDB
        self.correlationMeters = correlationMeters
        reachMeters = pathLoss.distance(marginDB: -Self.quantile * sigmaDB)
        budget = PowerBudget(channel, sensitivityDBm: pathLoss.thresholdDBm)
        power = PowerTable(budget, isUsed: hasPowers) { pathLoss.marginDB(squaredDistance: $0) }
        links = CorrelatedLinks(correlationMeters: correlationMeters, random: random)
    }

    var interferenceMeters: Double {
        max(reachMeters, pathLoss.distance(marginDB: budget.leastInterferenceDB))
    }

    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        receptions.removeAll { reception in
            let margin = pathLoss.marginDB(squaredDistance: reception.squaredDistance)
            return !(margin + sigmaDB * links.value(transmission, reception) >= 0)
        }
    }

    mutating func powers(
        of transmission: Transmission, at receptions: [Reception], into powers: inout [Double]
    ) {
        powers.removeAll(keepingCapacity: true)
        let squaredReach = reachMeters * reachMeters
        for reception in receptions {
            let mean = power.mean(squaredDistance: reception.squaredDistance)
            // Beyond the reach nothing is received, and shadowing of its own would not matter in a sum.
            if reception.squaredDistance > squaredReach {
                powers.append(budget.power(mean, isReceived: false))
                continue
            }
            let shadowing = sigmaDB == 0 ? 0 : sigmaDB * links.value(transmission, reception)
            let margin = pathLoss.marginDB(squaredDistance: reception.squaredDistance) + shadowing
            let received = shadowing == 0 ? mean : mean * PowerBudget.ratio(shadowing)
            powers.append(budget.power(received, isReceived: margin >= 0))
        }
    }
}

extension RadioEntry {
    static let logDistance = RadioEntry(
        name: "log-distance", summary: "path loss with correlated shadowing",
        keys: PathLoss.keys + [
            .number("shadowing", \.shadowing, 0...20, "dB", "standard deviation of shadowing"),
            .number(
                "correlationDistance", \.correlationDistance, 0.1...1e4, "m",
                "movement over which shadowing is correlated"),
        ]
    ) {
        LogDistance(
            pathLoss: $0.settings.pathLoss, sigmaDB: $0.settings.shadowing,
            correlationMeters: $0.settings.correlationDistance, random: $0.random, channel: $0.settings.channel,
            hasPowers: $0.hasPowers)
    }
}
