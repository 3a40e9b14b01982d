import Testing

@testable import TrustSimCommands

private let run = CommandSpec(
    name: "run", abstract: "Simulate a scenario and print what the vehicles decided.",
    discussion: """
        The same scenario and seed give the same output, byte for byte, on every machine and with any number of threads.

          0  all replications ended
          2  the scenario is wrong
        """,
    arguments: [
        ArgumentSpec(name: "scenario", help: "The scenario file, or '-' for the standard input."),
        ArgumentSpec(name: "output", help: "Where the results go.", optional: true),
    ],
    options: [
        OptionSpec(name: "--seed", value: "N", help: "The seed of all randomness, from 0 to 4294967295 (default: 1)."),
        OptionSpec(name: "--share", short: "-s", value: "fraction", help: "The share of attackers."),
        OptionSpec(name: "--schemes", value: "names", help: "Which schemes to compare.", repeats: true),
        OptionSpec(
            name: "--set", value: "key.path=value", help: "Replace a value of the scenario; may be repeated.",
            repeats: true),
        OptionSpec(name: "--quiet", short: "-q", help: "Print errors only."),
    ],
    examples: ["trustsim run Scenarios/highway.json5", "trustsim run --seed 7 --set radio.range=300 town.json5"])

private let merge = CommandSpec(
    name: "merge", abstract: "Merge shards.", arguments: [ArgumentSpec(name: "shard", help: "A shard.", repeats: true)])

private func parse(_ line: String, for command: CommandSpec = run) throws -> ParsedArguments {
    try ArgumentParser.parse(line.split(separator: " ").map(String.init), for: command)
}

private func message(_ line: String, for command: CommandSpec = run) -> String? {
    do {
        _ = try parse(line, for: command)
        return nil
    } catch {
        return (error as? UsageError)?.message
    }
}

@Suite("The command line")
struct ArgumentParserTests {
    @Test(
        "options and positionals come in any order, and values follow or are joined",
        arguments: [
            "town.json5 out --seed 7 -q --share 0.5", "--seed=7 town.json5 -s=0.5 --quiet out",
            "-q -s 0.5 --seed 7 -- town.json5 out", "--share=0.5 town.json5 --quiet --seed=7 -- out",
        ])
    func anyOrder(line: String) throws {
        let arguments = try parse(line)
        #expect(arguments.positionals == ["town.json5", "out"])
        #expect(arguments.value("--seed") == "7")
        #expect(arguments.value("--share") == "0.5")
        #expect(arguments.flag("--quiet"))
        #expect(arguments.values("--set").isEmpty)
        #expect(!arguments.wantsHelp)
    }

    @Test("an option that is not given has no value")
    func absentOptions() throws {
        let arguments = try parse("town.json5")
        #expect(arguments.value("--seed") == nil)
        #expect(!arguments.flag("--quiet"))
        #expect(try arguments.integer("--seed", in: 0...9) == nil)
        #expect(try arguments.number("--share", in: 0...1) == nil)
        #expect(try arguments.list("--schemes") == nil)
    }

    @Test("an option that repeats keeps all its values in order")
    func repeatedOption() throws {
        let arguments = try parse("a --set x=1 --set=y==2 --set=")
        #expect(arguments.values("--set") == ["x=1", "y==2", ""])
        #expect(arguments.value("--set") == "")
    }

    @Test("after -- everything is positional")
    func terminator() throws {
        #expect(try parse("-- --seed -q").positionals == ["--seed", "-q"])
        #expect(try parse("a -- --").positionals == ["a", "--"])
        #expect(try parse("a -- --help").wantsHelp == false)
    }

    @Test("a dash alone and a negative number are values, anything else with a dash is not")
    func valuesWithDash() throws {
        #expect(try parse("-").positionals == ["-"])
        #expect(try parse("a -1.5e3").positionals == ["a", "-1.5e3"])
        #expect(try parse("a --seed -1").value("--seed") == "-1")
        #expect(try parse("a --share -.5").value("--share") == "-.5")
        #expect(try parse("a --seed -").value("--seed") == "-")
        #expect(try parse("a --seed=--quiet").value("--seed") == "--quiet")
        #expect(message("a --seed --quiet") == "Missing value for '--seed <N>'")
        #expect(message("a --seed -inf") == "Missing value for '--seed <N>'")
        #expect(message("--seed -- a") == "Missing value for '--seed <N>'")
    }

