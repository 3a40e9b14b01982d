/// How far the runs of an executor are, to be read by anybody at any time. Nothing that is computed depends on it.
public final class ProgressMeter: Sendable {
    /// What it says at one moment.
    public struct Reading: Sendable, Equatable {
        /// Runs done, those of before among them.
        public var done = 0
        /// Runs that were done before.
        public var alreadyDone = 0
        /// All runs.
        public var total = 0
        /// Share of the work done that there was to do at first, in [0, 1]; runs under way count as far as they are.
        public var share = 0.0
        /// Cell of the run that began last, nil before the first.
        public var cell: Int?

        /// A reading.
        public init(done: Int = 0, alreadyDone: Int = 0, total: Int = 0, share: Double = 0, cell: Int? = nil) {
            self.done = done
            self.alreadyDone = alreadyDone
            self.total = total
            self.share = share
            self.cell = cell
        }
    }

    private struct State {
        var done = 0
        var alreadyDone = 0
        var total = 0
        var work = 0.0
        var finishedWork = 0.0
        var cell: Int?
        /// Runs under way: work, and the share of it that is done. Free places are nil.
        var running: [(work: Double, share: Double)?] = []
    }

    private let state = Guarded(State())
    /// What a run of each cell costs, in any unit.
    private let costs: [Double]

    /// A meter for a plan whose cells cost this much a run, relative to each other: see ``Estimate/secondsOfRun``.
    public init(costs: [Double]) {
        // Runs that seem to cost nothing still count.
        self.costs = costs.map { $0.isFinite ? max($0, 1e-6) : 1 }
    }

    /// The present reading.
    public var reading: Reading {
        state.withLock { state in
            let running = state.running.reduce(0) { $0 + ($1.map { $0.work * $0.share } ?? 0) }
            let share = state.work > 0 ? min(1, (state.finishedWork + running) / state.work) : 0
            return Reading(
                done: state.done, alreadyDone: state.alreadyDone, total: state.total, share: share, cell: state.cell)
        }
    }

    /// Says which runs are to be done, by cell, and how many were done before. What was counted so far is forgotten.
    func expect(cells: [Int], alreadyDone: Int = 0) {
        let work = cells.reduce(0) { $0 + cost(ofCell: $1) }
        state.withLock { state in
            state = State()
            (state.done, state.alreadyDone) = (alreadyDone, alreadyDone)
            (state.total, state.work) = (alreadyDone + cells.count, work)
        }
    }

    /// A run begins. Returns its place for ``advance(_:to:)`` and ``end(_:)``.
    func begin(cell: Int) -> Int {
        let work = cost(ofCell: cell)
        return state.withLock { state in
            state.cell = cell
            let place = state.running.firstIndex { $0 == nil } ?? state.running.count
            if place == state.running.count { state.running.append(nil) }
            state.running[place] = (work, 0)
            return place
        }
    }

    /// A run has come this far, from 0 to 1.
    func advance(_ place: Int, to share: Double) {
        state.withLock { $0.running[place]?.share = min(max(share, 0), 1) }
    }

    /// A run is done.
    func end(_ place: Int) {
        state.withLock { state in
            state.finishedWork += state.running[place]?.work ?? 0
            state.running[place] = nil
            state.done += 1
        }
    }

    private func cost(ofCell cell: Int) -> Double { costs.indices.contains(cell) ? costs[cell] : 1 }
}
