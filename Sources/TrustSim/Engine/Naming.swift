/// Who is called what: names of vehicles, further names of attackers, and names that change.
struct Naming {
    let identities: Identities
    /// What vehicles are called in results.
    let names: VehicleNames
    /// Names that each attacker has beside its own, in the order of the cast.
    let attackerNames: [Range<VehicleID>]
    /// Names that vehicles take, where they change them.
    private var pseudonyms: PseudonymChanges?

    init(
        _ scenario: Scenario, trace: TraceData?, cast: Cast, replayed: ReplayedCast?, end: Microseconds,
        random: RandomSource
    ) {
        var identities = replayed?.identities ?? Identities(vehicleCount: cast.isAttacker.count)
        attackerNames = cast.attackers.map { vehicle, profile in
            identities.add(profile.identity.extraIdentities(in: end), to: vehicle)
        }
        pseudonyms = PseudonymChanges(
            scenario, vehicleCount: cast.vehicleCount, seconds: end.seconds, random: random, identities: &identities)
        self.identities = identities
        names = VehicleNames(
            trace: trace, identities: identities, vehicleCount: cast.vehicleCount, given: replayed?.names ?? [])
    }

    /// Whether vehicles change their names.
    var namesChange: Bool { pseudonyms != nil }

    /// The name under which an honest vehicle sends.
    func presentName(of vehicle: VehicleID) -> VehicleID { pseudonyms?.present[Int(vehicle)] ?? vehicle }

    /// The new name of a vehicle that is about to send a beacon from a place; nil where none is due.
    mutating func nextName(of vehicle: VehicleID, at time: Microseconds, from place: Point) -> VehicleID? {
        pseudonyms?.next(of: vehicle, at: time, from: place)
    }
}
