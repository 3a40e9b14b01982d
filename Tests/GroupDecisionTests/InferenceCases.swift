import Foundation
import Testing

@testable import GroupDecision

/// Random sequences of decisions with what was found, for the second derivation of the formulas in Tests/Oracle/infer.py.
@Suite("Cases for a second derivation")
struct InferenceCases {
    private static let file = ProcessInfo.processInfo.environment["TRUSTSIM_INFERENCE_CASES"]

    /// Lines of JSON. Each sequence is one evaluator, with all mechanisms or without some: five decisions ten, twenty or
    /// seventy seconds apart, among up to 12 vehicles that come and go.
    @Test("written where TRUSTSIM_INFERENCE_CASES says", .enabled(if: file != nil))
    func write() throws {
        var text = ""
        for seed in 1...250 as ClosedRange<UInt64> { text += try Self.sequence(seed) + "\n" }
        try Data(text.utf8).write(to: URL(fileURLWithPath: Self.file ?? ""))
    }

    private static func sequence(_ seed: UInt64) throws -> String {
        var draws = SeededDraws(seed: seed)
        var parameters = draws.happens(0.5) ? InferenceParameters() : .plausibilityChecks
        if draws.happens(0.3) { parameters.settings.rounds = Int64(1 + draws.index(below: 3)) }
        if draws.happens(0.3) { parameters.settings.groupWeight = draws.unit() }
        let off = draws.happens(0.6) ? [] : InferenceMechanisms.all.filter { _ in draws.happens(0.2) }
        for mechanism in off { parameters.mechanisms[keyPath: mechanism.path] = false }
        let tolerance = 0.3 + 0.4 * draws.unit()
        var inference = GroupInference(parameters: parameters)
        inference.keepsParts = true
        var memory = InferenceMemory(parameters: parameters)
        var outcome = InferenceOutcome()
        var decisions: [[String: Any]] = []
        var time = 3.0
        // Good vehicles are seen as good, bad ones less so, and half of the reporters of bad ones lie.
        let share = (0..<12).map { _ in draws.happens(0.6) ? 0.9 : draws.unit() }
        for _ in 0..<5 {
            var numbers = draws.shuffled(Array(0..<12 as Range<Int32>))
            numbers.removeLast(draws.index(below: 9))
            let evidence = numbers.map { number in
                let total = draws.happens(0.4) ? 0 : draws.unit() * 20
                let good = min(max(share[Int(number)] + (draws.unit() - 0.5) / 5, 0), 1)
                return Evidence(positive: total * good, negative: total * (1 - good))
            }
            var neighbourhood = Neighbourhood(tolerance: tolerance)
            for _ in numbers { neighbourhood.addSubject(isNeighbour: draws.happens(0.8)) }
            var reports: [[String: Any]] = []
            for reporter in numbers.indices where draws.happens(0.7) {
                neighbourhood.beginReport(of: reporter, attestedLevel: 0.5, tolerance: 0.6)
                let lies = share[Int(numbers[reporter])] < 0.9 && draws.happens(0.5)
                var entries: [[Any]] = []
                for subject in numbers.indices where subject != reporter && draws.happens(0.7) {
                    let good = share[Int(numbers[subject])]
                    let value = min(max((lies ? 1 - good : good) + (draws.unit() - 0.5) / 4, 0), 1)
                    let certainty = draws.unit() * 0.98
                    neighbourhood.addEntry(about: subject, value: value, certainty: certainty)
                    entries.append([subject, value, certainty])
                }
                reports.append(["reporter": reporter, "entries": entries])
            }
            inference.decide(
                neighbourhood, evidence: evidence, numbers: numbers, scale: EvidenceParameters(), time: time,
                retained: { pow(0.99, $0) }, memory: &memory, into: &outcome)
            decisions.append([
                "time": time, "numbers": numbers.map(Int.init), "reports": reports,
                "evidence": evidence.map { [$0.positive, $0.negative] },
                "isNeighbour": neighbourhood.subjects.map(\.isNeighbour),
                "logOdds": outcome.subjects.map(\.logOdds), "subjective": outcome.members.map(\.subjective),
                "comprehensive": outcome.members.map(\.comprehensive), "maliciousShare": memory.maliciousShare,
                "selfProof": outcome.members.map(\.selfProof), "trust": outcome.subjects.map(\.trust),
                "threshold": outcome.subjects.map(\.threshold), "glitch": memory.glitch,
                "ownAccuracy": memory.ownAccuracy, "othersAccuracy": memory.othersAccuracy,
            ])
            time += draws.happens(0.7) ? 10 : draws.happens(0.5) ? 20 : 70
        }
        let object: [String: Any] = [
            "judgesPlausibility": parameters.judgesPlausibility, "rounds": parameters.settings.rounds,
            "groupWeight": parameters.settings.groupWeight, "forgettingFactor": 0.99, "tolerance": tolerance,
            "off": off.map(\.key), "decisions": decisions,
        ]
        return String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]), as: UTF8.self)
    }
}
