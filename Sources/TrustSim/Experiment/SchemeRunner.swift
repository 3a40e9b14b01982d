import GroupDecision

/// What the run knows and no scheme is told.
struct Truth: Sendable {
    /// Since when each vehicle has been malicious: its first misconduct, nil before.
    var firstMisconduct: [Microseconds?]
    var isAttacker: [Bool]
    var warmupEnd: Microseconds
    var trustsUnknown: Bool

    mutating func noteMisconduct(_ vehicle: VehicleID, at time: Microseconds) {
        if firstMisconduct[Int(vehicle)] == nil { firstMisconduct[Int(vehicle)] = time }
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

/// A scheme at work in one run: every vehicle's memory, last decisions, and the tally.
protocol SchemeRunning: AnyObject {
    var name: String { get }
    var tally: SchemeTally { get set }
    var cases: [CaseRecord] { get }

    /// Evaluates the neighbours of a view; counts the decisions of honest evaluators.
    func evaluate(_ view: inout LocalView, truth: Truth, messages: [MessageCounts])
    /// Stores what goes with a report for readers of this scheme.
    func publish(_ draft: [DraftEntry], of reporter: VehicleID, slot: Int, by profile: Profile?)
    /// Counts the bytes of a report on the air: 16 and 9 for each entry, for schemes that read reports.
    func countReport(entryCount: Int)
    /// Trust of the last decision on a vehicle if it was trusted, nil if not.
    func trust(of evaluator: VehicleID, in subject: VehicleID, truth: Truth) -> Double?
    /// Counts messages received since the last decision.
    func count(_ messages: MessageCounts, of evaluator: VehicleID, from subject: VehicleID, truth: Truth)
}

/// Messages received from one sender.
struct MessageCounts: Sendable {
    var altered: UInt32
    var genuine: UInt32
}

final class SchemeRunner<Scheme: TrustScheme>: SchemeRunning {
    private struct LastDecision: Sendable {
        var trust: Double
        var isTrusted: Bool
    }

    /// Claims and vouches of one report.
    private struct Claims: Sendable {
        var claim = SelfClaim(attestedLevel: 0.5, tolerance: 0.6)
        var vouches: [Bool] = []
    }

    static var minimumSupport: Double { 0.05 }

    private let scheme: Scheme
    private let logsCases: Bool
    private var memories: [Scheme.Memory]
    private var scratch: Scheme.Scratch
    private var last: [IntegerMap<VehicleID, LastDecision>]
    private var claims: [Claims]
    private var decisions = SchemeDecisions()
    private(set) var cases: [CaseRecord] = []
    var tally: SchemeTally

    init(_ scheme: Scheme, tolerances: [Double], logsCases: Bool) {
        self.scheme = scheme
        self.logsCases = logsCases
        memories = tolerances.map { scheme.makeMemory(tolerance: $0) }
        scratch = scheme.makeScratch()
        last = Array(repeating: IntegerMap(), count: tolerances.count)
        claims =
            scheme.readsClaims
            ? Array(repeating: Claims(), count: tolerances.count * ReportStore.slotsPerVehicle) : []
        tally = SchemeTally(vehicleCount: tolerances.count)
    }

    var name: String { scheme.name }

    func evaluate(_ view: inout LocalView, truth: Truth, messages: [MessageCounts]) {
        if scheme.readsClaims { fillClaims(&view) }
        decisions.neighbours.removeAll(keepingCapacity: true)
        decisions.consensus = nil
        scheme.evaluate(
            &view, memory: &memories[Int(view.evaluator)], scratch: &scratch, into: &decisions)
        let isHonest = !truth.isAttacker[Int(view.evaluator)]
        if isHonest, let consensus = decisions.consensus, view.time >= truth.warmupEnd {
            tally.addConsensus(rounds: consensus.rounds, degree: consensus.degree)
        }
        for neighbour in decisions.neighbours.indices {
            if isHonest { count(messages[neighbour], of: view.evaluator, from: view.subjects[neighbour], truth: truth) }
            remember(decisions.neighbours[neighbour], neighbour, view, truth, isHonest: isHonest)
        }
    }

    private func fillClaims(_ view: inout LocalView) {
        for member in view.neighbourhood.members.indices {
            let reporter = view.subjects[view.neighbourhood.members[member].subject]
            let slot = ReportStore.slot(of: reporter, number: view.reportNumbers[member])
            view.neighbourhood.members[member].attestedLevel = claims[slot].claim.attestedLevel
            view.neighbourhood.members[member].tolerance = claims[slot].claim.tolerance
            for entry in view.neighbourhood.entryRange(ofMember: member) {
                view.neighbourhood.entries[entry].vouches = claims[slot].vouches[Int(view.entrySources[entry])]
            }
        }
    }

    private func remember(
        _ decision: SchemeDecision, _ neighbour: Int, _ view: LocalView, _ truth: Truth, isHonest: Bool
    ) {
        let evaluator = view.evaluator
        let subject = view.subjects[neighbour]
        let isUnknown = decision.support < Self.minimumSupport
        let isTrusted = isUnknown ? truth.trustsUnknown : decision.trust >= decision.threshold
        let before = last[Int(evaluator)].position(of: subject)
        let wasDistrusted = before.map { !last[Int(evaluator)].values[$0].isTrusted }
        let position =
            before
            ?? last[Int(evaluator)].position(
                of: subject, orInsert: LastDecision(trust: 0.5, isTrusted: true))
        last[Int(evaluator)].values[position] = LastDecision(
            trust: isUnknown ? 0.5 : decision.trust, isTrusted: isTrusted)
        guard isHonest else { return }
        tally.verdicts.decide(on: subject, distrusts: !isTrusted, before: wasDistrusted, at: view.time)
        guard view.time >= truth.warmupEnd else { return }
        let isMalicious = truth.firstMisconduct[Int(subject)] != nil
        let ownCertainty = view.neighbourhood.subjects[neighbour].opinion.certainty
        tally.add(
            SchemeTally.Case(
                evaluator: evaluator, isMalicious: isMalicious, isDistrusted: !isTrusted, isUnknown: isUnknown,
                isFirstContact: before == nil, trust: decision.trust, ownCertainty: ownCertainty))
        if logsCases {
            cases.append(
                CaseRecord(
                    scheme: name, time: view.time, evaluator: evaluator, subject: subject, isMalicious: isMalicious,
                    decision: decision, ownCertainty: ownCertainty, isUnknown: isUnknown, isTrusted: isTrusted))
        }
    }

    func publish(_ draft: [DraftEntry], of reporter: VehicleID, slot: Int, by profile: Profile?) {
        guard scheme.readsClaims else { return }
        let own = scheme.claim(memories[Int(reporter)])
        claims[slot].claim = SelfClaim(
            attestedLevel: profile?.attestation.claim(honest: own.attestedLevel) ?? own.attestedLevel,
            tolerance: profile?.tolerance.claim(honest: own.tolerance) ?? own.tolerance)
        claims[slot].vouches.removeAll(keepingCapacity: true)
        for entry in draft { claims[slot].vouches.append(entry.vouches ?? (entry.value >= own.tolerance)) }
    }

    func countReport(entryCount: Int) {
        if scheme.readsReports { tally.reportBytes += 16 + 9 * entryCount }
    }

    func trust(of evaluator: VehicleID, in subject: VehicleID, truth: Truth) -> Double? {
        guard let decision = last[Int(evaluator)][subject] else {
            guard let stranger = scheme.decisionOnStrangers else { return truth.trustsUnknown ? 0.5 : nil }
            return stranger.trust >= stranger.threshold ? stranger.trust : nil
        }
        return decision.isTrusted ? decision.trust : nil
    }

    func count(_ messages: MessageCounts, of evaluator: VehicleID, from subject: VehicleID, truth: Truth) {
        if messages.altered == 0 && messages.genuine == 0 { return }
        let isDistrusted = trust(of: evaluator, in: subject, truth: truth) == nil
        tally.messages.add(actual: true, predicted: isDistrusted, count: Int(messages.altered))
        tally.messages.add(actual: false, predicted: isDistrusted, count: Int(messages.genuine))
    }
}
