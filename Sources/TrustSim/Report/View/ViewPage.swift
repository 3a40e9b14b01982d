/// A page that plays a recorded run and needs no network. Its markup is well-formed XML as well. Equal recordings give
/// equal bytes.
public struct ViewPage: Sendable {
    private let recording: RunRecording
    private let command: String
    private let version: String

    /// A page.
    ///
    /// - Parameters:
    ///   - recording: the run.
    ///   - command: what makes the page again, but for the file.
    ///   - version: of the program.
    public init(_ recording: RunRecording, command: String, version: String) {
        self.recording = recording
        self.command = command
        self.version = version
    }

    /// The bytes of the page.
    public var html: [UInt8] {
        let data = ViewData(recording: recording)
        var bytes = Array(head.utf8)
        bytes += Array("<script type=\"application/json\" id=\"facts\">".utf8)
        bytes += Array(MarkupText.scriptJSON(data.facts).utf8)
        bytes += Array("</script>\n".utf8)
        for column in data.columns {
            bytes += Array("<script type=\"text/plain\" id=\"column-\(column.name)\">".utf8)
            bytes += Array(column.base64.utf8)
            bytes += Array("</script>\n".utf8)
        }
        bytes += Array("<script>\n//<![CDATA[\n\(ViewScript.text)//]]>\n</script>\n</body>\n</html>\n".utf8)
        return bytes
    }

    private var title: String { MarkupText.escaped("TrustSim replay: \(recording.scenario.name)") }

    private var head: String {
        """
        \(PageMarkup.head(title: title, style: ViewStyle.text))
        <a class="skip" href="#vehicle">Skip to the selected vehicle</a>
        <header>
        <h1>\(title)</h1>
        <p class="caption">\(MarkupText.escaped(subtitle))</p>
        <button type="button" id="theme">Theme: auto</button>
        </header>
        <main>
        \(stage)
        <div class="side">
        \(curve)
        \(ViewLegend.html(hasUnits: !recording.unitPlaces.isEmpty))
        </div>
        \(vehicle)
        \(about)
        </main>
        <footer>Made by trustsim view, version \(MarkupText.escaped(version)). This file needs no network and sends \
        nothing.</footer>

        """
    }

    private var subtitle: String {
        let attackers = recording.attackers.count
        let profiles = recording.attackers.map(\.profile).distinct().joined(separator: ", ")
        let units = recording.unitPlaces.count
        return "\(count(recording.vehicleCount, "vehicle")), \(count(attackers, "attacker"))"
            + (attackers > 0 ? " (\(profiles))" : "")
            + (units > 0 ? ", \(count(units, "roadside unit"))" : "")
            + ", \(NumberText.short(recording.end.seconds)) s, seed "
            + "\(recording.scenario.seed), replication \(recording.replication)"
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private var stage: String {
        """
        <div class="stage">
        <div class="map">
        <canvas id="ground" aria-hidden="true"></canvas>
        <canvas id="traffic" tabindex="0" role="application" aria-describedby="status" aria-label="Map of the vehicles. Arrow \
        keys select the next vehicle in a direction."></canvas>
        <div class="map-tools" role="group" aria-label="Map">
        <button type="button" id="zoom-in" aria-label="Zoom in">+</button>
        <button type="button" id="zoom-out" aria-label="Zoom out">−</button>
        <button type="button" id="fit">Fit</button>
        </div>
        </div>
        <noscript><p>The picture is drawn by a script in this file, which is switched off.</p></noscript>
        <div class="transport" role="group" aria-label="Playing">
        <button type="button" id="play" aria-pressed="false">Play</button>
        <button type="button" id="back" aria-label="One step back">◀</button>
        <button type="button" id="forward" aria-label="One step forward">▶</button>
        <input type="range" id="time" min="0" max="1000" step="1" value="0" aria-label="Time" />
        <output id="clock" for="time"></output>
        <label>Speed <select id="speed"></select></label>
        </div>
        <div class="find" role="group" aria-label="Select a vehicle">
        <label>Find a vehicle<input type="search" id="search" list="names" autocomplete="off" spellcheck="false" /></label>
        <datalist id="names"></datalist>
        <button type="button" id="previous">Previous</button>
        <button type="button" id="next">Next</button>
        <button type="button" id="none">Nobody</button>
        </div>
        <p id="status" class="caption" role="status">No vehicle is selected: click on one.</p>
        </div>
        """
    }

    private var curve: String {
        """
        <section id="f1">
        <h2>F1 so far</h2>
        <label id="scheme-label">Decisions of <select id="scheme"></select></label>
        <p class="value" id="f1-value">F1</p>
        <div class="chart" id="f1-chart"></div>
        <div class="lines" id="f1-lines"></div>
        <p class="caption" id="f1-counts"></p>
        </section>
        """
    }

    private var vehicle: String {
        """
        <section class="wide" id="vehicle">
        <h2>The selected vehicle</h2>
        <p id="nobody" class="empty">Nobody is selected.</p>
        <div id="selected" hidden="hidden">
        <p id="who"></p>
        <h3>How it judges its neighbours</h3>
        <p id="no-judging" class="empty" hidden="hidden"></p>
        <div class="scroll" id="judging" tabindex="0" role="region" aria-label="How it judges its neighbours"></div>
        <h3>How its neighbours judge it</h3>
        <div class="scroll" id="judged" tabindex="0" role="region" aria-label="How its neighbours judge it"></div>
        </div>
        <details id="all-vehicles">
        <summary>All vehicles</summary>
        <div class="scroll long" id="all" tabindex="0" role="region" aria-label="All vehicles"></div>
        </details>
        </section>
        """
    }

    private var about: String {
        let rows = facts.map { "<tr><th scope=\"row\">\(MarkupText.escaped($0.0))</th><td>\($0.1)</td></tr>" }
        return """
            <section class="wide" id="about">
            <h2>About this run</h2>
            <table class="facts"><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            \(ViewLegend.keyboard)
            </section>
            """
    }

    private var facts: [(String, String)] {
        func text(_ text: String) -> String { MarkupText.escaped(text) }
        let scenario = recording.scenario
        let radio =
            recording.radioRange.most > 1.05 * recording.radioRange.typical
            ? "typically \(NumberText.fixed(recording.radioRange.typical, digits: 0)) m, at most "
                + "\(NumberText.fixed(recording.radioRange.most, digits: 0)) m"
            : "\(NumberText.short(recording.radioRange.typical)) m"
        return [
            ("Movement", text(scenario.mobility.model)),
            ("Radio", text("\(scenario.radio.model), \(radio); sensing \(NumberText.short(scenario.sensing.range)) m")),
            (
                "Recorded",
                text(
                    "positions every \(NumberText.short(recording.step.seconds)) s, straight lines between them, to "
                        + "\(NumberText.short(recording.unit)) m; \(recording.evaluationCount) evaluations and "
                        + "\(recording.recordCount) decisions, to three digits")
            ),
            ("Schemes", text(recording.schemes.map(\.name).joined(separator: ", "))),
            (
                "Truth",
                text(
                    "Who is an attacker is for the reader. No scheme sees it, and none sees positions: a vehicle decides "
                        + "from what its radio heard and its sensors verified.")
            ),
            ("To make it again", "<code>\(text(command + " --output again.html"))</code>"),
        ]
    }
}
