/// Compares two result sets cell by cell.
public struct ResultComparison: Sendable {
    /// A cell in which the two differ.
    public struct Difference: Sendable, Equatable {
        /// The row, as a person would name it.
        public let row: String
        /// Column, or empty where the row is missing on one side.
        public let column: String
        /// Text of the first, empty where undefined.
        public let first: String
        /// Text of the second.
        public let second: String
    }

    /// Differences, in the order of the first set; rows of the second only come last.
    public let differences: [Difference]
    /// Cells compared.
    public let cellCount: Int

    /// Compares. Values are equal when their shortest decimal texts are; a metric that only one of the files knows is
    /// undefined in the other.
    public init(_ first: ResultSet, _ second: ResultSet) {
        var found: [Difference] = []
        var cells = 0
        var rows: [String: ResultRow] = [:]
        for row in second.rows { rows[Self.name(row, second.variedKeys)] = row }
        var matched: Set<String> = []
        for row in first.rows {
            let name = Self.name(row, first.variedKeys)
            guard let other = rows[name] else {
                found.append(Difference(row: name, column: "", first: "present", second: "missing"))
                continue
            }
            matched.insert(name)
            for (metric, values) in zip(Metric.all, zip(row.values, other.values)) {
                if metric.isOptional && values.0 == nil && values.1 == nil { continue }
                cells += 1
                if values.0 == values.1 { continue }
                found.append(
                    Difference(
                        row: name, column: metric.name, first: values.0.map(NumberText.csv) ?? "",
                        second: values.1.map(NumberText.csv) ?? ""))
            }
        }
        for row in second.rows {
            let name = Self.name(row, second.variedKeys)
            if !matched.contains(name) {
                found.append(Difference(row: name, column: "", first: "missing", second: "present"))
            }
        }
        differences = found
        cellCount = cells
    }

    private static func name(_ row: ResultRow, _ variedKeys: [String]) -> String {
        let varied = zip(variedKeys, row.varied).map { "\($0)=\($1)" }
        return
            ([
                row.scenario, row.scheme, "ratio \(NumberText.csv(row.attackerRatio))", "seed \(row.seed)",
                "replication \(row.replication)",
            ] + varied).joined(separator: ", ")
    }
}
