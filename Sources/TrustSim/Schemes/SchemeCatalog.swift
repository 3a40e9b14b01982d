import GroupDecision

/// What schemes are made from.
public struct SchemeSettings: Sendable {
    /// Parameters of consensus-adaptive; the cap on certainties holds for every scheme.
    public var inference = InferenceSettings()
    /// Threshold of the schemes that have no other.
    public var baselineThreshold = 0.7
    /// Parameters of baselines that were given, by scheme and name: `majority-vote.threshold`.
    public var given: [String: Double] = [:]
    /// Calibrated thresholds by name of the row; see `trustsim calibrate`. For consensus-adaptive, its ablations and
    /// consensus-averaging the tolerance to start with.
    public var calibration: [String: Double] = [:]
    /// Mechanisms that consensus-adaptive does without in all its rows, by key.
    public var mechanismsOff: [String] = []
    /// Schemes beyond those of the registry.
    var additional: [SchemeEntry] = []

    /// The defaults.
    public init() {}

    var mechanisms: InferenceMechanisms {
        var mechanisms = InferenceMechanisms()
        for name in InferenceMechanisms.all where mechanismsOff.contains(name.key) {
            mechanisms[keyPath: name.path] = false
        }
        return mechanisms
    }
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

    /// A parameter with its allowed values and the value where none is given; nil stands for `baselines.threshold`.
    public init(
        _ name: String, _ range: ClosedRange<Double>, _ standard: Double?, _ summary: String, unit: String = ""
    ) {
        self.name = name
        self.range = range
        self.standard = standard
        self.summary = summary
        self.unit = unit
    }

    /// The fixed threshold of a scheme, `threshold`, from 0 to 1; without a value of its own that of all baselines.
    public static func threshold(_ standard: Double? = nil) -> SchemeParameter {
        SchemeParameter("threshold", 0...1, standard, "trusted from this trust on")
    }
}

/// What a scheme is made from: the values of its parameters.
public struct SchemeOptions: Sendable {
    let settings: SchemeSettings
    let random: RandomSource
    fileprivate let entry: SchemeEntry

    /// The value of a parameter: as given, or else the standard one.
    ///
    /// Precondition: the entry of the scheme declares it.
    public subscript(_ name: String) -> Double {
        guard let parameter = entry.parameters.first(where: { $0.name == name }) else {
            preconditionFailure("the scheme '\(entry.name)' declares no parameter '\(name)'")
        }
        return settings.given["\(entry.name).\(name)"] ?? parameter.standard ?? settings.baselineThreshold
    }
    /// The value of the parameter `threshold`.
    public var threshold: Double { self["threshold"] }
    /// Largest certainty of a reported opinion that counts, for every scheme.
    public var certaintyCap: Double { settings.inference.certaintyCap }
}

/// What a scheme takes, roughly, on one core of today.
struct SchemeCost: Sendable {
    /// Seconds for each entry of a report that an evaluator reads.
    var secondsPerEntry = 5e-9
    /// Bytes that a vehicle keeps for each acquaintance, and for each entry of a report that it has heard in the last minute.
    var bytesPerAcquaintance = 14.0
    var bytesPerEntry = 0.0
}

/// A scheme in the registry, or one that is handed over with a ``ScenarioFile``.
public struct SchemeEntry: Sendable {
    /// As written in scenario files and tables.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// Its parameters.
    public let parameters: [SchemeParameter]
    /// Whether it decides by a vehicle's tolerance, which is then what is calibrated.
    let startsWithTolerance: Bool
    /// Whether `calibrate` looks for its threshold. That of a scheme which learns what its threshold follows from earns
    /// nothing by it; scenario files may set it nevertheless.
    let isWorthCalibrating: Bool
    /// Whether it is only its fallback where there are no roadside units.
    let needsUnits: Bool
    /// What it takes, for estimates.
    let cost: SchemeCost
    let build: @Sendable (SchemeOptions) -> AnyTrustScheme
    /// The program that decides, where one does.
    var program: SchemeProgram?

    init(
        name: String, summary: String, parameters: [SchemeParameter] = [], startsWithTolerance: Bool = false,
        isWorthCalibrating: Bool = true, needsUnits: Bool = false, cost: SchemeCost = SchemeCost(),
        build: @escaping @Sendable (SchemeOptions) -> AnyTrustScheme
    ) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.startsWithTolerance = startsWithTolerance
        self.isWorthCalibrating = isWorthCalibrating
        self.needsUnits = needsUnits
        self.cost = cost
        self.build = build
    }

    /// A scheme that scenarios can name.
    ///
    /// - Parameters:
    ///   - name: as written in scenario files and tables; letters, digits and dashes.
    ///   - summary: what it does, in one line.
    ///   - parameters: its parameters, keys `baselines.<name>.<parameter>` of scenario files.
    ///   - scheme: makes the scheme for a run; rows have the name of the entry, whatever the scheme's own is.
    public init<Scheme: TrustScheme>(
        name: String, summary: String, parameters: [SchemeParameter] = [],
        scheme: @escaping @Sendable (SchemeOptions) -> Scheme
    ) {
        self.init(name: name, summary: summary, parameters: parameters) { options in
            var made = AnyTrustScheme(scheme(options))
            made.traits.name = name
            made.traits.isChecked = true
            return made
        }
    }

    /// Whether it has a threshold that can be calibrated.
    var isCalibrated: Bool { startsWithTolerance || parameters.contains { $0.name == "threshold" } }

    func make(_ settings: SchemeSettings, _ random: RandomSource) -> AnyTrustScheme {
        build(SchemeOptions(settings: settings, random: random, entry: self))
    }
}

/// The schemes that there are, in the order of tables.
public enum SchemeCatalog {
    private static let registry = Registry<SchemeEntry>("scheme", builtIn, name: \.name)

