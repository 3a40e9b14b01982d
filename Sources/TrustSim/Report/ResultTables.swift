/// Tables of results: means with 95 % intervals.
public struct ResultTables {
    private let results: ResultSet
    private let summary: [SummaryRow]

    /// Tables of a result set.
    public init(_ results: ResultSet) {
        self.results = results
        summary = results.summary()
    }

    /// What every table says below: seeds, replications, interval.
    private func footnotes(_ rows: [SummaryRow], cells: [SampleSummary], hasRivals: Bool) -> [String] {
        let seeds = rows.map { String($0.seed) }.distinct()
        let counts = rows.map { String($0.replications) }.distinct()
        var notes = [
            "Seed \(seeds.joined(separator: ", ")), \(counts.joined(separator: " or ")) "
                + (counts == ["1"] ? "replication" : "replications") + "; mean ± half width of the 95 % interval."
        ]
        if cells.contains(where: { $0.mean == nil }) { notes.append("–: undefined in every run.") }
        if rows.contains(where: { $0.scheme == ReportData.genie && $0.metrics.allSatisfy { $0.mean == nil } }) {
            notes.append("genie: no figures where this bound cannot be computed.")
        }
        if cells.contains(where: { $0.mean != nil && $0.undefinedCount > 0 }) {
            notes.append("†: undefined in some runs, which are left out.")
        }
        if hasRivals {
            let margin = NumberText.csv(SchemeComparison.standardMargin)
            notes.append("≈: non-inferior to the best, paired by replication: the 95 % interval lies above -\(margin).")
        }
        return notes
    }

    static func text(_ sample: SampleSummary, _ metric: Metric) -> String {
        guard let mean = sample.mean else { return "–" }
        let digits = metric.unit.isEmpty && abs(mean) < 100 ? 3 : 1
        var text = NumberText.fixed(mean, digits: digits)
        if let half = sample.halfWidth { text += " ± " + NumberText.fixed(half, digits: digits) }
        if sample.undefinedCount > 0 { text += "†" }
        return text
    }

    private static func title(_ metric: Metric) -> String {
        metric.unit.isEmpty ? metric.title : "\(metric.title) [\(metric.unit)]"
    }

    /// Names that ``tables(metrics:by:)`` can group by.
    public var groupNames: [String] { results.groupNames }

    /// What results vary in, besides the scheme: groups that a table should have.
    public var variedNames: [String] {
        let candidates = ["scenario", "seed"] + results.variedKeys + ["attackerRatio"]
        return candidates.filter { results.grouped(by: [$0]).count > 1 }
    }

    /// One table with a row for each scheme and a column for each metric, for each combination of what varies.
    public func schemeTables(metrics: [Metric]) -> [TextTable] {
        let varied = variedNames
        return results.grouped(by: varied).map { key, places in
            let rows = ResultSet(variedKeys: results.variedKeys, rows: places.map { results.rows[$0] }).summary()
            let group = zip(varied, key).map { "\($0) \($1)" }.joined(separator: ", ")
            var table = TextTable(
                columns: [TextTable.Column("Scheme")] + metrics.map { TextTable.Column(Self.title($0), .right) },
                footnotes: [], caption: caption(rows, group))
            for row in rows { table.rows.append([TextTable.Cell(row.scheme)] + metrics.map { cell(row, $0) }) }
            let runs = CellRuns(results, places)
            var hasRivals = false
            for (column, metric) in metrics.enumerated() {
                let best = Self.best(among: rows.map { sample($0, metric).mean }, metric)
                for row in best { table.rows[row][column + 1].marked = true }
                for row in runs.rivals(of: best, among: rows.map(\.scheme), metric) {
                    table.rows[row][column + 1].sign = "≈"
                    hasRivals = true
                }
            }
            table.footnotes = footnotes(
                rows, cells: rows.flatMap { row in metrics.map { sample(row, $0) } }, hasRivals: hasRivals)
            return table
        }
    }

    private func caption(_ rows: [SummaryRow], _ group: String) -> String {
        let name = rows.first?.scenario ?? ""
        if !group.isEmpty { return "\(name): \(group)" }
        return rows.first.map { "\(name): attackerRatio \(NumberText.short($0.attackerRatio))" } ?? name
    }

    private func sample(_ row: SummaryRow, _ metric: Metric) -> SampleSummary {
        Metric.index(of: metric.name).map { row.metrics[$0] } ?? SampleSummary([])
    }

    private func cell(_ row: SummaryRow, _ metric: Metric) -> TextTable.Cell {
        TextTable.Cell(Self.text(sample(row, metric), metric))
    }

    /// A row for each combination of what varies, and a column for each figure of the world.
    func channelTable(metrics: [Metric]) -> TextTable {
        let varied = variedNames
        let groups = results.grouped(by: varied)
        var table = TextTable(
            columns: varied.enumerated().map { number, name in Self.column(name, groups.map { $0.key[number] }) }
                + metrics.map { TextTable.Column(Self.title($0), .right) },
            footnotes: [], caption: Self.worldCaption(metrics))
        table.keyColumns = varied.count
        for (key, places) in groups {
            let samples = metrics.map { metric in
                SampleSummary(
                    places.map { place in Metric.index(of: metric.name).flatMap { results.rows[place].values[$0] } })
            }
            table.rows.append(
                key.map { TextTable.Cell($0) } + zip(samples, metrics).map { TextTable.Cell(Self.text($0, $1)) })
        }
        table.footnotes = ["The same for every scheme; see Docs/Metrics.md."]
        return table
    }

