/// A line chart as SVG for a page of a paper: round ticks, a legend below, 95 % intervals, fonts in points.
struct CurveChart {
    struct Line {
        var name: String
        var points: [(x: Double, y: Double, halfWidth: Double)]
    }

    /// How intervals are shown.
    enum Intervals: Sendable { case bands, whiskers, none }

    var title = ""
    var xTitle: String
    var yTitle: String
    var lines: [Line]
    /// Names of lines to be drawn thick, the first in black.
    var emphasized: [String] = []
    /// Names of places 0, 1, 2 … on the x axis, where those are no numbers; then points are not joined.
    var categories: [String] = []
    /// The y axis; from 0 to 1 where nothing lies outside, otherwise as far as the intervals.
    var yRange: ClosedRange<Double>?
    var intervals = Intervals.whiskers
    var widthMillimeters = 88.0
    /// For people who do not see the picture.
    var summary = ""

    /// The picture.
    var svg: String { CurveChartDrawing(self).svg }

    fileprivate var xRange: ClosedRange<Double> {
        if !categories.isEmpty { return -0.5...(Double(categories.count) - 0.5) }
        let values = lines.flatMap { $0.points.map { ChartAxis.limited($0.x) } }
        let (low, high) = (values.min() ?? 0, values.max() ?? 1)
        // Ratios begin at 0 where that is near.
        return low >= 0 && low <= high / 3 ? 0...high : low...high
    }

    fileprivate var yExtent: ClosedRange<Double> {
        if let yRange { return yRange }
        let ends = lines.flatMap { $0.points.flatMap { [$0.y - $0.halfWidth, $0.y + $0.halfWidth] } }
        let values = lines.flatMap { $0.points.map(\.y) }
        let isShare = values.allSatisfy { (0...1).contains($0) }
        if isShare { return 0...1 }
        let low = ends.map(ChartAxis.limited).min() ?? 0
        let high = ends.map(ChartAxis.limited).max() ?? 1
        return min(0, low)...max(low, high, 0)
    }
}

/// The layout of a chart, in points of 1/72 inch.
private struct CurveChartDrawing {
    private let chart: CurveChart
    private let xAxis: ChartAxis
    private let yAxis: ChartAxis
    private let styles: [ChartStyle]
    private let full: Double
    private let left: Double
    private let top: Double
    private let width: Double
    private let height: Double
    private let slanted: Bool
    private let legend: ChartLegend
    private let categorySize: Double

    private static let fontSize = 7.0

    init(_ chart: CurveChart) {
        self.chart = chart
        full = chart.widthMillimeters * 72 / 25.4
        yAxis = ChartAxis(chart.yExtent, wantedTicks: 6, widens: chart.yRange == nil)
        let labels = yAxis.ticks.map { ChartText.width($0.text, size: Self.fontSize) }.max() ?? 0
        left = Self.fontSize + 8 + labels + 6
        top = chart.title.isEmpty ? 6 : 18
        width = max(40, full - left - 11)
        height = min(width * 0.66, 240)
        xAxis = Self.xAxis(chart, width)
        let widest = chart.categories.map { ChartText.width($0, size: Self.fontSize) }.max() ?? 0
        slanted = (widest + 4) * Double(chart.categories.count) > width
        categorySize = slanted ? min(widest, 110) * 0.71 + 6 : Self.fontSize
        styles = chart.lines.enumerated().map { index, line in
            ChartStyle(index, emphasis: chart.emphasized.firstIndex(of: line.name))
        }
        legend = ChartLegend(
            names: chart.lines.map(\.name), styles: styles, width: full - 8, fontSize: 6.5)
    }

