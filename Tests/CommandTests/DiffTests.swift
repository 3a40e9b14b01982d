import Foundation
import Testing

@Suite("trustsim diff")
struct DiffTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory.withResults()
        try FileManager.default.copyItem(
            at: directory.url.appendingPathComponent("out"), to: directory.url.appendingPathComponent("again"))
    }

    @Test("equal sets have no differences: directories, files, and another order of rows")
    func equal() throws {
        let message = "no differences in \(40 * Sample.metrics.count) cells of 40 rows\n"
        for paths in [["out", "again"], ["out/", "again/runs.csv"], ["out/runs.csv", "out/runs.csv"]] {
            let outcome = try directory.trustsim(["diff"] + paths)
            expectSuccess(outcome)
            #expect(outcome.output == message)
        }
        var lines = try directory.text("again/runs.csv").split(separator: "\n")
        lines[1...].reverse()
        try directory.write(lines.joined(separator: "\n"), to: "again/runs.csv")
        #expect(try directory.trustsim("diff", "out", "again").output == message)
    }

    @Test("each cell that differs has a line with both values, and the code is 1")
    func different() throws {
        try directory.tamper("again/runs.csv", row: 2, column: "recall", with: "0.5")
        try directory.tamper("again/runs.csv", row: 40, column: "precision", with: "")
        let outcome = try directory.trustsim("diff", "out", "again")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("\nRow "))
        let recall = #/small, beta, ratio 0\.2, seed 3, replication 0, radio\.range=150 +recall +0\.\d+ +0\.5\n/#
        #expect(outcome.output.contains(recall))
        let precision = #/small, coin, ratio 0\.4, seed 3, replication 1, radio\.range=250 +precision +0\.\d+\n/#
        #expect(outcome.output.contains(precision))
        #expect(outcome.output.contains("\n2 differences in \(40 * Sample.metrics.count) cells compared.\n"))
    }

    @Test("a row that one set lacks is named")
    func missingRow() throws {
        var lines = try directory.text("again/runs.csv").split(separator: "\n")
        lines.remove(at: 3)
        try directory.write(lines.joined(separator: "\n"), to: "again/runs.csv")
        let name = "small, trust-all, ratio 0.2, seed 3, replication 0, radio.range=150"
        let lost = try directory.trustsim("diff", "out", "again")
        #expect(lost.exitCode == 1)
        #expect(lost.output.split(separator: "\n").contains { $0.hasPrefix(name) && $0.hasSuffix("present  missing") })
        let found = try directory.trustsim("diff", "again", "out")
        #expect(found.exitCode == 1)
        #expect(found.output.split(separator: "\n").contains { $0.hasPrefix(name) && $0.hasSuffix("missing  present") })
    }

    @Test("results in which a row is there twice are refused, with both lines")
    func doubledRow() throws {
        let text = try directory.text("again/runs.csv")
        try directory.write(text + text.split(separator: "\n")[5] + "\n", to: "again/runs.csv")
        let message = "again/runs.csv:42:1: this run and scheme are in the file twice (first in line 6)"
        for arguments in [
            ["diff", "out", "again"], ["diff", "again", "out"], ["export", "again"], ["rerun", "again:1"],
        ] {
            try directory.expectError(arguments, code: 65, message)
        }
    }

    @Test("results of another seed have nothing in common")
    func otherSeed() throws {
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.2", "--vary", "radio.range=150", "--schemes", "beta",
                "--seed", "8", "--output", "other", "--quiet"))
        let outcome = try directory.trustsim("diff", "out", "other")
        #expect(outcome.exitCode == 1)
        #expect(outcome.output.contains("\n48 differences in 0 cells compared.\n"))
    }

    @Test("a repeated sweep has no differences")
    func repeatedSweep() throws {
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--vary", "radio.range=250,150", "--attacker-ratio", "0.4,0.2", "--schemes",
                "beta,own-evidence", "--output", "other", "--quiet", "--jobs", "1"))
        expectSuccess(try directory.trustsim("diff", "out", "other"))
    }
}
