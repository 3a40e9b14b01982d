import TrustSim

/// Figures by the evaluator's own certainty.
enum StrataTable {
    private static let names = ["0", "below 0.6", "0.6 and more"]

    static func table(_ outcome: Executor.Outcome) -> TextTable {
        let titles = ["Own certainty", "Cases", "F1", "Precision", "Recall", "Accuracy"]
        var table = TextTable(
            columns: [TextTable.Column("Scheme")] + titles.map { TextTable.Column($0, .right) }, rows: [],
            footnotes: ["All replications together."], caption: "By the evaluator's own certainty")
        guard let first = outcome.runs.first else { return table }
        for (index, scheme) in first.result.schemes.enumerated() {
            for (stratum, name) in names.enumerated() {
                var counts = ConfusionCounts()
                for run in outcome.runs { counts.add(run.result.schemes[index].byCertainty[stratum]) }
                let values = [counts.f1, counts.precision, counts.recall, counts.accuracy]
                table.rows.append(
                    [TextTable.Cell(scheme.scheme), TextTable.Cell(name), TextTable.Cell(String(counts.total))]
                        + values.map { TextTable.Cell($0.map { NumberText.fixed($0, digits: 3) } ?? "–") })
            }
        }
        if table.rows.contains(where: { $0.contains { $0.text == "–" } }) { table.footnotes.append("–: undefined.") }
        return table
    }
}
