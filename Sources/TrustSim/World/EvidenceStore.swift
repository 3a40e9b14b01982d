import GroupDecision

/// What one vehicle has recorded about another.
struct EvidenceRecord: Sendable {
    /// Evidence as of `evidenceTime`.
    var evidence = Evidence()
    var evidenceTime: Microseconds = 0
    /// When the last beacon was heard.
    var heardTime: Microseconds = .min / 2
    /// Number of the last opinion report received, or -1.
    var reportNumber: Int32 = -1
    /// Messages received since the receiver last decided about the sender, altered and genuine. Used by metrics only.
    var alteredCount: UInt32 = 0
    var genuineCount: UInt32 = 0
}

/// The evidence of all vehicles, each about those that it has heard. Every scheme starts from the same evidence.
final class EvidenceStore {
    let parameters: EvidenceParameters
    private var maps: [IntegerMap<VehicleID, EvidenceRecord>]
    private let logFactor: Double

    init(vehicleCount: Int, parameters: EvidenceParameters) {
        self.parameters = parameters
        maps = Array(repeating: IntegerMap(), count: vehicleCount)
        logFactor = Elementary.log(parameters.forgettingFactor) / 1e6
    }

    /// Number of vehicles that one has ever heard.
    func recordCount(of vehicle: VehicleID) -> Int { maps[Int(vehicle)].count }

    /// Whom a record is about.
    func subject(of vehicle: VehicleID, at position: Int) -> VehicleID { maps[Int(vehicle)].keys[position] }

    /// A record by its position, which never changes.
    func record(of vehicle: VehicleID, at position: Int) -> EvidenceRecord { maps[Int(vehicle)].values[position] }

    func position(of subject: VehicleID, in vehicle: VehicleID) -> Int? { maps[Int(vehicle)].position(of: subject) }

    /// The record about a sender, made where there is none, handed to `change`.
    @inline(__always)
    func update(_ sender: VehicleID, in receiver: VehicleID, _ change: (inout EvidenceRecord) -> Void) {
        let position = maps[Int(receiver)].position(of: sender, orInsert: EvidenceRecord())
        change(&maps[Int(receiver)].values[position])
    }

    /// Adds one verified interaction to a record.
    @inline(__always)
    func add(_ weight: Double, correct: Bool, at time: Microseconds, to record: inout EvidenceRecord) {
        record.evidence = evidence(of: record, at: time)
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
        if time != record.evidenceTime && logFactor < 0 {
            evidence.forget(factor: Elementary.exp(logFactor * Double(time - record.evidenceTime)))
        }
        return evidence
    }

    /// Evidence on a vehicle, nil where it was never heard.
    func evidence(on subject: VehicleID, of vehicle: VehicleID, at time: Microseconds) -> Evidence? {
        position(of: subject, in: vehicle).map { evidence(of: record(of: vehicle, at: $0), at: time) }
    }

    /// The opinion that a vehicle has when it *knows* another; certainty 0 otherwise.
    func opinion(from evidence: Evidence) -> Opinion {
        evidence.total >= parameters.knownEvidence
            ? parameters.opinion(of: evidence) : Opinion(value: parameters.baseRate, certainty: 0)
    }
}
