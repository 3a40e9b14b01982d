extension SchemeComparison {
    /// One table for each cell and metric: a row for each scheme compared with the reference.
    public var tables: [TextTable] { families.map(table) }

    private func table(_ family: Family) -> TextTable {
        var table = TextTable(
            columns: [TextTable.Column("Scheme")]
                + ["n", "Mean", "Reference", "Advantage", "95 % interval", "p", "p (Holm)", "Effect"].map {
                    TextTable.Column($0, .right)
                } + [TextTable.Column("Reference is"), TextTable.Column("Scheme is")],
            caption: caption(family))
        for row in family.rows {
            table.rows.append(
                ([row.scheme, count(row)] + figures(row, family.metric)
                    + [row.pairs.verdict(margin: margin), row.pairs.reverseVerdict(margin: margin)].map {
                        $0?.rawValue ?? "–"
                    }).map { TextTable.Cell($0) })
        }
        table.footnotes = footnotes(family)
        return table
    }

    private func caption(_ family: Family) -> String {
        let cell =
            zip(variedKeys, family.varied).map { "\($0) \($1)" }
            + ["attackerRatio \(NumberText.short(family.attackerRatio))"]
        let title = family.metric.unit.isEmpty ? family.metric.title : "\(family.metric.title) [\(family.metric.unit)]"
        return "\(family.scenario): \(cell.joined(separator: ", ")): \(title) of \(family.reference) against the others"
    }

    private func count(_ row: Row) -> String { "\(row.pairs.count)" + (row.pairs.undefinedCount > 0 ? "†" : "") }

    private func figures(_ row: Row, _ metric: Metric) -> [String] {
        let largest = max(row.pairs.firstMean?.magnitude ?? 0, row.pairs.secondMean?.magnitude ?? 0)
        let digits = metric.unit.isEmpty && largest < 100 ? 3 : 1
        func text(_ value: Double?) -> String { value.map { NumberText.fixed($0, digits: digits) } ?? "–" }
        let interval = row.pairs.interval.map { "[\(text($0.low)), \(text($0.high))]" } ?? "–"
        return [text(row.pairs.secondMean), text(row.pairs.firstMean), text(row.pairs.advantage.mean), interval]
            + [row.test.pValue, row.adjustedPValue].map(Self.probability)
            + [row.test.rankBiserial.map { NumberText.fixed($0, digits: 2) } ?? "–"]
    }

    private static func probability(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value < 0.0005 ? "<0.001" : NumberText.fixed(value, digits: 3)
    }

    private func footnotes(_ family: Family) -> [String] {
        let comparisons = family.rows.count { $0.test.pValue != nil }
        let better =
            family.metric.preference == .neither ? "reference minus scheme" : "positive where the reference is better"
        var notes = [
            "Seed \(family.seed), pairs by replication. Advantage: mean difference, \(better), with its 95 % Student-t "
                + "interval. p: Wilcoxon signed-rank test, two-sided; Holm: for the \(comparisons) "
                + "\(comparisons == 1 ? "comparison" : "comparisons") of this table. "
                + "Effect: matched-pairs rank-biserial correlation."
        ]
        if family.metric.preference != .neither {
            let text = NumberText.csv(margin)
            notes.append(
                "Verdicts by the interval: superior above 0, non-inferior above -\(text), inferior below -\(text), "
                    + "inconclusive otherwise.")
        }
        if reference == .best {
            notes.append("The reference was chosen by these data, so its advantage is overstated and p too small.")
        }
        if family.rows.contains(where: { $0.pairs.undefinedCount > 0 }) {
            notes.append("†: replications in which one of the two is undefined are left out.")
        }
        if family.rows.contains(where: { $0.pairs.count == 0 || $0.test.pValue == nil || $0.test.rankBiserial == nil })
        {
            notes.append("–: undefined.")
        }
        if let note = Self.warning(pairs: family.rows.map(\.pairs.count).min() ?? 0) { notes.append(note) }
        return notes
    }

    /// What to say about few pairs.
    private static func warning(pairs: Int) -> String? {
        if pairs >= wantedReplications { return nil }
        let wanted = "Only \(pairs) \(pairs == 1 ? "pair" : "pairs"): at least \(wantedReplications) are wanted"
        guard pairs < fewestReplications else { return wanted + "." }
        return wanted + ", and with fewer than \(fewestReplications) the Wilcoxon test cannot reach 0.05."
    }
}
