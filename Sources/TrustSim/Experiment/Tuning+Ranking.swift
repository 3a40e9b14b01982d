extension Tuning {
    /// What the search found, best first.
    public struct Ranking: Sendable {
        /// A point with its figures.
        public struct Row: Sendable {
            /// Index in ``Tuning/points``.
            public let point: Int
            /// Mean over the cells, with the 95 % interval over the replications.
            public let summary: SampleSummary
            /// Runs in which the metric is undefined.
            public let undefinedCount: Int
            /// How much better the point is than the values of the scenario, paired by replication.
            public let gain: PairedComparison
        }

        /// One for each point.
        public let rows: [Row]
        /// Keys that made no difference wherever only they differed.
        public let idleKeys: [String]
        /// Whether several points share the best mean.
        public let isTied: Bool

        /// Index of the best point; nil where the metric is undefined everywhere.
        public var choice: Int? { rows.first.flatMap { $0.summary.mean == nil ? nil : $0.point } }
    }

    /// Ranks the points: first those with fewer undefined runs, so that nobody gains by having no figure where it would be
    /// bad; then by the mean; of equal ones the nearest to the values of the scenario, then the first.
    ///
    /// - Parameters:
    ///   - outcome: what the runs of the trial found.
    ///   - trial: that of all points.
    public func ranking(of outcome: Executor.Outcome, _ trial: Trial) -> Ranking {
        let samples = samples(of: outcome, trial)
        let none = CellSample(cells: cells.cells.count)
        let rows = points.indices.map { point in
            let sample = samples[point] ?? none
            return Ranking.Row(
                point: point, summary: sample.summary, undefinedCount: sample.undefinedCount,
                gain: sample.compared(with: samples[0] ?? none, preference: metric.preference))
        }
        let sign = metric.preference == .lower ? -1.0 : 1
        func key(_ row: Ranking.Row) -> (Int, Double, Double, Int) {
            (row.undefinedCount, -sign * (row.summary.mean ?? 0), distances[row.point], row.point)
        }
        let sorted = rows.sorted { key($0) < key($1) }
        let best = sorted[0]
        return Ranking(
            rows: sorted, idleKeys: idleKeys(samples),
            isTied: sorted.dropFirst().first.map {
                $0.summary.mean == best.summary.mean && $0.undefinedCount == best.undefinedCount
            } ?? false)
    }

    /// What the held-out runs of a point found.
    ///
    /// - Parameters:
    ///   - outcome: what the runs of the trial found.
    ///   - trial: that of the point.
    ///   - point: index in ``points``.
    public func heldOut(_ outcome: Executor.Outcome, _ trial: Trial, point: Int) -> HeldOutResult {
        let samples = samples(of: outcome, trial)
        let none = CellSample(cells: cells.cells.count)
        return HeldOutResult(samples[point] ?? none, against: samples[0] ?? none, preference: metric.preference)
    }

    /// Keys of which there are points that differ in nothing else, none of which differ in a run.
    private func idleKeys(_ samples: [Int: CellSample]) -> [String] {
        keys.indices.filter { axis in
            var firstOfOthers: [[String]: Int] = [:]
            var isCompared = false
            for point in points.indices {
                var others = points[point].values
                others.remove(at: axis)
                guard let first = firstOfOthers[others] else {
                    firstOfOthers[others] = point
                    continue
                }
                isCompared = true
                if samples[first] != samples[point] { return false }
            }
            return isCompared
        }.map { keys[$0] }
    }
}
