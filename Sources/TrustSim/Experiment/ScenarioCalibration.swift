/// Looks for the best fixed threshold of each scheme on scenarios of one's own: the mean balanced accuracy over all their cells,
/// on worlds of ``SeedUse/search``. Those on which the thresholds are tried are of ``SeedUse/heldOut``.
public struct ScenarioCalibration: Sendable {
    /// The thresholds that are tried, the same for every scheme.
    public let candidates: [Double]
    /// The cells of each scenario, with the schemes of the scenario.
    public let cells: [Plan]
    /// Schemes whose threshold is looked for, in the order of tables.
    public let schemes: [String]
    /// Schemes of the scenarios that have no fixed threshold, or gain nothing by one.
    public let skipped: [String]
    /// Balanced accuracies found, by scheme and candidate.
    private var found: [String: [[Double]]] = [:]
    private let replications: Int

    /// A search over the plans of scenarios.
    ///
    /// - Parameters:
    ///   - cells: one plan for each scenario.
    ///   - candidates: thresholds from 0 to 1.
    ///   - replications: of each cell, at least 1.
    /// - Throws: where no scheme has a threshold to look for.
    public init(_ cells: [Plan], candidates: [Double], replications: Int) throws(DataError) {
        self.cells = cells
        self.candidates = candidates
        self.replications = replications
        let scenarios = cells.compactMap(\.cells.first?.scenario)
        let named = scenarios.flatMap(\.schemes)
        let known = (SchemeCatalog.all + scenarios.flatMap(\.settings.additional)).reduce(into: [SchemeEntry]()) {
            entries, entry in
            if !entries.contains(where: { $0.name == entry.name }) { entries.append(entry) }
        }
        let compared = known.filter { named.contains($0.name) && !SchemeCatalog.trivialNames.contains($0.name) }
        let worthwhile = compared.filter { $0.isCalibrated && $0.isWorthCalibrating }
        schemes = worthwhile.map(\.name)
        skipped = compared.map(\.name).filter { !worthwhile.map(\.name).contains($0) }
        if schemes.isEmpty {
            throw DataError(
                keyPath: "schemes",
                message:
                    "none of the schemes"
                    + (compared.isEmpty ? "" : " (\(compared.map(\.name).joined(separator: ", ")))")
                    + " has a fixed threshold to look "
                    + "for; those that have one: \(SchemeCatalog.worthCalibrating.joined(separator: ", "))")
        }
    }

    // MARK: Runs

    /// The runs of the search, a plan for each scenario. Schemes that decide by a vehicle's tolerance have a row for each
    /// candidate; the others are read off at each (``Executor/wanted``).
    public var plans: [Plan] {
        cells.map { plan in
            plan.mapping { scenario in
                var variants: [SchemeEntry] = []
                for entry in entries(of: scenario) where entry.startsWithTolerance {
                    for (number, candidate) in candidates.enumerated() {
                        variants.append(
                            entry.variant(
                                row: Self.row(entry.name, number), settings: scenario.settings,
                                toleranceShift: candidate - scenario.tolerance.start))
                    }
                }
                let fixed = entries(of: scenario).filter { !$0.startsWithTolerance }
                var changed = scenario.with(variants: variants, besides: fixed.map(\.name))
                changed.replications = Int64(replications)
                return changed
            }
        }
    }

    /// The runs that try the thresholds, each in a row beside the scheme's own: a plan for each scenario.
    ///
    /// - Parameters:
    ///   - thresholds: by scheme, as from ``thresholds``.
    ///   - replications: of each cell.
    public func heldOutPlans(_ thresholds: [String: Double], replications: Int) -> [Plan] {
        cells.map { plan in
            plan.mapping { scenario in
                var changed = scenario
                changed.schemes = entries(of: scenario).map(\.name)
                changed.ablations = []
                changed.settings.calibration = thresholds
                changed.replications = Int64(replications)
                return changed
            }
        }
    }

    private func entries(of scenario: Scenario) -> [SchemeEntry] {
        (SchemeCatalog.all + scenario.settings.additional).filter {
            schemes.contains($0.name) && scenario.schemes.contains($0.name)
        }
    }

    private static func row(_ scheme: String, _ candidate: Int) -> String { "\(scheme)/\(candidate)" }

    // MARK: Results

