import GroupDecision

/// What schemes are made from.
public struct SchemeSettings: Sendable {
    /// Parameters of consensus-adaptive; the cap on certainties holds for every scheme.
    public var decision = DecisionParameters()
    /// Threshold of the schemes that have no other.
    public var baselineThreshold = 0.7
    /// Parameters of baselines that were given, by scheme and name: `majority-vote.threshold`.
    public var given: [String: Double] = [:]

    /// The defaults.
    public init() {}
}

/// A number that a scheme takes, written in scenario files as `baselines.<scheme>.<name>`.
public struct SchemeParameter: Sendable {
    /// As written in scenario files.
    public let name: String
    /// Allowed values.
    public let range: ClosedRange<Double>
    /// Value where none is given; nil stands for `baselines.threshold`.
    public let standard: Double?
    /// What it means.
    public let summary: String
    /// Unit, or empty.
    public let unit: String

    init(_ name: String, _ range: ClosedRange<Double>, _ standard: Double?, _ summary: String, unit: String = "") {
        self.name = name
        self.range = range
        self.standard = standard
        self.summary = summary
        self.unit = unit
    }

    /// The fixed threshold of a scheme.
    static func threshold(_ standard: Double? = nil) -> SchemeParameter {
        SchemeParameter("threshold", 0...1, standard, "trusted from this trust on")
    }
}

/// The settings of one scheme.
struct SchemeOptions: Sendable {
    let settings: SchemeSettings
    let random: RandomSource
    fileprivate let entry: SchemeEntry

    /// A parameter of the scheme.
    subscript(_ name: String) -> Double {
        settings.given["\(entry.name).\(name)"]
            ?? entry.parameters.first { $0.name == name }?.standard ?? settings.baselineThreshold
    }
    /// Its fixed threshold.
    var threshold: Double { self["threshold"] }
    /// Largest certainty of a reporter that counts.
    var certaintyCap: Double { settings.decision.certaintyCap }
}

/// A scheme in the registry.
public struct SchemeEntry: Sendable {
    /// As written in scenario files and tables.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// Its parameters.
    public let parameters: [SchemeParameter]
    let build: @Sendable (SchemeOptions) -> AnyTrustScheme

    init(
        name: String, summary: String, parameters: [SchemeParameter] = [],
        build: @escaping @Sendable (SchemeOptions) -> AnyTrustScheme
    ) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.build = build
    }

    func make(_ settings: SchemeSettings, _ random: RandomSource) -> AnyTrustScheme {
        build(SchemeOptions(settings: settings, random: random, entry: self))
    }
}

/// The schemes that there are, in the order of tables.
public enum SchemeCatalog {
    /// Every scheme. Each is defined in its own file.
    public static let all: [SchemeEntry] = [
        .consensusAdaptive, .ownEvidence, .beta, .deviationTest, .dempsterShafer, .majorityVote,
        .subjectiveLogic, .subjectiveLogicAveraging,
        .dempsterShaferYager, .dempsterShaferDuboisPrade, .dempsterShaferMurphy,
        .betaFiltered, .weightedVote, .eigenTrust,
        .travos, .afterRFTM, .truman,
        .trustAll, .distrustAll, .coin,
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
