@testable import TrustSim

/// Results of sweeps.
enum Results {
    /// What was read is written and read again.
    static func read(_ bytes: [UInt8]) {
        refusing {
            let results = try ResultSet(csv: bytes, name: "input")
            do {
                expectSame(try ResultSet(csv: results.csv, name: "again"), results, "results read again")
            } catch {
                fail("results as written are refused: \(error)")
            }
        }
        refusing { _ = try ROCCurves(csv: bytes, name: "input", variedKeys: ["radio.range"]) }
    }

    /// Everything that is made of results.
    static func show(_ bytes: [UInt8]) {
        refusing {
            let results = try ResultSet(csv: bytes, name: "input")
            guard results.rows.count <= 60, results.variedKeys.count <= 4 else { return }
            show(results)
        }
    }

    private static func show(_ results: ResultSet) {
        let metrics = Metric.all.filter { ["balancedAccuracy", "f1", "rounds"].contains($0.name) }
        let metric = metrics[0]
        expectJSON(ResultJSON.lines(results, metrics: metrics).split(separator: 0x0A).first.map(Array.init) ?? [0x30])
        expectJSON(ResultJSON.summary(results, metrics: metrics))
        _ = results.summaryCSV(metrics: metrics)
        let tables = ResultTables(results)
        for table in tables.tables(metrics: metrics, by: results.variedKeys + ["scheme"]) {
            _ = table.plain(color: true) + table.markdown() + table.latex()
        }
        let comparison = SchemeComparison(
            results, metrics: [metric], reference: .best, margin: 0.01, includesTrivial: true)
        expectJSON(comparison.json)
        _ = comparison.csv
        for table in comparison.tables { _ = table.latex() }
        let plot = CurvePlot(results, metric: metric, x: results.variedKeys.first ?? "attackerRatio", by: "scheme")
        if !plot.isEmpty {
            _ = plot.csv
            _ = plot.text
            _ = plot.svg(widthMillimeters: 88, yRange: nil, title: "t", showsBands: nil)
        }
        if !ResultComparison(results, results).differences.isEmpty { fail("results differ from themselves") }
        let report = HTMLReport(results, origin: nil, curves: nil, name: "input", version: "0")
        _ = report.html
    }

    private static func expectJSON(_ bytes: [UInt8]) {
        do { _ = try JSON5Reader.read(bytes, origin: .file("written")) } catch { fail("bad JSON: \(error)") }
    }
}
