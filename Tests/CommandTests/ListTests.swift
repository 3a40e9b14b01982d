import Testing

@Suite("trustsim list")
struct ListTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    /// The first column of a listing.
    private func names(_ topic: String) throws -> [String] {
        let outcome = try directory.trustsim("list", topic)
        expectSuccess(outcome)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count > 3)
        #expect(lines[1].allSatisfy { $0 == "-" || $0 == " " })
        return lines.dropFirst(2).map { String($0.prefix { $0 != " " }) }
    }

    private func expectRuns(_ settings: String...) throws {
        let options = settings.flatMap { ["--set", $0] }
        let outcome = try directory.trustsim(
            ["run", "a.json", "--replications", "1", "--schemes", "own-evidence", "--set", "duration=20"] + options)
        expectSuccess(outcome)
    }

    @Test(
        "every topic is a table with a heading",
        arguments: [
            ("schemes", "Scheme "), ("attacks", "Preset "), ("mobility", "Model "), ("radio", "Model "),
            ("metrics", "Metric "), ("ablations", "Mechanism "), ("keys", "Key "),
        ])
    func topics(topic: String, heading: String) throws {
        #expect(try directory.trustsim("list", topic).output.hasPrefix(heading))
        #expect(!(try names(topic)).contains(""))
    }

    @Test("metrics are listed in the order of the columns of results")
    func metrics() throws {
        #expect(try names("metrics") == Sample.metrics + Sample.optionalMetrics)
    }

    @Test("what is listed can be used: schemes and mechanisms")
    func schemes() throws {
        let schemes = try names("schemes")
        let mechanisms = try names("ablations")
        let outcome = try directory.trustsim(
            "run", "a.json", "--replications", "1", "--format", "csv", "--schemes", schemes.joined(separator: ","),
            "--ablate", mechanisms.joined(separator: ","))
        expectSuccess(outcome)
        let rows = try Sheet(outcome.output).column("scheme")
        #expect(rows.filter { !$0.contains("/") } == schemes)
        #expect(rows.count == schemes.count + mechanisms.count)
    }

    @Test("what is listed can be used: attacks")
    func attacks() throws {
        for preset in try names("attacks") { try expectRuns("attackers.profile=\(preset)") }
    }

    @Test("what is listed can be used: models of radio and mobility")
    func models() throws {
        for model in try names("radio") { try expectRuns("radio.model=\(model)") }
        let mobility = try names("mobility")
        #expect(mobility.contains("trace"))
        for model in mobility where model != "trace" && model != "sumo" { try expectRuns("mobility.model=\(model)") }
    }

    @Test("every key that is listed is a key, and its default is allowed")
    func keys() throws {
        let keys = try names("keys")
        #expect(keys.count > 50)
        #expect(Set(keys).count == keys.count)
        #expect(keys.contains("attackers.ratio") && keys.contains("vehicles") && keys.contains("schemes"))
        for key in keys {
            let outcome = try directory.trustsim("run", "a.json", "--set", "\(key)=[{}]", "--dry-run")
            #expect(outcome.exitCode == 64)
            #expect(!outcome.errors.contains("unknown key"), "\(key)")
        }
    }

    @Test("--verbose says what presets consist of: group, parts, and the numbers that are not the default ones")
    func presets() throws {
        let verbose = try directory.trustsim("list", "attacks", "--verbose").output
        let lines = verbose.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0].hasPrefix("Preset ") && lines[0].hasSuffix("Parts"))
        let presets = lines.dropFirst(2).prefix { $0 != "" }
        #expect(presets.map { String($0.prefix { $0 != " " }) } == (try names("attacks")))
        func text(_ preset: String) -> String {
            let line = presets.first { $0.hasPrefix(preset + " ") } ?? ""
            return line.split(separator: " ").joined(separator: " ")
        }
        let misconduct = "beacon randomPositionOffset (probability 0.5); events invert"
        #expect(text("bogus") == "bogus trust inverts road events, half of its beacons are false " + misconduct)
        #expect(text("onOff").hasSuffix(" " + misconduct + "; schedule onOff"))
        #expect(text("onOff70").hasSuffix("; schedule onOff (on 70 s, off 30 s)"))
        #expect(text("gridSybil").hasPrefix("gridSybil falsification "))
        #expect(text("gridSybil").hasSuffix(" beacon gridSybil; identity sybil"))
        #expect(text("suddenAppearance").hasSuffix(" identity sybil (ghosts 1)"))
        #expect(text("lenient").hasSuffix("; tolerance fixed (value 0)"))
    }

    @Test("--verbose adds the parts of attacks, and every kind that is listed can be used")
    func parts() throws {
        let verbose = try directory.trustsim("list", "attacks", "--verbose")
        expectSuccess(verbose)
        let parts = [
            "beacon", "events", "reports", "attestation", "guarantees", "tolerance", "identity", "targets", "schedule",
        ]
        for part in parts {
            let start = try #require(verbose.output.range(of: "\nPart '\(part)': "))
            let lines = verbose.output[start.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
            // Kinds have no default, their parameters have one.
            let defaults = try #require(lines[2].range(of: "Default")).lowerBound
            let offset = lines[2].distance(from: lines[2].startIndex, to: defaults)
            let kinds = lines.dropFirst(4).prefix { $0 != "" }.filter { $0.dropFirst(offset).first == " " }
            #expect(kinds.count >= 2)
            for kind in kinds.map({ $0.prefix { $0 != " " } }) {
                let base = part == "beacon" ? "reports:'badMouth'" : "beacon:'randomPositionOffset'"
                let events = part == "events" ? "" : "events:'invert',"
                try expectRuns(
                    "events.rate=0.05", "attackers.profile={\(events)\(base),\(part):{kind:'\(kind)'}}")
            }
        }
    }
}
