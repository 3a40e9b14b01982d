import GroupDecision

/// What schemes are made from.
public struct SchemeSettings: Sendable {
    /// Parameters of consensus-adaptive; the cap on certainties holds for every scheme.
    public var decision = DecisionParameters()
    /// Threshold of own-evidence, beta, deviation-test and dempster-shafer.
    public var baselineThreshold = 0.7
    /// Threshold of majority-vote.
    public var voteThreshold = 0.5
    /// Opinion from which majority-vote counts a vote as trusting.
    public var voteValue = 0.7
    /// Largest deviation that deviation-test accepts.
    public var deviationLimit = 0.3

    /// The defaults.
    public init() {}
}

/// The registry of schemes.
public struct SchemeEntry: Sendable {
    /// As written in scenario files and tables.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    let make: @Sendable (SchemeSettings, RandomSource) -> AnyTrustScheme
}

/// The schemes that there are, in the order of tables.
public enum SchemeCatalog {
    /// Every scheme.
    public static let all: [SchemeEntry] = [
        SchemeEntry(name: "consensus-adaptive", summary: "group decision with consensus levels and dynamic threshold") {
            settings, _ in AnyTrustScheme(ConsensusAdaptive(parameters: settings.decision))
        },
        SchemeEntry(name: "own-evidence", summary: "the evaluator's own opinion, no reports") { settings, _ in
            AnyTrustScheme(OwnEvidence(threshold: settings.baselineThreshold))
        },
        SchemeEntry(name: "beta", summary: "beta reputation: discounted evidence of all reporters added up") {
            settings, _ in
            AnyTrustScheme(
                BetaReputation(
                    name: "beta", threshold: settings.baselineThreshold, certaintyCap: settings.decision.certaintyCap,
                    deviationLimit: nil))
        },
        SchemeEntry(name: "deviation-test", summary: "beta without entries that deviate from the own opinion") {
            settings, _ in
            AnyTrustScheme(
                BetaReputation(
                    name: "deviation-test", threshold: settings.baselineThreshold,
                    certaintyCap: settings.decision.certaintyCap, deviationLimit: settings.deviationLimit))
        },
        SchemeEntry(name: "dempster-shafer", summary: "masses of all reporters combined by Dempster's rule") {
            settings, _ in
            AnyTrustScheme(
                DempsterShafer(threshold: settings.baselineThreshold, certaintyCap: settings.decision.certaintyCap))
        },
        SchemeEntry(name: "majority-vote", summary: "the share of reporters that trust") { settings, _ in
            AnyTrustScheme(MajorityVote(threshold: settings.voteThreshold, voteValue: settings.voteValue))
        },
        SchemeEntry(name: "trust-all", summary: "trivial: trusts everybody") { _, _ in
            AnyTrustScheme(TrustAll())
        },
        SchemeEntry(name: "distrust-all", summary: "trivial: distrusts everybody") { _, _ in
            AnyTrustScheme(DistrustAll())
        },
        SchemeEntry(name: "coin", summary: "trivial: tosses a coin") { _, random in
            AnyTrustScheme(Coin(random: random))
        },
    ]

    /// Names of the schemes, in the order of tables.
    public static let names = all.map(\.name)

    /// What ablations are called: by key (`selfProof`) and by label (`self-proof`).
    public static let ablationNames = Mechanisms.all.map(\.key)

    /// Ablations with the names of their rows.
    public static let ablationSummaries = Mechanisms.all.map {
        [$0.key, "consensus-adaptive without \($0.label), in tables '\(ablatedName($0))'"]
    }

    /// Name in tables of consensus-adaptive with one mechanism off.
    static func ablatedName(_ mechanism: Mechanisms.Name) -> String { "consensus-adaptive/no-\(mechanism.label)" }

    /// The mechanism that a name, key or label, stands for.
    public static func mechanism(named name: String) -> Mechanisms.Name? {
        Mechanisms.all.first { $0.key == name || $0.label == name }
    }

    /// The trivial classifiers, which are in every table so that its figures can be read: F1 depends on the share of
    /// attackers.
    public static let trivialNames = ["trust-all", "distrust-all", "coin"]

    /// Makes the schemes and ablations asked for and the trivial ones, in the order of tables, each once.
    static func make(
        schemes: [String], ablations: [String], settings: SchemeSettings, random: RandomSource
    ) -> [AnyTrustScheme] {
        var made: [AnyTrustScheme] = []
        for entry in all {
            if schemes.contains(entry.name) || trivialNames.contains(entry.name) {
                made.append(entry.make(settings, random))
            }
            guard entry.name == "consensus-adaptive" else { continue }
            for mechanism in Mechanisms.all where ablations.contains(mechanism.key) {
                var mechanisms = Mechanisms()
                mechanisms[keyPath: mechanism.path] = false
                made.append(
                    AnyTrustScheme(
                        ConsensusAdaptive(
                            name: ablatedName(mechanism), parameters: settings.decision, mechanisms: mechanisms)))
            }
        }
        return made
    }

    /// Names in the order of tables of the schemes and ablations asked for.
    public static func rowNames(schemes: [String], ablations: [String]) -> [String] {
        make(
            schemes: schemes, ablations: ablations, settings: SchemeSettings(),
            random: RandomSource(seed: 0, replication: 0)
        ).map(\.base.name)
    }
}
