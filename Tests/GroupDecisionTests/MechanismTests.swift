import Testing

@testable import GroupDecision

@Suite("Mechanisms and parameters of a decision")
struct MechanismTests {
    private static let seeds: ClosedRange<UInt64> = 1...150

    /// Outcomes of a random neighbourhood with everything on, and with one mechanism off.
    private func compare(
        without path: WritableKeyPath<Mechanisms, Bool>,
        _ check: (_ on: NamedOutcome, _ off: NamedOutcome, Comment) -> Void
    ) {
        var mechanisms = Mechanisms()
        mechanisms[keyPath: path] = false
        for seed in Self.seeds {
            let neighbourhood = NamedNeighbourhood.random(seed: seed)
            check(NamedOutcome(neighbourhood), NamedOutcome(neighbourhood, mechanisms: mechanisms), "seed \(seed)")
        }
    }

    /// The same reports with other claims of one kind.
    private func changed(_ seed: UInt64, _ change: (inout NamedNeighbourhood.Report) -> Void) -> NamedNeighbourhood {
        var neighbourhood = NamedNeighbourhood.random(seed: seed)
        for index in neighbourhood.reports.indices { change(&neighbourhood.reports[index]) }
        return neighbourhood
    }

    @Test("subjective off: that level is 0.5 with support 0, and the objective one is all there is")
    func subjectiveOff() {
        compare(without: \.subjective) { _, off, comment in
            for member in off.outcome.members {
                #expect(member.subjective == 0.5 && member.subjectiveSupport == 0, comment)
                #expect(member.support == member.objectiveSupport, comment)
                #expect(abs(member.comprehensive - member.objective) <= 1e-15, comment)
            }
        }
    }

    @Test("objective off: that level is 0.5 with support 0, and the subjective one is all there is")
    func objectiveOff() {
        compare(without: \.objective) { on, off, comment in
            for (member, before) in zip(off.outcome.members, on.outcome.members) {
                #expect(member.objective == 0.5 && member.objectiveSupport == 0, comment)
                #expect(member.support == member.subjectiveSupport, comment)
                #expect(member.subjective == before.subjective, comment)
                #expect(abs(member.comprehensive - member.subjective) <= 1e-15, comment)
            }
        }
    }

    @Test("self-proof off: that level is 1, and what reporters attest has no effect at all")
    func selfProofOff() {
        compare(without: \.selfProof) { _, off, comment in
            #expect(off.outcome.members.allSatisfy { $0.selfProof == 1 }, comment)
        }
        var mechanisms = Mechanisms()
        mechanisms.selfProof = false
        for seed in Self.seeds {
            let other = changed(seed) { $0.attestedLevel = 1 - $0.attestedLevel }
            let left = NamedOutcome(.random(seed: seed), mechanisms: mechanisms)
            let right = NamedOutcome(other, mechanisms: mechanisms)
            #expect(left.outcome.numbers == right.outcome.numbers, "seed \(seed)")
        }
    }

    @Test("rounds off: the same as at most one round")
    func roundsOff() {
        var parameters = DecisionParameters()
        parameters.maxRounds = 1
        var mechanisms = Mechanisms()
        mechanisms.rounds = false
        for seed in Self.seeds {
            let off = NamedOutcome(.random(seed: seed), mechanisms: mechanisms).outcome
            let single = NamedOutcome(.random(seed: seed), parameters: parameters).outcome
            #expect(off.rounds == 1 && off.initialConsensusDegree == off.consensusDegree, "seed \(seed)")
            #expect(off.numbers == single.numbers && off.reached == single.reached, "seed \(seed)")
        }
    }

    @Test("guarantee off: its support is 0, its value is still found, and who vouches has no other effect")
    func guaranteeOff() {
        compare(without: \.guarantee) { on, off, comment in
            #expect(off.outcome.members == on.outcome.members, comment)
            for (subject, before) in zip(off.outcome.subjects, on.outcome.subjects) {
                #expect(subject.guaranteeSupport == 0 && subject.guarantee == before.guarantee, comment)
                #expect(subject.group == before.group && subject.groupSupport == before.groupSupport, comment)
            }
        }
        var mechanisms = Mechanisms()
        mechanisms.guarantee = false
        for seed in Self.seeds {
            let other = changed(seed) { report in
                report.credit = 1 - report.credit
                for entry in report.entries.indices { report.entries[entry].vouches.toggle() }
            }
            let left = NamedOutcome(.random(seed: seed), mechanisms: mechanisms).outcome
            let right = NamedOutcome(other, mechanisms: mechanisms).outcome
            #expect(left.subjects.map(\.trust) == right.subjects.map(\.trust), "seed \(seed)")
            #expect(left.commonNumbers == right.commonNumbers, "seed \(seed)")
        }
    }

