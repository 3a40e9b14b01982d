/// Who is who in a run: attackers and their profiles, faulty sensors, first tolerances.
struct Cast {
    var isAttacker: [Bool]
    var attackers: [(vehicle: VehicleID, profile: Profile)] = []
    var sensingAccuracy: [Double]
    var tolerances: [Double]

    /// Attackers are the first of one random order of the vehicles, so those at a lower ratio are among those at a higher.
    init(scenario: Scenario, vehicleCount count: Int, random: RandomSource) {
        isAttacker = Array(repeating: false, count: count)
        var order = Array(0..<VehicleID(count))
        var stream = random.stream(.attackerChoice, 0)
        stream.shuffle(&order)
        let profiles = scenario.attackers.profiles
        let wanted = profiles.isEmpty ? 0 : Int((scenario.attackers.ratio * Double(count)).rounded())
        for (rank, vehicle) in order.prefix(wanted).enumerated() {
            isAttacker[Int(vehicle)] = true
            var remaining = (Double(rank) + 0.5) / Double(wanted)
            let choice = profiles.first {
                remaining -= $0.share
                return remaining < 0
            }
            if let profile = choice?.profile ?? profiles.last?.profile { attackers.append((vehicle, profile)) }
        }

        sensingAccuracy = Array(repeating: scenario.sensing.accuracy, count: count)
        var honest = order.dropFirst(wanted).sorted()
        var faultyStream = random.stream(.faultySensor, 0)
        faultyStream.shuffle(&honest)
        for vehicle in honest.prefix(Int((scenario.sensing.faultyShare * Double(honest.count)).rounded())) {
            sensingAccuracy[Int(vehicle)] = scenario.sensing.faultyAccuracy
        }

        let tolerance = scenario.tolerance
        tolerances = (0..<UInt32(count)).map { vehicle in
            let offset = 2 * random.uniform(.tolerance, vehicle) - 1
            return min(max(tolerance.start + tolerance.spread * offset, 0), 1)
        }
    }
}
