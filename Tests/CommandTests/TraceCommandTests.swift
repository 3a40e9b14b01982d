import Foundation
import Testing

@Suite("Command trace")
struct TraceCommandTests {
    private let directory: TestDirectory

    init() throws { directory = try TestDirectory(["t.fcd.xml": Sample.trace(), "a.json": Sample.traceScenario]) }

    @Test("info says what is in a trace, as a table, CSV and JSON")
    func info() throws {
        let table = try directory.trustsim("trace", "info", "t.fcd.xml", "--range", "250")
        expectSuccess(table)
        try Golden.expect(table.outputBytes, is: "trace-info.txt")
        let csv = try directory.trustsim("trace", "info", "t.fcd.xml", "--format", "csv")
        expectSuccess(csv)
        let sheet = Sheet(csv.output)
        #expect(try sheet.column("vehicles") == ["16"])
        #expect(try sheet.column("format") == ["fcd-xml"])
        #expect(try sheet.column("samples") == ["\(12 * 41 + 4 * 21)"])
        let json = try directory.trustsim("trace", "info", "t.fcd.xml", "--format", "json")
        expectSuccess(json)
        let object = try #require(try JSONSerialization.jsonObject(with: json.outputBytes) as? [String: Any])
        #expect(Set(object.keys) == Set(sheet.header))
        #expect(object["endSeconds"] as? Double == 40)
    }

    @Test("convert goes by names, and a run over each format gives the same results")
    func convert() throws {
        try directory.write(Sample.trace(), to: "trace.xml")
        let expected = try directory.trustsim("run", "a.json", "--format", "csv")
        expectSuccess(expected)
        for name in ["b.csv", "b.fcd.csv", "b.fcd.xml", "b.ns2"] {
            expectSuccess(try directory.trustsim("trace", "convert", "t.fcd.xml", name))
            let outcome = try directory.trustsim(
                "run", "a.json", "--format", "csv", "--set", "mobility.file=\(name)", "--set", "mobility.format=auto")
            expectSuccess(outcome)
            #expect(outcome.output == expected.output, "\(name)")
        }
        #expect(try directory.text("b.csv").hasPrefix("time,vehicle,x,y,speed,heading\n0,car0,0,0,5,\n"))
        #expect(
            try directory.text("b.fcd.csv").hasPrefix(
                "timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_angle;vehicle_speed\n0;car0;0;0;;5\n"))
    }

    @Test("standard input and standard output are -")
    func streams() throws {
        let outcome = try directory.trustsim(
            ["trace", "convert", "-", "-", "--to", "csv", "--begin", "3", "--end", "3"],
            input: try directory.bytes("t.fcd.xml"))
        expectSuccess(outcome)
        #expect(outcome.output.split(separator: "\n").count == 13)
        expectSuccess(try directory.trustsim(["trace", "info", "-"], input: Data(outcome.outputBytes)))
    }

    @Test("an existing file is kept, and a trace is not written over itself")
    func existing() throws {
        try directory.write("mine", to: "b.csv")
        try directory.expectError(
            ["trace", "convert", "t.fcd.xml", "b.csv"], code: 1, "b.csv exists; use --force to replace it")
        expectSuccess(try directory.trustsim("trace", "convert", "t.fcd.xml", "b.csv", "--force"))
        #expect(try directory.text("b.csv") != "mine")
        try directory.expectError(
            ["trace", "convert", "t.fcd.xml", "./t.fcd.xml", "--force"], code: 64,
            "'./t.fcd.xml' is given for two different things")
    }

    @Test("what is wrong with a trace is named, and nothing is written")
    func wrong() throws {
        try directory.write("time,vehicle,x,y\n0,a,1,zwei\n", to: "w.csv")
        try directory.expectError(
            ["trace", "convert", "w.csv", "w.xml"], code: 65,
            "w.csv:2:7: y='zwei' is not a decimal number such as -12.5")
        try directory.expectError(["trace", "info", "nowhere.csv"], code: 65, "nowhere.csv: no such file")
        try directory.write(Data([0x1F, 0x8B, 8, 0, 0]), to: "t.csv.gz")
        try directory.expectError(
            ["trace", "info", "t.csv.gz"], code: 65, "t.csv.gz:1:1: the file is compressed by gzip; unpack it first")
        try directory.expectError(
            ["trace", "info", "t.fcd.xml", "--roads", "a.json"], code: 65,
            "a.json:1:1: found '{' where <net> is expected")
    }

    @Test("wrong command lines are refused with the usage")
    func usage() throws {
        for (arguments, message) in [
            (["show", "t.fcd.xml"], "Unknown action 'show'; allowed: info, convert"),
            (["inf", "t.fcd.xml"], "Unknown action 'inf'; did you mean 'info'?"),
            (["info"], "Missing expected argument '<file>'"),
            (["info", "t.fcd.xml", "b.csv"], "Unexpected argument 'b.csv'"),
            (["convert", "t.fcd.xml"], "Missing expected argument '<out>'"),
            (["info", "t.fcd.xml", "--to", "csv"], "The option '--to' is not for 'trace info'"),
            (["convert", "t.fcd.xml", "b.csv", "--range", "3"], "The option '--range' is not for 'trace convert'"),
            (
                ["info", "t.fcd.xml", "--step", "1"],
                "The option '--step' is for ns2 movements only, but the trace is fcd-xml"
            ),
            (
                ["convert", "a.json", "b.csv", "--from", "csv", "--activity", "x"],
                "The option '--activity' is for ns2 movements only, but the trace is csv"
            ),
            (
                ["convert", "t.fcd.xml", "b.dat"],
                "The name 'b.dat' tells no format; add --to with one of fcd-xml, fcd-csv, ns2, csv"
            ),
            (
                ["convert", "t.fcd.xml", "b.csv", "--to", "gpx"],
                "The value 'gpx' is invalid for '--to <format>': expected fcd-xml, fcd-csv, ns2, csv"
            ),
            (
                ["info", "t.fcd.xml", "--range", "0"],
                "The value '0' is invalid for '--range <m>': expected a number from 1 to 100000"
            ),
            (
                ["info", "t.fcd.xml", "--coordinates", "polar"],
                "The value 'polar' is invalid for '--coordinates <kind>': expected auto, plane, geographic"
            ),
        ] { try directory.expectUsageError(["trace"] + arguments, command: "trace", message) }
    }
}
