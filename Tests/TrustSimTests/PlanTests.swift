import Testing

@testable import TrustSim

@Suite("Plans of experiments")
struct PlanTests {
    private func plan(_ axes: [Plan.Axis], ratios: [Double] = [], _ text: String = "{vehicles: 10}") throws -> Plan {
        try Plan(ScenarioFile(path: "f", root: try parseJSON5(text)), axes: axes, ratios: ratios)
    }

    private func axis(_ key: String, _ values: String...) -> Plan.Axis { Plan.Axis(key: key, values: values) }

    @Test("keys are in the order of scenario files, values ascend, ratios ascend and vary fastest")
    func canonicalOrder() throws {
        let expected = try plan(
            [axis("vehicles", "10", "20"), axis("radio.range", "90", "100"), axis("sensing.accuracy", "0.8")],
            ratios: [0.1, 0.3])
        #expect(expected.variedKeys == ["vehicles", "radio.range", "sensing.accuracy"])
        #expect(
            expected.cells.map { $0.varied.joined(separator: "/") + "/\($0.scenario.attackers.ratio)" } == [
                "10/90/0.8/0.1", "10/90/0.8/0.3", "10/100/0.8/0.1", "10/100/0.8/0.3", "20/90/0.8/0.1", "20/90/0.8/0.3",
                "20/100/0.8/0.1", "20/100/0.8/0.3",
            ])
        for cell in expected.cells {
            #expect(String(cell.scenario.vehicles) == cell.varied[0])
            #expect(NumberText.csv(cell.scenario.radio.range) == cell.varied[1])
            #expect(cell.scenario.sensing.accuracy == 0.8)
        }
        let other = try plan(
            [axis("sensing.accuracy", "0.8"), axis("radio.range", "100", "90"), axis("vehicles", "20", "10")],
            ratios: [0.3, 0.1])
        expectSame(expected, other)
    }

    private func expectSame(_ left: Plan, _ right: Plan) {
        #expect(left.variedKeys == right.variedKeys)
        #expect(left.cells.map(\.varied) == right.cells.map(\.varied))
        let trees = [left, right].map { $0.cells.map { compactJSON(ScenarioEncoder.tree($0.scenario)) } }
        #expect(trees[0] == trees[1])
    }

    @Test("values and ratios given twice count once")
    func repeatedValues() throws {
        let found = try plan([axis("radio.range", "200", "100", "200", "100")], ratios: [0.3, 0.1, 0.3, 0.1, 0.1])
        #expect(
            found.cells.map { $0.varied + [NumberText.csv($0.scenario.attackers.ratio)] } == [
                ["100", "0.1"], ["100", "0.3"], ["200", "0.1"], ["200", "0.3"],
            ])
    }

    @Test("a number written in two ways counts once, whatever the order asked for")
    func numbersWrittenInTwoWays() throws {
        let found = try plan([axis("radio.range", "100", "1e2", "100.0", "0x64")])
        #expect(found.cells.map(\.varied) == [["100"]])
    }

    @Test("texts ascend as texts, and numbers as numbers")
    func orderOfValues() throws {
        let models = try plan([axis("radio.model", "unit-disk", "log-distance", "nakagami")])
        #expect(models.cells.map(\.varied) == [["log-distance"], ["nakagami"], ["unit-disk"]])
        let ranges = try plan([axis("radio.range", "1e3", "90", "200", "1000.5")])
        #expect(ranges.cells.map(\.varied) == [["90"], ["200"], ["1000"], ["1000.5"]])
    }

    @Test("without ratios there is the scenario's own")
    func ownRatio() throws {
        let own = try plan([], "{vehicles: 10, attackers: {ratio: 0.45}, replications: 3}")
        #expect(own.cells.count == 1 && own.cells[0].varied.isEmpty && own.variedKeys.isEmpty)
        #expect(own.cells[0].scenario.attackers.ratio == 0.45 && own.runCount == 3)
        let given = try plan([], ratios: [0, 1], "{vehicles: 10, attackers: {ratio: 0.45}}")
        #expect(given.cells.map(\.scenario.attackers.ratio) == [0, 1] && given.runCount == 10)
    }

    @Test("a value that does not fit is an error with the option")
    func errors() {
        for (value, message) in [
            ("0", "--vary radio.range=0: 'radio.range' is a number from 1 to 100000, found 0"),
            ("near", "--vary radio.range=near: 'radio.range' is a number from 1 to 100000, found a string"),
        ] {
            let error = #expect(throws: DataError.self) { try plan([axis("radio.range", "100", value)]) }
            #expect(error?.description == message)
        }
        let unknown = #expect(throws: DataError.self) { try plan([axis("radio.rnge", "5")]) }
        #expect(
            unknown?.description == "--vary radio.rnge=5: unknown key 'radio.rnge'; did you mean 'radio.range'?")
    }

    @Test("profiles can be varied")
    func variedProfiles() throws {
        let found = try plan([axis("attackers.profile", "onOff", "{reports: 'silent'}", "bogus")])
        #expect(found.cells.map(\.varied) == [["bogus"], ["onOff"], ["{reports: 'silent'}"]])
        #expect(found.cells.map(\.scenario.attackers.profiles[0].profile.name) == ["bogus", "onOff", "custom"])
    }

    @Test("the plan for one scheme has only that scheme or, for an ablation, only ablations")
    func onlyOneScheme() throws {
        let full = try plan([axis("radio.range", "90", "100")], "{vehicles: 10, ablations: ['rounds', 'victims']}")
        let beta = full.only(scheme: "beta")
        #expect(beta.variedKeys == full.variedKeys && beta.cells.map(\.varied) == full.cells.map(\.varied))
        #expect(beta.cells.allSatisfy { $0.scenario.rowNames == ["beta", "trust-all", "distrust-all", "coin"] })
        let ablated = full.only(scheme: "consensus-adaptive/no-rounds").cells[0].scenario.rowNames
        #expect(ablated.contains("consensus-adaptive/no-rounds") && !ablated.contains("consensus-adaptive"))
    }
}
