extension Plan {
    /// Fails unless results are those of exactly the runs of this plan.
    ///
    /// - Parameters:
    ///   - results: those that were read.
    ///   - name: the file that they come from, for the message.
    public func checkHolds(_ results: ResultSet, named name: String) throws(DataError) {
        func fail(_ message: String) -> DataError {
            DataError(position: SourcePosition(origin: .file(name), line: 1, column: 1), message: message)
        }
        guard results.variedKeys == variedKeys else {
            throw fail(
                "these results vary \(Self.listed(results.variedKeys)), the runs asked for \(Self.listed(variedKeys))")
        }
        let wanted = Set(cells.flatMap(Self.runs))
        let rows = results.rows.map(Self.run)
        let found = Set(rows)
        if let missing = cells.flatMap(Self.runs).first(where: { !found.contains($0) }) {
            throw fail("these results lack the run \(missing.description)")
        }
        if let other = rows.first(where: { !wanted.contains($0) }) {
            throw fail("these results have the run \(other.description), which is not asked for")
        }
    }

    private struct Run: Hashable {
        var scenario: String
        var varied: [String]
        var attackerRatio: Double
        var seed: Int64
        var replication: Int

        var description: String {
            (["'\(escapedForMessage(scenario))'"] + varied.map(escapedForMessage)).joined(separator: ", ")
                + ", attacker ratio \(NumberText.csv(attackerRatio)), seed \(seed), replication \(replication)"
        }
    }

    private static func runs(of cell: Cell) -> [Run] {
        (0..<Int(cell.scenario.replications)).map { replication in
            Run(
                scenario: cell.scenario.name, varied: cell.varied, attackerRatio: cell.scenario.attackers.ratio,
                seed: cell.scenario.seed, replication: replication)
        }
    }

    private static func run(of row: ResultRow) -> Run {
        Run(
            scenario: row.scenario, varied: row.varied, attackerRatio: row.attackerRatio, seed: row.seed,
            replication: row.replication)
    }

    private static func listed(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.map(escapedForMessage).joined(separator: ", ")
    }
}