    /// Ticks at the points themselves where those are few and apart, otherwise at as many round numbers as there is room for.
    private static func xAxis(_ chart: CurveChart, _ width: Double) -> ChartAxis {
        let values = Set(chart.lines.flatMap { $0.points.map(\.x) }).sorted()
        if chart.categories.isEmpty, values.count <= 9 {
            let axis = ChartAxis(chart.xRange, ticksAt: values)
            let labels = axis.ticks.map { (axis.place($0.value) * width, ChartText.width($0.text, size: fontSize)) }
            let isApart = zip(labels, labels.dropFirst()).allSatisfy { $1.0 - $0.0 > ($0.1 + $1.1) / 2 + 4 }
            if isApart { return axis }
        }
        let axes = (1...8).reversed().lazy.map { ChartAxis(chart.xRange, wantedTicks: $0, widens: false) }
        return axes.first { axis in
            let widest = axis.ticks.map { ChartText.width($0.text, size: fontSize) }.max() ?? 0
            return (widest + 6) * Double(axis.ticks.count) <= width
        } ?? ChartAxis(chart.xRange, wantedTicks: 1, widens: false)
    }

    private func number(_ value: Double) -> String { NumberText.fixed(value, digits: 2) }
    private func x(_ value: Double) -> Double { width * xAxis.place(value) }
    private func y(_ value: Double) -> Double { height * (1 - yAxis.place(value)) }
    private var legendTop: Double { top + height + 4 + categorySize + 4 + Self.fontSize + 6 }

    var svg: String {
        let all = legendTop + legend.height + 3
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(full * 25.4 / 72))mm" \
            height="\(number(all * 25.4 / 72))mm" viewBox="0 0 \(number(full)) \(number(all))" \
            font-family="Helvetica, Arial, sans-serif" font-size="\(number(Self.fontSize))" role="img">
            <title>\(MarkupText.escaped(title))</title>