    /// Every scheme.
    public static var all: [SchemeEntry] { registry.all }

    /// Adds a scheme of one's own, which scenarios and every command then know.
    ///
    /// Precondition: nothing has been read yet, and the name is new.
    public static func register(_ entry: SchemeEntry) { registry.add(entry) }

    /// Each is defined in its own file.
    private static let builtIn: [SchemeEntry] = [
        .consensusAdaptive, .consensusAveraging, .ownEvidence, .beta, .deviationTest, .dempsterShafer, .majorityVote,
        .subjectiveLogic, .subjectiveLogicAveraging,
        .dempsterShaferYager, .dempsterShaferDuboisPrade, .dempsterShaferMurphy,
        .betaFiltered, .weightedVote, .eigenTrust,
        .travos, .afterRFTM, .truman,
        .roadsideBeta, .roadsideSubjectiveLogic, .roadsideConsensus,
        .genie, .trustAll, .distrustAll, .coin,
    ]

    /// Names of the schemes, in the order of tables.
    public static let names = all.map(\.name)

    /// What ablations are called: by key (`selfProof`) and by label (`self-proof`).
    public static let ablationNames = InferenceMechanisms.all.map(\.key)

    /// Ablations with the names of their rows.
    public static let ablationSummaries = InferenceMechanisms.all.map {
        [$0.key, "consensus-adaptive without \($0.label), in tables '\(ablatedName($0))'"]
    }

    /// The key of the mechanism that the row of this name is without; nil for other rows.
    public static func ablation(named row: String) -> String? {
        InferenceMechanisms.all.first { ablatedName($0) == row }?.key
    }

    /// Names of the rows of all ablations.
    public static let ablatedNames = InferenceMechanisms.all.map(ablatedName)

    /// Name in tables of consensus-adaptive with one mechanism off.
    static func ablatedName(_ mechanism: InferenceMechanisms.Name) -> String {
        "consensus-adaptive/no-\(mechanism.label)"
    }

    /// The mechanism that a name, key or label, stands for.
    public static func mechanism(named name: String) -> InferenceMechanisms.Name? {
        InferenceMechanisms.all.first { $0.key == name || $0.label == name }
    }

    /// The trivial classifiers, which are in every table so that its figures can be read: F1 depends on the share of
    /// attackers.
    public static let trivialNames = ["trust-all", "distrust-all", "coin"]

    /// Ablations whose tolerance can be calibrated: without a dynamic threshold it is a fixed one.
    public static let calibratedAblations = ["dynamicThreshold"]

    /// Rows whose threshold can be calibrated: schemes with a threshold, and the ablation without a dynamic one.
    public static let calibratedNames = calibratedNames(adding: [])

    static func calibratedNames(adding schemes: [SchemeEntry]) -> [String] {
        (all + schemes).filter(\.isCalibrated).map(\.name)
            + InferenceMechanisms.all.filter { calibratedAblations.contains($0.key) }.map(ablatedName)
    }

    /// Schemes whose threshold `calibrate` looks for: of those that decide by a vehicle's tolerance, and of the others.
    public static func calibratedSchemes(byTolerance: Bool) -> [String] {
        all.filter { $0.isCalibrated && $0.isWorthCalibrating && $0.startsWithTolerance == byTolerance }.map(\.name)
    }

    /// What the names of rows with a calibrated threshold end with.
    public static let calibratedSuffix = "/calibrated"

    /// Makes the schemes and ablations asked for and the trivial ones, in the order of tables, each once; those with a
    /// calibrated threshold have a second row with it.
    static func make(
        schemes: [String], ablations: [String], settings: SchemeSettings, startTolerance: Double, random: RandomSource
    ) -> [AnyTrustScheme] {
        var made: [AnyTrustScheme] = []
        for entry in all + settings.additional {
            if schemes.contains(entry.name) || trivialNames.contains(entry.name) {
                made += withCalibration(entry.make(settings, random), of: entry, settings, startTolerance)
            }
            guard entry.name == "consensus-adaptive" else { continue }
            for mechanism in InferenceMechanisms.all where ablations.contains(mechanism.key) {
                var mechanisms = settings.mechanisms
                mechanisms[keyPath: mechanism.path] = false
                made += withCalibration(
                    AnyTrustScheme(
                        ConsensusAdaptive(
                            name: ablatedName(mechanism), settings.inference, mechanisms: mechanisms)),
                    of: entry, settings, startTolerance)
            }
        }
        return made
    }

    /// A scheme, and the same with its calibrated threshold. Where the threshold follows a vehicle's tolerance it is the
    /// tolerance to start with that is calibrated, and decisions have to be made anew.
    private static func withCalibration(
        _ scheme: AnyTrustScheme, of entry: SchemeEntry, _ settings: SchemeSettings, _ startTolerance: Double
    ) -> [AnyTrustScheme] {
        guard let threshold = settings.calibration[scheme.traits.name] else { return [scheme] }
        let name = scheme.traits.name + calibratedSuffix
        if entry.startsWithTolerance {
            var calibrated = scheme
            calibrated.traits.name = name
            calibrated.toleranceShift = threshold - startTolerance
            return [scheme, calibrated]
        }
        var both = scheme
        both.otherThresholds = [(name, threshold)]
        return [both]
    }

    /// Names in the order of tables of the schemes and ablations asked for.
    public static func rowNames(
        schemes: [String], ablations: [String], settings: SchemeSettings = SchemeSettings()
    ) -> [String] {
        make(
            schemes: schemes, ablations: ablations, settings: settings, startTolerance: 0,
            random: RandomSource(seed: 0, replication: 0)
        ).flatMap { [$0.traits.name] + $0.otherThresholds.map(\.name) }
    }
}
