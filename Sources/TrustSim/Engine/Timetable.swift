/// When a run ends, and when each vehicle is due to send a beacon and to evaluate.
struct Timetable {
    let end: Microseconds
    let beaconInterval: Microseconds
    /// Time between two moments at which a vehicle sends or considers to: the interval, or that of checks.
    let tick: Microseconds
    /// By how much a beacon is late at most.
    let jitter: Microseconds
    private let random: RandomSource
    let evaluationInterval: Microseconds

    // By vehicle.
    private(set) var beaconPhase: [Microseconds]
    let evaluationPhase: [Microseconds]
    /// Whether its next beacon is scheduled, and its next evaluation.
    private var hasBeacon: [Bool]
    private var hasEvaluation: [Bool]

    /// `beaconPhases` are those from outside, in place of drawn ones.
    init(
        _ scenario: Scenario, end: Microseconds, vehicleCount: Int, beaconPhases: [Microseconds]?, random: RandomSource
    ) {
        self.end = end
        let beaconInterval = Microseconds(seconds: scenario.beaconInterval)
        tick = scenario.beacons.followsMotion ? min(AwarenessTrigger.check, beaconInterval) : beaconInterval
        jitter = Microseconds(seconds: scenario.beacons.jitter)
        self.random = random
        let evaluationInterval = Microseconds(seconds: scenario.evaluation.interval)
        let vehicles = 0..<VehicleID(vehicleCount)
        let given = beaconPhases ?? []
        // Phases from outside are those of vehicles: roadside units behind them send no beacons.
        beaconPhase =
            given + vehicles.dropFirst(given.count).map { Self.phase(.beaconPhase, $0, of: beaconInterval, random) }
        evaluationPhase = vehicles.map { Self.phase(.evaluationPhase, $0, of: evaluationInterval, random) }
        self.beaconInterval = beaconInterval
        self.evaluationInterval = evaluationInterval
        hasBeacon = Array(repeating: false, count: vehicleCount)
        hasEvaluation = hasBeacon
    }

    private static func phase(
        _ purpose: RandomPurpose, _ vehicle: VehicleID, of interval: Microseconds, _ random: RandomSource
    ) -> Microseconds {
        var stream = random.stream(purpose, vehicle)
        return Microseconds(stream.index(below: Int(interval)))
    }

    /// The first time not before `from` at which a vehicle of this phase is due.
    static func nextTime(phase: Microseconds, interval: Microseconds, from: Microseconds) -> Microseconds {
        if from <= phase { return phase }
        return phase + (from - phase + interval - 1) / interval * interval
    }

    // MARK: - Vehicles that come and go

    /// When a vehicle that has entered sends its first beacon; nil where one is scheduled still, from its last stay.
    mutating func firstBeacon(of vehicle: VehicleID, from time: Microseconds) -> Microseconds? {
        if hasBeacon[Int(vehicle)] { return nil }
        hasBeacon[Int(vehicle)] = true
        return Self.nextTime(phase: beaconPhase[Int(vehicle)], interval: tick, from: time)
    }

    /// When it evaluates first, likewise.
    mutating func firstEvaluation(of vehicle: VehicleID, from time: Microseconds) -> Microseconds? {
        if hasEvaluation[Int(vehicle)] { return nil }
        hasEvaluation[Int(vehicle)] = true
        return Self.nextTime(phase: evaluationPhase[Int(vehicle)], interval: evaluationInterval, from: time)
    }

    /// A vehicle was due to send a beacon, but is not there: it sends no more until it enters again.
    mutating func endBeacons(of vehicle: VehicleID) { hasBeacon[Int(vehicle)] = false }

    /// A vehicle was due to evaluate, but is not there.
    mutating func endEvaluations(of vehicle: VehicleID) { hasEvaluation[Int(vehicle)] = false }

    // MARK: - Times that do not repeat

    /// Least time between two beacons of a vehicle that does as it should. On a shared channel they may arrive closer.
    var shortestGap: Microseconds { max(0, tick - jitter) }

    /// By how much the beacon of a moment is late: at most until the next moment.
    func lateness(of vehicle: VehicleID, at time: Microseconds, next: Microseconds) -> Microseconds {
        let most = min(jitter, next - time)
        if most <= 0 { return 0 }
        let draw = random.block(.lateness, vehicle, number: UInt64(time)).0
        return Microseconds((UInt64(draw) * UInt64(most)) >> 32)
    }

    /// A vehicle takes a new name: its beacons come at other moments from now on. Returns the first.
    mutating func startAfresh(_ vehicle: VehicleID, at time: Microseconds) -> Microseconds {
        let draw = random.block(.lateness, vehicle, 1, number: UInt64(time)).0
        let first = time + 1 + Microseconds((UInt64(draw) * UInt64(beaconInterval)) >> 32)
        beaconPhase[Int(vehicle)] = first
        return first
    }

    /// By how much the beacons of a ghost come behind those of its owner.
    func phase(ofGhost ghost: VehicleID) -> Microseconds {
        Self.phase(.beaconPhase, ghost, of: beaconInterval, random)
    }

    // MARK: - Floods

    /// When a vehicle may send its next beacon. For one that floods, with several times the rate, that is at the times of
    /// its flood, and at those of an honest vehicle, which it keeps to while it is honest.
    func nextBeacon(of vehicle: VehicleID, after time: Microseconds, rateFactor factor: Double) -> Microseconds {
        if factor == 1 { return time + tick }
        let elapsed = time - beaconPhase[Int(vehicle)]
        let regular = (elapsed / tick + 1) * tick
        var number = (Double(elapsed) * factor / Double(beaconInterval)).rounded(.down)
        while floodTime(number, factor) <= elapsed { number += 1 }
        return beaconPhase[Int(vehicle)] + min(regular, floodTime(number, factor))
    }

    /// Whether an honest vehicle, and one that floods, would send now.
    func isBeaconDue(
        of vehicle: VehicleID, at time: Microseconds, rateFactor factor: Double
    ) -> (honestly: Bool, inFlood: Bool) {
        if factor == 1 { return (true, true) }
        let elapsed = time - beaconPhase[Int(vehicle)]
        let number = (Double(elapsed) * factor / Double(beaconInterval)).rounded()
        return (elapsed % tick == 0, floodTime(number, factor) == elapsed)
    }

    /// Time of a beacon of a flood, from the phase of its sender on.
    private func floodTime(_ number: Double, _ factor: Double) -> Microseconds {
        Microseconds((number * Double(beaconInterval) / factor).rounded())
    }
}
