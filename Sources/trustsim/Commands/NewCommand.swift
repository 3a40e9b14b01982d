import Foundation
import TrustSim

/// `trustsim new`.
enum NewCommand: Command {
    static let spec = CommandSpec(
        name: "new", abstract: "Write a commented scenario to start from.",
        arguments: [
            ArgumentSpec(
                name: "file", help: "The file to write, or - for standard output (default: my-scenario.json).",
                optional: true)
        ],
        options: [
            OptionSpec(
                name: "--sumo", value: "CONFIG",
                help: "A SUMO configuration (.sumocfg): an installed sumo makes the movements."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: ["trustsim new", "trustsim new my-scenario.json", "trustsim new --sumo town.sumocfg town.json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let given = arguments.positionals.first
        let path = given == "-" ? nil : given ?? standardName
        let text = try arguments.value("--sumo").map { try coupled($0, path: path) } ?? template
        do {
            try SharedOptions.deliver(Array(text.utf8), to: path, force: arguments.flag("--force"))
        } catch let problem as FileProblem where given == nil && FileManager.default.fileExists(atPath: standardName) {
            throw CommandFailure(message: "\(problem), or give another name", code: .failure)
        }
        if let path { Console.error("\(path) written. Next: trustsim run \(ShellText.quoted(path))") }
        return .success
    }

    private static let standardName = "my-scenario.json"

    /// The template with movements by SUMO, whose configuration is named as seen from the scenario.
    private static func coupled(_ config: String, path: String?) throws -> String {
        guard FileManager.default.isReadableFile(atPath: config) else {
            throw DataError(message: "\(escapedForMessage(config)): no such file; a SUMO configuration is expected")
        }
        func literal(_ text: String) -> String {
            var writer = JSONWriter(style: .compact)
            writer.value(text)
            return writer.text
        }
        let name = literal(TraceLibrary.path(of: config, fromScenario: path ?? ""))
        let network = SUMOConfiguration(path: config)?.network.map {
            literal(TraceLibrary.path(of: $0, fromScenario: path ?? ""))
        }
        let roads = network.map { ", roads: \($0)" } ?? ""
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // SUMO brings its vehicles, their area and their time.
        let kept = lines.filter { line in
            !["  duration:", "  vehicles:", "  area:", "  // random-", "  // mobility:"].contains { line.hasPrefix($0) }
        }
        return kept.map { line in
            line.hasPrefix("  mobility:")
                ? "  // An installed sumo makes the movements, with the seed above. Roads: the .net.xml, for the check\n"
                    + "  // 'road' and for road events.\n  mobility: {model: \"sumo\", config: \(name)\(roads)},"
                : line
        }.joined(separator: "\n")
    }

    static let template = """
        // A scenario of TrustSim. Run it:  trustsim run my-scenario.json
        // Files are JSON5: comments and trailing commas are welcome. Every key has a default but 'vehicles' (a trace
        // brings its own); 'trustsim list keys' explains them all.
        {
          name: "my-scenario",
          seed: 1,                    // same scenario and seed, same results
          replications: 5,            // independent repetitions; intervals come from them
          duration: 200,              // s
          vehicles: 100,
          area: {width: 1500, height: 1500},                    // m

          // random-waypoint, random-direction, manhattan-grid, highway, sumo, or trace:
          // mobility: {model: "trace", file: "traces/city.fcd.xml"},                       (without 'vehicles')
          mobility: {model: "random-waypoint", speed: {min: 8, max: 20}},                   // m/s

          radio: {model: "unit-disk", range: 300},              // or log-distance, nakagami
          beacon: {interval: 1},                                // s
          sensing: {range: 120, accuracy: 0.9},                 // who can verify, and how well
          evaluation: {
            interval: 10,             // s between evaluations
            warmup: 0.3,              // share of the run that is not counted
            unknownPolicy: "trust",   // what becomes of neighbours about whom nothing is known
          },
          events: {rate: 0.05, duration: 30},                   // road events: 1/s, s

          // Presets: trustsim list attacks. Or parts, on top of a preset or on their own:
          // profile: {preset: "colluders", schedule: {kind: "onOff", on: 30, off: 30}}
          // Or several: profiles: [{profile: "colluders", share: 0.7}, {profile: "badMouther", share: 0.3}]
          attackers: {ratio: 0.3, profile: "colluders"},

          // trustsim list schemes; the trivial ones (trust-all, distrust-all, coin) are always added.
          schemes: ["consensus-adaptive", "own-evidence", "beta", "deviation-test", "dempster-shafer", "majority-vote"],
          ablations: [],              // mechanisms of consensus-adaptive to switch off, e.g. ["guarantee"]
        }

        """
}
