import Foundation
import Testing

@Suite("trustsim decide, by inference")
struct DecideInferenceTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
        try directory.write(
            try Data(contentsOf: Place.project.appendingPathComponent("Scenarios/decisions/liars.json")),
            to: "liars.json")
    }

    private struct Decision: Decodable {
        struct Member: Decodable {
            let id: String
            let subjective: Double
            let logRatios: [String: Double]
        }
        struct Contribution: Decodable {
            let source: String
            let reporter: String?
            let logOdds: Double
        }
        struct Subject: Decodable {
            let id: String
            let logOdds: Double
            let contributions: [Contribution]
            let trust: Double
            let threshold: Double
            let unknown: Bool
            let trusted: Bool
        }
        let scheme: String
        let members: [Member]
        let subjects: [Subject]
    }

    private func decide(_ text: String) throws -> Decision {
        try directory.write(text, to: "own.json")
        let outcome = try directory.trustsim("decide", "own.json", "--json")
        expectSuccess(outcome)
        return try JSONDecoder().decode(Decision.self, from: outcome.outputBytes)
    }

    @Test("the example gives the reference table and JSON, byte for byte")
    func golden() throws {
        let table = try directory.trustsim("decide", "liars.json")
        expectSuccess(table)
        try Golden.expect(table.outputBytes, is: "decide-liars.txt")
        let json = try directory.trustsim("decide", "liars.json", "--json")
        expectSuccess(json)
        try Golden.expect(json.outputBytes, is: "decide-liars.json")
    }

    @Test("log odds are the sum of their parts, in JSON and as printed, and the liars are found out")
    func sums() throws {
        let decision = try decide(try directory.text("liars.json"))
        #expect(decision.scheme == "consensus-adaptive")
        for subject in decision.subjects {
            #expect(abs(subject.contributions.reduce(0) { $0 + $1.logOdds } - subject.logOdds) < 1e-6)
            #expect(abs(1 / (1 + exp(subject.logOdds)) - subject.trust) < 1e-12)
            #expect(subject.trusted == (subject.trust >= subject.threshold))
        }
        let trusted = Dictionary(uniqueKeysWithValues: decision.subjects.map { ($0.id, $0.trusted) })
        #expect(
            trusted == ["v1": true, "v2": false, "v3": false, "v4": true, "v5": false, "v6": false, "v7": true])
        let levels = Dictionary(uniqueKeysWithValues: decision.members.map { ($0.id, $0) })
        for (name, isHonest) in [("v2", false), ("v3", false), ("v4", true)] {
            let found = try #require(levels[name])
            #expect((found.subjective > 0.5) == isHonest)
            #expect(abs(1 / (1 + exp(-(found.logRatios["subjective"] ?? 0))) - found.subjective) < 1e-12)
        }
        // In thousandths: the columns of the sums, and the entries of each subject to the column of reports.
        let blocks = try directory.trustsim("decide", "own.json").output.components(separatedBy: "\n\n")
        func rows(_ title: String) throws -> [[String]] {
            let place = try #require(blocks.firstIndex { $0.hasPrefix(title) })
            return blocks[place + 1].split(separator: "\n").dropFirst(2).map {
                $0.split(separator: " ").map(String.init)
            }
        }
        func steps(_ text: String) throws -> Int { Int((try #require(Double(text)) * 1000).rounded()) }
        let verdicts = try rows("Decisions of v0")
        let entries = try rows("What each report adds")
        for (row, verdict) in zip(try rows("What speaks for malicious"), verdicts) {
            let numbers = try row.dropFirst().map(steps)
            #expect(row[0] == verdict[0] && numbers.dropLast().reduce(0, +) == numbers.last)
            #expect(row.last == verdict[3])
            let said = try entries.filter { $0[1] == row[0] }.map { try steps($0[4]) }
            #expect(said.reduce(0, +) == numbers[numbers.count - 2])
        }
        #expect(verdicts.count == 7 && entries.count > 5)
    }

    @Test("what is remembered after a decision can be the memory of the next one")
    func chained() throws {
        let first = try directory.trustsim("decide", "liars.json", "--json")
        let root = try #require(try JSONSerialization.jsonObject(with: first.outputBytes) as? [String: Any])
        let memory = try #require(root["memory"] as? [String: Any])
        let text = String(decoding: try JSONSerialization.data(withJSONObject: memory), as: UTF8.self)
        let next = try decide(
            """
            {time: 50, evaluator: {id: "v0", tolerance: 0.6, opinions: [
              {subject: "v7", positive: 0, negative: 0}, {subject: "x", positive: 0, negative: 0}]},
             reports: [], memory: \(text)}
            """)
        #expect(next.subjects.map(\.id) == ["v7", "x"])
        // v4's word on v7 is remembered; of x nothing is known.
        #expect(next.subjects[0].logOdds < -0.5 && abs(next.subjects[1].logOdds) < 1e-9)
        #expect(next.subjects[1].unknown && !next.subjects[0].unknown)
    }

    @Test("an opinion stands for its evidence, and settings change what is found")
    func settings() throws {
        let text = try directory.text("liars.json")
        func subjects(_ text: String) throws -> [Double] { try decide(text).subjects.map(\.logOdds) }
        let plain = try subjects(text)
        // r + s = 2 q / (1 - q) = 6, r = y (r + s + 2) - 1 = 0.6.
        let same = try subjects(
            text.replacing("value: 0.2, certainty: 0.75", with: "positive: 0.6, negative: 5.4"))
        #expect(zip(plain, same).allSatisfy { abs($0 - $1) < 1e-9 })
        let changes = [
            "verification: 'plausibility'", "parameters: {groupWeight: 1}", "parameters: {rounds: 1}",
            "parameters: {credit: 1}", "mechanisms: {memory: false}", "mechanisms: {selfProof: false}",
            "evidence: {priorWeight: 4}",
        ]
        for change in changes {
            let changed = try subjects(text.replacing("  time: 40,", with: "  time: 40, \(change),"))
            #expect(changed != plain, "\(change)")
        }
        #expect(try subjects(text.replacing("scheme: \"consensus-adaptive\",", with: "")) == plain)
        // Who is no neighbour is decided about, but nothing is learned from it.
        let stranger = try subjects(
            text.replacing("value: 0.2, certainty: 0.75", with: "value: 0.2, certainty: 0.75, neighbour: false"))
        #expect(stranger == plain)
    }

    @Test("'explain --decide' writes what 'decide' finds the same with, to the last digit")
    func fromExplain() throws {
        try directory.write(Sample.scenario, to: "a.json")
        let explained = try directory.trustsim("explain", "a.json", "--decide", "d.json", "--format", "json")
        expectSuccess(explained)
        struct Explained: Decodable {
            struct Parts: Decodable {
                let logOdds: Double
                let contributions: [Decision.Contribution]
            }
            struct Verdict: Decodable {
                let trust: Double
                let threshold: Double
            }
            let subject: String
            let decision: Verdict
            let inference: Parts
        }
        let wanted = try JSONDecoder().decode(Explained.self, from: explained.outputBytes)
        let found = try #require(
            try decide(try directory.text("d.json")).subjects.first { $0.id == wanted.subject })
        #expect(found.trust == wanted.decision.trust && found.threshold == wanted.decision.threshold)
        #expect(found.logOdds == wanted.inference.logOdds)
        #expect(found.contributions.map(\.logOdds) == wanted.inference.contributions.map(\.logOdds))
        #expect(found.contributions.map(\.reporter) == wanted.inference.contributions.map(\.reporter))
    }

    private static func document(_ more: String, own: String = "", report: String = "") -> String {
        """
        {time: 5, \(more)
         evaluator: {id: 'v0', tolerance: 0.6, opinions: [\(own)]},
         reports: [{reporter: 'v1', opinions: []\(report)}]}
        """
    }

    @Test(
        "what is wrong is named with its place, what was found and what is allowed",
        arguments: [
            WrongFile(
                document("scheme: 'consensus-adaptiv',"),
                "1:19: 'scheme' is 'consensus-adaptive' or 'consensus-averaging', found 'consensus-adaptiv'; did you mean "
                    + "'consensus-adaptive'?"),
            WrongFile(
                document("scheme: 3,"), "1:19: 'scheme' is 'consensus-adaptive' or 'consensus-averaging', found 3"),
            WrongFile(
                document("", report: ", attestedLevel: 0.9"),
                "3:43: unknown key 'reports[0].attestedLevel'; only 'consensus-averaging' has it, and without 'scheme' the "
                    + "file is for 'consensus-adaptive'"),
            WrongFile(
                document("parameters: {maxRounds: 3}, scheme: 'consensus-adaptive',"),
                "1:24: unknown key 'parameters.maxRounds'; only 'consensus-averaging' has it, and 'scheme' is "
                    + "'consensus-adaptive'"),
            WrongFile(
                document("mechanisms: {guarantee: false},"),
                "1:24: unknown key 'mechanisms.guarantee'; only 'consensus-averaging' has it, and without 'scheme' the file "
                    + "is for 'consensus-adaptive'"),
            WrongFile(
                document("scheme: 'consensus-averaging',"),
                "1:2: unknown key 'time'; only 'consensus-adaptive' has it, and 'scheme' is 'consensus-averaging'"),
            WrongFile(
                document("verification: 'plausible',"),
                "1:25: 'verification' is 'statistical' or 'plausibility', found 'plausible'"),
            WrongFile(
                document("parameters: {rounds: 2.5},"),
                "1:32: 'parameters.rounds' is a whole number from 1 to 20, found 2.5"),
            WrongFile(
                document("parameters: {groupweight: 1},"),
                "1:24: unknown key 'parameters.groupweight'; did you mean 'groupWeight'?"),
            WrongFile(
                document("", own: "{subject: 'a', positive: 1}"),
                "2:51: 'evaluator.opinions[0].negative' is missing"),
            WrongFile(
                document("", own: "{subject: 'a', positive: 1, negative: 0, value: 1}"),
                "2:99: 'evaluator.opinions[0]' has 'positive' and 'negative', or 'value' and 'certainty', found both"),
            WrongFile(document("", own: "{subject: 'a'}"), "2:51: 'evaluator.opinions[0].value' is missing"),
            WrongFile(
                document("", own: "{subject: 'a', positive: -1, negative: 0}"),
                "2:76: 'evaluator.opinions[0].positive' is a number from 0 to 10000000000, found -1"),
            WrongFile(
                document("memory: {maliciousShare: 1},"),
                "1:36: 'memory.maliciousShare' is a number from 0.001 to 0.999, found 1"),
            WrongFile(
                document("memory: {lieCounts: [1, 2]},"),
                "1:31: 'memory.lieCounts' is a list of 16 numbers, found 2"),
            WrongFile(
                document("memory: {beliefs: [{subject: 'a', likelihood: [1, 1, 1, 1, 1, 1, 1, 0]}]},"),
                "1:79: 'memory.beliefs[0].likelihood[7]' is a number from 1e-13 to 1, found 0"),
            WrongFile(
                document(
                    "memory: {statements: [{reporter: 'a', opinions: [{subject: 'b', positive: 1, negative: 0, time: 6}]}]},"
                ),
                "1:107: 'memory.statements[0].opinions[0].time' is at most the 'time' of the decision, 5, found 6"),
            WrongFile(
                document("memory: {statements: [{reporter: 'a', opinions: []}, {reporter: 'a', opinions: []}]},"),
                "1:75: 'memory.statements[1].reporter': reporter 'a' is given twice"),
        ])
    func wrong(file: WrongFile) throws {
        try directory.write(file.text, to: "d.json")
        for options in [[], ["--json"]] {
            try directory.expectError(["decide", "d.json"] + options, code: 65, "d.json:\(file.message)")
        }
    }

    @Test("extremes are decided with finite numbers")
    func extremes() throws {
        for tolerance in [0, 0.5, 1] {
            let decision = try decide(
                """
                {evaluator: {id: 'me', tolerance: \(tolerance), opinions: [
                  {subject: 'a', value: 1, certainty: 1}, {subject: 'b', value: 0, certainty: 1},
                  {subject: 'c', positive: 1e10, negative: 1e10}]},
                 reports: [{reporter: 'a', opinions: [{subject: 'b', value: 1, certainty: 1}, {subject: 'me', value: 0,
                   certainty: 1}, {subject: 'a', value: 1, certainty: 1}]}, {reporter: 'd', opinions: []}]}
                """)
            #expect(decision.subjects.map(\.id) == ["a", "b", "c", "d"])
            for subject in decision.subjects {
                #expect((0...1).contains(subject.trust) && (0...1).contains(subject.threshold))
                #expect(subject.logOdds.isFinite)
            }
            expectSuccess(try directory.trustsim("decide", "own.json"))
        }
    }
}
