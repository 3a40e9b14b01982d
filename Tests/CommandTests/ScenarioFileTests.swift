import Foundation
import Testing

@Suite("trustsim validate and trustsim new")
struct ScenarioFileTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// The scenarios that ship with the program, from the top of the project.
    private static let shipped: [String] = {
        let folder = Place.project.appendingPathComponent("Scenarios").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { ($0.hasSuffix(".json") && $0 != "schema.json") || $0.hasSuffix(".json5") }.sorted()
    }()

    @Test("every scenario that ships is valid", arguments: shipped)
    func shippedScenario(name: String) throws {
        let path = Place.project.appendingPathComponent("Scenarios/\(name)").path
        let outcome = try directory.trustsim("validate", path)
        expectSuccess(outcome)
        #expect(outcome.output.hasPrefix("\(path): valid; "))
        let forecast = try directory.trustsim("run", path, "--dry-run")
        expectSuccess(forecast)
    }

    @Test("there are scenarios that ship, and all of them are checked at once")
    func allShipped() throws {
        #expect(Self.shipped.count >= 5)
        let folder = Place.project.appendingPathComponent("Scenarios")
        let outcome = try directory.trustsim(["validate"] + Self.shipped.map { folder.appendingPathComponent($0).path })
        expectSuccess(outcome)
        #expect(outcome.output.split(separator: "\n").count == Self.shipped.count)
    }

    @Test("a valid file is described: its vehicles and time, or what a trace holds")
    func description() throws {
        try directory.write(Sample.traceScenario, to: "b.json")
        try directory.write(Sample.trace(), to: "trace.xml")
        let outcome = try directory.trustsim("validate", "a.json", "b.json")
        expectSuccess(outcome)
        // 12 vehicles for 41 steps, 4 for 21.
        #expect(
            outcome.output == """
                a.json: valid; 16 vehicles for 40 s
                b.json: valid; trace of 16 vehicles for 40 s: 12 at the beginning, 4 enter, 0 leave, 16 at the end, \
                576 samples

                """)
    }

    @Test("a broken file among valid ones is reported, the others are checked all the same, and the code is 65")
    func broken() throws {
        try directory.write("{vehicles: 20, sed: 1}", to: "b.json")
        try directory.write("{vehicles: 5}", to: "c.json")
        let outcome = try directory.trustsim("validate", "a.json", "b.json", "nowhere.json", "c.json")
        #expect(outcome.exitCode == 65)
        #expect(outcome.output == "a.json: valid; 16 vehicles for 40 s\nc.json: valid; 5 vehicles for 200 s\n")
        #expect(
            outcome.errors == """
                Error: b.json:1:16: unknown key 'sed'; did you mean 'seed'?
                Error: nowhere.json: no such file

                """)
    }

    @Test("a new file validates and runs, and is what standard output gets with '-'")
    func newFile() throws {
        let outcome = try directory.trustsim("new", "made.json")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output == "")
        #expect(outcome.errors == "made.json written. Next: trustsim run made.json\n")
        let shown = try directory.trustsim("new", "-")
        expectSuccess(shown)
        #expect(shown.outputBytes == (try directory.bytes("made.json")))
        expectSuccess(try directory.trustsim("validate", "made.json"))
        let run = try directory.trustsim(
            "run", "made.json", "--set", "vehicles=20", "--set", "duration=30", "--replications", "1")
        expectSuccess(run)
        #expect(run.output.hasPrefix("my-scenario: attackerRatio 0.3\n"))
    }

    @Test("a new file has comments, and a scenario with all its defaults written out means the same")
    func newFileMeaning() throws {
        #expect(try directory.trustsim("new", "made.json").exitCode == 0)
        #expect(try directory.text("made.json").contains("// "))
        let options = ["--set", "vehicles=20", "--set", "duration=30", "--replications", "1", "--format", "json"]
        let first = try directory.trustsim(["run", "made.json"] + options)
        let root = try #require(try JSONSerialization.jsonObject(with: first.outputBytes) as? [String: Any])
        try directory.write(
            try JSONSerialization.data(withJSONObject: try #require(root["scenario"])), to: "resolved.json")
        #expect(try directory.trustsim("run", "resolved.json", "--format", "json").output == first.output)
    }

    @Test("without a name a new file is my-scenario.json, which runs and is not replaced")
    func newWithoutName() throws {
        let outcome = try directory.trustsim("new")
        #expect(outcome.exitCode == 0)
        #expect(outcome.output == "")
        #expect(outcome.errors == "my-scenario.json written. Next: trustsim run my-scenario.json\n")
        #expect(try directory.bytes("my-scenario.json") == directory.trustsim("new", "-").outputBytes)
        try directory.expectError(
            ["new"], code: 1, "my-scenario.json exists; use --force to replace it, or give another name")
    }

    @Test("an existing file is not replaced without --force")
    func newOverExisting() throws {
        try directory.expectError(["new", "a.json"], code: 1, "a.json exists; use --force to replace it")
        #expect(try directory.trustsim("new", "a.json", "--force").exitCode == 0)
        #expect(try directory.bytes("a.json") == directory.trustsim("new", "-").outputBytes)
        try directory.expectError(
            ["new", "nowhere/a.json"], code: 1, "nowhere/a.json cannot be written: No such file or directory")
        try directory.makeDirectory("folder")
        try directory.expectError(["new", "folder", "--force"], code: 1, "folder is a directory")
    }
}
