import Foundation
import TrustSim

/// `trustsim export`.
enum ExportCommand: Command {
    static let spec = CommandSpec(
        name: "export", abstract: "Make tables of the results of a sweep.",
        arguments: [ArgumentSpec(name: "results", help: "The directory of a sweep, or its runs.csv.")],
        options: [
            OptionSpec(
                name: "--format", value: "format",
                help:
                    "csv, json, jsonl, markdown, latex or table (default: markdown); jsonl has the runs, csv and json their "
                    + "summary."),
            OptionSpec(
                name: "--metrics", value: "a,b", help: "Metrics (default: accuracy,precision,recall,f1)."),
            OptionSpec(
                name: "--by", value: "a,b", help: "Groups: all but the last in rows, the last in columns."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: ["trustsim export results --format latex --metrics f1 --by attackerRatio,scheme"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["markdown", "csv", "json", "jsonl", "latex", "table"])
        let metrics = try SharedOptions.metrics(arguments, standard: ["accuracy", "precision", "recall", "f1"])
        let by = try arguments.list("--by") ?? []
        let results = SplitResults.narrowed(
            try ResultFiles.read(arguments.positionals[0], keys: by).results, named: by)
        let tables = ResultTables(results)
        let groups = try groups(arguments, tables)
        let output = arguments.outputFile
        let force = arguments.flag("--force")
        if let output { try AtomicFile.probe(output, overwriting: force) }
        let bytes: [UInt8]
        switch format {
        case "csv": bytes = results.summaryCSV(metrics: metrics)
        case "jsonl": bytes = ResultJSON.lines(results, metrics: metrics)
        case "json": bytes = ResultJSON.summary(results, metrics: metrics)
        default:
            bytes = SharedOptions.render(
                tables.tables(metrics: metrics, by: groups), format: format, color: output == nil && Console.usesColor)
        }
        try SharedOptions.deliver(bytes, to: output, force: force)
        return .success
    }

    private static func groups(_ arguments: ParsedArguments, _ tables: ResultTables) throws(UsageError) -> [String] {
        guard let groups = try arguments.list("--by") else {
            let varied = tables.variedNames
            return (varied.isEmpty ? ["attackerRatio"] : varied) + ["scheme"]
        }
        for group in groups where !tables.groupNames.contains(group) {
            let hint =
                NearestName.nearest(to: group, among: tables.groupNames).map { ". Did you mean '\($0)'?" }
                ?? "; there are: \(tables.groupNames.joined(separator: ", "))"
            throw UsageError(message: "Unknown group '\(escapedForMessage(group))'\(hint)", command: "export")
        }
        return groups
    }
}

/// Results in files.
enum ResultFiles {
    /// Reads runs.csv, or the runs.csv of a directory; also gives the path read.
    ///
    /// - Parameter keys: names that are asked about. Where runs.csv has not all of them, but `profiles.csv` or `series.csv`
    ///   beside it has, that is read.
    static func read(_ path: String, keys: [String] = []) throws -> (results: ResultSet, path: String) {
        var isDirectory: ObjCBool = false
        var file = path
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw DataError(
                message: "\(escapedForMessage(path)): no such file or directory" + NearestFile.hint(for: path))
        }
        if isDirectory.boolValue {
            file = path + (path.hasSuffix("/") ? "" : "/") + "runs.csv"
            guard FileManager.default.fileExists(atPath: file) else {
                throw DataError(
                    message: "\(escapedForMessage(path)): this directory has no runs.csv" + ShardFiles.hint(path))
            }
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DataError(message: "\(escapedForMessage(file)): cannot be read")
        }
        let results = try ResultSet(csv: [UInt8](data), name: file)
        let missing = keys.filter { !results.groupNames.contains($0) }
        guard !missing.isEmpty, isDirectory.boolValue || file.hasSuffix("runs.csv") else { return (results, file) }
        let directory = String(file.dropLast("runs.csv".count))
        // The profile alone is that of profiles.csv: a mean over bins of time says nothing.
        let wanted = missing == [RunFiles.profileColumn] ? Array(SplitResults.files.prefix(1)) : SplitResults.files
        for part in wanted where missing.allSatisfy(part.keys.contains) {
            if let found = try split(part.name, of: results, in: directory) { return (found, directory + part.name) }
        }
        return (results, file)
    }

    /// What a file beside runs.csv has of the same runs, split further; nil where it is not there.
    static func split(_ name: String, of results: ResultSet, in directory: String) throws -> ResultSet? {
        let file = directory + name
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let found = try ResultSet(csv: [UInt8](data), name: file)
        guard SplitResults.isSplit(found, of: results) else {
            throw DataError(
                message:
                    "\(escapedForMessage(file)) is not of the runs in runs.csv beside it: other scenarios, schemes, seeds, "
                    + "ratios or varied values; remove it, or make the results anew")
        }
        return found
    }
}
