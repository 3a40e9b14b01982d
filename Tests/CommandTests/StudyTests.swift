import Testing
import TrustSim

@Suite("trustsim study, calibrate and checks")
struct StudyTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func study(_ arguments: String...) throws -> Outcome {
        try directory.trustsim(
            [
                "study", "--replications", "2", "--schemes", "consensus-adaptive,own-evidence,genie", "--ablate",
                "rounds",
            ]
                + arguments)
    }

    @Test("a study writes runs, comparison, tables and curves, the same whatever the number of workers")
    func filesOfStudy() throws {
        let options = ["--attacks", "colluders,dataReplay", "--worlds", "waypoint", "--attacker-ratio", "0,0.3"]
        expectSuccess(try directory.trustsim(arguments(options + ["--output", "one", "--jobs", "1"])))
        expectSuccess(try directory.trustsim(arguments(options + ["--output", "two", "--jobs", "2"])))
        for name in ["runs.csv", "summary.csv", "comparison.csv", "balanced-accuracy-waypoint.svg"] {
            #expect(try directory.bytes("one/" + name) == directory.bytes("two/" + name), "\(name)")
        }
        let runs = try Sheet(String(decoding: directory.bytes("one/runs.csv"), as: UTF8.self))
        // Without attackers once for each verification; six rows of schemes, two replications.
        #expect(runs.rows.count == 4 * 2 * 7)
        #expect(Set(try runs.column("attackers.profile")) == ["none", "colluders", "dataReplay"])
        let text = String(decoding: try directory.bytes("one/study.md"), as: UTF8.self)
        for title in [
            "All cells up to half attackers", "By attack", "Worst case by attack", "Ablations", "Breakdown points",
            "Unknown policy and own certainty", "Where consensus-adaptive loses",
        ] {
            #expect(text.contains("\n## \(title)\n"), "\(title)")
        }
        #expect(text.contains("seed 1, 2 replications"))
    }

    @Test("where the bound cannot be computed its row has dashes, and the reason is told once")
    func missingBound() throws {
        let run = try directory.trustsim([
            "run", "a.json", "--schemes", "own-evidence,genie", "--set", "attackers.profile=sybil", "--metrics", "f1",
        ])
        #expect(run.exitCode == 0)
        #expect(run.errors == "Note: genie cannot be computed and has no figures: attackers have several names\n")
        let row = run.output.split(separator: "\n").first { $0.contains("genie") }
        #expect(row?.contains("–") == true, "\(run.output)")
        #expect(run.output.contains("genie: no figures where this bound cannot be computed."))
        let options = ["--attacks", "colluders,sybil", "--worlds", "waypoint", "--attacker-ratio", "0.3"]
        let study = try directory.trustsim(
            [
                "study", "--replications", "1", "--schemes", "consensus-adaptive,genie", "--ablate", "none", "--set",
                "duration=60", "--output", "some",
            ] + options)
        #expect(study.exitCode == 0)
        #expect(study.errors.contains("in 1 of 2 cells: attackers have several names (1)"), "\(study.errors)")
        let text = String(decoding: try directory.bytes("some/study.md"), as: UTF8.self)
        #expect(text.contains("The genie can be computed in 1 of 2 of these cells"))
    }

    private func arguments(_ options: [String]) -> [String] {
        [
            "study", "--replications", "2", "--schemes", "consensus-adaptive,own-evidence,genie", "--ablate", "rounds",
            "-q",
        ]
            + options
    }

    @Test("tables can be made anew from the runs of the same study, and from no others")
    func tablesFromResults() throws {
        let options = ["--attacks", "colluders", "--worlds", "waypoint", "--attacker-ratio", "0,0.3"]
        expectSuccess(try directory.trustsim(arguments(options + ["--output", "run"])))
        expectSuccess(try directory.trustsim(arguments(options + ["--output", "again", "--from", "run"])))
        for name in ["runs.csv", "summary.csv", "comparison.csv", "balanced-accuracy-waypoint.svg"] {
            #expect(try directory.bytes("run/" + name) == directory.bytes("again/" + name), "\(name)")
        }
        let other = try directory.trustsim(arguments(options + ["--output", "x", "--from", "run", "--seed", "2"]))
        #expect(other.exitCode == 65)
        #expect(
            other.errors.contains(
                "run/runs.csv:1:1: these results lack the run 'waypoint', none, statistical, attacker ratio 0, seed 2, "
                    + "replication 0"), "\(other.errors)")
        let fewer = ["--attacks", "colluders", "--worlds", "waypoint", "--attacker-ratio", "0"]
        let unwanted = try directory.trustsim(arguments(fewer + ["--output", "x", "--from", "run"]))
        #expect(
            unwanted.exitCode == 65
                && unwanted.errors.contains("attacker ratio 0.3, seed 1, replication 0, which is not"))
    }

    @Test("a value can be changed in every world, and the command that is printed says so")
    func changedWorlds() throws {
        let options = ["--attacks", "colluders", "--worlds", "waypoint", "--attacker-ratio", "0.3", "--ablate", "none"]
        let changes = ["--set", "mechanismsOff=['victims']", "--set", "duration=60"]
        let base = ["study", "--replications", "1", "--schemes", "consensus-adaptive", "-q"]
        expectSuccess(try directory.trustsim(base + options + ["--output", "short"] + changes))
        let text = String(decoding: try directory.bytes("short/study.md"), as: UTF8.self)
        #expect(text.contains("--set 'mechanismsOff=['\\''victims'\\'']' --set duration=60"))
        let wrong = try directory.trustsim(base + options + ["--output", "x", "--set", "duratoin=60"])
        #expect(wrong.exitCode == 64 && wrong.errors.contains("did you mean 'duration'?"), "\(wrong.errors)")
    }

    @Test("existing results are not overwritten without --force, and nothing is run before that is known")
    func noOverwriting() throws {
        try directory.makeDirectory("out")
        try directory.write("mine", to: "out/study.md")
        let outcome = try study("--output", "out")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.contains("out/study.md"))
        #expect(String(decoding: try directory.bytes("out/study.md"), as: UTF8.self) == "mine")
    }

    @Test(
        "wrong names are errors with the nearest right one",
        arguments: [
            (["--attacks", "coluders"], "Unknown attack 'coluders'; did you mean 'colluders'?"),
            (["--worlds", "highwai"], "Unknown world 'highwai'; did you mean 'highway'?"),
            (["--schemes", "genii"], "Unknown scheme 'genii'; did you mean 'genie'?"),
            (["--ablate", "round"], "Unknown mechanism 'round'; did you mean 'rounds'?"),
        ])
    func wrongNames(options: [String], message: String) throws {
        let outcome = try directory.trustsim(["study", "--output", "x"] + options)
        #expect(outcome.exitCode == 64)
        #expect(outcome.errors.contains(message), "\(outcome.errors)")
        let without = try directory.trustsim("study")
        #expect(without.exitCode == 64 && without.errors.contains("--output"))
    }

    @Test("calibrate writes thresholds that run accepts, as rows of their own")
    func calibration() throws {
        let options = [
            "--attacks", "colluders", "--worlds", "sparse-highway", "--attacker-ratio", "0.3", "--replications", "1",
            "-q",
        ]
        expectSuccess(try directory.trustsim(["calibrate", "--output", "c.json"] + options))
        let text = String(decoding: try directory.bytes("c.json"), as: UTF8.self)
        #expect(text.contains("trustsim calibrate --output c.json"))
        let run = try directory.trustsim(
            "run", "a.json", "--calibration", "c.json", "--format", "csv", "--replications", "1")
        expectSuccess(run)
        let rows = try Sheet(run.output).column("scheme")
        #expect(
            rows == [
                "consensus-adaptive", "own-evidence", "own-evidence/calibrated", "beta",
                "beta/calibrated", "trust-all", "distrust-all", "coin",
            ])
        try directory.write("{}", to: "empty.json")
        let empty = try directory.trustsim("run", "a.json", "--calibration", "empty.json")
        #expect(empty.exitCode == 65 && empty.errors.contains("there is no 'calibration' in it"))
        try directory.write("{calibration: {bata: 0.5}}", to: "wrong.json")
        let wrong = try directory.trustsim("run", "a.json", "--calibration", "wrong.json")
        #expect(wrong.exitCode == 65 && wrong.errors.contains("unknown scheme 'bata' in 'calibration'"))
        #expect(wrong.errors.contains("did you mean 'beta'?"))
    }

    @Test("checks shows a row for each attack, and one for genuine beacons")
    func checks() throws {
        let outcome = try directory.trustsim(
            "checks", "a.json", "--attacks", "randomPosition,zeroSpeed", "--format", "csv", "-q")
        expectSuccess(outcome)
        let sheet = Sheet(outcome.output)
        #expect(sheet.rows.count == 2 * 12)
        let attacks = try sheet.column("attack")
        #expect(Set(attacks) == ["randomPosition", "zeroSpeed"])
        let wrong = try directory.trustsim("checks", "a.json", "--attacks", "zerospeed")
        #expect(wrong.exitCode == 64 && wrong.errors.contains("did you mean 'zeroSpeed'?"))
    }
}
