/// What the script of a report reads: means, intervals and marks, no rows.
struct ReportData {
    private let cells: ReportCells
    private let metrics: [Metric]
    private let marks: [ReportMarks]
    private let variants: [ReportVariants]
    private let curves: ROCCurves?

    /// Metrics that the page begins with; they have marks.
    static let mainMetrics = ["f1", "precision", "recall", "accuracy", "balancedAccuracy", "mcc"]
    /// Metrics that sections need.
    private static let otherMetrics = [
        "falsePositiveRate", "auc", "detectionRate", "timeToDetect", "bytesPerVehicleSecond",
    ]

    init(_ cells: ReportCells, marks: [ReportMarks], curves: ROCCurves? = nil) {
        self.cells = cells
        self.curves = curves
        self.marks = marks
        let wanted = Self.mainMetrics + Self.otherMetrics
        let names = cells.isSmall ? wanted + Metric.all.map(\.name).filter { !wanted.contains($0) } : wanted
        metrics = names.compactMap { name in
            guard let metric = Metric.named(name), let place = Metric.index(of: name) else { return nil }
            return cells.results.rows.contains { $0.values[place] != nil } ? metric : nil
        }
        variants = ReportVariants.all(cells, metrics: metrics.filter { Self.mainMetrics.contains($0.name) })
    }

    /// Sections of variants, for the page to make room for.
    var variantSections: [(id: String, title: String)] { variants.map { ($0.id, $0.title) } }

    /// Whether there is anything to show.
    var isEmpty: Bool { metrics.isEmpty }

    static let genie = "genie"

    /// What a row is: a scheme, the bound, a trivial one or a variant of another.
    static func kind(_ scheme: String) -> String {
        if scheme == genie { return "bound" }
        if SchemeCatalog.trivialNames.contains(scheme) { return "trivial" }
        return scheme.contains("/") ? "variant" : "scheme"
    }

    static func digits(_ metric: Metric) -> Int { metric.unit.isEmpty && !isCount(metric) ? 3 : 1 }

    private static func isCount(_ metric: Metric) -> Bool {
        metric.preference == .neither && metric.name.hasSuffix("ives")
    }

    /// The data as JSON.
    var json: [UInt8] {
        var writer = JSONWriter(style: .compact, capacity: 1 << 20)
        writer.object { writer in
            writer.array("schemes") { writer in
                for name in cells.schemes {
                    writer.object {
                        $0.member("name", name)
                        $0.member("kind", Self.kind(name))
                    }
                }
            }
            writer.member("own", cells.schemes.firstIndex(of: "consensus-adaptive") ?? -1)
            writer.member("scenarios", cells.scenarios)
            writer.member("settingKeys", cells.settingKeys.joined(separator: ", "))
            writer.array("settings") { writer in
                for setting in cells.settings {
                    writer.object {
                        $0.member("name", setting.name)
                        $0.member("full", setting.full)
                    }
                }
            }
            writer.member("ratios", cells.ratios)
            writer.member("wanted", SchemeComparison.wantedReplications)
            writer.array("cells") { writer in
                for cell in cells.cells { writer.value([cell.scenario, cell.setting, cell.ratio, replications(cell)]) }
            }
            writer.array("metrics") { writer in
                for metric in metrics { write(metric, to: &writer) }
            }
            if let curves { write(curves, to: &writer) }
            writer.member("variantNote", ReportVariants.note(cells))
            writer.array("variants") { writer in
                for group in variants { writer.value(group) }
            }
        }
        return writer.bytes
    }

    /// Curves beyond this number would make the page too large.
    private static let manyCurves = 4000

    private func write(_ curves: ROCCurves, to writer: inout JSONWriter) {
        writer.object("roc") { writer in
            writer.member("rates", curves.rates)
            writer.array("curves") { writer in
                for curve in curves.curves.prefix(Self.manyCurves) {
                    guard let place = cells.place(of: curve) else { continue }
                    writer.object { writer in
                        writer.member("scenario", place.scenario)
                        writer.member("setting", place.setting)
                        writer.member("ratio", place.ratio)
                        writer.member("scheme", place.scheme)
                        writer.member("recalls", PackedColumn(curve.recalls, digits: 3))
                    }
                }
            }
        }
    }

    private func replications(_ cell: ReportCells.Cell) -> Int {
        cell.rows.map { rows in Set(rows.map { cells.results.rows[$0].replication }).count }.max() ?? 0
    }

    private func write(_ metric: Metric, to writer: inout JSONWriter) {
        guard let place = Metric.index(of: metric.name) else { return }
        let digits = Self.digits(metric)
        let samples = cells.cells.flatMap { cell in
            cells.schemes.indices.map { SampleSummary(cells.sample(cell, scheme: $0, metric: place)) }
        }
        writer.object { writer in
            writer.member("name", metric.name)
            writer.member("title", metric.title)
            writer.member("unit", metric.unit)
            writer.member("better", metric.preference == .higher ? 1 : metric.preference == .lower ? -1 : 0)
            writer.member("digits", digits)
            writer.member("needsAttackers", metric.needsAttackers)
            writer.member("listed", Self.mainMetrics.contains(metric.name) || Self.otherMetrics.contains(metric.name))
            writer.member("mean", PackedColumn(samples.map(\.mean), digits: digits))
            writer.member("half", PackedColumn(samples.map(\.halfWidth), digits: digits))
            writer.member("undefinedCount", PackedColumn(samples.map { Double($0.undefinedCount) }, digits: 0))
            if let marks = marks.first(where: { $0.metric.name == metric.name }) {
                writer.member("mark", PackedColumn(marks.signs.map { Double($0) }, digits: 0))
            }
        }
    }
}
