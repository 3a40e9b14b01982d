import Dispatch
import Synchronization

/// Does the runs of a plan, several at a time. Results are in the order of the plan whatever the number of workers.
public struct Executor: Sendable {
    /// The plan.
    public let plan: Plan
    /// Its traces.
    public let traces: TraceLibrary
    /// Workers.
    public var jobs = 1
    /// Whether to keep every case.
    public var logsCases = false
    /// Whether to measure the phases of runs; their whole time is measured always.
    public var profiles = false
    /// Thresholds at which every scheme's balanced accuracy is wanted.
    public var candidateThresholds: [Double] = []
    /// False positive rates at which every scheme's recall is wanted.
    public var rocRates: [Double] = []
    /// Movements in place of those that the scenarios name.
    public var externalMobility: ExternalMobility?
    /// Asks to stop.
    public var cancellation: CancellationFlag?
    /// Shows how far the runs are.
    public var meter: ProgressMeter?
    /// Called after each run with the number of runs done; never by two workers at once.
    public var progress: (@Sendable (Int) -> Void)?

    /// An executor with one worker.
    public init(plan: Plan, traces: TraceLibrary) {
        self.plan = plan
        self.traces = traces
    }

    private struct Task: Sendable {
        let cell: Int
        let replication: Int
    }

    private struct State: Sendable {
        var next = 0
        var done = 0
        var results: [RunResult?]
        var isCancelled = false
    }

    /// Runs everything.
    public func run() throws(Cancelled) -> Outcome {
        let tasks = plan.cells.indices.flatMap { cell in
            (0..<Int(plan.cells[cell].scenario.replications)).map { Task(cell: cell, replication: $0) }
        }
        meter?.expect(cells: tasks.map(\.cell))
        let state = Mutex(State(results: Array(repeating: nil, count: tasks.count)))
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, tasks.count))) { _ in work(tasks, state) }
        let results = state.withLock { $0.isCancelled ? [] : $0.results.compactMap { $0 } }
        if results.count < tasks.count { throw Cancelled() }
        return Outcome(plan: plan, tasks: tasks.map { ($0.cell, $0.replication) }, results: results)
    }

    /// Does one replication of the first cell.
    public func runOne(replication: Int) throws(Cancelled) -> ResultSet {
        meter?.expect(cells: [0])
        var simulation = simulation(ofCell: 0, replication: replication)
        let result = try metered(&simulation, cell: 0)
        return Outcome(plan: plan, tasks: [(0, replication)], results: [result]).results
    }

    /// Does one replication of the first cell and logs what the receivers hear.
    public func run(replication: Int, log: RunLog) throws -> Outcome {
        meter?.expect(cells: [0])
        var simulation = simulation(ofCell: 0, replication: replication)
        let logger = try RunLogger(log, simulation: simulation, replication: replication)
        simulation.logger = logger
        do {
            let result = try metered(&simulation, cell: 0)
            try logger.finish(simulation)
            progress?(1)
            return Outcome(plan: plan, tasks: [(0, replication)], results: [result])
        } catch {
            logger.discard()
            throw error
        }
    }

    /// A run about to begin.
    func simulation(ofCell cell: Int, replication: Int) -> Simulation {
        let scenario = plan.cells[cell].scenario
        var simulation = Simulation(
            scenario: scenario, trace: traces.trace(of: scenario), replication: replication, logsCases: logsCases,
            profiles: profiles, external: externalMobility, candidateThresholds: candidateThresholds)
        simulation.rocRates = rocRates
        return simulation
    }

    /// Does a run under the meter.
    func metered(_ simulation: inout Simulation, cell: Int) throws(Cancelled) -> RunResult {
        guard let meter else { return try simulation.run(cancellation: cancellation) }
        let place = meter.begin(cell: cell)
        simulation.progress = { meter.advance(place, to: $0) }
        let result = try simulation.run(cancellation: cancellation)
        meter.end(place)
        return result
    }

    private func work(_ tasks: [Task], _ state: borrowing Mutex<State>) {
        while true {
            let index = state.withLock { state in
                if cancellation?.isCancelled == true { state.isCancelled = true }
                defer { state.next += 1 }
                return state.isCancelled ? tasks.count : state.next
            }
            guard index < tasks.count else { return }
            var simulation = simulation(ofCell: tasks[index].cell, replication: tasks[index].replication)
            let result = try? metered(&simulation, cell: tasks[index].cell)
            state.withLock { state in
                state.results[index] = result
                state.done += 1
                if result == nil { state.isCancelled = true } else { progress?(state.done) }
            }
        }
    }

    /// What all runs found out.
    public struct Outcome: Sendable {
        /// Rows in canonical order.
        public let results: ResultSet
        /// Full results with the cell and replication of each run, in the order of the plan.
        public let runs: [(cell: Int, replication: Int, result: RunResult)]

        init(plan: Plan, tasks: [(Int, Int)], results: [RunResult]) {
            runs = zip(tasks, results).map { ($0.0, $0.1, $1) }
            self.results = ResultSet(
                variedKeys: plan.variedKeys,
                rows: runs.flatMap { run in
                    let cell = plan.cells[run.cell]
                    return run.result.schemes.map { scheme in
                        ResultRow(
                            scenario: cell.scenario.name, scheme: scheme.scheme,
                            attackerRatio: cell.scenario.attackers.ratio, seed: cell.scenario.seed,
                            replication: run.replication, varied: cell.varied, values: scheme.values)
                    }
                })
        }
    }
}
