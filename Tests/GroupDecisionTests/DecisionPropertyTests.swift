import Foundation
import Testing

@testable import GroupDecision

/// Properties over random neighbourhoods. A failure names the seed; `NamedNeighbourhood.random(seed:)` makes it again.
@Suite("What holds for every decision")
struct DecisionPropertyTests {
    /// `TRUSTSIM_PROPERTY_CASES`, or fewer, so that a debug build is not long about it; `Tests/Checks/properties.sh` tries
    /// 100,000.
    private static let seeds: ClosedRange<UInt64> =
        1...(ProcessInfo.processInfo.environment["TRUSTSIM_PROPERTY_CASES"].flatMap { UInt64($0) } ?? 1000)

    private static func randomMechanisms(seed: UInt64) -> Mechanisms {
        var draws = SeededDraws(seed: ~seed)
        var mechanisms = Mechanisms()
        for mechanism in Mechanisms.all { mechanisms[keyPath: mechanism.path] = draws.happens(0.7) }
        return mechanisms
    }

    @Test(
        "every number is finite and in [0, 1], at any certainties and with any mechanisms off",
        arguments: [NamedNeighbourhood.Certainties.usual, .extreme])
    func everythingInTheUnitInterval(_ certainties: NamedNeighbourhood.Certainties) {
        for seed in Self.seeds {
            for mechanisms in [Mechanisms(), Self.randomMechanisms(seed: seed)] {
                let neighbourhood = NamedNeighbourhood.random(seed: seed, certainties: certainties)
                let outcome = NamedOutcome(neighbourhood, mechanisms: mechanisms).outcome
                let outside = outcome.numbers.filter { !($0 >= 0 && $0 <= 1) }
                #expect(outside.isEmpty, "seed \(seed): \(outside)")
                #expect((1...10).contains(outcome.rounds), "seed \(seed)")
            }
        }
    }

    @Test("parameters at the ends of their ranges leave every number finite and in [0, 1]", arguments: [false, true])
    func extremeParameters(_ isUpper: Bool) {
        for name in DecisionParameters.all {
            for seed in Self.seeds.prefix(max(40, Self.seeds.count / 20)) {
                var parameters = DecisionParameters()
                parameters[keyPath: name.path] = isUpper ? name.range.upperBound : name.range.lowerBound
                if parameters.toleranceMin > parameters.toleranceMax { continue }
                let neighbourhood = NamedNeighbourhood.random(seed: seed, certainties: .extreme)
                let outcome = NamedOutcome(neighbourhood, parameters: parameters).outcome
                let outside = outcome.numbers.filter { !($0 >= 0 && $0 <= 1) }
                #expect(outside.isEmpty, "\(name.key), seed \(seed): \(outside)")
            }
        }
    }

    @Test("the order of reporters, entries and opinions changes nothing")
    func orderDoesNotMatter() {
        for seed in Self.seeds {
            let neighbourhood = NamedNeighbourhood.random(seed: seed)
            var permuted = neighbourhood
            var draws = SeededDraws(seed: seed)
            draws.shuffle(&permuted.own)
            draws.shuffle(&permuted.reports)
            for report in permuted.reports.indices { draws.shuffle(&permuted.reports[report].entries) }
            expectSame(NamedOutcome(neighbourhood), NamedOutcome(permuted), "seed \(seed)")
        }
    }

    @Test("the numbers that subjects have change nothing")
    func namesDoNotMatter() {
        for seed in Self.seeds {
            let neighbourhood = NamedNeighbourhood.random(seed: seed)
            var draws = SeededDraws(seed: seed)
            let order = draws.shuffled(neighbourhood.names)
            expectSame(NamedOutcome(neighbourhood), NamedOutcome(neighbourhood, order: order), "seed \(seed)")
        }
    }

    private func expectSame(_ left: NamedOutcome, _ right: NamedOutcome, _ comment: Comment) {
        #expect(left.outcome.rounds == right.outcome.rounds, comment)
        #expect(left.outcome.reached == right.outcome.reached, comment)
        #expect(largestDifference(left.outcome.commonNumbers, right.outcome.commonNumbers) <= 1e-12, comment)
        for name in left.reporters {
            #expect(largestDifference(left.member(name).numbers, right.member(name).numbers) <= 1e-12, comment)
        }
        for name in left.names {
            #expect(largestDifference(left.subject(name).numbers, right.subject(name).numbers) <= 1e-12, comment)
            #expect(left.subject(name).trusted == right.subject(name).trusted, comment)
            #expect(left.subject(name).unknown == right.subject(name).unknown, comment)
        }
    }

