/// What plausibility checks caught of several attacks.
public struct CheckTable {
    /// One attack.
    public struct Row {
        let attack: String
        let tally: CheckTally?

        /// An attack and what was counted; nil for nothing.
        public init(attack: String, tally: CheckTally?) {
            self.attack = attack
            self.tally = tally
        }

        /// Recall and false-positive rate of all checks in use.
        var all: (recall: Double?, falsePositiveRate: Double?) {
            guard let tally else { return (nil, nil) }
            return (
                Self.share(tally.alteredFailing, of: tally.altered), Self.share(tally.genuineFailing, of: tally.genuine)
            )
        }

        /// Recall and false-positive rate of one check.
        /// Both are undefined where it had nothing to go by in any of the beacons.
        func one(_ check: Int) -> (recall: Double?, falsePositiveRate: Double?) {
            guard let tally else { return (nil, nil) }
            let inputs = tally.inputs(of: PlausibilityCheck.all[check])
            return (
                inputs.altered == 0 ? nil : Self.share(tally.alteredByCheck[check], of: tally.altered),
                inputs.genuine == 0 ? nil : Self.share(tally.genuineByCheck[check], of: tally.genuine)
            )
        }

        private static func share(_ count: Int, of total: Int) -> Double? {
            total > 0 ? Double(count) / Double(total) : nil
        }
    }

    let rows: [Row]
    let scenario: Scenario

    /// A table of attacks in one scenario.
    public init(rows: [Row], scenario: Scenario) {
        self.rows = rows
        self.scenario = scenario
    }

    /// Recall of all checks and of each, and the false-positive rates in the last row: those of all attacks together,
    /// because honest vehicles do not depend on the attack.
    public var text: TextTable {
        let shown = PlausibilityCheck.shown(with: scenario.plausibility.checks)
        let titles = ["All", "FPR"] + shown.map(\.check.name)
        var table = TextTable(
            columns: [TextTable.Column("Attack")] + titles.map { TextTable.Column($0, .right) }, rows: [],
            footnotes: [
                "Seed \(scenario.seed), \(scenario.replications) replications, attacker ratio "
                    + "\(NumberText.csv(scenario.attackers.ratio)). Share of altered beacons that fail; FPR: of genuine ones. "
                    + "Last row: genuine beacons that fail each check, all attacks together."
            ], caption: "\(scenario.name): recall of plausibility checks")
        var sum = CheckTally()
        for row in rows {
            if let tally = row.tally { sum.add(tally) }
            let values =
                [row.all.recall, row.all.falsePositiveRate] + shown.map { row.one($0.index).recall }
            table.rows.append([TextTable.Cell(row.attack)] + values.map(Self.cell))
        }
        let total = Row(attack: "", tally: sum)
        table.rows.append(
            [TextTable.Cell("false positives"), TextTable.Cell("–"), Self.cell(total.all.falsePositiveRate)]
                + shown.map { Self.cell(total.one($0.index).falsePositiveRate) })
        if table.rows.contains(where: { $0.contains { $0.text == "–" } }) {
            table.footnotes.append("–: undefined, or without anything to check by.")
        }
        return table
    }

    private static func cell(_ value: Double?) -> TextTable.Cell {
        TextTable.Cell(value.map { NumberText.fixed($0, digits: 3) } ?? "–")
    }

    /// One row an attack and check, and one for all checks in use.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow([
            "scenario", "seed", "attack", "check", "altered", "genuine", "recall", "falsePositiveRate",
        ])
        for row in rows {
            let all = [("all", row.all)]
            let each = PlausibilityCheck.shown(with: scenario.plausibility.checks).map {
                ($0.check.name, row.one($0.index))
            }
            for (name, rates) in all + each {
                writer.append(scenario.name)
                writer.append(Int(scenario.seed))
                writer.append(row.attack)
                writer.append(name)
                writer.append(row.tally?.altered ?? 0)
                writer.append(row.tally?.genuine ?? 0)
                writer.append(optional: rates.recall)
                writer.append(optional: rates.falsePositiveRate)
                writer.endRow()
            }
        }
        return writer.bytes
    }
}
