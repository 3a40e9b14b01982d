import Foundation
import GroupDecision
import Testing

@testable import TrustSim

@Suite struct ExplanationTests {
    private static let schemes = ["schemes=['consensus-adaptive','consensus-averaging','own-evidence','beta']"]

    /// Some decisions of honest vehicles in the small world, of a scheme.
    private static func cases(of scheme: String, every step: Int) throws -> [CaseRecord] {
        let all = try SmallWorld.run(schemes, logsCases: true).runs[0].result.cases.filter { $0.scheme == scheme }
        return stride(from: step / 2, to: all.count, by: step).map { all[$0] }
    }

    private static func explain(
        _ scheme: String, _ evaluator: String?, _ subject: String?, _ seconds: Double?, _ assignments: [String] = []
    ) throws -> Explanation {
        var request = ExplanationRequest(scheme: scheme)
        (request.evaluator, request.subject, request.seconds) = (evaluator, subject, seconds)
        return try SmallWorld.executor(schemes + assignments).explain(request)
    }

    private static func explain(_ found: CaseRecord) throws -> Explanation {
        try explain(found.scheme, "v\(found.evaluator)", "\(found.subject)", found.time.seconds)
    }

    @Test(
        "an explanation is about the decision that the run made, to the digit",
        arguments: ["consensus-adaptive", "consensus-averaging", "beta"])
    func sameDecisions(scheme: String) throws {
        let cases = try Self.cases(of: scheme, every: 200)
        #expect(cases.count > 3)
        for found in cases {
            let explained = try Self.explain(found)
            #expect(explained.view.time == found.time)
            #expect(explained.outcome.decision == found.decision)
            #expect(explained.outcome.isTrusted == found.isTrusted)
            #expect(explained.outcome.isUnknown == found.isUnknown)
            #expect(explained.opinion.certainty == found.ownCertainty)
            #expect(explained.truth.isMalicious[Int(found.subject)] == found.isMalicious)
            #expect(explained.schemes.map(\.name).contains(scheme))
            #expect(explained.schemes.first { $0.name == scheme }?.outcome.decision == found.decision)
            #expect(explained.history.last?.time == found.time)
        }
    }

    @Test("the last evaluation by a time is explained, not a later one")
    func lastByThen() throws {
        let found = try #require(try Self.cases(of: "beta", every: 500).first)
        let later = try Self.explain(
            "beta", "v\(found.evaluator)", "v\(found.subject)", found.time.seconds + 9.999)
        #expect(later.view.time == found.time)
        #expect(later.askedTime == found.time + 9_999_000)
    }

