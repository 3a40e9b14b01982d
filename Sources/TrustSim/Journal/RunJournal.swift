import Foundation

/// The file into which every finished run is written at once, so that none is lost.
///
/// 1. A new journal gets its heading, on the disk, before anything runs; one that is there is cut behind its last whole run.
/// 2. Workers call ``append(_:_:)`` in any order. A run is with the system when the call returns, so it outlives the process;
///    once a second one of them forces what there is to the disk, so it outlives the power, while the others go on.
/// 3. ``close()`` forces the rest to the disk.
public final class RunJournal: Sendable {
    private struct State {
        /// Length of the file without anything half written.
        var end: Int
        var recorded: Int
        var lastSync: UInt64
        var isSyncing = false
        var failure: FileProblem?
    }

    /// The file.
    public let path: String
    private let experiment: UInt64
    private let descriptor: Int32
    private let state: Guarded<State>
    private static let syncNanoseconds: UInt64 = 1_000_000_000

    private init(path: String, experiment: UInt64, end: Int, recorded: Int) throws(FileProblem) {
        self.path = path
        self.experiment = experiment
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileProblem(path: path, action: "written", code: errno) }
        state = Guarded(State(end: end, recorded: recorded, lastSync: PhaseClock.now))
        if ftruncate(descriptor, off_t(end)) != 0 || lseek(descriptor, off_t(end), SEEK_SET) < 0 {
            throw FileProblem(path: path, action: "written", code: errno)
        }
    }

    deinit { Foundation.close(descriptor) }

    /// A journal without runs, in place of any that is there.
    public static func create(
        in directory: String, _ description: ExperimentDescription, _ session: JournalSession
    ) throws(FileProblem) -> RunJournal {
        let path = directory + "/" + JournalContents.fileName
        let heading = JournalFormat.heading(description, session)
        try AtomicFile.write(heading, to: path, overwriting: true)
        return try RunJournal(path: path, experiment: description.hash, end: heading.count, recorded: 0)
    }

    /// Goes on with a journal of the same experiment. Where its heading is damaged it is written anew, with the runs.
    public static func resume(
        _ contents: JournalContents, _ description: ExperimentDescription, _ session: JournalSession
    ) throws(FileProblem) -> RunJournal {
        var end = contents.end
        if contents.description == nil {
            var bytes = JournalFormat.heading(description, session)
            for (index, result) in contents.results.sorted(by: { $0.key < $1.key }) {
                bytes += JournalFormat.run(index, result, of: description.hash)
            }
            try AtomicFile.write(bytes, to: contents.path, overwriting: true)
            end = bytes.count
        }
        return try RunJournal(
            path: contents.path, experiment: description.hash, end: end, recorded: contents.results.count)
    }

    /// Runs in the file.
    public var recorded: Int { state.withLock { $0.recorded } }

    /// Writes one run. May be called by several threads.
    ///
    /// - Throws: when it, or one before, could not be written; what is in the file stays whole.
    public func append(_ index: Int, _ result: RunResult) throws(FileProblem) {
        let frame = JournalFormat.run(index, result, of: experiment)
        let (failure, isSyncDue) = state.withLock { state -> (FileProblem?, Bool) in
            if let failure = state.failure { return (failure, false) }
            let code = TemporaryFile.writeAll(frame, to: descriptor)
            if code != 0 {
                _ = ftruncate(descriptor, off_t(state.end))
                state.failure = FileProblem(path: path, action: "written", code: code)
                return (state.failure, false)
            }
            state.end += frame.count
            state.recorded += 1
            let isDue = !state.isSyncing && PhaseClock.now - state.lastSync > Self.syncNanoseconds
            if isDue { state.isSyncing = true }
            return (nil, isDue)
        }
        if let failure { throw failure }
        if isSyncDue { sync() }
    }

    private func sync() {
        let code = fsync(descriptor) == 0 ? 0 : errno
        state.withLock { state in
            state.isSyncing = false
            state.lastSync = PhaseClock.now
            if code != 0 && state.failure == nil {
                state.failure = FileProblem(path: path, action: "written", code: code)
            }
        }
    }

    /// Waits until everything is on the disk. After the last call of ``append(_:_:)``.
    public func close() throws(FileProblem) {
        sync()
        if let failure = state.withLock({ $0.failure }) { throw failure }
        if !isThere { throw FileProblem(path: path, message: "was removed while it was in use; its runs are lost") }
    }

    /// Whether the file is still there, and has not been replaced by another.
    public var isThere: Bool { DirectoryLock.isFile(at: path, descriptor) }

    /// Removes the file.
    public func remove() {
        if isThere { unlink(path) }
    }
}
