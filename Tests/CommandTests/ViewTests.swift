import Foundation
import Testing

@Suite("trustsim view")
struct ViewTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["a.json": Sample.scenario]) }

    @Test("a run has a page that says how to make it again, the same to the last byte")
    func page() throws {
        let view = [
            "view", "a.json", "--seed", "9", "--replication", "1", "--scheme", "consensus-adaptive,beta", "--quiet",
        ]
        let outcome = try directory.trustsim(view + ["--output", "a.html"])
        expectSuccess(outcome)
        #expect(outcome.output == "")
        let page = try directory.text("a.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        #expect(page.contains("<title>TrustSim replay: small</title>"))
        #expect(page.contains("16 vehicles, 5 attackers (colluders), 40 s, seed 9, replication 1"))
        #expect(!page.contains("https://"))
        let command = try #require(page.firstMatch(of: /<code>trustsim ([^<]*)<\/code>/)).1
        #expect(
            command
                == "view a.json --scheme consensus-adaptive,beta --seed 9 --replication 1 --output again.html")
        expectSuccess(try directory.trustsim(command.split(separator: " ").map(String.init)))
        #expect(try directory.text("again.html") == page)
        expectSuccess(try directory.trustsim(view + ["--output", "a.html", "--force"]))
        #expect(try directory.text("a.html") == page)
    }

    @Test("options change what they say: time, step, values of the scenario")
    func options() throws {
        func facts(_ options: String...) throws -> String {
            expectSuccess(try directory.trustsim(["view", "a.json", "--output", "o.html", "--force"] + options))
            let page = try directory.text("o.html")
            return String(try #require(page.firstMatch(of: /id="facts">([^<]*)</)).1)
        }
        #expect(try facts().contains("\"step\":0.5,\"end\":40,\"samples\":81,"))
        #expect(try facts("--duration", "12.25").contains("\"step\":0.5,\"end\":12.25,\"samples\":26,"))
        #expect(try facts("--step", "2").contains("\"step\":2,\"end\":40,\"samples\":21,"))
        #expect(try facts("--set", "vehicles=3").contains("\"vehicles\":3,"))
        #expect(try facts().contains("\"schemes\":[{\"name\":\"consensus-adaptive\",\"detail\":\"inference\"}]"))
        #expect(
            try facts("--scheme", "consensus-averaging").contains(
                "\"schemes\":[{\"name\":\"consensus-averaging\",\"detail\":\"averaging\"}]"))
        #expect(try facts("--scheme", "beta,beta").contains("\"schemes\":[{\"name\":\"beta\",\"detail\":\"none\"}]"))
    }

    @Test("one vehicle alone, none malicious, all malicious, ghosts, changing names, streets and traces have pages")
    func worlds() throws {
        try directory.write(Sample.trace(), to: "trace.xml")
        try directory.write(Sample.traceScenario, to: "trace.json")
        let worlds = [
            ["a.json", "--set", "vehicles=1"], ["a.json", "--set", "attackers.ratio=0"],
            ["a.json", "--set", "attackers.ratio=1"], ["a.json", "--set", "attackers.profile=sybil"],
            ["a.json", "--set", "attackers.profile=whitewasher"],
            ["a.json", "--set", "pseudonyms={change: 'periodic', interval: 5}"],
            ["a.json", "--set", "mobility.model=manhattan-grid"], ["a.json", "--set", "mobility.model=highway"],
            ["a.json", "--set", "radio.model=nakagami"], ["a.json", "--duration", "0.01"], ["trace.json"],
        ]
        for world in worlds {
            expectSuccess(try directory.trustsim(["view"] + world + ["--output", "w.html", "--force"]))
        }
        #expect(try directory.text("w.html").contains("\"vehicleNames\":[\"car0\",\"car1\","))
    }

    @Test("names in scenarios and traces become neither markup nor script")
    func hostileNames() throws {
        let name = "</script><script>alert(1)</script><b>"
        let quoted = "&lt;/script>&lt;script>alert(1)&lt;/script>&lt;b>"
        try directory.write(Sample.trace().replacing("car3", with: quoted), to: "trace.xml")
        try directory.write(Sample.traceScenario.replacing("\"traced\"", with: "\"\(name)\""), to: "b.json")
        expectSuccess(try directory.trustsim("view", "b.json", "--output", "b.html"))
        let page = try directory.text("b.html")
        #expect(page.contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"))
        #expect(page.contains("TrustSim replay: &lt;/script&gt;&lt;script&gt;alert(1)"))
        // Facts, nine columns and the script itself.
        #expect(page.ranges(of: "<script").count == 11 && page.ranges(of: "</script>").count == 11)
        #expect(!page.contains("<b>"))
    }

    @Test("what cannot be done is refused, and nothing written")
    func errors() throws {
        try directory.expectUsageError(
            ["view", "a.json"], command: "view", "Missing expected option '--output <FILE>'")
        try directory.expectUsageError(
            ["view", "a.json", "--output", "x.html", "--scheme", "consensus-adaptiv"], command: "view",
            "Unknown scheme 'consensus-adaptiv'; did you mean 'consensus-adaptive'?")
        try directory.expectUsageError(
            ["view", "a.json", "--output", "x.html", "--scheme", "zzzzzzzz"], command: "view",
            "Unknown scheme 'zzzzzzzz'; see 'trustsim list schemes'")
        try directory.expectUsageError(
            ["view", "a.json", "--output", "x.html", "--step", "0"], command: "view",
            "The value '0' is invalid for '--step <s>': expected a number from 0.02 to 60")
        try directory.expectUsageError(
            ["view", "a.json", "--output", "x.html", "--replication", "-1"], command: "view",
            "The value '-1' is invalid for '--replication <K>': expected a whole number from 0 to 99999")
        try directory.expectError(
            ["view", "none.json", "--output", "x.html"], code: 65, "none.json: no such file")
        try directory.write("mine", to: "mine.html")
        try directory.expectError(
            ["view", "a.json", "--output", "mine.html"], code: 1, "mine.html exists; use --force to replace it")
        try directory.expectError(
            ["view", "a.json", "--output", "no/a.html"], code: 1,
            "no/a.html cannot be written: No such file or directory")
        let usage = try directory.trustsim("view", "a.json", "--output", "a.json", "--force")
        #expect(usage.exitCode == 64 && usage.errors == "Error: 'a.json' is given for two different things\n")
        try directory.expectError(
            ["view", "a.json", "--output", "x.html", "--duration", "1e6"], code: 65,
            "the page would have 32000032 positions (vehicles x duration / step), and no more than 20000000 fit; use a "
                + "shorter --duration or a longer --step")
    }
}
