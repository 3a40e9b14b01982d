import Foundation
import Testing

@Suite("Runs on traces")
struct TraceRunTests {
    private let directory: TestDirectory

    init() throws {
        directory = try TestDirectory(["a.json": Sample.traceScenario, "trace.xml": Sample.trace()])
    }

    private func expectSameAsFile(_ outcome: Outcome) throws {
        expectSuccess(outcome)
        #expect(outcome.outputBytes == (try directory.trustsim("run", "a.json", "--format", "csv")).outputBytes)
    }

    @Test("a trace through standard input gives the same bytes as from the file")
    func standardInput() throws {
        try expectSameAsFile(
            try directory.trustsim(
                "run", "a.json", "--format", "csv", "--set", "mobility.file=-",
                input: try directory.bytes("trace.xml")))
    }

    @Test("a trace may come through a pipe, in pieces")
    func pipe() throws {
        try expectSameAsFile(
            try directory.shell(
                "{ head -n 50 trace.xml; sleep 0.2; tail -n +51 trace.xml; } | "
                    + "\"$TRUSTSIM\" run a.json --format csv --set mobility.file=-"))
    }

    @Test("a sweep reads standard input once for all its runs")
    func sweep() throws {
        let sweep = ["sweep", "a.json", "--attacker-ratio", "0.1,0.4", "--schemes", "beta", "--format", "csv"]
        let outcome = try directory.trustsim(
            sweep + ["--set", "mobility.file=-"], input: try directory.bytes("trace.xml"))
        expectSuccess(outcome)
        #expect(outcome.outputBytes == (try directory.trustsim(sweep)).outputBytes)
    }

    @Test("a window of the trace is used, in the time of the file")
    func window() throws {
        let window = try directory.trustsim(
            "run", "a.json", "--set", "mobility.begin=10", "--set", "mobility.end=35", "--format", "csv")
        expectSuccess(window)
        // Seconds 10 to 40 become 10010 to 10040.
        let later = Sample.trace().replacingOccurrences(of: "time=\"", with: "time=\"100")
        try directory.write(later, to: "trace.xml")
        let shifted = try directory.trustsim(
            "run", "a.json", "--set", "mobility.begin=10010", "--set", "mobility.end=10035", "--format", "csv")
        expectSuccess(shifted)
        #expect(shifted.outputBytes == window.outputBytes)
    }

    @Test("rows of a sweep on a trace come out the same, also when started from elsewhere")
    func rerun() throws {
        try directory.makeDirectory("results")
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.2,0.4", "--schemes", "beta", "--output", "results/out",
                "--quiet"))
        expectSuccess(try directory.trustsim("rerun", "results/out/runs.csv:5"))
        let manifest = try directory.text("results/out/manifest.json")
        #expect(manifest.contains("\"file\": \"trace.xml\""))
        #expect(manifest.contains("\"scenarioDirectory\": \"../..\""))
        #expect(manifest.contains("traceFingerprints"))
        expectSuccess(try directory.shell("cd results && \"$TRUSTSIM\" rerun out/runs.csv:5 > /dev/null"))
    }

    @Test("rows of a sweep over several traces come out the same")
    func severalTraces() throws {
        try directory.write(Sample.trace(shift: 40), to: "other.xml")
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--vary", "mobility.file=trace.xml,other.xml", "--schemes", "beta", "--output",
                "out", "--quiet"))
        for row in [1, 9] {
            let outcome = try directory.trustsim("rerun", "out/runs.csv:\(row)")
            expectSuccess(outcome)
            #expect(outcome.output.hasPrefix("row \(row) (beta, "))
        }
    }

    @Test("a changed trace is noticed when a row is repeated")
    func changedTrace() throws {
        expectSuccess(
            try directory.trustsim(
                "sweep", "a.json", "--attacker-ratio", "0.2", "--schemes", "beta", "--output", "out", "--quiet"))
        try directory.write(Sample.trace(shift: 40), to: "trace.xml")
        let outcome = try directory.trustsim("rerun", "out/runs.csv:1")
        #expect(outcome.exitCode == 1)
        #expect(outcome.errors.hasPrefix("Error: the trace is not the one of these results: its fingerprint is "))
        #expect(outcome.output == "")
    }

    @Test("standard input can serve one window only")
    func standardInputTwice() throws {
        let outcome = try directory.trustsim(
            "sweep", "a.json", "--set", "mobility.file=-", "--vary", "mobility.begin=0,5", "--schemes", "beta",
            input: try directory.bytes("trace.xml"))
        #expect(outcome.exitCode == 65)
        #expect(outcome.output == "")
        #expect(
            outcome.errors
                == "Error: mobility.file: standard input can be read only once; vary a trace that is a file\n")
    }
}
