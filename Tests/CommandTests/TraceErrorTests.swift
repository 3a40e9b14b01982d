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
                    + ". Where it ends behind a whole timestep: (cat FILE; echo '</fcd-export>') | trustsim ... -"),
            WrongFile(
                begin + "  <timestep time=\"2\"><vehicle id=\"a\" x=\"",
                "4:41: the document ends inside a tag; it is truncated"),
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
                + "samples of vehicles)")
        try expectDataError(
            ["mobility.begin=2", "mobility.end=3"],
            "trace.xml: no vehicles in the window from 2 to 3 (the file has 2 timesteps from 0 to 1 s, with 3 samples of "
                + "vehicles)")
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
}
