import Foundation
import Testing

/// A script in place of SUMO, so that nothing need be installed.
@Suite("Coupled to SUMO")
struct SUMOTests {
    private let directory: TestDirectory

    /// Writes a trace whose places depend on the seed, as SUMO would.
    private static let works = """
        echo "$@" > "$0.arguments"
        echo "Warning: nothing to see" >&2
        while [ "$1" != --seed ]; do shift; done
        seed=$2
        echo "<fcd-export>"
        time=0
        while [ $time -lt 60 ]; do
          echo "<timestep time=\\"$time\\">"
          for car in 1 2 3 4 5 6; do
            echo "<vehicle id=\\"c$car\\" x=\\"$((car * 40 + time * seed))\\" y=\\"$((car * 7))\\" speed=\\"$seed\\"/>"
          done
          echo "</timestep>"
          time=$((time + 1))
        done
        echo "</fcd-export>"
        """

    init() throws {
        directory = try TestDirectory()
        try directory.makeDirectory("a b")
        try directory.makeDirectory("home/bin")
        try directory.write("<configuration/>", to: "a b/town.sumocfg")
        try directory.write(Self.scenario, to: "a b/s.json")
        try install(Self.works)
    }

    private static let scenario = """
        {name: "coupled", seed: 3, replications: 1, mobility: {model: "sumo", config: "town.sumocfg"},
         schemes: ["beta"], evaluation: {interval: 5}, attackers: {ratio: 0.3}}
        """

    private func install(_ script: String) throws { try directory.install(script, as: "home/bin/sumo") }

    private func run(_ arguments: String..., home: String? = nil) throws -> Outcome {
        let folder = home ?? directory.url.appendingPathComponent("home").path
        return try directory.trustsim(arguments, environment: ["SUMO_HOME": folder])
    }

