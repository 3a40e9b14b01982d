import Foundation
import Synchronization
import TrustSim

/// Runs a plan on behalf of a command: checks memory, shows progress, stops on signals.
struct ExperimentSession {
    /// Another plan of scenarios with the same traces may take its place.
    var plan: Plan
    let traces: TraceLibrary
    let jobs: Int
    let quiet: Bool
    let profiles: Bool
    var logsCases = false
    /// Where to log what the receivers of the only run hear.
    var log: RunLog?
    /// Where to write the beacons received as a table.
    var features: FeatureFile?
    /// Figures besides those of every run.
    var wanted = WantedFigures()
    /// What the worlds are for.
    var seedUse = SeedUse.results
    /// Where finished runs are kept.
    var journal: RunJournal?
    /// Runs that are kept already.
    var known: [Int: RunResult] = [:]
    /// The runs to do; nil for all.
    var share: [Int]?
    /// Whether the results are wanted, or only the journal.
    var keepsResults = true
    /// Which of several sessions this is, for the progress: "tolerance 0.5".
    var stage = ""

    init(_ arguments: ParsedArguments, plan: Plan, scenarioPath: String? = nil) throws {
        traces = try WatchedTraces.read(
            plan, scenarioPath: scenarioPath ?? arguments.positionals.first ?? "", quiet: arguments.flag("--quiet"))
        self.plan = traces.completed(plan)
        jobs = try SharedOptions.jobs(arguments)
        quiet = arguments.flag("--quiet")
        profiles = arguments.flag("--profile")
    }

    var estimate: Estimate { Estimate(plan, traces: traces, logsCases: logsCases, wanted: wanted) }

    /// What `--dry-run` prints.
    var forecast: TextTable {
        let estimate = estimate
        let runs = share?.count ?? plan.runCount
        let workers = min(jobs, max(1, runs))
        let seconds = estimate.workerSeconds * Double(runs) / Double(max(1, plan.runCount))
        var rows = [["runs", "\(plan.runCount) (\(plan.cells.count) \(plan.cells.count == 1 ? "cell" : "cells"))"]]
        if share != nil { rows.append(["runs of the shard", String(runs)]) }
        rows += Self.lines("schemes", plan.cells.first?.scenario.rowNames ?? [])
        rows += [
            ["seed", plan.cells.first.map { String($0.scenario.seed) } ?? ""],
            ["workers", String(workers)],
            ["estimated time", Self.duration(seconds / Double(workers))],
            ["estimated memory", Self.memory(estimate.bytes(jobs: jobs))],
        ]
        return TextTable(
            columns: [TextTable.Column("Quantity"), TextTable.Column("Value")],
            rows: rows.map { $0.map { TextTable.Cell($0) } },
            footnotes: ["Estimates are rough: within a factor of about three for usual worlds."], caption: "Forecast")
    }

    /// Names in as many rows as they need to stay within 80 columns.
    private static func lines(_ title: String, _ names: [String]) -> [[String]] {
        var lines: [String] = []
        for (number, name) in names.enumerated() {
            let text = number + 1 < names.count ? name + "," : name
            if let line = lines.last, line.count + 1 + text.count <= 60 {
                lines[lines.count - 1] = line + " " + text
            } else {
                lines.append(text)
            }
        }
        return lines.enumerated().map { [$0.offset == 0 ? title : "", $0.element] }
    }

    /// Refuses a plan that needs more memory than may be used.
    func checkMemory(_ arguments: ParsedArguments) throws {
        let allowed =
            try arguments.number("--max-memory", in: 1...1e9).map { $0 * 1_048_576 } ?? 0.9 * MemoryLimit.bytes
        let needed = estimate.bytes(jobs: jobs)
        guard needed > allowed else { return }
        let hint =
            jobs > 1 && estimate.bytes(jobs: 1) <= allowed ? "use fewer --jobs" : "use fewer vehicles or less time"
        throw CommandFailure(
            message: "this would need about \(Self.memory(needed)) of memory, but \(Self.memory(allowed)) may be used; "
                + hint, code: .failure)
    }

