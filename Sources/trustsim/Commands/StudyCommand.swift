import Foundation
import TrustSim

/// `trustsim study`.
enum StudyCommand: Command {
    static let spec = CommandSpec(
        name: "study", abstract: "Compare all schemes under all attacks, and write the tables.",
        discussion: "Three worlds, \(Study.core.attacks.count) attacks, attacker ratios 0, 0.1, 0.3, 0.5 and 0.7, "
            + "\(Study.core.schemes.count) schemes, \(Study.core.replications) replications. DIR gets runs.csv, "
            + "summary.csv, comparison.csv, manifest.json, study.md with tables, and curves as SVG.",
        options: [
            OptionSpec(name: "--output", value: "DIR", help: "Directory for the results."),
            OptionSpec(name: "--full", help: "Every attack under both kinds of verification, more ratios: hours."),
            OptionSpec(name: "--calibration", value: "FILE", help: "Calibrated thresholds, for rows of their own."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed (default: 1)."),
            OptionSpec(name: "--replications", value: "N", help: "Replications of each cell (default: 20)."),
            OptionSpec(name: "--attacks", value: "a,b", help: "Some of the attacks only."),
            OptionSpec(name: "--worlds", value: "a,b", help: "Some of the worlds only."),
            OptionSpec(name: "--attacker-ratio", value: "ratios", help: "Ratios, as for sweep."),
            OptionSpec(name: "--schemes", value: "a,b", help: "Schemes to compare (default: all)."),
            OptionSpec(name: "--ablate", value: "a,b", help: "Mechanisms to switch off, all or none; a row each."),
            OptionSpec(
                name: "--set", value: "key.path=value", help: "Change a value of every world.", repeats: true),
            OptionSpec(
                name: "--from", value: "results", help: "Run nothing: tables of the runs.csv of the same study."),
        ] + SharedOptions.execution,
        examples: [
            "trustsim study --output results --calibration Scenarios/calibration/thresholds.json",
            "trustsim study --output quick --replications 2 --attacks colluders,onOff --attacker-ratio 0,0.3",
        ])

    static let files = ["study.md", "manifest.json", "comparison.csv", "summary.csv", "runs.csv"]

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        guard let directory = arguments.value("--output") else {
            throw UsageError(message: "Missing '--output <DIR>'", command: "study")
        }
        let force = arguments.flag("--force")
        var study = arguments.flag("--full") ? Study.full : Study.core
        try StudyOptions.apply(arguments, to: &study)
        let names = files + study.worlds.map { StudyReport.curveName($0.name) }
        try SweepCommand.checkDirectory(directory, files: names, force: force)
        let plan = try study.plan()
        let session = try ExperimentSession(arguments, plan: plan)
        if arguments.flag("--dry-run") {
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        let results: ResultSet
        if let path = arguments.value("--from") {
            let (read, file) = try ResultFiles.read(path)
            try plan.checkHolds(read, named: file)
            results = read
        } else {
            try session.checkMemory(arguments)
            results = try session.run().results
        }
        let report = StudyReport(
            results, study: study, command: RepeatableCommand.text(arguments, withOutput: true),
            version: TrustSimCommand.version)
        let comparison = SchemeComparison(
            results, metrics: ["balancedAccuracy", "f1"].compactMap(Metric.named), reference: .standard)
        try AtomicFile.makeDirectory(directory)
        let manifest = Manifest.document(
            study, command: RepeatableCommand.text(arguments), version: TrustSimCommand.version)
        var written: [(String, [UInt8])] = [
            (directory + "/study.md", Array(report.markdown.utf8)), (directory + "/manifest.json", manifest),
            (directory + "/comparison.csv", comparison.csv), (directory + "/summary.csv", results.summaryCSV),
            (directory + "/runs.csv", results.csv),
        ]
        for curve in report.curves { written.append((directory + "/" + curve.name, Array(curve.svg.utf8))) }
        try AtomicFile.write(written, overwriting: force)
        if !session.quiet { Console.error("\(plan.runCount) runs; tables are in \(directory)/study.md") }
        return .success
    }
}

/// What `study` and `calibrate` have in common.
enum StudyOptions {
    static func apply(_ arguments: ParsedArguments, to study: inout Study) throws {
        if let seed = try arguments.integer("--seed", in: 0...4_294_967_295) { study.seed = seed }
        if let count = try arguments.integer("--replications", in: 1...100_000) { study.replications = count }
        let ratios = try SweepValues.ratios(arguments)
        if !ratios.isEmpty { study.ratios = ratios.sorted().distinct() }
        if let names = try arguments.list("--attacks") {
            let known = study.attacks.map(\.preset)
            for name in names { try check(name, "attack", among: known, arguments) }
            study.attacks = study.attacks.filter { names.contains($0.preset) }
        }
        if let names = try arguments.list("--worlds") {
            for name in names { try check(name, "world", among: study.worlds.map(\.name), arguments) }
            study.worlds = study.worlds.filter { names.contains($0.name) }
        }
        if let names = try arguments.list("--schemes"), names != ["all"] {
            for name in names { try check(name, "scheme", among: SchemeCatalog.names, arguments) }
            study.schemes = names
        }
        study.changes = arguments.values("--set")
        if let names = try arguments.list("--ablate") {
            if names != ["all"] && names != ["none"] {
                for name in names { try check(name, "mechanism", among: SchemeCatalog.ablationNames, arguments) }
            }
            study.ablations = names == ["all"] ? SchemeCatalog.ablationNames : names == ["none"] ? [] : names
        }
        if let path = arguments.value("--calibration") { study.calibration = try CalibrationFile.read(path) }
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
    static func read(_ path: String) throws -> [String: Double] {
        let root = try JSON5Reader.read(file: path)
        guard let found = root["calibration"] else {
            throw DataError(
                position: root.position, keyPath: "calibration",
                message: "there is no 'calibration' in it; write it with 'trustsim calibrate'")
        }
        return try Scenario.calibration(from: found)
    }
}