    @Test("each row of a mechanism is the decision of a decider without it, and what is off already has none")
    func mechanismsOff() throws {
        for found in try Self.cases(of: "consensus-averaging", every: 300) {
            let explained = try Self.explain(found)
            let detail = try #require(explained.detail)
            let rows = explained.withoutMechanisms
            #expect(rows.map(\.label) == Mechanisms.all.map(\.key))
            for (name, row) in zip(Mechanisms.all, rows) {
                var mechanisms = Mechanisms()
                mechanisms[keyPath: name.path] = false
                var outcome = GroupOutcome()
                GroupDecider(parameters: detail.parameters, mechanisms: mechanisms).decide(
                    explained.view.neighbourhood, into: &outcome)
                let subject = outcome.subjects[explained.subject]
                #expect(row.outcome.decision.trust == subject.trust)
                #expect(row.outcome.decision.support == subject.basis)
                let added = row.outcome.decision.threshold - subject.threshold
                if name.key == "probation" { #expect(added == 0) }
                #expect(explained.probationMargin == 0 ? added == 0 : added >= 0)
            }
        }
        let without = try Self.explain("consensus-adaptive", nil, nil, nil, ["mechanismsOff=['rounds','victims']"])
        #expect(without.withoutMechanisms.count == InferenceMechanisms.all.count - 2)
    }

    @Test("the sources add up to the trust, whose honesty step can only lower it")
    func sources() throws {
        for seed in 1...3 {
            let explained = try Self.explain("consensus-averaging", nil, nil, nil, ["seed=\(seed)"])
            let detail = try #require(explained.detail)
            let decider = GroupDecider(parameters: detail.parameters, mechanisms: detail.mechanisms)
            for subject in 0..<explained.view.neighbourCount {
                let parts = decider.breakdown(of: subject, in: explained.view.neighbourhood, detail.outcome)
                let sources = [parts.own, parts.group, parts.guarantee, parts.prior]
                #expect(abs(sources.reduce(0) { $0 + $1.share } - 1) < 1e-12)
                #expect(abs(sources.reduce(0) { $0 + $1.part } - parts.trustBySources) < 1e-9)
                let found = detail.outcome.subjects[subject]
                if explained.view.neighbourhood.members.contains(where: { $0.subject == subject }) {
                    #expect(found.trust <= parts.trustBySources)
                } else {
                    #expect(found.trust == parts.trustBySources)
                }
                let prior = detail.parameters.prior
                #expect(abs(prior + found.basis * (parts.thresholdByTolerances - prior) - found.threshold) < 1e-12)
                let shares = parts.reportShares.reduce(0, +)
                #expect(parts.group.share > 0 ? abs(shares - 1) < 1e-12 : true)
            }
        }
    }

    @Test("a decision by inference is the sum of its parts, made again from what was kept, and as printed")
    func inferenceAddsUp() throws {
        for seed in 1...4 {
            let explained = try Self.explain(
                "consensus-adaptive", nil, nil, nil, ["schemes=['consensus-adaptive']", "seed=\(seed)"])
            let detail = try #require(explained.inference)
            let logOdds = detail.outcome.subjects[explained.subject].logOdds
            let parts = explained.contributions(detail)
            #expect(abs(parts.reduce(0) { $0 + $1.logOdds } - logOdds) < 1e-6)
            let again = explained.alternative("again", detail, detail.parameters, explained.view.neighbourhood)
            #expect(again.outcome.decision == explained.outcome.decision && again.logOdds == logOdds)
            #expect(explained.withoutMechanisms.map(\.label) == InferenceMechanisms.all.map(\.key))
            let report = ExplanationReport(explained, command: "trustsim explain")
            let table = report.contributionTable(detail, parts)
            let printed = table.rows.map { Double($0[1].text).map { Int(($0 * 100).rounded()) } ?? .max }
            #expect(printed.dropLast().reduce(0, +) == printed.last)
        }
    }

    @Test("of decisions by inference one is chosen in which reports turned the verdict, narrowly in log odds")
    func narrowInference() throws {
        let explained = try Self.explain(
            "consensus-adaptive", nil, nil, nil, ["schemes=['consensus-adaptive']", "attackers.ratio=0.4"])
        #expect(explained.isAsWanted)
        let alone = try #require(explained.withoutReports)
        #expect(alone.outcome.isTrusted != explained.outcome.isTrusted)
        let detail = try #require(explained.inference)
        let limit = explained.outcome.decision.logOddsLimit
        func distance(_ subject: Int) -> Double { abs(detail.outcome.subjects[subject].logOdds - limit) }
        // Of the same evaluation no other decision of the kind is nearer to the limit.
        let withoutReports = detail.verdictsWithoutReports(explained.view)
        #expect(withoutReports[explained.subject] == alone.outcome.isTrusted)
        let entries = explained.view.neighbourhood.entries
        func isMalicious(_ subject: Int) -> Bool { explained.truth.isMalicious[Int(explained.view.subjects[subject])] }
        for other in 0..<explained.view.neighbourCount where isMalicious(other) == isMalicious(explained.subject) {
            let found = detail.outcome.subjects[other]
            if entries.count(where: { Int($0.subject) == other }) >= 3,
                explained.view.neighbourhood.subjects[other].opinion.certainty > 0,
                found.support >= SchemeDecision.minimumSupport, found.trusted != isMalicious(other),
                withoutReports[other] != found.trusted
            {
                #expect(distance(other) >= distance(explained.subject))
            }
        }
        // The limit is where the threshold is reached.
        let subject = detail.outcome.subjects[explained.subject]
        #expect(subject.trusted == (subject.logOdds <= explained.outcome.decision.logOddsLimit))
    }

    @Test("a report left out counts as one that is sure of nothing")
    func reportsLeftOut() throws {
        let explained = try Self.explain("consensus-averaging", nil, nil, nil)
        let detail = try #require(explained.detail)
        let rows = explained.withoutOneReport(most: 100)
        #expect(rows.count >= 3)
        for row in rows {
            var neighbourhood = explained.view.neighbourhood
            let member = try #require(
                neighbourhood.members.indices.first { row.label == "report of \(explained.name(ofMember: $0))" })
            if neighbourhood.members[member].subject == explained.subject { continue }
            for entry in neighbourhood.entryRange(ofMember: member) {
                neighbourhood.entries[entry].certainty = 0
                neighbourhood.entries[entry].vouches = false
            }
            var outcome = GroupOutcome()
            GroupDecider(parameters: detail.parameters).decide(neighbourhood, into: &outcome)
            #expect(abs(outcome.subjects[explained.subject].trust - row.outcome.decision.trust) < 1e-12)
        }
        let effects = rows.map { abs($0.margin - explained.margin) }
        #expect(effects == effects.sorted(by: >))
        #expect(explained.withoutOneReport(most: 3).map(\.label) == rows.prefix(3).map(\.label))
        let alone = try #require(explained.withoutReports)
        #expect(abs(alone.outcome.decision.trust - explained.opinion.value) < 1e-9)
        let unseen = try #require(explained.withoutOwnEvidence)
        #expect(unseen.outcome.decision.support < explained.outcome.decision.support)
    }

