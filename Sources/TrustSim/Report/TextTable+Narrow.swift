extension TextTable {
    /// The narrowest column in which words are wrapped.
    private static let wrappedWidth = 24

    /// A table that is wider than the terminal, in blocks that are not, as far as words and numbers allow.
    func narrowBlocks(_ layouts: [ColumnLayout], color: Bool, width: Int) -> [[String]] {
        if let last = layouts.last, last.isWords {
            let rest = width - Self.width(of: Array(layouts.dropLast())) - (layouts.count > 1 ? 2 : 0)
            if rest >= Self.wrappedWidth { return [wrappedBlock(layouts, color: color, rest: rest)] }
        }
        let keys = min(keyColumns ?? layouts.prefix { $0.isWords }.count, layouts.count - 1)
        let keyWidth = keys == 0 ? 0 : Self.width(of: Array(layouts.prefix(keys))) + 2
        let widest = layouts.dropFirst(keys).map(\.width).max() ?? 0
        if keyWidth + widest <= width {
            return splitBlocks(layouts, keys: keys, color: color, width: width)
        }
        return allRows.map { stackedBlock($0, hasHeading: keys > 0, width: width) }
    }

    /// The last column wrapped.
    private func wrappedBlock(_ layouts: [ColumnLayout], color: Bool, rest: Int) -> [String] {
        let front = layouts.dropLast()
        let indent = Self.width(of: Array(front)) + (front.isEmpty ? 0 : 2)
        var lines = [
            Self.line(layouts.map { $0.title }),
            Self.line(
                front.map { String(repeating: "-", count: $0.width) }
                    + [String(repeating: "-", count: min(layouts[front.count].width, rest))]),
        ]
        for row in allRows {
            let words = WrappedText.lines(row[front.count].text, width: rest)
            lines.append(Self.line(zip(front, row).map { $0.place($1, color: color) } + [words.first ?? ""]))
            lines += words.dropFirst().map { String(repeating: " ", count: indent) + $0 }
        }
        return lines
    }

    /// As many columns at a time as there is room for, each time behind the key columns.
    private func splitBlocks(_ layouts: [ColumnLayout], keys: Int, color: Bool, width: Int) -> [[String]] {
        var blocks: [[String]] = []
        var next = keys
        while next < layouts.count {
            var shown = Array(0..<keys)
            // Without keys the first column needs no room before it.
            var used = keys == 0 ? -2 : Self.width(of: Array(layouts.prefix(keys)))
            while next < layouts.count, used + 2 + layouts[next].width <= width {
                used += 2 + layouts[next].width
                shown.append(next)
                next += 1
            }
            blocks.append(
                [
                    Self.line(shown.map { layouts[$0].title }),
                    Self.line(shown.map { String(repeating: "-", count: layouts[$0].width) }),
                ] + allRows.map { row in Self.line(shown.map { layouts[$0].place(row[$0], color: color) }) })
        }
        return blocks
    }

    /// One row: its first cell as a heading, where it says what the row is, the others below each other behind their titles.
    private func stackedBlock(_ row: [Cell], hasHeading: Bool, width: Int) -> [String] {
        let titles = allColumns.map { Self.singleLine($0.title) }
        let first = hasHeading ? 1 : 0
        let longest = titles.dropFirst(first).map(\.unicodeScalars.count).max() ?? 0
        var lines = hasHeading ? [row.first?.text ?? ""] : []
        for (title, cell) in zip(titles, row).dropFirst(first) where !cell.text.isEmpty {
            let mark = cell.isVisiblyMarked ? "*" : cell.visibleSign
            let label = "  " + title + String(repeating: " ", count: longest - title.unicodeScalars.count + 2)
            let words = WrappedText.lines(cell.text + mark, width: max(width - longest - 4, 1))
            let indent = String(repeating: " ", count: longest + 4)
            for (number, line) in words.enumerated() { lines.append((number == 0 ? label : indent) + line) }
        }
        return lines
    }
}
