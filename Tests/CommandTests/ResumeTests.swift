import Foundation
import Testing

@Suite("Sweeps that were stopped, and go on")
struct ResumeTests {
    private static let sweep = [
        "sweep", "a.json", "--attacker-ratio", "0.1,0.3", "--vary", "radio.range=150,250", "--replications", "6",
        "--schemes", "own-evidence", "--set", "duration=20", "--roc",
    ]
    private static let words = sweep.joined(separator: " ")
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func sweep(_ arguments: String...) throws -> Outcome { try directory.trustsim(Self.sweep + arguments) }

    /// The files of a sweep that nobody stopped, in `full`.
    private func makeFull() throws -> [String: Data] {
        expectSuccess(try sweep("--output", "full", "--quiet"))
        return files("full")
    }

    private func files(_ folder: String) -> [String: Data] {
        let found = directory.contents.filter { $0.key.hasPrefix(folder + "/") }
        return Dictionary(uniqueKeysWithValues: found.map { (String($0.key.dropFirst(folder.count + 1)), $0.value) })
    }

    /// Waits until a sweep has kept a run more than at first.
    private func waitForRun(in folder: String) {
        let path = directory.url.appendingPathComponent("\(folder)/runs.journal").path
        let deadline = Date() + 60
        var first: UInt64?
        while Date() < deadline {
            let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? UInt64
            if first == nil { first = size }
            if let size, let first, size > first { break }
            usleep(1000)
        }
    }

    /// A journal with some of the runs, as a killed sweep leaves it.
    private func makeStopped(_ folder: String = "out") throws {
        let program = try RunningProgram(
            Place.program, Self.sweep + ["--output", folder, "--jobs", "1"], in: directory)
        waitForRun(in: folder)
        program.send(SIGKILL)
        #expect(try program.end().exitCode == -SIGKILL)
        #expect(directory.entries.contains("\(folder)/runs.journal"))
    }

    @Test("a sweep killed at any moment goes on to the same files, again and again")
    func killed() throws {
        let full = try makeFull()
        let seed = UInt64.random(in: 0..<1 << 32)
        var generator = seed
        for _ in 0..<6 {
            generator = generator &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let program = try RunningProgram(
                Place.program, Self.sweep + ["--output", "out", "--resume", "--jobs", "2"], in: directory)
            usleep(useconds_t(20_000 + (generator >> 33) % 400_000))
            program.send(SIGKILL)
            _ = try program.end()
        }
        let outcome = try sweep("--output", "out", "--resume")
        #expect(outcome.exitCode == 0, "seed \(seed)")
        #expect(files("out") == full, "seed \(seed)")
    }

    @Test("what is kept is refused without --resume, begun anew with --force, and gone on with by --resume")
    func stopped() throws {
        let full = try makeFull()
        try makeStopped()
        let refused = try sweep("--output", "out")
        #expect(refused.exitCode == 1)
        let message =
            #/Error: out has \d+ of 24 runs of an interrupted command; '--resume' goes on with them, '--force' begins anew\n/#
        #expect(refused.errors.wholeMatch(of: message) != nil)
        let resumed = try sweep("--output", "out", "--resume")
        let said = #/(\d+) of 24 runs are kept; (\d+) to do\n24 runs written to out/runs\.csv\n/#
        let counts = try #require(resumed.errors.wholeMatch(of: said))
        #expect(Int(counts.1)! > 0 && Int(counts.1)! + Int(counts.2)! == 24)
        #expect(files("out") == full)
        try makeStopped("other")
        let forced = try sweep("--output", "other", "--force")
        #expect(forced.errors == "24 runs written to other/runs.csv\n")
        #expect(files("other") == full)
    }

