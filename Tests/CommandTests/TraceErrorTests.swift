import Foundation
import Testing

@Suite("Traces that are wrong")
struct TraceErrorTests {
    private static let begin = """
        <fcd-export>
          <timestep time="0"><vehicle id="a" x="0" y="0"/><vehicle id="b" x="10" y="0"/></timestep>
          <timestep time="1"><vehicle id="a" x="5" y="0"/></timestep>

        """
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory([
            "a.json": Sample.traceScenario, "trace.xml": Self.begin + "</fcd-export>\n",
        ])
    }

    private func expectDataError(_ settings: [String] = [], input: Data? = nil, _ message: String) throws {
        let options = settings.flatMap { ["--set", $0] }
        try directory.expectError(["run", "a.json"] + options, code: 65, message, input: input)
    }

    @Test("a trace that is missing or a directory is named")
    func noTrace() throws {
        try directory.makeDirectory("folder")
        try expectDataError(["mobility.file=nowhere.xml"], "nowhere.xml: no such file")
        try expectDataError(["mobility.file=folder"], "folder: this is a directory; a file is expected")
        try directory.write("{mobility: {model: \"trace\"}}", to: "a.json")
        try expectDataError([], "a.json:1:1: a trace needs 'mobility.file'")
    }

    @Test("a trace is looked for beside its scenario")
    func besideScenario() throws {
        try directory.makeDirectory("folder")
        try directory.write(Sample.traceScenario, to: "folder/a.json")
        try directory.expectError(["validate", "folder/a.json"], code: 65, "folder/trace.xml: no such file")
        try directory.write(Self.begin + "</fcd-export>\n", to: "folder/trace.xml")
        expectSuccess(try directory.trustsim("validate", "folder/a.json"))
    }

    @Test(
        "a trace that is not what it should be is reported with line and column",
        arguments: [
            WrongFile("", "1:1: the file is empty; a trace with the root element <fcd-export> is expected"),
            WrongFile(
                "<routes/>",
                "1:1: the root element is <routes>; only <fcd-export> is supported (sumo --fcd-output)"),
            WrongFile(
                begin,
                "4:1: the document ends before </fcd-export>; it is truncated"
                    + "; --truncated whole-timesteps (mobility.truncated) takes the timesteps before that"),
            WrongFile(
                begin + "  <timestep time=\"2\"><vehicle id=\"a\" x=\"",
                "4:41: the document ends inside a tag; it is truncated"
                    + "; --truncated whole-timesteps (mobility.truncated) takes the timesteps before that"),
            WrongFile(
                begin + "  <timestep time=\"0.5\"/>\n</fcd-export>",
                "4:19: the time 0.5 s does not come after 1 s, the time of the timestep before"),
            WrongFile(
                begin + "  <timestep time=\"2\"><vehicle id=\"a\" x=\"1\"/></timestep></fcd-export>",
                "4:22: <vehicle> has no attribute 'y'"),
            WrongFile(
                begin + "  <timestep time=\"2\"><vehicle id=\"a\" x=\"nan\" y=\"0\"/></timestep></fcd-export>",
                "4:41: x='nan' is not a decimal number such as -12.5"),
        ])
    func malformed(wrong: WrongFile) throws {
        try directory.write(wrong.text, to: "trace.xml")
        try expectDataError([], "trace.xml:\(wrong.message)")
        try expectDataError(
            ["mobility.file=-"], input: Data(wrong.text.utf8), "standard input:\(wrong.message)")
    }

    @Test("a window without vehicles is refused with the number of timesteps that the file has")
    func emptyWindow() throws {
        try expectDataError(
            ["mobility.begin=10"],
            "trace.xml: no vehicles in the window from 10 to the last (the file has 2 timesteps from 0 to 1 s, with 3 "
                + "samples of vehicles from 0 to 1 s)")
        try expectDataError(
            ["mobility.begin=2", "mobility.end=3"],
            "trace.xml: no vehicles in the window from 2 to 3 (the file has 2 timesteps from 0 to 1 s, with 3 samples of "
                + "vehicles from 0 to 1 s)")
        try directory.write("<fcd-export/>", to: "trace.xml")
        try expectDataError([], "trace.xml: no vehicles in the window (the file has 0 timesteps)")
    }

    @Test("a window of a single timestep, and a duration beyond the trace, are refused")
    func shortWindow() throws {
        let single = try directory.trustsim("run", "a.json", "--set", "mobility.begin=1")
        #expect(single.errors.hasSuffix("the window of 'trace.xml' has a single timestep\n"))
        #expect(single.exitCode == 65)
        let long = try directory.trustsim("run", "a.json", "--set", "duration=100")
        #expect(long.errors.hasSuffix("'duration' is 100 s, but the window of 'trace.xml' has 1 s\n"))
        #expect(long.exitCode == 64 || long.exitCode == 65)
        #expect(single.output + long.output == "")
    }

    @Test("a trace brings its own vehicles, and its window has a direction")
    func wrongCombination() throws {
        try directory.expectError(
            ["run", "a.json", "--set", "vehicles=3"], code: 64,
            "--set vehicles=3: the vehicles come from the trace; remove 'vehicles'")
        try directory.expectError(
            ["run", "a.json", "--set", "mobility.begin=5", "--set", "mobility.end=4"], code: 64,
            "--set mobility.end=4: 'mobility.end' must be greater than 'mobility.begin'")
    }

    @Test("a duration without vehicles is refused, and it is said when there are some")
    func noVehiclesYet() throws {
        try directory.write(
            "time,vehicle,x,y\n0,,,\n10,,,\n100,a,1,1\n100,b,2,2\n150,a,9,1\n150,b,9,2\n", to: "late.csv")
        try directory.write(
            "{mobility: {model: 'trace', file: 'late.csv'}, schemes: ['beta'], replications: 1}", to: "late.json")
        let words =
            "'duration' is 100 s, but the first vehicles of 'late.csv' are there after 100 s; 'mobility.begin=100' begins with "
            + "them\n"
        let early = try directory.trustsim("run", "late.json", "--set", "duration=100")
        #expect(early.exitCode == 65 && early.errors.hasSuffix(words), "\(early.errors)")
        expectSuccess(try directory.trustsim("run", "late.json", "--set", "duration=101"))
        expectSuccess(
            try directory.trustsim("run", "late.json", "--set", "duration=40", "--set", "mobility.begin=100"))
        let window = try directory.trustsim("trace", "info", "late.csv", "--end", "50")
        #expect(
            window.errors
                == "Error: late.csv: no vehicles in the window from the first step to 50 (the file has 4 timesteps from 0 to "
                + "150 s, with 4 samples of vehicles from 100 to 150 s)\n")
    }

    @Test("what a trace cannot do is found in every cell of a sweep, not only in the first that reads it")
    func everyCell() throws {
        let sweep = ["sweep", "a.json", "--attacker-ratio", "0.3", "--output", "out", "--quiet", "--vary"]
        let long = try directory.trustsim(sweep + ["duration=1,100"])
        #expect(long.exitCode == 65)
        #expect(long.errors.hasSuffix("'duration' is 100 s, but the window of 'trace.xml' has 1 s\n"), "\(long.errors)")
        try directory.write(
            "<net><edge id='e'><lane id='e_0' shape='9000,0 9100,0'/></edge></net>", to: "far.net.xml")
        let far = try directory.trustsim(
            sweep + ["sensing.verification=statistical,plausibility", "--set", "mobility.roads=far.net.xml"])
        #expect(far.exitCode == 65 && far.errors.contains("so the check 'road' would fail everybody"), "\(far.errors)")
    }
}
