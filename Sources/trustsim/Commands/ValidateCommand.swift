import TrustSim

/// `trustsim validate`.
enum ValidateCommand: Command {
    static let spec = CommandSpec(
        name: "validate", abstract: "Check scenario files, and the traces and lists they name.",
        discussion: "A JSON Schema among the files is compared with that of this version.",
        arguments: [ArgumentSpec(name: "scenario", help: "Scenario files.", repeats: true)],
        options: [
            OptionSpec(
                name: "--print", value: "form",
                help: "json or resolved: print the one file, if it is valid, as plain JSON, as it is or with every "
                    + "default written out.", completion: .words(["json", "resolved"]))
        ] + SchemePrograms.options,
        examples: ["trustsim validate Scenarios/*.json", "trustsim validate Scenarios/city.json --print resolved"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        if let form = arguments.value("--print") { return try print(form, arguments) }
        let schemes = try SchemePrograms.read(arguments).map(\.entry)
        var code = ExitCode.success
        for path in arguments.positionals {
            do {
                let line = "\(escapedForMessage(path)): \(try describe(path, schemes))"
                let wrapped = Console.tableWidth.map { WrappedText.lines(line, width: $0, indent: "  ") }
                Console.print((wrapped ?? [line]).joined(separator: "\n"))
            } catch let error as Cancelled {
                throw error
            } catch let error as SUMOProblem {
                // Nothing is wrong with the scenario.
                Console.error("Error: \(error)")
                if code == .success { code = .failure }
            } catch {
                Console.error("Error: \(error)")
                code = .data
            }
        }
        return code
    }

    private static func print(_ form: String, _ arguments: ParsedArguments) throws -> ExitCode {
        guard ["json", "resolved"].contains(form) else {
            throw arguments.invalid(form, for: "--print", expected: "json or resolved")
        }
        guard arguments.positionals.count == 1 else {
            throw UsageError(message: "'--print' takes one file", command: "validate")
        }
        var file = try ScenarioFile(path: arguments.positionals[0])
        file.schemes = try SchemePrograms.read(arguments).map(\.entry)
        let plan = try Plan(file)
        let traces = try WatchedTraces.read(plan, scenarioPath: file.path)
        var writer = JSONWriter(style: .pretty)
        writer.value(form == "json" ? file.root : ScenarioEncoder.tree(traces.completed(plan).cells[0].scenario))
        writer.lineBreak()
        Console.results(writer.bytes)
        return .success
    }

    /// Whether the document is a schema and no scenario; one of another version than the program's is an error.
    private static func isSchema(_ file: ScenarioFile) throws -> Bool {
        guard file.root["$schema"]?.string == ScenarioSchema.dialect, file.root["properties"] != nil else {
            return false
        }
        var writer = JSONWriter(style: .pretty)
        writer.value(file.root)
        writer.lineBreak()
        if writer.bytes == ScenarioSchema.document() { return true }
        throw DataError(
            position: file.root.position,
            message: "this JSON Schema is not that of this version; 'trustsim schema' prints it")
    }

    private static func describe(_ path: String, _ schemes: [SchemeEntry]) throws -> String {
        var file = try ScenarioFile(path: path)
        file.schemes = schemes
        if try isSchema(file) { return "the JSON Schema of this version" }
        let plan = try Plan(file)
        let traces = try WatchedTraces.read(plan, scenarioPath: path)
        let scenario = traces.completed(plan).cells[0].scenario
        let listed = scenario.attackers.listedCount.map { ", \($0) of them listed as attackers" } ?? ""
        guard let trace = traces.trace(of: scenario) else {
            return "valid; \(scenario.vehicles) vehicles for \(NumberText.csv(scenario.duration)) s\(listed)"
        }
        let counts = trace.counts()
        return "valid; trace of \(counts.vehicles) vehicles for \(NumberText.csv(trace.duration.seconds)) s: "
            + "\(counts.atBegin) at the beginning, \(counts.entered) enter, \(counts.left) leave, "
            + "\(counts.atEnd) at the end, \(counts.samples) samples\(listed)"
    }
}
