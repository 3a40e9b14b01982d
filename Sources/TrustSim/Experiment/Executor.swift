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
    /// Figures besides those of every run.
    public var wanted = WantedFigures()
    /// What the worlds are for; each use has worlds of its own.
    public var seedUse = SeedUse.results
    /// Where to write the beacons received, a row each; finished by the caller. It is for a plan of which every run is done.
    public var features: FeatureFile?
    /// Movements in place of those that the scenarios name.
    public var externalMobility: ExternalMobility?
    /// Indices in ``Plan/runPlaces`` of the runs to do, ascending; nil for all.
    public var share: [Int]?
    /// Results that are there already, by index. Those runs are not done again.
    public var known: [Int: RunResult] = [:]
    /// Called with each result and its index as soon as there is one, by several workers at once. An error stops the others.
    public var record: (@Sendable (Int, RunResult) throws -> Void)?
    /// Whether the outcome has the results. Without, memory does not grow with the number of runs.
    public var keepsResults = true
    /// Asks to stop.
    public var cancellation: CancellationFlag?
    /// Shows how far the runs are.
    public var meter: ProgressMeter?
    /// Called after each run with the number of runs done, known ones among them; never by two workers at once.
    public var progress: (@Sendable (Int) -> Void)?

    /// An executor with one worker; its plan is the one that `traces` completes.
    public init(plan: Plan, traces: TraceLibrary) {
        self.plan = traces.completed(plan)
        self.traces = traces
    }

    /// An executor with one worker. Files that scenarios name are read, from the present directory where a name is relative.
    public init(plan: Plan) throws { self.init(plan: plan, traces: try TraceLibrary(plan, scenarioPath: "")) }

    private typealias Task = Plan.RunPlace

    private struct State: Sendable {
        var next = 0
        var done: Int
        var results: [Int: RunResult]
        var isCancelled = false
        var failure: (any Error)?
    }

    /// Runs everything, or the share, that is not known.
    ///
    /// - Throws: ``Cancelled``, or the error of ``record``.
    public func run() throws -> Outcome {
        let places = plan.runPlaces
        let share = share ?? Array(places.indices)
        let missing = share.filter { known[$0] == nil }
        meter?.expect(cells: missing.map { places[$0].cell }, alreadyDone: share.count - missing.count)
        let state = Guarded(State(done: share.count - missing.count, results: keepsResults ? known : [:]))
        if !missing.isEmpty {
            Workers.perform(min(jobs, missing.count)) { work(missing, places, state) }
        }
        let (results, failure, isCancelled) = state.withLock { ($0.results, $0.failure, $0.isCancelled) }
        if let failure { throw failure }
        if isCancelled { throw Cancelled() }
        guard keepsResults else { return Outcome(plan: plan, tasks: [], results: []) }
        return Outcome(plan: plan, results: results, indices: share)
    }

    /// Does one replication of the first cell.
    public func runOne(replication: Int) throws -> ResultSet {
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
        let rows = try featureLogger(for: simulation, replication: replication, log: logger)
        simulation.admit(logger)
        if let rows { simulation.admit(rows) }
        do {
            let result = try metered(&simulation, cell: 0)
            try rows?.finish(run: 0)
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
        return Simulation(
            scenario: scenario, trace: traces.trace(of: scenario),
            replication: Int(seedUse.key(ofReplication: replication)), logsCases: logsCases, profiles: profiles,
            external: externalMobility, wanted: wanted)
    }

    private func featureLogger(
        for simulation: Simulation, replication: Int, log: RunLogger? = nil
    ) throws(FileProblem) -> FeatureLogger? {
        guard let features else { return nil }
        let attacks = (0..<VehicleID(simulation.naming.identities.vehicleCount)).map {
            simulation.attackers.profile(of: $0)?.name ?? "none"
        }
        return try FeatureLogger(features, simulation: simulation, replication: replication, attacks: attacks, log: log)
    }

    /// Does a run under the meter.
    func metered(_ simulation: inout Simulation, cell: Int) throws -> RunResult {
        let observer = meter.map { MeterObserver($0, cell: cell) }
        if let observer { simulation.admit(observer) }
        do {
            let result = try simulation.run(cancellation: cancellation)
            observer?.end()
            return result
        } catch let failure as SchemeProgramFailure {
            if failure.isCancelled { throw Cancelled() }
            let cell = plan.cells[cell]
            let varied = zip(plan.variedKeys, cell.varied).map { "\($0) \($1), " }.joined()
            let (number, use) = SeedUse.replication(ofKey: simulation.random.key.1)
            let worlds = use == .search ? " of the search" : use == .heldOut ? " of the held-out worlds" : ""
            throw failure.during(
                "\(varied)attacker ratio \(NumberText.csv(cell.scenario.attackers.ratio)), seed \(cell.scenario.seed), "
                    + "replication \(number)\(worlds)")
        }
    }

    private func work(_ missing: [Int], _ places: [Task], _ state: Guarded<State>) {
        while true {
            let step = state.withLock { state -> Int? in
                if cancellation?.isCancelled == true { state.isCancelled = true }
                guard !state.isCancelled, state.next < missing.count else { return nil }
                defer { state.next += 1 }
                return state.next
            }
            guard let step else { return }
            let next = missing[step]
            var simulation = simulation(ofCell: places[next].cell, replication: places[next].replication)
            do {
                let rows = try featureLogger(for: simulation, replication: places[next].replication)
                if let rows { simulation.admit(rows) }
                let result = try metered(&simulation, cell: places[next].cell)
                try rows?.finish(run: step)
                try record?(next, result)
                state.withLock { state in
                    if keepsResults { state.results[next] = result }
                    state.done += 1
                    progress?(state.done)
                }
            } catch {
                state.withLock { state in
                    state.isCancelled = true
                    if !(error is Cancelled) && state.failure == nil { state.failure = error }
                }
            }
        }
    }

    /// What all runs found out.
    public struct Outcome: Sendable {
        /// Rows in canonical order.
        public let results: ResultSet
        /// Full results with the cell and replication of each run, in the order of the plan.
        public let runs: [(cell: Int, replication: Int, result: RunResult)]

        /// The results of some runs by their indices; all of them must be there.
        init(plan: Plan, results: [Int: RunResult], indices: [Int]) {
            let places = plan.runPlaces
            let found = indices.compactMap { index in results[index].map { (places[index], $0) } }
            self.init(
                plan: plan, tasks: found.map { ($0.0.cell, $0.0.replication) }, results: found.map(\.1))
        }

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
