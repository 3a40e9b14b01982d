/// An experiment over worlds, attacks and attacker ratios, in which all schemes are compared.
public struct Study: Sendable {
    /// A world: a scenario without attackers.
    public struct World: Sendable {
        /// Name in tables.
        public let name: String
        /// The scenario, as JSON5.
        public let text: String

        /// A world.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// An attack under a kind of verification.
    public struct Attack: Sendable, Equatable {
        /// Name of the preset.
        public let preset: String
        /// How beacons are verified.
        public let verification: String
    }

    /// Worlds.
    public var worlds: [World]
    /// Attacks.
    public var attacks: [Attack]
    /// Attacker ratios. Ratio 0 has no attack: it is done once for each kind of verification.
    public var ratios: [Double]
    /// Replications of each cell.
    public var replications: Int
    /// Base seed.
    public var seed: Int
    /// Schemes. The worlds of the study have no roadside units.
    public var schemes: [String] = SchemeCatalog.all.filter {
        !$0.needsUnits && $0.name != "dempster-shafer-dubois-prade"
    }.map(\.name)
    /// Schemes beyond those of the catalogue.
    public var additional: [SchemeEntry] = []
    /// Mechanisms switched off, each in a row of its own.
    public var ablations: [String] = []
    /// Changes of every world, as for `--set`.
    public var changes: [String] = []
    /// Calibrated thresholds.
    public var calibration: [String: Double] = [:]

    /// What stands for the attack where there are no attackers.
    public static let noAttack = "none"
    /// Keys in which the cells vary.
    public static let variedKeys = ["attackers.profile", "sensing.verification"]

    /// The plan of the study: worlds, then attacks, then ratios.
    public func plan() throws(DataError) -> Plan {
        var cells: [Plan.Cell] = []
        for world in worlds {
            var file = ScenarioFile(
                path: "study", root: try JSON5Reader.read(Array(world.text.utf8), origin: .option("study")))
            file.schemes = additional
            func set(_ key: String, _ value: String) throws(DataError) { try file.set("\(key)=\(value)") }
            try set("name", "'\(world.name)'")
            try set("seed", String(seed))
            try set("replications", String(replications))
            try set("schemes", "[" + schemes.map { "'\($0)'" }.joined(separator: ",") + "]")
            try set("ablations", "[" + ablations.map { "'\($0)'" }.joined(separator: ",") + "]")
            let thresholds = calibration.sorted { $0.key < $1.key }.map { "'\($0.key)':\(NumberText.csv($0.value))" }
            try set("calibration", "{" + thresholds.joined(separator: ",") + "}")
            for change in changes { try file.set(change) }
            func add(_ attack: Attack, _ ratio: Double, as name: String) throws(DataError) {
                var cell = file
                try cell.set("attackers.profile='\(attack.preset)'")
                try cell.set("attackers.ratio=\(NumberText.csv(ratio))")
                try cell.set("sensing.verification='\(attack.verification)'")
                cells.append(Plan.Cell(varied: [name, attack.verification], scenario: try cell.decode()))
            }
            if ratios.contains(0) {
                for attack in attacks where attack == attacks.first(where: { $0.verification == attack.verification }) {
                    try add(attack, 0, as: Self.noAttack)
                }
            }
            for attack in attacks {
                for ratio in ratios where ratio > 0 { try add(attack, ratio, as: attack.preset) }
            }
        }
        return Plan(variedKeys: Self.variedKeys, cells: cells)
    }
}

extension Study {
    /// Attacks on trust under statistical verification, in which all falsifications are alike, and falsifications under
    /// plausibility verification.
    static func attacks(trust: [String], falsifications: [String]) -> [Attack] {
        trust.map { Attack(preset: $0, verification: "statistical") }
            + falsifications.map { Attack(preset: $0, verification: "plausibility") }
    }

    /// The attacks of these names: as the study has them, others by the verification that their group is against.
    public func attacks(named names: [String]) -> [Attack] {
        let others = AttackPreset.all.filter { preset in
            names.contains(preset.name) && !attacks.contains { $0.preset == preset.name }
        }
        return attacks.filter { names.contains($0.preset) }
            + Self.attacks(
                trust: others.filter { $0.group != .falsification }.map(\.name),
                falsifications: others.filter { $0.group == .falsification }.map(\.name))
    }

    private static let common = """
        duration: 200, sensing: {range: 120, accuracy: 0.9, faultyShare: 0.1, faultyAccuracy: 0.6},
        events: {rate: 0.05, duration: 30}
        """

    /// Worlds of the study: an open square, streets with fading radio, a highway with shadowing.
    public static let worlds = [
        World(
            name: "waypoint",
            text: """
                {vehicles: 100, area: {width: 1500, height: 1500},
                mobility: {model: "random-waypoint", speed: {min: 8, max: 20}}, \(common)}
                """),
        World(
            name: "manhattan",
            text: """
                {vehicles: 100, area: {width: 1500, height: 1500}, radio: {model: "nakagami"},
                mobility: {model: "manhattan-grid", block: 250, speed: {min: 6, max: 15}}, \(common)}
                """),
        World(
            name: "highway",
            text: """
                {vehicles: 80, radio: {model: "log-distance"},
                mobility: {model: "highway", length: 4000, lanes: 2, speed: {min: 25, max: 36}}, \(common)}
                """),
    ]

    /// Worlds for calibration: none of those that are reported.
    public static let calibrationWorlds = [
        World(
            name: "direction",
            text: """
                {vehicles: 80, area: {width: 1300, height: 1300},
                mobility: {model: "random-direction", speed: {min: 10, max: 18}}, \(common)}
                """),
        World(
            name: "sparse-highway",
            text: """
                {vehicles: 70, radio: {model: "unit-disk", range: 350},
                mobility: {model: "highway", length: 3500, lanes: 1, speed: {min: 20, max: 30}}, \(common)}
                """),
    ]

    /// Attacks of every kind, every ratio, three worlds.
    public static let core = Study(
        worlds: worlds,
        attacks: attacks(
            trust: [
                "bogus", "badMouther", "ballotStuffer", "colluders", "pureColluders", "onOff", "betrayer",
                "thresholdRider", "mimic", "vouchers", "dragger", "whitewasher", "sybil", "marginal", "flooder",
                "certain", "inverter", "conflicting",
                // Crafted lies, and liars about few.
                "crafters", "pureCrafters", "craftyBetrayers", "craftyWhitewashers", "formPoisoners",
                "accuracyInflaters", "softMouthers", "slowDraggers", "lowClaimers", "slyPraisers", "framers25",
                "praisingFramers", "strangerLiars",
            ],
            falsifications: [
                "constantPositionOffset", "randomSpeedOffset", "eventualStop", "dataReplay", "gridSybil",
            ]),
        ratios: [0, 0.1, 0.3, 0.5, 0.7], replications: 20, seed: 1)

    /// All but those on an authority, of which the worlds of the study have none.
    private static let presets = AttackPreset.all.filter { $0.group != .authority }

    /// Every attack, all falsifications under both kinds of verification, more ratios, all ablations.
    public static let full = Study(
        worlds: worlds,
        attacks: attacks(
            trust: presets.map(\.name), falsifications: presets.map(\.name)),
        ratios: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], replications: 20, seed: 1,
        ablations: SchemeCatalog.ablationNames)

    /// What thresholds are calibrated on: the attacks of the study in other worlds, with other seeds.
    public static let calibration = Study(
        worlds: calibrationWorlds, attacks: core.attacks, ratios: [0.1, 0.3, 0.5, 0.7], replications: 2, seed: 7001)
}
