/// What has to be known to read the figures of a report.
struct ReportNotes {
    let cells: ReportCells
    let marks: [ReportMarks]

    /// Sentences, the most important first.
    var all: [String] {
        [replications, ties, trivial, undefined, censored, pooled, genie].filter { !$0.isEmpty }
    }

    private var real: [ReportCells.Cell] { cells.cells.filter { !$0.isPooled } }

    private var replications: String {
        let counts = real.map { cell in cell.rows.map(\.count).max() ?? 0 }
        guard let least = counts.min(), let most = counts.max() else { return "" }
        let found = least == most ? "\(least)" : "\(least) to \(most)"
        let text =
            "Every figure is a mean over \(found) \(most == 1 ? "replication" : "replications"); ± is the half width of "
            + "its 95 % Student-t interval."
        if least >= SchemeComparison.wantedReplications { return text }
        return text
            + " That is few: from \(SchemeComparison.wantedReplications) on it is said which schemes cannot be told from "
            + "the best" + (least == 1 ? ", and one replication has no interval at all." : ".")
    }

    private var ties: String {
        guard real.contains(where: { $0.rows.contains { $0.count >= SchemeComparison.wantedReplications } }) else {
            return
                "The best value is bold. Nothing here shows that it is significantly the best: two intervals that overlap "
                + "do not decide it either. See trustsim compare."
        }
        let margin = NumberText.csv(SchemeComparison.standardMargin)
        let counts = marks.filter { $0.judgedCells > 0 }.map {
            "\($0.metric.title) in \($0.tiedCells) of \($0.judgedCells)"
        }
        return "The best value is bold. ≈ marks schemes that are not distinguishable from it for practical purposes: "
            + "non-inferior, paired by replication, as the 95 % interval of the difference lies above -\(margin). Cells in "
            + "which that is so of some scheme: \(counts.joined(separator: ", ")). Without ≈ a scheme may still not be "
            + "significantly worse: see trustsim compare for tests."
    }

    private var trivial: String {
        cells.schemes.contains { SchemeCatalog.trivialNames.contains($0) }
            ? "F1, precision and accuracy depend on the share of attackers: compare with the trivial schemes (trust-all, "
                + "distrust-all, coin), which are in the tables, or use balanced accuracy or MCC." : ""
    }

    private var undefined: String {
        let names = ReportData.mainMetrics + ["auc", "timeToDetect"]
        let counts = names.compactMap { name -> String? in
            guard let place = Metric.index(of: name) else { return nil }
            let count = cells.results.rows.count { $0.values[place] == nil }
            return count > 0 ? "\(Metric.all[place].title) in \(count)" : nil
        }
        if counts.isEmpty { return "" }
        return "Undefined values are left out, never taken as 0: \(counts.joined(separator: ", ")) of "
            + "\(cells.results.rows.count) rows. † marks means that lack some replications, a dash those that lack all."
    }

    private var censored: String {
        guard let place = Metric.index(of: "detectionRate"),
            cells.results.rows.contains(where: { ($0.values[place] ?? 1) < 1 })
        else { return "" }
        return "Time to detect counts attackers never found up to the end of the run: a lower bound wherever the share "
            + "detected is below 1. Read both together."
    }

    private var pooled: String {
        cells.cells.contains { $0.isPooled }
            ? "Means over scenarios or settings are taken within each replication, so that their intervals do not mix what "
                + "varied with chance. Where a mean shows no interval, none was made." : ""
    }

    private var genie: String {
        cells.schemes.contains(ReportData.genie)
            ? "The genie is told more than any vehicle can learn: it is a bound, not a scheme, and never counts as the best. "
                + "Where it cannot be computed it has no figures." : ""
    }
}
