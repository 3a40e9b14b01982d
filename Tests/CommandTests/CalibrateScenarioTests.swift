import Foundation
import Testing

@Suite("trustsim calibrate with scenarios of one's own")
struct CalibrateScenarioTests {
    private let directory: TestDirectory
    private static let base = ["calibrate", "a.json", "--attacker-ratio", "0.2,0.4", "-q"]
    private static let note = "Note: no fixed threshold to look for in consensus-adaptive\n"

    init() throws {
        directory = try TestDirectory([
            "a.json": Sample.scenario, "b.json": Sample.scenario.replacing("\"small\"", with: "\"other\""),
        ])
    }

    @Test("the file is used by --calibration of run and sweep, whose rows can be run again; the same for any workers")
    func usual() throws {
        let one = try directory.trustsim(Self.base + ["--output", "c.json", "--jobs", "1"])
        #expect(one.exitCode == 0 && one.errors == Self.note)
        #expect(one.output.contains("Calibrated thresholds on held-out worlds"))
        #expect(one.output.contains("Use them with: --calibration c.json"))
        let text = try directory.text("c.json")
        #expect(text.contains("\"command\": \"trustsim calibrate a.json --output c.json --attacker-ratio 0.2,0.4\""))
        let two = try directory.trustsim(Self.base + ["--output", "c.json", "--jobs", "2", "--force"])
        #expect(two.outputBytes == one.outputBytes)
        #expect(try directory.text("c.json") == text)
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.3", "--calibration", "c.json", "--output", "out", "-q"))
        let rows = try Sheet(directory.text("out/runs.csv")).column("scheme")
        let row = try #require(rows.firstIndex(of: "beta/calibrated"))
        let again = try directory.trustsim("rerun", "out/runs.csv:\(row + 1)")
        #expect(again.exitCode == 0 && again.output.contains("beta/calibrated"), "\(again.errors)")
    }

    @Test("without --output the file goes to standard output and the table to standard error")
    func standardOutput() throws {
        let outcome = try directory.trustsim(Self.base + ["--schemes", "beta"])
        #expect(outcome.exitCode == 0 && outcome.errors.contains("Calibrated thresholds on held-out worlds"))
        let root = try #require(
            try JSONSerialization.jsonObject(with: outcome.outputBytes) as? [String: Any])
        #expect((root["calibration"] as? [String: Double])?.keys.sorted() == ["beta"])
        let candidates = try #require(root["balancedAccuracyOfCandidates"] as? [String: [Double]])
        #expect(candidates["beta"]?.count == 19)
        #expect((root["heldOut"] as? [String: Any])?["replications"] as? Int == 2)
    }

    @Test("of several scenarios the mean is taken; --vary takes it over values of the world")
    func several() throws {
        let outcome = try directory.trustsim(
            "calibrate", "a.json", "b.json", "--schemes", "beta", "--vary", "radio.range=150,250", "-q")
        #expect(outcome.exitCode == 0 && outcome.errors.contains("Mean over 4 cells"), "\(outcome.errors)")
        let root = try #require(
            try JSONSerialization.jsonObject(with: outcome.outputBytes) as? [String: Any])
        let names = (root["scenarios"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
        #expect(names == ["small", "other"])
    }

    @Test("the threshold of a program is calibrated, and its row is shown where the program is given again")
    func programs() throws {
        try directory.install(SampleProgram.tunable, as: "mine.sh")
        let program = ["--scheme-program", "mine=./mine.sh", "--replications", "1", "-q"]
        let outcome = try directory.trustsim(
            ["calibrate", "a.json", "--schemes", "beta", "--output", "c.json"] + program)
        #expect(outcome.exitCode == 0, "\(outcome.errors)")
        let run = try directory.trustsim(
            ["run", "a.json", "--schemes", "beta,mine", "--calibration", "c.json", "--format", "csv"] + program)
        #expect(run.exitCode == 0, "\(run.errors)")
        let calibrated = try Sheet(run.output).column("scheme").filter { $0.hasSuffix("/calibrated") }
        #expect(calibrated == ["beta/calibrated", "mine/calibrated"])
    }

    @Test("--dry-run runs nothing")
    func forecast() throws {
        let outcome = try directory.trustsim(Self.base + ["--dry-run", "--output", "c.json", "--held-out", "9"])
        expectSuccess(outcome)
        #expect(outcome.output.contains("runs on held-out worlds"))
        #expect(directory.entries == ["a.json", "b.json"])
    }

    @Test("options of the other kind of calibration are refused, and so is what cannot be calibrated")
    func wrong() throws {
        func expect(_ arguments: [String], _ message: String) throws {
            try directory.expectUsageError(["calibrate"] + arguments, command: "calibrate", message)
        }
        try expect(
            ["a.json", "--attacks", "colluders"],
            "'--attacks' is for the worlds of the study; for scenarios of one's own vary 'attackers.profile' by '--vary'"
        )
        try expect(
            ["a.json", "--worlds", "direction"],
            "'--worlds' is for the worlds of the study; for scenarios of one's own name several scenarios")
        for option in [
            ["--schemes", "beta"], ["--vary", "radio.range=1,2"], ["--held-out", "3"], ["--set", "seed=1"],
        ] {
            try expect(
                option,
                "'\(option[0])' is for scenarios of one's own; name one: 'trustsim calibrate my-scenario.json'")
        }
        try expect(
            ["a.json", "--vary", "baselines.beta.threshold=0.5"],
            "'baselines.beta.threshold' is what is looked for; '--vary' takes keys of the world")
        let none = try directory.trustsim("calibrate", "a.json", "--schemes", "consensus-adaptive", "-q")
        #expect(none.exitCode == 65)
        #expect(
            none.errors.hasPrefix(
                "Error: schemes: none of the schemes (consensus-adaptive) has a fixed threshold to look for"))
        try directory.expectError(
            ["calibrate", "a.json", "--schemes", "beta", "--attacker-ratio", "0", "-q"], code: 65,
            "the balanced accuracy of 'beta' is undefined in every run; are there attackers, and is '--attacker-ratio' above 0?"
        )
    }
}
