import TrustSim

/// `trustsim validate`.
enum ValidateCommand: Command {
    static let spec = CommandSpec(
        name: "validate", abstract: "Check scenario files, and the traces they name.",
        arguments: [ArgumentSpec(name: "scenario", help: "Scenario files.", repeats: true)],
        examples: ["trustsim validate Scenarios/*.json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        var code = ExitCode.success
        for path in arguments.positionals {
            do {
                Console.print("\(escapedForMessage(path)): \(try describe(path))")
            } catch {
                Console.error("Error: \(error)")
                code = .data
            }
        }
        return code
    }

    private static func describe(_ path: String) throws -> String {
        let plan = try Plan(try ScenarioFile(path: path))
        let scenario = plan.cells[0].scenario
        guard let trace = try TraceLibrary(plan, scenarioPath: path).trace(of: scenario) else {
            return "valid; \(scenario.vehicles) vehicles for \(NumberText.csv(scenario.duration)) s"
        }
        let counts = trace.counts()
        return "valid; trace of \(counts.vehicles) vehicles for \(NumberText.csv(trace.duration.seconds)) s: "
            + "\(counts.atBegin) at the beginning, \(counts.entered) enter, \(counts.left) leave, "
            + "\(counts.atEnd) at the end, \(counts.samples) samples"
    }
}
