import Testing

@testable import TrustSim

@Suite("Changing scenarios on the command line")
struct ScenarioFileTests {
    private func file(_ text: String = "{vehicles: 10}") throws -> ScenarioFile {
        ScenarioFile(path: "f", root: try parseJSON5(text))
    }

    /// The scenario after some assignments.
    private func changed(_ text: String = "{vehicles: 10}", _ assignments: String...) throws -> Scenario {
        var file = try file(text)
        for assignment in assignments { try file.set(assignment) }
        return try file.decode()
    }

    private func failure(_ text: String = "{vehicles: 10}", _ assignments: String...) -> String {
        do {
            var file = try file(text)
            for assignment in assignments { try file.set(assignment) }
            _ = try file.decode()
            return "accepted"
        } catch { return String(describing: error) }
    }

    @Test("an existing value is replaced in its place, its neighbours stay")
    func existingPaths() throws {
        let text = "{seed: 4, radio: {range: 200, model: 'nakagami'}, vehicles: 10}"
        var file = try file(text)
        try file.set("radio.range=250")
        #expect(compactJSON(file.root) == #"{"seed":4,"radio":{"range":250,"model":"nakagami"},"vehicles":10}"#)
        try file.set("vehicles=11")
        let scenario = try file.decode()
        #expect(scenario.radio.range == 250 && scenario.radio.model == "nakagami" && scenario.seed == 4)
        #expect(scenario.vehicles == 11)
    }

    @Test("a new value is added, with the objects on the way to it")
    func newPaths() throws {
        var file = try file()
        try file.set("mobility.speed.max=25")
        try file.set("mobility.speed.min=5")
        #expect(compactJSON(file.root) == #"{"vehicles":10,"mobility":{"speed":{"max":25,"min":5}}}"#)
        let scenario = try file.decode()
        #expect(scenario.mobility.maxSpeed == 25 && scenario.mobility.minSpeed == 5)
        #expect(try changed("{}", "vehicles=3").vehicles == 3)
    }

    @Test("the last of several assignments counts")
    func lastCounts() throws {
        #expect(try changed("{vehicles: 10}", "seed=2", "seed=3").seed == 3)
    }

    @Test("values are JSON5, or else texts as they are")
    func bareWords() throws {
        #expect(try changed("{vehicles: 10}", "name=a b").name == "a b")
        #expect(try changed("{vehicles: 10}", "name=a=b").name == "a=b")
        #expect(try changed("{vehicles: 10}", "name='12'").name == "12")
        #expect(try changed("{vehicles: 10}", "name=").name.isEmpty)
        #expect(try changed("{vehicles: 10}", "radio.model=log-distance").radio.model == "log-distance")
        #expect(try changed("{vehicles: 10}", "vehicles=0x1F").vehicles == 31)
        #expect(try changed("{vehicles: 10}", "radio.range= 2.5e2 ").radio.range == 250)
        #expect(failure("{vehicles: 10}", "name=12") == "--set name=12: 'name' is a text, found a number")
        #expect(failure("{vehicles: 10}", "name=true") == "--set name=true: 'name' is a text, found a boolean")
    }

    @Test("lists and objects are written as JSON5")
    func listsAndObjects() throws {
        #expect(try changed("{vehicles: 10}", "schemes=['beta', \"coin\",]").schemes == ["beta", "coin"])
        #expect(try changed("{vehicles: 10}", "ablations=['rounds']").ablations == ["rounds"])
        let scenario = try changed("{vehicles: 10}", "attackers.profile={reports: {kind: 'badMouth', strength: 0.5}}")
        let choices = scenario.attackers.profiles.first?.profile.choices
        #expect(choices == ["reports": PartChoice("badMouth", ["strength": 0.5])])
        #expect(try changed("{vehicles: 10}", "radio={range: 77}").radio.range == 77)
        #expect(try changed("{vehicles: 10}", "attackers.profile=bogus").attackers.profiles[0].profile.name == "bogus")
    }

    @Test(
        "errors name the option as it was written",
        arguments: [
            ("vehicles=many", "'vehicles' is a whole number from 1 to 10000000, found a string"),
            ("vehicles=0", "'vehicles' is a whole number from 1 to 10000000, found 0"),
            ("radio.range=NaN", "'radio.range' is a number from 1 to 100000, found NaN"),
            ("attackers.ratio=1.5", "'attackers.ratio' is a number from 0 to 1, found 1.5"),
            ("radio.rnge=5", "unknown key 'radio.rnge'; did you mean 'radio.range'?"),
            ("rodio.range=5", "unknown key 'rodio'; did you mean 'radio'?"),
            ("radio=5", "'radio' is an object, found a number"),
            ("schemes=['beta','beta']", "'beta' is listed twice in 'schemes'"),
            ("attackers.profile=bogos", "unknown name 'bogos' in 'attackers.profile'; did you mean 'bogus'?"),
            ("mobility.speed.min=90", "'mobility.speed.min' (90) is greater than 'mobility.speed.max' (20)"),
            ("mobility.model=trace", ""),
        ])
    func errorPositions(_ assignment: String, _ message: String) {
        let found = failure("{vehicles: 10}", assignment)
        if message.isEmpty {
            #expect(found == "f:1:1: a trace needs 'mobility.file'")
        } else {
            #expect(found == "--set \(assignment): \(message)")
        }
    }

