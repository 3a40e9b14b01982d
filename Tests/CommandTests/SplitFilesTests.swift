import Testing

/// `--by-profile`, `--series`, `--by-vehicle`, and what figures make of their files.
@Suite("Results by profile, time and vehicle")
struct SplitFilesTests {
    private static let mix = """
        {name: "mix", vehicles: 20, duration: 60, area: {width: 300, height: 300}, replications: 2,
         schemes: ["own-evidence", "beta"],
         attackers: {ratio: 0.3, profiles: [{profile: "bogus", share: 0.5},
           {profile: {label: "sly ones", preset: "badMouther"}, share: 0.5}]}}
        """

    private func directory(_ scenario: String = mix) throws -> TestDirectory {
        let directory = try TestDirectory()
        try directory.write(scenario, to: "mix.json")
        return directory
    }

    @Test("a sweep writes the files that are asked for, the same whatever the number of workers, and removes old ones")
    func sweep() throws {
        let directory = try directory()
        let sweep = ["sweep", "mix.json", "--attacker-ratio", "0.2,0.4", "--quiet"]
        let all = sweep + ["--series", "--by-vehicle", "--bin", "5"]
        expectSuccess(try directory.trustsim(all + ["--output", "one", "--jobs", "1"]))
        expectSuccess(try directory.trustsim(all + ["--output", "two", "--jobs", "3"]))
        for file in ["profiles.csv", "series.csv", "vehicles.csv", "runs.csv"] {
            #expect(try directory.text("one/" + file) == directory.text("two/" + file))
        }
        let profiles = try directory.text("one/profiles.csv")
        #expect(profiles.hasPrefix("scenario,scheme,attackerRatio,seed,replication,profile,accuracy,"))
        // 2 ratios, 2 replications, 5 schemes with the trivial ones, 2 profiles.
        #expect(profiles.split(separator: "\n").count == 1 + 2 * 2 * 5 * 2)
        #expect(profiles.contains(",sly ones,"))
        expectSuccess(try directory.trustsim(sweep + ["--output", "one", "--force"]))
        #expect(!directory.entries.contains("one/series.csv") && !directory.entries.contains("one/vehicles.csv"))
        #expect(try directory.text("one/runs.csv") == directory.text("two/runs.csv"))
    }

