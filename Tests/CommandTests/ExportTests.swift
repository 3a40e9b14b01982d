import Foundation
import Testing

@Suite("trustsim export")
struct ExportTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory.withResults() }

    private func export(_ arguments: String...) throws -> String {
        let outcome = try directory.trustsim(["export", "out"] + arguments)
        expectSuccess(outcome)
        return outcome.output
    }

    /// The cells of the rows of a Markdown table, without the heading.
    private func cells(_ markdown: String) -> [[String]] {
        markdown.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private func mean(_ cell: String) -> Double? {
        cell.replacingOccurrences(of: "**", with: "").components(separatedBy: " ").first.flatMap(Double.init)
    }

    @Test("without options: Markdown, four metrics, a row for each combination of what varies, a column a scheme")
    func standard() throws {
        let text = try export()
        for title in ["Accuracy", "Precision", "Recall", "F1"] {
            #expect(text.contains("\(title) by radio.range, attackerRatio, scheme\n"))
        }
        #expect(
            text.components(
                separatedBy:
                    "| radio.range [m] | attackerRatio | own-evidence | beta | trust-all | distrust-all | coin |\n"
            ).count == 5)
        #expect(try export("--format", "markdown") == text)
        #expect(try directory.trustsim("export", "out/runs.csv").output == text)
        #expect(try directory.trustsim("export", "out/").output == text)
    }

    @Test("the best of each row is marked: the highest, or the lowest where less is better")
    func best() throws {
        for (metric, better) in [("accuracy", { (a: Double, b: Double) in a > b }), ("falsePositiveRate", { $0 < $1 })]
        {
            let rows = cells(try export("--metrics", metric))
            #expect(
                rows.map { Array($0.prefix(2)) } == [
                    ["150", "0.2"], ["150", "0.4"], ["250", "0.2"], ["250", "0.4"],
                ])
            for row in rows {
                let marked = try #require(row.first { $0.hasPrefix("**") && $0.hasSuffix("**") }.flatMap(mean))
                #expect(row.dropFirst(2).compactMap(mean).allSatisfy { !better($0, marked) })
            }
        }
        let counts = cells(try export("--metrics", "truePositives"))
        #expect(counts.allSatisfy { row in row.allSatisfy { !$0.contains("*") } })
    }

    @Test("--by says what makes the rows and the columns, and what is pooled is said below")
    func groups() throws {
        let text = try export("--metrics", "f1", "--by", "scheme,attackerRatio")
        #expect(text.contains("F1 by scheme, attackerRatio\n\n| scheme | 0.2 | 0.4 |\n"))
        #expect(cells(text).map { $0[0] } == ["own-evidence", "beta", "trust-all", "distrust-all", "coin"])
        #expect(text.contains("Pooled over radio.range."))
        let one = try export("--metrics", "f1", "--by", "scheme")
        #expect(one.contains("| own-evidence | beta | trust-all | distrust-all | coin |\n"))
        #expect(one.contains("Pooled over radio.range, attackerRatio."))
        #expect(cells(one).count == 1)
    }

    @Test("a pooled figure is the mean over all runs of the group")
    func pooled() throws {
        let row = cells(try export("--metrics", "recall", "--by", "radio.range,scheme"))[0]
        let runs = try Sheet(directory.text("out/runs.csv")).columns("scheme", "radio.range", "recall")
        let values = runs.filter { $0[0] == "beta" && $0[1] == "150" }.compactMap { Double($0[2]) }
        #expect(row[0] == "150" && values.count == 4)
        let found = try #require(mean(row[2]))
        #expect(abs(found - values.reduce(0, +) / 4) <= 0.0005 + 1e-12)
    }

    @Test("CSV is the summary of the chosen metrics")
    func csv() throws {
        let all = try directory.text("out/summary.csv").split(separator: "\n")
        let chosen = try export("--format", "csv", "--metrics", "f1,recall").split(separator: "\n")
        #expect(chosen[0] == all[0])
        #expect(
            Set(chosen.dropFirst()) == Set(all.dropFirst().filter { $0.contains(",f1,") || $0.contains(",recall,") }))
        #expect(chosen.count == 1 + 2 * 20)
    }

    @Test("JSON is a list with the figures of the summary")
    func json() throws {
        let text = try export("--format", "json", "--metrics", "f1")
        let list = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(list.count == 20)
        for item in list {
            #expect(
                Set(item.keys) == [
                    "scenario", "scheme", "attackerRatio", "seed", "replications", "radio.range", "metrics",
                ])
            let metrics = item["metrics"] as? [String: [String: Any]]
            #expect(metrics?.keys.sorted() == ["f1"])
            #expect(metrics?["f1"]?["n"] as? Int == 2)
        }
    }

    @Test("LaTeX and the plain table have the figures of the Markdown")
    func otherFormats() throws {
        let markdown = try export("--metrics", "f1")
        let latex = try export("--metrics", "f1", "--format", "latex")
        let plain = try export("--metrics", "f1", "--format", "table")
        for cell in cells(markdown).flatMap({ $0.dropFirst(2) }) {
            let figure = cell.replacingOccurrences(of: "**", with: "")
            let figures = figure.replacingOccurrences(of: "±", with: "$\\pm$")
            #expect(plain.contains(cell.hasPrefix("**") ? figure + "*" : figure))
            #expect(latex.contains(cell.hasPrefix("**") ? "\\textbf{\(figures)}" : figures))
        }
        #expect(latex.hasPrefix("% needs \\usepackage{booktabs}\n\\begin{table}"))
        #expect(latex.contains("\\caption{F1 by radio.range, attackerRatio, scheme}"))
        #expect(latex.hasSuffix("\\end{table}\n"))
    }

    @Test("--output writes the bytes that standard output would get, and replaces nothing without --force")
    func output() throws {
        let shown = try export("--metrics", "f1")
        #expect(try export("--metrics", "f1", "--output", "table.md") == "")
        #expect(try directory.text("table.md") == shown)
        try directory.expectError(
            ["export", "out", "--output", "table.md"], code: 1, "table.md exists; use --force to replace it")
        #expect(try export("--metrics", "recall", "--output", "table.md", "--force") == "")
        #expect(try directory.text("table.md") == export("--metrics", "recall"))
    }

    @Test("an unknown group is refused with a suggestion, or with the groups that there are")
    func unknownGroup() throws {
        try directory.expectUsageError(
            ["export", "out", "--by", "shceme"], command: "export", "Unknown group 'shceme'. Did you mean 'scheme'?")
        try directory.expectUsageError(
            ["export", "out", "--by", "weather"], command: "export",
            "Unknown group 'weather'; there are: scenario, scheme, attackerRatio, seed, radio.range")
        try directory.expectUsageError(
            ["export", "out", "--by", "scheme,"], command: "export",
            "The value 'scheme,' is invalid for '--by <a,b>': expected values separated by commas")
    }

    @Test("results that are not there or are none are refused with code 65")
    func noResults() throws {
        try directory.makeDirectory("empty")
        try directory.write("", to: "empty.csv")
        try directory.write("a,b\n1\n", to: "short.csv")
        try directory.write("a,b\n1,2\n", to: "other.csv")
        try directory.write(Data([0x61, 0x0A, 0xFF]), to: "bytes.csv")
        for command in ["export", "compare", "diff"] {
            for (path, message) in [
                ("nowhere", "nowhere: no such file or directory"), ("empty", "empty: this directory has no runs.csv"),
                ("empty.csv", "empty.csv:1:1: the file is empty; expected a header"),
                ("short.csv", "short.csv:2:1: the row has 1 field, but the header has 2"),
                ("other.csv", "other.csv:1:1: column 'scenario' is missing: this is not a runs.csv"),
                ("bytes.csv", "bytes.csv:2:1: invalid UTF-8"),
            ] {
                try directory.expectError([command, path] + (command == "diff" ? ["out"] : []), code: 65, message)
            }
        }
    }

    @Test("a value that is no number is reported with its line")
    func wrongValue() throws {
        try directory.tamper("out/runs.csv", row: 2, column: "errorGini", with: "nan")
        try directory.expectError(
            ["export", "out"], code: 65, "out/runs.csv:3:1: 'errorGini' is a number or empty, found 'nan'")
        try directory.tamper("out/runs.csv", row: 1, column: "attackerRatio", with: "1.5")
        try directory.expectError(
            ["export", "out"], code: 65, "out/runs.csv:2:1: 'attackerRatio' is a number from 0 to 1, found '1.5'")
    }
}
