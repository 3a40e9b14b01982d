import Foundation
import Testing

@Suite("trustsim describe, schema, completions, man")
struct DescribeTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    @Test("a key is explained by meaning, unit, values and default")
    func key() throws {
        let outcome = try directory.trustsim("describe", "radio.range")
        expectSuccess(outcome)
        #expect(
            outcome.output == """
                radio.range  (key of scenario files)
                  Meaning  unit-disk: range
                  Unit     m
                  Values   a number from 1 to 100000
                  Default  300

                """)
    }

    @Test("several names are explained one after the other, each once")
    func several() throws {
        let outcome = try directory.trustsim("describe", "f1", "colluders", "f1")
        expectSuccess(outcome)
        let heads = outcome.output.split(separator: "\n").filter { !$0.hasPrefix(" ") }
        #expect(heads == ["f1  (metric)", "colluders  (attack preset)"])
    }

    @Test("a name that stands for several things is explained as each of them")
    func ambiguous() throws {
        let output = try directory.trustsim("describe", "marginal").output
        #expect(output.contains("marginal  (attack preset)\n"))
        #expect(output.contains("attackers.profile.reports.marginal  (kind of the part 'reports')\n"))
    }

    @Test("an unknown name is an error with the nearest one")
    func unknown() throws {
        try directory.expectUsageError(
            ["describe", "radio.rage"], command: "describe",
            "Unknown name 'radio.rage'. Did you mean 'radio.range'?")
        try directory.expectUsageError(
            ["describe", "f1", "no-such-thing-at-all"], command: "describe",
            "Unknown name 'no-such-thing-at-all'; 'trustsim list' lists keys, schemes, attacks and more")
    }

    @Test("schema prints what ships, or writes it without replacing a file")
    func schema() throws {
        let shipped = try Data(contentsOf: Place.project.appendingPathComponent("Scenarios/schema.json"))
        let printed = try directory.trustsim("schema")
        expectSuccess(printed)
        #expect(printed.outputBytes == shipped)
        expectSuccess(try directory.trustsim("schema", "--output", "s.json"))
        #expect(try directory.bytes("s.json") == shipped)
        try directory.expectError(
            ["schema", "--output", "s.json"], code: 1, "s.json exists; use --force to replace it")
    }

    @Test("validate knows the schema of its own version from another one")
    func schemaIsValidated() throws {
        expectSuccess(try directory.trustsim("schema", "--output", "s.json"))
        let outcome = try directory.trustsim("validate", "a.json", "s.json")
        expectSuccess(outcome)
        #expect(outcome.output.hasSuffix("s.json: the JSON Schema of this version\n"))
        try directory.write(try directory.text("s.json").replacing("300", with: "301"), to: "s.json")
        try directory.expectError(
            ["validate", "s.json"], code: 65,
            "s.json:1:1: this JSON Schema is not that of this version; 'trustsim schema' prints it")
    }

    @Test("validate --print writes the file as plain JSON, as it is or with all defaults; both mean the same runs")
    func print() throws {
        let plain = try directory.trustsim("validate", "a.json", "--print", "json")
        expectSuccess(plain)
        let object = try #require(
            try JSONSerialization.jsonObject(with: plain.outputBytes) as? [String: Any])
        #expect(object.count == 11 && object["name"] as? String == "small")
        try directory.write(plain.outputBytes, to: "plain.json")
        let resolved = try directory.trustsim("validate", "a.json", "--print", "resolved")
        expectSuccess(resolved)
        #expect(resolved.output.contains("\"unknownPolicy\": \"trust\""))
        try directory.write(resolved.outputBytes, to: "resolved.json")
        let runs = try ["a.json", "plain.json", "resolved.json"].map {
            try directory.trustsim("run", $0, "--format", "csv").outputBytes
        }
        #expect(runs[0] == runs[1] && runs[0] == runs[2])
    }

    @Test("validate --print refuses other forms, several files, and files that are not valid")
    func printErrors() throws {
        try directory.expectUsageError(
            ["validate", "a.json", "--print", "xml"], command: "validate",
            "The value 'xml' is invalid for '--print <form>': expected json or resolved")
        try directory.expectUsageError(
            ["validate", "a.json", "a.json", "--print", "json"], command: "validate", "'--print' takes one file")
        try directory.write("{vehicles: 0}", to: "b.json")
        try directory.expectError(
            ["validate", "b.json", "--print", "json"], code: 65,
            "b.json:1:12: 'vehicles' is a whole number from 1 to 10000000, found 0")
    }

    @Test("the scripts of all shells know every command and every option of it", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let outcome = try directory.trustsim("completions", shell)
        expectSuccess(outcome)
        for line in try directory.trustsim("help").output.components(separatedBy: "SIMULATE:\n")[1]
            .split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.contains("See '")
        {
            let command = String(line.dropFirst(2).prefix { $0 != " " })
            #expect(outcome.output.contains(command))
            for match in try directory.trustsim("help", command).output.matches(of: /(?m)^  (?:-., )?(--[a-z-]+)/) {
                let name = shell == "fish" ? "-l " + match.1.dropFirst(2) : String(match.1)
                #expect(outcome.output.contains(name), "\(command) \(name)")
            }
        }
    }

    @Test("another shell is an error")
    func unknownShell() throws {
        try directory.expectUsageError(
            ["completions", "tcsh"], command: "completions", "Unknown shell 'tcsh'; there are: bash, zsh, fish")
    }

    @Test("the manual page has every command, and no line of it is a request by accident")
    func manual() throws {
        let outcome = try directory.trustsim("man")
        expectSuccess(outcome)
        for command in ["run", "sweep", "describe", "man"] {
            #expect(outcome.output.contains("\n.SS trustsim \(command)\n"))
        }
        let requests = Set(
            outcome.output.split(separator: "\n").filter { ".'".contains($0.first ?? " ") }
                .map { String($0.prefix { $0 != " " }) })
        #expect(
            requests == [".TH", ".ad", ".nh", ".SH", ".SS", ".B", ".I", ".PP", ".TP", ".RS", ".RE", ".EX", ".EE"])
        #expect(outcome.outputBytes.allSatisfy { $0 < 128 })
    }
}

@Suite("CITATION.cff")
struct CitationTests {
    @Test("it names the version of the program")
    func version() throws {
        let text = try String(contentsOf: Place.project.appendingPathComponent("CITATION.cff"), encoding: .utf8)
        let version = try TestDirectory().trustsim("--version").output.dropFirst("trustsim ".count)
        #expect(text.contains("\nversion: \(version)"))
    }
}