    @Test("the decision file is read by 'decide', which finds the same about everybody")
    func decisionFile() throws {
        let keys = "baselines.consensus-averaging."
        for assignments in [[], [keys + "maxRounds=3", keys + "ownGain=2"]] {
            let explained = try Self.explain("consensus-averaging", nil, nil, nil, assignments)
            let detail = try #require(explained.detail)
            let bytes = try #require(ExplanationReport(explained, command: "").decisionFile)
            let read = try DecisionFile(try JSON5Reader.read(bytes, origin: .file("decision.json")))
            guard case .averaging(let file) = read else {
                Issue.record("another scheme")
                return
            }
            #expect(file.parameters == detail.parameters)
            #expect(file.mechanisms == detail.mechanisms)
            #expect(file.subjects == explained.view.subjects.map { explained.names.name(of: $0) })
            var outcome = GroupOutcome()
            GroupDecider(parameters: file.parameters, mechanisms: file.mechanisms).decide(
                file.neighbourhood, into: &outcome)
            #expect(outcome.subjects == detail.outcome.subjects)
            #expect(outcome.members == detail.outcome.members)
        }
        #expect(ExplanationReport(try Self.explain("beta", nil, nil, nil), command: "").decisionFile == nil)
    }

    @Test(
        "the decision file of an inference has all that it rests on: the same about everybody, and the same memory after it",
        arguments: [
            [], ["sensing.verification=plausibility"], ["evidence.forgettingPer=interaction"],
            ["parameters.rounds=3", "parameters.credit=0.7", "mechanismsOff=['victims']", "evidence.priorWeight=3"],
        ])
    func inferenceDecisionFile(assignments: [String]) throws {
        let explained = try Self.explain(
            "consensus-adaptive", nil, nil, nil, ["schemes=['consensus-adaptive']"] + assignments)
        let detail = try #require(explained.inference)
        #expect(detail.memory.snapshot.statements.contains { !$0.isEmpty })
        let bytes = try #require(ExplanationReport(explained, command: "").decisionFile)
        let read = try DecisionFile(try JSON5Reader.read(bytes, origin: .file("decision.json")))
        guard case .inference(let file) = read else {
            Issue.record("another scheme")
            return
        }
        #expect(file.parameters == detail.parameters)
        #expect(file.subjects == explained.view.subjects.map { explained.names.name(of: $0) })
        let found = file.decide()
        #expect(found.outcome.subjects == detail.outcome.subjects)
        #expect(found.outcome.members == detail.outcome.members)
        #expect(found.contributions[explained.subject] == explained.contributions(detail))
        // What is learned, too.
        var (inference, memory, outcome) = (
            GroupInference(parameters: detail.parameters), detail.memory, InferenceOutcome()
        )
        inference.decide(explained.view, detail.numbers, &memory, into: &outcome)
        let (expected, after) = (memory.snapshot, found.memory.snapshot)
        #expect(after.maliciousShare == expected.maliciousShare && after.glitch == expected.glitch)
        #expect(after.ownAccuracy == expected.ownAccuracy && after.accuracyScores == expected.accuracyScores)
        #expect(after.conductCounts == expected.conductCounts && after.lieCounts == expected.lieCounts)
        for (subject, number) in detail.numbers.enumerated() {
            #expect(after.beliefs[subject] == expected.beliefs[Int(number)])
        }
        #expect(after.statements.joined().count > 0)
    }

