import Foundation
import Testing
import TrustSim

@Suite("trustsim tune")
struct TuneCommandTests {
    private let directory: TestDirectory
    private static let base = [
        "tune", "a.json", "--scheme", "beta", "--vary", "baselines.beta.threshold=0.3:0.9:0.2", "--attacker-ratio",
        "0.2,0.4", "--set", "baselines.threshold=0.4", "-q",
    ]

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    @Test(
        "the points are ranked, the choice is tried on held-out worlds, and can be used; all the same for any workers")
    func usual() throws {
        let one = try directory.trustsim(Self.base + ["--jobs", "1"])
        expectSuccess(one)
        #expect(try directory.trustsim(Self.base + ["--jobs", "2"]).outputBytes == one.outputBytes)
        #expect(one.output.contains("small: beta, 5 points by balancedAccuracy"))
        #expect(one.output.contains("Held-out worlds: the choice against the values of the scenario"))
        let line = try #require(one.output.split(separator: "\n").last { $0.hasPrefix("Use it with: ") })
        let options = line.dropFirst(13).split(separator: " ").map(String.init)
        #expect(options.count == 2 && options[0] == "--set")
        expectSuccess(try directory.trustsim(["run", "a.json", "--schemes", "beta", "-q"] + options))
    }

    @Test("--format csv has every point once, best first, and says the rest on standard error")
    func table() throws {
        let outcome = try directory.trustsim(Self.base + ["--format", "csv"])
        #expect(outcome.exitCode == 0 && outcome.errors.contains("Note: use it with: --set baselines.beta.threshold="))
        let sheet = Sheet(outcome.output)
        let means = try sheet.column("mean").compactMap(Double.init)
        #expect(means == means.sorted(by: >) && means.count == 5)
        #expect(try sheet.column("baselines.beta.threshold").sorted() == ["0.3", "0.4", "0.5", "0.7", "0.9"])
        #expect(try sheet.column("isOwn").count { $0 == "true" } == 1)
        let lines = try directory.trustsim(Self.base + ["--format", "jsonl"])
        #expect(lines.output.split(separator: "\n").count == means.count)
    }

