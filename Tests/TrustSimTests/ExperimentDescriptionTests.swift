import Testing

@testable import TrustSim

@Suite("Descriptions of experiments")
struct ExperimentDescriptionTests {
    private func description(
        _ assignments: [String] = [], axes: [Plan.Axis] = [], ratios: [Double] = [], version: String = "1",
        roc: [Double] = []
    ) throws -> ExperimentDescription {
        let executor = try SmallWorld.executor(assignments, axes: axes, ratios: ratios)
        return ExperimentDescription(
            executor.plan, traces: executor.traces, command: "sweep", version: version,
            wanted: WantedFigures(rocRates: roc))
    }

    @Test("the plan that is read is the plan that was described, also where profiles and baselines are varied")
    func planOfDescription() throws {
        for axes in [
            [Plan.Axis(key: "radio.range", values: ["90", "100"])],
            [Plan.Axis(key: "attackers.profile", values: ["onOff", "{reports: 'silent'}", "bogus"])],
            [
                Plan.Axis(key: "baselines.beta.threshold", values: ["0.4", "0.6"]),
                Plan.Axis(key: "mobility.model", values: ["highway", "random-waypoint"]),
            ],
        ] {
            var file = try SmallWorld.file()
            if axes[0].key == "attackers.profile" { try file.remove("profiles", of: "attackers") }
            let original = try Plan(file, axes: axes, ratios: [0, 0.3])
            let traces = try TraceLibrary(original, scenarioPath: "small.json")
            let described = ExperimentDescription(original, traces: traces, command: "sweep", version: "1")
            let plan = try described.plan("j")
            #expect(plan.variedKeys == original.variedKeys)
            #expect(plan.cells.map(\.varied) == original.cells.map(\.varied))
            let again = ExperimentDescription(plan, traces: traces, command: "sweep", version: "1")
            #expect(again == described && again.hash == described.hash)
        }
    }

    @Test("a difference names its key, what was and what is; values that vary are all named")
    func differences() throws {
        func found(_ other: ExperimentDescription) throws -> [String] {
            try description(ratios: [0.1, 0.3]).differences(to: other, in: "j").map {
                "\($0.key): \($0.was) -> \($0.now)"
            }
        }
        #expect(try found(description(ratios: [0.1, 0.3])).isEmpty)
        #expect(try found(description(ratios: [0.1, 0.5])) == ["attackers.ratio: 0.1, 0.3 -> 0.1, 0.5"])
        #expect(
            try found(description(["radio.range=200", "seed=8"], ratios: [0.1, 0.3])) == [
                "seed: 7 -> 8", "radio.range: 160 -> 200",
            ])
        #expect(try found(description(ratios: [0.1, 0.3], version: "2")) == ["version: 1 -> 2"])
        #expect(try found(description(ratios: [0.1, 0.3], roc: [0, 1])) == ["--roc: not given -> given"])
        let axes = [Plan.Axis(key: "radio.range", values: ["160"])]
        #expect(try found(description(axes: axes, ratios: [0.1, 0.3])) == ["varied keys:  -> radio.range"])
    }
}
