/// The runs of an experiment: every combination of varied values and attacker ratios, with its replications.
public struct Plan: Sendable {
    /// One combination.
    public struct Cell: Sendable {
        /// Values of the varied keys, as text, in the order of ``Plan/variedKeys``.
        public let varied: [String]
        /// The scenario of this combination.
        public let scenario: Scenario
    }

    /// A key and the values that it takes.
    public struct Axis: Sendable {
        /// Path of the key.
        public let key: String
        /// Values as written, each JSON5 or a text.
        public let values: [String]

        /// An axis.
        public init(key: String, values: [String]) {
            self.key = key
            self.values = values
        }
    }

    /// Paths of the varied keys.
    public let variedKeys: [String]
    /// The combinations, in canonical order.
    public let cells: [Cell]

    /// Combines axes and ratios in canonical order, whatever the order asked for: keys in the order of ``ScenarioKeys``,
    /// values ascending, then ratios ascending; repeated values count once. Without ratios the scenario's own is used.
    public init(_ file: ScenarioFile, axes: [Axis] = [], ratios: [Double] = []) throws(DataError) {
        let order = ScenarioKeys.keys(adding: file.schemes).map(\.path)
        let sorted = axes.sorted {
            (order.firstIndex(of: $0.key) ?? order.count, $0.key) < (
                order.firstIndex(of: $1.key) ?? order.count, $1.key
            )
        }
        let wanted = Self.unique(ratios.sorted())
        let valuesOfAxis = sorted.map { Self.ascending($0.values) }
        let combinations = valuesOfAxis.reduce(Double(max(1, wanted.count))) { $0 * Double($1.count) }
        guard combinations <= Double(Self.cellLimit) else {
            throw DataError(
                position: SourcePosition(origin: .option("--vary"), line: 1, column: 1),
                message:
                    "the sweep has \(NumberText.csv(combinations)) combinations; at most \(Self.cellLimit) are allowed")
        }
        var files: [(varied: [String], file: ScenarioFile)] = [([], file)]
        for (axis, values) in zip(sorted, valuesOfAxis) {
            var next: [(varied: [String], file: ScenarioFile)] = []
            for (varied, file) in files {
                for (value, name) in zip(values, Self.names(of: values, axis.key)) {
                    var changed = file
                    try changed.set("\(axis.key)=\(value)", option: "--vary")
                    next.append((varied + [name], changed))
                }
            }
            files = next
        }
        var cells: [Cell] = []
        for (varied, file) in files {
            let scenario = try file.decode()
            // A decoded scenario was checked with the ratio that it has.
            if wanted.isEmpty { cells.append(Cell(varied: varied, scenario: scenario)) }
            try Self.checkRatios(wanted, scenario, option: "--attacker-ratio")
            for ratio in wanted {
                var scenario = scenario
                scenario.attackers.ratio = ratio
                try scenario.check(option: "--attacker-ratio")
                cells.append(Cell(varied: varied, scenario: scenario))
            }
        }
        variedKeys = sorted.map(\.key)
        self.cells = cells
    }

    /// The replications of a scenario, at its own share of attackers or at each of some.
    ///
    /// - Throws: what is wrong with it, the first of ``Scenario/problems()``.
    public init(_ scenario: Scenario, ratios: [Double] = []) throws(DataError) {
        variedKeys = []
        var cells: [Cell] = []
        try Self.checkRatios(ratios, scenario)
        for ratio in ratios.isEmpty ? [scenario.attackers.ratio] : Self.unique(ratios.sorted()) {
            var scenario = scenario
            scenario.attackers.ratio = ratio
            try scenario.check()
            cells.append(Cell(varied: [], scenario: scenario))
        }
        self.cells = cells
    }

    /// Who is listed is not drawn at any ratio.
    private static func checkRatios(
        _ ratios: [Double], _ scenario: Scenario, option: String? = nil
    ) throws(DataError) {
        if ratios.isEmpty || scenario.attackers.list.isEmpty { return }
        throw DataError(
            position: option.map { SourcePosition(origin: .option($0), line: 1, column: 1) },
            keyPath: "attackers.list",
            message: "'attackers.list' names all attackers, so there are no other ratios; lists can be varied "
                + "themselves, and '--set attackers.list=' goes without")
    }

    /// Most combinations of one sweep.
    public static let cellLimit = 20_000

    /// Written values in canonical order, each once.
    static func ascending(_ written: [String]) -> [String] {
        // Numbers are compared and named by value, however they are written.
        let origin = SourcePosition.Origin.option("--vary")
        let values = written.map { text -> String in
            let number = (try? JSON5Reader.read(Array(text.utf8), origin: origin))?.double
            return number.map { $0.isFinite ? NumberText.csv($0) : text } ?? text
        }
        let numbers = values.map { Double($0) }
        if numbers.contains(where: { $0 == nil }) { return unique(values.sorted()) }
        return unique(zip(values, numbers).sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map(\.0))
    }

    /// What results call values: a profile with a label is called by it, a mix of profiles by their names and shares, as
    /// long as these tell the values apart; everything else as it is written.
    private static func names(of values: [String], _ key: String) -> [String] {
        guard ["attackers.profile", "attackers.profiles"].contains(key) else { return values }
        let names = values.map { text -> String in
            guard let node = try? JSON5Reader.read(Array(text.utf8), origin: .option("--vary")) else { return text }
            if let label = node["label"]?.string { return label }
            guard node.elements != nil, let mix = try? ProfileDecoder.decodeShares(node, isListed: false) else {
                return text
            }
            return mix.map { "\(NumberText.csv($0.share)) \($0.profile.name)" }.joined(separator: " + ")
        }
        return Set(names).count == names.count ? names : values
    }

    private static func unique<Value: Equatable>(_ sorted: [Value]) -> [Value] {
        sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }

    /// The same plan with one scheme or ablation and the trivial ones.
    public func only(scheme: String) -> Plan {
        let isCalibrated = scheme.hasSuffix(SchemeCatalog.calibratedSuffix)
        let scheme = isCalibrated ? String(scheme.dropLast(SchemeCatalog.calibratedSuffix.count)) : scheme
        let isAblated = scheme.contains("/")
        return Plan(
            variedKeys: variedKeys,
            cells: cells.map { cell in
                var scenario = cell.scenario
                scenario.schemes = isAblated ? [] : [scheme]
                scenario.ablations = isAblated ? scenario.ablations : []
                return Cell(varied: cell.varied, scenario: scenario)
            })
    }

    init(variedKeys: [String], cells: [Cell]) {
        self.variedKeys = variedKeys
        self.cells = cells
    }

    /// Simulated seconds of the longest run.
    public func longestSeconds(_ traces: TraceLibrary) -> Double {
        cells.map { $0.scenario.runSeconds(trace: traces.trace(of: $0.scenario)) }.max() ?? 0
    }

    /// Number of runs, each with all schemes.
    public var runCount: Int { cells.reduce(0) { $0 + Int($1.scenario.replications) } }
}

extension Plan {
    /// One run.
    public struct RunPlace: Sendable, Equatable {
        /// Index of the cell.
        public let cell: Int
        /// Number of the replication.
        public let replication: Int
    }

    /// All runs in the order of results: cells, then replications.
    public var runPlaces: [RunPlace] {
        cells.indices.flatMap { cell in
            (0..<Int(cells[cell].scenario.replications)).map { RunPlace(cell: cell, replication: $0) }
        }
    }
}
