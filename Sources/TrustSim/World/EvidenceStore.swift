import GroupDecision

/// When evidence is forgotten.
enum ForgettingRule: Sendable {
    /// By the forgetting factor to the power of the seconds that have passed (the contract's rule).
    case perSecond
    /// By the forgetting factor at each new interaction, however long ago the last one was.
    case perInteraction
}

/// The evidence of all vehicles, each about those that it has heard. Every scheme starts from the same evidence.
///
/// A record is dropped when nothing can depend on it any more: no beacon and no report of its vehicle was received for
/// ``EvidenceStore/memory``, no message of it waits to be counted, and its evidence has decayed below ``EvidenceStore/negligible``, which is lost to
/// rounding in every sum that it could still enter. So the number of records is bounded by the vehicles met lately, and
/// results are the same as if nothing were ever dropped.
///
/// Complexity: O(1) expected a record; memory proportional to the records, about 80 bytes each.
final class EvidenceStore {
    /// Evidence below this changes no sum with a prior or with new evidence in double precision.
    static let negligible = 0x1p-60
    /// Longer than anything that asks when a vehicle was heard: neighbours, live reports, pending guarantees.
    static let shortestMemory: Microseconds = 60_000_000

    let parameters: EvidenceParameters
    private let rule: ForgettingRule
    private let memory: Microseconds
    private let interval: Microseconds
    private let vehicleCount: Int
    private let tables: UnsafeMutablePointer<EvidenceTable>
    private let empty = EmptyTable()
    /// The records that a message is about to change, and whom they are about.
    private let places: UnsafeMutablePointer<UnsafeMutablePointer<EvidenceRecord>>
    private let subjects: UnsafeMutablePointer<VehicleID>
    private let logFactor: Double
    /// The forgetting factor to the power of whole intervals, which is what passes between two beacons.
    private let factors: UnsafeMutablePointer<Double>
    private static let factorCount = 64
    /// One false and one correct interaction.
    private let interactions: UnsafeMutablePointer<Evidence>

    /// `interval` is the time between two beacons of a vehicle; `memory` is raised to ``shortestMemory``.
    init(
        vehicleCount: Int, parameters: EvidenceParameters, rule: ForgettingRule = .perSecond,
        interval: Microseconds = 1_000_000, memory: Microseconds = 0
    ) {
        self.parameters = parameters
        self.rule = rule
        self.memory = max(memory, Self.shortestMemory)
        self.interval = interval
        self.vehicleCount = vehicleCount
        tables = .allocate(capacity: vehicleCount)
        tables.initialize(repeating: EvidenceTable(empty), count: vehicleCount)
        places = .allocate(capacity: vehicleCount)
        subjects = .allocate(capacity: vehicleCount)
        logFactor = Elementary.log(parameters.forgettingFactor) / 1e6
        interactions = .allocate(capacity: 2)
        interactions.initialize(to: Evidence(negative: 1))
        (interactions + 1).initialize(to: Evidence(positive: 1))
        factors = .allocate(capacity: Self.factorCount)
        for count in 0..<Self.factorCount {
            factors[count] = Elementary.exp(logFactor * Double(interval * Microseconds(count)))
        }
    }

    deinit {
        for vehicle in 0..<vehicleCount { tables[vehicle].deallocate() }
        tables.deallocate()
        empty.deallocate()
        places.deallocate()
        subjects.deallocate()
        factors.deallocate()
        interactions.deallocate()
    }

    // MARK: - Records

    /// Number of records that a vehicle has.
    func recordCount(of vehicle: VehicleID) -> Int { Int(tables[Int(vehicle)].count) }

    /// Number of records of all vehicles.
    var recordCount: Int { (0..<vehicleCount).reduce(0) { $0 + Int(tables[$1].count) } }

    /// A record by its position, which stays the same until a record of the vehicle is made.
    @inline(__always)
    func record(of vehicle: VehicleID, at position: Int) -> EvidenceRecord { tables[Int(vehicle)].records[position] }

    /// All records of a vehicle, to be read or changed before another is made.
    @inline(__always)
    func records(of vehicle: VehicleID) -> UnsafeMutableBufferPointer<EvidenceRecord> {
        let table = tables[Int(vehicle)]
        return UnsafeMutableBufferPointer(start: table.records, count: Int(table.count))
    }

    /// Position of the record about a vehicle, nil where it was never heard or is forgotten.
    @inline(__always)
    func position(of subject: VehicleID, in vehicle: VehicleID) -> Int? {
        let position = tables[Int(vehicle)].position(of: subject)
        return position < 0 ? nil : position
    }

    /// The record about a sender, made where there is none, handed to `change`.
    @inline(__always)
    func update(
        _ sender: VehicleID, in receiver: VehicleID, at time: Microseconds, _ change: (inout EvidenceRecord) -> Void
    ) {
        change(&tables[Int(receiver)].place(of: sender) { isForgotten($0, at: time) }.pointee)
    }

