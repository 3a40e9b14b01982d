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
            + "the command that made it.",
        options: [
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed (default: 7001)."),
            OptionSpec(name: "--replications", value: "N", help: "Replications of each cell (default: 2)."),
            OptionSpec(name: "--attacks", value: "a,b", help: "Some of the attacks of the study only."),
            OptionSpec(name: "--worlds", value: "a,b", help: "Some of its worlds only."),
            OptionSpec(name: "--attacker-ratio", value: "ratios", help: "Ratios (default: 0.1,0.3,0.5,0.7)."),
        ] + SchemePrograms.options + SharedOptions.execution,
        examples: ["trustsim calibrate --output calibration.json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let output = arguments.outputFile
        if let output { try AtomicFile.probe(output, overwriting: arguments.flag("--force")) }
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
        // Of equal ones the middle one.
        let best = means.mapValues { values -> Int in
            let top = values.max() ?? 0
            let places = values.indices.filter { values[$0] == top }
            return places[places.count / 2]
        }
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
            writer.member("candidates", candidates)
            writer.object("calibration") { writer in
                for name in best.keys.sorted() { writer.member(name, candidates[best[name] ?? 0]) }
            }
            writer.object("balancedAccuracy") { writer in
                for name in best.keys.sorted() { writer.member(name, means[name]?[best[name] ?? 0] ?? 0) }
            }
            writer.object("balancedAccuracyOfCandidates") { writer in
                for name in best.keys.sorted() { writer.member(name, means[name] ?? []) }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }
}
