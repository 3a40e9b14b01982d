import Foundation
import TrustSim

/// `trustsim view`.
enum ViewCommand: Command {
    static let spec = CommandSpec(
        name: "view", abstract: "Make a page that plays a run as a moving picture.",
        discussion:
            "One HTML file without a network: roads, vehicles and their ranges, who is malicious and whom the others "
            + "distrust, and of a selected vehicle every decision with the values that it rests on. The truth is for "
            + "the reader; no scheme sees it.",
        arguments: [SharedOptions.scenario],
        options: [
            OptionSpec(name: "--output", value: "FILE", help: "The page; must be given."),
            OptionSpec(
                name: "--scheme", value: "a,b",
                help: "Schemes whose decisions are shown (default: consensus-adaptive).",
                completion: .list(SchemeCatalog.names)),
            OptionSpec(name: "--seed", value: "N", help: "Base seed, from 0 to 4294967295."),
            OptionSpec(name: "--replication", value: "K", help: "Which replication, from 0 (default: 0)."),
            OptionSpec(name: "--duration", value: "s", help: "Simulated time, in place of that of the scenario."),
            OptionSpec(
                name: "--step", value: "s", help: "Time between two recorded positions, 0.02 to 60 (default: 0.5)."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
        ] + SchemePrograms.options + [
            OptionSpec(name: "--force", help: "Replace an existing file."),
            OptionSpec(
                name: "--max-memory", value: "MiB", help: "Memory that may be used (default: 90 % of what there is)."),
            OptionSpec(name: "--quiet", short: "-q", help: "No progress."),
        ],
        examples: [
            "trustsim view Scenarios/open-square.json --output replay.html",
            "trustsim view Scenarios/city.json --scheme consensus-adaptive,beta --output city.html",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        guard arguments.flag("--output") else {
            throw UsageError(message: "Missing expected option '--output <FILE>'", command: "view")
        }
        let force = arguments.flag("--force")
        let replication = try arguments.integer("--replication", in: 0...99_999) ?? 0
        let step = try arguments.number("--step", in: 0.02...60) ?? 0.5
        let programs = arguments.values("--scheme-program").map { String($0.prefix { $0 != "=" }) }
        let schemes = try schemes(arguments, programs)
        let plan = try Plan(try file(arguments, schemes))
        let output = arguments.outputFile
        if let output {
            try SharedOptions.checkDistinct([output], arguments, plan)
            try AtomicFile.probe(output, overwriting: force)
        }
        let session = try ExperimentSession(arguments, plan: plan)
        try session.checkMemory(arguments)
        Interruption.watch()
        var executor = Executor(plan: plan, traces: session.traces)
        executor.cancellation = Interruption.flag
        let progress = ShareLine(isShown: !session.quiet && Console.isTerminal(2))
        defer { progress.clear() }
        let recording = try executor.record(
            replication: replication, RunRecording.Options(schemes: schemes, stepSeconds: step), progress: progress.show
        )
        let page = ViewPage(
            recording, command: RepeatableCommand.text(arguments), version: TrustSimCommand.version)
        try SharedOptions.deliver(page.html, to: output, force: force)
        return .success
    }

    /// The schemes to show, each once.
    private static func schemes(_ arguments: ParsedArguments, _ programs: [String]) throws -> [String] {
        var names: [String] = []
        for name in (try arguments.list("--scheme") ?? ["consensus-adaptive"]) + programs where !names.contains(name) {
            let known = SchemeCatalog.names + programs
            guard known.contains(name) else {
                let nearest = NearestName.nearest(to: name, among: known)
                let hint = nearest.map { "; did you mean '\($0)'?" } ?? "; see 'trustsim list schemes'"
                throw UsageError(message: "Unknown scheme '\(escapedForMessage(name))'\(hint)", command: "view")
            }
            names.append(name)
        }
        return names
    }

    /// The scenario with these schemes and no others, and one replication: more are not run.
    private static func file(_ arguments: ParsedArguments, _ schemes: [String]) throws -> ScenarioFile {
        var file = try SharedOptions.file(arguments)
        if let duration = try arguments.number("--duration", in: 0.001...1e7) {
            try file.set("duration=\(NumberText.csv(duration))", option: "--duration")
        }
        try file.set("schemes=[\(schemes.map { "'\($0)'" }.joined(separator: ","))]", option: "--scheme")
        try file.set("ablations=[]", option: "view:")
        try file.set("replications=1", option: "view:")
        return file
    }
}

/// One line on the terminal: the share of a run that is done.
private final class ShareLine {
    private let isShown: Bool
    private var lastShown = Date.distantPast

    init(isShown: Bool) { self.isShown = isShown }

    func show(_ share: Double) {
        guard isShown, Date().timeIntervalSince(lastShown) >= 0.1 else { return }
        lastShown = Date()
        Console.status("\r\u{1B}[K\(NumberText.fixed(100 * share, digits: 0)) % of the run")
    }

    func clear() {
        if isShown { Console.status("\r\u{1B}[K") }
    }
}
