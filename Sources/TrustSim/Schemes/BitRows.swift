/// Rows of bits of equal length: sets of small numbers.
struct BitRows: Sendable {
    /// Words of a row.
    private(set) var width = 1
    private(set) var words: [UInt64] = []

    private static func width(columns: Int) -> Int { max(1, (columns + 63) >> 6) }

    /// Makes empty rows, in the storage that there is.
    mutating func reset(rows: Int, columns: Int) {
        width = Self.width(columns: columns)
        words.removeAll(keepingCapacity: true)
        words.append(contentsOf: repeatElement(0, count: rows * width))
    }

    /// Puts a column into a row.
    @inline(__always)
    mutating func insert(_ column: Int, inRow row: Int) {
        words[row * width + column >> 6] |= 1 << UInt64(column & 63)
    }

    func isEmpty(row: Int) -> Bool { !words[row * width..<(row + 1) * width].contains { $0 != 0 } }

    /// Hands over the columns in a row, in ascending order.
    @inline(__always)
    func forEachColumn(inRow row: Int, _ body: (Int) -> Void) {
        for word in 0..<width {
            var rest = words[row * width + word]
            while rest != 0 {
                body(word << 6 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }

    /// Adds what is in a row of others, none of whose columns is beyond the width.
    mutating func formUnion(row: Int, with others: BitRows, row otherRow: Int) {
        for word in 0..<min(width, others.width) {
            words[row * width + word] |= others.words[otherRow * others.width + word]
        }
    }

    mutating func insertEmptyRow(at row: Int) {
        words.insert(contentsOf: repeatElement(0, count: width), at: row * width)
    }

    /// Moves a row to where an earlier one was.
    mutating func move(row: Int, to target: Int) {
        for word in 0..<width { words[target * width + word] = words[row * width + word] }
    }

    mutating func truncate(rows: Int) { words.removeLast(words.count - rows * width) }

    /// Makes room for columns.
    mutating func widen(columns: Int) {
        let target = Self.width(columns: columns)
        if target <= width { return }
        let rowCount = words.count / width
        var wider = BitRows()
        wider.reset(rows: rowCount, columns: columns)
        for row in 0..<rowCount { wider.formUnion(row: row, with: self, row: row) }
        self = wider
    }

    /// How many columns are in at least one row.
    var usedColumnCount: Int {
        var count = 0
        for word in 0..<width {
            var union: UInt64 = 0
            for position in stride(from: word, to: words.count, by: width) { union |= words[position] }
            count += union.nonzeroBitCount
        }
        return count
    }
}
