/// Guarantees that an evaluator used while it knew little of their subject: pairs of a subject and a guarantor, each
/// pending once.
///
/// A subject has a row of bits, a guarantor a column, so that a pair costs little more than a bit: 30 subjects with 30
/// guarantors each take less than 1 KB. Rows are in order of subject. Columns are numbered as guarantors
/// appear, and anew when more than half of them have nothing pending.
struct PendingGuarantees: Sendable {
    /// What becomes of the guarantees for a subject.
    enum Fate { case stay, lapse, settle(confirmed: Bool) }

    private(set) var subjects: [VehicleID] = []
    private(set) var guarantors: [VehicleID] = []
    private(set) var rows = BitRows()

    /// Every pair, in order of subject; a guarantor's column is its place in ``guarantors``.
    var pairs: [(subject: VehicleID, guarantor: VehicleID)] {
        var pairs: [(subject: VehicleID, guarantor: VehicleID)] = []
        for (row, subject) in subjects.enumerated() {
            rows.forEachColumn(inRow: row) { pairs.append((subject, guarantors[$0])) }
        }
        return pairs
    }

    /// The column of a guarantor, which may have nothing pending yet. Linear: there are about as many guarantors as
    /// reports.
    mutating func column(of guarantor: VehicleID) -> Int {
        if let column = guarantors.firstIndex(of: guarantor) { return column }
        guarantors.append(guarantor)
        rows.widen(columns: guarantors.count)
        return guarantors.count - 1
    }

    /// Adds one pair.
    mutating func insert(subject: VehicleID, guarantor: VehicleID) {
        let column = column(of: guarantor)
        rows.insert(column, inRow: row(of: subject))
    }

    /// Adds the guarantors of a subject: those whose columns are in a row of `others`.
    mutating func formUnion(of subject: VehicleID, with others: BitRows, row: Int) {
        rows.formUnion(row: self.row(of: subject), with: others, row: row)
    }

    /// The row of a subject, added where it is missing.
    private mutating func row(of subject: VehicleID) -> Int {
        var (lower, upper) = (0, subjects.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if subjects[middle] < subject { lower = middle + 1 } else { upper = middle }
        }
        if lower == subjects.count || subjects[lower] != subject {
            subjects.insert(subject, at: lower)
            rows.insertEmptyRow(at: lower)
        }
        return lower
    }

    /// Asks, in order of subject, what becomes of the guarantees for it; hands over those to be settled.
    mutating func resolve(_ fate: (VehicleID) -> Fate, settle: (_ guarantor: VehicleID, _ confirmed: Bool) -> Void) {
        var kept = 0
        for row in subjects.indices {
            switch fate(subjects[row]) {
            case .stay:
                if kept < row {
                    subjects[kept] = subjects[row]
                    rows.move(row: row, to: kept)
                }
                kept += 1
            case .settle(let confirmed): rows.forEachColumn(inRow: row) { settle(guarantors[$0], confirmed) }
            case .lapse: break
            }
        }
        if kept == subjects.count { return }
        subjects.removeLast(subjects.count - kept)
        rows.truncate(rows: kept)
        renumberGuarantors()
    }

    /// Forgets guarantors with nothing pending, once they are the greater half: their columns would fill the memory.
    private mutating func renumberGuarantors() {
        if 2 * rows.usedColumnCount >= guarantors.count { return }
        var renumbered = PendingGuarantees()
        for pair in pairs { renumbered.insert(subject: pair.subject, guarantor: pair.guarantor) }
        self = renumbered
    }
}
