/// A table of results that a terminal, a Markdown page and a LaTeX document can show.
///
/// ```swift
/// var table = TextTable(columns: [.init("Scheme"), .init("Recall", .right)], caption: "Detection")
/// table.rows.append([.init("threshold"), .init("0.91", marked: true)])
/// print(table.plain(color: false))
/// ```
///
/// Rows may have any number of cells: missing ones are empty, and surplus ones get columns without a title. A line
/// end or another control character in a text becomes a space. What a mark means is for a footnote to say.
public struct TextTable: Sendable, Equatable {
    /// The side of its column on which a text stands.
    public enum Alignment: Sendable, Equatable {
        /// For words.
        case left
        /// For numbers.
        case right
    }

    /// The head of a column.
    public struct Column: Sendable, Equatable {
        /// The text above the column.
        public var title: String
        /// Where the title and the cells stand.
        public var alignment: Alignment

        /// A column with a title.
        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// One entry of a row.
    public struct Cell: Sendable, Equatable {
        /// What the cell says.
        public var text: String
        /// Whether this is the best of the values it is compared with.
        public var marked: Bool
        /// A sign behind the text, such as "≈", of a cell that is not marked.
        public var sign: String

        /// A cell with a text.
        public init(_ text: String, marked: Bool = false, sign: String = "") {
            self.text = text
            self.marked = marked
            self.sign = sign
        }
    }

    /// The columns, from left to right.
    public var columns: [Column]
    /// The rows, from top to bottom.
    public var rows: [[Cell]]
    /// Remarks below the table.
    public var footnotes: [String]
    /// The heading of the table; none when empty.
    public var caption: String
    /// How many columns at the left say what a row is about, so that they are repeated where a table is spread over
    /// several blocks; nil for the columns of words before the first of numbers.
    public var keyColumns: Int?

    /// A table with its parts.
    public init(columns: [Column], rows: [[Cell]] = [], footnotes: [String] = [], caption: String = "") {
        self.columns = columns
        self.rows = rows
        self.footnotes = footnotes
        self.caption = caption
    }
}

// MARK: - What all renderers share

extension TextTable {
    /// The columns, with columns without a title for cells beyond the last.
    var allColumns: [Column] {
        let missing = (rows.map(\.count).max() ?? 0) - columns.count
        return columns + Array(repeating: Column(""), count: max(missing, 0))
    }

    /// The rows, each with as many cells as there are columns, and each cell on one line.
    var allRows: [[Cell]] {
        let count = allColumns.count
        return rows.map { row in
            let cells = row.map { Cell(Self.singleLine($0.text), marked: $0.marked, sign: $0.visibleSign) }
            return cells + Array(repeating: Cell(""), count: count - cells.count)
        }
    }

    /// The text without the spaces around it and with a space for every control character, and every mark that turns the
    /// direction of writing, which could otherwise break the table or, in a terminal, do worse.
    static func singleLine(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            scalars.append(isControl(scalar) ? " " : scalar)
        }
        let start = scalars.firstIndex { $0 != " " } ?? scalars.endIndex
        let end = scalars.lastIndex { $0 != " " }.map { scalars.index(after: $0) } ?? start
        return String(scalars[start..<end])
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isBidiControl
        }
    }
}
