/// Sections of a report about what was split further: by profile of the attacker and by time. Drawn beforehand: they need no
/// script.
struct ReportSplits {
    /// The rows of `profiles.csv` and of `series.csv`, where they are there.
    var profiles: ResultSet?
    var series: ResultSet?

    private static let width = 180.0

    /// The sections, in order.
    var sections: [String] { [byProfile, overTime].compactMap { $0 } }

    private var byProfile: String? {
        guard let profiles else { return nil }
        return section(
            "profiles", "By profile of the attacker",
            "Attackers have several profiles in these runs. False alarms are common to all of them.",
            ["recall", "detectionRate", "timeToDetect"].map { (profiles, $0, "profile", nil, nil) })
    }

    private var overTime: String? {
        guard let series else { return nil }
        let all = SplitResults.narrowed(series, named: ["clock"])
        let charts = [("run", "balancedAccuracy"), ("begin", "recall"), ("end", "recall")].map { clock, metric in
            let rows = Self.withoutLongPast(all.keeping("clock", in: [clock]))
            let title = clock == "end" ? "Share still distrusted" : clock == "begin" ? "Share distrusted" : nil
            return (rows, metric, "time", SplitResults.title("time", rows), title)
        }
        return section(
            "time", "Over time",
            "Each point is a bin of time. A bout of misconduct begins with an act and ends with the last one before a longer "
                + "pause: how fast do schemes notice, and how fast do they forgive?", charts)
    }

    /// Without times that lie more than six bins back: few vehicles have them.
    private static func withoutLongPast(_ results: ResultSet) -> ResultSet {
        let times = results.values(of: "time").compactMap { Double($0) }.sorted()
        guard let width = zip(times.dropFirst(), times).map({ $0 - $1 }).min() else { return results }
        return results.keeping("time", in: times.filter { $0 >= -6.5 * width }.map(NumberText.csv))
    }

    private typealias Chart = (rows: ResultSet, metric: String, x: String, xTitle: String?, title: String?)

    private func section(_ id: String, _ title: String, _ caption: String, _ charts: [Chart]) -> String? {
        let drawn = charts.compactMap { chart -> String? in
            let main = chart.rows.schemes.filter { ["scheme", "bound"].contains(ReportData.kind($0)) }
            let shown = main.isEmpty ? chart.rows : chart.rows.keeping("scheme", in: main)
            guard let metric = Metric.named(chart.metric) else { return nil }
            let plot = CurvePlot(shown, metric: metric, x: chart.x, by: "scheme", xTitle: chart.xTitle)
            if plot.isEmpty { return nil }
            let svg = plot.svg(widthMillimeters: Self.width, title: chart.title ?? metric.title)
            let note =
                plot.poolingNote.isEmpty ? "" : "<p class=\"caption\">\(MarkupText.escaped(plot.poolingNote))</p>"
            return "<div class=\"drawn\">\n\(svg)\(note)</div>"
        }
        if drawn.isEmpty { return nil }
        return """
            <section id="\(id)">
            <h2>\(title)</h2>
            <p class="caption">\(MarkupText.escaped(caption))</p>
            \(drawn.joined(separator: "\n"))
            </section>
            """
    }
}
