import GroupDecision

/// What is to be explained.
public struct ExplanationRequest: Sendable {
    /// Name of the scheme, as in tables.
    public var scheme: String
    /// Who decided, by name; nil for any.
    public var evaluator: String?
    /// About whom; nil for any.
    public var subject: String?
    /// When, in seconds: the evaluator's last evaluation by then is explained. Nil for any.
    public var seconds: Double?
    /// Which replication, from 0.
    public var replication = 0

    /// Any decision of a scheme.
    public init(scheme: String) { self.scheme = scheme }
}

/// Looks for a decision that shows what a scheme does: one in which reports turned what the evaluator itself would have
/// said, rightly, and by as little as possible: in log odds where a decision is made in them, else in trust.
final class ExplanationSearch: RunObserver {
    let interests: RunInterests = .decisions
    private let scheme: String
    private let evaluator: VehicleID?
    private let subject: VehicleID?
    /// The evaluations wanted; each vehicle has one in a range of the evaluation interval.
    private let times: ClosedRange<Microseconds>
    private(set) var best: Candidate?

    struct Candidate {
        let evaluator: VehicleID
        let subject: VehicleID
        let time: Microseconds
        /// Less is better: kind of decision, then its distance from the threshold.
        let rank: (Int, Double)

        /// Whether reports turned what the evaluator would have said, and rightly.
        var isAsWanted: Bool { rank.0 & (ExplanationSearch.unturned | ExplanationSearch.wrong) == 0 }
    }

    private static let poor = 8
    private static let unturned = 4
    private static let wrong = 2

    init(scheme: String, evaluator: VehicleID?, subject: VehicleID?, times: ClosedRange<Microseconds>) {
        self.scheme = scheme
        self.evaluator = evaluator
        self.subject = subject
        self.times = times
    }

    func observe(_ evaluation: borrowing ObservedEvaluation) {
        guard evaluation.scheme == scheme, times.contains(evaluation.view.time),
            evaluator == nil || evaluator == evaluation.view.evaluator
        else { return }
        var reports = Array(repeating: 0, count: evaluation.view.neighbourCount)
        for entry in evaluation.view.neighbourhood.entries where Int(entry.subject) < reports.count {
            reports[Int(entry.subject)] += 1
        }
        let alone = evaluation.verdictsWithoutReports
        for neighbour in reports.indices
        where subject == nil || subject == evaluation.view.subjects[neighbour] {
            let rank = rank(of: neighbour, reports: reports[neighbour], alone[neighbour], evaluation)
            if let best, best.rank <= rank { continue }
            best = Candidate(
                evaluator: evaluation.view.evaluator, subject: evaluation.view.subjects[neighbour],
                time: evaluation.view.time, rank: rank)
        }
    }

    private func rank(
        of neighbour: Int, reports: Int, _ alone: Bool, _ evaluation: borrowing ObservedEvaluation
    ) -> (Int, Double) {
        let outcome = evaluation.outcome(of: neighbour)
        let own = evaluation.view.neighbourhood.subjects[neighbour].opinion
        let isMalicious = evaluation.truth.isMalicious[Int(evaluation.view.subjects[neighbour])]
        let isRich =
            reports >= 3 && own.certainty > 0 && !outcome.isUnknown
            && evaluation.view.time >= evaluation.truth.warmupEnd
        var kind = 0
        if !isRich { kind += Self.poor }
        if alone == outcome.isTrusted { kind += Self.unturned }
        if isMalicious == outcome.isTrusted { kind += Self.wrong }
        if !isMalicious { kind += 1 }
        let found = evaluation.decisions.inference?.outcome.subjects[neighbour]
        return (
            kind,
            found.map { abs($0.logOdds - outcome.decision.logOddsLimit) }
                ?? abs(outcome.decision.trust - outcome.decision.threshold)
        )
    }
}

extension ObservedEvaluation {
    /// Whether the evaluator would have trusted each neighbour without any report: by inference from evidence and memory, and
    /// elsewhere by its own opinion.
    fileprivate var verdictsWithoutReports: [Bool] {
        guard let detail = decisions.inference else {
            return (0..<view.neighbourCount).map {
                view.neighbourhood.subjects[$0].opinion.value >= decisions.neighbours[$0].threshold
            }
        }
        return detail.verdictsWithoutReports(view)
    }
}

extension InferenceDetail {
    /// Whether each neighbour would have been trusted without any report.
    func verdictsWithoutReports(_ view: LocalView) -> [Bool] {
        var unread = view
        unread.neighbourhood.members = []
        unread.neighbourhood.entries = []
        var inference = GroupInference(parameters: parameters)
        var (memory, outcome) = (memory, InferenceOutcome())
        inference.decide(unread, numbers, &memory, into: &outcome)
        return outcome.subjects.prefix(view.neighbourCount).map(\.trusted)
    }
}

/// Keeps the evaluation to be explained, and what led to it.
final class ExplanationWatcher: RunObserver {
    let interests: RunInterests = .decisions
    private let scheme: String
    private let evaluator: VehicleID
    private let subject: VehicleID
    /// Nil: the last evaluation with the subject as a neighbour.
    private let until: Microseconds?
    /// Of the evaluation that `schemes` are of.
    private var schemesTime: Microseconds = .min

    /// The evaluation.
    private(set) var kept: ObservedEvaluation?
    /// When the evaluator evaluates first.
    private(set) var first: Microseconds?
    /// When the evaluator had last heard the subject by then.
    private(set) var heard: Microseconds?
    /// What the schemes decided on the subject at that evaluation, in the order of tables.
    private(set) var schemes: [(name: String, outcome: SchemeRunner.Record.Outcome)] = []
    /// The evaluations with the subject as a neighbour, of the whole run.
    private(set) var history: [Past] = []

    /// One evaluation with the subject as a neighbour.
    struct Past {
        let time: Microseconds
        let evidence: Evidence
        let opinion: Opinion
        let outcome: SchemeRunner.Record.Outcome
    }

    init(scheme: String, evaluator: VehicleID, subject: VehicleID, until: Microseconds?) {
        self.scheme = scheme
        self.evaluator = evaluator
        self.subject = subject
        self.until = until
    }

    func observe(_ evaluation: borrowing ObservedEvaluation) {
        guard evaluation.view.evaluator == evaluator else { return }
        if first == nil { first = evaluation.view.time }
        let neighbour = evaluation.view.subjects.prefix(evaluation.view.neighbourCount).firstIndex(of: subject)
        if evaluation.scheme == scheme, let neighbour {
            history.append(
                Past(
                    time: evaluation.view.time, evidence: evaluation.view.evidence[neighbour],
                    opinion: evaluation.view.neighbourhood.subjects[neighbour].opinion,
                    outcome: evaluation.outcome(of: neighbour)))
        }
        if until.map({ evaluation.view.time > $0 }) ?? (neighbour == nil) { return }
        if schemesTime != evaluation.view.time {
            schemesTime = evaluation.view.time
            schemes = []
        }
        if let neighbour { schemes.append((evaluation.scheme, evaluation.outcome(of: neighbour))) }
        guard evaluation.scheme == scheme else { return }
        kept = copy evaluation
        heard = evaluation.view.lastHeard(subject)
    }

}
