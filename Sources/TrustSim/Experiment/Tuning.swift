/// A search for values of the keys of one scheme: points, each a value for every key, that decide about the same vehicles in
/// the same worlds. The first point has the values of the scenario itself.
///
/// Worlds of the search are of ``SeedUse/search``, those on which its choice is tried of ``SeedUse/heldOut``; no run of anything
/// else has either.
public struct Tuning: Sendable {
    /// A value for every key.
    public struct Point: Sendable {
        /// As they are written, in the order of ``Tuning/keys``.
        public let values: [String]
        let settings: SchemeSettings
        let tolerance: Scenario.Tolerance
    }

    /// Name of the scheme.
    public let scheme: String
    /// What is to be made better.
    public let metric: Metric
    /// Paths of the keys, in the order of ``ScenarioKeys``.
    public let keys: [String]
    /// The points, no two of them alike; the first one has the values of the scenario.
    public let points: [Point]
    /// Points that were chosen, alike ones counted each.
    public let chosenCount: Int
    /// The cells over which the mean is taken, with the schemes of the scenario.
    public let cells: Plan
    /// How far the values of each point are from those of the scenario, in spans of the values tried.
    let distances: [Double]
    private let entry: SchemeEntry

    /// Decodes every point.
    ///
    /// - Parameters:
    ///   - file: the scenario.
    ///   - scheme: name of a scheme that has keys.
    ///   - metric: what is to be made better.
    ///   - axes: its keys, each at most once; lists only where the search is a grid.
    ///   - search: how points are chosen; of random ones from 1 to ``TuningSearch/pointLimit``.
    ///   - over: keys of the world with the values over which the mean is taken.
    ///   - ratios: shares of attackers, as in ``Plan/init(_:axes:ratios:)``.
    /// - Throws: what is wrong with the scenario or with a value, and a grid of more than ``TuningSearch/pointLimit`` points.
    public init(
        _ file: ScenarioFile, scheme: String, metric: Metric, axes: [TuningAxis], search: TuningSearch = .grid,
        over: [Plan.Axis] = [], ratios: [Double] = []
    ) throws(DataError) {
        guard let entry = SchemeCatalog.entry(named: scheme, adding: file.schemes) else {
            throw DataError(message: "unknown scheme '\(escapedForMessage(scheme))'")
        }
        let known = ScenarioKeys.keys(adding: file.schemes)
        let sorted = known.compactMap { key in axes.first { $0.key == key.path }.map { (key, $0.ascending) } }
        try Self.checkSize(sorted.map(\.1), search)
        self.scheme = scheme
        self.metric = metric
        self.entry = entry
        keys = sorted.map(\.0.path)
        cells = try Plan(file, axes: over, ratios: ratios)
        let scenario = try file.decode()
        for (key, axis) in sorted {
            guard case .range(let low, let high, _) = axis.values else { continue }
            for end in [low, high] { try Self.check("\(key.path)=\(NumberText.csv(end))", in: file) }
        }
        let wanted = search.points(
            of: sorted.map(\.1), isWhole: sorted.map(\.0.isWhole), seed: UInt32(scenario.seed))
        var points = [Point(scenario, sorted.map(\.0))]
        var seen: Set<[String]> = [points[0].values]
        for values in wanted {
            var changed = file
            for (key, value) in zip(keys, values) { try changed.set("\(key)=\(value)", option: "--vary") }
            let point = Point(try changed.decode(), sorted.map(\.0))
            if seen.insert(point.values).inserted { points.append(point) }
        }
        self.points = points
        chosenCount = wanted.count
        distances = Self.distances(points.map(\.values))
    }

    /// Whether the scenario can be run with a value.
    private static func check(_ assignment: String, in file: ScenarioFile) throws(DataError) {
        var changed = file
        try changed.set(assignment, option: "--vary")
        _ = try changed.decode()
    }

    private static func checkSize(_ axes: [TuningAxis], _ search: TuningSearch) throws(DataError) {
        guard search == .grid else { return }
        let count = axes.reduce(1.0) { product, axis in
            if case .list(let values) = axis.values { product * Double(values.count) } else { product }
        }
        if count <= Double(TuningSearch.pointLimit) { return }
        throw DataError(
            position: SourcePosition(origin: .option("--vary"), line: 1, column: 1),
            message:
                "the grid has \(NumberText.csv(count)) points; at most \(TuningSearch.pointLimit) are allowed, and "
                + "'--random N' draws some of them")
    }

