/// What the signs of a replay mean.
enum ViewLegend {
    static func html(hasUnits: Bool) -> String { hasUnits ? signs.replacing("</ul>", with: unit + "</ul>") : signs }

    private static let unit = "<li>\(square)roadside unit, crossed out where it lies</li>\n"

    private static let square = sign(
        "<path d=\"M12 8V1M7 8h10v10H7Z\" fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"1.5\" />")

    private static let signs = """
        <section id="legend">
        <h2>Signs</h2>
        <ul class="symbols">
        <li>\(drop(fill: "none"))honest</li>
        <li>\(house())attacker</li>
        <li>\(house(dashes: "2 2"))attacker, honest so far</li>
        <li>\(circle)ghost, behind its owner</li>
        <li>\(drop(fill: "var(--trust)"))trusted</li>
        <li>\(drop(fill: "var(--distrust)", cross: true))distrusted by more than half</li>
        <li>\(triangle(real: true))road event</li>
        <li>\(triangle(real: false))invented event</li>
        <li>\(line("var(--trust)"))trusts</li>
        <li>\(line("var(--distrust)", dashes: "7 4"))distrusts</li>
        <li>\(line("var(--soft)", dashes: "1.5 4"))does not know</li>
        <li>\(line("var(--accent)", dashes: "6 4"))sensing range</li>
        <li>\(line("var(--accent)"))radio range</li>
        <li>\(line("var(--accent)", dashes: "1 5"))farthest radio range</li>
        </ul>
        <p class="caption" id="fill-meaning">Fill: share of honest neighbours that distrust it</p>
        <span class="ramp" role="img" aria-label="From trusted by all to distrusted by all"></span>
        <div class="ends"><span>trusted by all</span><span>distrusted by all</span></div>
        <p class="caption" id="empty-meaning">Empty: judged by nobody.</p>
        <div class="checks" role="group" aria-label="What is shown">
        <label><input type="checkbox" id="by-chosen" checked="checked" />Fill by the verdict of the selected vehicle</label>
        <label><input type="checkbox" id="outgoing" checked="checked" />Links: how it judges (straight)</label>
        <label><input type="checkbox" id="incoming" />Links: how it is judged (bent)</label>
        <label><input type="checkbox" id="follow" />Follow the selected vehicle</label>
        <label><input type="checkbox" id="truth" checked="checked" />Show the truth</label>
        </div>
        </section>
        """

    private static func sign(_ content: String, width: Int = 26) -> String {
        "<svg width=\"\(width)\" height=\"20\" viewBox=\"0 0 \(width) 20\" aria-hidden=\"true\">\(content)</svg>"
    }

    private static func drop(fill: String, cross: Bool = false) -> String {
        let mark = cross ? "<path d=\"M8 7l6 6M8 13l6 -6\" stroke=\"#000\" stroke-width=\"1.8\" />" : ""
        return sign(
            "<path d=\"M23 10L15.4 3.7A7.5 7.5 0 1 0 15.4 16.3Z\" fill=\"\(fill)\" stroke=\"var(--ink)\" />\(mark)")
    }

    private static func house(dashes: String? = nil) -> String {
        let dashed = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        return sign(
            "<path d=\"M24 10L17 2.5H3.5V17.5H17Z\" fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"2.3\"\(dashed) />"
        )
    }

    private static let circle = sign(
        "<circle cx=\"11\" cy=\"10\" r=\"5.5\" fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"1.3\" "
            + "stroke-dasharray=\"2 3\" />")

    private static func triangle(real: Bool) -> String {
        let fill = real ? "var(--soft)" : "none"
        let text = real ? "var(--back)" : "var(--soft)"
        return sign(
            "<path d=\"M12 1L22 18H2Z\" fill=\"\(fill)\" stroke=\"var(--soft)\"\(real ? "" : " stroke-dasharray=\"3 2.5\"") />"
                + "<text x=\"12\" y=\"16\" text-anchor=\"middle\" font-size=\"11\" font-weight=\"bold\" fill=\"\(text)\">"
                + "\(real ? "!" : "?")</text>")
    }

    private static func line(_ color: String, dashes: String? = nil) -> String {
        let dashed = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
        return sign("<path d=\"M1 10h24\" stroke=\"\(color)\" stroke-width=\"2\"\(dashed) />")
    }

    static let keyboard: String = {
        let keys = [
            ("Space", "play and pause"), (", .", "one step back, forward"), ("← →", "one second, with Shift ten"),
            ("Home End", "begin, end"), ("[ ]", "slower, faster"), ("+ − 0", "zoom in, out, fit"),
            ("n p", "next, previous vehicle"), ("/", "find a vehicle"), ("Esc", "select nobody"),
            ("f t o i", "follow, truth, links from it, links to it"),
            ("wheel on the map", "zoom, once the map was clicked or with Ctrl"),
            ("arrows on the map", "select the next vehicle in a direction, with Shift move the map"),
        ]
        let rows = keys.map { "<tr><th scope=\"row\"><kbd>\($0.0)</kbd></th><td>\($0.1)</td></tr>" }
        return """
            <details class="keyboard">
            <summary>Keys</summary>
            <table><tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table>
            </details>
            """
    }()
}
