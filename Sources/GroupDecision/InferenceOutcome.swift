/// What one decision of ``GroupInference`` found.
public struct InferenceOutcome: Sendable {
    /// What was found about a reporter. Levels are log-likelihood ratios of an honest reporter, with good or bad sensors, to
    /// a liar; ``level(_:)`` makes a number in [0, 1] of one.
    public struct Member: Sendable, Equatable {
        /// Judged by the evaluator's own evidence.
        public var subjective = 0.0
        /// Judged by own evidence and the others' reports.
        public var comprehensive = 0.0
        /// What its report says about its own conduct: log-likelihood ratio of an honest to a malicious vehicle. 0 where
        /// ``GroupInference/keepsParts`` is off.
        public var selfProof = 0.0
        /// Likelihoods of the report, the greatest as 1: of an honest reporter with a good and with a bad sensor, and of a
        /// liar.
        var honest = 1.0
        var noisy = 1.0
        var liar = 1.0

        /// What the others add: the comprehensive less the subjective level.
        public var objective: Double { comprehensive - subjective }
    }

    /// What was decided about a subject.
    public struct Subject: Sendable, Equatable {
        /// Logarithm of the likelihood ratio of a malicious to an honest vehicle, by all that is known, in [-60, 60].
        public var logOdds = 0.0
        /// Probability that it is honest, if as many vehicles are honest as malicious.
        public var trust = 0.5
        /// Trusted where ``trust`` is not below it.
        public var threshold = 0.5

        /// Whether it is trusted.
        public var trusted: Bool { trust >= threshold }
        /// How far the decision rests on something, in [0, 1]: 0 where nothing is known.
        public var support: Double { 1 - Elementary.exp(-logOdds.magnitude) }
    }

    /// One element for each member of the neighbourhood.
    public var members: [Member] = []
    /// One element for each subject of the neighbourhood.
    public var subjects: [Subject] = []

    /// An empty outcome.
    public init() {}

    /// The probability that belongs to a log-likelihood ratio at even odds, in [0, 1]; 0.5 where it is 0.
    public static func level(_ logRatio: Double) -> Double { 1 / (1 + Elementary.exp(-logRatio)) }
}
