/// Who is who in a run: attackers and their profiles, faulty sensors, first tolerances.
struct Cast {
    /// Number of vehicles; stations behind them are roadside units.
    let vehicleCount: Int
    var isAttacker: [Bool]
    var attackers: [(vehicle: VehicleID, profile: Profile)] = []
    var sensingAccuracy: [Double]
    /// Honest vehicles with a faulty sensor.
    var isFaulty: [Bool]
    var tolerances: [Double]

    /// Attackers are those that a list names, or drawn.
    init(scenario: Scenario, vehicleCount count: Int, random: RandomSource) {
        vehicleCount = count
        attackers =
            scenario.attackers.listed?.attackers ?? Self.drawn(scenario.attackers, vehicleCount: count, random)
        precondition(
            attackers.allSatisfy { Int($0.vehicle) < count }, "a list of attackers names a vehicle that is not there")
        isAttacker = Array(repeating: false, count: count)
        for (vehicle, _) in attackers { isAttacker[Int(vehicle)] = true }

        sensingAccuracy = Array(repeating: scenario.sensing.accuracy, count: count)
        isFaulty = Array(repeating: false, count: count)
        var sensors = Array(0..<VehicleID(count))
        var faultyStream = random.stream(.faultySensor, 0)
        faultyStream.shuffle(&sensors)
        let cast = isAttacker
        let honest = sensors.filter { !cast[Int($0)] }
        for vehicle in honest.prefix(Int((scenario.sensing.faultyShare * Double(honest.count)).rounded())) {
            sensingAccuracy[Int(vehicle)] = scenario.sensing.faultyAccuracy
            isFaulty[Int(vehicle)] = true
        }

        let tolerance = scenario.tolerance
        tolerances = (0..<UInt32(count)).map { vehicle in
            let offset = 2 * random.uniform(.tolerance, vehicle) - 1
            return min(max(tolerance.start + tolerance.spread * offset, 0), 1)
        }
    }

    /// The first of one random order of the vehicles, so those at a lower ratio are among those at a higher.
    private static func drawn(
        _ wantedAttackers: Scenario.Attackers, vehicleCount count: Int, _ random: RandomSource
    ) -> [(vehicle: VehicleID, profile: Profile)] {
        var order = Array(0..<VehicleID(count))
        var stream = random.stream(.attackerChoice, 0)
        stream.shuffle(&order)
        let profiles = wantedAttackers.profiles
        let wanted = profiles.isEmpty ? 0 : Int((wantedAttackers.ratio * Double(count)).rounded())
        var given = Array(repeating: 0.0, count: profiles.count)
        return order.prefix(wanted).enumerated().map { rank, vehicle in
            // The profile that is furthest behind its share: a vehicle keeps its profile when the ratio grows.
            let due = profiles.indices.map { Double(rank + 1) * profiles[$0].share - given[$0] }
            var choice = 0
            for index in profiles.indices where due[index] > due[choice] + 1e-9 { choice = index }
            given[choice] += 1
            return (vehicle, profiles[choice].profile)
        }
    }

    /// Adds roadside units behind the vehicles. No draw of a vehicle depends on them.
    mutating func addUnits(_ count: Int, accuracy: Double, tolerance: Double) {
        isAttacker += Array(repeating: false, count: count)
        isFaulty += Array(repeating: false, count: count)
        sensingAccuracy += Array(repeating: accuracy, count: count)
        tolerances += Array(repeating: tolerance, count: count)
    }

    /// The one vehicle that is no attacker on which all attackers agree, nil where there is none.
    func agreedVictim(_ random: RandomSource) -> VehicleID? {
        let others = (0..<vehicleCount).filter { !isAttacker[$0] }.map { VehicleID($0) }
        let draws = others.map { random.uniform(.victim, $0) }
        return draws.indices.min { draws[$0] < draws[$1] }.map { others[$0] }
    }
}

extension Truth {
    /// The truth about a run, before it begins.
    init(
        _ scenario: Scenario, cast: Cast, identities: Identities, replayed: ReplayedCast?, end: Microseconds,
        wantsBouts: Bool
    ) {
        self.init(
            firstMisconduct: Array(repeating: nil, count: identities.count),
            isAttacker: cast.isAttacker + identities.owners.map { cast.isAttacker[Int($0)] },
            warmupEnd: Microseconds(seconds: scenario.evaluation.warmup * end.seconds),
            trustsUnknown: scenario.evaluation.unknownPolicy == "trust", attackers: cast.attackers,
            identities: identities, isLabelled: replayed?.isLabelled,
            split: replayed?.split ?? ProfileSplit(scenario, cast: cast))
        guard wantsBouts else { return }
        // Shorter pauses lie between two decisions, or between two messages.
        let pause = 2 * max(scenario.evaluation.interval, scenario.beaconInterval)
        bouts = MisconductBouts(vehicleCount: cast.isAttacker.count, pause: Microseconds(seconds: pause))
    }
}

extension ProfileSplit {
    /// The profiles of a scenario.
    init(_ scenario: Scenario, cast: Cast) {
        var profiles = [String?](repeating: nil, count: cast.isAttacker.count)
        for (vehicle, profile) in cast.attackers { profiles[Int(vehicle)] = profile.name }
        self.init(names: scenario.attackers.profileNames, profiles: profiles)
    }
}
