import Foundation
import Testing

@Suite("Output that cannot be written, runs that are too large")
struct OutputErrorTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory(["a.json": Sample.scenario, "old.csv": "old\n"])
        try directory.makeDirectory("folder")
    }

    @Test("an existing file is not replaced without --force", arguments: ["--output", "--decisions"])
    func existingFile(option: String) throws {
        try directory.expectError(
            ["run", "a.json", option, "old.csv"], code: 1, "old.csv exists; use --force to replace it")
        let outcome = try directory.trustsim("run", "a.json", option, "old.csv", "--force")
        expectSuccess(outcome)
        #expect(try directory.text("old.csv").count > 100)
    }

    @Test(
        "a directory that is missing, and a directory in place of a file, are refused with code 1",
        arguments: [
            ("nowhere/out.csv", "nowhere/out.csv cannot be written: No such file or directory"),
            ("folder", "folder is a directory"), ("folder/", "folder/ is a directory"),
            ("old.csv/out.csv", "old.csv/out.csv cannot be written: Not a directory"),
            ("", "'' cannot be written: No such file or directory"),
        ])
    func wrongPlace(path: String, message: String) throws {
        try directory.expectError(["run", "a.json", "--output", path], code: 1, message)
        try directory.expectError(["run", "a.json", "--decisions", path], code: 1, message)
        try directory.expectError(["run", "a.json", "--output", path, "--force"], code: 1, message)
    }

    @Test("a sweep does not make the directories above its own, and does not replace a file")
    func wrongDirectory() throws {
        let sweep = ["sweep", "a.json", "--attacker-ratio", "0.2", "--output"]
        try directory.expectError(
            sweep + ["nowhere/out"], code: 1, "nowhere/out cannot be written: No such file or directory")
        try directory.expectError(sweep + ["old.csv"], code: 1, "old.csv is not a directory")
        try directory.expectError(sweep + ["old.csv", "--force"], code: 1, "old.csv is not a directory")
    }

    @Test("a directory without permission to write is refused", .enabled(if: geteuid() != 0, "root may write anywhere"))
    func noPermission() throws {
        let folder = directory.url.appendingPathComponent("folder").path
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
        let message = "cannot be written: Permission denied"
        try directory.expectError(["run", "a.json", "--output", "folder/x"], code: 1, "folder/x \(message)")
        try directory.expectError(["new", "folder/x"], code: 1, "folder/x \(message)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }

    @Test(
        "places that cannot be written are found before the run, not after it",
        arguments: ["old.csv", "folder", "nowhere/x", "old.csv/x", "new/", ""])
    func foundEarly(place: String) throws {
        try expectFoundEarly(["run", "a.json", "--output", place])
    }

    @Test(
        "directories that cannot be made are found before the sweep, not after it",
        arguments: ["old.csv", "nowhere/x", "old.csv/x", ""])
    func foundEarlyBySweep(place: String) throws {
        try expectFoundEarly(["sweep", "a.json", "--attacker-ratio", "0.1", "--output", place])
    }

    /// The runs would take days.
    private func expectFoundEarly(_ arguments: [String]) throws {
        let long = ["--set", "duration=1e7", "--max-memory", "1e9", "--jobs", "1"]
        #expect(try RunningProgram(Place.program, arguments + long, in: directory).end(within: 5).exitCode == 1)
    }

    @Test("no file is written twice, and no scenario is overwritten by its results")
    func sameFile() throws {
        try directory.expectError(
            ["run", "a.json", "--output", "out", "--decisions", "./out"], code: 64,
            "'./out' is given for two different things")
        for option in ["--output", "--decisions"] {
            try directory.expectError(
                ["run", "./a.json", option, "a.json", "--force"], code: 64,
                "'a.json' is given for two different things")
        }
    }

    @Test(
        "results do not replace the traces or thresholds that they come from",
        arguments: ["run", "view", "explain", "checks"])
    func inputs(command: String) throws {
        try directory.write("time,vehicle,x,y\n0,a,0,0\n0,b,9,9\n9,a,0,9\n9,b,9,0\n", to: "t.csv")
        try directory.write("{duration: 9, mobility: {model: 'trace', file: 't.csv'}}", to: "t.json")
        try directory.expectError(
            [command, "t.json", "--output", "./t.csv", "--force"], code: 64,
            "'./t.csv' is given for two different things")
        if command == "run" {
            let shipped = Place.project.appendingPathComponent("Scenarios/calibration/thresholds.json")
            try directory.write(try Data(contentsOf: shipped), to: "c.json")
            try directory.expectError(
                ["run", "a.json", "--calibration", "c.json", "--decisions", "c.json", "--force"], code: 64,
                "'c.json' is given for two different things")
        }
    }

    @Test("'-' as the file of results is standard output")
    func dash() throws {
        for arguments in [["run", "a.json", "--replications", "1"], ["explain", "a.json"], ["schema"]] {
            let usual = try directory.trustsim(arguments)
            expectSuccess(usual)
            #expect(try directory.trustsim(arguments + ["--output", "-"]).output == usual.output)
        }
        let page = try directory.trustsim("view", "a.json", "--duration", "5", "--output", "-")
        expectSuccess(page)
        #expect(page.output.hasPrefix("<!DOCTYPE html>"))
        #expect(!directory.entries.contains("-"))
    }

    @Test("a full standard output is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullOutput() throws {
        let outcome = try directory.shell("\"$TRUSTSIM\" list keys > /dev/full")
        #expect(outcome.errors == "Error: standard output cannot be written: No space left on device\n")
        #expect(outcome.exitCode == 1)
    }

    @Test("a reader that goes away ends the program quietly")
    func closedPipe() throws {
        let outcome = try directory.shell("{ sleep 0.3; \"$TRUSTSIM\" list keys; echo $? > code; } | true")
        #expect(outcome.errors == "")
        #expect(try directory.text("code") == "0\n")
    }

    @Test("a run that needs more memory than it may use is refused before it starts")
    func memory() throws {
        let run = ["run", "a.json", "--set", "vehicles=1000000", "--max-memory", "10"]
        let outcome = try directory.trustsim(run)
        let message =
            /Error: this would need about [\d.]+ GiB of memory, but 10 MiB may be used; use fewer vehicles or less time\n/
        #expect(outcome.errors.wholeMatch(of: message) != nil)
        #expect(outcome.exitCode == 1)
        #expect(outcome.output == "")
        let sweep = try directory.trustsim(
            "sweep", "a.json", "--vary", "vehicles=10,1000000", "--max-memory", "10", "--output", "out")
        #expect(sweep.errors.wholeMatch(of: message) != nil)
        #expect(sweep.exitCode == 1)
        #expect(directory.entries == ["a.json", "folder", "old.csv"])
    }

    @Test("fewer jobs are suggested where they would do")
    func memoryOfJobs() throws {
        let run = ["run", "a.json", "--set", "vehicles=1000", "--replications", "64"]
        let one = try #require(try memory(run + ["--jobs", "1"]))
        let many = try #require(try memory(run + ["--jobs", "64"]))
        #expect(one < many)
        let outcome = try directory.trustsim(run + ["--jobs", "64", "--max-memory", "\((one + many) / 2)"])
        #expect(outcome.errors.hasSuffix("may be used; use fewer --jobs\n"))
        #expect(outcome.exitCode == 1)
    }

    /// The forecast of `--dry-run`, in MiB.
    private func memory(_ arguments: [String]) throws -> Double? {
        let output = try directory.trustsim(arguments + ["--dry-run"]).output
        guard let match = output.firstMatch(of: /estimated memory +([\d.]+) (MiB|GiB)/) else { return nil }
        return Double(match.1).map { $0 * (match.2 == "GiB" ? 1024 : 1) }
    }

    @Test("--dry-run prints runs, time and memory, and runs nothing")
    func dryRun() throws {
        let before = directory.contents
        // This run would take days.
        let run = try directory.trustsim("run", "a.json", "--set", "duration=1e6", "--output", "out", "--dry-run")
        expectSuccess(run)
        #expect(run.output.contains(/\nruns +2 \(1 cell\)\n/))
        #expect(run.output.contains(/\nestimated time +[\d.]+ (s|min|h)\n/))
        #expect(run.output.contains(/\nestimated memory +[\d.]+ (MiB|GiB)\n/))
        #expect(
            run.output.contains(/\nschemes +consensus-adaptive, own-evidence, beta, trust-all,\n +distrust-all, coin\n/)
        )
        #expect(run.output.contains(/\nseed +3\n/))
        let sweep = try directory.trustsim(
            "sweep", "a.json", "--attacker-ratio", "0:1:0.5", "--vary", "radio.range=100,200", "--output", "out",
            "--dry-run", "--replications", "4")
        expectSuccess(sweep)
        #expect(sweep.output.contains(/\nruns +24 \(6 cells\)\n/))
        #expect(directory.contents == before)
    }
}
