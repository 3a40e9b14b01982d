import GroupDecision

/// What vehicles sense, and the evidence on each other that they make of it.
struct Sensing {
    let store: EvidenceStore
    let receivers: Receivers
    /// By vehicle: share of what it senses that its sensor gets right.
    let accuracy: [Double]
    let range: Double
    let squaredRange: Double
    private let warmupEnd: Microseconds
    /// For how long the errors of a pair last, 0 where each reading is drawn anew.
    private let persistence: Microseconds
    private let random: RandomSource

    /// Weight of a checked event report as evidence.
    private static let reportWeight = 2.0

    /// `memory` is for how long records are kept at least.
    init(
        _ scenario: Scenario, cast: Cast, _ timetable: Timetable, memory: Microseconds, warmupEnd: Microseconds,
        random: RandomSource
    ) {
        store = EvidenceStore(
            vehicleCount: cast.isAttacker.count, parameters: scenario.evidence,
            rule: scenario.forgettingPer == "interaction" ? .perInteraction : .perSecond,
            interval: timetable.beaconInterval,
            memory: max(memory, 2 * timetable.evaluationInterval, 3 * timetable.beaconInterval))
        receivers = Receivers(
            accuracy: cast.sensingAccuracy,
            isLeftOut: cast.isAttacker.enumerated().map { $1 || $0 >= cast.vehicleCount })
        accuracy = cast.sensingAccuracy
        range = scenario.sensing.range
        squaredRange = range * range
        let seconds = scenario.sensing.errorPersistence
        persistence = seconds > 0 ? max(1, Microseconds(seconds: seconds)) : 0
        self.warmupEnd = warmupEnd
        self.random = random
    }

    // MARK: - Counting

    /// Whether messages count in the metrics at this time.
    func isCounting(at time: Microseconds) -> Bool { time >= warmupEnd }

    /// Whether messages to a vehicle count in the metrics.
    func isCounted(_ receiver: VehicleID, at time: Microseconds) -> Bool {
        isCounting(at: time) && receivers.isCounted(receiver)
    }

    static func count(_ isAltered: Bool, in record: inout EvidenceRecord) {
        if isAltered { record.alteredCount += 1 } else { record.genuineCount += 1 }
    }

    /// Counts a message that is not a beacon.
    func countMessage(_ isAltered: Bool, from sender: VehicleID, to receiver: VehicleID, at time: Microseconds) {
        guard isCounted(receiver, at: time) else { return }
        store.update(sender, in: receiver, at: time) { Self.count(isAltered, in: &$0) }
    }

    // MARK: - Beacons

    /// Draws of the readings of a beacon. With persistent errors the readings of a pair within one period are wrong
    /// together.
    func draws(of identity: VehicleID, at time: Microseconds) -> MessageDraws {
        MessageDraws(
            random, .verification, of: identity, number: UInt64(persistence > 0 ? time / persistence : time))
    }

    /// What the receivers of a beacon record under statistical verification: that they heard it, and whether it is true,
    /// where they can tell.
    func read(
        _ identity: VehicleID, isFalse: Bool, isAltered: Bool, carried: Int32, _ draws: MessageDraws,
        by receptions: [Reception], squaredRange: Double, at time: Microseconds
    ) {
        let isCounting = isCounting(at: time)
        let interaction = store.interaction(at: time)
        let receivers = self.receivers
        store.updateAll(identity, in: receptions, at: time) { record, reception in
            record.heardTime = time
            if carried >= 0 { record.reportNumber = carried }
            if isCounting && receivers.isCounted(reception.vehicle) { Self.count(isAltered, in: &record) }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                interaction.add(correct: isFalse != isRight, to: &record)
            }
        }
    }

    /// The same where some receivers get the truth.
    func readWithFavour(
        _ beacon: Simulation.Beacon, from sender: VehicleID, isAltered: Bool, carried: Int32, _ draws: MessageDraws,
        _ reports: ReportStore, by receptions: [Reception], squaredRange: Double, at time: Microseconds
    ) {
        let isCounting = isCounting(at: time)
        store.updateAll(beacon.identity, in: receptions, at: time) { record, reception in
            let isFavoured = random.favours(reception.vehicle, by: sender, share: beacon.favouredShare)
            record.heardTime = time
            if carried >= 0 {
                record.reportNumber = reports.version(carried, of: beacon.identity, isFavoured: isFavoured)
            }
            if isCounting && receivers.isCounted(reception.vehicle) {
                Self.count(isFavoured ? beacon.isFalseForAll : isAltered, in: &record)
            }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                let isFalse = isFavoured ? beacon.isFalseForAll : beacon.isFalse
                store.add(1, correct: isFalse != isRight, at: time, to: &record)
            }
        }
    }

    // MARK: - Road events

    /// What a vehicle reads of a road event nearby, which is true with the probability of its sensor.
    func reading(ofEvent event: Int, isReal: Bool, by vehicle: VehicleID) -> Bool {
        isReal != (random.uniform(.eventSensing, vehicle, UInt32(event)) >= accuracy[Int(vehicle)])
    }

    /// A vehicle compares what it was told of a road event with what it sees itself.
    func check(
        _ report: (reporter: VehicleID, affirms: Bool), against reading: Bool, by vehicle: VehicleID,
        at time: Microseconds
    ) {
        store.update(report.reporter, in: vehicle, at: time) {
            store.add(Self.reportWeight, correct: report.affirms == reading, at: time, to: &$0)
        }
    }
}
