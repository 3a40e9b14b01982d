import Testing

@testable import GroupDecision

/// Decisions small enough to be worked out line by line.
@Suite("Decisions worked out by hand")
struct HandComputedDecisionTests {
    private func expect(
        _ found: Double, _ expected: Double, _ comment: Comment? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(abs(found - expected) <= 1e-14, comment, sourceLocation: sourceLocation)
    }

    @Test("one known neighbour reports and vouches for one stranger")
    func oneReporterOneStranger() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 0.9, 0.8)]
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.7, credit: 0.4, [Said("x", 0.75, 0.7, vouches: true)])
        let found = NamedOutcome(neighbourhood, mechanisms: averaging)
        // Nothing that a says can be verified, so its influence is the benefit of the doubt, by its conduct.
        let conduct = 0.8 * 0.9 + 0.2 * 0.5
        let influence = conduct * 0.1
        expect(found.member("a").conduct, 0.82)
        expect(found.member("a").influence, 0.082)
        #expect(found.member("a").support == 0 && found.member("a").comprehensive == 0.5)
        #expect(found.member("a").selfProof == 1)
        let mass = influence * 0.7
        let support = mass / (mass + 0.5)
        let guaranteeSupport = influence * 0.4 * 0.7
        let stranger = found.subject("x")
        expect(stranger.group, 0.75)
        expect(stranger.groupSupport, support)
        expect(stranger.guarantee, 0.75)
        expect(stranger.guaranteeSupport, guaranteeSupport)
        let guaranteed = guaranteeSupport * 0.75 + (1 - guaranteeSupport) * 0.5
        expect(stranger.trust, support * 0.75 + (1 - support) * guaranteed)
        expect(stranger.threshold, 0.6 + support * (0.7 - 0.6))
        expect(stranger.basis, 1 - (1 - support) * (1 - guaranteeSupport))
        expect(found.subject("a").trust, 0.82)
        #expect(found.subject("a").threshold == 0.6 && found.subject("a").basis == 0.8)
        #expect(found.outcome.rounds == 1 && found.outcome.consensusDegree == 1 && found.outcome.reached)
        expect(found.outcome.groupTolerance, 0.7)
        expect(found.outcome.attestedLevel, 0.5)
    }

    @Test("the subjective level is one minus the distance weighted by both certainties")
    func subjectiveLevel() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 1, 0.5), ("x", 0.8, 0.6), ("y", 0.2, 0.3), ("z", 0.5, 0)]
        neighbourhood.report(
            of: "a", attests: 0.3, tolerates: 0.6, [Said("x", 0.9, 0.5), Said("y", 0.7, 1), Said("z", 1, 0.9)])
        let member = NamedOutcome(neighbourhood).member("a")
        let (x, y) = (0.6 * 0.5, 0.3 * 0.9)
        let level = 1 - (x * 0.1 + y * 0.5) / (x + y)
        let support = (x + y) / (x + y + 0.5)
        expect(member.subjective, level)
        expect(member.subjectiveSupport, support)
        #expect(member.objective == 0.5 && member.objectiveSupport == 0)
        expect(member.comprehensive, level)
        expect(member.selfProof, 1 - support * (abs(0.3 - level) - 0.1))
        expect(member.conduct, 0.75)
    }

    @Test("the objective level is agreement with the other neighbours, weighted by what they say")
    func objectiveLevel() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.9, 0.6), Said("y", 0.3, 0.5)])
        neighbourhood.report(of: "b", attests: 0.9, tolerates: 0.6, [Said("x", 0.8, 0.5), Said("y", 0.6, 0.8)])
        let found = NamedOutcome(neighbourhood, parameters: oneRound, mechanisms: averaging)
        // Two strangers: conduct 0.5, influence 0.05 each.
        let (xMass, yMass) = (0.05 * 0.5, 0.05 * 0.8)
        let (x, y) = (0.6 * xMass / (xMass + 0.5), 0.5 * yMass / (yMass + 0.5))
        expect(found.member("a").influence, 0.05)
        expect(found.member("a").objective, 1 - (x * 0.1 + y * 0.3) / (x + y))
        expect(found.member("a").objectiveSupport, (x + y) / (x + y + 0.5))
        expect(found.member("a").support, found.member("a").objectiveSupport)
        let group = (0.6 * 0.9 + 0.5 * 0.8) / 1.1
        expect(found.subject("x").group, group)
        expect(found.subject("x").groupSupport, 0.05 * 1.1 / (0.05 * 1.1 + 0.5))
        let distance =
            0.6 * abs(0.9 - group) + 0.5 * abs(0.8 - group) + 0.5 * abs(0.3 - 0.63 / 1.3) + 0.8 * abs(0.6 - 0.63 / 1.3)
        expect(found.outcome.consensusDegree, 1 - distance / 2.4)
    }

    @Test("the second round has half the old influence and opinions moved a tenth of the way to the group's")
    func secondRound() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("x", 0.5, 0.4)]
        neighbourhood.report(of: "a", attests: 0.5, tolerates: 0.6, [Said("x", 0.9, 0.5)])
        var parameters = DecisionParameters()
        parameters.maxRounds = 2
        parameters.benefitOfDoubt = 0.2
        let found = NamedOutcome(neighbourhood, parameters: parameters, mechanisms: averaging)
        let support = 0.2 / 0.7
        let earned = support * 0.008 + (1 - support) * 0.2  // phi(0.6) = 0.2³
        let first = 0.5 * earned
        let group = (first * 0.5 * 0.9 + 3 * 0.4 * 0.5) / (first * 0.5 + 3 * 0.4)
        let moved = 0.9 + 0.1 * (group - 0.9)
        expect(found.outcome.initialConsensusDegree, 1 - (0.9 - group))
        // The level is 0.6, the attested one 0.5: within the slack, so P = 1, and the estimate is that of the start.
        expect(found.member("a").influence, 0.5 * first + 0.5 * 0.5 * earned)
        expect(found.subject("x").group, moved)
        #expect(found.outcome.rounds == 2 && !found.outcome.reached)
    }

    private var averaging: Mechanisms {
        var mechanisms = Mechanisms()
        mechanisms.fusion = false
        mechanisms.basisThreshold = false
        return mechanisms
    }

    @Test("by evidence: what oneself and a reporter have seen adds up, and the threshold keeps to the prior")
    func fusion() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        // Evidence in units of W: 4 on a, of which (0.8 - 0.5 + 0.4) / 0.2 = 3.5 are positive; 1 on x, 0.2 positive.
        neighbourhood.own = [("a", 0.8, 0.8), ("x", 0.35, 0.5)]
        neighbourhood.report(of: "a", attests: 0.65, tolerates: 0.7, [Said("x", 0.65, 0.75)])
        let found = NamedOutcome(neighbourhood, parameters: oneRound)
        let conduct = 0.8 * 0.8 + 0.2 * 0.5
        let support = 0.375 / 0.875  // S is 0.7
        let influence = conduct * (support * (0.4 * 0.4 * 0.4) + (1 - support) * 0.1)
        expect(found.member("a").influence, influence)
        // The entry stands for 3, of which (0.65 - 0.5 + 0.375) / 0.25 = 2.1 are positive.
        let x = found.subject("x")
        expect(x.group, 0.7)
        expect(x.groupSupport, 3 * influence / (3 * influence + 1))
        expect(x.trust, (0.2 + 2.1 * influence + 0.5) / (1 + 3 * influence + 1))
        let basis = (1 + 3 * influence) / (2 + 3 * influence)
        expect(x.basis, basis)
        let tolerance = 0.6 + 3 * influence / (1 + 3 * influence) * (0.7 - 0.6)
        expect(x.threshold, 0.5 + basis * (tolerance - 0.5))
    }

    private var oneRound: DecisionParameters {
        var parameters = DecisionParameters()
        parameters.maxRounds = 1
        return parameters
    }

    @Test("a report on which the others have next to no mass has no objective level")
    func noMassNoObjectiveLevel() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.9, 0.6)])
        for (certainty, isHeard) in [(1.9e-8, false), (2.1e-8, true)] {
            var pair = neighbourhood
            // The stranger b has influence 0.05: its mass is just below, or above, 1e-9.
            pair.report(of: "b", attests: 0.9, tolerates: 0.6, [Said("x", 0.1, certainty)])
            let member = NamedOutcome(pair, parameters: oneRound).member("a")
            #expect((member.objectiveSupport > 0) == isHeard)
            expect(member.objective, isHeard ? 1 - 0.8 : 0.5)
        }
    }

    @Test("an objective level is found to 1e-12 where the others have a small share of the mass")
    func objectiveLevelFromLittleMass() {
        // The reporter a has nearly all influence, b next to none: E and M are small differences of large sums.
        var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
        neighbourhood.own = [("a", 1, 1), ("w", 0.7, 0.99)]
        neighbourhood.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("w", 0.7, 0.9), Said("x", 0.77, 0.9)])
        for (value, certainty) in [(0.13, 1.4e-4), (0.37, 1.5e-4), (0.61, 1.6e-4), (0.29, 1.7e-4)] {
            var pair = neighbourhood
            pair.report(of: "b", attests: 0.9, tolerates: 0.6, [Said("x", value, certainty)])
            let found = NamedOutcome(pair, parameters: oneRound).member("a")
            #expect(abs(found.objective - (1 - (0.77 - value))) <= 1e-12)
        }
    }

    @Test("claimed tolerances count within [0.3, 0.9] and claimed certainties up to 0.9")
    func claimsAreLimited() {
        for (claimed, counted) in [(0.0, 0.3), (0.3, 0.3), (0.5, 0.5), (0.95, 0.9), (1, 0.9)] {
            var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
            neighbourhood.report(of: "a", attests: 0.9, tolerates: claimed, [Said("x", 0.9, 0.6)])
            expect(NamedOutcome(neighbourhood).outcome.groupTolerance, counted)
        }
        var (capped, claimed) = (NamedNeighbourhood(tolerance: 0.6), NamedNeighbourhood(tolerance: 0.6))
        capped.own = [("x", 0.5, 0.99)]
        claimed.own = capped.own
        capped.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.7, 0.9, vouches: true)])
        claimed.report(of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.7, 1, vouches: true)])
        #expect(NamedOutcome(capped).outcome.numbers == NamedOutcome(claimed).outcome.numbers)
        expect(NamedOutcome(capped).member("a").subjectiveSupport, 0.99 * 0.9 / (0.99 * 0.9 + 0.5), "own is not capped")
    }

    @Test("a guarantee needs a vouch and a claimed certainty of 0.4")
    func guaranteeConditions() {
        for (certainty, vouches, counts) in [(0.4, true, true), (0.39, true, false), (0.9, false, false)] {
            var neighbourhood = NamedNeighbourhood(tolerance: 0.6)
            neighbourhood.report(
                of: "a", attests: 0.9, tolerates: 0.6, [Said("x", 0.8, certainty, vouches: vouches)])
            let subject = NamedOutcome(neighbourhood).subject("x")
            expect(subject.guaranteeSupport, counts ? 0.05 * 0.5 * certainty : 0)
            expect(subject.guarantee, counts ? 0.8 : 0.5)
        }
    }

    @Test("nobody to ask: one round, degrees 1, reached, trust is the own opinion")
    func noReports() {
        var neighbourhood = NamedNeighbourhood(tolerance: 0.55)
        neighbourhood.own = [("a", 0.8, 0.75)]
        let found = NamedOutcome(neighbourhood)
        #expect(found.outcome.rounds == 1 && found.outcome.reached)
        #expect(found.outcome.initialConsensusDegree == 1 && found.outcome.consensusDegree == 1)
        #expect(found.outcome.attestedLevel == 0.5 && found.outcome.groupTolerance == 0.55)
        #expect(found.outcome.nextTolerance == 0.55)
        expect(found.subject("a").trust, 0.8)
        expect(NamedOutcome(neighbourhood, mechanisms: averaging).subject("a").trust, 0.75 * 0.8 + 0.25 * 0.5)
        var nobody = GroupOutcome()
        GroupDecider().decide(Neighbourhood(tolerance: 0.4), into: &nobody)
        #expect(nobody.subjects.isEmpty && nobody.members.isEmpty && nobody.nextTolerance == 0.4)
    }

    @Test("only current neighbours with a basis of 0.3 move the tolerance")
    func toleranceFollowsNeighbours() {
        func next(_ subjects: [(value: Double, certainty: Double, isNeighbour: Bool)]) -> Double {
            var neighbourhood = Neighbourhood(tolerance: 0.6)
            for subject in subjects {
                neighbourhood.addSubject(
                    opinion: Opinion(value: subject.value, certainty: subject.certainty),
                    isNeighbour: subject.isNeighbour)
            }
            var outcome = GroupOutcome()
            GroupDecider(mechanisms: averaging).decide(neighbourhood, into: &outcome)
            return outcome.nextTolerance
        }
        // Trust 1 and 0 (certain), so the middle is 0.5 and the tolerance moves a fifth of the way.
        expect(next([(1, 1, true), (0, 1, true)]), 0.6 + 0.2 * (0.5 - 0.6))
        expect(next([(1, 1, true), (0, 1, false)]), 0.6)
        expect(next([(1, 1, true), (0, 0.29, true)]), 0.6)
        // Trust 0.5 - 0.31 / 2 = 0.345 at a certainty of 0.31.
        expect(next([(1, 1, true), (0, 0.31, true)]), 0.6 + 0.2 * ((1 + 0.345) / 2 - 0.6))
    }
}
