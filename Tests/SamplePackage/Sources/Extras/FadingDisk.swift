import TrustSim

/// The chance of receiving falls from 1 at the sender to 0 at the edge, as 1 - (d / range)^k.
struct FadingDisk: RadioModel {
    let reachMeters: Double
    let exponent: Double
    let random: RandomSource

    func filter(_ receptions: inout [Reception], of transmission: Transmission) {
        receptions.removeAll { reception in
            var share = reception.squaredDistance.squareRoot() / reachMeters
            for _ in 1..<Int(exponent) { share *= reception.squaredDistance.squareRoot() / reachMeters }
            let draw = random.uniform(.fading, transmission.sender, reception.vehicle, number: transmission.number)
            return draw < share
        }
    }

    /// How scenarios name it.
    static let entry = RadioEntry(
        name: "fading-disk", summary: "received with a chance that falls to 0 at the edge",
        keys: [
            .number("edge", 1...1e5, standard: 300, unit: "m", "where nothing is received any more"),
            .number("steepness", 1...8, standard: 3, "k, a whole number"),
        ]
    ) { FadingDisk(reachMeters: $0["edge"], exponent: $0["steepness"].rounded(), random: $0.random) }
}
