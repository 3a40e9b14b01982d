/// Which schemes are the best of each cell in a metric, and which are not distinguishable from the best.
struct ReportMarks {
    let metric: Metric
    /// For each cell and scheme 1 for the best, 2 for one that is non-inferior to it, otherwise 0.
    private(set) var signs: [Int] = []
    /// Cells of the results in which something is the best.
    private(set) var judgedCells = 0
    /// Those of them in which something else is non-inferior.
    private(set) var tiedCells = 0

    /// Judges every cell of the results. The genie, which knows the truth, is no rival.
    init(_ cells: ReportCells, metric: Metric) {
        self.metric = metric
        let place = Metric.index(of: metric.name) ?? 0
        for cell in cells.cells {
            var found = [Int](repeating: 0, count: cells.schemes.count)
            if !cell.isPooled { judge(cell, cells, place, &found) }
            signs += found
        }
    }

    private mutating func judge(_ cell: ReportCells.Cell, _ cells: ReportCells, _ place: Int, _ signs: inout [Int]) {
        let rivals = cells.schemes.indices.filter { !cell.rows[$0].isEmpty && cells.schemes[$0] != ReportData.genie }
        let means = rivals.map { SampleSummary(cells.sample(cell, scheme: $0, metric: place)).mean }
        let best = rivals.count > 1 ? metric.best(among: means) : []
        // Where all are the same, none is the best.
        if best.isEmpty || best.count == means.count(where: { $0 != nil }) { return }
        judgedCells += 1
        for index in best { signs[rivals[index]] = 1 }
        guard cell.rows.contains(where: { $0.count >= SchemeComparison.wantedReplications }) else { return }
        let runs = CellRuns(cells.results, rivals.flatMap { cell.rows[$0] })
        let tied = runs.rivals(of: best, among: rivals.map { cells.schemes[$0] }, metric)
        for index in tied { signs[rivals[index]] = 2 }
        if !tied.isEmpty { tiedCells += 1 }
    }
}
