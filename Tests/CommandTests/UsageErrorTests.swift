import Testing
import TrustSim

/// A wrong command line and what it is answered.
struct WrongLine: Sendable, CustomTestStringConvertible {
    let line: String
    let message: String

    init(_ line: String, _ message: String) {
        self.line = line
        self.message = message
    }

    /// Spaces separate the arguments; '' is an empty one.
    var arguments: [String] { line.split(separator: " ").map { $0 == "''" ? "" : String($0) } }
    var testDescription: String { line }
}

@Suite("Command lines that cannot be understood")
struct UsageErrorTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    @Test(
        "an unknown command or an unknown option before the command is named, with a suggestion if one is near",
        arguments: [
            WrongLine("runn a.json", "Unknown command 'runn'. Did you mean 'run'?"),
            WrongLine("exprot", "Unknown command 'exprot'. Did you mean 'export'?"),
            WrongLine("frobnicate", "Unknown command 'frobnicate'"),
            WrongLine("help runn", "Unknown command 'runn'. Did you mean 'run'?"),
            WrongLine("''", "Unknown command ''"),
            WrongLine("-x", "Unknown option '-x'"),
            WrongLine("simulate a.json", "Unknown command 'simulate'. Did you mean 'run'?"),
            WrongLine("init", "Unknown command 'init'. Did you mean 'new'?"),
            WrongLine("schemes", "Unknown command 'schemes'. Did you mean 'trustsim list schemes'?"),
            WrongLine("-v", "Unknown option '-v'. Did you mean '--version'?"),
            WrongLine("--versio", "Unknown option '--versio'. Did you mean '--version'?"),
            WrongLine(
                "--seed 3 run a.json", "Option '--seed' stands before the command; write 'trustsim COMMAND … --seed'"),
            WrongLine("a.json", "Unknown command 'a.json', which is a file. Did you mean 'trustsim run a.json'?"),
            WrongLine(
                "results/runs.csv",
                "Unknown command 'results/runs.csv', which is a file. Did you mean 'trustsim export results/runs.csv'?"),
            WrongLine("..", "Unknown command '..', which is a directory. Did you mean 'trustsim report ..'?"),
        ])
    func unknownCommand(wrong: WrongLine) throws {
        try directory.expectUsageError(wrong.arguments, command: nil, wrong.message)
    }

    @Test(
        "an option or argument that a command does not know, or lacks, is named with the usage of the command",
        arguments: [
            WrongLine("run a.json --sead 7", "Unknown option '--sead'. Did you mean '--seed'?"),
            WrongLine(
                "sweep a.json --atacker-ratio 1", "Unknown option '--atacker-ratio'. Did you mean '--attacker-ratio'?"),
            WrongLine("export a.json --matrics f1", "Unknown option '--matrics'. Did you mean '--metrics'?"),
            WrongLine("list schemes --verbos", "Unknown option '--verbos'. Did you mean '--verbose'?"),
            WrongLine("diff a b --seed 1", "Unknown option '--seed' of 'diff': 'run', 'sweep' and others have it"),
            WrongLine("run a.json --roc", "Unknown option '--roc' of 'run': 'sweep' has it"),
            WrongLine("run a.json -seed 1", "Unknown option '-seed'. Did you mean '--seed'?"),
            WrongLine("run a.json --vehicles 9", "Unknown option '--vehicles'. Did you mean '--set vehicles=VALUE'?"),
            WrongLine(
                "run a.json --radio-range 9", "Unknown option '--radio-range'. Did you mean '--set radio.range=VALUE'?"),
            WrongLine(
                "run a.json --attacker-ratio 0.1",
                "Unknown option '--attacker-ratio': 'sweep', 'calibrate' and others have it. Did you mean '--set "
                    + "attackers.ratio=VALUE'?"),
            WrongLine(
                "run a.json radio.range=9", "Unexpected argument 'radio.range=9'. Did you mean '--set radio.range=9'?"),
            WrongLine(
                "sweep a.json radio.range=9,8",
                "Unexpected argument 'radio.range=9,8'. Did you mean '--vary radio.range=9,8'?"),
            WrongLine("run a.json -- --seed 1", "Unexpected argument '--seed': behind '--' there are no options"),
            WrongLine("run a.json \u{2014}seed 1", "Unexpected argument '\u{2014}seed'. Did you mean '--seed'?"),
            WrongLine("run a.json -x", "Unknown option '-x'"),
            WrongLine("run", "Missing expected argument '<scenario>'"),
            WrongLine("sweep --attacker-ratio 0.1", "Missing expected argument '<scenario>'"),
            WrongLine("export", "Missing expected argument '<results>'"),
            WrongLine("decide", "Missing expected argument '<file>'"),
            WrongLine("rerun", "Missing expected argument '<runs.csv:row>'"),
            WrongLine("diff a", "Missing expected argument '<second>'"),
            WrongLine("validate", "Missing expected argument '<scenario> ...'"),
            WrongLine("list", "Missing expected argument '<topic>'"),
            WrongLine("run a.json b.json", "Unexpected argument 'b.json'"),
            WrongLine("new b.json c.json", "Unexpected argument 'c.json'"),
            WrongLine("run a.json --seed", "Missing value for '--seed <N>'"),
            WrongLine("run a.json --seed --quiet", "Missing value for '--seed <N>'"),
            WrongLine("run a.json --set", "Missing value for '--set <key.path=value>'"),
            WrongLine("sweep a.json --vary", "Missing value for '--vary <key.path=v1,v2>'"),
            WrongLine("run a.json --seed 1 --seed 2", "Option '--seed' is given twice"),
            WrongLine(
                "run a.json --quiet=1", "The option '--quiet' does not take any value, but '1' was specified"),
        ])
    func wrongShape(wrong: WrongLine) throws {
        try directory.expectUsageError(wrong.arguments, command: wrong.arguments[0], wrong.message)
    }

    @Test(
        "a value that an option does not take is quoted with what the option expects",
        arguments: [
            ("--seed", "<N>", ["x", "-1", "1.5", "4294967296", "1e3", "''"], "a whole number from 0 to 4294967295"),
            ("--replications", "<N>", ["x", "0", "-1", "2.5", "100001"], "a whole number from 1 to 100000"),
            ("--jobs", "<N>", ["x", "0", "1025"], "a whole number from 1 to 1024"),
            ("--max-memory", "<MiB>", ["x", "0", "-5", "nan", "inf", "0x10"], "a number from 1 to 1000000000"),
            ("--metrics", "<a,b>", ["''", "f1,,recall", ",f1"], "values separated by commas"),
            ("--schemes", "<a,b>", ["''", "beta,"], "values separated by commas"),
            ("--ablate", "<a,b>", ["''"], "values separated by commas"),
        ])
    func wrongValue(option: String, placeholder: String, values: [String], expected: String) throws {
        for value in values {
            let value = value == "''" ? "" : value
            try directory.expectUsageError(
                ["run", "a.json", "\(option)=\(value)"], command: "run",
                "The value '\(value)' is invalid for '\(option) \(placeholder)': expected \(expected)")
        }
    }

    @Test("the formats are listed when an unknown one is asked for", arguments: ["xml", "CSV", ""])
    func unknownFormat(format: String) throws {
        for (command, formats) in [
            ("run", "table, csv, json, jsonl, markdown, latex"), ("sweep", "table, csv, json, jsonl, markdown, latex"),
            ("export", "markdown, csv, json, jsonl, latex, table"),
        ] {
            try directory.expectUsageError(
                [command, "a.json", "--format=\(format)"], command: command,
                "The value '\(format)' is invalid for '--format <format>': expected \(formats)")
        }
    }

    @Test(
        "an unknown metric or topic is named with a suggestion, or with where to look",
        arguments: [
            WrongLine("run a.json --metrics f2", "Unknown metric 'f2'; did you mean 'f1'?"),
            WrongLine("run a.json --metrics f1,acuracy", "Unknown metric 'acuracy'; did you mean 'accuracy'?"),
            WrongLine("sweep a.json --metrics nonsense", "Unknown metric 'nonsense'; see 'trustsim list metrics'"),
            WrongLine("export a.json --metrics precison", "Unknown metric 'precison'; did you mean 'precision'?"),
            WrongLine("list shemes", "Unknown topic 'shemes'. Did you mean 'schemes'?"),
            WrongLine("list attack", "Unknown topic 'attack'. Did you mean 'attacks'?"),
        ])
    func unknownName(wrong: WrongLine) throws {
        try directory.expectUsageError(wrong.arguments, command: wrong.arguments[0], wrong.message)
    }

    @Test("a topic that is like none is refused by its name")
    func unknownTopic() throws {
        let outcome = try directory.trustsim("list", "everything")
        #expect(outcome.exitCode == 64)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("Error: Unknown topic 'everything'"))
    }

    @Test(
        "an unknown scheme or mechanism is named with a suggestion or with all names, and the option as its place",
        arguments: [
            WrongLine("--schemes betta", "unknown name 'betta' in 'schemes'; did you mean 'beta'?"),
            WrongLine(
                "--schemes beta,own-evidenc", "unknown name 'own-evidenc' in 'schemes'; did you mean 'own-evidence'?"),
            WrongLine("--schemes beta,beta", "'beta' is listed twice in 'schemes'"),
            WrongLine(
                "--schemes nobody",
                "unknown name 'nobody' in 'schemes'; allowed: " + SchemeCatalog.names.joined(separator: ", ")),
            WrongLine("--ablate victim", "unknown name 'victim' in 'ablations'; did you mean 'victims'?"),
            WrongLine(
                "--ablate magic",
                "unknown name 'magic' in 'ablations'; allowed: subjective, objective, selfProof, rounds, "
                    + "dynamicThreshold, memory, victims, learning"),
        ])
    func unknownScheme(wrong: WrongLine) throws {
        try directory.expectError(["run", "a.json"] + wrong.arguments, code: 64, "\(wrong.line): \(wrong.message)")
    }
}
