import TrustSim

/// Traces of a plan, some of which a program may have to make.
enum WatchedTraces {
    /// Reads them. As long as SUMO runs, signals end it first.
    static func read(_ plan: Plan, scenarioPath: String, quiet: Bool = false) throws -> TraceLibrary {
        var watch = ProgramWatch()
        if plan.cells.contains(where: { $0.scenario.usesSUMO }) {
            Interruption.watch()
            watch.cancellation = Interruption.flag
        }
        if !quiet {
            watch.notice = { silent, longest in
                Console.error(
                    "Waiting for sumo, which has written nothing for \(silent) s. After \(longest) s it is ended.")
            }
        }
        let traces = try TraceLibrary(plan, scenarioPath: scenarioPath, watch: watch)
        for note in traces.notes { Console.error("Warning: \(note)") }
        return traces
    }
}