    @Test("a reporter whose certainties are all 0 changes nothing for the others, whatever it claims")
    func uncertainReporterIsNeutral() {
        for seed in Self.seeds {
            var neighbourhood = NamedNeighbourhood.random(seed: seed)
            guard let last = neighbourhood.reports.indices.last else { continue }
            let names = neighbourhood.names
            for entry in neighbourhood.reports[last].entries.indices {
                neighbourhood.reports[last].entries[entry].certainty = 0
            }
            let reporter = neighbourhood.reports[last].reporter
            var mute = neighbourhood
            mute.reports[last] = NamedNeighbourhood.Report(
                reporter: reporter, attestedLevel: 0.123, tolerance: 1, credit: 0, entries: [])
            var absent = neighbourhood
            absent.reports.removeLast()
            let full = NamedOutcome(neighbourhood, order: names)
            for other in [NamedOutcome(mute, order: names), NamedOutcome(absent, order: names)] {
                #expect(full.outcome.rounds == other.outcome.rounds, "seed \(seed)")
                #expect(full.outcome.consensusDegree == other.outcome.consensusDegree, "seed \(seed)")
                #expect(full.outcome.attestedLevel == other.outcome.attestedLevel, "seed \(seed)")
                #expect(full.outcome.subjects == other.outcome.subjects, "seed \(seed)")
                for name in other.reporters where name != reporter {
                    #expect(full.member(name) == other.member(name), "seed \(seed)")
                }
            }
            #expect(
                full.outcome.nextTolerance == NamedOutcome(mute, order: names).outcome.nextTolerance, "seed \(seed)")
        }
    }

    @Test("where all say the same, the consensus degree is 1 in one round and every level is 1")
    func unanimity() {
        for seed in Self.seeds {
            var neighbourhood = NamedNeighbourhood.random(seed: seed)
            var draws = SeededDraws(seed: seed)
            let truth = Dictionary(uniqueKeysWithValues: neighbourhood.names.map { ($0, draws.unit()) })
            for index in neighbourhood.own.indices {
                neighbourhood.own[index].value = truth[neighbourhood.own[index].subject]!
            }
            for report in neighbourhood.reports.indices {
                neighbourhood.reports[report].attestedLevel = 1
                for entry in neighbourhood.reports[report].entries.indices {
                    let subject = neighbourhood.reports[report].entries[entry].subject
                    neighbourhood.reports[report].entries[entry].value = truth[subject]!
                }
            }
            let found = NamedOutcome(neighbourhood)
            #expect(found.outcome.rounds == 1 && found.outcome.reached, "seed \(seed)")
            #expect(abs(found.outcome.consensusDegree - 1) <= 1e-12, "seed \(seed)")
            for member in found.outcome.members where member.support > 0 {
                let levels = [member.comprehensive, member.selfProof]
                #expect(largestDifference(levels, [1, 1]) <= 1e-12, "seed \(seed)")
            }
        }
    }

    @Test("with the own certainty towards 1 trust becomes the own opinion, without the honesty step")
    func ownOpinionPrevails() {
        var mechanisms = Mechanisms()
        mechanisms.honesty = false
        for seed in Self.seeds {
            for doubt in [0.1, 1e-3, 1e-9, 0] {
                var neighbourhood = NamedNeighbourhood.random(seed: seed)
                for index in neighbourhood.own.indices { neighbourhood.own[index].certainty = 1 - doubt }
                let found = NamedOutcome(neighbourhood, mechanisms: mechanisms)
                for (name, value, _) in neighbourhood.own {
                    // Own evidence next to that of all others and the prior.
                    let subject = found.subject(name)
                    let others =
                        subject.groupSupport / (1 - subject.groupSupport)
                        + subject.guaranteeSupport / (1 - subject.guaranteeSupport) + 1
                    let share = others / (others + (1 - doubt) / max(doubt, 1e-9)) * (1 + 1e-9)
                    #expect(abs(subject.trust - value) <= share, "seed \(seed)")
                    #expect(abs(subject.threshold - neighbourhood.tolerance) <= 2 * share, "seed \(seed)")
                }
            }
        }
    }

    @Test("trusted means that trust reaches the threshold, unknown that the basis is below its minimum")
    func verdictsFollowFromNumbers() {
        for seed in Self.seeds {
            for subject in NamedOutcome(.random(seed: seed, certainties: .extreme)).outcome.subjects {
                #expect(subject.trusted == (subject.trust >= subject.threshold), "seed \(seed)")
                #expect(subject.unknown == (subject.basis < 0.05), "seed \(seed)")
            }
        }
    }

    @Test("rounds go on until the consensus degree reaches its threshold, at most ten")
    func roundsStopAtConsensus() {
        for seed in Self.seeds {
            let outcome = NamedOutcome(.random(seed: seed)).outcome
            #expect(outcome.reached == (outcome.consensusDegree >= 0.95), "seed \(seed)")
            #expect(outcome.reached || outcome.rounds == 10, "seed \(seed)")
            if outcome.rounds == 1 {
                #expect(outcome.initialConsensusDegree == outcome.consensusDegree, "seed \(seed)")
            } else {
                #expect(outcome.initialConsensusDegree < 0.95, "seed \(seed)")
            }
        }
    }

    @Test("a decider and an outcome used before give the same as fresh ones, to the last bit")
    func reuseLeavesNoTrace() {
        let decider = GroupDecider()
        var reused = GroupOutcome()
        for seed in Self.seeds {
            let neighbourhood = NamedNeighbourhood.random(seed: seed, certainties: seed % 3 == 0 ? .extreme : .usual)
            decider.decide(neighbourhood.numbered(), into: &reused)
            let fresh = NamedOutcome(neighbourhood).outcome
            #expect(reused.rounds == fresh.rounds && reused.reached == fresh.reached, "seed \(seed)")
            #expect(reused.commonNumbers == fresh.commonNumbers, "seed \(seed)")
            #expect(reused.members == fresh.members, "seed \(seed)")
            #expect(reused.subjects == fresh.subjects, "seed \(seed)")
        }
    }

    @Test("a decision after a bigger one, which makes the storage grow, is the same as a fresh one")
    func storageHasNoHistory() {
        let decider = GroupDecider()
        var reused = GroupOutcome()
        for (seed, size) in zip(UInt64(1)..., [3, 20, 2, 70, 1, 40, 0, 90, 5]) {
            let neighbourhood = Self.everybodyOnEverybody(count: size, seed: seed)
            decider.decide(neighbourhood, into: &reused)
            var fresh = GroupOutcome()
            GroupDecider().decide(neighbourhood, into: &fresh)
            #expect(reused.rounds == fresh.rounds && reused.commonNumbers == fresh.commonNumbers, "seed \(seed)")
            #expect(reused.members == fresh.members && fresh.members.count == size, "seed \(seed)")
            #expect(reused.subjects == fresh.subjects && fresh.subjects.count == size, "seed \(seed)")
        }
    }

    /// Everybody reports on everybody else.
    private static func everybodyOnEverybody(count: Int, seed: UInt64) -> Neighbourhood {
        var draws = SeededDraws(seed: seed)
        var neighbourhood = Neighbourhood(tolerance: draws.unit())
        for _ in 0..<count {
            neighbourhood.addSubject(opinion: Opinion(value: draws.unit(), certainty: draws.unit()), isNeighbour: true)
        }
        for reporter in 0..<count {
            neighbourhood.beginReport(of: reporter, attestedLevel: draws.unit(), tolerance: draws.unit())
            for subject in 0..<count where subject != reporter {
                neighbourhood.addEntry(
                    about: subject, value: draws.unit(), certainty: draws.unit(), vouches: draws.happens(0.5))
            }
        }
        return neighbourhood
    }

    @Test("a neighbourhood emptied and filled again gives the same as a fresh one")
    func resetLeavesNoTrace() {
        let neighbourhood = NamedNeighbourhood.random(seed: 7).numbered()
        var reused = NamedNeighbourhood.random(seed: 8).numbered()
        reused.reset(tolerance: neighbourhood.tolerance)
        #expect(reused.subjects.isEmpty && reused.members.isEmpty && reused.entries.isEmpty)
        for subject in neighbourhood.subjects {
            reused.addSubject(opinion: subject.opinion, isNeighbour: subject.isNeighbour)
        }
        for (index, member) in neighbourhood.members.enumerated() {
            reused.beginReport(
                of: member.subject, attestedLevel: member.attestedLevel, tolerance: member.tolerance,
                guaranteeCredit: member.guaranteeCredit)
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: index)] {
                reused.addEntry(
                    about: Int(entry.subject), value: entry.value, certainty: entry.certainty, vouches: entry.vouches)
            }
        }
        var (left, right) = (GroupOutcome(), GroupOutcome())
        GroupDecider().decide(neighbourhood, into: &left)
        GroupDecider().decide(reused, into: &right)
        #expect(left.numbers == right.numbers)
    }
}
