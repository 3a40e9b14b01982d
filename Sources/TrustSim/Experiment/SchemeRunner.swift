import GroupDecision

/// What the run knows and no scheme is told.
struct Truth: Sendable {
    /// Since when each vehicle has been malicious: its first misconduct, nil before.
    private(set) var firstMisconduct: [Microseconds?]
    /// Whether there is a first misconduct: a byte a vehicle, because it is asked for every case.
    private(set) var isMalicious: [Bool]
    let isAttacker: [Bool]
    let warmupEnd: Microseconds
    let trustsUnknown: Bool

    init(firstMisconduct: [Microseconds?], isAttacker: [Bool], warmupEnd: Microseconds, trustsUnknown: Bool) {
        self.firstMisconduct = firstMisconduct
        isMalicious = firstMisconduct.map { $0 != nil }
        self.isAttacker = isAttacker
        self.warmupEnd = warmupEnd
        self.trustsUnknown = trustsUnknown
    }

    mutating func noteMisconduct(_ vehicle: VehicleID, at time: Microseconds) {
        if isMalicious[Int(vehicle)] { return }
        isMalicious[Int(vehicle)] = true
        firstMisconduct[Int(vehicle)] = time
    }
}

/// One case as written by `--decisions`.
public struct CaseRecord: Sendable {
    /// Scheme that decided.
    public var scheme: String
    /// When, who, about whom.
    public var time: Microseconds
    /// Who decided.
    public var evaluator: VehicleID
    /// About whom.
    public var subject: VehicleID
    /// Whether the subject had by then misbehaved.
    public var isMalicious: Bool
    /// What was decided.
    public var decision: SchemeDecision
    /// The evaluator's own certainty.
    public var ownCertainty: Double
    /// Whether the unknown policy decided.
    public var isUnknown: Bool
    /// The outcome.
    public var isTrusted: Bool
}

/// Messages received from one sender.
struct MessageCounts: Sendable {
    var altered: UInt32
    var genuine: UInt32
}

/// Messages received from somebody who is no neighbour any more.
struct StrayMessages: Sendable {
    /// Number of the sender among the acquaintances of the receiver, nil where it was never decided about.
    var contact: Int?
    var counts: MessageCounts
}

/// A scheme at work in one run: every vehicle's memory, last decisions, and the tally.
final class SchemeRunner {
    static let minimumSupport = 0.05

    let name: String
    private let scheme: any TrustScheme
    private let mind: SchemeMind
    /// One value, so that a decision and its counting need one access to this object.
    private var record: Record
    private var claims: [Claims]
    private let reports: ReportStore
    private var decisions = SchemeDecisions()

    /// Claims and vouches of one report.
    private struct Claims: Sendable {
        var claim = SelfClaim(attestedLevel: 0.5, tolerance: 0.6)
        /// Which of the first 64 entries are vouched for, and which of the others.
        private var firstVouches: UInt64 = 0
        private var otherVouches: [Bool] = []

        func vouches(forEntry entry: Int) -> Bool {
            entry < 64 ? firstVouches >> UInt64(entry) & 1 == 1 : otherVouches[entry - 64]
        }

        mutating func setVouches(_ draft: [DraftEntry], tolerance: Double) {
            firstVouches = 0
            otherVouches.removeAll(keepingCapacity: true)
            for (index, entry) in draft.enumerated() {
                let vouches = entry.vouches ?? (entry.value >= tolerance)
                if index >= 64 {
                    otherVouches.append(vouches)
                } else if vouches {
                    firstVouches |= 1 << UInt64(index)
                }
            }
        }
    }

    init(
        _ scheme: AnyTrustScheme, tolerances: [Double], reports: ReportStore, identities: Identities, logsCases: Bool
    ) {
        self.reports = reports
        name = scheme.base.name
        self.scheme = scheme.base
        mind = scheme.makeMind(tolerances)
        record = Record(scheme: scheme.base, identities: identities, logsCases: logsCases)
        claims =
            scheme.base.readsClaims
            ? Array(repeating: Claims(), count: reports.slotCount) : []
    }

    convenience init(_ scheme: some TrustScheme, tolerances: [Double], logsCases: Bool) {
        let identities = Identities(vehicleCount: tolerances.count)
        self.init(
            AnyTrustScheme(scheme), tolerances: tolerances, reports: ReportStore(identityCount: tolerances.count),
            identities: identities, logsCases: logsCases)
    }

    var tally: SchemeTally {
        _read { yield record.tally }
        _modify { yield &record.tally }
    }

    var cases: [CaseRecord] { record.cases }

    /// Evaluates the neighbours of a view; counts the decisions of honest evaluators, and the messages that the evaluator
    /// has received since the last time, by neighbour.
    func evaluate(
        _ view: inout LocalView, contacts: [Acquaintances.Contact], truth: Truth, messages: [MessageCounts],
        clock: PhaseClock = PhaseClock()
    ) {
        clock.mark(.decision)
        if scheme.readsClaims { fillClaims(&view) }
        decisions.neighbours.removeAll(keepingCapacity: true)
        decisions.consensus = nil
        mind.evaluate(&view, &decisions)
        if let consensus = decisions.consensus { clock.rounds += consensus.rounds }
        clock.mark(.metrics)
        record.add(decisions, about: contacts, view, truth, messages)
    }

    private func fillClaims(_ view: inout LocalView) {
        for member in view.neighbourhood.members.indices {
            let reporter = view.subjects[view.neighbourhood.members[member].subject]
            let slot = reports.slot(of: reporter, number: view.reportNumbers[member])
            view.neighbourhood.members[member].attestedLevel = claims[slot].claim.attestedLevel
            view.neighbourhood.members[member].tolerance = claims[slot].claim.tolerance
            for entry in view.neighbourhood.entryRange(ofMember: member) {
                view.neighbourhood.entries[entry].vouches = claims[slot].vouches(
                    forEntry: Int(view.entrySources[entry]))
            }
        }
    }

    /// Stores what goes with a report for readers of this scheme. `heardSlots` are the reports whose claims an attacker may
    /// copy.
    func publish(
        _ draft: [DraftEntry], of reporter: VehicleID, slot: Int, by profile: Profile?, heardSlots: [Int] = []
    ) {
        guard scheme.readsClaims else { return }
        var own = mind.claim(reporter)
        claims[slot].setVouches(draft, tolerance: own.tolerance)
        if let profile {
            own.attestedLevel = profile.attestation.claim(
                honest: own.attestedLevel, heard: heardSlots.map { claims[$0].claim.attestedLevel })
            own.tolerance = profile.tolerance.claim(
                honest: own.tolerance, heard: heardSlots.map { claims[$0].claim.tolerance })
        }
        claims[slot].claim = own
    }

    /// Counts the bytes of a report on the air: 16 and 9 for each entry, for schemes that read reports.
    func countReport(entryCount: Int) {
        if scheme.readsReports { record.tally.reportBytes += 16 + 9 * entryCount }
    }

    /// Trust of the last decision on an acquaintance, or on a stranger, if it was trusted, nil if not.
    func trust(of evaluator: VehicleID, inContact number: Int?, truth: Truth) -> Double? {
        record.trust(of: evaluator, inContact: number, truth)
    }

    /// Counts messages received since the last decision.
    func count(_ messages: [StrayMessages], of evaluator: VehicleID, truth: Truth) {
        record.count(messages, of: evaluator, truth)
    }
}
