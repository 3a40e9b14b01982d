/// The message on the air, and who receives it.
struct Air {
    var radio: any RadioModel
    private(set) var receptions: [Reception] = []
    private let random: RandomSource

    init(_ scenario: Scenario, random: RandomSource) {
        radio = RadioCatalog.make(scenario.radio, random: random)
        self.random = random
    }

    /// Finds everybody whom a message of a vehicle reaches.
    mutating func carry(
        _ number: UInt64, from sender: VehicleID, at time: Microseconds, in world: inout World, _ clock: PhaseClock
    ) {
        clock.mark(.neighbours)
        world.findNeighbours(of: sender, at: time, reach: radio.reachMeters, into: &receptions)
        clock.mark(.delivery)
        let position = world.vehicles.position(of: sender, at: time)
        radio.filter(&receptions, of: Transmission(sender: sender, position: position, number: number))
    }

    /// Takes those whom a sender treats honestly out of the receivers.
    mutating func hideFromFavoured(of sender: VehicleID, share: Double) {
        let random = random
        if share > 0 { receptions.removeAll { random.favours($0.vehicle, by: sender, share: share) } }
    }
}