            """
        if !chart.summary.isEmpty { svg += "<desc>\(MarkupText.escaped(chart.summary))</desc>\n" }
        svg += "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        if !chart.title.isEmpty {
            svg += "<text x=\"\(number(left))\" y=\"11\" font-size=\"8\">\(MarkupText.escaped(chart.title))</text>\n"
        }
        svg += grid + xLabels + titles
        // A picture within the picture clips what lies outside of the axes.
        svg +=
            "<svg x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(width))\" height=\"\(number(height))\">\n"
        for index in chart.lines.indices { svg += interval(index) }
        for index in chart.lines.indices { svg += line(index) }
        svg += "</svg>\n"
        for index in chart.lines.indices { svg += marks(index) }
        return svg + legend.svg(left: 4, top: legendTop) + "</svg>\n"
    }

    private var title: String { chart.title.isEmpty ? "\(chart.yTitle) over \(chart.xTitle)" : chart.title }

    private var grid: String {
        var svg = ""
        for tick in yAxis.ticks {
            let place = number(top + y(tick.value))
            svg += "<path d=\"M\(number(left)) \(place)h\(number(width))\" stroke=\"#ddd\" stroke-width=\"0.5\"/>\n"
            svg += "<text x=\"\(number(left - 4))\" y=\"\(number(top + y(tick.value) + 2.5))\" text-anchor=\"end\">"
            svg += "\(tick.text)</text>\n"
        }
        return svg + "<path d=\"M\(number(left)) \(number(top))v\(number(height))h\(number(width))\" fill=\"none\" "
            + "stroke=\"#333\" stroke-width=\"0.6\"/>\n"
    }

    private var xLabels: String {
        let base = top + height
        if !chart.categories.isEmpty {
            return chart.categories.enumerated().map { index, name in
                let place = left + x(Double(index))
                let text = MarkupText.escaped(ChartText.cut(name, to: 110, size: Self.fontSize))
                let position =
                    slanted
                    ? "transform=\"translate(\(number(place + 2)) \(number(base + 8))) rotate(-45)\" text-anchor=\"end\""
                    : "x=\"\(number(place))\" y=\"\(number(base + 4 + Self.fontSize))\" text-anchor=\"middle\""
                return "<text \(position)>\(text)</text>\n"
            }.joined()
        }
        return xAxis.ticks.map { tick in
            let place = number(left + x(tick.value))
            return "<path d=\"M\(place) \(number(base))v3\" stroke=\"#333\" stroke-width=\"0.6\"/>\n"
                + "<text x=\"\(place)\" y=\"\(number(base + 4 + Self.fontSize))\" text-anchor=\"middle\">"
                + "\(tick.text)</text>\n"
        }.joined()
    }

    private var titles: String {
        let base = top + height + 4 + categorySize + 4 + Self.fontSize - 1
        return "<text x=\"\(number(left + width / 2))\" y=\"\(number(base))\" text-anchor=\"middle\" font-size=\"7.5\">"
            + "\(MarkupText.escaped(chart.xTitle))</text>\n"
            + "<text transform=\"translate(\(number(Self.fontSize + 1)) \(number(top + height / 2))) rotate(-90)\" "
            + "text-anchor=\"middle\" font-size=\"7.5\">\(MarkupText.escaped(chart.yTitle))</text>\n"
    }

    /// Points side by side where they would lie on one another: on an axis of names.
    private func shift(_ index: Int) -> Double {
        if chart.categories.isEmpty { return 0 }
        let room = 0.7 * width / Double(chart.categories.count)
        let count = Double(chart.lines.count)
        return count > 1 ? room * (Double(index) / (count - 1) - 0.5) : 0
    }

    private func interval(_ index: Int) -> String {
        let points = chart.lines[index].points.filter { $0.halfWidth > 0 }
        let style = styles[index]
        switch chart.intervals {
        case .none: return ""
        case .whiskers where points.count > 30 && chart.categories.isEmpty: return ""
        case .bands where chart.categories.isEmpty && points.count > 1:
            let upper = points.map { "\(number(x($0.x))) \(number(y($0.y + $0.halfWidth)))" }
            let lower = points.reversed().map { "\(number(x($0.x))) \(number(y($0.y - $0.halfWidth)))" }
            return "<path d=\"M\((upper + lower).joined(separator: "L"))Z\" fill=\"\(style.color)\" "
                + "fill-opacity=\"0.15\"/>\n"
        default:
            let path = points.map { point -> String in
                let place = x(point.x) + shift(index)
                let (low, high) = (y(point.y - point.halfWidth), y(point.y + point.halfWidth))
                return "M\(number(place)) \(number(low))V\(number(high))"
                    + "M\(number(place - 1.5)) \(number(low))h3M\(number(place - 1.5)) \(number(high))h3"
            }.joined()
            return path.isEmpty
                ? "" : "<path d=\"\(path)\" fill=\"none\" stroke=\"\(style.color)\" stroke-width=\"0.5\"/>\n"
        }
    }

    private func line(_ index: Int) -> String {
        let points = chart.lines[index].points
        guard chart.categories.isEmpty, points.count > 1 else { return "" }
        let path = points.map { "\(number(x($0.x))) \(number(y($0.y)))" }.joined(separator: "L")
        return "<path d=\"M\(path)\" fill=\"none\" stroke-linejoin=\"round\" \(styles[index].stroke)/>\n"
    }

    /// Marks are not clipped: one at the end of an axis is whole.
    private func marks(_ index: Int) -> String {
        let style = styles[index]
        // Where points are dense a line has marks here and there, at other places than the next line.
        let points = chart.lines[index].points
        let step = chart.categories.isEmpty ? max(1, points.count / 12) : 1
        let shown = points.enumerated().filter { $0.offset % step == index % step }.map(\.element)
            .filter { (-1e-9...1 + 1e-9).contains(yAxis.place($0.y)) }
        let path = shown.map { point in
            style.marker.path(left + x(point.x) + shift(index), top + y(point.y), style.width > 1 ? 2 : 1.7)
        }.joined()
        if path.isEmpty { return "" }
        return "<path d=\"\(path)\" " + style.fill + "/>\n"
    }
}
