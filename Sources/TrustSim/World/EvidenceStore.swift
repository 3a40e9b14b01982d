import GroupDecision

/// The evidence of all vehicles, each about those that it has heard. Every scheme starts from the same evidence.
///
/// A record is dropped when nothing can depend on it any more: no beacon and no report of its vehicle was received for a
/// minute or more, no message of it waits to be counted, and its evidence has decayed below ``EvidenceStore/negligible``,
/// which is lost to rounding in every sum that it could still enter. So the number of records is bounded by the vehicles
/// met lately, and results are the same as if nothing were ever dropped.
///
/// Complexity: O(1) expected a record; memory proportional to the records, 64 bytes each and up to as much again.
final class EvidenceStore {
    /// Evidence below this changes no sum with a prior or with new evidence in double precision.
    static let negligible = 0x1p-60
    /// Longer than anything that asks when a vehicle was heard: neighbours, live reports, pending guarantees.
    static let shortestMemory: Microseconds = 60_000_000

    let parameters: EvidenceParameters
    private let forgetting: Forgetting
    private let memory: Microseconds
    private let vehicleCount: Int
    private let tables: UnsafeMutablePointer<EvidenceTable>
    private let arena = MemoryArena()
    /// The records that a message is about to change, and whom they are about.
    private let places: UnsafeMutablePointer<UnsafeMutablePointer<EvidenceRecord>>
    private let subjects: UnsafeMutablePointer<VehicleID>
    /// One false and one correct interaction.
    private let interactions: UnsafeMutablePointer<Evidence>

    /// `interval` is the time between two beacons of a vehicle; `memory` is raised to ``shortestMemory``.
    init(
        vehicleCount: Int, parameters: EvidenceParameters, rule: ForgettingRule = .perSecond,
        interval: Microseconds = 1_000_000, memory: Microseconds = 0
    ) {
        self.parameters = parameters
        forgetting = Forgetting(factor: parameters.forgettingFactor, rule: rule, interval: interval)
        self.memory = max(memory, Self.shortestMemory)
        self.vehicleCount = vehicleCount
        tables = arena.allocate(byteCount: vehicleCount * MemoryLayout<EvidenceTable>.stride)
            .bindMemory(to: EvidenceTable.self, capacity: vehicleCount)
        tables.initialize(repeating: EvidenceTable(EvidenceTable.Empty(arena)), count: vehicleCount)
        places = .allocate(capacity: vehicleCount)
        subjects = .allocate(capacity: vehicleCount)
        interactions = .allocate(capacity: 2)
        interactions.initialize(to: Evidence(negative: 1))
        (interactions + 1).initialize(to: Evidence(positive: 1))
    }

    deinit {
        places.deallocate()
        subjects.deallocate()
        forgetting.deallocate()
        interactions.deallocate()
    }

    // MARK: - Records

    /// Number of records of all vehicles.
    var recordCount: Int { (0..<vehicleCount).reduce(0) { $0 + Int(tables[$1].count) } }

    /// Where a record is, until another is made for the same vehicle.
    struct Place {
        fileprivate let pointer: UnsafeMutablePointer<EvidenceRecord>
    }

    /// A record, to be read or changed.
    @inline(__always)
    subscript(_ place: Place) -> EvidenceRecord {
        get { place.pointer.pointee }
        _modify { yield &place.pointer.pointee }
    }

    /// The record of a vehicle about another, nil where it was never heard or is forgotten.
    @inline(__always)
    func record(on subject: VehicleID, of vehicle: VehicleID) -> Place? {
        tables[Int(vehicle)].find(subject).map { Place(pointer: $0) }
    }

    /// Calls `body` with every record of a vehicle.
    @inline(__always)
    func forEachRecord(of vehicle: VehicleID, _ body: (Place, inout EvidenceRecord) -> Void) {
        let records = tables[Int(vehicle)].all
        guard let first = records.baseAddress else { return }
        for position in 0..<records.count { body(Place(pointer: first + position), &records[position]) }
    }

    /// The record about a sender, made where there is none.
    @inline(__always)
    private func place(
        of sender: VehicleID, in receiver: VehicleID, at time: Microseconds
    ) -> UnsafeMutablePointer<EvidenceRecord> {
        tables[Int(receiver)].find(sender) ?? insert(sender, receiver, time)
    }

