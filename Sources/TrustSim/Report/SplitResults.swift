/// Results that are split further than by run and scheme, as `profiles.csv` and `series.csv` have them: more varied keys.
public enum SplitResults {
    /// The files beside runs.csv with what they have besides.
    public static let files = [
        (name: "profiles.csv", keys: [RunFiles.profileColumn]), (name: "series.csv", keys: RunFiles.seriesKeys),
    ]
    /// The clocks of `series.csv` with what time is on them.
    static let clocks = [
        (name: "run", title: "time [s]"), (name: "sinceWarmup", title: "time, all cases since the warm-up [s]"),
        (name: "begin", title: "time since the begin of misconduct [s]"),
        (name: "end", title: "time since the end of misconduct [s]"),
    ]

    /// Whether rows are of the same runs and schemes as others, split further.
    public static func isSplit(_ split: ResultSet, of results: ResultSet) -> Bool {
        guard split.variedKeys.starts(with: results.variedKeys) else { return false }
        let count = results.variedKeys.count
        func key(_ row: ResultRow) -> [String] {
            [row.scenario, row.scheme, NumberText.csv(row.attackerRatio), String(row.seed), String(row.replication)]
                + row.varied.prefix(count)
        }
        return Set(split.rows.map(key)).isSubset(of: Set(results.rows.map(key)))
    }

    /// The rows that a figure is about that does not ask for others: one clock, the run's, and all attackers together.
    /// `named` are the keys that it asks about.
    public static func narrowed(_ results: ResultSet, named: [String]) -> ResultSet {
        var results = results
        for (key, value) in [("clock", "run"), (RunFiles.profileColumn, "all")]
        where !named.contains(key) && results.variedKeys.contains(key) {
            let found = results.keeping(key, in: [value])
            if !found.rows.isEmpty { results = found }
        }
        return results
    }

    /// What an axis is called that has a key of such results; nil for others.
    public static func title(_ key: String, _ results: ResultSet) -> String? {
        guard key == "time", results.variedKeys.contains("clock") else { return nil }
        let found = results.values(of: "clock")
        return found.count == 1 ? clocks.first { $0.name == found[0] }?.title : "time [s]"
    }
}