    @Test("the file has the choice, its command and all points; the command makes the same file again")
    func file() throws {
        expectSuccess(try directory.trustsim(Self.base + ["--output", "t.json"]))
        let text = try directory.text("t.json")
        let root = try #require(
            try JSONSerialization.jsonObject(with: directory.bytes("t.json")) as? [String: Any])
        let command = try #require(root["command"] as? String)
        #expect(
            command
                == "trustsim tune a.json --scheme beta --vary baselines.beta.threshold=0.3:0.9:0.2 --attacker-ratio "
                + "0.2,0.4 --set baselines.threshold=0.4 --output t.json")
        #expect((root["scenarioSHA256"] as? String)?.count == 64)
        #expect((root["points"] as? [Any])?.count == 5)
        let again = try directory.shell("\"$TRUSTSIM\" \(command.dropFirst(9)) -q --force")
        expectSuccess(again)
        #expect(try directory.text("t.json") == text)
        try directory.expectError(
            Self.base + ["--output", "t.json"], code: 1, "t.json exists; use --force to replace it")
        let json = try directory.trustsim(Self.base + ["--format", "json"])
        let same = try #require(try JSONSerialization.jsonObject(with: json.outputBytes) as? [String: Any])
        let points = try #require(root["points"] as? NSArray)
        #expect(points == same["points"] as? NSArray)
    }

    @Test("random points are drawn by the seed of the scenario; --over takes the mean over values of the world")
    func random() throws {
        let options = [
            "tune", "a.json", "--scheme", "beta-filtered", "--random", "6", "--vary",
            "baselines.beta-filtered.threshold=0.3..0.9", "--vary", "baselines.beta-filtered.quantile=0.01..0.4:log",
            "--over", "radio.range=150,250", "--format", "csv", "-q",
        ]
        let one = try directory.trustsim(options)
        #expect(one.exitCode == 0 && Sheet(one.output).rows.count == 7)
        #expect(try directory.trustsim(options).outputBytes == one.outputBytes)
        #expect(try directory.trustsim(options + ["--seed", "9"]).outputBytes != one.outputBytes)
    }

    @Test("what no point can better stays as it is")
    func nothingBetter() throws {
        let outcome = try directory.trustsim(
            "tune", "a.json", "--scheme", "beta", "--vary", "baselines.beta.threshold=0,1", "-q")
        expectSuccess(outcome)
        #expect(outcome.output.contains("there is nothing to change."))
        #expect(!outcome.output.contains("Use it with"))
    }

    @Test("--dry-run runs nothing and writes nothing; what would not fit into memory is refused")
    func forecast() throws {
        let outcome = try directory.trustsim(Self.base + ["--dry-run", "--output", "t.json", "--held-out", "7"])
        expectSuccess(outcome)
        #expect(outcome.output.contains("runs of the search") && outcome.output.contains("runs on held-out worlds"))
        let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows.contains { $0.starts(with: ["runs", "of", "the", "search"]) && $0.last == "4" })
        #expect(rows.contains { $0.starts(with: ["runs", "on", "held-out", "worlds"]) && $0.last == "14" })
        #expect(directory.entries == ["a.json"])
        let refused = try directory.trustsim(Self.base + ["--max-memory", "1"])
        #expect(refused.exitCode == 1 && refused.errors.contains("this would need about"))
    }

    @Test("keys that other schemes read, too, are said")
    func sharedKeys() throws {
        let outcome = try directory.trustsim(
            "tune", "a.json", "--scheme", "consensus-averaging", "--vary", "tolerance.start=0.5,0.6", "-q")
        #expect(outcome.exitCode == 0)
        #expect(
            outcome.errors
                == "Note: 'tolerance.start' is read by consensus-adaptive, rsu-consensus, too; who sets it for consensus-averaging sets it for them\n"
        )
    }

    private static let ofBeta = ". Keys of beta: baselines.threshold, baselines.beta.threshold"

    @Test(
        "a key that is none of the scheme's is refused with what to do instead",
        arguments: [
            (
                "radio.range=100,200",
                "'radio.range' belongs to the world, not to beta: who tunes it gets an easier world, not a better scheme; "
                    + "'--over' takes the mean over several of its values" + ofBeta
            ),
            (
                "baselines.beta.treshold=0.5",
                "Unknown key 'baselines.beta.treshold'. Did you mean 'baselines.beta.threshold'?"
            ),
            (
                "baselines.travos.epsilon=0.1,0.2",
                "'baselines.travos.epsilon' is a key of travos, not of beta" + ofBeta
            ),
            (
                "parameters.certaintyCap=0.8",
                "'parameters.certaintyCap' holds for every scheme, so it cannot be tuned for one" + ofBeta
            ),
            ("schemes=beta", "'schemes' says what is compared, not how beta decides" + ofBeta),
            (
                "baselines.beta.threshold=0.1..0.9",
                "'--vary baselines.beta.threshold=0.1..0.9' is a range, which has no grid: give v1,v2 or first:last:step, or "
                    + "draw from it with '--random <N>'"
            ),
            (
                "baselines.beta.threshold=0.9..0.1",
                "The value 'baselines.beta.threshold=0.9..0.1' is invalid for '--vary <key.path=values>': expected low..high or "
                    + "low..high:log, low below high"
            ),
            (
                "baselines.beta.threshold",
                "The value 'baselines.beta.threshold' is invalid for '--vary <key.path=values>': expected key.path=v1,v2, "
                    + "first:last:step, or with '--random' low..high and low..high:log"
            ),
        ])
    func wrongKeys(text: String, message: String) throws {
        try directory.expectUsageError(
            ["tune", "a.json", "--scheme", "beta", "--vary", text], command: "tune", message)
    }

    @Test("wrong options are refused before anything is run")
    func wrongOptions() throws {
        func expect(_ options: [String], _ message: String) throws {
            try directory.expectUsageError(["tune", "a.json"] + options, command: "tune", message)
        }
        let vary = ["--vary", "baselines.beta.threshold=0.5,0.6"]
        try expect(vary, "Missing '--scheme <name>'")
        try expect(["--scheme", "beta"], "Nothing to tune: give '--vary' with values of a key of the scheme")
        try expect(["--scheme", "bata"] + vary, "Unknown scheme 'bata'; did you mean 'beta'?")
        try expect(["--scheme", "coin"] + vary, "There is nothing to tune in 'coin': it has no keys")
        try expect(
            ["--scheme", "beta", "--metric", "truePositives"] + vary,
            "'truePositives' is neither better when higher nor when lower, so nothing can be tuned by it")
        try expect(
            ["--scheme", "beta", "--metric", "balancedAcuracy"] + vary,
            "Unknown metric 'balancedAcuracy'; did you mean 'balancedAccuracy'?")
        try expect(
            ["--scheme", "beta", "--over", "baselines.beta.threshold=0.5"] + vary,
            "'baselines.beta.threshold' says how schemes decide; '--over' takes keys of the world, and '--vary' those of the "
                + "scheme")
        try expect(
            ["--scheme", "beta", "--over", "radio.rnage=100"] + vary,
            "Unknown key 'radio.rnage' in '--over'. Did you mean 'radio.range'?")
        try directory.expectError(
            ["tune", "a.json", "--scheme", "beta", "--vary", "baselines.beta.threshold=0.5,1.5"], code: 64,
            "--vary baselines.beta.threshold=1.5: 'baselines.beta.threshold' is a number from 0 to 1, found 1.5")
        try directory.expectError(
            [
                "tune", "a.json", "--scheme", "beta", "--random", "3", "--vary",
                "baselines.beta.threshold=0.5..1.5",
            ], code: 64,
            "--vary baselines.beta.threshold=1.5: 'baselines.beta.threshold' is a number from 0 to 1, found 1.5")
        try directory.expectError(
            [
                "tune", "a.json", "--scheme", "beta-filtered", "--vary", "baselines.beta-filtered.threshold=0:1:0.01",
                "--vary", "baselines.beta-filtered.quantile=0.01:0.4:0.003",
            ], code: 64,
            "--vary: the grid has 13231 points; at most 10000 are allowed, and '--random N' draws some of them")
        try directory.expectError(
            ["tune", "a.json", "--scheme", "beta", "--attacker-ratio", "0", "-q"] + vary, code: 65,
            "'balancedAccuracy' of 'beta' is undefined in every run of the search, so no point is better than another; are "
                + "there attackers, and is '--attacker-ratio' above 0?")
    }

    @Test("parameters of a program are tuned like those of a scheme; a program without any has nothing to tune")
    func programs() throws {
        try directory.install(SampleProgram.tunable, as: "mine.sh")
        try directory.install(SampleProgram.withoutParameters, as: "bare.sh")
        let options = ["--vary", "baselines.mine.threshold=0.3,0.8", "--replications", "1", "--held-out", "2", "-q"]
        let outcome = try directory.trustsim(
            ["tune", "a.json", "--scheme", "mine", "--scheme-program", "mine=./mine.sh", "--format", "csv"] + options)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let sheet = Sheet(outcome.output)
        #expect(try Set(sheet.column("baselines.mine.threshold")) == ["0.3", "0.6", "0.8"])
        #expect(try Set(sheet.column("mean")).count > 1)
        try directory.expectUsageError(
            ["tune", "a.json", "--scheme", "mine", "--scheme-program", "mine=./bare.sh"] + options, command: "tune",
            "There is nothing to tune in 'mine': its program declares no parameters in its answer 'ready'; see "
                + "Docs/External.md")
    }
}
