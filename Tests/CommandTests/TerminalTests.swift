import Foundation
import Testing

@Suite("What depends on a terminal")
struct TerminalTests {
    private static let escape = "\u{1B}["
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// Runs the scenario with both output streams on a terminal.
    private func onTerminal(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let terminal = try Terminal()
        let program = try RunningProgram(
            Place.program, arguments, in: directory, environment: environment, terminal: terminal, showsOutput: true)
        return try program.end().errors
    }

    @Test("the best values are bold on a terminal, and only there")
    func color() throws {
        let shown = try onTerminal(["run", "a.json", "--quiet"])
        #expect(shown.contains("\(Self.escape)1m"))
        let piped = try directory.trustsim("run", "a.json")
        expectSuccess(piped)
        #expect(!piped.output.contains("\u{1B}"))
        let plain = shown.replacingOccurrences(of: "\(Self.escape)1m", with: "")
            .replacingOccurrences(of: "\(Self.escape)0m", with: "")
        #expect(plain == piped.output)
    }

    @Test(
        "NO_COLOR and a dumb terminal switch colour off",
        arguments: [["NO_COLOR": "1"], ["NO_COLOR": "yes"], ["TERM": "dumb"]])
    func noColor(environment: [String: String]) throws {
        let shown = try onTerminal(["run", "a.json", "--quiet"], environment: environment)
        #expect(!shown.contains("\u{1B}"))
        #expect(shown.contains("consensus-adaptive"))
    }

    @Test("an empty NO_COLOR changes nothing")
    func emptyNoColor() throws {
        #expect(
            try onTerminal(["run", "a.json", "--quiet"], environment: ["NO_COLOR": ""]).contains("\(Self.escape)1m"))
    }

    @Test("files and formats for programs have no colour even when started from a terminal")
    func colorlessFormats() throws {
        for format in ["csv", "json", "markdown", "latex"] {
            #expect(!(try onTerminal(["run", "a.json", "--quiet", "--format", format])).contains("\u{1B}"))
        }
        #expect(try onTerminal(["run", "a.json", "--quiet", "--output", "out.txt"]) == "")
        #expect(!(try directory.text("out.txt")).contains("\u{1B}"))
    }

    @Test("progress is shown on a terminal, erased at the end, and silenced by --quiet")
    func progress() throws {
        let terminal = try Terminal()
        let shown = try RunningProgram(
            Place.program, ["run", "a.json", "--replications", "4", "--set", "duration=400"], in: directory,
            terminal: terminal
        ).end()
        #expect(shown.errors.hasPrefix("\r0/4 runs, "))
        #expect(shown.errors.hasSuffix("\r\(Self.escape)K"))
        let dumb = try RunningProgram(
            Place.program, ["run", "a.json", "--replications", "4"], in: directory, environment: ["TERM": "dumb"],
            terminal: try Terminal()
        ).end()
        #expect(dumb.errors == "")
        let quiet = try RunningProgram(
            Place.program, ["run", "a.json", "-q"], in: directory, terminal: try Terminal()
        ).end()
        #expect(quiet.errors == "")
    }

    @Test("progress of a sweep is never wider than the terminal, and says what is run", arguments: [30, 80])
    func progressWidth(columns: Int) throws {
        let shown = try RunningProgram(
            Place.program,
            [
                "sweep", "a.json", "--attacker-ratio", "0.1,0.3", "--vary", "radio.range=100,200,300", "--replications",
                "3", "--set", "duration=200",
            ], in: directory, terminal: try Terminal(columns: columns)
        ).end()
        let lines = shown.errors.components(separatedBy: "\r").map {
            $0.replacingOccurrences(of: "\(Self.escape)K", with: "")
        }
        #expect(lines.contains { $0.contains("/18 runs, ") })
        #expect(lines.allSatisfy { $0.unicodeScalars.count < columns })
        #expect(lines.contains { $0.contains(/attacker ratio 0\.[13], radio\.range [123]00/) } == (columns == 80))
        #expect(!shown.errors.contains("\n"))
    }

    @Test("a table that is wider than the terminal is laid out otherwise, with the same numbers")
    func narrowTables() throws {
        for arguments in [
            ["run", "a.json", "-q"], ["list", "keys"], ["list", "schemes"], ["run", "a.json", "--dry-run"],
        ] {
            let terminal = try Terminal(columns: 72)
            let shown = try RunningProgram(
                Place.program, arguments, in: directory, environment: ["NO_COLOR": "1"], terminal: terminal,
                showsOutput: true
            ).end().errors
            #expect(shown.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 72 }, "\(arguments)")
            let piped = try directory.trustsim(arguments).output
            // But for the head, and for lists without spaces, which are broken behind commas.
            let words = Set(shown.split { " \n,".contains($0) })
            let rows = piped.split(separator: "\n").dropFirst(2).joined(separator: " ")
            #expect(rows.split { " ,".contains($0) }.allSatisfy { $0.hasPrefix("--") || words.contains($0) })
        }
    }

    @Test("there is no progress in a pipe, and of a sweep only where its results are")
    func noProgress() throws {
        expectSuccess(try directory.trustsim("run", "a.json"))
        let sweep = try directory.trustsim("sweep", "a.json", "--attacker-ratio", "0.1", "--output", "out")
        #expect(sweep.errors == "2 runs written to out/runs.csv\n")
        let quiet = try directory.trustsim("sweep", "a.json", "--attacker-ratio", "0.1", "--output", "out2", "--quiet")
        #expect(quiet.errors == "")
        #expect(sweep.output + quiet.output == "")
    }
}