    @Test("complete results: nothing to resume, whatever is changed is told, and nothing is written")
    func complete() throws {
        let full = try makeFull()
        let outcome = try sweep("--output", "full", "--resume")
        #expect(
            outcome.errors == "full is complete: its 24 runs are in runs.csv, and there is nothing to resume\n")
        #expect(outcome.exitCode == 0 && outcome.output == "" && files("full") == full)
        let other = try sweep("--output", "full", "--resume", "--seed", "9")
        #expect(other.exitCode == 65)
        #expect(
            other.errors == """
                Error: full has complete results of something else than what is asked for:
                  scenario.seed: was 3, is 9
                  seed: was 3, is 9
                Give the same as then, or another '--output'; '--force' without '--resume' begins anew.

                """)
        #expect(files("full") == full)
    }

    @Test("complete results are told by what determines them: neither by spelling nor where they are not whole")
    func whole() throws {
        let full = try makeFull()
        let spelled = Self.sweep.map { ["a.json": "./a.json", "0.1,0.3": ".10,3e-1"][$0] ?? $0 }
        let outcome = try directory.trustsim(spelled + ["--output", "full", "--resume"])
        #expect(outcome.exitCode == 0 && outcome.errors.contains("is complete") && files("full") == full)
        try directory.write("", to: "full/runs.csv")
        try directory.expectError(
            Self.sweep + ["--output", "full", "--resume"], code: 65,
            "full has results of this command that are not whole: full/runs.csv:1:1: the file is empty; expected a header; "
                + "'--force' does all runs anew")
        try FileManager.default.removeItem(at: directory.url.appendingPathComponent("full/summary.csv"))
        try directory.expectError(
            Self.sweep + ["--output", "full", "--resume"], code: 65,
            "full has results of this command that are not whole: summary.csv is not there; '--force' does all runs anew"
        )
        expectSuccess(try sweep("--output", "full", "--resume", "--force", "--quiet"))
        #expect(files("full") == full)
    }

    @Test("a study whose calibration has changed is not complete")
    func calibration() throws {
        let study = [
            "study", "--schemes", "beta", "--ablate", "none", "--replications", "2", "--worlds", "highway", "--attacks",
            "bogus", "--attacker-ratio", "0.3", "--set", "duration=5", "--set", "vehicles=20", "--calibration",
            "c.json",
            "--output", "out", "--quiet",
        ]
        try directory.write("{calibration: {beta: 0.7}}", to: "c.json")
        expectSuccess(try directory.trustsim(study))
        expectSuccess(try directory.trustsim(study + ["--resume"]))
        try directory.write("{calibration: {beta: 0.1}}", to: "c.json")
        let other = try directory.trustsim(study + ["--resume"])
        #expect(other.exitCode == 65 && other.errors.contains("complete results of something else"))
    }

    @Test("who has lost its directory writes nothing into the one that was made anew")
    func lostDirectory() throws {
        let first = try RunningProgram(
            Place.program, Self.sweep + ["--output", "out", "--jobs", "1", "--set", "duration=100"], in: directory)
        waitForRun(in: "out")
        try FileManager.default.removeItem(at: directory.url.appendingPathComponent("out"))
        try directory.makeDirectory("out")
        try directory.write("mine", to: "out/.trustsim.lock")
        let outcome = try first.end()
        #expect(outcome.exitCode == 1 && outcome.errors.contains("was removed"))
        #expect(directory.entries.filter { $0.hasPrefix("out/") } == ["out/.trustsim.lock"])
    }

    @Test("where nothing is kept, --resume does everything")
    func nothingKept() throws {
        let full = try makeFull()
        let outcome = try sweep("--output", "out", "--resume")
        #expect(outcome.errors == "Nothing is kept in out; all runs are done\n24 runs written to out/runs.csv\n")
        #expect(files("out") == full)
    }

    @Test("another scenario or other options are refused with the differences; nothing changes")
    func changed() throws {
        try makeStopped()
        let before = directory.contents
        let arguments =
            Self.sweep.filter { $0 != "--roc" } + ["--output", "out", "--resume", "--set", "tolerance.start=0.7"]
        let outcome = try directory.trustsim(arguments)
        #expect(outcome.exitCode == 65)
        #expect(
            outcome.errors == """
                Error: out has runs of something else than what is asked for:
                  --roc: was given, is not given
                  tolerance.start: was 0.6, is 0.7
                Give the same as then, or another '--output'; '--force' without '--resume' begins anew.

                """)
        #expect(
            directory.contents.filter { !$0.key.hasSuffix(".lock") } == before.filter { !$0.key.hasSuffix(".lock") })
    }

    @Test("a damaged run, a torn tail and a damaged heading are told, and come out the same")
    func damaged() throws {
        let full = try makeFull()
        try makeStopped()
        let journal = try directory.bytes("out/runs.journal")
        for (place, message) in [
            (journal.count - 3, #/Warning: out/runs\.journal: the last \d+ bytes are no whole run and are cut off\n/#),
            (100, #/Warning: out/runs\.journal: the heading is damaged and is written anew\n/#),
        ] {
            var bytes = journal
            bytes[place] ^= 0x10
            try directory.write(bytes, to: "out/runs.journal")
            let outcome = try sweep("--output", "out", "--resume")
            #expect(outcome.exitCode == 0 && outcome.errors.contains(message))
            #expect(files("out") == full)
            try FileManager.default.removeItem(at: directory.url.appendingPathComponent("out"))
            try directory.makeDirectory("out")
        }
    }

    @Test("killed between writing results and removing the journal: the same files, without --force")
    func killedAtTheEnd() throws {
        let full = try makeFull()
        try directory.makeDirectory("out")
        for name in ["manifest.json", "summary.csv"] { try directory.write(full[name] ?? Data(), to: "out/\(name)") }
        // A whole journal: that of the only shard.
        expectSuccess(try sweep("--output", "parts", "--shard", "1/1", "--quiet"))
        let journal = try directory.bytes("parts/shard-1-of-1/runs.journal")
        try directory.write(journal, to: "out/runs.journal")
        expectSuccess(try sweep("--output", "out", "--resume", "--quiet"))
        #expect(files("out") == full)
        // Somebody else's file is not replaced, and with runs to do that is told before they are done.
        try directory.makeDirectory("mine")
        try directory.write("mine", to: "mine/summary.csv")
        for bytes in [journal, journal.dropLast(1)] {
            try directory.write(bytes, to: "mine/runs.journal")
            let kept = try sweep("--output", "mine", "--resume", "--quiet")
            #expect(kept.exitCode == 1)
            #expect(kept.errors.contains("Error: mine/summary.csv exists; use --force to replace it"))
            #expect(try directory.text("mine/summary.csv") == "mine")
        }
    }

    @Test("a second process is refused with the number of the first, also with --force and --resume")
    func locked() throws {
        let terminal = try Terminal()
        let first = try RunningProgram(
            Place.program,
            ["sweep", "a.json", "--attacker-ratio", "0.1", "--replications", "50000", "--output", "out"],
            in: directory, terminal: terminal)
        #expect(terminal.waits { $0.contains(/[1-9]\d*\/50000 runs/) })
        let host = try directory.text("out/.trustsim.lock").split(separator: " ")[1].dropLast()
        for option in [[], ["--resume"], ["--force"]] {
            let second = try directory.trustsim(Self.sweep + ["--output", "out"] + option)
            #expect(second.errors == "Error: out is in use by process \(first.number) on \(host)\n")
            #expect(second.exitCode == 1)
        }
        first.send(SIGINT)
        #expect(try first.end().exitCode == 130)
        #expect(directory.entries == ["a.json", "out", "out/runs.journal"])
    }

    @Test("a full disk stops a sweep with what is kept, and it goes on when there is room", .limitsAreTheProgramsOwn)
    func full() throws {
        let full = try makeFull()
        // A file may have 16 blocks of 512 bytes: room for the heading and a run or two.
        let line = "ulimit -f 30; \"$TRUSTSIM\" \(Self.words) --output out --jobs 1"
        let outcome = try directory.shell(line)
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("Error: out/runs.journal cannot be written: File too large; "))
        #expect(outcome.errors.hasSuffix("--output out --roc --jobs 1 --resume\n"))
        #expect(directory.entries.contains("out/runs.journal") && !directory.entries.contains("out/runs.csv"))
        expectSuccess(try sweep("--output", "out", "--resume", "--quiet"))
        #expect(files("out") == full)
    }

    @Test("a study goes on too, to the same files")
    func study() throws {
        let study = [
            "study", "--worlds", "highway", "--attacks", "onOff", "--attacker-ratio", "0,0.3", "--replications", "2",
            "--schemes", "beta", "--ablate", "none", "--set", "duration=5", "--set", "vehicles=15", "--quiet",
        ]
        expectSuccess(try directory.trustsim(study + ["--output", "out"]))
        let whole = files("out")
        try FileManager.default.removeItem(at: directory.url.appendingPathComponent("out"))
        for number in [2, 1] {
            expectSuccess(try directory.trustsim(study + ["--output", "parts", "--shard", "\(number)/2"]))
        }
        expectSuccess(try directory.trustsim("merge", "parts", "--output", "out", "--quiet"))
        #expect(files("out") == whole && whole.keys.contains("study.md"))
    }
}
