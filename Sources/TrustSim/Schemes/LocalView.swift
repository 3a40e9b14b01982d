import GroupDecision

/// What a roadside unit said, as far as it is about subjects of the view.
public struct UnitWord: Sendable {
    /// What it said of one subject.
    public struct Entry: Sendable {
        /// Index of the subject in the view.
        public var subject: Int32
        /// What the unit said; certainty 0 where it knows nothing.
        public internal(set) var opinion: Opinion
        /// Place of the subject in the word.
        var source: Int32
    }

    /// Number of the unit, which no vehicle has.
    public var unit: VehicleID
    /// When it spoke.
    public var time: Microseconds
    /// Place of the word with the schemes.
    var slot: Int
    /// What it said of subjects of the view.
    public internal(set) var entries: [Entry]
}

/// All that one vehicle has when it evaluates its neighbours: its own evidence and the reports that it received. What is
/// true of anybody, what others know, and what did not reach the vehicle's radio is not in it.
///
/// Subjects are numbered as in ``neighbourhood``: first the current neighbours in order of vehicle number, then everybody
/// else whom a report names.
public struct LocalView {
    /// Who evaluates.
    public internal(set) var evaluator: VehicleID = 0
    /// When.
    public internal(set) var time: Microseconds = 0
    /// Vehicle of each subject.
    public internal(set) var subjects: [VehicleID] = []
    /// Own evidence on each subject, as of now.
    public internal(set) var evidence: [Evidence] = []
    /// How many of the subjects are neighbours: those to be decided about.
    public internal(set) var neighbourCount = 0
    /// Own opinions and live reports. Claims about oneself (attested level, tolerance, vouching) are filled in only for
    /// schemes that read them.
    public internal(set) var neighbourhood = Neighbourhood()

    /// The latest words of roadside units that reached the evaluator within two evaluation intervals. Opinions are filled in
    /// only for schemes that read them.
    public internal(set) var unitWords: [UnitWord] = []

    /// Whether the evaluator's own detector judges what is plausible; otherwise its readings have independent errors.
    public internal(set) var judgesPlausibility = false

    /// The name under which the evaluator sends, and whether it reaches a misbehaviour authority now.
    var ownName: VehicleID = 0
    var reachesAuthority = false
    /// For each member, the number of its report; for each entry, its place in the report.
    var reportNumbers: [Int32] = []
    var entrySources: [Int32] = []
    /// Everybody's records; out of reach of everything but the questions below, which are about the evaluator's own.
    private let store: EvidenceStore

    init(store: EvidenceStore) { self.store = store }

    /// The evaluator's own opinion of any vehicle; certainty 0 where it does not know it.
    public func ownOpinion(of vehicle: VehicleID) -> Opinion {
        store.opinion(from: store.evidence(on: vehicle, of: evaluator, at: time) ?? Evidence())
    }

    /// The evaluator's own evidence on any vehicle, as of now; none where it was never heard.
    public func ownEvidence(on vehicle: VehicleID) -> Evidence {
        store.evidence(on: vehicle, of: evaluator, at: time) ?? Evidence()
    }

    /// What forgetting leaves of evidence to which nothing is added for some time, as a share from 0 to 1.
    public func retained(after elapsed: Microseconds) -> Double { store.retained(after: elapsed) }

    /// When the evaluator last heard a vehicle, or nil.
    public func lastHeard(_ vehicle: VehicleID) -> Microseconds? {
        store.record(on: vehicle, of: evaluator).map { store[$0].heardTime }
    }

    /// How evidence becomes opinions.
    public var evidenceParameters: EvidenceParameters { store.parameters }
}