    @Test("dynamic threshold off: everybody has the own tolerance, which stays; nothing else changes")
    func dynamicThresholdOff() {
        compare(without: \.dynamicThreshold) { on, off, comment in
            let tolerance = off.outcome.nextTolerance
            #expect(off.outcome.members == on.outcome.members, comment)
            for (subject, before) in zip(off.outcome.subjects, on.outcome.subjects) {
                let prior = DecisionParameters().prior
                #expect(abs(subject.threshold - (prior + subject.basis * (tolerance - prior))) <= 1e-15, comment)
                #expect(subject.numbers.dropLast() == before.numbers.dropLast(), comment)
            }
        }
        var mechanisms = Mechanisms()
        mechanisms.dynamicThreshold = false
        let neighbourhood = NamedNeighbourhood.random(seed: 3)
        #expect(NamedOutcome(neighbourhood, mechanisms: mechanisms).outcome.nextTolerance == neighbourhood.tolerance)
    }

    @Test("honesty off: the trust of reporters is not limited; of others it is the same; the basis is the same")
    func honestyOff() {
        compare(without: \.honesty) { on, off, comment in
            #expect(off.outcome.members == on.outcome.members, comment)
            for name in off.names {
                let (limited, free) = (on.subject(name), off.subject(name))
                #expect(limited.basis == free.basis && limited.threshold == free.threshold, comment)
                guard off.reporters.contains(name) else {
                    #expect(limited == free, comment)
                    continue
                }
                let member = off.member(name)
                let share = 0.9 * member.support
                let limit = (1 - share) * free.trust + share * member.comprehensive * member.selfProof
                #expect(abs(limited.trust - min(free.trust, limit)) <= 1e-15, comment)
            }
        }
    }

    @Test("basis threshold off: the threshold of every basis; trust and everything else is the same")
    func basisThresholdOff() {
        compare(without: \.basisThreshold) { on, off, comment in
            #expect(off.outcome.members == on.outcome.members, comment)
            for (subject, before) in zip(off.outcome.subjects, on.outcome.subjects) {
                let scaled = 0.5 + subject.basis * (subject.threshold - 0.5)
                #expect(abs(before.threshold - scaled) <= 1e-15, comment)
                #expect(subject.numbers.dropLast() == before.numbers.dropLast(), comment)
            }
        }
    }

    @Test("fusion off: levels and influence are the same; probation is no part of a decision")
    func fusionOff() {
        compare(without: \.fusion) { on, off, comment in
            #expect(off.outcome.members == on.outcome.members, comment)
            #expect(off.outcome.consensusDegree == on.outcome.consensusDegree, comment)
        }
        compare(without: \.probation) { on, off, comment in
            #expect(off.outcome.numbers == on.outcome.numbers, comment)
        }
    }

    @Test("mechanisms and their names are those of the model, all on")
    func mechanismNames() {
        let keys = [
            "subjective", "objective", "selfProof", "rounds", "guarantee", "dynamicThreshold", "honesty", "fusion",
            "basisThreshold", "probation",
        ]
        #expect(Mechanisms.all.map(\.key) == keys)
        let labels = [
            "subjective", "objective", "self-proof", "rounds", "guarantee", "dynamic-threshold", "honesty", "fusion",
            "basis-threshold", "probation",
        ]
        #expect(Mechanisms.all.map(\.label) == labels)
        #expect(Mechanisms.all.allSatisfy { Mechanisms()[keyPath: $0.path] })
        for (index, name) in Mechanisms.all.enumerated() {
            var mechanisms = Mechanisms()
            mechanisms[keyPath: name.path] = false
            let off = Mechanisms.all.indices.filter { !mechanisms[keyPath: Mechanisms.all[$0].path] }
            #expect(off == [index])
        }
    }

    @Test("parameters have the model's names and defaults, each within its range")
    func parameterDefaults() {
        let expected: [(String, Double)] = [
            ("supportScale", 0.5), ("influenceExponent", 3), ("benefitOfDoubt", 0.1), ("certaintyCap", 0.9),
            ("ownGain", 3), ("consensusThreshold", 0.95), ("adjustment", 0.1), ("damping", 0.5), ("prior", 0.5),
            ("vouchCertainty", 0.4), ("honestyShare", 0.9), ("attestationSlack", 0.1), ("toleranceRate", 0.2),
            ("toleranceMin", 0.3), ("toleranceMax", 0.9), ("minSeparation", 0.2), ("minBasis", 0.05),
            ("splitBasis", 0.3), ("probationMargin", 0.1),
        ]
        #expect(DecisionParameters.all.map(\.key).sorted() == expected.map(\.0).sorted())
        for (key, value) in expected {
            let name = DecisionParameters.all.first { $0.key == key }
            #expect(name.map { DecisionParameters()[keyPath: $0.path] } == value, "\(key)")
            #expect(name?.range.contains(value) == true, "\(key)")
        }
        #expect(DecisionParameters().maxRounds == 10)
    }
}
