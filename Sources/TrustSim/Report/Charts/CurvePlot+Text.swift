extension CurvePlot {
    private static let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let columns = 80

    /// The figure for a terminal: a row of blocks for each line, or bars where there is one value on the x axis. No line
    /// is wider than 80 characters.
    public var text: String {
        let lines = lines.filter { $0.points.contains { $0.sample.mean?.isFinite == true } }
        let longest = lines.map { TextTable.singleLine($0.name).unicodeScalars.count }.max() ?? 0
        let nameWidth = max(min(longest, 36), by.unicodeScalars.count)
        let body = places.count == 1 ? bars(lines, nameWidth) : sparklines(lines, nameWidth)
        var notes = [String]()
        if !poolingNote.isEmpty { notes.append(poolingNote) }
        return
            ([Self.cut(caption, Self.columns), ""] + body + (notes.isEmpty ? [] : [""]) + notes.flatMap(Self.wrapped))
            .joined(separator: "\n") + "\n"
    }

    private var digits: Int { metric.unit.isEmpty ? 3 : 1 }

    private static func cut(_ text: String, _ width: Int) -> String {
        let text = TextTable.singleLine(text)
        let scalars = text.unicodeScalars
        return scalars.count <= width ? text : String(String.UnicodeScalarView(scalars.prefix(width - 1))) + "…"
    }

    private static func left(_ text: String, _ width: Int) -> String {
        let text = cut(text, width)
        return text + String(repeating: " ", count: width - text.unicodeScalars.count)
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.unicodeScalars.count)) + text
    }

    private static func wrapped(_ text: String) -> [String] {
        var lines = [""]
        for word in TextTable.singleLine(text).split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.unicodeScalars.count + 1 + word.unicodeScalars.count <= columns {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines.map { cut($0, columns) }
    }

    private func text(_ value: Double?) -> String {
        guard let value else { return "–" }
        return value.isFinite && value.magnitude >= 1e7 ? Self.short(value) : NumberText.fixed(value, digits: digits)
    }

    /// Three digits and a power of ten.
    private static func short(_ value: Double) -> String {
        var (mantissa, exponent) = (value, 0)
        while mantissa.magnitude >= 10 {
            mantissa /= 10
            exponent += 1
        }
        return NumberText.fixed(mantissa, digits: 2) + "e+\(exponent)"
    }

    /// The scale: from 0 to 1 where values are shares, otherwise from the least (at most 0) to the greatest.
    private func scale(_ lines: [Line]) -> (low: Double, high: Double) {
        let means = lines.flatMap { $0.points.compactMap { $0.sample.mean } }.map(ChartAxis.limited)
        let low = min(0, means.min() ?? 0)
        let high = max(0, means.max() ?? 1)
        if metric.unit.isEmpty && low == 0 && high <= 1 { return (0, 1) }
        return (low, high > low ? high : low + 1)
    }

    // MARK: - Several values on the x axis

    private func sparklines(_ lines: [Line], _ nameWidth: Int) -> [String] {
        let (low, high) = scale(lines)
        let ends = lines.map { line in
            let means = line.points.compactMap { $0.sample.mean }
            return [means.first, means.last, means.min(), means.max()].map(text)
        }
        let titles = ["first", "last", "least", "most"]
        let widths = titles.indices.map { column in
            (ends.map { $0[column].unicodeScalars.count } + [titles[column].count]).max() ?? 0
        }
        // Wide figures leave less room for names, never less for the blocks than eight places.
        let figuresWidth = widths.reduce(0) { $0 + $1 + 2 }
        let nameWidth = min(nameWidth, max(8, Self.columns - figuresWidth - 10))
        let room = Self.columns - nameWidth - 2 - figuresWidth
        let perPlace = max(1, min(4, room / places.count))
        let shown = min(places.count, max(1, room))
        let blockWidth = min(max(perPlace * shown, x.unicodeScalars.count), max(room, 1))
        let head =
            Self.left(by, nameWidth) + "  " + Self.left(x, blockWidth)
            + zip(titles, widths).map { "  " + Self.right($0, $1) }.joined()
        let rule =
            String(repeating: "-", count: nameWidth) + "  " + String(repeating: "-", count: blockWidth)
            + widths.map { "  " + String(repeating: "-", count: $0) }.joined()
        let rows = zip(lines, ends).map { line, figures in
            let blocks = line.points.prefix(shown).map { point -> String in
                guard let mean = point.sample.mean, mean.isFinite else {
                    return String(repeating: " ", count: perPlace)
                }
                let share = (ChartAxis.limited(mean) - low) / (high - low)
                return String(repeating: Self.blocks[max(0, min(7, Int(share * 8)))], count: perPlace)
            }.joined()
            return Self.left(line.name, nameWidth) + "  " + Self.left(blocks, blockWidth)
                + zip(figures, widths).map { "  " + Self.right($0, $1) }.joined()
        }
        let legend =
            "▁ is \(text(low)), █ is \(text(high)). \(x): \(places.joined(separator: ", "))."
            + (shown < places.count ? " Only the first \(shown) are shown." : "")
        return [head, rule] + rows + [""] + Self.wrapped(legend)
    }

    // MARK: - One value

    private func bars(_ lines: [Line], _ nameWidth: Int) -> [String] {
        let (low, high) = scale(lines)
        let figures = lines.map { line -> String in
            guard let sample = line.points.first?.sample else { return "–" }
            return text(sample.mean) + (sample.halfWidth.map { " ± " + text($0) } ?? "")
        }
        let figureWidth = figures.map(\.unicodeScalars.count).max() ?? 0
        let room = max(8, min(40, Self.columns - nameWidth - figureWidth - 4))
        let rows = zip(lines, figures).map { line, figure in
            let mean = ChartAxis.limited(line.points.first?.sample.mean ?? low)
            let bar = Self.bar((mean - low) / (high - low), room)
            return Self.left(line.name, nameWidth) + "  " + Self.left(bar, room) + "  "
                + Self.right(figure, figureWidth)
        }
        return rows + [""] + Self.wrapped("Bars from \(text(low)) to \(text(high)). \(x): \(places[0]).")
    }

    /// A bar in eighths of a character.
    private static func bar(_ share: Double, _ width: Int) -> String {
        let eighths = Int((min(max(share, 0), 1) * Double(width * 8)).rounded())
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }
}