    /// Sums over the keys of the difference to the first point, as a part of the span of all; texts differ by 1.
    private static func distances(_ points: [[String]]) -> [Double] {
        var distances = points.map { _ in 0.0 }
        for axis in points[0].indices {
            let numbers = points.map { Double($0[axis]) }
            let defined = numbers.compactMap { $0 }
            let span = (defined.max() ?? 0) - (defined.min() ?? 0)
            for index in points.indices {
                if let number = numbers[index], let own = numbers[0], span > 0 {
                    distances[index] += (number - own).magnitude / span
                } else if points[index][axis] != points[0][axis] {
                    distances[index] += 1
                }
            }
        }
        return distances
    }
}

extension Tuning.Point {
    fileprivate init(_ scenario: Scenario, _ keys: [ScenarioKey]) {
        values = keys.map { ScenarioEncoder.text(of: $0, in: scenario) }
        settings = scenario.settings
        tolerance = scenario.tolerance
    }
}

extension TuningAxis {
    /// With its list in canonical order, so that it does not matter how it was written.
    fileprivate var ascending: TuningAxis {
        guard case .list(let values) = values else { return self }
        return TuningAxis(key: key, values: .list(Plan.ascending(values)))
    }
}

// MARK: - Runs

extension Tuning {
    /// Runs in which some points decide: a plan, and what each of its cells is of.
    public struct Trial: Sendable {
        /// The runs; rows of variants are named `scheme/point`.
        public let plan: Plan
        /// Which cell of ``Tuning/cells`` each is, and which points decide in it.
        let places: [(cell: Int, points: [Int])]
        /// The points, ascending.
        let points: [Int]
    }

    /// Points that decide in one run: more would need more memory and save little, as the world is then a small part of the
    /// work. A program decides alone.
    private var pointsOfRun: Int { entry.program == nil ? 16 : 1 }

    /// The runs of the search: all points, all cells.
    public var trial: Trial { trial(of: Array(points.indices), replications: nil) }

    /// The runs that compare a point with the values of the scenario where nothing was looked for.
    ///
    /// - Parameters:
    ///   - point: index in ``points``.
    ///   - replications: of each cell.
    public func heldOutTrial(of point: Int, replications: Int) -> Trial {
        trial(of: [0, point].distinct(), replications: replications)
    }

    private func trial(of chosen: [Int], replications: Int?) -> Trial {
        var planned: [Plan.Cell] = []
        var places: [(cell: Int, points: [Int])] = []
        for (number, cell) in cells.cells.enumerated() {
            for group in groups(of: chosen) {
                var scenario = cell.scenario
                scenario.tolerance = points[group[0]].tolerance
                if let replications { scenario.replications = Int64(replications) }
                for start in stride(from: 0, to: group.count, by: pointsOfRun) {
                    let part = Array(group[start..<min(start + pointsOfRun, group.count)])
                    let variants = part.map { entry.variant(row: row(of: $0), settings: points[$0].settings) }
                    planned.append(Plan.Cell(varied: cell.varied, scenario: scenario.with(variants: variants)))
                    places.append((number, part))
                }
            }
        }
        return Trial(plan: Plan(variedKeys: cells.variedKeys, cells: planned), places: places, points: chosen)
    }

    /// Points that can share a world: those of equal first tolerances, by which it is judged who vouched falsely.
    private func groups(of chosen: [Int]) -> [[Int]] {
        var groups: [[Int]] = []
        for point in chosen {
            let tolerance = points[point].tolerance
            if let group = groups.firstIndex(where: {
                let other = points[$0[0]].tolerance
                return other.start == tolerance.start && other.spread == tolerance.spread
            }) {
                groups[group].append(point)
            } else {
                groups.append([point])
            }
        }
        return groups
    }

    private func row(of point: Int) -> String { "\(scheme)/\(point)" }

    /// The metric of each point of a trial, by replication and cell.
    func samples(of outcome: Executor.Outcome, _ trial: Trial) -> [Int: CellSample] {
        let place = Metric.index(of: metric.name) ?? 0
        var samples = Dictionary(uniqueKeysWithValues: trial.points.map { ($0, CellSample(cells: cells.cells.count)) })
        for run in outcome.runs {
            let (cell, points) = trial.places[run.cell]
            for point in points {
                let result = run.result.schemes.first { $0.scheme == row(of: point) }
                samples[point]?.set(result?.values[place], cell: cell, replication: run.replication)
            }
        }
        return samples
    }
}