    @Test("an error in another place keeps the place of the file")
    func positionsInTheFile() {
        let text = "{vehicles: 10,\n radio: {rnge: 5}}"
        #expect(
            failure(text, "radio.model=nakagami")
                == "f:2:10: unknown key 'radio.rnge'; did you mean 'radio.range'?")
        #expect(
            failure("{vehicles: 10, attackers: {profile: 'bogus'}}", "attackers.profiles=[{profile:'bogus',share:1}]")
                == "--set attackers.profiles=[{profile:'bogus',share:1}]: give either 'attackers.profile' (f:1:37) or "
                + "'attackers.profiles', not both")
    }

    @Test("what is no assignment is refused", arguments: ["seed", "=5", "a..b=5", ".a=5", "a.=5", ""])
    func noAssignment(_ text: String) throws {
        var file = try file()
        let error = #expect(throws: DataError.self) { try file.set(text) }
        #expect(error?.description == "--set \(text): expected key.path=value")
        let varied = #expect(throws: DataError.self) { try file.set(text, option: "--vary") }
        #expect(varied?.description == "--vary \(text): expected key.path=value")
        #expect(compactJSON(file.root) == #"{"vehicles":10}"#)
    }

    @Test("control characters in an assignment are escaped in the message")
    func controlCharacters() {
        #expect(
            failure("{vehicles: 10}", "seed=a\u{1B}b\n")
                == #"--set seed=a\u{1B}b\n: 'seed' is a whole number from 0 to 4294967295, found a string"#)
    }

    @Test("a value can be removed; removing what is not there changes nothing")
    func removal() throws {
        var file = try file("{vehicles: 10, attackers: {ratio: 0.5, profile: 'bogus'}}")
        try file.remove("profile", of: "attackers")
        #expect(compactJSON(file.root) == #"{"vehicles":10,"attackers":{"ratio":0.5}}"#)
        try file.remove("profile", of: "attackers")
        try file.remove("range", of: "radio")
        #expect(compactJSON(file.root) == #"{"vehicles":10,"attackers":{"ratio":0.5}}"#)
    }

    @Test("a key with dots inside its name is not the key of that path")
    func dottedKeys() {
        #expect(scenarioFailure("{vehicles: 10, 'radio.range': 100}") != "accepted")
        #expect(scenarioFailure("{vehicles: 10, radio: {range: 200}, 'radio.range': 100}") != "accepted")
        #expect(scenarioFailure("{vehicles: 10, mobility: {'speed.min': 9}}") != "accepted")
    }

    @Test("an assignment never loses against a value of the file")
    func assignmentsPrevail() throws {
        for text in ["{vehicles: 10, radio: {}, 'radio.range': 100}", "{vehicles: 10, 'radio.range': 100, radio: {}}"] {
            var file = try file(text)
            try file.set("radio.range=50")
            if let scenario = try? file.decode() { #expect(scenario.radio.range == 50) }
        }
    }

    @Test("an assignment below a value that is no object is an error of the assignment")
    func belowAValue() {
        #expect(
            failure("{vehicles: 10, name: 'x'}", "name.y=5") == "--set name.y=5: 'name' is a string, which has no 'y'")
        #expect(failure("{vehicles: 10, radio: 5}", "radio.range=50") != "accepted")
        #expect(failure("[]", "vehicles=50") != "accepted")
    }

    @Test("a part of a profile that is the name of a preset is changed on top of the preset")
    func partOfAPreset() throws {
        let scenario = try changed(
            "{vehicles: 10, attackers: {profile: 'colluders'}}", "attackers.profile.schedule.kind=onOff",
            "attackers.profile.schedule.on=5")
        let choices = try #require(scenario.attackers.profiles.first).profile.choices
        let preset = try #require(AttackPreset.all.first { $0.name == "colluders" })
        #expect(choices == preset.parts.merging(["schedule": PartChoice("onOff", ["on": 5])]) { $1 })
    }

    @Test("what begins like a list, an object or a quoted text, and is none, is an error and no text")
    func brokenValues() {
        for assignment in ["schemes=['beta'", "name='a", "radio={range: 5", "name=\"a", "schemes=[beta]"] {
            let message = failure("{vehicles: 10}", assignment)
            #expect(message.hasPrefix("--set \(assignment): "), "\(message)")
            #expect(!message.contains("found a string"), "\(message)")
        }
    }
}
