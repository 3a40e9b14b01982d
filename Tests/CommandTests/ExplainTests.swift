import Foundation
import Testing

@Suite("trustsim explain")
struct ExplainTests {
    private static let scenario = "open-square.json"
    /// The same world, smaller, with one scheme or more.
    private static func small(_ schemes: String...) -> [String] {
        let list = schemes.map { "'\($0)'" }.joined(separator: ",")
        return ["--set", "duration=60", "--set", "vehicles=60", "--set", "schemes=[\(list)]"]
    }
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
        try directory.write(
            try Data(contentsOf: Place.project.appendingPathComponent("Scenarios/\(Self.scenario)")), to: Self.scenario)
    }

    private struct Explained: Decodable {
        struct Decision: Decodable, Equatable {
            let trust: Double
            let threshold: Double
            let support: Double
            let unknown: Bool
            let decision: String
        }
        struct Group: Decodable {
            let trust: Double
            let thresholdBeforeProbation: Double
        }
        struct Alternative: Decodable {
            let without: String
            let decision: Decision
            let logOdds: Double?
            let changed: Bool
        }
        struct Inference: Decodable {
            struct Contribution: Decodable {
                let source: String
                let reporter: String?
                let logOdds: Double
            }
            struct ThresholdParts: Decodable {
                let tolerance: Double
                let maliciousShare: Double?
            }
            let logOdds: Double
            let distrustedAbove: Double
            let thresholdParts: ThresholdParts
            let learned: [String: Double]
            let contributions: [Contribution]
        }
        struct Report: Decodable {
            struct Ratios: Decodable {
                let subjective: Double
                let objective: Double
                let comprehensive: Double
                let selfProof: Double
            }
            let reporter: String
            let subjective: Double?
            let comprehensive: Double?
            let selfProof: Double?
            let logRatios: Ratios?
            let logOdds: Double?
        }
        let time: Double
        let evaluator: String
        let subject: String
        let decision: Decision
        let groupDecision: Group?
        let inference: Inference?
        let reports: [Report]
        let withoutMechanism: [Alternative]?
        let withoutOwnEvidence: [Alternative]?
        let withoutReports: [Alternative]?
        let withoutOneReport: [Alternative]?
    }

    private struct Case: Decodable {
        let scheme: String
        let time: Double
        let evaluator: String
        let subject: String
    }

    private func explained(_ arguments: [String]) throws -> Explained {
        let outcome = try directory.trustsim(["explain", Self.scenario, "--format", "json"] + arguments)
        expectSuccess(outcome)
        return try JSONDecoder().decode(Explained.self, from: outcome.outputBytes)
    }

    @Test("without options it explains a decision of the shipped scenario in these words, within 80 columns")
    func golden() throws {
        let outcome = try directory.trustsim(["explain", Self.scenario] + Self.small("consensus-adaptive", "beta"))
        expectSuccess(outcome)
        // But for the command to be typed.
        let lines = outcome.output.split(separator: "\n").filter { !$0.hasPrefix("    trustsim ") }
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 })
        try Golden.expect(outcome.outputBytes, is: "explain.txt")
    }

    @Test("what it gives as the same again is that, with every option and whatever the vehicles are called")
    func again() throws {
        // The same letter twice, as one scalar and as two; blanks, quotation marks, something like an option.
        let names = ["\u{E9}", "e\u{301}", "o'x y", "--at", "\\$(a)"]
        var trace = "time,vehicle,x,y\n"
        for time in 0...60 {
            for (number, name) in names.enumerated() { trace += "\(time),\(name),\(10 * number + time),0\n" }
        }
        try directory.write(trace, to: "it's.csv")
        try directory.write(
            "{duration: 60, mobility: {model: 'trace', file: \"it's.csv\"}, attackers: {ratio: 0.4}}", to: "a b.json")
        for chosen in [
            [], ["--evaluator", names[0]], ["--subject", names[1], "--at", "50"], ["--scheme", "beta"],
            ["--scheme", "consensus-adaptive/no-self-proof"],
            ["--subject=--at"],
        ] {
            let options = ["--seed", "5", "--replication", "2", "--set", "sensing.accuracy=0.9"] + chosen
            let first = try directory.trustsim(["explain", "a b.json"] + options)
            expectSuccess(first)
            let lines = first.output.split(separator: "\n")
            let command = try #require(lines.first { $0.hasPrefix("    trustsim ") })
            let words = command.dropFirst("    trustsim".count)
            let second = try directory.shell("\"$TRUSTSIM\"\(words)")
            expectSuccess(second)
            #expect(second.output.split(separator: "\n").first == lines.first)
        }
        let one = try directory.trustsim("explain", "a b.json", "--evaluator", names[1], "--format", "json")
        #expect(Array(one.output.utf8).firstRange(of: Array("\"evaluator\": \"e\u{301}\"".utf8)) != nil, "\(one)")
    }

    @Test("it has the numbers of 'run --decisions' and of 'decide', to the digit")
    func sameNumbers() throws {
        let run = try directory.trustsim(
            ["run", Self.scenario, "--replications", "1", "--decisions", "cases.jsonl", "--seed", "3"]
                + Self.small("consensus-averaging", "beta"))
        expectSuccess(run)
        let lines = try directory.text("cases.jsonl").split(separator: "\n").map { Data($0.utf8) }
        for scheme in ["consensus-averaging", "beta"] {
            let found = try explained(
                Self.small("consensus-averaging", "beta") + ["--seed", "3", "--scheme", scheme]
                    + (scheme == "beta" ? [] : ["--decide", "\(scheme).json"]))
            let same = try lines.first { line in
                let item = try JSONDecoder().decode(Case.self, from: line)
                return item.scheme == scheme && item.time == found.time && item.evaluator == found.evaluator
                    && item.subject == found.subject
            }
            #expect(try JSONDecoder().decode(Explained.Decision.self, from: try #require(same)) == found.decision)
            #expect((found.groupDecision == nil) == (scheme == "beta"))
            guard let group = found.groupDecision else { continue }
            let decide = try directory.trustsim("decide", "\(scheme).json", "--json")
            expectSuccess(decide)
            struct Decided: Decodable {
                struct Subject: Decodable {
                    let id: String
                    let trust: Double
                    let threshold: Double
                }
                let subjects: [Subject]
            }
            let decided = try JSONDecoder().decode(Decided.self, from: decide.outputBytes).subjects
            let subject = try #require(decided.first { $0.id == found.subject })
            #expect(subject.trust == group.trust)
            #expect(subject.threshold == group.thresholdBeforeProbation)
            #expect(found.withoutMechanism?.count == 10)
        }
    }

    @Test("JSON of a decision by inference has levels, parts that add up to the log odds, the limit, and alternatives")
    func inference() throws {
        let found = try explained(Self.small("consensus-adaptive"))
        let inference = try #require(found.inference)
        #expect(abs(inference.contributions.reduce(0) { $0 + $1.logOdds } - inference.logOdds) < 1e-6)
        #expect(abs(1 / (1 + exp(inference.logOdds)) - found.decision.trust) < 1e-12)
        let (tolerance, share) = (
            inference.thresholdParts.tolerance, try #require(inference.thresholdParts.maliciousShare)
        )
        let odds = (1 - share) / share * (1 - tolerance) / tolerance
        #expect(abs(1 / (1 + odds) - found.decision.threshold) < 1e-12)
        #expect(abs(log(odds) - inference.distrustedAbove) < 1e-9)
        #expect((inference.logOdds <= inference.distrustedAbove) == (found.decision.decision == "trusted"))
        #expect(Set(inference.learned.keys) == ["maliciousShare", "ownAccuracy", "othersAccuracy", "glitch"])
        #expect(inference.learned["maliciousShare"] == share)
        #expect(inference.contributions.prefix(2).map(\.source) == ["memory", "ownEvidence"])
        let said = inference.contributions.filter { $0.source == "report" }
        #expect(said.map(\.reporter) == found.reports.map(\.reporter))
        #expect(said.map(\.logOdds) == found.reports.map(\.logOdds))
        #expect(!found.reports.isEmpty)
        for report in found.reports {
            let ratios = try #require(report.logRatios)
            #expect(abs(ratios.subjective + ratios.objective - ratios.comprehensive) < 1e-9)
            for (level, ratio) in [
                (report.subjective, ratios.subjective), (report.comprehensive, ratios.comprehensive),
                (report.selfProof, ratios.selfProof),
            ] { #expect(abs(1 / (1 + exp(-ratio)) - (level ?? -1)) < 1e-12) }
        }
        #expect(
            found.withoutMechanism?.map(\.without) == [
                "subjective", "objective", "selfProof", "rounds", "dynamicThreshold", "memory", "victims", "learning",
            ])
        for list in [found.withoutOwnEvidence, found.withoutReports, found.withoutOneReport] {
            let rows = try #require(list)
            #expect((1...3).contains(rows.count))
            for row in rows {
                #expect(abs(1 / (1 + exp(try #require(row.logOdds))) - row.decision.trust) < 1e-12)
                #expect(row.changed == (row.decision.decision != found.decision.decision))
            }
        }
        let averaging = try explained(["--scheme", "consensus-averaging"] + Self.small("consensus-averaging"))
        #expect(averaging.inference == nil && averaging.withoutReports?.first?.logOdds == nil)
    }

    @Test("Markdown has the same tables, and a file gets what standard output would")
    func formats() throws {
        let explain = ["explain", Self.scenario, "--format", "markdown"] + Self.small("consensus-adaptive")
        let markdown = try directory.trustsim(explain)
        expectSuccess(markdown)
        #expect(
            markdown.output.contains("| Switched off | log odds | trust | threshold | difference | verdict | changed |")
        )
        expectSuccess(try directory.trustsim(explain + ["--output", "why.md"]))
        #expect(try directory.bytes("why.md") == markdown.outputBytes)
    }

    @Test(
        "what cannot be explained is refused with what there is",
        arguments: [
            WrongLine("--evaluator v100", "there is no vehicle 'v100'; there are v0 to v99"),
            WrongLine(
                "--evaluator v2",
                "v2 is an attacker: nobody reads what it decides, so it is not counted and cannot be "
                    + "explained"),
            WrongLine(
                "--evaluator v0 --subject v7 --at 100",
                "v7 is no neighbour of v0 at its last evaluation by then, at 98.333384 s; it was last heard at 84.728958 s. "
                    + "The nearest time is '--at 78.333384'. Neighbours were v5, v8, v24, v27, v34, v41, v42, v45, v63, "
                    + "v69, v73, v79 and 4 more"),
            WrongLine("--evaluator v3 --at 1000", "1000 s is outside of the run, which lasts from 0 to 200 s"),
            WrongLine(
                "--evaluator v3 --subject v7 --at 1",
                "v3 has not evaluated its neighbours by 1 s; its first evaluation is at 2.355906 s"),
            WrongLine("--scheme beta --decide x.json", "'--decide' needs a group decision, which 'beta' does not make"),
        ])
    func refusals(wrong: WrongLine) throws {
        try directory.expectError(
            ["explain", Self.scenario, "--set", "schemes=['beta']"] + wrong.arguments, code: 64, wrong.message)
    }
}
