/// A page about the results of a sweep or a study that needs no network: what was run, curves, tables, notes.
///
/// The page has summaries and not rows, so that it stays below a megabyte for a full study. Its markup is well-formed
/// XML as well. Equal results give equal bytes.
public struct HTMLReport: Sendable {
    private let results: ResultSet
    private let origin: ReportOrigin?
    private let curves: ROCCurves?
    private let splits: ReportSplits
    private let name: String
    private let version: String

    /// A report.
    ///
    /// - Parameters:
    ///   - results: the runs.
    ///   - origin: what the manifest says of them.
    ///   - curves: their ROC curves.
    ///   - profiles: the same runs by profile of the attacker, as `profiles.csv` has them.
    ///   - series: the same runs by time, as `series.csv` has them.
    ///   - name: where the results are, as the user wrote it.
    ///   - version: of the program that makes the report.
    public init(
        _ results: ResultSet, origin: ReportOrigin? = nil, curves: ROCCurves? = nil, profiles: ResultSet? = nil,
        series: ResultSet? = nil, name: String, version: String
    ) {
        splits = ReportSplits(profiles: profiles, series: series)
        self.results = results
        self.curves = curves
        self.origin = origin
        self.name = name
        self.version = version
    }

    /// The page; nil when no metric has a value.
    public var html: String? {
        let cells = ReportCells(results)
        let marks = ReportData.mainMetrics.compactMap(Metric.named).map { ReportMarks(cells, metric: $0) }
        let data = ReportData(cells, marks: marks, curves: curves)
        if data.isEmpty { return nil }
        let title = "TrustSim report: " + Self.listed(cells.scenarios, most: 3)
        return """
            \(PageMarkup.head(title: MarkupText.escaped(title), style: ReportStyle.text))
            <a class="skip" href="#curves">Skip to the figures</a>
            <header>
            <h1>\(MarkupText.escaped(title))</h1>
            \(facts(cells))
            </header>
            <main>
            \(Self.controls(cells))
            \(sections(cells, data))
            <section id="notes">
            <h2>Notes</h2>
            <ul class="notes">
            \(ReportNotes(cells: cells, marks: marks).all.map { "<li>\(MarkupText.escaped($0))</li>" }.joined(separator: "\n"))
            </ul>
            <h3>What is not distinguishable, cell by cell</h3>
            <div id="ties-table" class="long"></div>
            </section>
            </main>
            <footer>Made by trustsim report, version \(MarkupText.escaped(version)). This file needs no network and sends \
            nothing.</footer>
            <script type="application/json" id="data">\(MarkupText.scriptJSON(data.json))</script>
            <script>
            //<![CDATA[
            \(ReportScript.text)//]]>
            </script>
            </body>
            </html>

            """
    }

    private static func listed(_ names: [String], most: Int) -> String {
        names.count <= most
            ? names.joined(separator: ", ")
            : names.prefix(most).joined(separator: ", ") + " and \(names.count - most) more"
    }

    // MARK: - What was run

    private func facts(_ cells: ReportCells) -> String {
        let seeds = results.values(of: "seed")
        let counts = results.grouped(by: results.groupNames).map(\.rows.count)
        let replications = Set(counts).sorted().map { String($0) }
        var facts: [(String, String)] = [
            ("Results", code(name)),
            ("Scenarios", text(Self.listed(cells.scenarios, most: 40))),
            ("Share of attackers", text(Self.listed(cells.ratios.map(NumberText.csv), most: 40))),
        ]
        for key in results.variedKeys { facts.append((key, text(Self.listed(results.values(of: key), most: 60)))) }
        facts += [
            ("Schemes", folded(cells.schemes)),
            (seeds.count > 1 ? "Seeds" : "Seed", text(Self.listed(seeds, most: 20))),
            ("Replications", text(Self.listed(replications, most: 10))),
            ("Rows", text("\(results.rows.count) (a row is one scheme in one run)")),
        ]
        if let origin {
            facts.append(("Version", text(origin.version)))
        }
        if let command = origin?.command {
            let again = "\(command) --output again"
            facts.append(
                ("To repeat it", code(again) + " and then " + code("trustsim diff \(ShellText.quoted(name)) again")))
        } else {
            facts.append(("To repeat it", text("The results do not say by which command they were made.")))
        }
        let rows = facts.map { "<tr><th scope=\"row\">\(MarkupText.escaped($0.0))</th><td>\($0.1)</td></tr>" }
        return "<table class=\"facts\"><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
    }