    /// Takes in what the runs of one of the ``plans`` found.
    public mutating func add(_ outcome: Executor.Outcome) {
        let place = Metric.index(of: "balancedAccuracy") ?? 0
        for run in outcome.runs {
            for name in schemes {
                if let result = run.result.schemes.first(where: { $0.scheme == name }) {
                    for (candidate, value) in result.atCandidates.enumerated() { add(value, name, candidate) }
                    continue
                }
                for candidate in candidates.indices {
                    let row = Self.row(name, candidate)
                    let result = run.result.schemes.first { $0.scheme == row }
                    add(result?.values[place], name, candidate)
                }
            }
        }
    }

    private mutating func add(_ value: Double?, _ scheme: String, _ candidate: Int) {
        guard let value else { return }
        found[scheme, default: candidates.map { _ in [] }][candidate].append(value)
    }

    /// Mean balanced accuracy of each scheme at each candidate; -1 where it is undefined in all runs.
    public var means: [String: [Double]] {
        found.mapValues { $0.map { $0.isEmpty ? -1 : $0.reduce(0, +) / Double($0.count) } }
    }

    /// The best candidate of each scheme, the middle one of equal ones. Schemes whose balanced accuracy is undefined in all runs
    /// have none.
    public var thresholds: [String: Double] {
        means.mapValues { candidates[Self.best(of: $0)] }
    }

    /// Schemes whose balanced accuracy is undefined at every candidate in all runs.
    public var undefinedSchemes: [String] {
        let means = means
        return schemes.filter { name in means[name].map { $0.allSatisfy { $0 < 0 } } ?? true }
    }

    /// Place of the best of means: of equal ones the middle one.
    public static func best(of means: [Double]) -> Int {
        let top = means.max() ?? 0
        let places = means.indices.filter { means[$0] == top }
        return places.isEmpty ? 0 : places[places.count / 2]
    }

    /// What thresholds are worth where nothing was looked for, for each of ``schemes``.
    ///
    /// - Parameter outcomes: of the ``heldOutPlans(_:replications:)``, in their order.
    public func heldOut(_ outcomes: [Executor.Outcome]) -> [HeldOutResult] {
        let place = Metric.index(of: "balancedAccuracy") ?? 0
        let count = cells.reduce(0) { $0 + $1.cells.count }
        return schemes.map { name in
            var own = CellSample(cells: count)
            var calibrated = CellSample(cells: count)
            var first = 0
            for (plan, outcome) in zip(cells, outcomes) {
                for run in outcome.runs {
                    func value(_ row: String) -> Double? {
                        run.result.schemes.first { $0.scheme == row }.flatMap { $0.values[place] }
                    }
                    own.set(value(name), cell: first + run.cell, replication: run.replication)
                    calibrated.set(
                        value(name + SchemeCatalog.calibratedSuffix), cell: first + run.cell,
                        replication: run.replication)
                }
                first += plan.cells.count
            }
            return HeldOutResult(calibrated, against: own, preference: .higher)
        }
    }

    /// The thresholds that the scenarios have without calibration, of each of ``schemes``: one, where all have the same. For
    /// schemes that decide by a vehicle's tolerance it is the one to start with.
    public var ownThresholds: [[Double]] {
        schemes.map { name in
            cells.flatMap(\.cells).map(\.scenario).compactMap { scenario -> Double? in
                guard scenario.schemes.contains(name) else { return nil }
                let entry = SchemeCatalog.entry(named: name, adding: scenario.settings.additional)
                if entry?.startsWithTolerance == true { return scenario.tolerance.start }
                let standard = entry?.parameters.first { $0.name == "threshold" }?.standard
                return scenario.settings.given["\(name).threshold"] ?? standard ?? scenario.settings.baselineThreshold
            }.distinct()
        }
    }
}

extension SchemeCatalog {
    /// Schemes of the catalogue whose threshold is worth looking for.
    static var worthCalibrating: [String] {
        all.filter { $0.isCalibrated && $0.isWorthCalibrating }.map(\.name)
    }
}

extension Plan {
    /// The same cells with other scenarios.
    func mapping(_ change: (Scenario) -> Scenario) -> Plan {
        Plan(
            variedKeys: variedKeys, cells: cells.map { Cell(varied: $0.varied, scenario: change($0.scenario)) })
    }
}
