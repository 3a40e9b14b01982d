import Foundation
import TrustSim

/// Runs one replication of a scenario in the engine and prints one line in the format of the peers' programs.
@main
struct BeaconWorkload {
    let options: Options
    let scenario: Scenario
    let result: RunResult

    static func main() {
        do {
            print(try BeaconWorkload(Options(Array(CommandLine.arguments.dropFirst()))).line)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    init(_ options: Options) throws {
        self.options = options
        let plan = try Plan(try Self.scenarioFile(options))
        scenario = plan.cells[0].scenario
        var executor = Executor(
            plan: plan, traces: try TraceLibrary(plan, scenarioPath: options.scenarioPath))
        if options.usesPeersWorld {
            let world = PeersWorld(vehicleCount: Int(scenario.vehicles), seed: UInt64(scenario.seed))
            executor.externalMobility = ExternalMobility(model: world, beaconPhases: world.beaconPhases)
        }
        result = try executor.run().runs[0].result
    }

    /// The scenario with the options of the command line. Another number of vehicles comes with another area, so that
    /// everybody has 30 neighbours on average.
    private static func scenarioFile(_ options: Options) throws -> ScenarioFile {
        var file = try ScenarioFile(path: options.scenarioPath)
        var assignments = ["replications=1"]
        if let count = options.vehicleCount {
            let side = PeersWorld.side(for: count)
            assignments += ["vehicles=\(count)", "area.width=\(side)", "area.height=\(side)"]
        }
        if let seed = options.seed { assignments.append("seed=\(seed)") }
        for assignment in assignments + options.assignments { try file.set(assignment) }
        return file
    }

    private var line: String {
        let statistics = result.statistics
        let profile = result.profile
        let side = options.usesPeersWorld ? PeersWorld.side(for: Int(scenario.vehicles)) : scenario.area.width
        let rate = Double(statistics.receptions) / profile.loopSeconds
        let pairs = [
            ("peer", "trustsim"),
            ("semantics", scenario.forgettingPer == "interaction" ? "plain" : "model"),
            ("world", options.usesPeersWorld ? "peers" : "own"),
            ("N", "\(scenario.vehicles)"),
            ("side", String(format: "%.1f", side)),
            ("beacons", "\(statistics.messages)"),
            ("receptions", "\(statistics.receptions)"),
            ("mean_nb", String(format: "%.2f", Double(statistics.receptions) / Double(statistics.messages))),
            ("records", "\(profile.records)"),
            ("loop_s", String(format: "%.4f", profile.loopSeconds)),
            ("setup_s", String(format: "%.4f", profile.setupSeconds)),
            ("rx_per_s", String(format: "%.4g", rate)),
        ]
        return pairs.map { "\($0)=\($1)" }.joined(separator: " ")
    }
}
