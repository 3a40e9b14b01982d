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
        #expect(checks.output.hasPrefix("scenario,seed,attack,check,altered,genuine,recall,falsePositiveRate,kind,"))
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
            (["a.json"], 65, "Error: a.json: is not a directory, and no table with a header;"),
            (["logs", "--format", "jsonl"], 65, "these are logs of the format veremi (dataset.json), not jsonl"),
            (["logs", "--format", "json"], 64, "(for the output there is '--output-format')"),
            (["logs", "--output-format", "xml"], 64, "table, csv, json, jsonl, markdown, latex"),
            (["logs", "--unlabelled", "dishonest"], 64, "out, honest"),
            (["logs", "--identity", "name"], 64, "pseudonym, sender"),
            (["logs", "--checks", "--strata"], 64, "'--strata' has no effect with '--checks', which counts messages"),
            (["logs", "--checks", "--metrics", "f1"], 64, "'--metrics' has no effect with '--checks'"),
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

    @Test("cases, decisions on road events and labels name vehicles alike, and event metrics follow from their export")
    func joins() throws {
        let scenario = Self.scenario.replacing("vehicles: 14,", with: "vehicles: 14, events: {rate: 0.3},")
        let directory = try TestDirectory(["a.json": scenario])
        let run = try directory.trustsim(
            "run", "a.json", "--format", "jsonl", "--decisions", "d.jsonl", "--event-decisions", "e.jsonl", "--log",
            "logs",
            "--log-format", "veremi-extension", "-q")
        expectSuccess(run)
        func objects(_ text: String) throws -> [[String: Any]] {
            try text.split(separator: "\n").compactMap {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }
        let events = try objects(try directory.text("e.jsonl"))
        #expect(events.count > 20)
        for row in try objects(run.output) {
            let own = events.filter { $0["scheme"] as? String == row["scheme"] as? String }
            let right = own.filter { ($0["truth"] as? String == "real") == ($0["decision"] as? String == "believed") }
            let accuracy = try #require(row["eventAccuracy"] as? Double)
            #expect(abs(accuracy - Double(right.count) / Double(own.count)) < 1e-12, "\(row["scheme"] ?? "")")
        }
        // Names of labels are those of cases, in the run and in the replay.
        let labels = try directory.text("logs/labels-identities.csv").split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let numbers = Dictionary(uniqueKeysWithValues: labels.map { (String($0[9]), String($0[1])) })
        expectSuccess(try directory.trustsim("replay", "logs", "--decisions", "r.jsonl", "-q"))
        for file in ["d.jsonl", "r.jsonl", "e.jsonl"] {
            let lines = try objects(try directory.text(file))
            #expect(!lines.isEmpty)
            for line in lines {
                let name = try #require(line["evaluator"] as? String)
                #expect(numbers[name] == (line["evaluatorNumber"] as? Int).map { String($0) })
                if let subject = line["subject"] as? String {
                    #expect(numbers[subject] == (line["subjectNumber"] as? Int).map { String($0) })
                }
            }
        }
    }

    @Test("data sets are found in folders, several are runs of one result, and a flat table is one")
    func folders() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        for seed in ["3", "4"] {
            try directory.makeDirectory("set/run\(seed)")
            expectSuccess(
                try directory.trustsim(
                    "run", "a.json", "--seed", seed, "--log", "set/run\(seed)/results", "--log-format", "veremi", "-q"))
            for name in ["dataset.json", "labels-identities.csv", "labels-messages.csv", "README.md"] {
                try FileManager.default.removeItem(
                    at: directory.url.appendingPathComponent("set/run\(seed)/results/" + name))
            }
        }
        let both = try directory.trustsim("replay", "set", "--output-format", "csv", "--schemes", "beta")
        expectExit(both, 0)
        #expect(
            both.errors.contains("set/run3/results: veremi: 14 logs, ")
                && both.errors.contains("set/run4/results: veremi"))
        let rows = both.output.split(separator: "\n").filter { $0.contains(",beta,") }
        #expect(rows.count == 2 && rows[0].contains(",1,0,") && rows[1].contains(",1,1,"), "\(rows)")
        let one = try directory.trustsim(
            "replay", "set/run4/results", "--output-format", "csv", "--schemes", "beta", "-q")
        let values = { (row: Substring) in row.split(separator: ",", omittingEmptySubsequences: false).dropFirst(5) }
        let single = try #require(one.output.split(separator: "\n").first { $0.contains(",beta,") })
        #expect(values(rows[1]) == values(single))
        let json = try directory.trustsim("replay", "set/run3", "set/run4", "--checks", "--output-format", "json", "-q")
        expectExit(json, 0)
        #expect(json.output.contains("\"dataSets\": [") && json.output.contains("\"messages\": ["))
        try directory.write(
            "sendTime,sender,x,y,vx,vy,label\n"
                + (0..<40).map { "\($0),7,\(10 * $0),0,10,0,0\n\($0),8,\(9 * $0),5,10,0,3\n" }
                .joined(), to: "flat.csv")
        let flat = try directory.trustsim("replay", "flat.csv", "--checks", "--output-format", "csv")
        expectExit(flat, 0)
        #expect(flat.errors.hasPrefix("table: 1 receiver, 80 rows, 80 beacons received, 3 vehicles (1 attackers)"))
        #expect(flat.output.contains("flat.csv,1,attack,range,,,,,check,,,,,,,,0\n"))
        let wrong = try directory.trustsim("replay", "flat.csv", "--columns", "x=nowhere")
        expectExit(wrong, 65)
        #expect(wrong.errors.contains("flat.csv:1:1: no column is named 'nowhere'; the header has sendTime"))
    }

    @Test(
        "an archive of runs, archives in a folder and the folders themselves give the same rows, and compare reads them"
    )
    func archives() throws {
        let directory = try TestDirectory(["a.json": Self.scenario])
        for seed in ["3", "4", "5"] {
            try directory.makeDirectory("set/r\(seed)/x")
            expectSuccess(
                try directory.trustsim("run", "a.json", "--seed", seed, "--log", "set/r\(seed)/x/results", "-q"))
            expectExit(try directory.shell("mkdir -p packed && tar -czf packed/\(seed).tgz -C set r\(seed)"), 0)
        }
        expectExit(try directory.shell("tar -cf all.tar -C set ."), 0)
        var rows: [[Substring]] = []
        for name in ["set", "packed", "all.tar"] {
            let outcome = try directory.trustsim(
                "replay", name, "--output-format", "csv", "--schemes", "own-evidence,beta", "-q")
            expectSuccess(outcome)
            #expect(outcome.output.contains("\n\(name),beta,"))
            rows.append(outcome.output.split(separator: "\n").dropFirst().map { $0.drop { $0 != "," } })
            try directory.write(outcome.output, to: "runs.csv")
        }
        #expect(rows[0].count == 15 && rows[0] == rows[1] && rows[0] == rows[2])
        let compared = try directory.trustsim("compare", "runs.csv", "--reference", "beta")
        expectExit(compared, 0)
        #expect(compared.output.contains("own-evidence"))
        // Errors name what is in the archive, not where it was unpacked.
        try directory.write("rcvTime,sender,x,y,vx,vy,label\n1.7e12,7,0,0,1,0,0\n", to: "t.csv")
        try directory.write("{program: 'trustsim', formatVersion: 1,,}", to: "set/r3/x/results/dataset.json")
        expectExit(try directory.shell("tar -cf t.tar t.csv && tar -cf broken.tar -C set/r3 x"), 0)
        for (name, message) in [
            ("t.tar", "Error: t.tar/t.csv:2:1: a time of 1"),
            ("broken.tar", "Error: broken.tar/x/results/dataset.json:1:"),
        ] {
            let outcome = try directory.trustsim("replay", name)
            expectExit(outcome, 65)
            #expect(outcome.errors.hasPrefix(message) && outcome.output.isEmpty, "\(outcome.errors)")
        }
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
