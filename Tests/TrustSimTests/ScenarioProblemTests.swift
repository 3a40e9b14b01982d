import Testing

@testable import TrustSim

/// A scenario knows itself whether it can be run, however it was made.
@Suite("Problems of scenarios") struct ScenarioProblemTests {
    private static func valid() -> Scenario {
        var scenario = Scenario()
        scenario.vehicles = 20
        scenario.attackers = .init(ratio: 0.3, profile: Profile(preset: "colluders"))
        return scenario
    }

    @Test("a scenario made in Swift has none, and runs as the same file does")
    func sameAsFile() throws {
        var scenario = Self.valid()
        scenario.duration = 40
        scenario.replications = 1
        scenario.schemes = ["consensus-adaptive", "beta"]
        #expect(scenario.problems().isEmpty)
        let made = try Executor(plan: Plan(scenario, ratios: [0.3])).run().results
        let file = try ScenarioFile(
            text: """
                {vehicles: 20, duration: 40, replications: 1, attackers: {ratio: 0.3, profile: "colluders"},
                 schemes: ["consensus-adaptive", "beta"]}
                """)
        let read = try Executor(plan: Plan(file)).run().results
        #expect(made.rows.count == 5)
        #expect(made.rows.map(\.scheme) == read.rows.map(\.scheme))
        for (first, second) in zip(made.rows, read.rows) {
            #expect(first.value(of: "balancedAccuracy") == second.value(of: "balancedAccuracy"))
        }
    }

    @Test("without a duration a run takes 200 s, as that of a file does")
    func standardDuration() throws {
        let file = try ScenarioFile(text: "{vehicles: 20}").decode()
        #expect(file.runSeconds(trace: nil) == 200 && Self.valid().runSeconds(trace: nil) == 200)
    }

    /// Every key with a range, so that none is forgotten.
    @Test("a value out of the range of its key is found, with its path", arguments: ScenarioKeys.all.map(\.path))
    func ranges(_ path: String) throws {
        let key = try #require(ScenarioKeys.all.first { $0.path == path })
        var scenario = Self.valid()
        switch key.kind {
        case .number(let place, let range):
            if range.upperBound == .greatestFiniteMagnitude { return }
            scenario[keyPath: place] = range.upperBound + max(1, range.upperBound.magnitude)
        case .integer(let place, let range):
            if range.upperBound == .max { return }
            scenario[keyPath: place] = range.upperBound + 1
        case .choice(let place, _): scenario[keyPath: place] = "nonsense"
        case .names(let place, _): scenario[keyPath: place] = ["nonsense"]
        case .baseline(let entry, let parameter):
            scenario.settings.given["\(entry.name).\(parameter.name)"] = parameter.range.upperBound + 1e9
        case .points(let place): scenario[keyPath: place] = [Point(x: 0, y: .infinity)]
        case .text, .calibration, .profile, .profiles: return
        }
        let found = scenario.problems()
        #expect(found.contains { $0.keyPaths == [path] && $0.message.hasPrefix("'\(path)' is ") }, "\(found)")
    }

    @Test("what does not go together is found")
    func combinations() {
        func first(_ change: (inout Scenario) -> Void) -> String? {
            var scenario = Self.valid()
            change(&scenario)
            return scenario.problems().first?.message
        }
        #expect(first { $0.vehicles = 0 } == "the number of vehicles is missing; add 'vehicles' or a trace")
        #expect(first { $0.schemes = [] } == "'schemes' is empty; name at least one scheme")
        #expect(first { $0.attackers.profiles = [] } == "there are attackers, and nothing that they do")
        #expect(first { $0.mobility.model = "trace" } == "a trace needs 'mobility.file'")
        #expect(
            first {
                $0.mobility.minSpeed = 30; $0.mobility.maxSpeed = 20
            }
                == "'mobility.speed.min' (30) is greater than 'mobility.speed.max' (20)")
    }

    @Test("a ratio that a sweep sets is checked like one in the file")
    func ratios() throws {
        let file = try ScenarioFile(
            text: """
                {vehicles: 410000, attackers: {ratio: 0, profile: {identity: {kind: "sybil", ghosts: 50}}}}
                """)
        let error = #expect(throws: DataError.self) { try Plan(file, ratios: [0, 1]) }
        #expect(error?.keyPath == "attackers.ratio")
        #expect(error?.message.hasPrefix("the attackers would need 20500000 identities; at most ") == true)
        #expect(throws: DataError.self) { try Plan(file.decode(), ratios: [0, 1]) }
    }
}
