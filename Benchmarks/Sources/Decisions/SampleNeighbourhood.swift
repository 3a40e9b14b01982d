import GroupDecision

/// A neighbourhood as an evaluator of the main job meets it: 70 % of the reporters are honest, the others defame
/// everybody but their fellows; the evaluator has seen a share of the subjects itself.
struct SampleNeighbourhood {
    /// The evaluator's opinions, by subject.
    let opinions: [Opinion]
    /// What these rest on.
    let evidence: [Evidence]
    let reports: [Report]

    /// All that one reporter says.
    struct Report {
        var reporter: Int
        var attestedLevel: Double
        var tolerance: Double
        var entries: [Entry]
    }

    /// What one reporter says of one subject.
    struct Entry {
        var subject: Int
        var value: Double
        var certainty: Double
        var vouches: Bool
    }

    /// SplitMix64: the same neighbourhoods everywhere.
    private struct Generator {
        var state: UInt64

        mutating func uniform() -> Double {
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            return Double((word ^ (word >> 31)) >> 11) * 0x1p-53
        }

        mutating func near(_ value: Double, within distance: Double) -> Double {
            min(max(value + distance * (2 * uniform() - 1), 0), 1)
        }
    }

    /// Each of the first `reporterCount` subjects reports on all the others.
    init(reporterCount: Int, subjectCount: Int, knownShare: Double, seed: UInt64) {
        var generator = Generator(state: seed)
        let isLiar = (0..<subjectCount).map { _ in generator.uniform() < 0.3 }
        let conduct = isLiar.map { generator.near($0 ? 0.5 : 0.9, within: 0.1) }
        opinions = conduct.map { value in
            generator.uniform() < knownShare
                ? Opinion(value: generator.near(value, within: 0.1), certainty: 0.3 + 0.6 * generator.uniform())
                : Opinion(value: 0.5, certainty: 0)
        }
        evidence = opinions.map { EvidenceParameters().evidence(value: $0.value, certainty: $0.certainty) }
        reports = (0..<reporterCount).map { reporter in
            Report(
                reporter: reporter, attestedLevel: generator.near(0.85, within: 0.1), tolerance: 0.6,
                entries: (0..<subjectCount).filter { $0 != reporter }.map { subject in
                    let value =
                        isLiar[reporter]
                        ? (isLiar[subject] ? 0.95 : 0.1) : generator.near(conduct[subject], within: 0.1)
                    return Entry(
                        subject: subject, value: value, certainty: 0.2 + 0.7 * generator.uniform(),
                        vouches: value >= 0.6)
                })
        }
    }

    /// Fills a neighbourhood as a simulation does, from the beginning.
    func fill(_ neighbourhood: inout Neighbourhood) {
        neighbourhood.reset(tolerance: 0.6)
        for opinion in opinions { neighbourhood.addSubject(opinion: opinion, isNeighbour: true) }
        for report in reports {
            neighbourhood.beginReport(
                of: report.reporter, attestedLevel: report.attestedLevel, tolerance: report.tolerance)
            for entry in report.entries {
                neighbourhood.addEntry(
                    about: entry.subject, value: entry.value, certainty: entry.certainty, vouches: entry.vouches)
            }
        }
    }
}

/// Evaluators that decide by inference again and again, each with a memory of its own.
struct InferenceSample {
    private var inference = GroupInference()
    private var memories: [InferenceMemory] = []
    private var numbers: [Int32] = []
    private(set) var outcome = InferenceOutcome()

    mutating func decide(_ neighbourhood: Neighbourhood, _ evidence: [Evidence], evaluator: Int, at time: Double) {
        while memories.count <= evaluator { memories.append(InferenceMemory(parameters: inference.parameters)) }
        while numbers.count < neighbourhood.subjects.count { numbers.append(Int32(numbers.count)) }
        inference.decide(
            neighbourhood, evidence: evidence, numbers: numbers, scale: EvidenceParameters(), time: time,
            retained: { _ in 0.8 }, memory: &memories[evaluator], into: &outcome)
    }
}