    /// The records of all receivers of a message about its sender, made where there are none, handed to `change` one by
    /// one. The receivers are distinct.
    @inline(__always)
    func updateAll(
        _ sender: VehicleID, in receptions: [Reception], at time: Microseconds,
        _ change: (inout EvidenceRecord, Reception) -> Void
    ) {
        receptions.withUnsafeBufferPointer { receptions in
            findPlaces(of: sender, in: receptions, at: time)
            for index in 0..<receptions.count { change(&places[index].pointee, receptions[index]) }
        }
    }

    /// Adds a verified interaction to the records of some receivers of the message last handed to
    /// ``updateAll(_:in:at:_:)``; `reading` tells which reception each is, and whether it was read as correct.
    @inline(__always)
    func addInteractions(_ count: Int, at time: Microseconds, _ reading: (Int) -> (reception: Int, isCorrect: Bool)) {
        let (interval, isFixed) = (interval, rule == .perInteraction)
        let usualFactor = isFixed ? parameters.forgettingFactor : factors[1]
        let (places, interactions) = (places, interactions)
        for number in 0..<count {
            let (reception, isCorrect) = reading(number)
            let place = places[reception]
            let elapsed = time &- place.pointee.evidenceTime
            let factor = isFixed || elapsed == interval ? usualFactor : factorAfterPause(elapsed)
            let interaction = interactions[isCorrect ? 1 : 0]
            let evidence = place.pointee.evidence
            place.pointee.evidence = Evidence(
                positive: evidence.positive * factor + interaction.positive,
                negative: evidence.negative * factor + interaction.negative)
            place.pointee.evidenceTime = time
        }
    }

    /// Fills `places`. First the likely places are read, without a branch that could be foretold wrongly, so that waiting
    /// for the memory of all receivers overlaps; then they are checked.
    @inline(__always)
    private func findPlaces(of sender: VehicleID, in receptions: UnsafeBufferPointer<Reception>, at time: Microseconds)
    {
        let hash = sender.evidenceHash
        for index in 0..<receptions.count {
            let place = tables[Int(receptions[index].vehicle)].guess(hash)
            places[index] = place
            subjects[index] = place.pointee.subject
        }
        for index in 0..<receptions.count where subjects[index] != sender {
            places[index] = tables[Int(receptions[index].vehicle)].place(of: sender) { isForgotten($0, at: time) }
        }
    }

    private func isForgotten(_ record: EvidenceRecord, at time: Microseconds) -> Bool {
        time - max(record.heardTime, record.reportTime) > memory && record.alteredCount == 0 && record.genuineCount == 0
            && evidence(of: record, at: time).total < Self.negligible
    }

    // MARK: - Evidence

    /// Adds one verified interaction to a record.
    @inline(__always)
    func add(_ weight: Double, correct: Bool, at time: Microseconds, to record: inout EvidenceRecord) {
        switch rule {
        case .perSecond: record.evidence = evidence(of: record, at: time)
        case .perInteraction: record.evidence.forget(factor: parameters.forgettingFactor)
        }
        record.evidenceTime = time
        if correct {
            record.evidence.positive += weight
        } else {
            record.evidence.negative += weight
        }
    }

    /// Evidence of a record with what has been forgotten until a time.
    @inline(__always)
    func evidence(of record: EvidenceRecord, at time: Microseconds) -> Evidence {
        var evidence = record.evidence
        if time != record.evidenceTime && logFactor < 0 && rule == .perSecond {
            evidence.forget(factor: factor(after: time - record.evidenceTime))
        }
        return evidence
    }

    @inline(__always)
    private func factor(after elapsed: Microseconds) -> Double {
        elapsed == interval ? factors[1] : factorAfterPause(elapsed)
    }

    @inline(never)
    private func factorAfterPause(_ elapsed: Microseconds) -> Double {
        let (count, rest) = elapsed.quotientAndRemainder(dividingBy: interval)
        if rest == 0 && count >= 0 && count < Self.factorCount { return factors[Int(count)] }
        return Elementary.exp(logFactor * Double(elapsed))
    }

    /// Evidence on a vehicle, nil where it was never heard.
    func evidence(on subject: VehicleID, of vehicle: VehicleID, at time: Microseconds) -> Evidence? {
        position(of: subject, in: vehicle).map { evidence(of: record(of: vehicle, at: $0), at: time) }
    }

    /// The opinion that a vehicle has when it *knows* another; certainty 0 otherwise.
    @inline(__always)
    func opinion(from evidence: Evidence) -> Opinion {
        evidence.total >= parameters.knownEvidence
            ? parameters.opinion(of: evidence) : Opinion(value: parameters.baseRate, certainty: 0)
    }
}
