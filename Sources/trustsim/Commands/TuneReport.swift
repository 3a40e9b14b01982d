import TrustSim

/// What `tune` found, as tables and as JSON.
struct TuneReport {
    let request: TuneRequest
    let ranking: Tuning.Ranking
    let choice: Int
    let heldOut: HeldOutResult
    /// Fingerprint of scenario, cells and traces.
    let experiment: String

    /// Rows of the table.
    private static let shownCount = 10

    var tuning: Tuning { request.tuning }
    /// What the search gained by the choice, on its own worlds.
    var gain: Double? { ranking.rows.first?.gain.advantage.mean }
    private var digits: Int { tuning.metric.unit.isEmpty ? 4 : 2 }

    /// Whether to say how the choice is used: not where it is what there is, or worse.
    private var isWorthUsing: Bool { choice != 0 && heldOut.finding != .worse }

    /// The options that make the choice.
    var assignments: [String] { zip(tuning.keys, tuning.points[choice].values).map { "\($0)=\($1)" } }
    var options: String { assignments.map { "--set " + ShellText.quoted($0) }.joined(separator: " ") }

    func show(format: String) {
        let bytes: [UInt8]
        switch format {
        case "csv": bytes = csv
        case "json": bytes = document
        case "jsonl": bytes = lines
        default:
            var tried = heldOutTable
            if format != "table" && isWorthUsing { tried.footnotes.append("Use it with: \(options)") }
            bytes = SharedOptions.render([pointTable, tried], format: format, color: Console.usesColor)
        }
        Console.results(bytes)
        if format == "table" && isWorthUsing { Console.print("\nUse it with: \(options)") }
        if ["csv", "jsonl"].contains(format) {
            for sentence in sentences { Console.error("Note: \(sentence)") }
            if isWorthUsing { Console.error("Note: use it with: \(options)") }
        }
    }

    // MARK: Sentences

    /// What can honestly be said of the choice.
    var sentences: [String] {
        var said: [String] = []
        if choice == 0 {
            said.append(
                "No point did better in the search than the values of the scenario: there is nothing to change.")
        } else {
            said.append(comparison)
        }
        if choice != 0, let gain, heldOut.isBelow(gain: gain) {
            said.append(
                "The search gained \(NumberText.fixed(gain, digits: digits)) on its own worlds, more than the interval on held-out "
                    + "worlds allows: part of the gain is fitted to the worlds of the search.")
        }
        if ranking.isTied {
            said.append("Several points did equally well; of these it is the nearest to the values of the scenario.")
        }
        for key in ranking.idleKeys { said.append("'\(key)' made no difference in any run.") }
        if let note = HeldOutWords.movements([tuning.cells]) { said.append(note) }
        return said
    }

    private var comparison: String {
        let mean = heldOut.pairs.advantage.mean ?? 0
        let half = heldOut.pairs.advantage.halfWidth.map { " ± \(NumberText.fixed($0, digits: digits))" } ?? ""
        let amount = NumberText.fixed(mean.magnitude, digits: digits) + half
        switch heldOut.finding {
        case .better:
            return "On held-out worlds the choice is better than the values of the scenario, by \(amount)."
        case .worse:
            return "On held-out worlds the choice is worse than the values of the scenario, by \(amount): keep those."
        case .open:
            return
                "On held-out worlds the choice is not shown to be better than the values of the scenario: the 95 % interval "
                + "of the difference has 0 in it. More replications say more."
        case .unknown:
            return "On held-out worlds '\(tuning.metric.name)' is defined in too few replications for an interval."
        }
    }

    // MARK: Tables

    private var title: String {
        let metric = tuning.metric
        return metric.unit.isEmpty ? metric.title : "\(metric.title) [\(metric.unit)]"
    }

    private var pointTable: TextTable {
        let shown = ranking.rows.enumerated().filter { $0.offset < Self.shownCount || $0.element.point == 0 }
        let name = tuning.cells.cells.first?.scenario.name ?? ""
        var table = TextTable(
            columns: [TextTable.Column("Rank", .right)] + tuning.keys.map { TextTable.Column($0, .right) }
                + [title, "Gain", "95 % interval"].map { TextTable.Column($0, .right) },
            caption: "\(name): \(request.scheme), \(ranking.rows.count) points by \(tuning.metric.name)")
        for (number, row) in shown {
            let sign = row.point == 0 ? "*" : ""
            table.rows.append(
                ([String(number + 1) + sign] + tuning.points[row.point].values + [
                    HeldOutWords.text(row.summary, digits: digits) + (row.undefinedCount > 0 ? "†" : ""),
                    row.gain.advantage.mean.map { NumberText.fixed($0, digits: digits) } ?? "–",
                    HeldOutWords.interval(row.gain, digits: digits),
                ]).map { TextTable.Cell($0) })
        }
        table.footnotes = pointNotes
        return table
    }

    private var pointNotes: [String] {
        let cells = tuning.cells.cells
        let replications = cells.first?.scenario.replications ?? 0
        let drawn =
            request.search == .grid
            ? "" : " \(tuning.chosenCount) drawn, \(tuning.points.count) different ones with that of the scenario."
        var notes = [
            "*: the values of the scenario. Mean over \(cells.count) \(cells.count == 1 ? "cell" : "cells") with the half width of "
                + "its 95 % Student-t interval over \(replications) \(replications == 1 ? "replication" : "replications"), seed "
                + "\(cells.first.map { String($0.scenario.seed) } ?? ""), worlds of the search. Gain: how much better than *, paired "
                + "by replication; the best of many gains is overstated.\(drawn)"
        ]
        if ranking.rows.contains(where: { $0.undefinedCount > 0 }) {
            notes.append(
                "†: undefined in some runs; points with fewer of them come first. Gains are over the runs in which both are "
                    + "defined.")
        }
        return notes
    }

    private var heldOutTable: TextTable {
        var table = TextTable(
            columns: [TextTable.Column("Values")]
                + [title, "Difference", "95 % interval", "Gain in the search"].map { TextTable.Column($0, .right) },
            caption: "Held-out worlds: the choice against the values of the scenario")
        func add(_ cells: [String]) { table.rows.append(cells.map { TextTable.Cell($0) }) }
        if choice != 0 {
            add([
                "choice", HeldOutWords.text(heldOut.changed, digits: digits),
                heldOut.pairs.advantage.mean.map { NumberText.fixed($0, digits: digits) } ?? "–",
                HeldOutWords.interval(heldOut.pairs, digits: digits),
                gain.map { NumberText.fixed($0, digits: digits) } ?? "–",
            ])
        }
        add(["scenario", HeldOutWords.text(heldOut.unchanged, digits: digits), "", "", ""])
        table.footnotes =
            [
                "\(request.heldOutReplications) replications, paired; worlds that neither the search nor any run, sweep or study has. "
                    + "Positive: the choice is better."
            ] + sentences
        return table
    }
}
