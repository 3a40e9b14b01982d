import Foundation
import Testing

@Suite("trustsim rerun")
struct RerunTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory.withResults() }

    @Test("rows come out the same: of each ratio, range, scheme and replication", arguments: [1, 7, 12, 25, 39, 40])
    func same(row: Int) throws {
        let outcome = try directory.trustsim("rerun", "out/runs.csv:\(row)")
        expectSuccess(outcome)
        let fields = Sheet(try directory.text("out/runs.csv")).rows[row - 1]
        #expect(
            outcome.output == "row \(row) (\(fields[1]), ratio \(fields[2]), seed \(fields[3]), replication "
                + "\(fields[4])): all \(Sample.metrics.count) values are the same\n")
    }

    @Test("rows of ablations come out the same")
    func ablation() throws {
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.3", "--schemes", "consensus-adaptive", "--ablate", "all",
                "--output", "ablated", "--quiet"))
        for row in [1, 2, 4, 8] {
            let outcome = try directory.trustsim("rerun", "ablated/runs.csv:\(row)")
            expectSuccess(outcome)
            #expect(outcome.output.contains("consensus-adaptive"))
        }
    }

    @Test("rows with names and objects as varied values come out the same")
    func variedNames() throws {
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--schemes", "beta", "--output", "named", "--quiet", "--replications", "1", "--vary",
                "attackers.profile={preset:\"colluders\",schedule:{kind:\"onOff\",on:9,off:9}},bogus,betrayer",
                "--vary", "radio.model=nakagami,log-distance", "--set", "name='a, b'"))
        for row in [1, 5, 9, 13, 17, 21] {
            expectSuccess(try directory.trustsim("rerun", "named/runs.csv:\(row)"))
        }
    }

    @Test("the directory may be given instead of the file, and results may be moved")
    func places() throws {
        let output = try directory.trustsim("rerun", "out/runs.csv:3").output
        #expect(try directory.trustsim("rerun", "out:3").output == output)
        try FileManager.default.moveItem(
            at: directory.url.appendingPathComponent("out"), to: directory.url.appendingPathComponent("moved"))
        #expect(try directory.trustsim("rerun", "moved/runs.csv:3").output == output)
    }

    @Test("a tampered figure is shown beside the true one, with code 1")
    func tampered() throws {
        try directory.tamper("out/runs.csv", row: 2, column: "recall", with: "0.123")
        let outcome = try directory.trustsim("rerun", "out/runs.csv:2")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors == "Error: row 2 (beta, ratio 0.2, seed 3, replication 0) came out differently\n")
        let row = #/small, beta, ratio 0\.2, seed 3, replication 0, radio\.range=150 +recall +0\.123 +0\.\d+\n/#
        #expect(outcome.output.contains(row))
        expectSuccess(try directory.trustsim("rerun", "out/runs.csv:1"))
    }

    @Test("a figure that was removed, and one that was undefined, are noticed too")
    func removed() throws {
        try directory.tamper("out/runs.csv", row: 2, column: "recall", with: "")
        #expect(try directory.trustsim("rerun", "out/runs.csv:2").exitCode == 1)
        try directory.tamper("out/runs.csv", row: 3, column: "precision", with: "0.5")
        #expect(try directory.trustsim("rerun", "out/runs.csv:3").exitCode == 1)
    }

    @Test(
        "another seed, replication, ratio or varied value in a row does not fit its figures",
        arguments: [("seed", "4"), ("replication", "5"), ("attackerRatio", "0.3"), ("radio.range", "200")])
    func tamperedKey(column: String, value: String) throws {
        try directory.tamper("out/runs.csv", row: 1, column: column, with: value)
        let outcome = try directory.trustsim("rerun", "out/runs.csv:1")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.hasSuffix("came out differently\n"))
    }

    @Test("a row that there cannot be is an error in the data")
    func impossibleRow() throws {
        try directory.tamper("out/runs.csv", row: 1, column: "scheme", with: "nobody")
        try directory.expectError(["rerun", "out/runs.csv:1"], code: 65, "there is no scheme 'nobody'")
        try directory.tamper("out/runs.csv", row: 2, column: "radio.range", with: "far")
        let outcome = try directory.trustsim("rerun", "out/runs.csv:2")
        #expect(outcome.exitCode == 65)
        #expect(outcome.errors.contains("'radio.range' is a number from 1 to 100000, found a string"))
    }

    @Test(
        "a row number that is none is a mistake of the command line",
        arguments: ["out/runs.csv", "out/runs.csv:", "out/runs.csv:0", "out/runs.csv:-1", "out/runs.csv:x", ":"])
    func wrongNumber(argument: String) throws {
        try directory.expectUsageError(
            ["rerun", argument], command: "rerun", "Expected FILE:ROW with a row from 1, found '\(argument)'")
    }

    @Test("a row beyond the last, and a file that is not there, are errors in the data")
    func noRow() throws {
        try directory.expectError(["rerun", "out/runs.csv:41"], code: 65, "out/runs.csv has 40 rows, not 41")
        try directory.expectError(["rerun", "nowhere.csv:1"], code: 65, "nowhere.csv: no such file or directory")
    }

    @Test("results without their manifest cannot be repeated, and one of another version is noted")
    func manifest() throws {
        let manifest = try directory.text("out/manifest.json")
        let hint = "; rerun needs the manifest.json that sweep --output wrote beside runs.csv"
        try directory.write("{}", to: "out/manifest.json")
        try directory.expectError(
            ["rerun", "out/runs.csv:1"], code: 65,
            "out/manifest.json:1:1: this is not a manifest of trustsim" + hint)
        try FileManager.default.removeItem(at: directory.url.appendingPathComponent("out/manifest.json"))
        try directory.expectError(
            ["rerun", "out/runs.csv:1"], code: 65, "out/manifest.json: no such file" + hint)
        let version = try directory.trustsim("--version").output.split(separator: " ")[1].dropLast()
        try directory.write(
            manifest.replacingOccurrences(of: "\"version\": \"\(version)\"", with: "\"version\": \"0.0.1\""),
            to: "out/manifest.json")
        let outcome = try directory.trustsim("rerun", "out/runs.csv:1")
        #expect(outcome.exitCode == 0)
        #expect(outcome.errors == "Note: the results are of version 0.0.1, this is \(version)\n")
    }

    @Test("--set changes what is repeated")
    func settings() throws {
        #expect(try directory.trustsim("rerun", "out:1", "--set", "sensing.accuracy=0.6").exitCode == 1)
        try directory.expectError(
            ["rerun", "out:1", "--set", "sensing.acuracy=1"], code: 64,
            "--set sensing.acuracy=1: unknown key 'sensing.acuracy'; did you mean 'sensing.accuracy'?")
    }
}
