extension TextTable {
    /// The table for a terminal: aligned columns, two spaces apart, with a rule under the head.
    ///
    /// Every Unicode scalar counts as one place. Numbers of a column to the right are aligned at the decimal point. A
    /// marked cell has a "*" behind it, others may have a sign, and the numbers stay aligned all the same.
    ///
    /// - Parameters:
    ///   - color: whether to print marked cells in bold, which takes a terminal.
    ///   - width: columns of the terminal. A wider table is laid out otherwise: its last column of words is wrapped, or
    ///     its columns are spread over several blocks, or each row becomes a block. Nil for any width.
    public func plain(color: Bool, width: Int? = nil) -> String {
        let layouts = layouts
        guard let width, Self.width(of: layouts) > width else {
            return Self.text(
                caption: caption, blocks: [block(layouts, color: color)], footnotes: footnotes, width: width)
        }
        return Self.text(
            caption: caption, blocks: narrowBlocks(layouts, color: color, width: width), footnotes: footnotes,
            width: width)
    }

    var layouts: [ColumnLayout] {
        let rows = allRows
        return allColumns.enumerated().map { index, column in ColumnLayout(column, cells: rows.map { $0[index] }) }
    }

    static func width(of layouts: [ColumnLayout]) -> Int {
        layouts.reduce(0) { $0 + $1.width } + 2 * max(0, layouts.count - 1)
    }

    private static func text(caption: String, blocks: [[String]], footnotes: [String], width: Int?) -> String {
        func wrapped(_ text: String) -> [String] {
            let line = singleLine(text)
            return width.map { WrappedText.lines(line, width: $0) } ?? [line]
        }
        var lines: [String] = caption.isEmpty ? [] : wrapped(caption) + [""]
        lines += blocks.joined(separator: [""])
        lines += footnotes.isEmpty ? [] : [""]
        lines += footnotes.flatMap(wrapped)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Head, rule and rows.
    private func block(_ layouts: [ColumnLayout], color: Bool) -> [String] {
        [Self.line(layouts.map { $0.title }), Self.line(layouts.map { String(repeating: "-", count: $0.width) })]
            + allRows.map { row in Self.line(zip(layouts, row).map { $0.place($1, color: color) }) }
    }

    static func line(_ fields: [String]) -> String {
        var line = fields.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// How the texts of one column are placed.
struct ColumnLayout {
    private let column: TextTable.Column
    private let textWidth: Int
    /// Place for the "*" of a marked cell, or for a sign.
    private let markWidth: Int
    /// Longest part of a number from its decimal point on.
    private let tailWidth: Int

    var width: Int { textWidth + markWidth }
    var isWords: Bool { column.alignment == .left }

    init(_ column: TextTable.Column, cells: [TextTable.Cell]) {
        let title = TextTable.singleLine(column.title)
        self.column = TextTable.Column(title, column.alignment)
        markWidth = cells.map { $0.isVisiblyMarked ? 1 : $0.visibleSign.unicodeScalars.count }.max() ?? 0
        let tails = column.alignment == .right ? cells.map { DecimalPlace.tail(of: $0.text) } : []
        let longest = tails.compactMap { $0 }.max() ?? 0
        tailWidth = longest
        let widths = cells.indices.map { index in
            cells[index].text.unicodeScalars.count + (tails.isEmpty ? 0 : tails[index].map { longest - $0 } ?? 0)
        }
        textWidth = max(title.unicodeScalars.count, widths.max() ?? 0)
    }

    var title: String {
        place(TextTable.Cell(column.title), color: false)
    }

    func place(_ cell: TextTable.Cell, color: Bool) -> String {
        let isNumber = column.alignment == .right
        let behind = isNumber ? DecimalPlace.tail(of: cell.text).map { tailWidth - $0 } ?? 0 : 0
        let padding = String(repeating: " ", count: max(textWidth - cell.text.unicodeScalars.count - behind, 0))
        let mark = cell.isVisiblyMarked ? "*" : cell.visibleSign
        let gap = String(repeating: " ", count: markWidth - mark.unicodeScalars.count + behind)
        var text = cell.text + mark
        if cell.isVisiblyMarked && color { text = "\u{1B}[1m" + text + "\u{1B}[0m" }
        return column.alignment == .left ? text + gap + padding : padding + text + gap
    }
}

/// Where the decimal point of a number in a table is.
enum DecimalPlace {
    /// Scalars of a number, such as "12.5", "0.810 ± 0.148" or "3†", from its decimal point on, or from where it would be;
    /// nil of what is no number.
    static func tail(of text: String) -> Int? {
        var rest = Substring(text)
        guard skipInteger(&rest) else { return nil }
        let count = rest.unicodeScalars.count
        guard skipFraction(&rest) else { return nil }
        if rest.hasPrefix(" ± ") {
            rest = rest.dropFirst(3)
            guard skipInteger(&rest), skipFraction(&rest) else { return nil }
        }
        if rest == "†" { rest = "" }
        return rest.isEmpty ? count : nil
    }

    private static func skipInteger(_ rest: inout Substring) -> Bool {
        if rest.hasPrefix("-") { rest = rest.dropFirst() }
        return skipDigits(&rest)
    }

    private static func skipFraction(_ rest: inout Substring) -> Bool {
        guard rest.hasPrefix(".") else { return true }
        rest = rest.dropFirst()
        return skipDigits(&rest)
    }

    private static func skipDigits(_ rest: inout Substring) -> Bool {
        let count = rest.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        rest = rest.dropFirst(count)
        return count > 0
    }
}

extension TextTable.Cell {
    /// A mark on nothing shows nothing.
    var isVisiblyMarked: Bool { marked && !text.isEmpty }

    /// The sign, if it shows.
    var visibleSign: String { marked || text.isEmpty ? "" : TextTable.singleLine(sign) }
}
