import Foundation
import Testing

@Suite("trustsim decide")
struct DecideTests {
    private static let example = "Scenarios/decisions/newcomer.json"
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
        try directory.write(
            try Data(contentsOf: Place.project.appendingPathComponent(Self.example)), to: "newcomer.json")
    }

    /// The numbers of a decision; JSONSerialization would round them.
    private struct Decision: Decodable {
        struct Member: Decodable {
            let id: String
            let influence: Double
        }
        struct Subject: Decodable {
            let id: String
            let own: Double?
            let certainty: Double
            let trust: Double
            let threshold: Double
            let unknown: Bool
            let trusted: Bool
        }
        let rounds: Int
        let reached: Bool
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
        let table = try directory.trustsim("decide", "newcomer.json")
        expectSuccess(table)
        try Golden.expect(table.outputBytes, is: "decide-newcomer.txt")
        let json = try directory.trustsim("decide", "newcomer.json", "--json")
        expectSuccess(json)
        try Golden.expect(json.outputBytes, is: "decide-newcomer.json")
    }

    @Test("every shipped decision can be made")
    func shipped() throws {
        let folder = Place.project.appendingPathComponent("Scenarios/decisions")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        #expect(!names.isEmpty)
        for name in names {
            expectSuccess(try directory.trustsim("decide", folder.appendingPathComponent(name).path))
        }
    }

    @Test("JSON has the documented keys")
    func keys() throws {
        let outcome = try directory.trustsim("decide", "newcomer.json", "--json")
        let root = try #require(try JSONSerialization.jsonObject(with: outcome.outputBytes) as? [String: Any])
        #expect(
            Set(root.keys) == [
                "rounds", "initialConsensusDegree", "consensusDegree", "reached", "nextTolerance", "attestedLevel",
                "members", "subjects",
            ])
        let members = try #require(root["members"] as? [[String: Any]])
        #expect(members.map { $0["id"] as? String } == ["v1", "v2"])
        #expect(
            members.allSatisfy {
                Set($0.keys) == ["id", "subjective", "objective", "comprehensive", "selfProof", "influence"]
            })
        let subjects = try #require(root["subjects"] as? [[String: Any]])
        #expect(subjects.map { $0["id"] as? String } == ["v1", "v2", "v4", "v3"])
        #expect(
            subjects.allSatisfy {
                Set($0.keys) == [
                    "id", "own", "certainty", "group", "groupSupport", "guarantee", "guaranteeSupport", "basis",
                    "trust",
                    "threshold", "unknown", "trusted",
                ]
            })
        #expect(subjects.last?["own"] is NSNull)
    }

    @Test("the table has the numbers of the JSON, rounded to six digits")
    func sameNumbers() throws {
        let table = try directory.trustsim("decide", "newcomer.json").output
        let json = try directory.trustsim("decide", "newcomer.json", "--json")
        let decision = try JSONDecoder().decode(Decision.self, from: json.outputBytes)
        for subject in decision.subjects {
            let row = try #require(table.split(separator: "\n").last { $0.hasPrefix(subject.id + " ") })
            for number in [subject.trust, subject.threshold, subject.certainty] {
                let figures = row.matches(of: /\d\.\d{6}/).compactMap { Double($0.0) }
                #expect(figures.contains { abs($0 - number) <= 0.5000001e-6 })
            }
            #expect(row.hasSuffix(subject.trusted ? " trusted" : "distrusted"))
        }
    }

    @Test("without reports nobody is decided about but those whom the evaluator knows")
    func noReports() throws {
        let decision = try decide(
            """
            {scheme: "consensus-averaging", evaluator: {id: "me", tolerance: 0.6, opinions: [
              {subject: "good", value: 0.95, certainty: 0.9}, {subject: "bad", value: 0.05, certainty: 0.9},
              {subject: "me", value: 0, certainty: 1},
            ]}, reports: []}
            """)
        #expect(decision.members.isEmpty)
        #expect(decision.subjects.map(\.id) == ["good", "bad"])
        #expect(decision.subjects.map(\.trusted) == [true, false])
        #expect(decision.subjects.allSatisfy { !$0.unknown })
    }

    @Test("what reporters say of themselves and of the evaluator is ignored")
    func ignoredEntries() throws {
        func text(_ more: String) -> String {
            """
            {scheme: "consensus-averaging", evaluator: {id: "me", tolerance: 0.6, opinions: [{subject: "a", value: 0.8, certainty: 0.5}]},
             reports: [{reporter: "a", attestedLevel: 0.8, tolerance: 0.6, opinions: [
               {subject: "b", value: 0.7, certainty: 0.6}, \(more)
             ]}]}
            """
        }
        let plain = try directory.trustsim("decide", "own.json", "--json", input: nil)
        #expect(plain.exitCode == 65)
        try directory.write(text(""), to: "own.json")
        let without = try directory.trustsim("decide", "own.json", "--json")
        expectSuccess(without)
        try directory.write(
            text("{subject: 'a', value: 1, certainty: 1}, {subject: 'me', value: 0, certainty: 1}"), to: "own.json")
        #expect(try directory.trustsim("decide", "own.json", "--json").output == without.output)
    }

    @Test("mechanisms can be switched off and parameters changed")
    func settings() throws {
        let text = try directory.text("newcomer.json")
        let plain = try directory.trustsim("decide", "newcomer.json", "--json").output
        for change in [
            "mechanisms: {guarantee: false}", "mechanisms: {rounds: false}", "parameters: {maxRounds: 1}",
            "parameters: {supportScale: 1}", "mechanisms: {dynamicThreshold: false, honesty: false}",
        ] {
            let changed = text.replacingOccurrences(of: "  reports: [", with: "  \(change),\n  reports: [")
            try directory.write(changed, to: "own.json")
            let outcome = try directory.trustsim("decide", "own.json", "--json")
            expectSuccess(outcome)
            #expect(outcome.output != plain, "\(change)")
        }
        let same = text.replacingOccurrences(of: "  reports: [", with: "  mechanisms: {guarantee: true},\n  reports: [")
        try directory.write(same, to: "own.json")
        #expect(try directory.trustsim("decide", "own.json", "--json").output == plain)
    }
}
