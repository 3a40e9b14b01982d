/// A line chart as SVG: values between 0 and 1 over ratios, with 95 % intervals.
struct CurveChart {
    struct Line {
        var name: String
        var points: [(x: Double, y: Double, halfWidth: Double)]
    }

    var title: String
    var xTitle: String
    var yTitle: String
    var lines: [Line]
    /// Names of lines to be drawn thick.
    var emphasized: [String]

    // A palette that people with colour blindness can tell apart (M. Okabe, K. Ito, 2008), and patterns besides.
    private static let colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#666666"]
    private static let patterns = ["", "6 3", "2 2", "8 3 2 3"]

    private var left: Double { 62 }
    private var top: Double { 34 }
    private var width: Double { 420 }
    private var height: Double { 320 }

    private func x(_ value: Double) -> Double {
        let greatest = max(0.1, lines.flatMap { $0.points.map(\.x) }.max() ?? 1)
        return left + width * value / greatest
    }

    private func y(_ value: Double) -> Double { top + height * (1 - min(max(value, 0), 1)) }

    private static func text(_ value: Double) -> String { NumberText.fixed(value, digits: 1) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// The picture.
    var svg: String {
        let full = (width: left + width + 230, height: max(top + height + 50, top + 16 * Double(lines.count) + 20))
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.text(full.width)) \(Self.text(full.height))" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(Self.text(left))" y="20" font-size="14">\(Self.escaped(title))</text>

            """
        for step in 0...5 {
            let value = Double(step) / 5
            svg += "<line x1=\"\(Self.text(left))\" x2=\"\(Self.text(left + width))\" y1=\"\(Self.text(y(value)))\" "
            svg += "y2=\"\(Self.text(y(value)))\" stroke=\"#ddd\"/>\n"
            svg += "<text x=\"\(Self.text(left - 8))\" y=\"\(Self.text(y(value) + 4))\" text-anchor=\"end\">"
            svg += "\(NumberText.fixed(value, digits: 1))</text>\n"
        }
        for ratio in lines.flatMap({ $0.points.map(\.x) }).distinct().sorted() {
            svg += "<text x=\"\(Self.text(x(ratio)))\" y=\"\(Self.text(top + height + 18))\" text-anchor=\"middle\">"
            svg += "\(NumberText.csv(ratio))</text>\n"
        }
        svg += "<text x=\"\(Self.text(left + width / 2))\" y=\"\(Self.text(top + height + 38))\" "
        svg += "text-anchor=\"middle\">\(Self.escaped(xTitle))</text>\n"
        svg += "<text transform=\"translate(16 \(Self.text(top + height / 2))) rotate(-90)\" text-anchor=\"middle\">"
        svg += "\(Self.escaped(yTitle))</text>\n"
        for (index, line) in lines.enumerated() { svg += drawn(line, index) }
        return svg + "</svg>\n"
    }

    private func drawn(_ line: Line, _ index: Int) -> String {
        let color = emphasized.first == line.name ? "#000000" : Self.colors[index % Self.colors.count]
        let pattern = Self.patterns[index / Self.colors.count % Self.patterns.count]
        let isThick = emphasized.contains(line.name)
        let style =
            "stroke=\"\(color)\" stroke-width=\"\(isThick ? "3" : "1.4")\" fill=\"none\" "
            + (pattern.isEmpty ? "" : "stroke-dasharray=\"\(pattern)\" ")
        let points = line.points.map { "\(Self.text(x($0.x))),\(Self.text(y($0.y)))" }.joined(separator: " ")
        var svg = "<polyline points=\"\(points)\" \(style)/>\n"
        for point in line.points where point.halfWidth > 0 {
            svg += "<line x1=\"\(Self.text(x(point.x)))\" x2=\"\(Self.text(x(point.x)))\" "
            svg +=
                "y1=\"\(Self.text(y(point.y - point.halfWidth)))\" y2=\"\(Self.text(y(point.y + point.halfWidth)))\" "
            svg += "stroke=\"\(color)\"/>\n"
        }
        let legend = (x: left + width + 14, y: top + 8 + 16 * Double(index))
        svg += "<line x1=\"\(Self.text(legend.x))\" x2=\"\(Self.text(legend.x + 26))\" y1=\"\(Self.text(legend.y))\" "
        svg += "y2=\"\(Self.text(legend.y))\" \(style)/>\n"
        svg +=
            "<text x=\"\(Self.text(legend.x + 32))\" y=\"\(Self.text(legend.y + 4))\">\(Self.escaped(line.name))</text>\n"
        return svg
    }
}
