import Foundation
import TrustSim

/// `trustsim report`.
enum ReportCommand: Command {
    static let spec = CommandSpec(
        name: "report", abstract: "Make a page of figures and tables that any browser opens.",
        discussion:
            "One HTML file without a network: curves with intervals, ROC plane, heat map of attacks, ablations, "
            + "time to detect, overhead, sortable tables, and notes on what cannot be told apart.",
        arguments: [ArgumentSpec(name: "results", help: "The directory of a sweep or a study, or its runs.csv.")],
        options: [
            OptionSpec(name: "--output", value: "FILE", help: "The page (default: report.html)."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: ["trustsim report results --output report.html"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let given = arguments.positionals[0]
        let output = arguments.flag("--output") ? arguments.outputFile : "report.html"
        let force = arguments.flag("--force")
        let (results, path) = try ResultFiles.read(given)
        if let output {
            try SharedOptions.checkDistinct([output], reading: [path])
            try AtomicFile.probe(output, overwriting: force)
        }
        let report = HTMLReport(
            results, origin: try origin(of: path), curves: try curves(of: path, results),
            profiles: try split("profiles.csv", of: path, results),
            series: try split("series.csv", of: path, results), name: given,
            version: TrustSimCommand.version)
        guard let html = report.html else {
            throw DataError(
                message: "\(escapedForMessage(path)): none of the metrics has a value, so there is nothing to show")
        }
        try SharedOptions.deliver(Array(html.utf8), to: output, force: force)
        return .success
    }

    /// A file beside a runs.csv, if it is there; results of another name may have been put together from several.
    private static func companion(_ name: String, of path: String) -> String? {
        let slash = path.lastIndex(of: "/")
        guard slash.map({ path[path.index(after: $0)...] == "runs.csv" }) ?? (path == "runs.csv") else { return nil }
        let file = (slash.map { String(path[...$0]) } ?? "") + name
        return FileManager.default.fileExists(atPath: file) ? file : nil
    }

    private static func origin(of path: String) throws -> ReportOrigin? {
        try companion("manifest.json", of: path).map { try ReportOrigin(manifest: $0) }
    }

    private static func split(_ name: String, of path: String, _ results: ResultSet) throws -> ResultSet? {
        guard let file = companion(name, of: path) else { return nil }
        return try ResultFiles.split(name, of: results, in: String(file.dropLast(name.count)))
    }

    private static func curves(of path: String, _ results: ResultSet) throws -> ROCCurves? {
        guard let file = companion("roc.csv", of: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DataError(message: "\(escapedForMessage(file)): cannot be read")
        }
        return try ROCCurves(csv: [UInt8](data), name: file, variedKeys: results.variedKeys)
    }
}
