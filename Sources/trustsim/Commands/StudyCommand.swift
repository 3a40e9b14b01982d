import Foundation
import TrustSim

/// `trustsim study`.
enum StudyCommand: Command {
    static let spec = CommandSpec(
        name: "study", abstract: "Compare all schemes under all attacks, and write the tables.",
        discussion: "Three worlds, \(Study.core.attacks.count) attacks, attacker ratios 0, 0.1, 0.3, 0.5 and 0.7, "
            + "\(Study.core.schemes.count) schemes, \(Study.core.replications) replications. DIR gets runs.csv, "
            + "summary.csv, comparison.csv, manifest.json, study.md with tables, and curves as SVG. --resume and --shard are "
            + "those of sweep.",
        options: [
            OptionSpec(name: "--output", value: "DIR", help: "Directory for the results."),
            OptionSpec(name: "--full", help: "Every attack under both kinds of verification, more ratios: hours."),
            OptionSpec(name: "--calibration", value: "FILE", help: "Calibrated thresholds, for rows of their own."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed (default: 1)."),
            OptionSpec(name: "--replications", value: "N", help: "Replications of each cell (default: 20)."),
            OptionSpec(name: "--attacks", value: "a,b", help: "Some of the attacks only, or others."),
            OptionSpec(name: "--worlds", value: "a,b", help: "Some of the worlds only."),
            OptionSpec(name: "--attacker-ratio", value: "ratios", help: "Ratios, as for sweep."),
            OptionSpec(name: "--schemes", value: "a,b", help: "Schemes to compare (default: all)."),
            OptionSpec(name: "--ablate", value: "a,b", help: "Mechanisms to switch off, all or none; a row each."),
            OptionSpec(
                name: "--set", value: "key.path=value", help: "Change a value of every world.", repeats: true),
        ] + SchemePrograms.options + [
            OptionSpec(
                name: "--from", value: "results", help: "Run nothing: tables of the runs.csv of the same study.")
        ] + ResultsPlace.options + SharedOptions.execution,
        examples: [
            "trustsim study --output results --calibration Scenarios/calibration/thresholds.json",
            "trustsim study --output quick --replications 2 --attacks colluders,onOff --attacker-ratio 0,0.3",
        ])

    static let files = ["study.md", "manifest.json", "comparison.csv", "summary.csv", "fingerprints.csv", "runs.csv"]

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        guard arguments.value("--output") != nil else {
            throw UsageError(message: "Missing '--output <DIR>'", command: "study")
        }
        for option in ["--shard", "--resume"] where arguments.flag("--from") && arguments.flag(option) {
            throw UsageError(message: "'--from' runs nothing: '\(option)' has no meaning with it", command: "study")
        }
        var study = arguments.flag("--full") ? Study.full : Study.core
        try StudyOptions.apply(arguments, to: &study)
        let names = files + study.worlds.map { StudyReport.curveName($0.name) }
        guard let place = try ResultsPlace(arguments, files: names) else { return .failure }
        let plan = try study.plan()
        var session = try ExperimentSession(arguments, plan: plan)
        session.share = place.shard.map { plan.runs(of: $0, traces: session.traces) }
        if arguments.flag("--dry-run") {
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        guard let path = arguments.value("--from") else {
            try session.checkMemory(arguments)
            return try place.run(session)
        }
        let (results, file) = try ResultFiles.read(path)
        try plan.checkHolds(results, named: file)
        let origin = RunsOrigin(
            arguments: arguments, plan: plan, inputs: InputFingerprints(), scenarioPath: "",
            directory: place.directory, experiment: nil)
        var files = try Self.files(of: origin, results)
        files.outdated.append("fingerprints.csv")
        try place.write(files)
        return .success
    }

    private static func study(of origin: RunsOrigin) throws -> Study {
        var study = origin.arguments.flag("--full") ? Study.full : Study.core
        // The thresholds are in the scenarios already.
        try StudyOptions.apply(origin.arguments, to: &study, readsCalibration: false)
        return study
    }

    static func manifest(of origin: RunsOrigin) throws -> [UInt8] {
        Manifest.document(
            try study(of: origin), command: RepeatableCommand.text(origin.arguments), version: TrustSimCommand.version,
            experiment: origin.experiment)
    }

    /// What DIR gets in the end.
    static func files(of origin: RunsOrigin, _ results: ResultSet) throws -> ResultsPlace.Files {
        let study = try study(of: origin)
        let report = StudyReport(
            results, study: study, command: RepeatableCommand.text(origin.arguments, withOutput: true),
            version: TrustSimCommand.version)
        let comparison = SchemeComparison(
            results, metrics: ["balancedAccuracy", "f1"].compactMap(Metric.named), reference: .standard)
        var files = ResultsPlace.Files()
        files.written = [
            ("study.md", Array(report.markdown.utf8)), ("manifest.json", try manifest(of: origin)),
            ("comparison.csv", comparison.csv), ("summary.csv", results.summaryCSV), ("runs.csv", results.csv),
        ]
        for curve in report.curves { files.written.append((curve.name, Array(curve.svg.utf8))) }
        files.message = "\(origin.plan.runCount) runs; tables are in \(origin.directory)/study.md"
        return files
    }
}

/// What `study` and `calibrate` have in common.
enum StudyOptions {
    static func apply(
        _ arguments: ParsedArguments, to study: inout Study, readsCalibration: Bool = true
    ) throws {
        if let seed = try arguments.integer("--seed", in: 0...4_294_967_295) { study.seed = seed }
        if let count = try arguments.integer("--replications", in: 1...100_000) { study.replications = count }
        let ratios = try SweepValues.ratios(arguments)
        if !ratios.isEmpty { study.ratios = ratios.sorted().distinct() }
        if let names = try arguments.list("--attacks") {
            for name in names { try check(name, "attack", among: AttackPreset.all.map(\.name), arguments) }
            study.attacks = study.attacks(named: names)
        }
        if let names = try arguments.list("--worlds") {
            for name in names { try check(name, "world", among: study.worlds.map(\.name), arguments) }
            study.worlds = study.worlds.filter { names.contains($0.name) }
        }
        let programs = try SchemePrograms.read(arguments)
        if let names = try arguments.list("--schemes"), names != ["all"] {
            let known = SchemeCatalog.names + programs.map(\.name)
            for name in names { try check(name, "scheme", among: known, arguments) }
            study.schemes = names
        }
        study.additional = programs.map(\.entry)
        study.schemes += programs.map(\.name).filter { !study.schemes.contains($0) }
        study.changes = arguments.values("--set")
        if let names = try arguments.list("--ablate") {
            if names != ["all"] && names != ["none"] {
                for name in names { try check(name, "mechanism", among: SchemeCatalog.ablationNames, arguments) }
            }
            study.ablations = names == ["all"] ? SchemeCatalog.ablationNames : names == ["none"] ? [] : names
        }
        if readsCalibration, let path = arguments.value("--calibration") {
            study.calibration = try CalibrationFile.read(path, adding: study.additional)
        }
    }

    private static func check(
        _ name: String, _ what: String, among names: [String], _ arguments: ParsedArguments
    ) throws(UsageError) {
        if names.contains(name) { return }
        throw UsageError(
            message: "Unknown \(what) '\(escapedForMessage(name))'\(NearestName.hint(for: name, among: names))",
            command: arguments.command.name)
    }
}

/// What `calibrate` wrote.
enum CalibrationFile {
    /// Thresholds by row, of the catalogue's schemes and of others that are handed over.
    static func read(_ path: String, adding schemes: [SchemeEntry] = []) throws -> [String: Double] {
        let root = try JSON5Reader.read(file: path)
        guard let found = root["calibration"] else {
            throw DataError(
                position: root.position, keyPath: "calibration",
                message: "there is no 'calibration' in it; write it with 'trustsim calibrate'")
        }
        return try Scenario.calibration(from: found, adding: schemes)
    }
}
