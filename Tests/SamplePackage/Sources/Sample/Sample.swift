import Extras
import GroupDecision
import TrustSim

/// Sweeps a scenario with a scheme of one's own, and makes one group decision by hand.
@main
enum Sample {
    static func main() throws {
        var file = try ScenarioFile(
            text: """
                {
                  name: "sample", seed: 1, replications: 2, duration: 60, vehicles: 40,
                  area: {width: 500, height: 500}, attackers: {ratio: 0.3, profile: "badMouther"},
                  schemes: ["consensus-adaptive", "beta", "sceptic"],
                }
                """)
        file.schemes = [Extras.sceptic]
        let plan = try Plan(
            file, axes: [Plan.Axis(key: "baselines.sceptic.certainty", values: ["0.3", "0.9"])], ratios: [0.1, 0.3])
        let executor = Executor(plan: plan, traces: try TraceLibrary(plan, scenarioPath: file.path))
        let results = try executor.run().results
        for row in results.rows where row.scheme == "sceptic" {
            let specificity = row.value(of: "specificity").map { NumberText.fixed($0, digits: 3) } ?? "undefined"
            print(row.scheme, row.varied[0], NumberText.csv(row.attackerRatio), row.replication, specificity)
        }
        print("rows", results.rows.count)

        try withoutFile()

        var neighbourhood = Neighbourhood(tolerance: 0.6)
        let reporter = neighbourhood.addSubject(opinion: Opinion(value: 0.9, certainty: 0.8), isNeighbour: true)
        let stranger = neighbourhood.addSubject()
        neighbourhood.beginReport(of: reporter, attestedLevel: 0.9, tolerance: 0.6)
        neighbourhood.addEntry(about: stranger, value: 0.2, certainty: 0.7)
        let decider = GroupDecider()
        var outcome = GroupOutcome()
        decider.decide(neighbourhood, into: &outcome)
        print("stranger", NumberText.fixed(outcome.subjects[stranger].trust, digits: 3))
    }

    /// A scenario made in Swift, as in the README.
    private static func withoutFile() throws {
        var scenario = Scenario()
        scenario.vehicles = 60
        scenario.duration = 60
        scenario.replications = 2
        scenario.mobility.model = "random-waypoint"
        scenario.attackers = .init(profile: Profile(preset: "colluders"))
        scenario.schemes = ["consensus-adaptive", "beta"]
        let plan = try Plan(scenario, ratios: [0.1, 0.3])
        for row in try Executor(plan: plan).run().results.rows {
            let f1 = row.value(of: "f1").map { NumberText.fixed($0, digits: 3) } ?? "undefined"
            print(row.scheme, NumberText.csv(row.attackerRatio), row.replication, f1)
        }
        scenario.sensing.accuracy = 2
        print(scenario.problems()[0].message)
    }
}