    @inline(never)
    private func insert(
        _ sender: VehicleID, _ receiver: VehicleID, _ time: Microseconds
    ) -> UnsafeMutablePointer<EvidenceRecord> {
        tables[Int(receiver)].insert(sender, in: arena) { isForgotten($0, at: time) }
    }

    /// The record about a sender, made where there is none, handed to `change`.
    @inline(__always)
    func update(
        _ sender: VehicleID, in receiver: VehicleID, at time: Microseconds, _ change: (inout EvidenceRecord) -> Void
    ) {
        change(&place(of: sender, in: receiver, at: time).pointee)
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

    /// Fills `places`. First the likely places are read, without a branch that could be foretold wrongly, so that waiting
    /// for the memory of all receivers overlaps; then they are checked.
    @inline(__always)
    private func findPlaces(of sender: VehicleID, in receptions: UnsafeBufferPointer<Reception>, at time: Microseconds)
    {
        let hash = sender.fixedHash
        for index in 0..<receptions.count {
            let place = tables[Int(receptions[index].vehicle)].guess(hash)
            places[index] = place
            subjects[index] = place.pointee.subject
        }
        for index in 0..<receptions.count where subjects[index] != sender {
            places[index] = place(of: sender, in: receptions[index].vehicle, at: time)
        }
    }

    private func isForgotten(_ record: EvidenceRecord, at time: Microseconds) -> Bool {
        time - max(record.heardTime, record.reportTime) > memory && record.alteredCount == 0 && record.genuineCount == 0
            && evidence(of: record, at: time).total == 0
    }

    // MARK: - Evidence

    /// Adds one verified interaction to a record.
    @inline(__always)
    func add(_ weight: Double, correct: Bool, at time: Microseconds, to record: inout EvidenceRecord) {
        record.evidence.forget(factor: forgetting.factorOfInteraction(after: time - record.evidenceTime))
        record.evidenceTime = time
        if correct {
            record.evidence.positive += weight
        } else {
            record.evidence.negative += weight
        }
    }

    /// What one verified interaction at a time does to a record, ready to be done many times.
    struct Interaction {
        fileprivate let time: Microseconds
        fileprivate let forgetting: Forgetting
        fileprivate let evidence: UnsafeMutablePointer<Evidence>

        /// The same as ``EvidenceStore/add(_:correct:at:to:)`` with weight 1.
        @inline(__always)
        func add(correct: Bool, to record: inout EvidenceRecord) {
            let factor = forgetting.factorOfInteraction(after: time &- record.evidenceTime)
            let new = evidence[correct ? 1 : 0]
            record.evidence = Evidence(
                positive: record.evidence.positive * factor + new.positive,
                negative: record.evidence.negative * factor + new.negative)
            record.evidenceTime = time
        }
    }

    func interaction(at time: Microseconds) -> Interaction {
        Interaction(time: time, forgetting: forgetting, evidence: interactions)
    }

    /// Evidence of a record with what has been forgotten until a time; negligible evidence is none, so that it does not
    /// matter whether a record has been dropped.
    @inline(__always)
    func evidence(of record: EvidenceRecord, at time: Microseconds) -> Evidence {
        var evidence = record.evidence
        evidence.forget(factor: forgetting.factor(after: time - record.evidenceTime))
        return evidence.total < Self.negligible ? Evidence() : evidence
    }

    /// What forgetting leaves of evidence to which nothing is added for some time.
    func retained(after elapsed: Microseconds) -> Double { forgetting.factor(after: elapsed) }

    /// Evidence on a vehicle, nil where it was never heard.
    func evidence(on subject: VehicleID, of vehicle: VehicleID, at time: Microseconds) -> Evidence? {
        record(on: subject, of: vehicle).map { evidence(of: self[$0], at: time) }
    }

    /// The opinion that a vehicle has when it *knows* another; certainty 0 otherwise.
    @inline(__always)
    func opinion(from evidence: Evidence) -> Opinion {
        evidence.total >= parameters.knownEvidence
            ? parameters.opinion(of: evidence) : Opinion(value: parameters.baseRate, certainty: 0)
    }
}
