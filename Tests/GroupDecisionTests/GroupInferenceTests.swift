import Foundation
import Testing

@testable import GroupDecision

/// Decisions by inference: exact posteriors of small worlds, and what holds for every decision.
@Suite("Group decision as inference")
struct GroupInferenceTests {
    /// Somebody who decides again and again, with a fixed forgetting of 1 % a second.
    private struct Evaluator {
        var inference: GroupInference
        var memory: InferenceMemory
        var outcome = InferenceOutcome()
        var time = 0.0

        init(_ parameters: InferenceParameters = InferenceParameters()) {
            inference = GroupInference(parameters: parameters)
            memory = InferenceMemory(parameters: parameters)
        }

        mutating func decide(_ neighbourhood: Neighbourhood, _ evidence: [Evidence], numbers: [Int32]? = nil) {
            inference.decide(
                neighbourhood, evidence: evidence, numbers: numbers ?? evidence.indices.map(Int32.init),
                scale: EvidenceParameters(), time: time, retained: { pow(0.99, $0) }, memory: &memory, into: &outcome)
            time += 10
        }
    }

    /// A neighbourhood of so many subjects, with reports given as evidence.
    private static func neighbourhood(
        _ count: Int, _ reports: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] = []
    ) -> Neighbourhood {
        var neighbourhood = Neighbourhood()
        for _ in 0..<count { neighbourhood.addSubject(isNeighbour: true) }
        for report in reports {
            neighbourhood.beginReport(of: report.reporter, attestedLevel: 0.5, tolerance: 0.6)
            for entry in report.entries {
                let opinion = EvidenceParameters().opinion(of: entry.evidence)
                neighbourhood.addEntry(about: entry.subject, value: opinion.value, certainty: opinion.certainty)
            }
        }
        return neighbourhood
    }

    // MARK: - Elementary functions of eight numbers

    @Test("exponential and logarithm of eight numbers agree with those of one")
    func vectors() {
        var draws = SeededDraws(seed: 7)
        for _ in 0..<2000 {
            var x = Elementary.Vector(repeating: 0)
            for index in 0..<8 { x[index] = (draws.unit() - 0.5) * 1390 }
            let (exponential, logarithm) = (Elementary.exp(x), Elementary.log(Elementary.exp(x)))
            for index in 0..<8 {
                let expected = Elementary.exp(x[index])
                #expect(abs(exponential[index] - expected) <= 2 * expected.ulp, "exp(\(x[index]))")
                #expect(abs(logarithm[index] - x[index]) <= 4 * max(x[index].magnitude.ulp, 2e-16), "\(x[index])")
                let near = 1 + (draws.unit() - 0.5) / 8
                #expect(abs(Elementary.log(Elementary.Vector(repeating: near))[0] - Elementary.log(near)) < 3e-16)
            }
        }
    }

    @Test("the exponential of very small numbers is next to nothing, never 0 or not a number")
    func limits() {
        let result = Elementary.exp(Elementary.Vector(-1e300, -701, -700, 0, 1, 700, 701, 1e300))
        for index in 0..<8 { #expect(result[index] > 0 && result[index].isFinite) }
        #expect(result[3] == 1 && result[0] == result[2] && result[5] == result[7])
    }

    // MARK: - Exact posteriors

    /// The model of somebody new.
    private static func model(_ parameters: InferenceParameters) -> ReporterModel {
        ReporterModel(parameters, InferenceMemory(parameters: parameters))
    }

    /// Likelihood of evidence from readings by a sensor of the given accuracy, by a sum written out.
    private static func likelihood(
        _ evidence: Evidence, accuracy: Double, falseShare: Double, glitch: Double
    ) -> Double {
        let rate = min(max(accuracy - (2 * accuracy - 1) * falseShare, 0.005), 0.995)
        let anything = [0.005, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.995].map {
            pow($0, evidence.positive) * pow(1 - $0, evidence.negative)
        }
        return (1 - glitch) * pow(rate, evidence.positive) * pow(1 - rate, evidence.negative) + glitch
            * anything.reduce(0, +) / 8
    }

    /// Prior of conduct, honest and malicious, of somebody of whom nothing is known: share, false share, share of liars.
    private static func conducts(_ parameters: InferenceParameters) -> [(
        state: Int, prior: Double, isBad: Bool, liars: Double
    )] {
        let (honest, bad) = (1 - parameters.maliciousShare, parameters.maliciousShare)
        let sum = 4.3
        return [
            (0, honest * 0.9, false, 0), (1, honest * 0.1, false, 0),
            (3, bad * 1.3 / sum, true, 0.9), (4, bad / sum, true, 0.6), (5, bad / sum, true, 0.6),
            (6, bad / sum, true, 0.6),
        ]
    }

    private static let falseShares = [0, 0, 0.3, 0, 0.35, 0.65, 1, 0.6]
    /// Share of readings that say nothing before anything is learned.
    private static let firstGlitch = 0.003 + 0.12 * (0.1 - 0.003)

    @Test(
        "without reports the odds are those of own evidence",
        arguments: [(0.0, 0.0), (1, 0), (0, 1), (5, 0), (3.5, 2.25), (0, 12), (40, 7)])
    func ownEvidence(_ positive: Double, _ negative: Double) {
        let parameters = InferenceParameters()
        let evidence = Evidence(positive: positive, negative: negative)
        var evaluator = Evaluator(parameters)
        evaluator.decide(Self.neighbourhood(1), [evidence])
        var (good, bad) = (0.0, 0.0)
        for conduct in Self.conducts(parameters) {
            let weight =
                conduct.prior
                * Self.likelihood(
                    evidence, accuracy: 0.9, falseShare: Self.falseShares[conduct.state],
                    glitch: Self.firstGlitch)
            if conduct.isBad { bad += weight } else { good += weight }
        }
        let expected = log(bad / good) - log(0.3 / 0.7)
        #expect(abs(evaluator.outcome.subjects[0].logOdds - expected) < 1e-9)
        #expect(abs(evaluator.outcome.subjects[0].trust - 1 / (1 + exp(expected))) < 1e-12)
    }

    /// All worlds of one reporter and the subjects of its report, added up: the factor graph is a tree, on which messages
    /// are exact when nothing is remembered.
    @Test("one report: the odds of everybody are those of all worlds added up", arguments: 1...60)
    func oneReport(_ seed: UInt64) {
        var draws = SeededDraws(seed: seed)
        var parameters = InferenceParameters()
        parameters.settings.rounds = 1
        parameters.liesIndependently = true
        func evidence() -> Evidence {
            Evidence(positive: (draws.unit() * 12).rounded(), negative: (draws.unit() * 5).rounded())
        }
        let own = [evidence(), evidence(), evidence()]
        let told = [evidence(), evidence()]
        var evaluator = Evaluator(parameters)
        evaluator.decide(Self.neighbourhood(3, [(0, [(1, told[0]), (2, told[1])])]), own)

        let conducts = Self.conducts(parameters)
        // A class: honest with a good sensor, with a bad one, or a kind of liar.
        var weights = [[Double]](repeating: [0, 0], count: 3)
        for reporter in conducts {
            var classes: [(share: Double, kind: Int)] = []
            if reporter.isBad {
                classes.append((1 - reporter.liars, -1))
                for kind in LieKind.all.indices {
                    classes.append((reporter.liars * InferenceTables.kindShares[kind], kind))
                }
            } else {
                classes = [(0.97, -1), (0.03, -2)]
            }
            for (share, kind) in classes {
                for first in conducts {
                    for second in conducts {
                        var weight = reporter.prior * share * first.prior * second.prior
                        for (position, conduct) in [reporter, first, second].enumerated() {
                            weight *= Self.likelihood(
                                own[position], accuracy: 0.9, falseShare: Self.falseShares[conduct.state],
                                glitch: Self.firstGlitch)
                        }
                        weight *= Self.said(told[0], first.state, first.isBad, kind)
                        weight *= Self.said(told[1], second.state, second.isBad, kind)
                        weights[0][reporter.isBad ? 1 : 0] += weight
                        weights[1][first.isBad ? 1 : 0] += weight
                        weights[2][second.isBad ? 1 : 0] += weight
                    }
                }
            }
        }
        for subject in 0..<3 {
            let expected = log(weights[subject][1] / weights[subject][0]) - log(0.3 / 0.7)
            let found = evaluator.outcome.subjects[subject].logOdds
            // Messages end at 1e-6, and an entry is never less likely than 1e-14.
            #expect(abs(found - expected) < 2e-3 || expected.magnitude > 12, "\(subject): \(found), \(expected)")
        }
    }

    /// Likelihood of what a reporter of a class says of somebody.
    private static func said(_ evidence: Evidence, _ state: Int, _ isBad: Bool, _ kind: Int) -> Double {
        func truth(_ accuracy: Double) -> Double {
            likelihood(evidence, accuracy: accuracy, falseShare: falseShares[state], glitch: firstGlitch)
        }
        if kind == -1 { return truth(0.9) }
        if kind == -2 { return truth(0.62) }
        let lie = LieKind.all[kind]
        let level = isBad ? lie.malicious : state == 1 ? lie.victim : lie.honest
        if level == LieKind.truth { return truth(0.9) }
        return (0..<8).reduce(0.0) {
            let rate = LieRates.rates[$1]
            return $0 + LieRates.levels[level][$1] * pow(rate, evidence.positive) * pow(1 - rate, evidence.negative)
        }
    }

    // MARK: - Properties

    /// Reports of some vehicles about others, at random; capped evidence up to 18.
    private static func random(_ draws: inout SeededDraws, _ count: Int) -> (Neighbourhood, [Evidence]) {
        var reports: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] = []
        for reporter in 0..<count where draws.happens(0.7) {
            var entries: [(subject: Int, evidence: Evidence)] = []
            for subject in 0..<count where subject != reporter && draws.happens(0.6) {
                let total = draws.unit() * 30
                let share = draws.unit()
                entries.append((subject, Evidence(positive: total * share, negative: total * (1 - share))))
            }
            reports.append((reporter, entries))
        }
        let evidence = (0..<count).map { _ in
            draws.happens(0.5)
                ? Evidence(positive: draws.unit() * 50, negative: draws.unit() * 50) : Evidence()
        }
        return (neighbourhood(count, reports), evidence)
    }

    @Test("every number is finite over sequences of random decisions", arguments: [false, true])
    func finite(_ varies: Bool) {
        for seed in 1...60 as ClosedRange<UInt64> {
            var draws = SeededDraws(seed: seed)
            var evaluator = Evaluator(varies ? .plausibilityChecks : InferenceParameters())
            for _ in 0..<6 {
                let (neighbourhood, evidence) = Self.random(&draws, 1 + Int(draws.unit() * 14))
                evaluator.decide(neighbourhood, evidence)
                #expect(evaluator.outcome.subjects.count == evidence.count)
                for subject in evaluator.outcome.subjects {
                    #expect(subject.logOdds.isFinite && (0...1).contains(subject.trust), "seed \(seed)")
                }
                for member in evaluator.outcome.members {
                    #expect(member.subjective.isFinite && member.comprehensive.isFinite, "seed \(seed)")
                }
                let memory = evaluator.memory
                #expect((0.02...0.7).contains(memory.maliciousShare))
                #expect((0.5...1).contains(memory.ownAccuracy) && (0.5...1).contains(memory.othersAccuracy))
            }
        }
    }

    @Test("the order of reporters and entries, and what is claimed, change nothing but the last digits")
    func order() {
        for seed in 1...40 as ClosedRange<UInt64> {
            var draws = SeededDraws(seed: seed)
            var first = Evaluator()
            var second = Evaluator()
            for _ in 0..<4 {
                let (neighbourhood, evidence) = Self.random(&draws, 9)
                first.decide(neighbourhood, evidence)
                var other = Neighbourhood()
                for _ in evidence { other.addSubject(opinion: Opinion(value: 0.1, certainty: 0.9), isNeighbour: true) }
                for member in neighbourhood.members.indices.reversed() {
                    other.beginReport(
                        of: neighbourhood.members[member].subject, attestedLevel: draws.unit(),
                        tolerance: draws.unit(), guaranteeCredit: draws.unit())
                    for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)].reversed() {
                        other.addEntry(
                            about: Int(entry.subject), value: entry.value, certainty: entry.certainty, vouches: true)
                    }
                }
                second.decide(other, evidence)
                for (one, two) in zip(first.outcome.subjects, second.outcome.subjects) {
                    #expect(abs(one.logOdds - two.logOdds) < 1e-6, "seed \(seed)")
                }
            }
        }
    }

    @Test("who is unknown to somebody who knows nobody stays unknown")
    func nothingKnown() {
        var evaluator = Evaluator()
        evaluator.decide(Self.neighbourhood(2, [(0, [])]), [Evidence(), Evidence()])
        for subject in evaluator.outcome.subjects { #expect(abs(subject.logOdds) < 1e-12) }
        evaluator.decide(Self.neighbourhood(0), [])
        #expect(evaluator.outcome.subjects.isEmpty && evaluator.outcome.members.isEmpty)
    }

    // MARK: - What it is for

    /// Ten vehicles: the evaluator knows 0 to 4 well as honest; 0 to 3 report honestly, 6 to 9 defame the victim 4 and its
    /// fellow victim 5, whom the evaluator has never seen, and are honest about everybody else, with clean conduct.
    @Test("who lies about few is found out by the one that the evaluator knows, and the other is not believed bad")
    func framers() {
        let clean = Evidence(positive: 9, negative: 1)
        let lie = Evidence(positive: 1, negative: 9)
        let reports: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] =
            (0..<4).map { reporter in
                (reporter, (0..<10).filter { $0 != reporter }.map { ($0, clean) })
            }
            + (6..<10).map { reporter in
                (reporter, (0..<10).filter { $0 != reporter }.map { ($0, $0 == 4 || $0 == 5 ? lie : clean) })
            }
        var evaluator = Evaluator()
        let own = (0..<10).map { $0 < 5 ? clean : Evidence() }
        for _ in 0..<3 { evaluator.decide(Self.neighbourhood(10, reports), own) }
        let odds = evaluator.outcome.subjects.map(\.logOdds)
        for (subject, found) in evaluator.outcome.subjects.enumerated() {
            #expect(found.trusted == (subject < 6), "\(subject): \(odds)")
        }
    }

    @Test("distrust is remembered when the attacker is clean for a while and nobody else says anything")
    func remembers() {
        var evaluator = Evaluator()
        evaluator.decide(Self.neighbourhood(1), [Evidence(positive: 0, negative: 8)])
        let before = evaluator.outcome.subjects[0].logOdds
        evaluator.decide(Self.neighbourhood(1), [Evidence(positive: 3, negative: 8 * pow(0.99, 10))])
        let after = evaluator.outcome.subjects[0].logOdds
        #expect(before > 2 && after > 0, "\(before), \(after)")
        var forgetful = Evaluator()
        forgetful.decide(Self.neighbourhood(1), [Evidence(positive: 3)])
        #expect(forgetful.outcome.subjects[0].logOdds < 0)
    }

    @Test("the accuracy of the own sensor is learned")
    func learnsAccuracy() {
        for (accuracy, limits) in [(0.97, 0.94...0.99), (0.75, 0.65...0.85)] {
            var evaluator = Evaluator()
            var evidence = [Evidence](repeating: Evidence(), count: 12)
            for _ in 0..<25 {
                for subject in evidence.indices {
                    evidence[subject].forget(factor: pow(0.99, 10))
                    evidence[subject].positive += 10 * accuracy
                    evidence[subject].negative += 10 * (1 - accuracy)
                }
                evaluator.decide(Self.neighbourhood(12), evidence)
            }
            #expect(limits.contains(evaluator.memory.ownAccuracy), "\(accuracy): \(evaluator.memory.ownAccuracy)")
        }
    }

    @Test("the threshold is where expected costs are equal", arguments: [0.1, 0.5, 0.6, 0.9])
    func threshold(_ tolerance: Double) {
        let evidence = (0..<13).map { Evidence(positive: 12 - Double($0), negative: Double($0)) }
        var evaluator = Evaluator()
        for _ in 0..<4 {
            var neighbourhood = Neighbourhood(tolerance: tolerance)
            for _ in evidence { neighbourhood.addSubject(isNeighbour: true) }
            let share = evaluator.memory.maliciousShare
            evaluator.decide(neighbourhood, evidence)
            for subject in evaluator.outcome.subjects {
                let odds = exp(subject.logOdds) * share / (1 - share)
                #expect(subject.trusted == (odds * tolerance <= 1 - tolerance))
                #expect(abs(subject.trust - 1 / (1 + exp(subject.logOdds))) < 1e-12)
            }
            // The base rate is learned, and the threshold follows.
            #expect(evaluator.memory.maliciousShare != share)
        }
    }

    @Test("pairs whose readings turn at once speak for errors that persist, pairs with few errors against")
    func learnsGlitch() {
        func learned(_ news: (Int) -> Evidence) -> Double {
            var evaluator = Evaluator()
            let before = Evidence(positive: 10)
            evaluator.decide(Self.neighbourhood(30), [Evidence](repeating: before, count: 30))
            let left = Evidence(positive: 10 * pow(0.99, 10))
            evaluator.decide(
                Self.neighbourhood(30),
                (0..<30).map { subject in
                    let gained = news(subject)
                    return Evidence(positive: left.positive + gained.positive, negative: gained.negative)
                })
            return evaluator.memory.glitch
        }
        let turned = learned { $0 < 8 ? Evidence(negative: 10) : Evidence(positive: 10) }
        let few = learned { _ in Evidence(positive: 9, negative: 1) }
        #expect(turned > 2 * Self.firstGlitch && few < Self.firstGlitch, "\(turned), \(few)")
    }

    @Test("contributions add up to the log odds, whatever is remembered", arguments: 1...20)
    func contributions(_ seed: UInt64) {
        var draws = SeededDraws(seed: seed)
        var evaluator = Evaluator()
        evaluator.inference.keepsParts = true
        func evidence() -> Evidence { Evidence(positive: 8 * draws.unit(), negative: 3 * draws.unit()) }
        for _ in 0..<4 {
            let reports: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] = (0..<6).map { reporter in
                (reporter, (0..<8).filter { $0 != reporter }.map { ($0, evidence()) })
            }
            let neighbourhood = Self.neighbourhood(8, reports)
            evaluator.decide(neighbourhood, (0..<8).map { _ in evidence() })
            for subject in 0..<8 {
                let parts = evaluator.inference.contributions(to: subject, in: neighbourhood, evaluator.outcome)
                let sum = parts.reduce(0) { $0 + $1.logOdds }
                #expect(abs(sum - evaluator.outcome.subjects[subject].logOdds) < 1e-9)
                let count = 2 + (subject < 6 ? 1 : 0) + 6 - (subject < 6 ? 1 : 0)
                #expect(parts.filter { $0.source != .limits }.count == count)
                #expect(parts.contains { $0.logOdds != 0 })
            }
        }
    }

    @Test("every mechanism does something", arguments: InferenceMechanisms.all.map(\.key))
    func mechanisms(_ key: String) throws {
        let path = try #require(InferenceMechanisms.all.first { $0.key == key }).path
        var parameters = InferenceParameters()
        parameters.mechanisms[keyPath: path] = false
        var (all, without) = (Evaluator(), Evaluator(parameters))
        var draws = SeededDraws(seed: 11)
        var differ = false
        for _ in 0..<4 {
            func evidence() -> Evidence { Evidence(positive: 8 * draws.unit(), negative: 3 * draws.unit()) }
            let own = (0..<8).map { _ in evidence() }
            let reports: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] = (0..<6).map { reporter in
                (reporter, (0..<8).filter { $0 != reporter }.map { ($0, evidence()) })
            }
            let neighbourhood = Self.neighbourhood(8, reports)
            all.decide(neighbourhood, own)
            without.decide(neighbourhood, own)
            differ = differ || all.outcome.subjects != without.outcome.subjects
        }
        #expect(differ)
    }

    @Test("nothing that somebody claims of itself moves anything")
    func claims() {
        func decided(_ level: Double, _ tolerance: Double, _ credit: Double, _ vouches: Bool) -> InferenceOutcome {
            var neighbourhood = Neighbourhood(tolerance: 0.6)
            for _ in 0..<4 { neighbourhood.addSubject(isNeighbour: true) }
            for reporter in 0..<3 {
                neighbourhood.beginReport(
                    of: reporter, attestedLevel: level, tolerance: tolerance, guaranteeCredit: credit)
                for subject in 0..<4 where subject != reporter {
                    neighbourhood.addEntry(about: subject, value: 0.8, certainty: 0.7, vouches: vouches)
                }
            }
            var evaluator = Evaluator()
            evaluator.decide(neighbourhood, (0..<4).map { Evidence(positive: Double($0), negative: 1) })
            return evaluator.outcome
        }
        let (modest, bold) = (decided(0, 0, 0, false), decided(1, 1, 1, true))
        #expect(modest.subjects == bold.subjects && modest.members == bold.members)
    }

    @Test("a memory is a value, and numbers may have gaps")
    func memory() {
        var first = Evaluator()
        let report: [(reporter: Int, entries: [(subject: Int, evidence: Evidence)])] = [
            (0, [(1, Evidence(positive: 6, negative: 1))])
        ]
        first.decide(Self.neighbourhood(2, report), [Evidence(positive: 5), Evidence()], numbers: [7, 3])
        var second = first
        second.decide(Self.neighbourhood(1), [Evidence(negative: 9)], numbers: [7])
        first.decide(Self.neighbourhood(2, report), [Evidence(positive: 6), Evidence()], numbers: [7, 3])
        #expect(first.outcome.subjects[0].logOdds < 0 && second.outcome.subjects[0].logOdds > 0)
        // Nothing new was said: statements about 3 are the same, so that it is believed as much as before.
        #expect(first.memory.beliefs.count == 8)
    }
}

/// What liars of one kind say of honest vehicles, of victims and of malicious ones: levels, as Docs/Model.md lists them.
private struct LieKind {
    let honest: Int
    let victim: Int
    let malicious: Int

    init(_ honest: Int, _ victim: Int, _ malicious: Int) {
        self.honest = honest
        self.victim = victim
        self.malicious = malicious
    }

    /// The level at which no lie is told.
    static let truth = 6
    static let all = [
        LieKind(5, 5, 5), LieKind(0, 0, 4), LieKind(1, 1, 4), LieKind(2, 2, 4), LieKind(4, 4, 4), LieKind(1, 1, 3),
        LieKind(2, 2, 3), LieKind(3, 3, 3), LieKind(2, 2, 2), LieKind(0, 0, 0), LieKind(1, 1, 1), LieKind(4, 4, 0),
        LieKind(6, 6, 4), LieKind(6, 0, 6), LieKind(6, 1, 6), LieKind(6, 0, 4),
    ]
}
