import TrustSim

/// `trustsim calibrate`.
enum CalibrateCommand: Command {
    /// The same for every scheme.
    static let candidates = (1...19).map { Double($0) / 20 }

    static let spec = CommandSpec(
        name: "calibrate", abstract: "Find the best fixed threshold of each scheme.",
        discussion:
            "For every scheme one threshold of 0.05, 0.10, …, 0.95: the one with the best mean balanced accuracy "
            + "over all attacks, ratios and worlds of a set that shares no world and no seed with 'study'. For "
            + "consensus-averaging it is the tolerance that vehicles start with; consensus-adaptive, whose tolerance is a "
            + "ratio of costs, is left as it is. The result is for '--calibration FILE' of run, sweep and study, and names "
            + "the command that made it. With scenarios of one's own it is the mean over their cells, in worlds that are "
            + "kept for searches, and what the thresholds are worth in others again, where nothing was looked for, is printed.",
        arguments: [
            ArgumentSpec(
                name: "scenario", help: "Scenario files (JSON5) to calibrate on, in place of the study.",
                optional: true,
                repeats: true)
        ],
        options: [
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed (default: 7001; scenarios have their own)."),
            OptionSpec(
                name: "--replications", value: "N", help: "Replications of each cell (default: 2; scenarios: theirs)."),
            OptionSpec(name: "--attacks", value: "a,b", help: "Some of the attacks of the study only."),
            OptionSpec(name: "--worlds", value: "a,b", help: "Some of its worlds only."),
            OptionSpec(
                name: "--attacker-ratio", value: "ratios", help: "Ratios (default: 0.1,0.3,0.5,0.7; scenarios: theirs)."
            ),
            OptionSpec(name: "--schemes", value: "a,b", help: "Scenarios: schemes to calibrate (default: theirs)."),
            OptionSpec(
                name: "--vary", value: "key.path=v1,v2",
                help: "Scenarios: values of a key of the world, as for sweep; the mean is over all.", repeats: true),
            OptionSpec(
                name: "--held-out", value: "N",
                help: "Scenarios: replications in which thresholds are tried, from 2 (default: as in the search)."),
            OptionSpec(
                name: "--set", value: "key.path=value", help: "Scenarios: change a value of each.", repeats: true),
        ] + SchemePrograms.options + SharedOptions.execution,
        examples: [
            "trustsim calibrate --output calibration.json",
            "trustsim calibrate my-scenario.json --attacker-ratio 0.1,0.3,0.5 --output mine.json",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let output = arguments.outputFile
        try CalibrateScenarios.checkOptions(arguments)
        if let output { try AtomicFile.probe(output, overwriting: arguments.flag("--force")) }
        if !arguments.positionals.isEmpty {
            var scenarios = try CalibrateScenarios(arguments)
            return try scenarios.run()
        }
        var study = Study.calibration
        try StudyOptions.apply(arguments, to: &study)
        study.schemes =
            SchemeCatalog.calibratedSchemes(byTolerance: false).filter(Study.core.schemes.contains)
            + study.additional.map(\.name)
        var tolerant = study
        tolerant.additional = []
        tolerant.schemes = SchemeCatalog.calibratedSchemes(byTolerance: true)
        let plans = [try study.plan()] + (try Self.tolerances(of: tolerant))
        if arguments.flag("--dry-run") {
            let session = try ExperimentSession(arguments, plan: plans[0])
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        var scores: [String: [[Double]]] = [:]
        for (number, plan) in plans.enumerated() {
            var session = try ExperimentSession(arguments, plan: plan)
            session.wanted.candidateThresholds = number == 0 ? candidates : []
            session.stage = "part \(number + 1) of \(plans.count)"
            try session.checkMemory(arguments)
            for run in try session.run().runs {
                for scheme in run.result.schemes where !SchemeCatalog.trivialNames.contains(scheme.scheme) {
                    var found = scores[scheme.scheme] ?? candidates.map { _ in [] }
                    if number == 0 {
                        for (candidate, value) in scheme.atCandidates.enumerated() {
                            if let value { found[candidate].append(value) }
                        }
                    } else if let value = Metric.index(of: "balancedAccuracy").flatMap({ scheme.values[$0] }) {
                        found[number - 1].append(value)
                    }
                    scores[scheme.scheme] = found
                }
            }
        }
        try SharedOptions.deliver(
            document(scores, study: study, arguments), to: output, force: arguments.flag("--force"))
        return .success
    }

    /// One plan for each tolerance to start with.
    private static func tolerances(of study: Study) throws -> [Plan] {
        try candidates.map { candidate in
            var changed = study
            changed.worlds = study.worlds.map { world in
                Study.World(
                    name: world.name,
                    text: "{tolerance: {start: \(NumberText.csv(candidate))}," + world.text.dropFirst())
            }
            return try changed.plan()
        }
    }

    private static func document(
        _ scores: [String: [[Double]]], study: Study, _ arguments: ParsedArguments
    ) -> [UInt8] {
        let means = scores.mapValues { $0.map { $0.isEmpty ? -1 : $0.reduce(0, +) / Double($0.count) } }
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("program", "trustsim")
            writer.member("version", TrustSimCommand.version)
            writer.member("command", RepeatableCommand.text(arguments, withOutput: true))
            writer.member("seed", Int64(study.seed))
            writer.member("replications", Int64(study.replications))
            writer.member("worlds", study.worlds.map(\.name))
            writer.member("attacks", study.attacks.map { "\($0.preset) (\($0.verification))" })
            writer.member("attackerRatios", study.ratios)
            write(means: means, names: means.keys.sorted(), to: &writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// The members that all calibration files have: the best candidate of each scheme, its mean, and those of all.
    static func write(means: [String: [Double]], names: [String], to writer: inout JSONWriter) {
        func best(_ name: String) -> Int { ScenarioCalibration.best(of: means[name] ?? []) }
        writer.member("candidates", candidates)
        writer.object("calibration") { writer in
            for name in names { writer.member(name, candidates[best(name)]) }
        }
        writer.object("balancedAccuracy") { writer in
            for name in names { writer.member(name, means[name]?[best(name)] ?? 0) }
        }
        writer.object("balancedAccuracyOfCandidates") { writer in
            for name in names { writer.member(name, means[name] ?? []) }
        }
    }
}
