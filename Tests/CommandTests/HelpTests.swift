import Testing

@Suite("Help")
struct HelpTests {
    private let directory: TestDirectory
    private static let commands = [
        "run", "sweep", "checks", "calibrate", "tune", "study", "merge", "export", "compare", "plot", "report", "view",
        "explain", "decide", "rerun", "fingerprint", "diff", "validate", "list", "new", "replay", "trace", "describe",
        "schema", "completions", "man",
    ]

    init() throws { directory = try TestDirectory() }

    @Test(
        "the help of the program is printed by every way of asking for it",
        arguments: [["--help"], ["-h"], ["help"]])
    func programHelp(arguments: [String]) throws {
        let outcome = try directory.trustsim(arguments)
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: "help.txt")
    }

    @Test(
        "the help of a command is the same by every way of asking for it",
        arguments: Self.commands)
    func commandHelp(command: String) throws {
        for arguments in [[command, "--help"], [command, "-h"], ["help", command]] {
            let outcome = try directory.trustsim(arguments)
            expectSuccess(outcome)
            try Golden.expect(outcome.outputBytes, is: "help-\(command).txt")
        }
    }

    @Test("without arguments the program names five commands to begin with, within 80 columns")
    func firstScreen() throws {
        let outcome = try directory.trustsim()
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: "first.txt")
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let examples = outcome.output.components(separatedBy: "The rest:")[0].split(separator: "\n")
            .filter { $0.hasPrefix("    trustsim ") }
        #expect(examples.count == 5)
    }

    @Test("the version is printed by every way of asking for it", arguments: ["--version", "version"])
    func version(word: String) throws {
        let outcome = try directory.trustsim(word)
        expectSuccess(outcome)
        #expect(outcome.output == "trustsim 0.1.0\n")
    }

    @Test("every command is in the help of the program")
    func commandsListed() throws {
        let help = try directory.trustsim("help").output
        for command in Self.commands {
            #expect(help.contains("\n  \(command) "))
        }
    }

    @Test("no line of help is wider than 80 columns, but for examples, which are not cut")
    func width() throws {
        for command in Self.commands {
            let help = try directory.trustsim("help", command).output
            let prose = help.components(separatedBy: "\nEXAMPLES:\n")[0]
            #expect(prose.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
    }

    @Test("help wins over mistakes that stand before or behind it")
    func helpWins() throws {
        let help = try directory.trustsim("run", "--help").output
        for arguments in [["run", "--sead", "-h"], ["run", "--help", "a", "b"], ["run", "--seed", "--help"]] {
            let outcome = try directory.trustsim(arguments)
            expectSuccess(outcome)
            #expect(outcome.output == help)
        }
    }

    @Test("the version is one line with three numbers")
    func version() throws {
        let outcome = try directory.trustsim("--version")
        expectSuccess(outcome)
        #expect(outcome.output.wholeMatch(of: /trustsim \d+\.\d+\.\d+\n/) != nil)
    }
}
