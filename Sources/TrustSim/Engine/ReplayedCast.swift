/// Who is who in logs that are replayed, in place of what a scenario draws.
struct ReplayedCast {
    var cast: Cast
    var identities: Identities
    /// By vehicle: whether it is known if it attacks.
    var isLabelled: [Bool]
    /// By identity: what the data set calls it.
    var names: [VehicleName]
    /// Whether the roads are known.
    var hasRoad: Bool
    /// The attacks by which its vehicles are told apart.
    var split: ProfileSplit
}

extension Cast {
    /// Vehicles of whose attacks only the messages are known.
    init(isAttacker: [Bool], tolerances: [Double], accuracy: Double) {
        self.isAttacker = isAttacker
        vehicleCount = isAttacker.count
        attackers = []
        self.tolerances = tolerances
        sensingAccuracy = Array(repeating: accuracy, count: isAttacker.count)
        isFaulty = Array(repeating: false, count: isAttacker.count)
    }
}

/// Nobody moves in a replay: logs say where receivers are.
struct LoggedMobility: MobilityModel {
    let vehicleCount: Int
    let road: Road
    mutating func begin(_ world: inout World) -> [(entity: UInt32, time: Microseconds)] { [] }
    mutating func advance(_ entity: UInt32, at time: Microseconds, _ world: inout World) -> Microseconds? { nil }
}
