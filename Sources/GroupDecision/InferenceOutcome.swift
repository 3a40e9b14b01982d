/// What one decision of ``GroupInference`` found.
public struct InferenceOutcome: Sendable {
    /// What was found about a reporter. Levels are log-likelihood ratios of an honest reporter, with good or bad sensors, to
    /// a liar.
    public struct Member: Sendable, Equatable {
        /// Judged by the evaluator's own evidence.
        public var subjective = 0.0
        /// Judged by own evidence and the others' reports.
        public var comprehensive = 0.0
        /// Log-likelihoods of the report: of an honest reporter with a good and with a bad sensor, and of a liar.
        var honest = 0.0
        var noisy = 0.0
        var liar = 0.0

        /// What the others add: the comprehensive less the subjective level.
        public var objective: Double { comprehensive - subjective }
    }

    /// What was decided about a subject.
    public struct Subject: Sendable, Equatable {
        /// Log odds of malicious to honest, at even prior odds; trusted where they are not positive.
        public var logOdds = 0.0

        /// Probability of honest conduct at even prior odds, in [0, 1].
        public var trust: Double { 1 / (1 + Elementary.exp(logOdds)) }
    }

    /// One element for each member of the neighbourhood.
    public var members: [Member] = []
    /// One element for each subject of the neighbourhood.
    public var subjects: [Subject] = []

    /// An empty outcome.
    public init() {}
}
