import Foundation
import Testing

@Suite("run and replay --features")
struct FeatureCommandTests {
    private static let scenario = """
        {name: 'logged', seed: 3, replications: 2, duration: 30, vehicles: 14, area: {width: 300, height: 300},
         sensing: {verification: 'plausibility'}, evaluation: {interval: 5},
         attackers: {ratio: 0.3, profile: 'constantPositionOffset'}, schemes: ['own-evidence']}
        """

    @Test("a table is written beside the results, which stay the same; vehicles are named as in --decisions")
    func table() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        let plain = try directory.trustsim("run", "a.json", "-q")
        let run = try directory.trustsim("run", "a.json", "--features", "f.csv", "--decisions", "d.jsonl", "-q")
        expectSuccess(run)
        #expect(run.output == plain.output)
        #expect(directory.entries == ["a.json", "d.jsonl", "f.csv"])
        let sheet = Sheet(try directory.text("f.csv"))
        #expect(sheet.rows.allSatisfy { $0.count == sheet.header.count } && sheet.rows.count > 5000)
        let named = Set(try sheet.columns("receiver", "receiverNumber") + sheet.columns("sender", "senderNumber"))
        let decisions = try directory.text("d.jsonl").split(separator: "\n")
        for line in decisions.prefix(200) {
            let parts = line.split(separator: "\"")
            let place = try #require(parts.firstIndex(of: "evaluator"))
            let number = parts[place + 5].filter(\.isNumber)
            #expect(named.contains([String(parts[place + 2]), number]), "\(line)")
        }
        #expect(!decisions.isEmpty)
    }

    @Test("of several data sets the rows have the numbers of the runs")
    func several() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        try directory.makeDirectory("set")
        for seed in ["3", "4"] {
            expectSuccess(
                try directory.trustsim(
                    "run", "a.json", "--seed", seed, "--replications", "1", "--log", "set/\(seed)", "-q", "--features",
                    "\(seed).csv"))
        }
        expectSuccess(try directory.trustsim("replay", "set", "--features", "both.csv", "-q"))
        expectSuccess(try directory.trustsim("replay", "set/4", "--features", "one.csv", "-q"))
        let (both, one) = (Sheet(try directory.text("both.csv")), Sheet(try directory.text("one.csv")))
        let counts = try ["3.csv", "4.csv"].map { Sheet(try directory.text($0)).rows.count }
        let runs = try both.column("replication")
        #expect(runs == Array(repeating: "0", count: counts[0]) + Array(repeating: "1", count: counts[1]))
        #expect(one.rows.count == counts[1])
        // A vehicle is in one part of the whole table, though the logs have seeds of their own.
        let parts = Set(try both.columns("vehicle", "split"))
        #expect(parts.count == Set(parts.map { $0[0] }).count)
    }

    @Test("what cannot be written is refused, and nothing is changed or left")
    func refused() throws {
        let directory = try TestDirectory(["a.json": Self.scenario, "f.csv": "mine"])
        let cases: [([String], Int32, String)] = [
            (["--features", "f.csv"], 1, "f.csv exists; use --force to replace it"),
            (["--features", "none/f.csv"], 1, "none/f.csv cannot be written: No such file or directory"),
            (
                ["--features", "g.csv", "--output", "g.csv"], 64, "'g.csv' is given for two different things"
            ),
            (["--features", "a.json", "--force"], 64, "'a.json' is given for two different things"),
            (
                ["--features", "g.csv", "--set", "sensing.verification=statistical"], 65,
                "sensing.verification: features need contents of beacons, which only verification by 'plausibility' "
                    + "has; add '--set sensing.verification=plausibility'"
            ),
        ]
        for (options, code, message) in cases {
            let before = directory.contents
            let outcome = try directory.trustsim(["run", "a.json", "-q"] + options)
            #expect(outcome.exitCode == code && outcome.errors.contains(message), "\(outcome.errors)")
            #expect(outcome.output.isEmpty && directory.contents == before)
        }
        expectSuccess(try directory.trustsim("run", "a.json", "-q", "--features", "f.csv", "--force"))
        #expect(try directory.text("f.csv").hasPrefix("replication,time,receiver,"))
        let before = directory.contents
        expectSuccess(try directory.trustsim("run", "a.json", "-q", "--features", "g.csv", "--dry-run"))
        #expect(directory.contents == before)
    }

    @Test("a signal leaves nothing of a table")
    func interrupted() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        let program = try RunningProgram(
            Place.program,
            [
                "run", "a.json", "--replications", "1000", "--set", "duration=10000", "--max-memory", "1e9",
                "--features",
                "f.csv",
            ], in: directory)
        for _ in 0..<500 where directory.entries.count == 1 { usleep(20_000) }
        usleep(200_000)
        program.send(SIGTERM)
        let outcome = try program.end(within: 20)
        #expect(outcome.exitCode == 143)
        #expect(directory.entries == ["a.json"])
    }
}