    @Test(
        "help wins over everything else, mistakes included",
        arguments: ["--help", "-h", "a b c --help", "--sead -h", "--seed --help", "-h -h"])
    func help(line: String) throws {
        #expect(try parse(line).wantsHelp)
    }

    @Test("the last positional may take all that follow")
    func repeatedPositional() throws {
        #expect(try parse("a b c", for: merge).positionals == ["a", "b", "c"])
        #expect(message("", for: merge) == "Missing expected argument '<shard> ...'")
    }

    @Test(
        "a mistake is named",
        arguments: [
            ("a --sead 1", "Unknown option '--sead'. Did you mean '--seed'?"),
            ("a --sead=1", "Unknown option '--sead'. Did you mean '--seed'?"),
            ("a -seed 1", "Unknown option '-seed'. Did you mean '--seed'?"),
            ("a --halp", "Unknown option '--halp'. Did you mean '--help'?"),
            ("a --verbose", "Unknown option '--verbose'"),
            ("a -x", "Unknown option '-x'"),
            ("a --seed", "Missing value for '--seed <N>'"),
            ("a -s", "Missing value for '--share <fraction>'"),
            ("a b x y", "Unexpected argument 'x'"),
            ("", "Missing expected argument '<scenario>'"),
            ("a --seed 1 --seed=2", "Option '--seed' is given twice"),
            ("a -q --quiet", "Option '--quiet' is given twice"),
            ("a --quiet=yes", "The option '--quiet' does not take any value, but 'yes' was specified"),
        ])
    func mistakes(line: String, expected: String) {
        #expect(message(line) == expected)
    }

    @Test("an error names its command")
    func commandOfError() {
        #expect(throws: UsageError(message: "Missing expected argument '<scenario>'", command: "run")) { try parse("") }
    }

    @Test("an unknown command gets a suggestion when one is near")
    func unknownCommand() throws {
        #expect(try ArgumentParser.command(named: "merge", among: [run, merge]) == merge)
        #expect(throws: UsageError(message: "Unknown command 'rnu'. Did you mean 'run'?", command: nil)) {
            try ArgumentParser.command(named: "rnu", among: [run, merge])
        }
        #expect(throws: UsageError(message: "Unknown command 'simulate'. Did you mean 'run'?", command: nil)) {
            try ArgumentParser.command(named: "simulate", among: [run, merge])
        }
        #expect(throws: UsageError(message: "Unknown command 'simulate'", command: nil)) {
            try ArgumentParser.command(named: "simulate", among: [merge])
        }
    }

    @Test("words of any characters never stop the parser")
    func strangeWords() {
        let words = [
            "", "-", "--", "---", "--=", "-=", "=", "--seed", "-\u{301}", "--seed=\u{301}", "\u{0}", "-–", "é",
        ]
        for first in words {
            for second in words {
                for third in words { _ = try? ArgumentParser.parse([first, second, third], for: run) }
            }
        }
        #expect(throws: UsageError(message: "Unknown option '--'", command: "run")) {
            try ArgumentParser.parse(["--=1"], for: run)
        }
    }
}

@Suite("Typed values of options")
struct TypedValueTests {
    private func problem<Value>(_ line: String, _ read: (ParsedArguments) throws -> Value) throws -> String? {
        let arguments = try parse("a " + line)
        let error = #expect(throws: UsageError.self) { try read(arguments) }
        return error?.message
    }

    @Test("a whole number lies within its range")
    func integers() throws {
        #expect(try parse("a --seed 4294967295").integer("--seed", in: 0...4_294_967_295) == 4_294_967_295)
        for text in ["x", "-1", "4294967296", "1.0", "99999999999999999999", "0x10"] {
            let expected =
                "The value '\(text)' is invalid for '--seed <N>': expected a whole number from 0 to 4294967295"
            #expect(try problem("--seed \(text)") { try $0.integer("--seed", in: 0...4_294_967_295) } == expected)
        }
    }

    @Test("an open range is described by its closed end")
    func openRanges() throws {
        let prefix = "The value 'x' is invalid for '--seed <N>': expected a whole number"
        #expect(try problem("--seed x") { try $0.integer("--seed", in: 1 ... .max) } == prefix + " of at least 1")
        #expect(try problem("--seed x") { try $0.integer("--seed", in: .min ... -1) } == prefix + " of at most -1")
        #expect(try problem("--seed x") { try $0.integer("--seed", in: .min ... .max) } == prefix)
    }

