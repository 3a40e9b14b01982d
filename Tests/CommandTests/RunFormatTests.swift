import Foundation
import Testing

@Suite("The formats of trustsim run")
struct RunFormatTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    private func run(_ arguments: String...) throws -> String {
        let outcome = try directory.trustsim(["run", "a.json"] + arguments)
        expectSuccess(outcome)
        return outcome.output
    }

    @Test("CSV has the documented heading and one row a replication and scheme")
    func csv() throws {
        let text = try run("--format", "csv")
        let sheet = Sheet(text)
        #expect(sheet.header == ["scenario", "scheme", "attackerRatio", "seed", "replication"] + Sample.metrics)
        let schemes = ["consensus-adaptive", "own-evidence", "beta", "trust-all", "distrust-all", "coin"]
        let keys = try sheet.columns("scenario", "scheme", "attackerRatio", "seed", "replication")
        #expect(keys == ["0", "1"].flatMap { run in schemes.map { ["small", $0, "0.3", "3", run] } })
        #expect(text.hasSuffix("\n") && !text.contains("\r"))
    }

    @Test("undefined values are empty in CSV and null in JSON, never nan")
    func undefined() throws {
        let text = try run("--format", "csv", "--set", "attackers.ratio=0", "--set", "duration=25")
        let sheet = Sheet(text)
        // Nobody is malicious: there is no recall, and who trusts all has no precision.
        #expect(try sheet.column("recall").allSatisfy { $0 == "" })
        #expect(try sheet.column("auc").allSatisfy { $0 == "" })
        for row in sheet.rows {
            #expect(row.count == sheet.header.count)
            #expect(row.dropFirst(2).allSatisfy { $0 == "" || Double($0)?.isFinite == true })
            #expect(row.dropFirst(2).allSatisfy { !$0.lowercased().contains("n") })
        }
        let json = try run("--format", "json", "--set", "attackers.ratio=0", "--set", "duration=25")
        #expect(json.contains("\"recall\": null"))
        #expect(!json.lowercased().contains("nan"))
        let table = try run("--set", "attackers.ratio=0", "--set", "duration=25", "--metrics", "recall,accuracy")
        #expect(table.contains("–: undefined in every run."))
        #expect(!table.contains("nan"))
    }

    @Test("JSON has the scenario, the version, every result and the summary, each by its name")
    func json() throws {
        let document = try JSONSerialization.jsonObject(with: Data(try run("--format", "json").utf8))
        let root = try #require(document as? [String: Any])
        #expect(Set(root.keys) == ["scenario", "version", "results", "summary"])
        let version = try #require(root["version"] as? String)
        #expect(try directory.trustsim("--version").output == "trustsim \(version)\n")
        let scenario = try #require(root["scenario"] as? [String: Any])
        #expect(scenario["name"] as? String == "small")
        #expect(scenario["vehicles"] as? Int == 16)
        #expect((scenario["attackers"] as? [String: Any])?["ratio"] as? Double == 0.3)

        let results = try #require(root["results"] as? [[String: Any]])
        let keys: Set = ["scheme", "attackerRatio", "seed", "replication", "metrics"]
        #expect(results.allSatisfy { Set($0.keys) == keys })
        #expect(results.allSatisfy { Set(($0["metrics"] as? [String: Any] ?? [:]).keys) == Set(Sample.metrics) })
    }

    /// What `--format json` prints, of which the results are read here. JSONSerialization would round the numbers.
    private struct Document: Decodable {
        struct Result: Decodable {
            let scheme: String
            let attackerRatio: Double
            let seed: Int
            let replication: Int
            let metrics: [String: Double?]
        }
        let results: [Result]
    }

    @Test("the results in JSON are those of the CSV, number for number")
    func jsonEqualsCSV() throws {
        let document = try JSONDecoder().decode(Document.self, from: Data(try run("--format", "json").utf8))
        let sheet = Sheet(try run("--format", "csv"))
        #expect(document.results.count == sheet.rows.count)
        for (result, row) in zip(document.results, sheet.rows) {
            #expect(
                [result.scheme, "\(result.attackerRatio)", "\(result.seed)", "\(result.replication)"] == row[1...4])
            for (name, text) in zip(Sample.metrics, row.dropFirst(5)) {
                #expect(result.metrics[name] == .some(Double(text)), "\(name)")
            }
        }
    }

    @Test("the scenario in the JSON is complete: running it gives the same results")
    func resolvedScenario() throws {
        let text = try run("--format", "json", "--set", "radio.model=nakagami", "--set", "attackers.profile=onOff")
        let root = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let scenario = try JSONSerialization.data(withJSONObject: try #require(root["scenario"]))
        try directory.write(scenario, to: "resolved.json")
        let again = try directory.trustsim("run", "resolved.json", "--format", "json")
        expectSuccess(again)
        #expect(again.output == text)
    }

    @Test("the summary in the JSON has mean, deviation, interval and counts of every metric")
    func jsonSummary() throws {
        let document = try JSONSerialization.jsonObject(with: Data(try run("--format", "json").utf8))
        let summary = try #require((document as? [String: Any])?["summary"] as? [[String: Any]])
        #expect(summary.compactMap { $0["scheme"] as? String }.count == 6)
        let sheet = Sheet(try run("--format", "csv"))
        let f1 = try sheet.columns("scheme", "f1").filter { $0[0] == "beta" }.compactMap { Double($0[1]) }
        let beta = try #require(summary.first { $0["scheme"] as? String == "beta" })
        #expect(beta["scenario"] as? String == "small")
        #expect(beta["replications"] as? Int == 2)
        let metrics = try #require(beta["metrics"] as? [String: [String: Any]])
        #expect(Set(metrics.keys) == Set(Sample.metrics))
        let found = try #require(metrics["f1"])
        #expect(Set(found.keys) == ["mean", "sd", "ci95", "n", "undefined"])
        let mean = try #require(found["mean"] as? Double)
        #expect(abs(mean - (f1[0] + f1[1]) / 2) < 1e-12)
        #expect(found["n"] as? Int == 2)
    }

    @Test("a table, Markdown and LaTeX show the same figures, each with its own marks for the best")
    func tables() throws {
        let plain = try run("--metrics", "f1,recall")
        let markdown = try run("--metrics", "f1,recall", "--format", "markdown")
        let latex = try run("--metrics", "f1,recall", "--format", "latex")
        #expect(plain.hasPrefix("small: attackerRatio 0.3\n\nScheme "))
        #expect(markdown.contains("| Scheme | F1 | Recall |\n| --- | ---: | ---: |\n| consensus-adaptive | "))
        #expect(latex.contains("Scheme & F1 & Recall \\\\"))
        #expect(latex.contains("\\begin{tabular}{lrr}") && latex.contains("\\toprule"))
        for scheme in ["consensus-adaptive", "own-evidence", "beta", "trust-all", "distrust-all", "coin"] {
            let row = try #require(plain.split(separator: "\n").first { $0.hasPrefix(scheme + " ") })
            let figures = row.matches(of: /\d\.\d{3} ± \d\.\d{3}/).map { String($0.0) }
            #expect(figures.count == 2)
            for figure in figures {
                #expect(markdown.contains(figure))
                #expect(latex.contains(figure.replacingOccurrences(of: "±", with: "$\\pm$")))
            }
        }
        #expect(plain.contains("1.000 ± 0.000*"))
        #expect(markdown.contains("**1.000 ± 0.000**"))
        #expect(latex.contains("\\textbf{1.000 $\\pm$ 0.000}"))
        for text in [plain, markdown] {
            #expect(text.contains("Seed 3, 2 replications; mean ± half width of the 95 % interval."))
        }
    }

    @Test("the metrics of a table are those asked for, in that order")
    func metrics() throws {
        let table = try run("--metrics", "timeToDetect, mcc,f1", "--format", "markdown")
        #expect(table.contains("| Scheme | Time to detect [s] | MCC | F1 |\n"))
        let every = try run("--metrics", Sample.metrics.joined(separator: ","), "--format", "markdown")
        let heading = try #require(every.split(separator: "\n").first { $0.hasPrefix("| Scheme |") })
        #expect(heading.split(separator: "|").count == 1 + Sample.metrics.count)
    }

    @Test(
        "--output writes the bytes that standard output would get",
        arguments: ["table", "csv", "json", "markdown", "latex"])
    func output(format: String) throws {
        let shown = try run("--format", format)
        #expect(try run("--format", format, "--output", "out") == "")
        #expect(try directory.text("out") == shown)
        #expect(directory.entries == ["a.json", "out"])
    }

    @Test("--strata adds a table by the evaluator's own certainty, whose cases add up to all cases")
    func strata() throws {
        let text = try run("--strata", "--schemes", "own-evidence")
        #expect(text.contains("\nBy the evaluator's own certainty\n"))
        let rows = text.components(separatedBy: "By the evaluator's own certainty")[1].matches(
            of: #/own-evidence +(0|below 0\.6|0\.6 and more) +(\d+) /#)
        #expect(rows.map { String($0.1) } == ["0", "below 0.6", "0.6 and more"])
        let sheet = Sheet(try run("--schemes", "own-evidence", "--format", "csv"))
        let counts = try sheet.columns(
            "scheme", "truePositives", "falsePositives", "trueNegatives", "falseNegatives")
        let all = counts.filter { $0[0] == "own-evidence" }.flatMap { $0.dropFirst() }.compactMap(Int.init).reduce(0, +)
        #expect(rows.compactMap { Int($0.2) }.reduce(0, +) == all)
    }
}