    @Test("figures, tables and pages read them where they name what is in them")
    func figures() throws {
        let directory = try directory()
        expectSuccess(
            try directory.trustsim(
                "sweep", "mix.json", "--attacker-ratio", "0.2,0.4", "--quiet", "--series", "--output", "out"))
        let byTime = try directory.trustsim("plot", "out", "--x", "time", "--format", "csv")
        expectSuccess(byTime)
        #expect(
            byTime.output.hasPrefix("scheme,time,metric,mean,sd,ci95,n,undefined\nown-evidence,0,balancedAccuracy,"))
        let clock = try directory.trustsim("plot", "out", "--x", "time", "--where", "clock=begin", "--metric", "recall")
        expectSuccess(clock)
        #expect(clock.output.contains(">time since the begin of misconduct [s]</text>"))
        let byProfile = try directory.trustsim("export", "out", "--by", "profile,scheme", "--metrics", "recall")
        expectSuccess(byProfile)
        #expect(byProfile.output.contains("| sly ones |"))
        expectSuccess(try directory.trustsim("report", "out", "--output", "r.html"))
        let page = try directory.text("r.html")
        #expect(page.contains("<h2>By profile of the attacker</h2>") && page.contains("<h2>Over time</h2>"))
        let lacking = try directory.trustsim("plot", "out/runs.csv", "--x", "clocks")
        #expect(lacking.errors.hasPrefix("Error: Unknown name 'clocks' in '--x'; did you mean 'clock'?\n"))
    }

    @Test("what is not there is said")
    func missing() throws {
        let directory = try directory()
        expectSuccess(
            try directory.trustsim(
                "sweep", "mix.json", "--attacker-ratio", "0.2", "--set", "attackers={profile: 'bogus'}", "--quiet",
                "--output", "out"))
        try directory.expectUsageError(
            ["plot", "out", "--x", "time"], command: "plot",
            "'--x time' needs a series.csv beside runs.csv: of a sweep made with --series")
        try directory.expectUsageError(
            ["plot", "out", "--by", "profile"], command: "plot",
            "'--by profile' needs a profiles.csv beside runs.csv: of a sweep whose attackers have several profiles")
        try directory.expectUsageError(
            ["sweep", "mix.json", "--attacker-ratio", "0.2", "--by-vehicle"], command: "sweep",
            "'--by-vehicle' needs '--output <DIR>': it is written to DIR/vehicles.csv")
        try directory.expectUsageError(
            ["run", "mix.json", "--bin", "5"], command: "run",
            "'--bin' is for '--series'")
        let one = try directory.trustsim("run", "mix.json", "--set", "attackers={profile: 'bogus'}", "--by-profile")
        #expect(one.exitCode == 0)
        #expect(one.errors == "Note: all attackers have one profile, so there is nothing to split by profile\n")
        let several = try directory.trustsim("run", "mix.json")
        #expect(
            several.errors == "Note: the attackers have several profiles; --by-profile shows who of them is found\n")
    }

    @Test("varied profiles with labels, and mixes, are known again by rerun")
    func rerun() throws {
        let directory = try directory(Self.mix.replacing("replications: 2", with: "replications: 1"))
        for (name, vary) in [
            ("one", "attackers.profile=bogus,{label: 'plain x', preset: 'colluders', attestation: 'honest'}"),
            (
                "mixes",
                "attackers.profiles=[{profile: 'bogus', share: 1}],[{profile: 'bogus', share: 0.5}, {profile: {label: 'y', preset: 'onOff'}, share: 0.5}]"
            ),
        ] {
            expectSuccess(
                try directory.trustsim(
                    "sweep", "mix.json", "--set", "attackers={ratio: 0.3}", "--vary", vary, "--quiet", "--schemes",
                    "beta", "--output", name))
            let rows = try directory.text("\(name)/runs.csv").split(separator: "\n").count - 1
            for row in [1, rows] { expectSuccess(try directory.trustsim("rerun", "\(name)/runs.csv:\(row)")) }
        }
        let part = try directory.trustsim("rerun", "mixes/profiles.csv:1")
        #expect(
            part.errors
                == "Error: mixes/profiles.csv has parts of runs (column 'profile'); rerun repeats rows of runs.csv\n")
    }

    @Test("files of other results are refused, and ones that would be left beside new results")
    func stale() throws {
        let directory = try directory()
        let sweep = ["sweep", "mix.json", "--quiet", "--schemes", "beta", "--attacker-ratio"]
        expectSuccess(try directory.trustsim(sweep + ["0.2,0.4", "--series", "--output", "a"]))
        expectSuccess(try directory.trustsim(sweep + ["0.3", "--series", "--output", "b"]))
        try directory.write(try directory.text("a/series.csv"), to: "b/series.csv")
        let message =
            "b/series.csv is not of the runs in runs.csv beside it: other scenarios, schemes, seeds, ratios or varied "
            + "values; remove it, or make the results anew"
        try directory.expectError(["plot", "b", "--x", "time"], code: 65, message)
        try directory.expectError(["report", "b", "--output", "r.html"], code: 65, message)
        expectSuccess(try directory.shell("mkdir c; echo of other results > c/vehicles.csv"))
        let refused = try directory.trustsim(sweep + ["0.3", "--output", "c"])
        #expect(refused.exitCode == 1 && refused.errors.hasPrefix("Error: c/vehicles.csv exists"))
    }

    @Test("bins are limited; what --by-profile cannot do is said")
    func limits() throws {
        let directory = try directory()
        try directory.expectUsageError(
            ["run", "mix.json", "--series", "s.csv", "--bin", "0.0005"], command: "run",
            "The value '0.0005' is invalid for '--bin <s>': expected a number from 0.001 to 10000000")
        try directory.expectUsageError(
            ["run", "mix.json", "--series", "s.csv", "--bin", "0.001", "--set", "duration=1000"], command: "run",
            "'--bin 0.001' makes 1000000 bins of the 1000 s of a run; at most 100000 are allowed")
        let csv = try directory.trustsim("run", "mix.json", "--by-profile", "--format", "csv")
        #expect(
            csv.errors
                == "Note: --by-profile splits tables; with '--output <DIR>' a sweep writes profiles.csv anyhow\n")
    }

    @Test("a replay of the logs of a run has the same series on every clock")
    func replay() throws {
        let directory = try directory()
        let settings = [
            "--set", "sensing.verification=plausibility", "--set", "replications=1", "--set",
            "attackers={ratio: 0.4, profiles: [{profile: 'pureColluders', share: 0.5}, {profile: {label: 'slow', beacon: 'randomPosition', schedule: {kind: 'onOff', on: 12, off: 30}}, share: 0.5}]}",
            "--set", "evaluation.interval=3",
        ]
        expectSuccess(
            try directory.trustsim(
                ["run", "mix.json", "--quiet", "--log", "logs", "--series", "run.csv", "--output", "t"] + settings))
        expectSuccess(try directory.trustsim("replay", "logs", "--quiet", "--series", "replay.csv", "--output", "u"))
        let run = Sheet(try directory.text("run.csv"))
        let again = Sheet(try directory.text("replay.csv"))
        func rows(_ sheet: Sheet) throws -> [[String]] {
            try sheet.columns(
                "scheme", "profile", "clock", "time", "truePositives", "falsePositives", "trueNegatives",
                "falseNegatives")
        }
        #expect(try rows(run) == rows(again))
        #expect(try rows(run).contains { $0[2] == "end" && Double($0[3]) ?? 0 > 6 })
    }

    @Test("a run writes the same rows as a sweep of it, and decisions name the profile")
    func run() throws {
        let directory = try directory()
        expectSuccess(
            try directory.trustsim(
                "run", "mix.json", "--quiet", "--series", "s.csv", "--by-vehicle", "v.csv", "--decisions", "d.jsonl"))
        expectSuccess(
            try directory.trustsim(
                "sweep", "mix.json", "--attacker-ratio", "0.3", "--quiet", "--series", "--by-vehicle", "--output", "out"
            ))
        #expect(try directory.text("s.csv") == directory.text("out/series.csv"))
        #expect(try directory.text("v.csv") == directory.text("out/vehicles.csv"))
        let lines = try directory.text("d.jsonl").split(separator: "\n")
        #expect(lines.contains { $0.contains("\"truth\":\"malicious\",\"profile\":\"sly ones\"") })
        #expect(!lines.contains { $0.contains("\"truth\":\"malicious\",\"profile\":null") })
    }
}
