import Foundation
import Testing

@Suite("trustsim report")
struct ReportTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory.withResults() }

    @Test("a sweep has a page that says what was run and how to run it again")
    func sweep() throws {
        expectSuccess(try directory.trustsim("report", "out", "--output", "a.html"))
        let page = try directory.text("a.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        #expect(page.contains("<title>TrustSim report: small</title>"))
        #expect(
            page.contains(
                "<code>trustsim sweep a.json --attacker-ratio 0.2,0.4 --vary radio.range=150,250 --schemes own-evidence,beta "
                    + "--output again</code> and then <code>trustsim diff out again</code>"))
        for fact in ["<td>0.2, 0.4</td>", "<td>150, 250</td>", "own-evidence, beta, trust-all, distrust-all, coin"] {
            #expect(page.contains(fact), "\(fact)")
        }
        #expect(page.contains("That is few: from 20 on"))
        expectSuccess(try directory.trustsim("report", "out/", "--output", "b.html"))
        #expect(try directory.text("b.html").contains("trustsim diff out/ again"))
        expectSuccess(try directory.trustsim("report", "out", "--output", "a.html", "--force"))
        #expect(try directory.text("a.html") == page)
    }

    @Test("the command of the manifest makes the same results again")
    func repeated() throws {
        let manifest = try JSONSerialization.jsonObject(with: try directory.bytes("out/manifest.json"))
        let command = try #require((manifest as? [String: Any])?["command"] as? String)
        let words = command.split(separator: " ").dropFirst().map(String.init)
        expectSuccess(try directory.trustsim(words + ["--output", "again", "--quiet"]))
        for name in ["runs.csv", "manifest.json", "summary.csv"] {
            #expect(try directory.bytes("again/" + name) == directory.bytes("out/" + name), "\(name)")
        }
    }

    @Test("a file without a manifest has a page too, which does not claim to know the command")
    func fileAlone() throws {
        try directory.write(try directory.bytes("out/runs.csv"), to: "other.csv")
        expectSuccess(try directory.trustsim("report", "other.csv"))
        #expect(try directory.text("report.html").contains("do not say by which command they were made"))
    }

    @Test("curves of a sweep with --roc are in roc.csv and in the page, the same whatever the number of workers")
    func curves() throws {
        let sweep = [
            "sweep", "a.json", "--attacker-ratio", "0.3,0.5", "--schemes", "own-evidence", "--quiet", "--roc",
        ]
        expectSuccess(try directory.trustsim(sweep + ["--output", "one", "--jobs", "1"]))
        expectSuccess(try directory.trustsim(sweep + ["--output", "two", "--jobs", "2"]))
        let text = try directory.text("one/roc.csv")
        #expect(try directory.text("two/roc.csv") == text)
        let sheet = Sheet(text)
        #expect(
            sheet.header == [
                "scenario", "scheme", "attackerRatio", "seed", "falsePositiveRate", "recall", "ci95", "n", "undefined",
            ])
        #expect(sheet.rows.count == 2 * 4 * 19)
        for row in sheet.rows where row[4] == "1" { #expect(row[5] == "1") }
        // The coin's values say nothing, so that its curve is the diagonal, within chance.
        let trivial = sheet.rows.filter { $0[1] == "trust-all" }
        #expect(trivial.allSatisfy { $0[4] == $0[5] })
        expectSuccess(try directory.trustsim("report", "one", "--output", "roc.html"))
        #expect(try directory.text("roc.html").contains("\"roc\":{\"rates\":[0,0.005"))
        // What runs.csv has does not depend on it.
        expectSuccess(try directory.trustsim(sweep.filter { $0 != "--roc" } + ["--output", "one", "--force"]))
        #expect(try directory.bytes("one/runs.csv") == directory.bytes("two/runs.csv"))
        #expect(!directory.entries.contains("one/roc.csv"))
        try directory.expectUsageError(
            sweep, command: "sweep", "'--roc' needs '--output <DIR>': curves are written to DIR/roc.csv")
    }

    @Test("what cannot be read is refused, and nothing written")
    func errors() throws {
        try directory.expectError(["report", "none"], code: 65, "none: no such file or directory")
        try directory.write("mine", to: "report.html")
        try directory.expectError(["report", "out"], code: 1, "report.html exists; use --force to replace it")
        try directory.expectError(
            ["report", "out", "--output", "no/a.html"], code: 1,
            "no/a.html cannot be written: No such file or directory")
        let usage = try directory.trustsim("report", "out/runs.csv", "--output", "out/runs.csv", "--force")
        #expect(usage.exitCode == 64 && usage.errors == "Error: 'out/runs.csv' is given for two different things\n")
        try directory.write(
            "scenario,scheme,attackerRatio,seed,replication,f1\na,beta,0.3,1,0,\n", to: "empty.csv")
        try directory.expectError(
            ["report", "empty.csv", "--output", "e.html"], code: 65,
            "empty.csv: none of the metrics has a value, so there is nothing to show")
        try directory.write("scheme,recall\nbeta,1\n", to: "out/roc.csv")
        try directory.expectError(
            ["report", "out", "--output", "r.html"], code: 65,
            "out/roc.csv:1:1: column 'scenario' is missing: this is not the roc.csv of these results")
        try directory.write("{}", to: "out/manifest.json")
        try directory.expectError(
            ["report", "out", "--output", "r.html"], code: 65,
            "out/manifest.json:1:1: this is not a manifest of trustsim")
    }

    @Test("a hostile name of a scenario does not become a script")
    func hostileNames() throws {
        let name = "</script><script>alert(1)</script><b>"
        try directory.write(
            "scenario,scheme,attackerRatio,seed,replication,f1\n\(name),beta,0.3,1,0,0.5\n", to: "bad.csv")
        expectSuccess(try directory.trustsim("report", "bad.csv", "--output", "bad.html"))
        let page = try directory.text("bad.html")
        #expect(page.components(separatedBy: "<script").count == 3 && !page.contains("<b>"))
        let figure = try directory.trustsim("plot", "bad.csv", "--metric", "f1", "--by", "scenario", "--title", "<i>&")
        expectSuccess(figure)
        #expect(
            !figure.output.contains("<b>") && !figure.output.contains("<script")
                && figure.output.contains("&lt;i&gt;&amp;"))
    }
}
