import Foundation
import Testing

@Suite("Shards, and trustsim merge")
struct MergeTests {
    private static let sweep = [
        "sweep", "a.json", "--attacker-ratio", "0.1,0.3", "--replications", "3", "--schemes", "own-evidence", "--set",
        "duration=10", "--roc",
    ]
    private static let words = sweep.joined(separator: " ")
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func shard(_ text: String, of output: String = "out", _ more: String...) throws -> Outcome {
        try directory.trustsim(Self.sweep + ["--output", output, "--shard", text] + more)
    }

    private func files(_ folder: String) -> [String: Data] {
        let found = directory.contents.filter { $0.key.hasPrefix(folder + "/") && !$0.key.contains("shard-") }
        return Dictionary(uniqueKeysWithValues: found.map { (String($0.key.dropFirst(folder.count + 1)), $0.value) })
    }

    @Test("shards merged are the whole sweep, to the byte, in any order", arguments: [1, 2, 3, 7])
    func merged(count: Int) throws {
        expectSuccess(try directory.trustsim(Self.sweep + ["--output", "whole", "--quiet"]))
        for number in (1...count).reversed() {
            expectSuccess(try shard("\(number)/\(count)", of: "out", "--quiet"))
        }
        #expect(
            directory.entries.filter { $0.hasPrefix("out/") }.sorted()
                == (1...count).flatMap { ["out/shard-\($0)-of-\(count)", "out/shard-\($0)-of-\(count)/runs.journal"] }
                .sorted())
        let merge = try directory.trustsim("merge", "out", "--output", "out")
        #expect(merge.errors == "6 runs written to out/runs.csv\n" && merge.exitCode == 0 && merge.output == "")
        #expect(files("out") == files("whole"))
        let named = (1...count).reversed().map { "out/shard-\($0)-of-\(count)/" }
        expectSuccess(try directory.trustsim(["merge"] + named + ["--output", "again", "--quiet"]))
        #expect(files("again") == files("whole"))
        try directory.expectError(
            ["merge", "out", "--output", "out"], code: 1, "out/manifest.json exists; use --force to replace it")
        expectSuccess(try directory.trustsim("merge", "out", "--output", "out", "--force", "--quiet"))
    }

    @Test("a shard is no place for results, and no whole sweep")
    func places() throws {
        expectSuccess(try directory.trustsim(Self.sweep + ["--output", "whole", "--quiet"]))
        expectSuccess(try shard("1/1", of: "out", "--quiet"))
        expectSuccess(try directory.trustsim("merge", "out", "--output", "all", "--quiet"))
        expectSuccess(try shard("1/1", of: "again", "--quiet"))
        let stopped = try directory.trustsim("merge", "again", "--output", "again/shard-1-of-1", "--force")
        #expect(stopped.exitCode == 65)
        #expect(
            stopped.errors
                == "Error: again/shard-1-of-1 has shard 1/1; it goes on with '--shard 1/1' and the '--output' that it began "
                + "with\n")
        let swept = try directory.trustsim(Self.sweep + ["--output", "again/shard-1-of-1", "--resume"])
        #expect(swept.exitCode == 65 && swept.errors == stopped.errors)
        #expect(files("all") == files("whole"))
    }

    @Test("a shard that is complete says so and succeeds, as when a cluster does a task again")
    func again() throws {
        let first = try shard("2/4")
        #expect(
            first.errors
                == "Shard 2 of 4 is complete: 2 runs in out/shard-2-of-4. When all are: trustsim merge out --output out\n"
        )
        let before = directory.contents
        for option in [[], ["--resume"]] {
            let second = try directory.trustsim(Self.sweep + ["--output", "out", "--shard", "2/4"] + option)
            #expect(second.errors == "Shard 2 of 4 is complete already: 2 runs in out/shard-2-of-4\n")
            #expect(second.exitCode == 0)
        }
        #expect(directory.contents == before)
    }

    @Test("a shard that lacks runs goes on with --resume, and is refused without")
    func resumed() throws {
        expectSuccess(try shard("1/1", of: "out", "--quiet"))
        let journal = try directory.bytes("out/shard-1-of-1/runs.journal")
        try directory.write(journal.dropLast(700), to: "out/shard-1-of-1/runs.journal")
        let refused = try shard("1/1")
        #expect(
            refused.errors
                == "Warning: out/shard-1-of-1/runs.journal: the last \(try torn(journal)) bytes are no whole run and are cut "
                + "off\nError: out/shard-1-of-1 has 5 of 6 runs of an interrupted command; '--resume' goes on with them, "
                + "'--force' begins anew\n")
        let merge = try directory.trustsim("merge", "out", "--output", "all")
        #expect(merge.exitCode == 65)
        #expect(
            merge.errors.contains(
                #/Error: 1 of 6 runs are missing:\n  shard 1 of 1 in out/shard-1-of-1 lacks 1 of 6 runs \(attacker ratio 0\.[13], replication [012]\):\n    trustsim sweep .* --output out --roc --quiet --shard 1/1 --resume\n/#
            ))
        #expect(!directory.entries.contains("all"))
        let resumed = try shard("1/1", of: "out", "--resume", "--jobs", "1")
        #expect(resumed.exitCode == 0 && resumed.errors.contains("5 of 6 runs are kept; 1 to do\n"))
        #expect(try directory.bytes("out/shard-1-of-1/runs.journal").count == journal.count)
    }

    /// Bytes of the last run that are left when 700 are cut off.
    private func torn(_ journal: Data) throws -> Int {
        let mark = Data([0xF7, 0x52, 0x75, 0x6E])
        let last = try #require(journal.range(of: mark, options: .backwards))
        return journal.count - 700 - last.lowerBound
    }

    @Test("a missing shard is named, with the command that does it")
    func missing() throws {
        expectSuccess(try shard("1/3", of: "out", "--quiet"))
        expectSuccess(try shard("3/3", of: "out", "--quiet"))
        try directory.expectError(
            ["merge", "out", "--output", "all"], code: 65,
            "2 of 6 runs are missing:\n  shard 2 of 3 is not there:\n    trustsim sweep a.json --attacker-ratio 0.1,0.3 "
                + "--replications 3 --schemes own-evidence --set duration=10 --output out --roc --quiet --shard 2/3 --resume"
        )
    }

    @Test("a foreign shard, a shard of another number, and what is none are refused")
    func foreign() throws {
        expectSuccess(try shard("1/2", of: "out", "--quiet"))
        expectSuccess(try shard("2/2", of: "other", "--quiet", "--seed", "9"))
        try directory.expectError(
            ["merge", "out/shard-1-of-2", "other/shard-2-of-2", "--output", "all"], code: 65,
            "other/shard-2-of-2 is a shard of something else than out/shard-1-of-2:\n  seed: was 3, is 9")
        expectSuccess(try shard("2/3", of: "third", "--quiet"))
        try directory.expectError(
            ["merge", "out", "third", "--output", "all"], code: 65,
            "third/shard-2-of-3 is shard 2/3, but out/shard-1-of-2 is shard 1/2")
        try directory.expectError(
            Self.sweep + ["--output", "out", "--shard", "1/3"], code: 65,
            "out has shard-1-of-2, a share of 2 and not of 3; use '--shard K/2', or another '--output'")
        try directory.makeDirectory("empty")
        try directory.expectError(
            ["merge", "empty", "--output", "all"], code: 65, "empty: there is no shard here")
        try directory.expectError(["merge", "gone", "--output", "all"], code: 65, "gone: no such directory")
    }

    @Test("commands that want results say that a directory has shards, or kept runs")
    func noResults() throws {
        expectSuccess(try shard("1/2", of: "out", "--quiet"))
        for path in ["out", "out/shard-1-of-2"] {
            try directory.expectError(
                ["compare", path], code: 65,
                "\(path): this directory has no runs.csv, but shards; see 'trustsim help merge'")
        }
        try directory.makeDirectory("kept")
        try directory.write(try directory.bytes("out/shard-1-of-2/runs.journal"), to: "kept/runs.journal")
        try directory.expectError(
            ["compare", "kept"], code: 65,
            "kept: this directory has no runs.csv, but runs of an interrupted command; see '--resume'")
        try directory.expectError(
            ["merge", "kept/", "out/shard-1-of-2", "--output", "all"], code: 65,
            """
            3 of 6 runs are missing:
              shard 2 of 2 is not there:
                trustsim \(Self.words.replacing(" --roc", with: "")) --output out --roc --quiet --shard 2/2 --resume
            """)
    }

    @Test("--shard and --resume need --output, and a shard is K of N")
    func usage() throws {
        let sweep = ["sweep", "a.json", "--attacker-ratio", "0.1"]
        for (option, value) in [("--shard", ["1/2"]), ("--resume", [])] {
            try directory.expectUsageError(
                sweep + [option] + value, command: "sweep",
                "'\(option)' needs '--output <DIR>', in which runs are kept")
        }
        for text in ["0/2", "3/2", "1", "1/2/3", "a/b", "1/0", "+1/2", "1/100001", "auto/0", "auto/x", "autos"] {
            try directory.expectUsageError(
                sweep + ["--output", "out", "--shard", text], command: "sweep",
                "The value '\(text)' is invalid for '--shard <K/N>': expected K/N with K from 1 to N and N up to 100000, "
                    + "auto or auto/N")
        }
        try directory.expectUsageError(
            ["study", "--output", "out", "--from", "x", "--shard", "1/2"], command: "study",
            "'--from' runs nothing: '--shard' has no meaning with it")
    }

    @Test("--shard auto takes its place from the environment")
    func automatic() throws {
        let outcome = try directory.trustsim(
            Self.sweep + ["--output", "out", "--shard", "auto"],
            environment: [
                "SLURM_ARRAY_TASK_ID": "4", "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_ARRAY_TASK_MIN": "2",
                "SLURM_ARRAY_TASK_MAX": "6", "SLURM_ARRAY_TASK_STEP": "2",
            ])
        #expect(outcome.errors.hasPrefix("Shard 2 of 3 is complete: 2 runs in out/shard-2-of-3."))
    }
}
