import GroupDecision
import Testing

@testable import TrustSim

@Suite("Scheme consensus-averaging")
struct ConsensusAveragingTests {
    private let scheme = ConsensusAveraging(parameters: DecisionParameters())
    private let second: Microseconds = 1_000_000

    /// Neighbour 1 vouches for the stranger 2.
    private func vouching(at time: Microseconds = 0) -> SchemeBench {
        var bench = SchemeBench()
        bench.time = time
        bench.neighbour(1, positive: 8)
        bench.neighbour(2)
        bench.report(of: 1, [Told(2, 0.9, 0.8, vouches: true)])
        return bench
    }

    @Test("a vehicle starts with its tolerance, attests 0.5, and claims what it remembers")
    func firstMemory() {
        var memory = scheme.makeMemory(tolerance: 0.7)
        #expect(memory.tolerance == 0.7 && memory.attestedLevel == 0.5)
        #expect(scheme.claim(memory) == SelfClaim(attestedLevel: 0.5, tolerance: 0.7))
        memory.attestedLevel = 0.8
        memory.tolerance = 0.65
        #expect(scheme.claim(memory) == SelfClaim(attestedLevel: 0.8, tolerance: 0.65))
        #expect(scheme.readsClaims && scheme.readsReports)
    }

    @Test("trust, threshold, basis, consensus and memory are those of the group decision")
    func sameAsTheDecision() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8, negative: 1)
        bench.neighbour(2, positive: 1, negative: 6)
        bench.neighbour(3)
        bench.report(of: 1, level: 0.8, tolerance: 0.5, [Told(2, 0.2, 0.7), Told(3, 0.9, 0.6, vouches: true)])
        bench.report(of: 2, level: 0.9, tolerance: 0.3, [Told(1, 0.1, 0.9), Told(3, 0.1, 0.9), Told(9, 0.9, 1)])
        var expected = GroupOutcome()
        var neighbourhood = bench.view.neighbourhood
        neighbourhood.tolerance = 0.55
        GroupDecider().decide(neighbourhood, into: &expected)
        var memory = scheme.makeMemory(tolerance: 0.55)
        let found = bench.decide(scheme, memory: &memory)
        #expect(
            found.neighbours
                == expected.subjects.prefix(3).map {
                    SchemeDecision(trust: $0.trust, threshold: $0.threshold, support: $0.basis)
                })
        #expect(found.consensus?.rounds == expected.rounds && found.consensus?.degree == expected.consensusDegree)
        #expect(memory.tolerance == expected.nextTolerance && memory.tolerance != 0.55)
        #expect(memory.attestedLevel == expected.attestedLevel)
    }

    @Test("without a report there is no consensus to count")
    func noConsensusWithoutReports() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        var memory = scheme.makeMemory(tolerance: 0.6)
        let found = bench.decide(scheme, memory: &memory)
        #expect(found.consensus == nil && found.neighbours.count == 1)
        #expect(memory.tolerance == 0.6 && memory.attestedLevel == 0.5)
    }

    @Test("a guarantee for somebody little known stays pending, one for somebody known does not")
    func pendingGuarantees() {
        var bench = vouching()
        var memory = scheme.makeMemory(tolerance: 0.6)
        _ = bench.decide(scheme, memory: &memory)
        #expect(memory.pending.pairs.elementsEqual([(2, 1)], by: ==))
        #expect(memory.credits.count == 0)
        _ = bench.decide(scheme, memory: &memory)
        #expect(memory.pending.pairs.count == 1)

        bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, positive: 3)  // c = 0.6
        bench.report(of: 1, [Told(2, 0.9, 0.8, vouches: true), Told(3, 0.9, 0.39, vouches: true), Told(4, 0.9, 0.8)])
        memory = scheme.makeMemory(tolerance: 0.6)
        _ = bench.decide(scheme, memory: &memory)
        #expect(memory.pending.pairs.count == 0)
    }

    @Test(
        "at an own certainty of 0.6 a guarantee is settled: reward if the own opinion reaches the tolerance, else punishment",
        arguments: [(3.0, 0.0, 0.55), (0.0, 3.0, 0.25), (1.5, 1.5, 0.25), (1.8, 1.2, 0.25), (2.0, 1.0, 0.55)])
    func settlement(_ positive: Double, _ negative: Double, _ credit: Double) {
        let bench = vouching()
        var memory = scheme.makeMemory(tolerance: 0.6)
        _ = bench.decide(scheme, memory: &memory)
        memory.tolerance = 0.6
        bench.evidence(on: 2, positive: positive, negative: negative)
        _ = bench.decide(scheme, memory: &memory)
        #expect(abs((memory.credits[1]?.value ?? 0.5) - credit) <= 1e-15)
        #expect(memory.pending.pairs.count == 0)
    }

    @Test("just below a certainty of 0.6 nothing is settled")
    func notYetSettled() {
        let bench = vouching()
        var memory = scheme.makeMemory(tolerance: 0.6)
        _ = bench.decide(scheme, memory: &memory)
        bench.evidence(on: 2, positive: 2.99, negative: 0)
        _ = bench.decide(scheme, memory: &memory)
        #expect(memory.credits.count == 0 && memory.pending.pairs.count == 1)
    }

    @Test("the credit weighs the guarantor's next guarantee")
    func creditIsUsed() {
        var bench = SchemeBench()
        bench.neighbour(1, positive: 8)
        bench.neighbour(2, negative: 3)
        bench.neighbour(3)
        bench.report(of: 1, [Told(3, 0.9, 0.8, vouches: true)])
        var (fresh, punished) = (scheme.makeMemory(tolerance: 0.6), scheme.makeMemory(tolerance: 0.6))
        punished.pending.insert(subject: 2, guarantor: 1)
        let (trusting, wary) = (bench.decide(scheme, memory: &fresh), bench.decide(scheme, memory: &punished))
        #expect(punished.credits[1]?.value == 0.25)
        // The influence is 0.082: the support of the guarantee is 0.082 * rho * 0.8.
        let group = 0.082 * 0.8 / 0.2
        for (decisions, credit) in [(trusting, 0.5), (wary, 0.25)] {
            let guaranteed = 0.082 * credit * 0.8 / (1 - 0.082 * credit * 0.8)
            let total = group + guaranteed
            #expect(abs(decisions.neighbours[2].support - total / (total + 1)) <= 1e-14)
        }
    }

    @Test("a pending guarantee lapses when its subject has not been heard for more than 60 s")
    func lapse() {
        for (time, remains) in [(60 * second, true), (60 * second + 1, false)] {
            var bench = vouching()
            var memory = scheme.makeMemory(tolerance: 0.6)
            _ = bench.decide(scheme, memory: &memory)
            bench.forgetReports()
            bench.time = time
            _ = bench.decide(scheme, memory: &memory)
            #expect((memory.pending.pairs.count == 1) == remains, "\(time)")
            #expect(memory.credits.count == 0)
        }
    }

    @Test("settlements of one guarantor go by the numbers of the subjects, so the order of reports does not matter")
    func settlementOrder() {
        var memories: [ConsensusAveraging.Memory] = []
        for subjects: [VehicleID] in [[2, 3], [3, 2]] {
            var bench = SchemeBench()
            bench.neighbour(1, positive: 8)
            bench.neighbour(2, positive: 5)
            bench.neighbour(3, negative: 5)
            var memory = scheme.makeMemory(tolerance: 0.6)
            for subject in subjects {
                memory.pending.insert(subject: subject, guarantor: 1)
            }
            _ = bench.decide(scheme, memory: &memory)
            memories.append(memory)
        }
        // First the reward for 2, then the punishment for 3.
        #expect(memories.map { $0.credits[1]?.value } == [0.275, 0.275])
    }

    @Test("without the guarantee mechanism nothing is remembered of guarantees")
    func guaranteeOff() {
        var mechanisms = Mechanisms()
        mechanisms.guarantee = false
        let ablated = ConsensusAveraging(parameters: DecisionParameters(), mechanisms: mechanisms)
        var memory = ablated.makeMemory(tolerance: 0.6)
        let found = vouching().decide(ablated, memory: &memory)
        #expect(memory.pending.pairs.count == 0 && memory.credits.count == 0)
        #expect(abs(found.neighbours[1].support - 0.082 * 4 / (0.082 * 4 + 1)) <= 1e-15)
    }

    @Test("who was distrusted needs more than the threshold, less so with time; others and the mechanism off do not")
    func probation() {
        var bench = SchemeBench()
        bench.neighbour(1, negative: 6)
        bench.neighbour(2, positive: 6)
        var memory = scheme.makeMemory(tolerance: 0.6)
        let first = bench.decide(scheme, memory: &memory).neighbours
        #expect(abs(first[0].threshold - (0.5 + 0.75 * 0.1)) <= 1e-15, "no probation before the first distrust")
        #expect(memory.probation.keys == [1] && memory.probation[1]?.level == first[0].support)
        memory.tolerance = 0.6
        var mechanisms = Mechanisms()
        mechanisms.probation = false
        let lenient = ConsensusAveraging(parameters: DecisionParameters(), mechanisms: mechanisms)
        for time in [10 * second, 20 * second] {
            bench.time = time
            bench.evidence(on: 1, positive: 30, negative: 0)
            memory.tolerance = 0.6
            var other = lenient.makeMemory(tolerance: 0.6)
            let found = bench.decide(scheme, memory: &memory).neighbours
            let without = bench.decide(lenient, memory: &other).neighbours
            let margin = 0.1 * 0.75 * bench.view.retained(after: time) * found[0].support
            #expect(abs(found[0].threshold - without[0].threshold - margin) <= 1e-12)
            #expect(found[1] == without[1] && other.probation.count == 0)
        }
    }

    @Test("scratch storage carries nothing from one evaluator to the next")
    func scratchCarriesNothing() {
        var scratch = scheme.makeScratch()
        for positive in [0.0, 5, 1] {
            let bench = vouching()
            bench.evidence(on: 2, positive: positive, negative: 0)
            var (shared, own) = (scheme.makeMemory(tolerance: 0.6), scheme.makeMemory(tolerance: 0.6))
            shared.pending.insert(subject: 2, guarantor: 1)
            own.pending.insert(subject: 2, guarantor: 1)
            var (view, decisions) = (bench.view, SchemeDecisions())
            scheme.evaluate(&view, memory: &shared, scratch: &scratch, into: &decisions)
            #expect(decisions.neighbours == bench.decide(scheme, memory: &own).neighbours)
            #expect(shared.pending.pairs.elementsEqual(own.pending.pairs, by: ==))
            #expect(shared.credits.keys == own.credits.keys)
            #expect(shared.credits.values == own.credits.values)
        }
    }
}