    /// Long lists are folded.
    private func folded(_ names: [String]) -> String {
        let all = text(Self.listed(names, most: 100))
        return names.count <= 12 ? all : "<details><summary>\(names.count) schemes</summary>\(all)</details>"
    }
    private func text(_ text: String) -> String { MarkupText.escaped(text) }
    private func code(_ text: String) -> String { "<code>\(MarkupText.escaped(text))</code>" }

    // MARK: - Controls and sections

    private static func controls(_ cells: ReportCells) -> String {
        let keys = cells.settingKeys.isEmpty ? "Setting" : cells.settingKeys.joined(separator: ", ")
        let selects = [
            ("metric", "Metric"), ("scenario", "Scenario"), ("setting", keys), ("ratio", "Share of attackers"),
        ].map { "<label>\(MarkupText.escaped($0.1))<select id=\"\($0.0)\"></select></label>" }
        return """
            <div class="bar" role="group" aria-label="What is shown">
            \(selects.joined(separator: "\n"))
            <button type="button" id="theme">Theme: auto</button>
            </div>
            <div class="choices tools" role="group" aria-label="Schemes in charts">
            <span class="said">Schemes in charts:</span>
            <button type="button" id="choose-main">Main</button>
            <button type="button" id="choose-all">All</button>
            <button type="button" id="choose-none">None</button>
            </div>
            <div id="legend" class="legend" role="group" aria-label="Schemes"></div>
            <details id="legend-others">
            <summary>Ablations, other thresholds and trivial schemes</summary>
            <div id="legend-more" class="legend" role="group" aria-label="More schemes"></div>
            </details>
            """
    }

    private func sections(_ cells: ReportCells, _ data: ReportData) -> String {
        var parts = [
            chart("curves", "Over the share of attackers") + noscript,
            chart("ranking", "Scheme by scheme"),
            """
            <section id="roc">
            <h2>Receiver operating characteristic</h2>
            <p class="caption" id="roc-caption"></p>
            <div class="columns"><div class="chart" id="roc-chart"></div><div class="chart" id="auc-chart"></div></div>
            </section>
            """,
        ]
        if cells.settings.count > 1 {
            parts.append(
                """
                <section id="heat">
                <h2>\(MarkupText.escaped("Scheme by " + cells.settingKeys.joined(separator: ", ")))</h2>
                <p class="caption" id="heat-caption"></p>
                <div class="scroll" id="heat-chart" tabindex="0" role="region" aria-label="Heat map"></div>
                </section>
                """)
        }
        parts += splits.sections + data.variantSections.map { chart($0.id, $0.title) }
        parts.append(
            """
            <section id="cost">
            <h2>Time to detect and overhead</h2>
            <p class="caption" id="cost-caption"></p>
            <div class="columns">
            <div class="chart" id="cost-timeToDetect"></div>
            <div class="chart" id="cost-detectionRate"></div>
            <div class="chart" id="cost-bytesPerVehicleSecond"></div>
            </div>
            </section>
            <section id="tables">
            <h2>Tables</h2>
            <p class="caption">Every scheme. A click on a heading sorts. Copies have the rows in the order shown.</p>
            <div id="table-metrics"></div>
            <div id="table-ratios"></div>
            </section>
            """)
        return parts.joined(separator: "\n")
    }

    private func chart(_ id: String, _ title: String) -> String {
        """
        <section id="\(id)">
        <h2>\(title)</h2>
        <p class="caption" id="\(id)-caption"></p>
        <div class="chart" id="\(id)-chart"></div>
        </section>
        """
    }

    /// Without a script there is one figure.
    private var noscript: String {
        let main = results.schemes.filter { ["scheme", "bound"].contains(ReportData.kind($0)) }
        let shown = main.isEmpty ? results : results.keeping("scheme", in: main)
        guard let metric = Metric.named("f1") else { return "" }
        let plot = CurvePlot(shown, metric: metric, x: "attackerRatio", by: "scheme")
        if plot.isEmpty { return "" }
        return """

            <noscript><p>The figures of this page are drawn by a script in it, which is switched off. This one is not:</p>
            \(plot.svg(widthMillimeters: 180))</noscript>
            """
    }
}