    @Test("SUMO is run with the configuration and the seed, and its movements are simulated")
    func works() throws {
        let outcome = try run("validate", "a b/s.json")
        expectSuccess(outcome)
        #expect(
            outcome.output
                == "a b/s.json: valid; trace of 6 vehicles for 59 s: 6 at the beginning, 0 enter, 0 leave, 6 at the end, "
                + "360 samples\n")
        #expect(
            try directory.text("home/bin/sumo.arguments")
                == "--configuration-file a b/town.sumocfg --seed 3 --random false --fcd-output stdout --fcd-output.geo false "
                + "--human-readable-time false --verbose false --no-step-log true --duration-log.disable true "
                + "--remote-port 0\n")
    }

    @Test("the same seed gives the same bytes, another one others; a file of the same movements gives the same")
    func repeatable() throws {
        let first = try run("run", "a b/s.json", "--format", "csv")
        expectSuccess(first)
        #expect(try run("run", "a b/s.json", "--format", "csv").output == first.output)
        #expect(try run("run", "a b/s.json", "--format", "csv", "--seed", "40").output != first.output)
        let movements = try directory.shell("home/bin/sumo --seed 3 > 'a b/t.xml' 2> /dev/null")
        #expect(movements.exitCode == 0)
        let file = try run(
            "run", "a b/s.json", "--format", "csv", "--set", "mobility.model=trace", "--set", "mobility.file=t.xml")
        #expect(file.output == first.output)
    }

    @Test("a window and a duration end SUMO early, and whatever it says then does not matter")
    func window() throws {
        try install(Self.works.replacingOccurrences(of: "-lt 60", with: "-lt 6000000"))
        let outcome = try run("run", "a b/s.json", "--set", "duration=20", "--format", "csv")
        expectSuccess(outcome)
        let window = try run(
            "run", "a b/s.json", "--set", "mobility.begin=5", "--set", "mobility.end=25", "--format", "csv")
        expectSuccess(window)
        // These vehicles drive abreast: five seconds later they are as near to each other.
        #expect(window.output == outcome.output)
    }

    @Test("a duration that ends before the first vehicle is told, not run")
    func noVehiclesYet() throws {
        try install(Self.works.replacingOccurrences(of: "for car in", with: "[ $time -ge 40 ] && for car in"))
        let outcome = try run("run", "a b/s.json", "--set", "duration=20", "--format", "csv")
        #expect(
            outcome.errors
                == "Error: a b/town.sumocfg: no vehicles until 20 s, when sumo was ended; a longer 'duration' or a later "
                + "'mobility.end' may have some\n")
        #expect(outcome.exitCode == 65)
    }

    @Test("a program that is still open for writing is waited for")
    func busy() throws {
        let path = directory.url.appendingPathComponent("home/bin/sumo").path
        // Not handed on to the program that is tested.
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        #expect(descriptor >= 0)
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.4) { close(descriptor) }
        expectSuccess(try run("validate", "a b/s.json"))
    }

    @Test("where SUMO is missing the message says what to install")
    func missing() throws {
        let arguments = ["run", "a b/s.json"]
        let outcome = try directory.trustsim(arguments, environment: ["SUMO_HOME": "", "PATH": "/nowhere"])
        #expect(
            outcome.errors
                == "Error: no 'sumo' found: install SUMO (https://sumo.dlr.de; for example 'pip install eclipse-sumo'), then "
                + "set SUMO_HOME or the PATH\n")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output == "")
    }

    @Test("where SUMO fails its own words are shown, without control characters")
    func fails() throws {
        try install("echo '<fcd-export>'; printf 'Error: no \\033[31mnetwork\\nQuitting (on error).\\n' >&2; exit 1")
        let outcome = try run("run", "a b/s.json")
        #expect(
            outcome.errors
                == "Error: sumo ended with exit code 1:\n  sumo: Error: no \\u{1B}[31mnetwork\n  sumo: Quitting (on error).\n"
        )
        #expect(outcome.exitCode == 1)
        try install("kill -9 $$")
        #expect(try run("run", "a b/s.json").errors == "Error: sumo was ended by signal 9 without a message\n")
        try install("exit 0")
        #expect(
            try run("run", "a b/s.json").errors
                == "Error: output of sumo:1:1: the file is empty; a trace with the root element <fcd-export> is expected\n"
        )
        try install("echo '<fcd-export>'; echo Loading; sleep 0; exit 0")
        #expect(
            try run("run", "a b/s.json").errors
                == "Error: output of sumo:2:1: found the text 'Loading' in <fcd-export>; only elements are allowed there\n"
        )
    }

    @Test("much of SUMO's warnings does not block it")
    func warnings() throws {
        try install(
            "i=0; while [ $i -lt 4000 ]; do echo \"Warning: teleporting vehicle $i, waited too long\" >&2; i=$((i + 1)); done\n"
                + Self.works)
        expectSuccess(try run("validate", "a b/s.json"))
    }

    @Test("a configuration that is not there, or not named, is an error in the data")
    func configuration() throws {
        try directory.expectError(
            ["run", "a b/s.json", "--set", "mobility.config=nowhere.sumocfg"], code: 65,
            "a b/nowhere.sumocfg: no such file")
        try directory.write("{mobility: {model: 'sumo'}}", to: "b.json")
        try directory.expectError(["run", "b.json"], code: 65, "b.json:1:1: the model 'sumo' needs 'mobility.config'")
    }

    @Test("what would move its output out of the network's frame is switched off, where the configuration has it")
    func frame() throws {
        try directory.write(
            "<configuration><output><fcd-output.utm value=\"true\"/></output></configuration>", to: "a b/town.sumocfg")
        expectSuccess(try run("validate", "a b/s.json"))
        #expect(try directory.text("home/bin/sumo.arguments").hasSuffix(" --remote-port 0 --fcd-output.utm false\n"))
    }

    @Test("a new scenario takes the roads from the configuration")
    func newRoads() throws {
        try directory.write(
            "<configuration><input><net-file value=\"n.net.xml\"/></input></configuration>", to: "a b/r.sumocfg")
        #expect(try run("new", "--sumo", "a b/r.sumocfg", "home/r.json").exitCode == 0)
        #expect(
            try directory.text("home/r.json").contains("config: \"../a b/r.sumocfg\", roads: \"../a b/n.net.xml\"},"))
    }

    @Test("a new scenario names the configuration as seen from where it is, and runs")
    func new() throws {
        #expect(try run("new", "--sumo", "a b/town.sumocfg", "c.json").exitCode == 0)
        #expect(try directory.text("c.json").contains("mobility: {model: \"sumo\", config: \"a b/town.sumocfg\"},"))
        expectSuccess(try run("validate", "c.json"))
        #expect(try run("new", "--sumo", "a b/town.sumocfg", "home/d.json").exitCode == 0)
        #expect(try directory.text("home/d.json").contains("config: \"../a b/town.sumocfg\"},"))
        expectSuccess(try run("validate", "home/d.json"))
        try directory.expectError(
            ["new", "--sumo", "nowhere.sumocfg"], code: 65,
            "nowhere.sumocfg: no such file; a SUMO configuration is expected")
    }

    @Test("a row of results is repeated with the same traffic")
    func rerun() throws {
        expectSuccess(try run("sweep", "a b/s.json", "--attacker-ratio", "0.3", "--output", "results", "--quiet"))
        let outcome = try run("rerun", "results/runs.csv:1")
        expectSuccess(outcome)
        #expect(outcome.output.hasSuffix("values are the same\n"))
    }
}
