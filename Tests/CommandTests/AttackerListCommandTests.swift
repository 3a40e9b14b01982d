import Foundation
import Testing

@Suite("Lists of attackers on the command line")
struct AttackerListCommandTests {
    private static let scenario = """
        {
          name: "listed", seed: 3, duration: 40, vehicles: 16, replications: 2,
          area: {width: 400, height: 400}, radio: {range: 250}, sensing: {range: 100},
          attackers: {list: "chosen.csv"},
          schemes: ["consensus-adaptive", "beta"],
        }

        """
    private static let list = """
        vehicle,profile,from,until
        v3,bogus,,
        7,colluders,10,20
        7,colluders,30,

        """
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory(["a.json": Self.scenario, "chosen.csv": Self.list])
    }

    private func changeList() throws {
        try directory.write(Self.list.replacingOccurrences(of: "10,20", with: "10,21"), to: "chosen.csv")
    }

    @Test("run: the ratio is that of the list, and the list counts")
    func run() throws {
        let outcome = try directory.trustsim("run", "a.json", "--format", "csv")
        expectSuccess(outcome)
        #expect(try Set(Sheet(outcome.output).column("attackerRatio")) == ["0.125"])
        let resolved = try directory.trustsim("run", "a.json", "--format", "json").output
        #expect(resolved.contains("\"list\": \"chosen.csv\"") && resolved.contains("\"ratio\": 0.125"))
        try changeList()
        #expect(try directory.trustsim("run", "a.json", "--format", "csv").output != outcome.output)
    }

    @Test("validate says how many are listed; resolved, the scenario is valid and the same")
    func validate() throws {
        let outcome = try directory.trustsim("validate", "a.json")
        expectSuccess(outcome)
        #expect(outcome.output == "a.json: valid; 16 vehicles for 40 s, 2 of them listed as attackers\n")
        let resolved = try directory.trustsim("validate", "a.json", "--print", "resolved")
        expectSuccess(resolved)
        try directory.write(resolved.outputBytes, to: "b.json")
        let again = try directory.trustsim("validate", "b.json", "--print", "resolved")
        #expect(again.outputBytes == resolved.outputBytes)
        let runs = try ["a.json", "b.json"].map { try directory.trustsim("run", $0, "--format", "csv").output }
        #expect(runs[0] == runs[1])
    }

    @Test("the path is relative to the scenario, and a list that is not there is told with the name that is near")
    func path() throws {
        try directory.makeDirectory("folder")
        let moved = Self.scenario.replacingOccurrences(of: "chosen.csv", with: "../chosen.csv")
        try directory.write(moved, to: "folder/a.json")
        expectSuccess(try directory.trustsim("validate", "folder/a.json"))
        try directory.expectError(
            ["run", "a.json", "--set", "attackers.list=choosen.csv"], code: 65,
            "choosen.csv: no such file; did you mean 'chosen.csv'?")
        try directory.expectError(
            ["run", "a.json", "--set", "attackers.list=-"], code: 65,
            "attackers.list: the list of attackers is a file, not standard input; one named '-' is './-'")
        try directory.expectError(
            ["run", "a.json", "--output", "chosen.csv", "--force"], code: 64,
            "'chosen.csv' is given for two different things")
    }

    @Test("mistakes in the list are refused by every command that reads it, and nothing is written")
    func mistakes() throws {
        try directory.write("vehicle,profile,from,until\nv3,bogus,,\nv99,bogus,,\n", to: "chosen.csv")
        let message = "chosen.csv:3:1: there is no vehicle 'v99'; there are v0 to v15"
        for command in [
            ["run", "a.json", "--output", "out.csv"], ["validate", "a.json"], ["fingerprint", "a.json"],
            ["sweep", "a.json", "--vary", "radio.range=200,250", "--output", "out"],
            ["view", "a.json", "--output", "out.html"], ["explain", "a.json"],
        ] {
            try directory.expectError(command, code: 65, message)
        }
    }

    @Test("ratios are refused beside a list, also those of a sweep")
    func ratios() throws {
        try directory.expectError(
            ["run", "a.json", "--set", "attackers.ratio=0.5"], code: 65,
            "attackers.ratio: 'attackers.list' names all attackers, 2 of 16 vehicles (0.125); remove 'attackers.ratio' "
                + "(0.5)")
        let outcome = try directory.trustsim("sweep", "a.json", "--attacker-ratio", "0.1,0.3", "--output", "out")
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.hasPrefix("Error: --attacker-ratio: 'attackers.list' names all attackers"))
        #expect(directory.entries == ["a.json", "chosen.csv"])
        expectSuccess(
            try directory.trustsim(
                "run", "a.json", "--set", "attackers.list=", "--set", "attackers.ratio=0.5", "--format", "csv"))
    }

    @Test("a sweep over lists: rows come out the same, and not from a list that was changed")
    func rerun() throws {
        try directory.write(Self.list + "v9,bogus,,\n", to: "more.csv")
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--vary", "attackers.list=chosen.csv,more.csv", "--schemes", "beta", "--output",
                "out", "--quiet"))
        let sheet = Sheet(try directory.text("out/runs.csv"))
        #expect(
            try Set(sheet.columns("attackers.list", "attackerRatio")) == [
                ["chosen.csv", "0.125"], ["more.csv", "0.1875"],
            ])
        for row in [1, sheet.rows.count] {
            expectSuccess(try directory.trustsim("rerun", "out/runs.csv:\(row)"))
        }
        #expect(try directory.text("out/manifest.json").contains("attackerListFingerprints"))
        try directory.write(Self.list + "v1,bogus,,\n", to: "chosen.csv")
        let outcome = try directory.trustsim("rerun", "out/runs.csv:1")
        #expect(outcome.exitCode == 1 && outcome.output == "")
        #expect(
            outcome.errors.hasPrefix(
                "Error: the list of attackers is not the one of these results: its fingerprint is "))
    }

    @Test("--resume notices a changed list; shards of one list are merged to the same bytes")
    func resumeAndMerge() throws {
        let sweep = ["sweep", "a.json", "--vary", "radio.range=200,250", "--schemes", "beta", "--quiet"]
        expectSuccess(try directory.trustsim(sweep + ["--output", "out"]))
        for shard in ["1/2", "2/2"] {
            expectSuccess(try directory.trustsim(sweep + ["--output", "parts", "--shard", shard]))
        }
        expectSuccess(try directory.trustsim("merge", "parts", "--output", "parts", "--quiet"))
        #expect(try directory.bytes("parts/runs.csv") == directory.bytes("out/runs.csv"))
        #expect(try directory.bytes("parts/summary.csv") == directory.bytes("out/summary.csv"))
        try changeList()
        let outcome = try directory.trustsim(sweep + ["--output", "out", "--resume"])
        #expect(outcome.exitCode == 65 && outcome.errors.contains("attackerListFingerprints"))
        try directory.makeDirectory("half")
        expectSuccess(try directory.trustsim(sweep + ["--output", "half", "--shard", "1/2"]))
        try directory.write(Self.list, to: "chosen.csv")
        let other = try directory.trustsim(sweep + ["--output", "half", "--shard", "1/2", "--resume"])
        #expect(other.exitCode == 65 && other.errors.contains("list of attackers: was "))
    }

    @Test("on a trace vehicles have the names of the trace")
    func trace() throws {
        let scenario = Sample.traceScenario.replacingOccurrences(
            of: "{ratio: 0.3, profile: \"colluders\"}", with: "{list: \"chosen.csv\"}")
        try directory.write(scenario, to: "a.json")
        try directory.write(Sample.trace(), to: "trace.xml")
        try directory.write("vehicle,profile,from,until\ncar3,bogus,5,\ncar15,bogus,,\n", to: "chosen.csv")
        let outcome = try directory.trustsim("run", "a.json", "--format", "csv")
        expectSuccess(outcome)
        #expect(try Set(Sheet(outcome.output).column("attackerRatio")) == ["0.125"])
        #expect(try directory.trustsim("validate", "a.json").output.hasSuffix("2 of them listed as attackers\n"))
        // The last four come after half of the trace.
        try directory.write("vehicle,profile,from,until\ncar15,bogus,,15\ncar3,bogus,,15\n", to: "chosen.csv")
        #expect(
            try directory.trustsim("validate", "a.json").errors
                == "Warning: vehicle 'car15' of chosen.csv is not there at any time at which it could be malicious\n")
        try directory.write("vehicle,profile,from,until\ncar33,bogus,,\n", to: "chosen.csv")
        try directory.expectError(
            ["run", "a.json"], code: 65, "chosen.csv:2:1: there is no vehicle 'car33'; did you mean 'car3'?")
        try directory.write("vehicle,profile,from,until\n3,bogus,,\n", to: "chosen.csv")
        try directory.expectError(
            ["run", "a.json"], code: 65,
            "chosen.csv:2:1: there is no vehicle '3'; the trace has 16 vehicles, the first are car0, car1, car2, car3, car4"
        )
    }

    @Test("decisions, logs, explanations and pictures know who is listed")
    func others() throws {
        expectSuccess(
            try directory.trustsim(
                "run", "a.json", "--decisions", "d.jsonl", "--log", "logs", "--replications", "1", "--set",
                "sensing.verification=plausibility", "--quiet"))
        let malicious = try directory.text("d.jsonl").split(separator: "\n").filter { $0.contains("\"malicious\"") }
        #expect(!malicious.isEmpty)
        #expect(malicious.allSatisfy { $0.contains("\"subject\":\"v3\"") || $0.contains("\"subject\":\"v7\"") })
        let labels = Sheet(try directory.text("logs/labels-identities.csv"))
        let attackers = try labels.columns("name", "attacker", "attack").filter { $0[1] == "1" }
        #expect(Set(attackers) == [["v3", "1", "bogus"], ["v7", "1", "colluders"]])
        expectSuccess(try directory.trustsim("explain", "a.json", "--subject", "v3", "--quiet"))
        expectSuccess(try directory.trustsim("view", "a.json", "--output", "v.html", "--quiet"))
        let replayed = try directory.trustsim("replay", "logs", "--output-format", "csv", "--quiet")
        #expect(replayed.exitCode == 0)
        #expect(try Set(Sheet(replayed.output).column("attackerRatio")) == ["0.125"])
        #expect(try directory.trustsim("checks", "a.json").errors.contains("--set attackers.list="))
    }

    @Test("a profile without effect is said")
    func note() throws {
        let outcome = try directory.trustsim(
            "run", "a.json", "--set", "attackers.profile=mimic", "--format", "csv", "--quiet")
        #expect(outcome.exitCode == 0)
        #expect(
            outcome.errors
                == "Warning: every row of chosen.csv names a profile, so 'attackers.profile' has no effect\n")
    }
}
