/// Figures over the replications of one cell and scheme.
public struct SummaryRow: Sendable {
    /// Name of the scenario.
    public let scenario: String
    /// Name of the scheme.
    public let scheme: String
    /// Share of attackers.
    public let attackerRatio: Double
    /// Base seed.
    public let seed: Int64
    /// Values of the varied keys.
    public let varied: [String]
    /// Number of runs.
    public let replications: Int
    /// Every metric, in the order of ``Metric/all``.
    public let metrics: [SampleSummary]
}

extension ResultSet {
    /// Means and intervals over the replications, in order of first appearance.
    public func summary() -> [SummaryRow] {
        grouped(by: groupNames).map { _, group in
            let first = rows[group[0]]
            return SummaryRow(
                scenario: first.scenario, scheme: first.scheme, attackerRatio: first.attackerRatio, seed: first.seed,
                varied: first.varied, replications: group.count,
                metrics: Metric.all.indices.map { metric in SampleSummary(group.map { rows[$0].values[metric] }) })
        }
    }

    /// Tidy CSV of the summary: one row a cell, scheme and metric.
    public var summaryCSV: [UInt8] { summaryCSV(metrics: metrics) }

    /// The summary of some metrics.
    public func summaryCSV(metrics: [Metric]) -> [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(
            ["scenario", "scheme", "attackerRatio", "seed"] + variedKeys
                + ["replications", "metric", "mean", "sd", "ci95", "n", "undefined"])
        for row in summary() {
            for metric in metrics {
                guard let index = Metric.index(of: metric.name) else { continue }
                let sample = row.metrics[index]
                writer.append(row.scenario)
                writer.append(row.scheme)
                writer.append(row.attackerRatio)
                writer.append(Int(row.seed))
                for value in row.varied { writer.append(value) }
                writer.append(row.replications)
                writer.append(metric.name)
                for value in [sample.mean, sample.standardDeviation, sample.halfWidth] {
                    writer.append(optional: value)
                }
                writer.append(sample.count)
                writer.append(sample.undefinedCount)
                writer.endRow()
            }
        }
        return writer.bytes
    }
}
