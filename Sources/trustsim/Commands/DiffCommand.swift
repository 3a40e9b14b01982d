import TrustSim

/// `trustsim diff`.
enum DiffCommand: Command {
    static let spec = CommandSpec(
        name: "diff", abstract: "Compare two result sets cell by cell.",
        discussion: "Exits with 0 when they are the same and with 1 when they differ.",
        arguments: [
            ArgumentSpec(name: "first", help: "The directory of a sweep, or a runs.csv."),
            ArgumentSpec(name: "second", help: "Another one."),
        ],
        examples: ["trustsim diff results results-again"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let first = try ResultFiles.read(arguments.positionals[0]).results
        let second = try ResultFiles.read(arguments.positionals[1]).results
        let comparison = ResultComparison(first, second)
        if comparison.differences.isEmpty {
            Console.print("no differences in \(comparison.cellCount) cells of \(first.rows.count) rows")
            return .success
        }
        Console.results(
            SharedOptions.render(
                [table(comparison, "first", "second")], format: "table", color: Console.usesColor))
        return .failure
    }

    static func table(_ comparison: ResultComparison, _ first: String, _ second: String) -> TextTable {
        TextTable(
            columns: [
                TextTable.Column("Row"), TextTable.Column("Column"), TextTable.Column(first, .right),
                TextTable.Column(second, .right),
            ],
            rows: comparison.differences.map { difference in
                [difference.row, difference.column, difference.first, difference.second].map { TextTable.Cell($0) }
            },
            footnotes: [
                "\(comparison.differences.count) \(comparison.differences.count == 1 ? "difference" : "differences") in \(comparison.cellCount) cells compared."
            ],
            caption: "Differences")
    }
}
