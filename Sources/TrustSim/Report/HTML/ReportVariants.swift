/// Variants of schemes, such as ablations, against the scheme without the change.
struct ReportVariants: JSONWritable {
    let id: String
    let title: String
    /// What they are compared with, in words.
    let base: String
    private var rows: [Row] = []

    private struct Row {
        let scheme: Int
        let metric: String
        let scenario: Int
        let difference: SampleSummary
    }

    private static let ours = "consensus-adaptive"

    /// The groups that the results have: ablations of consensus-adaptive, and calibrated thresholds.
    static func all(_ cells: ReportCells, metrics: [Metric]) -> [ReportVariants] {
        let variants = cells.schemes.compactMap { name -> (name: String, base: String)? in
            guard let slash = name.lastIndex(of: "/") else { return nil }
            let base = String(name[..<slash])
            return cells.schemes.contains(base) ? (name, base) : nil
        }
        let ablations = variants.filter {
            $0.base == ours && !$0.name.hasSuffix(SchemeCatalog.calibratedSuffix)
        }
        let others = variants.filter { variant in !ablations.contains { $0.name == variant.name } }
        return [
            ReportVariants("ablations", "Ablations", ours, ablations, cells, metrics),
            ReportVariants(
                "calibrated", "Other thresholds", "the same scheme with its own threshold", others, cells, metrics),
        ].filter { !$0.rows.isEmpty }
    }

    /// Which cells are compared.
    static func note(_ cells: ReportCells) -> String {
        (isJudged(cells) ? "cells with attackers, up to half" : "all cells") + ", paired by replication"
    }

    private static func isJudged(_ cells: ReportCells) -> Bool { cells.ratios.contains { $0 > 0 && $0 <= 0.5 } }

    private init(
        _ id: String, _ title: String, _ base: String, _ variants: [(name: String, base: String)], _ cells: ReportCells,
        _ metrics: [Metric]
    ) {
        self.id = id
        self.title = title
        self.base = base
        if variants.isEmpty { return }
        let judged = Self.isJudged(cells)
        let used = cells.cells.filter { cell in
            !cell.isPooled && (!judged || (cells.ratios[cell.ratio] > 0 && cells.ratios[cell.ratio] <= 0.5))
        }
        for scenario in (cells.scenarios.count > 1 ? [-1] : []) + Array(cells.scenarios.indices) {
            let here = used.filter { scenario < 0 || $0.scenario == scenario }
            for metric in metrics {
                let place = Metric.index(of: metric.name) ?? 0
                for variant in variants {
                    guard let first = cells.schemes.firstIndex(of: variant.name),
                        let second = cells.schemes.firstIndex(of: variant.base)
                    else { continue }
                    let means = [first, second].map { scheme in
                        RunMeans(cells.results, rows: here.flatMap { $0.rows[scheme] }, metric: place)
                    }
                    let difference = SampleSummary(means[0].minus(means[1]))
                    rows.append(Row(scheme: first, metric: metric.name, scenario: scenario, difference: difference))
                }
            }
        }
    }

    func write(to writer: inout JSONWriter) {
        func rounded(_ value: Double?) -> Double? {
            value.flatMap { Double(NumberText.fixed($0, digits: 4)) }
        }
        writer.object { writer in
            writer.member("id", id)
            writer.member("base", base)
            writer.array("rows") { writer in
                for row in rows {
                    writer.object { writer in
                        writer.member("scheme", row.scheme)
                        writer.member("metric", row.metric)
                        writer.member("scenario", row.scenario)
                        writer.member("mean", rounded(row.difference.mean))
                        writer.member("half", rounded(row.difference.halfWidth))
                    }
                }
            }
        }
    }
}
