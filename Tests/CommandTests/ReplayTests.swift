import Foundation
import Testing

@Suite("run --log and replay")
struct ReplayTests {
    private static let scenario = """
        {name: 'logged', seed: 3, replications: 1, duration: 40, vehicles: 14, area: {width: 300, height: 300},
         sensing: {verification: 'plausibility'}, evaluation: {interval: 5},
         attackers: {ratio: 0.3, profile: 'constantPositionOffset'}, schemes: ['own-evidence', 'beta']}
        """

    @Test("what a run printed, the replay of its logs prints, in every format of output")
    func roundTrip() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        let run = try directory.trustsim(
            "run", "a.json", "--log", "logs", "--format", "csv", "--decisions", "run.jsonl", "-q")
        expectSuccess(run)
        let replay = try directory.trustsim(
            "replay", "logs", "--output-format", "csv", "--decisions", "replay.jsonl", "-q")
        expectSuccess(replay)
        #expect(replay.output == run.output && run.output.contains("logged,own-evidence,"))
        let cases = try directory.text("run.jsonl").split(separator: "\n").count
        #expect(cases > 100)
        #expect(try directory.text("replay.jsonl").split(separator: "\n").count == cases)
        let table = try directory.trustsim("replay", "logs", "--metrics", "f1,auc", "--strata")
        expectExit(table, 0)
        #expect(table.errors.hasPrefix("jsonl: 14 logs, ") && table.errors.contains("14 vehicles (4 attackers)"))
        #expect(table.output.contains("own-evidence") && table.output.contains("AUC"))
        let json = try directory.trustsim("replay", "logs", "--output-format", "json", "-q")
        expectSuccess(json)
        for text in ["\"dataSet\": {", "\"format\": \"jsonl\"", "\"dirtyRows\": 0", "\"checks\": {", "\"recall\": "] {
            #expect(json.output.contains(text), "\(text)")
        }
        let checks = try directory.trustsim("replay", "logs", "--checks", "--output-format", "csv", "-q")
        expectSuccess(checks)
        #expect(checks.output.hasPrefix("scenario,seed,attack,check,altered,genuine,recall,falsePositiveRate\n"))
        #expect(checks.output.contains("logged,3,constantPositionOffset,sensor,"))
    }

    @Test("the notes say where the logs come from, and the command in them makes the same logs")
    func notes() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        expectSuccess(
            try directory.trustsim(
                "run", "a.json", "--set", "duration=20", "--seed", "9", "--log", "logs", "--log-format", "csv", "-q"))
        let notes = try directory.text("logs/README.md")
        #expect(notes.contains("These logs are synthetic. trustsim 0.1.0 wrote them; no vehicle ever drove them."))
        #expect(notes.contains("- seed 9, replication 0"))
        let command = "trustsim run a.json --seed 9 --set duration=20 --replications 1 --log logs --log-format csv"
        #expect(notes.contains("- command: `\(command)`"))
        let before = directory.contents
        let line = command.replacing("trustsim run", with: "\"$TRUSTSIM\" run") + " --force -q"
        expectExit(try directory.shell(line), 0)
        #expect(directory.contents == before)
    }

    @Test("logs are refused where they would not say what happened, and nothing is left behind")
    func refusedLogs() throws {
        let directory = try TestDirectory(["a.json": Self.scenario, "file": "x"])
        let before = directory.contents
        let refused: [([String], Int32, String)] = [
            (
                ["--replications", "2", "--log", "x"], 64,
                "'--log' logs a single run, but there are 2; add '--replications 1'"
            ),
            (["--log-format", "csv"], 64, "'--log-format' needs '--log DIR'"),
            (["--log", "x", "--log-format", "cvs"], 64, "veremi, veremi-extension, jsonl, csv"),
            (
                ["--log", "x", "--set", "sensing.verification=statistical"], 65,
                "sensing.verification: logs need contents of beacons"
            ),
            (["--log", "file"], 1, "file is not a directory"),
            (["--log", "missing/x"], 1, "missing/x cannot be written: No such file or directory"),
        ]
        for (options, code, message) in refused {
            let outcome = try directory.trustsim(["run", "a.json", "-q"] + options)
            expectExit(outcome, code)
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(outcome.output.isEmpty && directory.contents == before)
        }
    }

    @Test("existing logs are kept without --force, and a directory of something else always")
    func existing() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        try directory.makeDirectory("other")
        try directory.write("x", to: "other/precious")
        expectSuccess(try directory.trustsim("run", "a.json", "--log", "logs", "-q"))
        let before = directory.contents
        for (options, message) in [
            (["--log", "logs"], "Error: logs exists; use --force to replace it\n"),
            (
                ["--log", "other", "--force"],
                "Error: other is not replaced: it has no dataset.json, so it holds no logs of trustsim\n"
            ),
        ] {
            let outcome = try directory.trustsim(["run", "a.json", "-q"] + options)
            expectExit(outcome, 1)
            #expect(outcome.errors == message)
            #expect(directory.contents == before)
        }
    }

    @Test("what cannot be replayed is refused with a message")
    func refusedReplays() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        try directory.makeDirectory("empty")
        expectSuccess(try directory.trustsim("run", "a.json", "--log", "logs", "--log-format", "veremi", "-q"))
        let refused: [([String], Int32, String)] = [
            (["empty"], 65, "Error: empty: no logs of a known format; the directory is empty; formats are: veremi ("),
            (["nowhere"], 65, "Error: nowhere: no such directory\n"),
            (["a.json"], 65, "Error: a.json: is not a directory; a data set is a directory\n"),
            (["logs", "--format", "jsonl"], 65, "these are logs of the format veremi (dataset.json), not jsonl"),
            (["logs", "--format", "json"], 64, "(for the output there is '--output-format')"),
            (["logs", "--output-format", "xml"], 64, "table, csv, json, jsonl, markdown, latex"),
            (["logs", "--checks", "--output-format", "json"], 64, "table, csv, markdown, latex"),
            (["logs", "--identity", "name"], 64, "pseudonym, sender"),
            (["logs", "--schemes", "genie"], 65, "genie cannot be replayed"),
        ]
        for (arguments, code, message) in refused {
            let outcome = try directory.trustsim(["replay", "-q"] + arguments)
            expectExit(outcome, code)
            #expect(outcome.errors.contains(message), "\(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        try directory.write("identity,number\n1,2\n", to: "logs/labels-identities.csv")
        let damaged = try directory.trustsim("replay", "logs")
        expectExit(damaged, 65)
        #expect(damaged.errors.contains("labels-identities.csv: column 'vehicle' is missing"))
    }

    @Test("logs replace no directory that holds something else, and take an empty one")
    func foreignFiles() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        try directory.makeDirectory("logs")
        expectSuccess(try directory.trustsim("run", "a.json", "--log", "logs", "-q"))
        expectSuccess(try directory.trustsim("run", "a.json", "--log", "logs", "-q", "--force"))
        try directory.write("mine", to: "logs/notes.txt")
        let refused = try directory.trustsim("run", "a.json", "--log", "logs", "-q", "--force")
        expectExit(refused, 1)
        #expect(refused.errors == "Error: logs is not replaced: it holds 'notes.txt', which is no log of trustsim\n")
        #expect(try directory.text("logs/notes.txt") == "mine")
        let twice = try directory.trustsim("run", "a.json", "--log", "new", "--output", "new", "-q")
        expectExit(twice, 64)
        #expect(twice.errors == "Error: 'new' is given for two different things\n")
        #expect(twice.output.isEmpty && !directory.entries.contains { $0.hasPrefix("new") })
    }

    @Test("a replay reads regular files only")
    func irregularFiles() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        expectSuccess(
            try directory.trustsim("run", "a.json", "--log", "logs", "--log-format", "veremi-extension", "-q"))
        for name in ["dataset.json", "labels-identities.csv", "labels-messages.csv", "README.md"] {
            try FileManager.default.removeItem(at: directory.url.appendingPathComponent("logs/" + name))
        }
        let link = directory.url.appendingPathComponent("logs/traceJSON-1-1-A0-0-0.json").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/zero")
        let outcome = try directory.trustsim("replay", "logs")
        expectExit(outcome, 65)
        #expect(outcome.errors.contains("is not a regular file"), "\(outcome.errors)")
    }

    @Test("dirty rows are warned of on standard error, also in silence, and counted in JSON")
    func dirtyRows() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        expectSuccess(try directory.trustsim("run", "a.json", "--log", "logs", "-q"))
        let log = try #require(directory.entries.first { $0.hasPrefix("logs/receiver-") })
        try directory.write(try directory.text(log) + "{\"type\":\"beacon\"\nnonsense\n", to: log)
        let outcome = try directory.trustsim("replay", "logs", "--output-format", "json", "-q")
        expectExit(outcome, 0)
        #expect(outcome.errors.hasPrefix("Warning: 2 of ") && outcome.errors.contains("2 not JSON; first at \(log):"))
        #expect(outcome.output.contains("\"dirtyRows\": 2") && outcome.output.contains("\"not JSON\": 2"))
    }
}

private func expectExit(_ outcome: Outcome, _ code: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.exitCode == code, "\(outcome.errors)", sourceLocation: sourceLocation)
}
