import GroupDecision

/// Nakagami fading: received power is gamma-distributed around the mean of log-distance path loss, drawn anew for each
/// reception, with shape 1.5 below 80 m and 0.75 beyond.
///
/// The probability of delivery at distance d is the regularised upper incomplete gamma function Q(m, m / margin) with the
/// margin as a power ratio. Beyond the distance at which the mean lies 12 dB below the threshold (Q < 1e-4) nothing is
/// delivered.
///
/// - Literature: M. Nakagami, "The m-distribution", 1960, DOI 10.1016/B978-0-08-009306-2.50005-4.
struct Nakagami: RadioModel {
    let pathLoss: PathLoss
    let nearShape: Double
    let farShape: Double
    let nearMeters: Double
    let reachMeters: Double
    private let random: RandomSource

    init(pathLoss: PathLoss, nearShape: Double, farShape: Double, nearMeters: Double, random: RandomSource) {
        self.pathLoss = pathLoss
        self.nearShape = nearShape
        self.farShape = farShape
        self.nearMeters = nearMeters
        self.random = random
        reachMeters = pathLoss.distance(marginDB: -12)
    }

    mutating func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        var kept = 0
        for index in receptions.indices {
            let reception = receptions[index]
            if isDelivered(transmission, reception) {
                receptions[kept] = reception
                kept += 1
            }
        }
        receptions.removeLast(receptions.count - kept)
    }

    private func isDelivered(_ transmission: Transmission, _ reception: Reception) -> Bool {
        let marginDB = pathLoss.marginDB(squaredDistance: reception.squaredDistance)
        let isNear = reception.squaredDistance < nearMeters * nearMeters
        let shape = isNear ? nearShape : farShape
        // Sixteen blocks of draws for each reception: the rejection method hardly ever needs more than two.
        var stream = random.stream(.fading, transmission.sender, reception.vehicle)
            .skipping(to: transmission.number << 4)
        let power = stream.gamma(shape: shape) / shape
        return power * Elementary.exp(marginDB / 10 * PathLoss.naturalLogOfTen) >= 1
    }
}