    private static func worldCaption(_ metrics: [Metric]) -> String {
        let units = metrics.filter { $0.name == "coverage" }.count
        if units == 0 { return "Channel" }
        return units == metrics.count ? "Roadside units" : "Channel and roadside units"
    }

    /// One table for each metric. The last group is spread over the columns, the others make the rows; what is not named
    /// is pooled, and a footnote says so. The best of each row is marked.
    public func tables(metrics: [Metric], by groups: [String]) -> [TextTable] {
        guard let columnGroup = groups.last else { return [] }
        let rowGroups = Array(groups.dropLast())
        let samples = PooledSamples(results, groups: groups)
        let pooled = variedNames.filter { !groups.contains($0) } + (groups.contains("scheme") ? [] : ["scheme"])
        let cells = pooled.isEmpty && columnGroup == "scheme" ? samples.cells : [:]
        return metrics.map { metric in
            let columns = samples.values(of: groups.count - 1)
            var table = TextTable(
                columns: rowGroups.enumerated().map { Self.column($0.element, samples.values(of: $0.offset)) }
                    + columns.map { TextTable.Column($0, .right) },
                footnotes: [], caption: "\(Self.title(metric)) by \(groups.joined(separator: ", "))")
            table.keyColumns = rowGroups.count
            var summaries: [SampleSummary] = []
            var hasRivals = false
            for (number, rowKey) in samples.rowKeys.enumerated() {
                let found = columns.map { samples.sample(rowKey: rowKey, column: $0, metric: metric) }
                summaries += found.compactMap { $0 }
                table.rows.append(
                    rowKey.map { TextTable.Cell($0) }
                        + found.map { TextTable.Cell($0.map { Self.text($0, metric) } ?? "") })
                guard columnGroup == "scheme" else { continue }
                let best = Self.best(among: found.map { $0?.mean }, metric)
                for column in best { table.rows[number][rowGroups.count + column].marked = true }
                for column in cells[rowKey]?.rivals(of: best, among: columns, metric) ?? [] {
                    table.rows[number][rowGroups.count + column].sign = "≈"
                    hasRivals = true
                }
            }
            table.footnotes = footnotes(summary, cells: summaries, hasRivals: hasRivals)
            if !pooled.isEmpty { table.footnotes.append("Pooled over \(pooled.joined(separator: ", ")).") }
            return table
        }
    }

    /// The name of a group; of a key of scenario files with its unit.
    private static func withUnit(_ group: String) -> String {
        guard let unit = ScenarioKeys.all.first(where: { $0.path == group })?.unit, !unit.isEmpty else { return group }
        return "\(group) [\(unit)]"
    }

    /// Numbers to the right, names to the left.
    private static func column(_ title: String, _ values: [String]) -> TextTable.Column {
        TextTable.Column(withUnit(title), values.contains { Double($0) == nil } ? .left : .right)
    }

    /// Places of the best of several means; none where there is nothing to compare.
    private static func best(among means: [Double?], _ metric: Metric) -> [Int] {
        means.count > 1 ? metric.best(among: means) : []
    }
}

extension CellRuns {
    /// Places of the schemes that are non-inferior to the best of some, or better paired than by their means; none with
    /// too few replications. A metric with a unit has no margin of its own, so nothing is said of it.
    func rivals(of best: [Int], among schemes: [String], _ metric: Metric) -> [Int] {
        guard let first = best.first, metric.unit.isEmpty else { return [] }
        return schemes.indices.filter { place in
            if best.contains(place) { return false }
            let pairs = pairs(schemes[place], schemes[first], metric)
            guard pairs.count >= SchemeComparison.wantedReplications,
                let verdict = pairs.verdict(margin: SchemeComparison.standardMargin)
            else { return false }
            return verdict == .nonInferior || verdict == .superior
        }
    }
}

/// Samples of runs grouped by some of their attributes.
struct PooledSamples {
    private var rows: [[String]: [Int]] = [:]
    private var keys: [[String]] = []
    private let results: ResultSet

    init(_ results: ResultSet, groups: [String]) {
        self.results = results
        for (key, places) in results.grouped(by: groups) {
            keys.append(key)
            rows[key] = places
        }
    }

    /// The runs of each row of the table, with all schemes.
    var cells: [[String]: CellRuns] {
        var places: [[String]: [Int]] = [:]
        for key in keys { places[Array(key.dropLast()), default: []] += rows[key] ?? [] }
        return places.mapValues { CellRuns(results, $0) }
    }

    /// Values of one group, in order of first appearance.
    func values(of group: Int) -> [String] { keys.map { $0[group] }.distinct() }

    /// Values of all groups but the last, in order of first appearance.
    var rowKeys: [[String]] { keys.map { Array($0.dropLast()) }.distinct() }

    func sample(rowKey: [String], column: String, metric: Metric) -> SampleSummary? {
        guard let place = Metric.index(of: metric.name), let found = rows[rowKey + [column]] else { return nil }
        return SampleSummary(found.map { results.rows[$0].values[place] })
    }
}
