/// A table of the beacons that were received, a row each, for programs that learn. It is there completely or not at all, and
/// its bytes do not depend on how many runs are done at a time.
///
/// Life cycle: 1. ``init(path:overwriting:)``; 2. each run writes its rows for itself and hands them over; they are taken in
/// the order of the runs; 3. ``finish()``. What is not finished leaves nothing.
public final class FeatureFile: Sendable {
    private let path: String
    private let state: Guarded<State>

    private struct State: @unchecked Sendable {
        var file: GrowingFile
        /// The run whose rows come next, and those of later runs that are done already.
        var next = 0
        var waiting: [Int: UnnamedFile] = [:]
        var seed: Int64?
    }

    /// A file about to be written.
    ///
    /// - Throws: ``FileProblem`` where it cannot be, or exists and shall not be replaced.
    public init(path: String, overwriting: Bool) throws(FileProblem) {
        self.path = path
        let file = try GrowingFile(path, overwriting: overwriting)
        var writer = CSVWriter()
        writer.appendRow(FeatureLogger.columns)
        try file.append(writer.bytes)
        state = Guarded(State(file: file))
    }

    /// Where a run writes its rows.
    func beginRun() throws(FileProblem) -> UnnamedFile { try UnnamedFile(beside: path) }

    /// The seed of the split: that of the first run that asks, so that a vehicle is in one part of the whole file.
    func splitSeed(_ seed: Int64) -> Int64 {
        state.withLock { state in
            if state.seed == nil { state.seed = seed }
            return state.seed ?? seed
        }
    }

    /// Takes the rows of a run. `number`: its place among the runs, from 0 on.
    func add(_ rows: UnnamedFile, ofRun number: Int) throws(FileProblem) {
        try state.withLock { state throws(FileProblem) in
            state.waiting[number] = rows
            let file = state.file
            while let rows = state.waiting.removeValue(forKey: state.next) {
                state.next += 1
                try rows.read { part throws(FileProblem) in try file.append(part) }
            }
        }
    }

    /// Gives the file its name.
    public func finish() throws(FileProblem) {
        try state.withLock { state throws(FileProblem) in
            precondition(state.waiting.isEmpty, "the rows of a run are missing")
            try state.file.publish()
        }
    }
}
