import Foundation
import Testing

@Suite("trustsim explain")
struct ExplainTests {
    private static let scenario = "open-square.json"
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
            let changed: Bool
        }
        let time: Double
        let evaluator: String
        let subject: String
        let decision: Decision
        let groupDecision: Group?
        let withoutMechanism: [Alternative]?
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
        let outcome = try directory.trustsim("explain", Self.scenario)
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
            "run", Self.scenario, "--replications", "1", "--decisions", "cases.jsonl", "--schemes",
            "consensus-adaptive,beta", "--seed", "3")
        expectSuccess(run)
        let lines = try directory.text("cases.jsonl").split(separator: "\n").map { Data($0.utf8) }
        for scheme in ["consensus-adaptive", "beta"] {
            let found = try explained(
                ["--seed", "3", "--scheme", scheme, "--decide", "\(scheme).json"].prefix(scheme == "beta" ? 4 : 6)
                    .map { $0 })
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

    @Test("Markdown has the same tables, and a file gets what standard output would")
    func formats() throws {
        let markdown = try directory.trustsim("explain", Self.scenario, "--format", "markdown")
        expectSuccess(markdown)
        #expect(markdown.output.contains("| Switched off | trust | threshold | difference | verdict | changed |"))
        expectSuccess(
            try directory.trustsim("explain", Self.scenario, "--format", "markdown", "--output", "why.md"))
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
        try directory.expectError(["explain", Self.scenario] + wrong.arguments, code: 64, wrong.message)
    }
}
