extension RunProfile {
    /// The profile as tables for people: time by phase, and counts with their rates.
    public var tables: [TextTable] { [phaseTable, countTable] }

    private var phaseTable: TextTable {
        var table = TextTable(
            columns: [TextTable.Column("Phase"), .init("Share [%]", .right), .init("Time [s]", .right)],
            rows: RunPhase.allCases.map { phase in
                Self.row("\(phase)", phaseShares[phase.rawValue], seconds(in: phase))
            },
            footnotes: ["Phases are estimated from a sample of the events, and not from very short runs."],
            caption: "Profile")
        table.rows.append(Self.row("all", phaseShares.reduce(0, +), loopSeconds))
        return table
    }

    private static func row(_ name: String, _ share: Double, _ seconds: Double) -> [TextTable.Cell] {
        [.init(name), .init(NumberText.fixed(100 * share, digits: 1)), .init(NumberText.fixed(seconds, digits: 3))]
    }

    private var countTable: TextTable {
        let counts = [
            ("simulated seconds", simulatedSeconds), ("events", Double(events)), ("messages", Double(messages)),
            ("receptions", Double(receptions)), ("evaluations", Double(evaluations)), ("entries", Double(entries)),
            ("rounds", Double(rounds)),
        ]
        var rows = counts.map { name, count in
            [name, NumberText.fixed(count, digits: 0), NumberText.fixed(rate(count), digits: 0)]
        }
        rows.append(["records at the end", String(records), ""])
        rows.append(["seconds of setting up", NumberText.fixed(setupSeconds, digits: 3), ""])
        return TextTable(
            columns: [TextTable.Column("Quantity"), .init("Number", .right), .init("Per second", .right)],
            rows: rows.map { $0.map { TextTable.Cell($0) } },
            footnotes: ["Per second of working time, added up over the runs."])
    }

    private func rate(_ count: Double) -> Double { loopSeconds > 0 ? count / loopSeconds : 0 }
}
