/// One row of results: one run and scheme.
public struct ResultRow: Sendable, Equatable {
    /// Name of the scenario.
    public var scenario: String
    /// Name of the scheme or ablation.
    public var scheme: String
    /// Share of attackers.
    public var attackerRatio: Double
    /// Base seed.
    public var seed: Int64
    /// Number of the replication.
    public var replication: Int
    /// Values of the varied keys.
    public var varied: [String]
    /// Every metric, in the order of ``Metric/all``.
    public var values: [Double?]

    /// A metric by name; nil where it is undefined in this run, or where there is no such metric.
    public func value(of metric: String) -> Double? { Metric.index(of: metric).flatMap { values[$0] } }
}

/// Results of an experiment, in canonical order.
public struct ResultSet: Sendable, Equatable {
    /// Paths of the varied keys.
    public var variedKeys: [String]
    /// One row for each run and scheme.
    public var rows: [ResultRow]

    /// Results.
    public init(variedKeys: [String], rows: [ResultRow]) {
        self.variedKeys = variedKeys
        self.rows = rows
    }

    /// Names of what rows can be grouped by.
    public var groupNames: [String] { ["scenario", "scheme", "attackerRatio", "seed"] + variedKeys }

    /// Names of the schemes, in order of first appearance.
    public var schemes: [String] { grouped(by: ["scheme"]).map { $0.key[0] } }

    /// One of these of a row, as text; empty for another name.
    func attribute(_ name: String, of row: ResultRow) -> String {
        switch name {
        case "scenario": return row.scenario
        case "scheme": return row.scheme
        case "attackerRatio": return NumberText.csv(row.attackerRatio)
        case "seed": return String(row.seed)
        default: return variedKeys.firstIndex(of: name).map { row.varied[$0] } ?? ""
        }
    }

    /// Places of the rows that have the same attributes, in order of first appearance.
    func grouped(by names: [String]) -> [(key: [String], rows: [Int])] {
        var groups: [(key: [String], rows: [Int])] = []
        var groupOfKey: [[String]: Int] = [:]
        for (index, row) in rows.enumerated() {
            let key = names.map { attribute($0, of: row) }
            if let group = groupOfKey[key] {
                groups[group].rows.append(index)
            } else {
                groupOfKey[key] = groups.count
                groups.append((key, [index]))
            }
        }
        return groups
    }

    /// The metrics that are written: all, but those of channels and the like only where a run has them.
    public var metrics: [Metric] { metricPlaces.map { Metric.all[$0] } }

    /// Places of ``metrics`` among all.
    var metricPlaces: [Int] {
        Metric.all.indices.filter { place in
            !Metric.all[place].isOptional || rows.contains { $0.values[place] != nil }
        }
    }

    /// Names of the columns of runs.csv.
    public var columnNames: [String] {
        ["scenario", "scheme", "attackerRatio", "seed", "replication"] + variedKeys + metrics.map(\.name)
    }

    /// Tidy CSV: one row a run and scheme.
    public var csv: [UInt8] {
        var writer = CSVWriter()
        writer.appendRow(columnNames)
        let places = metricPlaces
        for row in rows {
            writer.append(row.scenario)
            writer.append(row.scheme)
            writer.append(row.attackerRatio)
            writer.append(Int(row.seed))
            writer.append(row.replication)
            for value in row.varied { writer.append(value) }
            for place in places { writer.append(optional: row.values[place]) }
            writer.endRow()
        }
        return writer.bytes
    }

    /// Reads what ``csv`` wrote. Metrics that the file lacks are undefined; columns that are no metric are varied keys.
    public init(csv bytes: [UInt8], name: String) throws(DataError) {
        let table = try CSVTable.read(bytes: bytes, name: name)
        let fixed = ["scenario", "scheme", "attackerRatio", "seed", "replication"]
        func fail(_ row: Int, _ message: String) -> DataError {
            let line = row < 0 ? 1 : table.lineOfRow[row]
            return DataError(position: SourcePosition(origin: .file(name), line: line, column: 1), message: message)
        }
        var places: [Int] = []
        for column in fixed {
            guard let place = table.header.firstIndex(of: column) else {
                throw fail(-1, "column '\(column)' is missing: this is not a runs.csv")
            }
            places.append(place)
        }
        let isVaried = table.header.indices.filter {
            !fixed.contains(table.header[$0]) && Metric.index(of: table.header[$0]) == nil
        }
        let metricPlaces = Metric.all.map { metric in table.header.firstIndex(of: metric.name) }
        if table.rows.isEmpty { throw fail(-1, "there are no rows below the heading") }
        var rows: [ResultRow] = []
        var lineOfKey: [[String]: Int] = [:]
        for (number, fields) in table.rows.enumerated() {
            guard let ratio = Double(fields[places[2]]), ratio >= 0, ratio <= 1 else {
                throw fail(
                    number, "'attackerRatio' is a number from 0 to 1, found '\(escapedForMessage(fields[places[2]]))'")
            }
            guard let seed = Int64(fields[places[3]]), (0...4_294_967_295).contains(seed),
                let replication = Int(fields[places[4]]), (0..<1_000_000).contains(replication)
            else { throw fail(number, "'seed' and 'replication' are whole numbers") }
            // By value: "0.30" is 0.3.
            let key =
                [fields[places[0]], fields[places[1]], NumberText.csv(ratio), String(seed), String(replication)]
                + isVaried.map { fields[$0] }
            if let first = lineOfKey.updateValue(table.lineOfRow[number], forKey: key) {
                throw fail(number, "this run and scheme are in the file twice (first in line \(first))")
            }
            var values: [Double?] = []
            for (metric, place) in zip(Metric.all, metricPlaces) {
                guard let place, !fields[place].isEmpty else {
                    values.append(nil)
                    continue
                }
                guard let value = Double(fields[place]), value.isFinite else {
                    throw fail(
                        number, "'\(metric.name)' is a number or empty, found '\(escapedForMessage(fields[place]))'")
                }
                values.append(value)
            }
            rows.append(
                ResultRow(
                    scenario: fields[places[0]], scheme: fields[places[1]], attackerRatio: ratio, seed: seed,
                    replication: replication, varied: isVaried.map { fields[$0] }, values: values))
        }
        self.init(variedKeys: isVaried.map { table.header[$0] }, rows: rows)
    }
}

extension ResultSet {
    /// Values that an attribute has, in order of first appearance.
    public func values(of name: String) -> [String] { grouped(by: [name]).map { $0.key[0] } }

    /// The rows whose attribute has one of some values.
    public func keeping(_ name: String, in values: [String]) -> ResultSet {
        let wanted = Set(values)
        return ResultSet(variedKeys: variedKeys, rows: rows.filter { wanted.contains(attribute(name, of: $0)) })
    }
}