    /// Says once why the bound has no figures in some cells.
    private func explainMissingBounds() {
        let reasons = plan.cells.compactMap(\.scenario.missingBound)
        if reasons.isEmpty || quiet || !stage.isEmpty { return }
        let cells =
            plan.cells.count == 1 ? "" : " in \(reasons.count) of \(plan.cells.count) cells"
        let counted = reasons.distinct().map { reason in
            plan.cells.count == 1 ? reason : "\(reason) (\(reasons.count { $0 == reason }))"
        }
        Console.error("Note: genie cannot be computed and has no figures\(cells): \(counted.joined(separator: "; "))")
    }

    func run() throws -> Executor.Outcome {
        Interruption.watch()
        explainMissingBounds()
        var executor = Executor(plan: plan, traces: traces)
        executor.jobs = jobs
        executor.logsCases = logsCases
        executor.profiles = profiles
        executor.features = features
        executor.wanted = wanted
        executor.seedUse = seedUse
        executor.cancellation = Interruption.flag
        executor.share = share
        executor.known = known
        executor.keepsResults = keepsResults || profiles
        if let journal { executor.record = { try journal.append($0, $1) } }
        let meter = ProgressMeter(costs: estimate.secondsOfRun)
        executor.meter = meter
        let progress = ProgressLine(meter, plan: plan, stage: stage, isShown: !quiet && Console.showsProgress)
        defer { progress.clear() }
        let outcome = try log.map { try executor.run(replication: 0, log: $0) } ?? executor.run()
        if profiles {
            progress.clear()
            showProfile(outcome)
        }
        return outcome
    }

    /// Goes to standard error: it is no result.
    private func showProfile(_ outcome: Executor.Outcome) {
        var profile = RunProfile()
        for run in outcome.runs { profile.add(run.result.profile) }
        let text = profile.tables.map { $0.plain(color: false) }.joined(separator: "\n")
        Console.status(text + "\n")
    }

    static func duration(_ seconds: Double) -> String {
        if seconds < 90 { return "\(NumberText.fixed(seconds, digits: seconds < 10 ? 1 : 0)) s" }
        if seconds < 5400 { return "\(NumberText.fixed(seconds / 60, digits: 0)) min" }
        return "\(NumberText.fixed(seconds / 3600, digits: 1)) h"
    }

    static func memory(_ bytes: Double) -> String {
        bytes < 1_073_741_824
            ? "\(NumberText.fixed(bytes / 1_048_576, digits: 0)) MiB"
            : "\(NumberText.fixed(bytes / 1_073_741_824, digits: 1)) GiB"
    }
}

/// Signals that ask to stop. From the first one on nothing new is begun, and what is being written is finished; the second
/// ends the program.
enum Interruption {
    static let flag = CancellationFlag()
    private static let signalNumber = Atomic<Int32>(SIGINT)

    /// 128 and the number of the signal that came first.
    static var exitCode: ExitCode { code(of: signalNumber.load(ordering: .relaxed)) }

    private static func code(of signal: Int32) -> ExitCode {
        switch signal {
        case SIGTERM: .terminated
        case SIGHUP: .hungUp
        case SIGXCPU: .outOfTime
        default: .interrupted
        }
    }

    static func watch() {
        // Made before a signal can come: a handler may do no more than read and set them.
        _ = (flag, exitCode)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGXCPU] {
            signal(number) { number in
                // Behind its limit of processor time a process is told so every second.
                if number == SIGXCPU && Interruption.flag.isCancelled { return }
                if Interruption.flag.isCancelled { _exit(Interruption.code(of: number).rawValue) }
                Interruption.signalNumber.store(number, ordering: .relaxed)
                Interruption.flag.cancel()
            }
        }
    }
}