    @Test("what does not exist in the run is said, with what there is instead")
    func problems() throws {
        let all = try SmallWorld.run(Self.schemes, logsCases: true).runs[0].result.cases
        let cases = all.filter { $0.scheme == "beta" }
        let honest = cases[0].evaluator
        let attacker = try #require((0..<30).first { vehicle in !cases.contains { $0.evaluator == vehicle } })
        func message(_ evaluator: String?, _ subject: String?, _ seconds: Double?) -> String {
            do {
                _ = try Self.explain("beta", evaluator, subject, seconds)
                return "explained"
            } catch { return "\(error)" }
        }
        #expect(message("v30", nil, nil) == "there is no vehicle 'v30'; there are v0 to v29")
        #expect(message("v\(honest)", "tram", nil) == "there is no vehicle 'tram'; there are v0 to v29")
        #expect(message("v\(honest)", "-1", nil) == "there is no vehicle '-1'; there are v0 to v29")
        #expect(message("v\(honest)", "v007", nil) == "there is no vehicle 'v007'; there are v0 to v29")
        #expect(
            message("v\(attacker)", nil, nil)
                == "v\(attacker) is an attacker: nobody reads what it decides, so it is not counted and cannot be explained"
        )
        #expect(message("v\(honest)", "v\(honest)", nil) == "v\(honest) does not decide about itself")
        for (seconds, text) in [(60.5, "60.5"), (-1, "-1"), (1e300, "\(NumberText.csv(1e300))")] {
            #expect(
                message("v\(honest)", nil, seconds) == "\(text) s is outside of the run, which lasts from 0 to 60 s")
        }
        let early = message("v\(honest)", "v\(cases[0].subject)", 0)
        #expect(
            early.hasPrefix("v\(honest) has not evaluated its neighbours by 0 s; its first evaluation is at "),
            "\(early)")
    }

    @Test("of somebody who is no neighbour it is said who was, when it was heard, and when it is one")
    func noNeighbour() throws {
        let all = try SmallWorld.run(Self.schemes, logsCases: true).runs[0].result.cases
        let cases = all.filter { $0.scheme == "beta" }
        // A neighbour at one evaluation and not at another one of the same vehicle.
        let (found, other) = try #require(
            cases.lazy.compactMap { found in
                cases.first { other in
                    other.evaluator == found.evaluator && other.time > found.time
                        && !cases.contains {
                            $0.evaluator == other.evaluator && $0.time == other.time && $0.subject == found.subject
                        }
                }.map { (found, $0) }
            }.first)
        do {
            _ = try Self.explain("beta", "v\(found.evaluator)", "v\(found.subject)", other.time.seconds)
            Issue.record("explained")
        } catch let problem as ExplanationProblem {
            let head =
                "v\(found.subject) is no neighbour of v\(found.evaluator) at its last evaluation by then, at "
                + "\(NumberText.csv(other.time.seconds)) s; it was last heard at "
            #expect(problem.message.hasPrefix(head), "\(problem)")
            let neighbours = cases.filter { $0.time == other.time && $0.evaluator == other.evaluator }
            #expect(problem.message.contains("Neighbours were v\(neighbours[0].subject)"), "\(problem)")
            let pieces = problem.message.components(separatedBy: "The nearest time is '--at ")
            let seconds = try #require(Double(pieces[1].prefix { $0 != "'" }))
            let nearest = try Self.explain("beta", "v\(found.evaluator)", "v\(found.subject)", seconds)
            #expect(nearest.view.time.seconds == seconds)
        }
    }

    @Test("nothing given: the same decision is chosen each time, and it can be asked for by name")
    func chosen() throws {
        let first = try Self.explain("consensus-adaptive", nil, nil, nil)
        #expect(first.chosen == ["evaluator", "subject", "at"])
        let again = try Self.explain(
            "consensus-adaptive", first.evaluatorName, first.subjectName, first.view.time.seconds)
        #expect(again.chosen == [])
        #expect(again.outcome.decision == first.outcome.decision)
        let last = try Self.explain("consensus-adaptive", first.evaluatorName, first.subjectName, nil)
        #expect(last.chosen == ["at"])
        #expect(last.view.time >= first.view.time)
    }
}
