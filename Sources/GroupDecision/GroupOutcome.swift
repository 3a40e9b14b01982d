/// The result of one group decision, with every intermediate value of the round that stopped.
///
/// The storage is reused: pass the same outcome to each decision.
public struct GroupOutcome: Sendable {
    /// What was found about a reporter.
    public struct Member: Sendable, Equatable {
        /// Subjective consensus level S: agreement with the evaluator's own opinions.
        public var subjective = 0.5
        /// Support of the subjective level.
        public var subjectiveSupport = 0.0
        /// Objective consensus level O: agreement with the other neighbours.
        public var objective = 0.5
        /// Support of the objective level.
        public var objectiveSupport = 0.0
        /// Comprehensive consensus level C.
        public var comprehensive = 0.5
        /// Support s of the comprehensive level.
        public var support = 0.0
        /// Self-proof level P.
        public var selfProof = 1.0
        /// Conduct D as the evaluator has seen it.
        public var conduct = 0.5
        /// Influence u on the group's opinion.
        public var influence = 0.0
    }

    /// What was decided about a subject.
    public struct Subject: Sendable, Equatable {
        /// The group's opinion without the evaluator's own, G.
        public var group = 0.5
        /// Support of the group's opinion.
        public var groupSupport = 0.0
        /// Guaranteed value V.
        public var guarantee = 0.5
        /// Support of the guarantee.
        public var guaranteeSupport = 0.0
        /// Share of the decision that rests on something, in [0, 1].
        public var basis = 0.0
        /// Trust value T.
        public var trust = 0.5
        /// Threshold theta.
        public var threshold = 0.5
        /// Whether the basis is too small to speak of a decision.
        public var unknown = true
        /// Whether trust reaches the threshold, whatever the basis.
        public var trusted = false
    }

    /// Rounds of the consensus-reaching process, at least 1.
    public var rounds = 1
    /// Consensus degree of the first round, before any opinion was adjusted.
    public var initialConsensusDegree = 1.0
    /// Consensus degree of the last round.
    public var consensusDegree = 1.0
    /// Whether the consensus threshold was reached.
    public var reached = true
    /// The level that the evaluator will attest in its own next report.
    public var attestedLevel = 0.5
    /// The neighbours' tolerance tau_N, weighted by influence.
    public var groupTolerance = 0.6
    /// The evaluator's tolerance after this decision.
    public var nextTolerance = 0.6
    /// One element for each member of the neighbourhood.
    public var members: [Member] = []
    /// One element for each subject of the neighbourhood.
    public var subjects: [Subject] = []

    /// An empty outcome.
    public init() {}
}
