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
    private let random: RandomSource
    private var links = IntegerMap<UInt64, Link>()

    private struct Link: Sendable {
        var shadowing: Double
        var lowerPosition: Point
        var upperPosition: Point
        var draws: UInt64
    }

    /// Standard normal quantile of 1 - 1e-4.
    private static let quantile = 3.7190164854556804

    init(pathLoss: PathLoss, sigmaDB: Double, correlationMeters: Double, random: RandomSource) {
        self.pathLoss = pathLoss
        self.sigmaDB = sigmaDB
        self.correlationMeters = correlationMeters
        self.random = random
        reachMeters = pathLoss.distance(marginDB: -Self.quantile * sigmaDB)
    }

    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        var kept = 0
        for index in receptions.indices {
            let reception = receptions[index]
            let margin = pathLoss.marginDB(squaredDistance: reception.squaredDistance)
            if margin + sigmaDB * shadowing(transmission, reception) >= 0 {
                receptions[kept] = reception
                kept += 1
            }
        }
        receptions.removeLast(receptions.count - kept)
    }

    /// The link's present value, in standard deviations.
    private mutating func shadowing(_ transmission: Transmission, _ reception: Reception) -> Double {
        let senderIsLower = transmission.sender < reception.vehicle
        let lower = senderIsLower ? transmission.sender : reception.vehicle
        let upper = senderIsLower ? reception.vehicle : transmission.sender
        let lowerPosition = senderIsLower ? transmission.position : reception.position
        let upperPosition = senderIsLower ? reception.position : transmission.position
        let key = UInt64(lower) << 32 | UInt64(upper)
        let position = links.position(
            of: key,
            orInsert: Link(
                shadowing: 0, lowerPosition: lowerPosition, upperPosition: upperPosition, draws: 0))
        var link = links.values[position]
        let moved =
            link.lowerPosition.squaredDistance(to: lowerPosition).squareRoot()
            + link.upperPosition.squaredDistance(to: upperPosition).squareRoot()
        if link.draws > 0 && moved == 0 { return link.shadowing }
        var stream = random.stream(.shadowing, lower, upper).skipping(to: link.draws)
        let correlation = link.draws == 0 ? 0 : Elementary.exp(-moved / correlationMeters)
        let fresh = (1 - correlation * correlation).squareRoot() * stream.normal()
        link.shadowing = correlation * link.shadowing + fresh
        link.lowerPosition = lowerPosition
        link.upperPosition = upperPosition
        link.draws += 1
        links.values[position] = link
        return link.shadowing
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
            correlationMeters: $0.settings.correlationDistance, random: $0.random)
    }
}
