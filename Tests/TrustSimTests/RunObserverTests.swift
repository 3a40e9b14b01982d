import GroupDecision
import Testing

@testable import TrustSim

/// Keeps what a test wants to know of a watched run.
private final class Watcher: RunObserver {
    let interests: RunInterests = [.looks, .decisions]
    var nextSample: Microseconds = 0
    var sampleTimes: [Microseconds] = []
    var evaluations: [ObservedEvaluation] = []

    func sample(_ simulation: borrowing Simulation, at time: Microseconds) {
        sampleTimes.append(time)
        nextSample = time + 500_000
    }

    func observe(_ evaluation: borrowing ObservedEvaluation) { evaluations.append(copy evaluation) }
}

@Suite struct RunObserverTests {
    @Test("a run has the same results and events when it is watched")
    func watchingChangesNothing() throws {
        let executor = try SmallWorld.executor()
        let watched = try executor.run(replication: 0, observer: Watcher())
        let alone = try executor.run().runs[0].result
        #expect(watched.fingerprint == alone.fingerprint)
        #expect(watched.schemes.map(\.values) == alone.schemes.map(\.values))
    }

    @Test("every half second of the run is seen once, the end included")
    func samplesAreRegular() throws {
        let watcher = Watcher()
        let executor = try SmallWorld.executor()
        _ = try executor.run(replication: 0, observer: watcher)
        let last = Int(executor.plan.cells[0].scenario.duration * 2)
        #expect(watcher.sampleTimes == (0...last).map { Microseconds($0) * 500_000 })
    }

    @Test("a watched group decision can be repeated from what was seen")
    func decisionsCanBeRepeated() throws {
        let watcher = Watcher()
        _ = try SmallWorld.executor(["schemes=['consensus-averaging']"]).run(replication: 0, observer: watcher)
        var count = 0
        for evaluation in watcher.evaluations {
            guard let detail = evaluation.decisions.detail else { continue }
            var outcome = GroupOutcome()
            GroupDecider(parameters: detail.parameters, mechanisms: detail.mechanisms).decide(
                evaluation.view.neighbourhood, into: &outcome)
            #expect(outcome.subjects == detail.outcome.subjects)
            for neighbour in 0..<evaluation.view.neighbourCount {
                let decision = evaluation.decisions.neighbours[neighbour]
                #expect(decision.trust == outcome.subjects[neighbour].trust)
                #expect(decision.threshold == min(outcome.subjects[neighbour].threshold + detail.margins[neighbour], 1))
                count += 1
            }
        }
        #expect(count > 100)
    }
}