    @Test("a number is decimal, finite and within its range")
    func numbers() throws {
        #expect(try parse("a -s 2.5e-1").number("--share", in: 0...1) == 0.25)
        for text in ["x", "1.5", "nan", "inf", "0x1p-1", "1e999", "e"] {
            let expected = "The value '\(text)' is invalid for '--share <fraction>': expected a number from 0 to 1"
            #expect(try problem("--share \(text)") { try $0.number("--share", in: 0...1) } == expected)
        }
        let expected = "The value '1e999' is invalid for '--share <fraction>': expected a number of at least 0.5"
        #expect(try problem("-s 1e999") { try $0.number("--share", in: 0.5 ... .infinity) } == expected)
    }

    @Test("a list is cut at commas, over all occurrences")
    func lists() throws {
        let arguments = try ArgumentParser.parse(["a", "--schemes", "none, mean", "--schemes=beta"], for: run)
        #expect(try arguments.list("--schemes") == ["none", "mean", "beta"])
        let expected = "The value 'a,,b' is invalid for '--schemes <names>': expected values separated by commas"
        #expect(try problem("--schemes a,,b") { try $0.list("--schemes") } == expected)
    }
}

@Suite("The help")
struct HelpTextTests {
    @Test("the help of a command has all sections, aligned and within 80 columns")
    func commandHelp() {
        let help = HelpText.of(command: run, program: "trustsim")
        #expect(
            help == """
                OVERVIEW: Simulate a scenario and print what the vehicles decided.

                The same scenario and seed give the same output, byte for byte, on every machine
                and with any number of threads.

                  0  all replications ended
                  2  the scenario is wrong

                USAGE: trustsim run <scenario> [<output>] [--seed <N>] [--share <fraction>]
                                    [--schemes <names> ...] [--set <key.path=value> ...]
                                    [--quiet]

                ARGUMENTS:
                  <scenario>              The scenario file, or '-' for the standard input.
                  <output>                Where the results go.

                OPTIONS:
                  --seed <N>              The seed of all randomness, from 0 to 4294967295
                                          (default: 1).
                  -s, --share <fraction>  The share of attackers.
                  --schemes <names>       Which schemes to compare.
                  --set <key.path=value>  Replace a value of the scenario; may be repeated.
                  -q, --quiet             Print errors only.
                  -h, --help              Show help information.

                EXAMPLES:
                  trustsim run Scenarios/highway.json5
                  trustsim run --seed 7 --set radio.range=300 town.json5
                """)
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test("a command without arguments, options or examples has only the sections it needs")
    func smallCommand() {
        let version = CommandSpec(name: "version", abstract: "Print the version.")
        #expect(
            HelpText.of(command: version, program: "trustsim") == """
                OVERVIEW: Print the version.

                USAGE: trustsim version

                OPTIONS:
                  -h, --help              Show help information.
                """)
    }

    @Test("a label that is too long has a line to itself")
    func longLabel() {
        let option = OptionSpec(name: "--output-directory", value: "path", help: "Where the results go.")
        let help = HelpText.of(command: CommandSpec(name: "run", abstract: "", options: [option]), program: "trustsim")
        #expect(help.contains("\n  --output-directory <path>\n                          Where the results go.\n"))
    }

    @Test("the help of the program lists its commands")
    func programHelp() {
        let help = HelpText.of(
            program: "trustsim", overview: "Compare trust schemes.\n\nStart with 'trustsim run'.",
            commands: [run, merge],
            options: [OptionSpec(name: "--version", help: "Show the version.")])
        #expect(
            help == """
                OVERVIEW: Compare trust schemes.

                Start with 'trustsim run'.

                USAGE: trustsim <subcommand>

                OPTIONS:
                  --version               Show the version.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  run                     Simulate a scenario and print what the vehicles
                                          decided.
                  merge                   Merge shards.

                  See 'trustsim <subcommand> --help' for detailed help.
                """)
    }

    @Test("an error is followed by the usage of its command and the way to the help")
    func errors() {
        let known = UsageError(message: "Missing expected argument '<shard> ...'", command: "merge")
        #expect(
            HelpText.of(error: known, program: "trustsim", commands: [run, merge]) == """
                Error: Missing expected argument '<shard> ...'
                Usage: trustsim merge <shard> ...
                  See 'trustsim merge --help' for more information.
                """)
        let unknown = UsageError(message: "Unknown command 'rnu'. Did you mean 'run'?", command: nil)
        #expect(
            HelpText.of(error: unknown, program: "trustsim", commands: [run, merge]) == """
                Error: Unknown command 'rnu'. Did you mean 'run'?
                Usage: trustsim <subcommand>
                  See 'trustsim --help' for more information.
                """)
    }
}
