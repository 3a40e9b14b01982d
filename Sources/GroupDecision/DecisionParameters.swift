/// Parameters of the group decision. Every value has a default; ranges are stated with each.
public struct DecisionParameters: Sendable, Equatable {
    /// Support scale kappa, > 0: the mass at which a level has support one half.
    public var supportScale = 0.5
    /// Exponent eta of the influence function phi(v) = clip(2 v - 1, 0, 1)^eta, > 0.
    public var influenceExponent = 3.0
    /// Influence beta0 of a reporter of whom nothing can be verified, in [0, 1].
    public var benefitOfDoubt = 0.1
    /// Cap q_max on every claimed certainty, in [0, 1].
    public var certaintyCap = 0.9
    /// Weight omega of the evaluator's own opinion in the group's, >= 0.
    public var ownGain = 3.0
    /// Consensus degree gamma at which the process stops, in [0, 1].
    public var consensusThreshold = 0.95
    /// Largest number of rounds L, >= 1.
    public var maxRounds = 10
    /// Adjustment delta of opinions towards the group's in a round, in [0, 1].
    public var adjustment = 0.1
    /// Damping d: share of the new estimate in the influence of the next round, in [0, 1].
    public var damping = 0.5
    /// Opinion of somebody about whom nothing is known, in the conduct and in the trust value, in [0, 1].
    public var prior = 0.5
    /// Claimed certainty from which a vouched entry counts as a guarantee, in [0, 1].
    public var vouchCertainty = 0.4
    /// Share of the honesty step at full support, in [0, 1].
    public var honestyShare = 0.9
    /// Difference between the attested and the found level that costs nothing, in [0, 1].
    public var attestationSlack = 0.1
    /// Rate at which the tolerance follows the split of trust values, in [0, 1].
    public var toleranceRate = 0.2
    /// Lower limit of claimed tolerances and of the split's middle, in [0, 1].
    public var toleranceMin = 0.3
    /// Upper limit of claimed tolerances and of the split's middle, in [0, 1].
    public var toleranceMax = 0.9
    /// Distance of the two classes of the split below which the tolerance stays, in [0, 1].
    public var minSeparation = 0.2
    /// Basis below which a decision is called unknown, in [0, 1].
    public var minBasis = 0.05
    /// Basis from which a trust value takes part in the split, in [0, 1].
    public var splitBasis = 0.3
    /// What a vehicle on probation needs above the threshold, in [0, 1]. Used by who remembers decisions, not by a decision.
    public var probationMargin = 0.1

    /// The defaults.
    public init() {}
}

/// The mechanisms of the group decision, each of which can be switched off to measure what it contributes.
public struct Mechanisms: Sendable, Equatable {
    /// Off: the subjective level is 0.5 with support 0.
    public var subjective = true
    /// Off: the objective level is 0.5 with support 0.
    public var objective = true
    /// Off: the self-proof level is 1.
    public var selfProof = true
    /// Off: one round only.
    public var rounds = true
    /// Off: the support of every guarantee is 0.
    public var guarantee = true
    /// Off: the threshold is the evaluator's tolerance, and the tolerance does not change.
    public var dynamicThreshold = true
    /// Off: no honesty step.
    public var honesty = true
    /// Off: trust is a mean of own opinion, group's opinion and guarantee by certainty and support, not by evidence.
    public var fusion = true
    /// Off: the threshold is the same whatever a decision rests on.
    public var basisThreshold = true
    /// Off: who was distrusted is judged like everybody. Used by who remembers decisions, not by a decision.
    public var probation = true

    /// All mechanisms on.
    public init() {}

    /// One mechanism by name.
    public struct Name: Sendable {
        /// As written in files: `selfProof`.
        public let key: String
        /// As written in the names of ablated schemes: `self-proof`.
        public let label: String
        /// Where the switch is.
        public let path: WritableKeyPath<Mechanisms, Bool> & Sendable
    }

    /// Every mechanism, in the order in which the model introduces them.
    public static let all: [Name] = [
        Name(key: "subjective", label: "subjective", path: \.subjective),
        Name(key: "objective", label: "objective", path: \.objective),
        Name(key: "selfProof", label: "self-proof", path: \.selfProof),
        Name(key: "rounds", label: "rounds", path: \.rounds),
        Name(key: "guarantee", label: "guarantee", path: \.guarantee),
        Name(key: "dynamicThreshold", label: "dynamic-threshold", path: \.dynamicThreshold),
        Name(key: "honesty", label: "honesty", path: \.honesty),
        Name(key: "fusion", label: "fusion", path: \.fusion),
        Name(key: "basisThreshold", label: "basis-threshold", path: \.basisThreshold),
        Name(key: "probation", label: "probation", path: \.probation),
    ]
}

extension DecisionParameters {
    /// One parameter by name.
    public struct Name: Sendable {
        /// As written in files.
        public let key: String
        /// Where it is.
        public let path: WritableKeyPath<DecisionParameters, Double> & Sendable
        /// Allowed values.
        public let range: ClosedRange<Double>
        /// Meaning, in one line.
        public let summary: String
    }

    /// Every real-valued parameter; ``maxRounds``, a whole number from 1, is the other one.
    public static let all: [Name] = [
        Name(key: "supportScale", path: \.supportScale, range: 1e-6...1e6, summary: "support scale kappa"),
        Name(key: "influenceExponent", path: \.influenceExponent, range: 0.01...100, summary: "influence exponent eta"),
        Name(key: "benefitOfDoubt", path: \.benefitOfDoubt, range: 0...1, summary: "influence beta0 of strangers"),
        Name(key: "certaintyCap", path: \.certaintyCap, range: 0...1, summary: "cap on claimed certainties"),
        Name(key: "ownGain", path: \.ownGain, range: 0...1e6, summary: "weight omega of the own opinion"),
        Name(
            key: "consensusThreshold", path: \.consensusThreshold, range: 0...1,
            summary: "consensus degree gamma at which rounds stop"),
        Name(key: "adjustment", path: \.adjustment, range: 0...1, summary: "adjustment delta of opinions in a round"),
        Name(key: "damping", path: \.damping, range: 0...1, summary: "damping d of influence"),
        Name(key: "prior", path: \.prior, range: 0...1, summary: "opinion of somebody unknown"),
        Name(
            key: "vouchCertainty", path: \.vouchCertainty, range: 0...1,
            summary: "claimed certainty from which vouching is a guarantee"),
        Name(key: "honestyShare", path: \.honestyShare, range: 0...1, summary: "share of the honesty step"),
        Name(
            key: "attestationSlack", path: \.attestationSlack, range: 0...1,
            summary: "difference of the attested level that costs nothing"),
        Name(
            key: "toleranceRate", path: \.toleranceRate, range: 0...1,
            summary: "rate at which tolerance follows the split"),
        Name(key: "toleranceMin", path: \.toleranceMin, range: 0...1, summary: "lower limit of claimed tolerances"),
        Name(key: "toleranceMax", path: \.toleranceMax, range: 0...1, summary: "upper limit of claimed tolerances"),
        Name(
            key: "minSeparation", path: \.minSeparation, range: 0...1,
            summary: "distance of classes below which tolerance stays"),
        Name(key: "minBasis", path: \.minBasis, range: 0...1, summary: "basis below which a decision is unknown"),
        Name(
            key: "splitBasis", path: \.splitBasis, range: 0...1,
            summary: "basis from which trust takes part in the split"),
        Name(
            key: "probationMargin", path: \.probationMargin, range: 0...1,
            summary: "what a vehicle on probation needs above the threshold"),
    ]
}
