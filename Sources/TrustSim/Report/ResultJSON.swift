/// Results as JSON.
public enum ResultJSON {
    /// `{"scenario": …, "version": …, "results": […], "summary": […]}`.
    /// `more` are further members, behind the version.
    public static func document(
        _ results: ResultSet, scenario: Scenario, version: String, more: [(String, JSONNode)] = []
    ) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("scenario", ScenarioEncoder.tree(scenario))
            writer.member("version", version)
            for (key, value) in more { writer.member(key, value) }
            writer.array("results") { writer in
                let places = results.metricPlaces
                for row in results.rows { Self.write(row, results.variedKeys, places, to: &writer) }
            }
            writer.array("summary") { writer in
                let metrics = results.metrics
                for row in results.summary() { Self.write(row, results.variedKeys, metrics: metrics, to: &writer) }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// JSON lines: an object for each run and scheme, with the members of ``ResultSet/columnNames``. Undefined metrics are
    /// null, and varied values are numbers where they are numbers.
    public static func lines(_ results: ResultSet, metrics: [Metric]? = nil) -> [UInt8] {
        let places = (metrics ?? results.metrics).compactMap { metric in
            Metric.index(of: metric.name).map { (metric.name, $0) }
        }
        var writer = JSONWriter(style: .compact, capacity: results.rows.count * 1024)
        for row in results.rows {
            writer.object { writer in
                writer.member("scenario", row.scenario)
                writer.member("scheme", row.scheme)
                writer.member("attackerRatio", row.attackerRatio)
                writer.member("seed", row.seed)
                writer.member("replication", row.replication)
                for (key, text) in zip(results.variedKeys, row.varied) {
                    if let number = number(text) { writer.member(key, number) } else { writer.member(key, text) }
                }
                for (name, place) in places { writer.member(name, row.values[place]) }
            }
            writer.lineBreak()
        }
        return writer.bytes
    }

    /// The number that a varied value is; nil where it would not be written the same way.
    private static func number(_ text: String) -> Double? {
        Double(text).flatMap { NumberText.csv($0) == text ? $0 : nil }
    }

    /// The summary of some metrics as a list.
    public static func summary(_ results: ResultSet, metrics: [Metric]) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.array { writer in
            for row in results.summary() { Self.write(row, results.variedKeys, metrics: metrics, to: &writer) }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func write(
        _ row: ResultRow, _ variedKeys: [String], _ places: [Int], to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("scheme", row.scheme)
            writer.member("attackerRatio", row.attackerRatio)
            writer.member("seed", row.seed)
            writer.member("replication", row.replication)
            for (key, value) in zip(variedKeys, row.varied) { writer.member(key, value) }
            writer.object("metrics") { writer in
                for place in places { writer.member(Metric.all[place].name, row.values[place]) }
            }
        }
    }

    private static func write(
        _ row: SummaryRow, _ variedKeys: [String], metrics: [Metric], to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("scenario", row.scenario)
            writer.member("scheme", row.scheme)
            writer.member("attackerRatio", row.attackerRatio)
            writer.member("seed", row.seed)
            writer.member("replications", row.replications)
            for (key, value) in zip(variedKeys, row.varied) { writer.member(key, value) }
            writer.object("metrics") { writer in
                for metric in metrics {
                    guard let index = Metric.index(of: metric.name) else { continue }
                    let sample = row.metrics[index]
                    writer.object(metric.name) { writer in
                        writer.member("mean", sample.mean)
                        writer.member("sd", sample.standardDeviation)
                        writer.member("ci95", sample.halfWidth)
                        writer.member("n", sample.count)
                        writer.member("undefined", sample.undefinedCount)
                    }
                }
            }
        }
    }
}
