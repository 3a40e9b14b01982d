import Testing

@testable import GroupDecision

/// A neighbourhood with everything that must come out.
struct GoldenDecision: CustomTestStringConvertible {
    let name: String
    let neighbourhood: NamedNeighbourhood
    var parameters = DecisionParameters()
    var mechanisms = Mechanisms()
    var rounds = 1
    var reached = true
    /// Consensus degree of the first and of the last round.
    var degrees = (first: 1.0, last: 1.0)
    var nextTolerance = 0.6
    var attestedLevel = 0.5
    /// Subjective, objective, comprehensive and self-proof level, influence.
    var members: [[Double]] = []
    /// Group's opinion and its support, guarantee and its support, basis, trust, threshold.
    var subjects: [[Double]] = []
    var trusted: [String] = []
    var unknown: [String] = []

    init(_ name: String, _ neighbourhood: NamedNeighbourhood) {
        self.name = name
        self.neighbourhood = neighbourhood
    }

    /// A decision by averages, with the threshold of every basis and influence by the square of a level.
    static func averaging(_ name: String, _ neighbourhood: NamedNeighbourhood) -> GoldenDecision {
        var golden = GoldenDecision(name, neighbourhood)
        golden.parameters.influenceExponent = 2
        golden.mechanisms.fusion = false
        golden.mechanisms.basisThreshold = false
        return golden
    }

    var testDescription: String { name }
}

@Suite("Decisions worked out by an independent implementation")
struct GoldenDecisionTests {
    private static let tolerance = 1e-12

    @Test("every number is the independent implementation's to 1e-12", arguments: GoldenDecision.all)
    func numbersAgree(_ golden: GoldenDecision) {
        let found = NamedOutcome(golden.neighbourhood, parameters: golden.parameters, mechanisms: golden.mechanisms)
        let outcome = found.outcome
        #expect(abs(outcome.initialConsensusDegree - golden.degrees.first) <= Self.tolerance)
        #expect(abs(outcome.consensusDegree - golden.degrees.last) <= Self.tolerance)
        #expect(abs(outcome.nextTolerance - golden.nextTolerance) <= Self.tolerance)
        #expect(abs(outcome.attestedLevel - golden.attestedLevel) <= Self.tolerance)
        #expect(outcome.members.count == golden.members.count)
        for (member, expected) in zip(outcome.members, golden.members) {
            let numbers = [
                member.subjective, member.objective, member.comprehensive, member.selfProof, member.influence,
            ]
            #expect(largestDifference(numbers, expected) <= Self.tolerance, "\(numbers) instead of \(expected)")
        }
        #expect(outcome.subjects.count == golden.subjects.count)
        for (subject, expected) in zip(outcome.subjects, golden.subjects) {
            let difference = largestDifference(subject.numbers, expected)
            #expect(difference <= Self.tolerance, "\(subject.numbers) instead of \(expected)")
        }
    }

    @Test("rounds, consensus and verdicts are the independent implementation's", arguments: GoldenDecision.all)
    func verdictsAgree(_ golden: GoldenDecision) {
        let found = NamedOutcome(golden.neighbourhood, parameters: golden.parameters, mechanisms: golden.mechanisms)
        #expect(found.outcome.rounds == golden.rounds)
        #expect(found.outcome.reached == golden.reached)
        #expect(found.names.filter { found.subject($0).trusted } == golden.trusted)
        #expect(found.names.filter { found.subject($0).unknown } == golden.unknown)
    }

    @Test("the list has every case once")
    func everyCaseOnce() {
        #expect(GoldenDecision.all.count == 15)
        #expect(Set(GoldenDecision.all.map(\.name)).count == GoldenDecision.all.count)
    }
}
