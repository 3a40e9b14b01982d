import Foundation
import Testing
import TrustSim

@Suite("The same command gives the same bytes")
struct ReproducibilityTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// The reference files are the same for every machine and for debug and release builds.
    @Test("a run gives the reference results, byte for byte", arguments: ["square", "highway", "grid"])
    func golden(name: String) throws {
        try directory.write(try Golden.bytes("\(name).json"), to: "\(name).json")
        let outcome = try directory.trustsim("run", "\(name).json", "--format", "csv")
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: "\(name).csv")
    }

    @Test(
        "shipped scenarios execute the same events and have the same results as ever",
        arguments: ["city", "high-risk", "highway", "manhattan", "on-off", "open-square"])
    func fingerprints(name: String) throws {
        let outcome = try directory.trustsim(
            "fingerprint", Place.project.appendingPathComponent("Scenarios/\(name).json").path, "--replications", "1",
            "--format", "csv")
        expectSuccess(outcome)
        let all = try String(
            contentsOf: Place.project.appendingPathComponent("Tests/Golden/Scenarios/fingerprints.csv"), encoding: .utf8
        )
        let expected = all.split(separator: "\n").filter { $0.hasPrefix("\(name),") && $0.contains(",1,0,") }
        #expect(expected.count == 1)
        #expect(outcome.output.split(separator: "\n").dropFirst().elementsEqual(expected))
    }

    @Test("a run on a trace gives the reference results, byte for byte")
    func goldenTrace() throws {
        try directory.write(Sample.traceScenario, to: "b.json")
        try directory.write(Sample.trace(), to: "trace.xml")
        let outcome = try directory.trustsim("run", "b.json", "--format", "csv")
        expectSuccess(outcome)
        try Golden.expect(outcome.outputBytes, is: "trace.csv")
    }

    @Test("twice the same command, in every format", arguments: ["table", "csv", "json", "markdown", "latex"])
    func twice(format: String) throws {
        let first = try directory.trustsim("run", "a.json", "--format", format)
        let second = try directory.trustsim("run", "a.json", "--format", format)
        expectSuccess(first)
        #expect(first.outputBytes == second.outputBytes)
    }

    @Test("any number of jobs gives the same results and decisions")
    func jobs() throws {
        var outputs: [Data] = []
        for jobs in ["1", "2", "5"] {
            let outcome = try directory.trustsim(
                "run", "a.json", "--replications", "3", "--jobs", jobs, "--format", "csv", "--decisions", "cases\(jobs)"
            )
            expectSuccess(outcome)
            outputs += [outcome.outputBytes]
        }
        #expect(outputs[0].count > 1000)
        #expect(outputs[0] == outputs[1])
        #expect(outputs[0] == outputs[2])
        #expect(try directory.bytes("cases1") == directory.bytes("cases2"))
        #expect(try directory.bytes("cases1") == directory.bytes("cases5"))
    }

    @Test("any number of jobs gives the same files of a sweep")
    func sweepJobs() throws {
        for jobs in ["1", "2"] {
            let outcome = try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.1,0.4", "--vary", "radio.range=150,250", "--jobs", jobs,
                "--output", "out\(jobs)", "--quiet")
            expectSuccess(outcome)
        }
        for name in ["runs.csv", "summary.csv", "manifest.json"] {
            #expect(try directory.bytes("out1/\(name)") == directory.bytes("out2/\(name)"))
        }
    }

    @Test("schemes and mechanisms come out in the order of the lists, whatever order they are asked in")
    func order() throws {
        let first = try directory.trustsim(
            "run", "a.json", "--schemes", "beta,consensus-adaptive,own-evidence", "--ablate", "rounds,victims",
            "--format", "csv")
        let second = try directory.trustsim(
            "run", "a.json", "--schemes", "own-evidence, consensus-adaptive,beta", "--ablate", "victims,rounds",
            "--format", "csv")
        expectSuccess(first)
        #expect(first.outputBytes == second.outputBytes)
    }

    @Test("what a scheme decides does not depend on the schemes beside it")
    func alone() throws {
        let all = try directory.trustsim("run", "a.json", "--schemes", "all", "--ablate", "all", "--format", "csv")
        let alone = try directory.trustsim("run", "a.json", "--schemes", "beta", "--format", "csv")
        let rows = all.output.split(separator: "\n")
        #expect(alone.output.split(separator: "\n").allSatisfy { rows.contains($0) })
        #expect(rows.count == 1 + 2 * (SchemeCatalog.names.count + SchemeCatalog.ablationNames.count))
    }

    @Test("another seed gives other results, and more replications keep the first ones")
    func seedAndReplications() throws {
        let standard = try directory.trustsim("run", "a.json", "--format", "csv")
        let other = try directory.trustsim("run", "a.json", "--seed", "4", "--format", "csv")
        let more = try directory.trustsim("run", "a.json", "--replications", "4", "--format", "csv")
        #expect(standard.output.replacingOccurrences(of: ",3,", with: ",4,") != other.output)
        #expect(try Sheet(other.output).column("seed").allSatisfy { $0 == "4" })
        #expect(more.output.hasPrefix(standard.output))
        #expect(try Sheet(more.output).column("replication").last == "3")
    }

    @Test("the options for seed and replications are the same as --set")
    func optionsAndSettings() throws {
        let options = try directory.trustsim(
            "run", "a.json", "--seed", "9", "--replications", "1", "--schemes", "beta", "--format", "csv")
        let settings = try directory.trustsim(
            "run", "a.json", "--set", "seed=9", "--set", "replications=1", "--set", "schemes=['beta']", "--format",
            "csv")
        expectSuccess(settings)
        #expect(options.outputBytes == settings.outputBytes)
    }

    @Test(
        "language, time zone and place do not matter",
        arguments: [["LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"], ["TZ": "Asia/Tokyo"], ["LC_ALL": "tr_TR.UTF-8"]])
    func environment(variables: [String: String]) throws {
        let standard = try directory.trustsim("run", "a.json")
        let other = try directory.trustsim("run", directory.url.path + "/a.json", environment: variables)
        #expect(standard.outputBytes == other.outputBytes)
    }
}
