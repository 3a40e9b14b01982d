/// What was right message by message, as papers on data sets count: received beacons by the verdict of the detector and of
/// each check, and received messages by whether a scheme distrusted their sender then.
public struct MessageTable {
    /// Whose verdict it is.
    enum Kind: String {
        case detector, check, scheme
    }

    /// One verdict on all messages.
    struct Row {
        var kind: Kind
        var name: String
        /// Nil where it had nothing to go by.
        var counts: ConfusionCounts?
        /// Messages of which it could say something.
        var inputs: Int
    }

    let rows: [Row]
    let scenario: Scenario
    let attack: String

    /// The messages of all runs of a plan with one combination. `attack` is what there was to find.
    public init(_ outcome: Executor.Outcome, scenario: Scenario, attack: String) {
        self.scenario = scenario
        self.attack = attack
        rows = Self.checkRows(outcome) + Self.schemeRows(outcome)
    }

    private static func checkRows(_ outcome: Executor.Outcome) -> [Row] {
        var tally: CheckTally?
        for run in outcome.runs {
            guard let checks = run.result.statistics.checks else { continue }
            if tally == nil { tally = checks } else { tally?.add(checks) }
        }
        guard let tally else { return [] }
        let all = Row(kind: .detector, name: "all", counts: tally.messages, inputs: tally.altered + tally.genuine)
        return [all]
            + PlausibilityCheck.all.enumerated().map { index, check in
                let inputs = tally.inputs(of: check)
                return Row(
                    kind: .check, name: check.name, counts: tally.messages(by: index),
                    inputs: inputs.altered + inputs.genuine)
            }
    }

    private static func schemeRows(_ outcome: Executor.Outcome) -> [Row] {
        var names: [String] = []
        var sums: [String: ConfusionCounts] = [:]
        for scheme in outcome.runs.flatMap(\.result.schemes) {
            if sums[scheme.scheme] == nil { names.append(scheme.scheme) }
            sums[scheme.scheme, default: ConfusionCounts()].add(scheme.messages)
        }
        return names.map { name in
            Row(kind: .scheme, name: name, counts: sums[name], inputs: sums[name]?.total ?? 0)
        }
    }

    private static let rates: [(title: String, name: String, value: @Sendable (ConfusionCounts) -> Double?)] = [
        ("Accuracy", "accuracy", { $0.accuracy }), ("Precision", "precision", { $0.precision }),
        ("Recall", "recall", { $0.recall }), ("F1", "f1", { $0.f1 }),
        ("FPR", "falsePositiveRate", { $0.falsePositiveRate }),
    ]
    private static let counts: [(title: String, name: String, value: @Sendable (ConfusionCounts) -> Int)] = [
        ("TP", "truePositives", { $0.truePositives }), ("FP", "falsePositives", { $0.falsePositives }),
        ("TN", "trueNegatives", { $0.trueNegatives }), ("FN", "falseNegatives", { $0.falseNegatives }),
    ]

    /// For people.
    public var text: TextTable {
        let titles = Self.rates.map(\.title) + Self.counts.map(\.title) + ["Inputs"]
        var table = TextTable(
            columns: [TextTable.Column("Verdict of"), TextTable.Column("")]
                + titles.map { TextTable.Column($0, .right) },
            footnotes: [
                "Seed \(scenario.seed), attacks: \(attack). Over messages received by honest vehicles after the warm-up; "
                    + "positive: altered. Schemes: the sender was distrusted then. Inputs: messages that there was "
                    + "something to check by."
            ], caption: "\(scenario.name): message by message")
        for row in rows {
            let rates = Self.rates.map { rate in
                TextTable.Cell(row.counts.flatMap(rate.value).map { NumberText.fixed($0, digits: 3) } ?? "–")
            }
            let counts = Self.counts.map { count in
                TextTable.Cell(row.counts.map { String(count.value($0)) } ?? "–")
            }
            table.rows.append(
                [TextTable.Cell(row.kind.rawValue), TextTable.Cell(row.name)] + rates + counts
                    + [TextTable.Cell(String(row.inputs))])
        }
        if table.rows.contains(where: { $0.contains { $0.text == "–" } }) {
            table.footnotes.append("–: undefined, or without anything to check by.")
        }
        return table
    }

    /// A row for each verdict.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(
            ["scenario", "seed", "attack", "check", "altered", "genuine", "recall", "falsePositiveRate", "kind"]
                + ["accuracy", "precision", "f1"] + Self.counts.map(\.name) + ["inputs"])
        for row in rows {
            writer.append(scenario.name)
            writer.append(Int(scenario.seed))
            writer.append(attack)
            writer.append(row.name)
            writer.append(row.counts.map { String($0.truePositives + $0.falseNegatives) } ?? "")
            writer.append(row.counts.map { String($0.falsePositives + $0.trueNegatives) } ?? "")
            writer.append(optional: row.counts?.recall)
            writer.append(optional: row.counts?.falsePositiveRate)
            writer.append(row.kind.rawValue)
            for value in [row.counts?.accuracy, row.counts?.precision, row.counts?.f1] {
                writer.append(optional: value)
            }
            for count in Self.counts { writer.append(row.counts.map { String(count.value($0)) } ?? "") }
            writer.append(row.inputs)
            writer.endRow()
        }
        return writer.bytes
    }

    /// An object for each verdict, a line each.
    public var lines: [UInt8] {
        var writer = JSONWriter(style: .compact)
        for row in rows {
            writer.object { write(row, to: &$0) }
            writer.lineBreak()
        }
        return writer.bytes
    }

    /// The same as one document. `more` are members before it.
    public func document(version: String, more: [(String, JSONNode)] = []) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("scenario", scenario.name)
            writer.member("seed", scenario.seed)
            writer.member("version", version)
            writer.member("attack", attack)
            for (key, value) in more { writer.member(key, value) }
            writer.array("messages") { writer in
                for row in rows { writer.object { write(row, to: &$0) } }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ row: Row, to writer: inout JSONWriter) {
        writer.member("kind", row.kind.rawValue)
        writer.member("name", row.name)
        for rate in Self.rates { writer.member(rate.name, row.counts.flatMap(rate.value)) }
        for count in Self.counts { writer.member(count.name, row.counts.map { Double(count.value($0)) }) }
        writer.member("inputs", row.inputs)
    }
}
