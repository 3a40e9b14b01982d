extension TextTable {
    /// The table for a terminal: aligned columns, two spaces apart, with a rule under the head.
    ///
    /// Every Unicode scalar counts as one place. A marked cell has a "*" behind it, others may have a sign, and the numbers
    /// of the column stay aligned all the same.
    ///
    /// - Parameter color: whether to print marked cells in bold, which takes a terminal.
    public func plain(color: Bool) -> String {
        let columns = allColumns
        let rows = allRows
        var layouts: [ColumnLayout] = []
        for (index, column) in columns.enumerated() {
            layouts.append(ColumnLayout(column, cells: rows.map { $0[index] }))
        }
        var lines: [String] = caption.isEmpty ? [] : [Self.singleLine(caption), ""]
        lines.append(Self.line(layouts.map { $0.title }))
        lines.append(Self.line(layouts.map { String(repeating: "-", count: $0.width) }))
        for row in rows {
            lines.append(Self.line(zip(layouts, row).map { $0.place($1, color: color) }))
        }
        lines += footnotes.isEmpty ? [] : [""]
        lines += footnotes.map(Self.singleLine)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ fields: [String]) -> String {
        var line = fields.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// How the texts of one column are placed.
private struct ColumnLayout {
    private let column: TextTable.Column
    private let textWidth: Int
    /// Place for the "*" of a marked cell, or for a sign.
    private let markWidth: Int

    var width: Int { textWidth + markWidth }

    init(_ column: TextTable.Column, cells: [TextTable.Cell]) {
        self.column = TextTable.Column(TextTable.singleLine(column.title), column.alignment)
        markWidth = cells.map { $0.isVisiblyMarked ? 1 : $0.visibleSign.unicodeScalars.count }.max() ?? 0
        let texts = [self.column.title] + cells.map(\.text)
        textWidth = texts.map(\.unicodeScalars.count).max() ?? 0
    }

    var title: String {
        place(TextTable.Cell(column.title), color: false)
    }

    func place(_ cell: TextTable.Cell, color: Bool) -> String {
        let padding = String(repeating: " ", count: max(textWidth - cell.text.unicodeScalars.count, 0))
        let mark = cell.isVisiblyMarked ? "*" : cell.visibleSign
        let gap = String(repeating: " ", count: markWidth - mark.unicodeScalars.count)
        var text = cell.text + mark
        if cell.isVisiblyMarked && color { text = "\u{1B}[1m" + text + "\u{1B}[0m" }
        return column.alignment == .left ? text + gap + padding : padding + text + gap
    }
}

extension TextTable.Cell {
    /// A mark on nothing shows nothing.
    var isVisiblyMarked: Bool { marked && !text.isEmpty }

    /// The sign, if it shows.
    var visibleSign: String { marked || text.isEmpty ? "" : TextTable.singleLine(sign) }
}
