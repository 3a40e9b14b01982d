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
