import GroupDecision

/// Watches one run from outside, as a reader of its results could if everything were written down. It changes nothing: the
/// same run without it has the same results.
protocol RunObserver: AnyObject {
    /// When the next look at the world is wanted; asked before the first event and after each look.
    var nextSample: Microseconds { get }
    /// A look at the world at this time, before the events of this time.
    func sample(_ simulation: borrowing Simulation, at time: Microseconds)
    /// An honest vehicle has evaluated its neighbours: what a scheme was shown, and what it decided.
    func observe(_ evaluation: borrowing ObservedEvaluation)
}

/// What a scheme was shown at one evaluation, and what it decided.
struct ObservedEvaluation {
    /// Name of the scheme.
    let scheme: String
    /// What the evaluator had, as the scheme has filled it in.
    let view: LocalView
    /// What was decided, with the ``GroupDetail`` of schemes that decide in a group.
    let decisions: SchemeDecisions
    /// What the scheme did not see.
    let truth: Truth

    /// The decision about a neighbour, with the unknown policy applied.
    func outcome(of neighbour: Int) -> SchemeRunner.Record.Outcome {
        SchemeRunner.Record.Outcome(decisions.neighbours[neighbour], truth)
    }
}

/// How a group decision came about. With ``LocalView/neighbourhood`` it can be repeated, also with other mechanisms.
struct GroupDetail: Sendable {
    var parameters: DecisionParameters
    var mechanisms: Mechanisms
    /// Every intermediate value.
    var outcome: GroupOutcome
    /// What distrust before adds to the threshold of each neighbour.
    var margins: [Double]
}

/// How a group decision by inference came about, enough to make it again, also with something left out.
struct InferenceDetail: Sendable {
    var parameters: InferenceParameters
    /// Before the decision.
    var memory: InferenceMemory
    /// Number of each subject in the memory.
    var numbers: [Int32]
    /// What was found.
    var outcome: InferenceOutcome
    /// The parts of the log odds of each neighbour.
    var sums: [InferenceSums] = []
}

extension Simulation {
    /// Lets the observer look at the world until this time.
    func observe(until time: Microseconds) {
        guard let observer else { return }
        while observer.nextSample <= time { observer.sample(self, at: observer.nextSample) }
    }
}

extension Executor {
    /// Does one replication of a cell under the eyes of an observer. The meter has been told what to expect.
    func run(cell: Int = 0, replication: Int, observer: any RunObserver) throws(Cancelled) -> RunResult {
        var simulation = simulation(ofCell: cell, replication: replication)
        simulation.observer = observer
        for runner in simulation.runners { runner.observer = observer }
        return try metered(&simulation, cell: cell)
    }
}
