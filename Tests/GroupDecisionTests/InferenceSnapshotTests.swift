import Testing

@testable import GroupDecision

@Suite("The memory of the inference as plain numbers")
struct InferenceSnapshotTests {
    /// The memory after some decisions about three vehicles, two of which report.
    private func remembered() -> InferenceMemory {
        var (inference, outcome) = (GroupInference(), InferenceOutcome())
        var memory = InferenceMemory(parameters: inference.parameters)
        for time in 1...4 { decide(&inference, &memory, &outcome, time: Double(10 * time)) }
        return memory
    }

    private func decide(
        _ inference: inout GroupInference, _ memory: inout InferenceMemory, _ outcome: inout InferenceOutcome,
        time: Double
    ) {
        var neighbourhood = Neighbourhood(tolerance: 0.6)
        for _ in 0..<3 { neighbourhood.addSubject(isNeighbour: true) }
        neighbourhood.beginReport(of: 0, attestedLevel: 0.5, tolerance: 0.5)
        neighbourhood.addEntry(about: 1, value: 0.2, certainty: 0.4 + time / 100)
        neighbourhood.addEntry(about: 2, value: 0.9, certainty: 0.3 + time / 100)
        neighbourhood.beginReport(of: 1, attestedLevel: 0.5, tolerance: 0.5)
        neighbourhood.addEntry(about: 0, value: 0.1, certainty: 0.8)
        let evidence = [
            Evidence(positive: time / 2), Evidence(positive: 1, negative: time / 4), Evidence(positive: time / 5),
        ]
        inference.decide(
            neighbourhood, evidence: evidence, numbers: [0, 1, 2], scale: EvidenceParameters(), time: time,
            retained: { 1 / (1 + $0 / 100) }, memory: &memory, into: &outcome)
    }

    @Test("what is read again decides as what was written, to the last digit")
    func roundTrip() throws {
        var memory = remembered()
        #expect(memory.snapshot.statements.contains { !$0.isEmpty } && memory.maliciousShare != 0.3)
        var again = try #require(InferenceMemory(memory.snapshot))
        #expect(again.snapshot == memory.snapshot)
        var (inference, outcome, other) = (GroupInference(), InferenceOutcome(), InferenceOutcome())
        decide(&inference, &memory, &outcome, time: 55)
        decide(&inference, &again, &other, time: 55)
        #expect(outcome.subjects == other.subjects && outcome.members == other.members)
        #expect(again.snapshot == memory.snapshot)
    }

    @Test("numbers that are no memory are refused")
    func refused() {
        func isRefused(_ change: (inout InferenceMemory.Snapshot) -> Void) -> Bool {
            var snapshot = remembered().snapshot
            change(&snapshot)
            return InferenceMemory(snapshot) == nil
        }
        #expect(!isRefused { _ in })
        #expect(isRefused { $0.accuracyScores.removeLast() })
        #expect(isRefused { $0.glitchScores = [] })
        #expect(isRefused { $0.conductCounts.append(0) })
        #expect(isRefused { $0.lieCounts.append(0) })
        #expect(isRefused { $0.beliefs[0].likelihood = [1] })
        #expect(isRefused { $0.beliefs[0].likelihood = Array(repeating: 0, count: 8) })
        let statement = InferenceMemory.Snapshot.Statement(subject: -1, evidence: Evidence(), time: 0)
        #expect(isRefused { $0.statements[0] = [statement] })
    }
}
