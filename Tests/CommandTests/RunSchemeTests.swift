import Foundation
import Testing
import TrustSim

@Suite("Schemes, ablations and decisions of trustsim run")
struct RunSchemeTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func sheet(_ arguments: String...) throws -> Sheet { try sheet(arguments) }

    private func sheet(_ arguments: [String]) throws -> Sheet {
        let outcome = try directory.trustsim(["run", "a.json", "--format", "csv"] + arguments)
        expectSuccess(outcome)
        return Sheet(outcome.output)
    }

    @Test("the trivial schemes are in every result, and 'all' stands for every scheme")
    func schemes() throws {
        let beta = try sheet("--schemes", "beta", "--replications", "1")
        #expect(try beta.column("scheme") == ["beta", "trust-all", "distrust-all", "coin"])
        let all = try sheet("--schemes", "all", "--replications", "1")
        #expect(try all.column("scheme") == SchemeCatalog.names)
    }

    @Test("the trivial schemes are what their names say")
    func trivialSchemes() throws {
        let rows = try sheet().columns("scheme", "recall", "specificity", "f1", "unknownShare")
        #expect(rows.filter { $0[0] == "trust-all" }.allSatisfy { Array($0[1...3]) == ["0", "1", "0"] })
        #expect(rows.filter { $0[0] == "distrust-all" }.allSatisfy { Array($0[1...2]) == ["1", "0"] })
        #expect(rows.filter { $0[0].contains("all") || $0[0] == "coin" }.allSatisfy { $0[4] == "0" })
    }

    @Test("--ablate adds a row for each mechanism switched off, behind the scheme itself")
    func ablations() throws {
        let two = try sheet("--ablate", "victims,selfProof", "--replications", "1")
        #expect(
            try two.column("scheme").prefix(4) == [
                "consensus-adaptive", "consensus-adaptive/no-self-proof", "consensus-adaptive/no-victims",
                "own-evidence",
            ])
        let all = try sheet("--ablate", "all", "--replications", "1")
        #expect(
            try all.column("scheme").filter { $0.contains("/") } == [
                "consensus-adaptive/no-subjective", "consensus-adaptive/no-objective",
                "consensus-adaptive/no-self-proof", "consensus-adaptive/no-rounds",
                "consensus-adaptive/no-dynamic-threshold", "consensus-adaptive/no-memory",
                "consensus-adaptive/no-victims", "consensus-adaptive/no-learning",
            ])
    }

    @Test("a mechanism may be called by its key or as in the names of the rows")
    func ablationNames() throws {
        let key = try sheet("--ablate", "selfProof,dynamicThreshold", "--replications", "1")
        let label = try sheet("--ablate", "self-proof,dynamic-threshold", "--replications", "1")
        #expect(key.rows == label.rows)
    }

    @Test("an ablated row differs from the scheme, and the scheme does not change for it")
    func ablationMatters() throws {
        // A world in which there are errors, and every mechanism has some effect.
        let world = [
            "vehicles=40", "duration=100", "attackers={ratio: 0.5, profile: 'framers25'}", "sensing.range=60",
        ].flatMap { ["--set", $0] }
        let plain = try sheet(world)
        let ablated = try sheet(world + ["--ablate", "selfProof,learning,subjective"])
        let rows = plain.rows.filter { $0[1] == "consensus-adaptive" }
        #expect(rows == ablated.rows.filter { $0[1] == "consensus-adaptive" })
        for name in ["self-proof", "learning", "subjective"] {
            let others = ablated.rows.filter { $0[1] == "consensus-adaptive/no-\(name)" }
            #expect(others.count == 2)
            #expect(zip(rows, others).allSatisfy { $0.dropFirst(2) != $1.dropFirst(2) }, "no-\(name)")
        }
    }

    @Test("the counts of a row are consistent: accuracy, precision, recall and F1 follow from them")
    func consistentCounts() throws {
        let rows = try sheet().columns(
            "truePositives", "falsePositives", "trueNegatives", "falseNegatives", "accuracy", "precision", "recall",
            "f1")
        for row in rows {
            let counts = row.prefix(4).compactMap(Double.init)
            let (hits, alarms, passes, misses) = (counts[0], counts[1], counts[2], counts[3])
            let expected = [
                (hits + passes) / (hits + alarms + passes + misses), hits / (hits + alarms), hits / (hits + misses),
                2 * hits / (2 * hits + alarms + misses),
            ]
            for (text, value) in zip(row.dropFirst(4), expected) {
                #expect(value.isNaN ? text == "" : abs((Double(text) ?? -1) - value) < 1e-12)
            }
        }
    }

    /// One line of the file that `--decisions` writes.
    private struct Decision: Decodable {
        let scheme: String
        let attackerRatio: Double
        let seed: Int
        let replication: Int
        let time: Double
        let evaluator: String
        let subject: String
        let truth: String
        let trust: Double?
        let threshold: Double?
        let support: Double?
        let ownCertainty: Double
        let unknown: Bool
        let decision: String

        var isMalicious: Bool { truth == "malicious" }
        var isTrusted: Bool { decision == "trusted" }
    }

    @Test("--decisions writes one JSON object a line, and the lines add up to the counts of the results")
    func decisions() throws {
        let sheet = try sheet("--decisions", "cases.jsonl", "--ablate", "victims")
        let text = try directory.text("cases.jsonl")
        #expect(text.hasSuffix("}\n"))
        var counts: [String: [Int]] = [:]
        var unknown: [String: Int] = [:]
        for line in text.split(separator: "\n") {
            let decision = try JSONDecoder().decode(Decision.self, from: Data(line.utf8))
            let key = "\(decision.scheme) \(decision.replication)"
            let place = (decision.isMalicious ? 0 : 2) + (decision.isTrusted ? 1 : 0)
            counts[key, default: [0, 0, 0, 0]][place] += 1
            unknown[key, default: 0] += decision.unknown ? 1 : 0
            #expect(["malicious", "honest"].contains(decision.truth))
            #expect(["trusted", "distrusted"].contains(decision.decision))
            #expect(decision.seed == 3 && decision.attackerRatio == 0.3)
            // The warm-up of 0.3 * 40 s is not counted.
            #expect((12...40).contains(decision.time))
            #expect(decision.evaluator != decision.subject)
            #expect((0...1).contains(decision.ownCertainty))
            if !decision.unknown, let trust = decision.trust, let threshold = decision.threshold {
                #expect(decision.isTrusted == (trust >= threshold), "\(line)")
            }
        }
        #expect(counts.count == sheet.rows.count)
        let rows = try sheet.columns(
            "scheme", "replication", "truePositives", "falseNegatives", "falsePositives", "trueNegatives",
            "unknownShare")
        for row in rows {
            let key = "\(row[0]) \(row[1])"
            let found = try #require(counts[key])
            #expect(found == row[2...5].compactMap { Int($0) }, "\(key)")
            let share = try #require(Double(row[6]))
            #expect(abs(share - Double(unknown[key] ?? 0) / Double(found.reduce(0, +))) < 1e-12)
        }
    }

    @Test("decisions on a trace call vehicles by the names of the trace")
    func decisionNames() throws {
        try directory.write(Sample.traceScenario, to: "b.json")
        try directory.write(Sample.trace(), to: "trace.xml")
        expectSuccess(try directory.trustsim("run", "b.json", "--decisions", "cases.jsonl", "--output", "out"))
        for line in try directory.text("cases.jsonl").split(separator: "\n").prefix(200) {
            let decision = try JSONDecoder().decode(Decision.self, from: Data(line.utf8))
            #expect(decision.evaluator.hasPrefix("car") && decision.subject.hasPrefix("car"))
        }
    }

    @Test("with --decisions the results are the same as without")
    func decisionsChangeNothing() throws {
        #expect(try sheet("--decisions", "cases.jsonl").rows == sheet().rows)
    }
}
