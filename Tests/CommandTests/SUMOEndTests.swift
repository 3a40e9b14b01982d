import Foundation
import Testing

/// A script in place of SUMO that hangs, and what becomes of it.
@Suite("No SUMO stays behind")
struct SUMOEndTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory()
        try directory.makeDirectory("home/bin")
        try directory.write("<configuration/>", to: "town.sumocfg")
        try directory.write(
            "{name: 'c', seed: 3, replications: 1, schemes: ['beta'], mobility: {model: 'sumo', config: 'town.sumocfg'}}",
            to: "s.json")
    }

    private func install(_ script: String) throws { try directory.install(script, as: "home/bin/sumo") }

    private func start(_ arguments: String..., environment: [String: String]? = nil) throws -> RunningProgram {
        let home = ["SUMO_HOME": directory.url.appendingPathComponent("home").path]
        return try RunningProgram(Place.program, arguments, in: directory, environment: environment ?? home)
    }

    /// The numbers of processes that a script has written, once there are as many as wanted.
    private func processes(_ count: Int) throws -> [pid_t] {
        for _ in 0..<2000 {
            let text = (try? directory.text("pids")) ?? ""
            let numbers = text.split(separator: "\n").compactMap { pid_t($0) }
            if numbers.count == count && text.hasSuffix("\n") { return numbers }
            usleep(5000)
        }
        Issue.record("the script does not run")
        return []
    }

    /// Whether all of them have ended, soon. What nobody has waited for yet counts as ended.
    private func haveEnded(_ processes: [pid_t], within seconds: TimeInterval = 5) -> Bool {
        let deadline = Date() + seconds
        while Date() < deadline {
            if processes.allSatisfy(Self.hasEnded) { return true }
            usleep(5000)
        }
        for process in processes { kill(process, SIGKILL) }
        return false
    }

    private static func hasEnded(_ process: pid_t) -> Bool {
        if kill(process, 0) != 0 { return true }
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return status.contains(") Z ")
    }

    @Test(
        "a signal ends a SUMO that hangs, one that does not listen, and what it has started",
        arguments: [SIGTERM, SIGINT, SIGHUP], ["", "trap '' TERM"])
    func signals(signal: Int32, trap: String) throws {
        try install("\(trap)\necho $$ > pids; sh -c 'echo $$ >> pids; while :; do sleep 1; done'")
        let program = try start("run", "s.json", "--output", "out.csv", "--quiet")
        let sumo = try processes(2)
        program.send(signal)
        let outcome = try program.end(within: 20)
        #expect(outcome.exitCode == 128 + signal)
        #expect(outcome.errors == "Interrupted: nothing was written.\n")
        #expect(haveEnded(sumo))
        #expect(directory.entries.contains("out.csv") == false)
    }

    @Test("two signals at once do not leave it either", arguments: ["run", "validate", "sweep"])
    func twoSignals(command: String) throws {
        try install("trap '' TERM\necho $$ > pids; while :; do sleep 0.1; done")
        let program =
            command == "sweep"
            ? try start(command, "s.json", "--attacker-ratio", "0.1", "--quiet") : try start(command, "s.json")
        let sumo = try processes(1)
        program.send(SIGTERM)
        usleep(300_000)
        program.send(SIGTERM)
        let outcome = try program.end(within: 20)
        #expect(outcome.exitCode == 128 + SIGTERM)
        #expect(haveEnded(sumo))
    }

    @Test("when the program is killed SUMO is ended by its closed pipe as soon as it writes")
    func killed() throws {
        try install("echo $$ > pids; echo '<fcd-export>'; while :; do sleep 0.2; echo '<timestep time=\"0\"/>'; done")
        let program = try start("run", "s.json", "--quiet")
        let sumo = try processes(1)
        program.send(SIGKILL)
        #expect(try program.end().exitCode == -SIGKILL)
        #expect(haveEnded(sumo))
    }

    @Test("a SUMO that says nothing is spoken of after five seconds, unless quiet is wanted", arguments: [true, false])
    func silent(isQuiet: Bool) throws {
        try install("echo $$ > pids; sleep 6; exit 3")
        let program = isQuiet ? try start("run", "s.json", "--quiet") : try start("run", "s.json")
        let outcome = try program.end(within: 30)
        let notice = "Waiting for sumo, which has written nothing for 5 s. After 600 s it is ended.\n"
        #expect(
            outcome.errors
                == (isQuiet ? "" : notice) + "Error: sumo ended with exit code 3 without a message\n")
        #expect(outcome.exitCode == 1)
    }

    @Test("what is missing is no fault of the scenario: 'validate' and 'run' end with code 1")
    func missing() throws {
        for command in ["validate", "run"] {
            let program = try start(command, "s.json", environment: ["SUMO_HOME": "", "PATH": "/nowhere"])
            let outcome = try program.end()
            #expect(outcome.exitCode == 1)
            #expect(outcome.errors.hasPrefix("Error: no 'sumo' found: install SUMO "))
        }
        try directory.write("{", to: "bad.json")
        let both = try start(
            "validate", "s.json", "bad.json", "s.json", environment: ["SUMO_HOME": "", "PATH": "/nowhere"])
        #expect(try both.end().exitCode == 65)
    }
}
