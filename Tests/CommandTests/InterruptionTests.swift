import Foundation
import Testing

/// Standard error of these runs is a terminal, because the progress shown there tells when a run has begun.
@Suite("Interrupted runs")
struct InterruptionTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// Starts a command and sends it a signal soon after its progress matches a pattern.
    private func interrupted(_ arguments: [String], by signal: Int32, when hasBegun: Regex<Substring>) throws -> Outcome
    {
        let terminal = try Terminal()
        let program = try RunningProgram(Place.program, arguments, in: directory, terminal: terminal)
        #expect(terminal.waits { $0.contains(hasBegun) })
        usleep(200_000)
        program.send(signal)
        return try program.end(within: 20)
    }

    @Test(
        "a signal ends a long run soon: code 128 and its number, a message, no file",
        arguments: [SIGINT, SIGTERM, SIGHUP])
    func longRun(signal: Int32) throws {
        let outcome = try interrupted(
            [
                "run", "a.json", "--replications", "1000", "--set", "duration=10000", "--jobs", "2", "--max-memory",
                "1e9", "--output", "out.csv", "--decisions", "cases.jsonl",
            ], by: signal, when: /0\/1000 runs/)
        #expect(outcome.exitCode == 128 + signal)
        #expect(outcome.errors.hasSuffix("\r\u{1B}[KInterrupted: nothing was written.\n"))
        #expect(outcome.output == "")
        #expect(directory.entries == ["a.json"])
    }

    @Test(
        "a signal ends a sweep of many short runs soon: code 128 and its number, and what is kept is said",
        arguments: [SIGINT, SIGTERM])
    func manyRuns(signal: Int32) throws {
        let outcome = try interrupted(
            ["sweep", "a.json", "--attacker-ratio", "0.1,0.2", "--replications", "50000", "--output", "out"],
            by: signal, when: /[1-9]\d*\/100000 runs/)
        #expect(outcome.exitCode == 128 + signal)
        let message =
            #/
            Interrupted:\ [1-9]\d*\ of\ 100000\ runs\ are\ kept\ in\ out\.\ To\ go\ on:\n
            \ \ trustsim\ sweep\ a\.json\ --attacker-ratio\ 0\.1,0\.2\ --replications\ 50000\ --output\ out\ --resume\n$
            /#
        #expect(outcome.errors.contains(message))
        #expect(outcome.output == "")
        #expect(directory.entries == ["a.json", "out", "out/runs.journal"])
    }

    @Test("without --output an interrupted sweep says that nothing is kept, and how to keep it")
    func printedSweep() throws {
        let outcome = try interrupted(
            ["sweep", "a.json", "--attacker-ratio", "0.1,0.2", "--replications", "50000"], by: SIGTERM,
            when: /[1-9]\d*\/100000 runs/)
        #expect(outcome.exitCode == 143)
        #expect(
            outcome.errors.hasSuffix(
                "\r\u{1B}[KInterrupted: nothing was written. With '--output <DIR>' finished runs are kept.\n"))
    }

    @Test("an interrupted sweep leaves the results that it was to replace as they were")
    func forcedSweep() throws {
        let sweep = ["sweep", "a.json", "--attacker-ratio", "0.1", "--output", "out"]
        #expect(try directory.trustsim(sweep).exitCode == 0)
        let before = directory.contents
        let outcome = try interrupted(
            sweep + ["--force", "--replications", "1000", "--set", "duration=10000", "--max-memory", "1e9"],
            by: SIGINT, when: /0\/1000 runs/)
        #expect(outcome.exitCode == 130)
        #expect(outcome.errors.hasSuffix("Interrupted: no run was finished, and nothing is kept.\n"))
        #expect(directory.contents == before)
    }
}
