/// The results by scenario, setting (what was varied), attacker ratio and scheme.
struct ReportCells {
    /// What was varied, in one cell.
    struct Setting {
        /// As short as it can be without being that of another.
        var name: String
        /// Every varied key with its value.
        let full: String
    }

    /// A cell of the results, or the mean over some of them.
    struct Cell {
        /// Places in the lists; -1 for a mean over all.
        let scenario: Int
        let setting: Int
        let ratio: Int
        /// Rows by scheme, at the place of the scheme.
        let rows: [[Int]]
        var isPooled: Bool { scenario < 0 || setting < 0 }
    }

    let results: ResultSet
    let schemes: [String]
    let scenarios: [String]
    let ratios: [Double]
    let settings: [Setting]
    /// Keys that settings are made of.
    let settingKeys: [String]
    private let placeOfSetting: [[String]: Int]
    /// The cells of the results, in their order, and then means.
    let cells: [Cell]

    /// Up to so many figures the page has every metric and mean with its interval; beyond, those that it needs.
    static let manyFigures = 4000

    init(_ results: ResultSet) {
        self.results = results
        let schemes = results.schemes
        let placeOfScheme = Self.places(schemes)
        let scenarios = results.values(of: "scenario")
        let ratios = Set(results.rows.map(\.attackerRatio)).sorted()
        let hasSeeds = Set(results.rows.map(\.seed)).count > 1
        let keys = results.variedKeys.filter { results.values(of: $0).count > 1 } + (hasSeeds ? ["seed"] : [])
        let settings = results.grouped(by: keys)
        func cell(_ scenario: Int, _ setting: Int, _ ratio: Double, _ rows: [Int]) -> Cell {
            var ofScheme = [[Int]](repeating: [], count: schemes.count)
            for row in rows { ofScheme[placeOfScheme[results.rows[row].scheme] ?? 0].append(row) }
            return Cell(
                scenario: scenario, setting: setting, ratio: ratios.firstIndex(of: ratio) ?? 0, rows: ofScheme)
        }
        let placeOfScenario = Self.places(scenarios)
        var placeOfSetting: [[String]: Int] = [:]
        for (place, setting) in settings.enumerated() { placeOfSetting[setting.key] = place }
        var cells = results.grouped(by: ["scenario", "attackerRatio"] + keys).map { key, rows in
            cell(
                placeOfScenario[key[0]] ?? 0, placeOfSetting[Array(key.dropFirst(2))] ?? 0,
                results.rows[rows[0]].attackerRatio, rows)
        }
        let isSmall = cells.count * schemes.count <= Self.manyFigures
        if settings.count > 1 {
            for (key, rows) in results.grouped(by: ["scenario", "attackerRatio"]) {
                cells.append(cell(placeOfScenario[key[0]] ?? 0, -1, results.rows[rows[0]].attackerRatio, rows))
            }
        }
        if scenarios.count > 1 {
            for (_, rows) in results.grouped(by: ["attackerRatio"]) {
                cells.append(cell(-1, settings.count > 1 ? -1 : 0, results.rows[rows[0]].attackerRatio, rows))
            }
        }
        if scenarios.count > 1 && settings.count > 1 && isSmall {
            for (key, rows) in results.grouped(by: ["attackerRatio"] + keys) {
                let setting = placeOfSetting[Array(key.dropFirst())] ?? 0
                cells.append(cell(-1, setting, results.rows[rows[0]].attackerRatio, rows))
            }
        }
        self.schemes = schemes
        self.scenarios = scenarios
        self.ratios = ratios
        self.settings = Self.named(settings.map(\.key), keys: keys)
        settingKeys = keys
        self.placeOfSetting = placeOfSetting
        self.cells = cells
    }

    /// Where a curve belongs; nil where the results have nothing of the kind.
    func place(of curve: ROCCurves.Curve) -> (scenario: Int, setting: Int, ratio: Int, scheme: Int)? {
        let values = zip(results.variedKeys, curve.varied).filter { settingKeys.contains($0.0) }.map(\.1)
        let key = values + (settingKeys.last == "seed" ? [String(curve.seed)] : [])
        guard let scenario = scenarios.firstIndex(of: curve.scenario), let setting = placeOfSetting[key],
            let ratio = ratios.firstIndex(of: curve.attackerRatio), let scheme = schemes.firstIndex(of: curve.scheme)
        else { return nil }
        return (scenario, setting, ratio, scheme)
    }

    /// Whether every metric may be embedded.
    var isSmall: Bool { cells.count * schemes.count <= Self.manyFigures }

    private static func places(_ names: [String]) -> [String: Int] {
        Dictionary(names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    }

    /// The first values of a setting are its name where no other begins with them.
    private static func named(_ values: [[String]], keys: [String]) -> [Setting] {
        var counts: [[String]: Int] = [:]
        for value in values {
            for length in 1...max(1, value.count) { counts[Array(value.prefix(length)), default: 0] += 1 }
        }
        return values.map { value in
            let full = zip(keys, value).map { "\($0) \($1)" }.joined(separator: ", ")
            if value.isEmpty { return Setting(name: "all", full: "all") }
            let length = (1...value.count).first { counts[Array(value.prefix($0))] == 1 } ?? value.count
            return Setting(name: value.prefix(length).joined(separator: " · "), full: full)
        }
    }

    /// Values of a metric of one scheme in a cell, one a replication: those of the runs, or of their means.
    func sample(_ cell: Cell, scheme: Int, metric: Int) -> [Double?] {
        guard cell.rows[scheme].count > 0 else { return [] }
        return RunMeans(results, rows: cell.rows[scheme], metric: metric).values
    }
}
