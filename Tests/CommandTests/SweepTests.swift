import Foundation
import Testing

@Suite("The runs of trustsim sweep")
struct SweepTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory(["a.json": Sample.scenario])
    }

    /// The rows of a sweep with one quick scheme beside the trivial ones.
    private func sheet(_ arguments: String..., replications: Int = 1) throws -> Sheet {
        let outcome = try directory.trustsim(
            [
                "sweep", "a.json", "--schemes", "own-evidence", "--replications", "\(replications)", "--format", "csv",
            ] + arguments)
        expectSuccess(outcome)
        return Sheet(outcome.output)
    }

    @Test(
        "attacker ratios are a list or first:last:step, and come out ascending, each once",
        arguments: [
            ("0.4,0.1,0.2", ["0.1", "0.2", "0.4"]), ("0.1:0.7:0.2", ["0.1", "0.3", "0.5", "0.7"]),
            ("0:1:0.5", ["0", "0.5", "1"]), ("0.3,0.3,0.30,3e-1", ["0.3"]), ("0.1:0.35:0.1", ["0.1", "0.2", "0.3"]),
            ("0.7:0.7:0.1", ["0.7"]),
        ])
    func ratios(text: String, expected: [String]) throws {
        let sheet = try sheet("--attacker-ratio", text)
        #expect(sheet.header.prefix(6) == ["scenario", "scheme", "attackerRatio", "seed", "replication", "accuracy"])
        let keys = try sheet.columns("attackerRatio", "scheme")
        let schemes = ["own-evidence", "trust-all", "distrust-all", "coin"]
        #expect(keys == expected.flatMap { ratio in schemes.map { [ratio, $0] } })
    }

    @Test("without ratios the scenario's own is used")
    func ownRatio() throws {
        let sheet = try sheet("--vary", "radio.range=150")
        #expect(try sheet.column("attackerRatio").allSatisfy { $0 == "0.3" })
    }

    @Test(
        "varied values are numbers, names or lists, and have a column of their own in ascending order",
        arguments: [
            ("radio.range=250,90,100", ["90", "100", "250"]), ("radio.range=100:200:50", ["100", "150", "200"]),
            ("radio.model=unit-disk,nakagami,log-distance", ["log-distance", "nakagami", "unit-disk"]),
            ("attackers.profile=colluders,bogus", ["bogus", "colluders"]), ("name=b,a", ["a", "b"]),
            ("evaluation.warmup=0.5:0.5:1", ["0.5"]),
        ])
    func variedValues(axis: String, expected: [String]) throws {
        let sheet = try sheet("--vary", axis)
        let key = axis.components(separatedBy: "=")[0]
        #expect(sheet.header[5] == key)
        #expect(sheet.header.count == 5 + 1 + Sample.metrics.count)
        let values = sheet.rows.map { $0[5] }
        #expect(values == expected.flatMap { Array(repeating: $0, count: 4) })
    }

    @Test("a varied value may be an object with commas of its own")
    func variedObjects() throws {
        let onOff = "{preset:\"colluders\",schedule:{kind:\"onOff\",on:10,off:10}}"
        let outcome = try directory.trustsim(
            "sweep", "a.json", "--schemes", "own-evidence", "--replications", "1", "--format", "csv", "--vary",
            "attackers.profile=\(onOff),bogus")
        expectSuccess(outcome)
        let quoted = "\"" + onOff.replacingOccurrences(of: "\"", with: "\"\"") + "\""
        let lines = outcome.output.split(separator: "\n").dropFirst()
        #expect(lines.count == 8)
        #expect(lines.prefix(4).allSatisfy { $0.contains(",0,bogus,") })
        #expect(lines.dropFirst(4).allSatisfy { $0.contains(",0,\(quoted),") })
    }

    @Test("rows are in canonical order whatever the order asked for: keys as listed, values and ratios ascending")
    func canonicalOrder() throws {
        let first = try sheet(
            "--attacker-ratio", "0.4,0.2", "--vary", "radio.range=250,150", "--vary",
            "mobility.model=random-waypoint,manhattan-grid", replications: 2)
        let second = try sheet(
            "--vary", "mobility.model=manhattan-grid,random-waypoint", "--vary", "radio.range=150,250,150",
            "--attacker-ratio", "0.2:0.4:0.2", replications: 2)
        #expect(first.rows == second.rows)
        #expect(Array(first.header[5...6]) == ["mobility.model", "radio.range"])
        let order = try first.columns("mobility.model", "radio.range", "attackerRatio", "replication")
        var expected: [[String]] = []
        for model in ["manhattan-grid", "random-waypoint"] {
            for range in ["150", "250"] {
                for ratio in ["0.2", "0.4"] {
                    for run in ["0", "1"] { expected += Array(repeating: [model, range, ratio, run], count: 4) }
                }
            }
        }
        #expect(order == expected)
    }

    @Test("the same number written in two ways is one value, in canonical order")
    func equalNumbers() throws {
        let first = try sheet("--vary", "radio.range=150,150.0,250")
        let second = try sheet("--vary", "radio.range=250,150.0,150")
        #expect(first.rows == second.rows)
        #expect(first.rows.count == 8)
    }

    @Test("the runs of a sweep are those of trustsim run with the same values set")
    func equalsRun() throws {
        let sweep = try sheet("--attacker-ratio", "0.2,0.5", "--vary", "radio.range=150,250", replications: 2)
        for ratio in ["0.2", "0.5"] {
            for range in ["150", "250"] {
                let run = Sheet(
                    try directory.trustsim(
                        "run", "a.json", "--schemes", "own-evidence", "--set", "attackers.ratio=\(ratio)", "--set",
                        "radio.range=\(range)", "--format", "csv"
                    ).output)
                let rows = sweep.rows.filter { $0[2] == ratio && $0[5] == range }
                #expect(rows.count == 8)
                #expect(rows.map { Array($0[..<5] + $0[6...]) } == run.rows)
            }
        }
    }

    @Test("--set holds for all runs of a sweep, and a varied value wins over it")
    func settings() throws {
        let sheet = try sheet(
            "--set", "name=changed", "--set", "radio.range=123", "--vary", "radio.range=150", "--seed", "11")
        #expect(try sheet.column("scenario").allSatisfy { $0 == "changed" })
        #expect(try sheet.column("seed").allSatisfy { $0 == "11" })
        #expect(
            sheet.rows == (try self.sheet("--vary", "radio.range=150", "--set", "name=changed", "--seed", "11")).rows)
    }

    @Test("without --output there is a table a metric, a row a combination, a column a scheme")
    func tables() throws {
        let outcome = try directory.trustsim(
            "sweep", "a.json", "--schemes", "beta", "--attacker-ratio", "0.2,0.4", "--metrics", "f1,recall",
            "--format", "markdown")
        expectSuccess(outcome)
        #expect(outcome.output.contains("F1 by attackerRatio, scheme\n\n| attackerRatio | beta | trust-all |"))
        #expect(outcome.output.contains("Recall by attackerRatio, scheme\n\n| attackerRatio | beta | trust-all |"))
        let rows = outcome.output.split(separator: "\n").filter { $0.hasPrefix("| 0.") }
        #expect(rows.map { $0.prefix(6) } == ["| 0.2 ", "| 0.4 ", "| 0.2 ", "| 0.4 "])
        #expect(rows.suffix(2).allSatisfy { $0.contains("**1.000 ± 0.000**") })
    }

    @Test("JSON of a sweep names the varied values")
    func json() throws {
        let outcome = try directory.trustsim(
            "sweep", "a.json", "--schemes", "beta", "--vary", "radio.range=150,250", "--format", "json")
        let root = try #require(try JSONSerialization.jsonObject(with: outcome.outputBytes) as? [String: Any])
        let results = try #require(root["results"] as? [[String: Any]])
        #expect(results.count == 16)
        #expect(results.allSatisfy { $0["radio.range"] != nil })
    }
}
