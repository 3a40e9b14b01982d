extension ChartStyle {
    /// Attributes of a mark.
    var fill: String {
        marker.isFilled
            ? "fill=\"\(color)\"" : "fill=\"none\" stroke=\"\(color)\" stroke-width=\"0.8\""
    }
}

/// Names of lines in columns.
struct ChartLegend {
    private let names: [String]
    private let styles: [ChartStyle]
    private let fontSize: Double
    private let columns: Int
    private let columnWidth: Double

    init(names: [String], styles: [ChartStyle], width: Double, fontSize: Double) {
        let sample = 24.0
        self.names = names.map { ChartText.cut($0, to: width - sample, size: fontSize) }
        self.styles = styles
        self.fontSize = fontSize
        let widest = self.names.map { ChartText.width($0, size: fontSize) }.max() ?? 0
        columns = max(1, min(names.count, Int(width / (widest + sample + 6))))
        columnWidth = width / Double(columns)
    }

    private var rows: Int { names.isEmpty ? 0 : (names.count + columns - 1) / columns }
    var height: Double { Double(rows) * (fontSize + 3) }

    /// Row by row.
    func svg(left: Double, top: Double) -> String {
        func number(_ value: Double) -> String { NumberText.fixed(value, digits: 2) }
        return names.indices.map { index in
            let x = left + columnWidth * Double(index % columns)
            let y = top + (fontSize + 3) * (Double(index / columns) + 0.5)
            let style = styles[index]
            return "<path d=\"M\(number(x)) \(number(y))h20\" fill=\"none\" \(style.stroke)/>\n"
                + "<path d=\"\(style.marker.path(x + 10, y, 1.8))\" \(style.fill)/>\n"
                + "<text x=\"\(number(x + 24))\" y=\"\(number(y + fontSize * 0.35))\" font-size=\"\(number(fontSize))\">"
                + "\(MarkupText.escaped(names[index]))</text>\n"
        }.joined()
    }
}

/// How wide text is, without a font: about that of Helvetica, rather too wide than too narrow.
enum ChartText {
    private static let narrow = Set("fijlrtI.,:;|!'-()[] /".unicodeScalars)
    private static let wide = Set("mwMWGOQ@%".unicodeScalars)

    static func width(_ text: String, size: Double) -> Double {
        size * text.unicodeScalars.reduce(0) { $0 + em($1) }
    }

    private static func em(_ scalar: Unicode.Scalar) -> Double {
        if narrow.contains(scalar) { return 0.34 }
        if wide.contains(scalar) || scalar.value > 0x2E80 { return 1 }
        return scalar.properties.isUppercase ? 0.72 : 0.57
    }

    /// The text, with an ellipsis where it is too wide.
    static func cut(_ text: String, to limit: Double, size: Double) -> String {
        if width(text, size: size) <= limit { return text }
        var result = String.UnicodeScalarView()
        var sum = size
        for scalar in text.unicodeScalars {
            sum += size * em(scalar)
            if sum > limit { break }
            result.append(scalar)
        }
        return String(result) + "…"
    }
}
