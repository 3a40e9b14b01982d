import Foundation
import Testing

@Suite("The files of trustsim sweep")
struct SweepFilesTests {
    private static let sweep = [
        "sweep", "a.json", "--attacker-ratio", "0,0.4", "--vary", "radio.range=150,250", "--replications", "3",
        "--schemes", "own-evidence,beta",
    ]
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory(["a.json": Sample.scenario])
    }

    private func sweep(_ arguments: String...) throws {
        let outcome = try directory.trustsim(Self.sweep + arguments + ["--output", "out", "--quiet"])
        expectSuccess(outcome)
        #expect(outcome.output == "")
    }

    @Test("the directory has runs.csv, summary.csv, comparison.csv, fingerprints.csv, manifest.json, nothing else")
    func files() throws {
        try sweep()
        #expect(
            directory.entries == [
                "a.json", "out", "out/comparison.csv", "out/fingerprints.csv", "out/manifest.json", "out/runs.csv",
                "out/summary.csv",
            ])
        let printed = try directory.trustsim(Self.sweep + ["--format", "csv"])
        #expect(try directory.bytes("out/runs.csv") == printed.outputBytes)
    }

    @Test("the manifest says what was run: version, scenario, seed, ratios, varied values, schemes")
    func manifest() throws {
        try sweep()
        let object = try JSONSerialization.jsonObject(with: try directory.bytes("out/manifest.json"))
        let manifest = try #require(object as? [String: Any])
        #expect(manifest["program"] as? String == "trustsim")
        let version = try #require(manifest["version"] as? String)
        #expect(try directory.trustsim("--version").output == "trustsim \(version)\n")
        #expect(manifest["seed"] as? Int == 3)
        #expect(manifest["replications"] as? Int == 3)
        #expect(manifest["attackerRatios"] as? [Double] == [0, 0.4])
        #expect(manifest["varied"] as? [String: [String]] == ["radio.range": ["150", "250"]])
        #expect(manifest["schemes"] as? [String] == ["own-evidence", "beta", "trust-all", "distrust-all", "coin"])
        #expect(manifest["runs"] as? Int == 12)
        let scenario = try JSONSerialization.data(withJSONObject: try #require(manifest["scenario"]))
        try directory.write(scenario, to: "resolved.json")
        expectSuccess(try directory.trustsim("validate", "resolved.json"))
    }

    @Test("the summary has mean, deviation and 95 % interval of the runs, and counts the undefined ones")
    func summary() throws {
        try sweep()
        let runs = Sheet(try directory.text("out/runs.csv"))
        let summary = Sheet(try directory.text("out/summary.csv"))
        #expect(
            summary.header == [
                "scenario", "scheme", "attackerRatio", "seed", "radio.range", "replications", "metric", "mean", "sd",
                "ci95", "n", "undefined",
            ])
        // 2 ratios, 2 ranges, 5 schemes.
        #expect(summary.rows.count == 20 * Sample.metrics.count)
        #expect(summary.rows.prefix(Sample.metrics.count).map { $0[6] } == Sample.metrics)
        let metrics = runs.header
        for row in summary.rows {
            let sample = runs.rows.filter { $0[1] == row[1] && $0[2] == row[2] && $0[5] == row[4] }
            #expect(sample.count == 3 && row[5] == "3" && row[0] == "small" && row[3] == "3")
            let place = try #require(metrics.firstIndex(of: row[6]))
            let values = sample.compactMap { Double($0[place]) }
            #expect(row[10] == "\(values.count)" && row[11] == "\(3 - values.count)")
            expectEqual(row[7], Statistics.mean(values), "mean of \(row[..<7])")
            expectEqual(row[8], Statistics.deviation(values), "sd of \(row[..<7])")
            expectEqual(row[9], Statistics.halfWidth(values), "ci95 of \(row[..<7])")
        }
        #expect(summary.rows.contains { $0[11] == "3" })
    }

    private func expectEqual(_ text: String, _ value: Double?, _ name: String) {
        guard let value else {
            #expect(text == "", "\(name)")
            return
        }
        let found = Double(text) ?? .nan
        #expect(abs(found - value) <= 1e-11 * max(1, abs(value)), "\(name)")
    }

    /// The statistics once more, in another way than the program's.
    private enum Statistics {
        /// Quantiles of Student's t at 0.975 for 1 and 2 degrees of freedom: tan(0.475 pi) and 0.95 sqrt(2 / 0.0975).
        static let quantiles = [12.706204736174694, 4.302652729749462]

        static func mean(_ values: [Double]) -> Double? {
            values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }

        static func deviation(_ values: [Double]) -> Double? {
            guard values.count > 1 else { return nil }
            var squares = 0.0
            for first in values { for second in values { squares += (first - second) * (first - second) } }
            let count = Double(values.count)
            return (squares / (2 * count * (count - 1))).squareRoot()
        }

        static func halfWidth(_ values: [Double]) -> Double? {
            deviation(values).map { quantiles[values.count - 2] * $0 / Double(values.count).squareRoot() }
        }
    }

    @Test("a second time without --force is refused, and nothing changes")
    func refusesToReplace() throws {
        try sweep()
        let outcome = try directory.trustsim(Self.sweep + ["--seed", "5", "--output", "out"])
        #expect(outcome.exitCode == 1)
        #expect(outcome.output == "")
        let message = #/Error: out/(manifest\.json|(summary|comparison|runs)\.csv) exists; use --force to replace it\n/#
        #expect(outcome.errors.wholeMatch(of: message) != nil)
        let before = directory.contents
        try sweep("--force")
        #expect(directory.contents == before)
        try sweep("--force", "--seed", "5")
        #expect(try directory.bytes("out/runs.csv") != before["out/runs.csv"])
        #expect(Set(directory.entries) == Set(before.keys))
    }

    @Test(
        "any one of the files is enough to refuse, and a directory with other files is used",
        arguments: ["runs.csv", "summary.csv", "comparison.csv", "fingerprints.csv", "manifest.json"])
    func oneFile(name: String) throws {
        try directory.makeDirectory("out")
        try directory.write("mine", to: "out/notes.txt")
        try directory.write("old", to: "out/\(name)")
        try directory.expectError(
            Self.sweep + ["--output", "out"], code: 1, "out/\(name) exists; use --force to replace it")
        try sweep("--force")
        #expect(try directory.text("out/notes.txt") == "mine")
        #expect(
            directory.entries == [
                "a.json", "out", "out/comparison.csv", "out/fingerprints.csv", "out/manifest.json", "out/notes.txt",
                "out/runs.csv",
                "out/summary.csv",
            ])
    }
}
