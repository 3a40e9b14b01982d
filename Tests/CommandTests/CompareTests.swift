import Foundation
import Testing

@Suite("trustsim compare")
struct CompareTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory.withResults() }

    private func compare(_ arguments: String...) throws -> String {
        let outcome = try directory.trustsim(["compare", "out"] + arguments)
        expectSuccess(outcome)
        return outcome.output
    }

    /// A runs.csv of three schemes with known values of F1; replication r has `0.5 + r / 64` and so on.
    private func write(_ name: String, replications: Int) throws {
        var text = "scenario,scheme,attackerRatio,seed,replication,f1\n"
        for replication in 0..<replications {
            let base = 0.5 + Double(replication % 8) / 64
            let values = [
                ("one", base), ("two", base - Double(replication % 4 + 1) / 1024),
                ("three", base - Double(replication % 3) / 16), ("coin", 0.25),
            ]
            for (scheme, value) in values { text += "known,\(scheme),0.3,1,\(replication),\(value)\n" }
        }
        try directory.write(text, to: name)
    }

    @Test("a table a cell: every other scheme against the reference, trivial ones only with --trivial")
    func standard() throws {
        let text = try compare()
        for range in ["150", "250"] {
            for ratio in ["0.2", "0.4"] {
                let caption = "small: radio.range \(range), attackerRatio \(ratio): Bal. acc. of own-evidence"
                #expect(text.contains(caption + " against the others\n\nScheme "))
            }
        }
        #expect(text.components(separatedBy: "\nbeta ").count == 5)
        #expect(!text.contains("\ncoin "))
        #expect(try compare("--trivial").components(separatedBy: "\ncoin ").count == 5)
        #expect(
            text.components(
                separatedBy: "Only 2 pairs: at least 20 are wanted, and with fewer than 6 the Wilcoxon test cannot "
                    + "reach 0.05."
            ).count == 5)
        #expect(try directory.trustsim("compare", "out/runs.csv", "--metric", "balancedAccuracy").output == text)
    }

    @Test("a table to the last character")
    func verbatim() throws {
        try write("known.csv", replications: 20)
        let outcome = try directory.trustsim("compare", "known.csv", "--metric", "f1", "--reference", "one")
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: "compare.txt")
    }

    @Test("sweep --output writes comparison.csv: balanced accuracy and F1, as compare has them")
    func sweepFile() throws {
        let file = Sheet(try directory.text("out/comparison.csv"))
        #expect(file.rows.count == 2 * 4)
        let names = try file.columns("metric", "reference", "scheme")
        #expect(Array(names[..<2]) == ["balancedAccuracy", "f1"].map { [$0, "own-evidence", "beta"] })
        for metric in ["balancedAccuracy", "f1"] {
            let sheet = Sheet(try compare("--metric", metric, "--format", "csv"))
            #expect(sheet.header == file.header)
            let place = try #require(file.header.firstIndex(of: "metric"))
            #expect(sheet.rows == file.rows.filter { $0[place] == metric })
        }
    }

    @Test("one replication has no comparison.csv, and an old one does not stay beside new results")
    func singleReplication() throws {
        let sweep = [
            "sweep", "a.json", "--attacker-ratio", "0.3", "--schemes", "own-evidence", "--quiet", "--replications", "1",
        ]
        expectSuccess(try directory.trustsim(sweep + ["--output", "single"]))
        #expect(
            directory.entries.filter { $0.hasPrefix("single/") } == [
                "single/fingerprints.csv", "single/manifest.json", "single/runs.csv", "single/summary.csv",
            ])
        expectSuccess(try directory.trustsim(sweep + ["--output", "out", "--force"]))
        #expect(!directory.entries.contains("out/comparison.csv"))
    }

    @Test("CSV has the differences of the runs, and JSON the figures of the CSV")
    func figures() throws {
        let sheet = Sheet(try compare("--metric", "f1", "--format", "csv", "--margin", "0.05"))
        let runs = try Sheet(directory.text("out/runs.csv")).columns(
            "radio.range", "attackerRatio", "scheme", "replication", "f1")
        let json = try compare("--metric", "f1", "--format", "json", "--margin", "0.05")
        let list = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        let rows = try sheet.columns("radio.range", "attackerRatio", "advantage", "n", "p", "margin")
        #expect(rows.count == 4 && list.count == 4)
        for (row, object) in zip(rows, list) {
            func values(_ scheme: String) -> [Double] {
                runs.filter { $0[0] == row[0] && $0[1] == row[1] && $0[2] == scheme }.compactMap { Double($0[4]) }
            }
            let differences = zip(values("own-evidence"), values("beta")).map { $0 - $1 }
            let advantage = try #require(Double(row[2]))
            #expect(abs(advantage - differences.reduce(0, +) / 2) <= 1e-12)
            // Of two differences either both have one sign, which happens half of the time, or not.
            let p = differences.allSatisfy { $0 > 0 } || differences.allSatisfy { $0 < 0 } ? "0.5" : "1"
            #expect(row[3] == "2" && row[4] == p && row[5] == "0.05")
            #expect(abs(try #require(object["advantage"] as? Double) - advantage) <= 1e-15)
            #expect(object["radio.range"] as? String == row[0])
            #expect(object.count == sheet.header.count)
        }
    }

    @Test("the advantage turns round with the reference")
    func turned() throws {
        let first = Sheet(try compare("--metric", "f1", "--format", "csv"))
        let second = Sheet(try compare("--metric", "f1", "--format", "csv", "--reference", "beta"))
        let found = try first.columns("reference", "scheme", "referenceMean", "schemeMean", "wPlus", "wMinus", "p")
        let turned = try second.columns("scheme", "reference", "schemeMean", "referenceMean", "wMinus", "wPlus", "p")
        #expect(found == turned)
        #expect(try first.column("referenceIs") == second.column("schemeIs"))
    }

    @Test("--output writes the bytes that standard output would get, and replaces nothing without --force")
    func output() throws {
        for format in ["table", "csv", "json", "markdown", "latex"] {
            let shown = try compare("--format", format)
            #expect(try compare("--format", format, "--output", "file", "--force") == "")
            #expect(try directory.text("file") == shown)
        }
        try directory.expectError(
            ["compare", "out", "--output", "file"], code: 1, "file exists; use --force to replace it")
    }

    @Test("what cannot be understood is refused with code 64")
    func usage() throws {
        func expect(_ arguments: [String], _ message: String) throws {
            try directory.expectUsageError(["compare", "out"] + arguments, command: "compare", message)
        }
        try expect(["--metric", "f2"], "Unknown metric 'f2'; did you mean 'f1'?")
        try expect(["--metric", "f1,mcc"], "Unknown metric 'f1,mcc'; see 'trustsim list metrics'")
        try expect(
            ["--reference", "bets"], "There is no scheme 'bets' in the results. Did you mean 'beta'?")
        try expect(
            ["--reference", "weather"],
            "There is no scheme 'weather' in the results; there are: best, own-evidence, beta, trust-all, distrust-all, "
                + "coin")
        try expect(
            ["--reference", "best", "--metric", "truePositives"],
            "'--reference best' needs a metric with a better direction, which 'truePositives' has not")
        for margin in ["-0.1", "wide", "nan"] {
            try expect(
                ["--margin=\(margin)"],
                "The value '\(margin)' is invalid for '--margin <number>': expected a number of at least 0")
        }
    }

    @Test("results with nothing to compare are refused with code 65")
    func nothing() throws {
        try directory.write(
            "scenario,scheme,attackerRatio,seed,replication,f1\na,beta,0.3,1,0,0.5\na,coin,0.3,1,0,0.5\n",
            to: "one.csv")
        try directory.expectError(
            ["compare", "one.csv", "--metric", "f1"], code: 65,
            "one.csv: no cell has two schemes to compare, trivial ones aside; '--trivial' adds them")
        expectSuccess(try directory.trustsim("compare", "one.csv", "--metric", "f1", "--trivial"))
        try directory.expectError(
            ["compare", "one.csv", "--metric", "mcc", "--reference", "best"], code: 65,
            "one.csv: 'mcc' is undefined in every run")
    }

    @Test("values as large as numbers go are no reason to stop")
    func hugeValues() throws {
        var text = "scenario,scheme,attackerRatio,seed,replication,timeToDetect\n"
        for replication in 0..<3 {
            text += "a,beta,0.3,1,\(replication),1.7e308\na,own-evidence,0.3,1,\(replication),-1.7e308\n"
        }
        try directory.write(text, to: "huge.csv")
        for format in ["table", "csv", "json", "markdown", "latex"] {
            expectSuccess(
                try directory.trustsim("compare", "huge.csv", "--metric", "timeToDetect", "--format", format))
        }
    }
}
