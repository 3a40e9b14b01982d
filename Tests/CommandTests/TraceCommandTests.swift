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
            ["trace", "info", "t.csv.gz"], code: 65, "t.csv.gz: the compressed data ends too early")
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

    @Test("what a format cannot say is refused, not written otherwise")
    func notWritten() throws {
        let rows = { (name: String, time: String) in
            "<fcd-export><timestep time=\"\(time)\"><vehicle id=\"\(name)\" x=\"0\" y=\"0\"/></timestep></fcd-export>"
        }
        for (name, shown, formats) in [
            ("a&#10;b", "a\\u{0A}b", ["csv", "fcd-csv", "ns2"]), (" a", " a", ["ns2"]),
            ("a\u{00A0}", "a\u{00A0}", ["ns2"]),
        ] {
            try directory.write(rows(name, "0"), to: "names.xml")
            for format in ["fcd-xml", "fcd-csv", "ns2", "csv"] {
                let outcome = try directory.trustsim("trace", "convert", "names.xml", "-", "--to", format)
                if formats.contains(format) {
                    #expect(outcome.exitCode == 65 && outcome.output.isEmpty)
                    #expect(outcome.errors.contains("cannot be written as \(format): its name has "), "\(shown)")
                } else {
                    expectSuccess(outcome)
                    try directory.write(outcome.output, to: "back")
                    let back = try directory.trustsim(
                        "trace", "convert", "back", "-", "--from", format, "--to", "fcd-xml")
                    #expect(back.output.contains("id=\"\(name)\""), "\(format): \(back.output)\(back.errors)")
                }
            }
        }
        try directory.write(rows("a", "-5"), to: "early.xml")
        let early = try directory.trustsim("trace", "convert", "early.xml", "e.ns2.tcl")
        #expect(
            early.exitCode == 65 && early.errors.contains("ns2 has no times before 0, but the trace begins at -5 s"))
        #expect(!directory.entries.contains("e.ns2.tcl"))
    }

    @Test("a trace beside its roads is warned of, and the check of roads refuses it")
    func besideRoads() throws {
        try directory.write(
            "<net><edge id=\"e\"><lane id=\"e_0\" shape=\"0,0 100,0\"/></edge></net>", to: "far.net.xml")
        try directory.write("time,vehicle,x,y\n0,a,9000,9000\n60,a,9010,9000\n0.5,b,1,1\n", to: "x.csv")
        try directory.write("time,vehicle,x,y\n0,a,9000,9000\n60,a,9010,9000\n", to: "far.csv")
        try directory.write(
            "{mobility: {model: 'trace', file: 'far.csv', roads: 'far.net.xml'}, schemes: ['beta'], replications: 1}",
            to: "far.json")
        let words = "only 0 % of the samples are within 12 m of a road of far.net.xml"
        for arguments in [
            ["validate", "far.json"], ["run", "far.json", "-q"],
            ["trace", "info", "far.csv", "--roads", "far.net.xml"],
        ] {
            let outcome = try directory.trustsim(arguments)
            #expect(
                outcome.exitCode == 0 && outcome.errors.hasPrefix("Warning: far.csv: \(words)"), "\(outcome.errors)")
        }
        let check = ["--set", "sensing.verification=plausibility"]
        let refused = try directory.trustsim(["run", "far.json"] + check)
        #expect(refused.exitCode == 65 && refused.errors.contains("so the check 'road' would fail everybody"))
        let without = try directory.trustsim(
            ["run", "far.json", "-q"] + check + ["--set", "sensing.plausibility.checks=['speed','age']"])
        #expect(without.exitCode == 0)
    }

    @Test("columns of a table are told by name or number, in the command and in a scenario")
    func columns() throws {
        let rows = (0..<20).flatMap { ["\(21600 + $0) a \(10 * $0) 5 9.5", "\(21600 + $0) b \(10 * $0) 9 9.5"] }
        try directory.write(rows.joined(separator: "\n") + "\n", to: "town.tr")
        try directory.write("T,car,x,y\n0,a,0,0\n5000,a,50,0\n", to: "ms.csv")
        try directory.write("{time: 'T', vehicle: 2, unit: 'ms'}", to: "columns.json")
        let plain = "time vehicle x y speed\n" + rows.joined(separator: "\n") + "\n"
        try directory.write(plain, to: "plain.csv")
        let without = try directory.trustsim("trace", "info", "town.tr")
        #expect(without.exitCode == 65 && without.errors.contains("such as time=1,vehicle=2,x=3,y=4,speed=5"))
        let list = "time=1,vehicle=2,x=3,y=4,speed=5"
        let named = try directory.trustsim("trace", "convert", "town.tr", "-", "--to", "csv", "--columns", list)
        expectSuccess(named)
        #expect(named.output == (try directory.trustsim("trace", "convert", "plain.csv", "-", "--to", "csv")).output)
        let file = try directory.trustsim(
            "trace", "convert", "ms.csv", "-", "--to", "csv", "--columns", "columns.json")
        #expect(file.output.contains("\n5,a,50,0"), "\(file.output)\(file.errors)")
        try directory.write(
            "{mobility: {model: 'trace', file: 'town.tr', columns: '\(list)'}, schemes: ['beta'], replications: 1}",
            to: "s.json")
        let run = try directory.trustsim("run", "s.json", "--format", "csv")
        expectSuccess(run)
        let other = try directory.trustsim(
            "run", "s.json", "--format", "csv", "--set", "mobility.file=plain.csv", "--set",
            "mobility.columns=unit=s")
        #expect(run.output == other.output)
        try directory.expectError(
            ["run", "s.json", "--set", "mobility.columns=tme=1"], code: 64,
            "--set mobility.columns=tme=1: 'mobility.columns': there is no role 'tme'; did you mean 'time'?; roles are: time, "
                + "vehicle, x, y, speed, heading, lane, type; and unit, that of times: s, ms, us, ns")
        let usage = try directory.trustsim("trace", "info", "t.fcd.xml", "--columns", list)
        #expect(usage.exitCode == 64)
        #expect(usage.errors.hasPrefix("Error: The option '--columns' is for tables only, but the trace is fcd-xml"))
    }

    @Test("of a trace that is cut off the whole timesteps are taken where that is wanted, and it is said")
    func truncated() throws {
        let steps = (0..<4).map { "<timestep time=\"\($0)\"><vehicle id=\"a\" x=\"\($0)\" y=\"0\"/></timestep>\n" }
        try directory.write("<fcd-export>\n" + steps.joined() + "<timestep time=\"4\"><vehicle id=", to: "cut.xml")
        let refused = try directory.trustsim("trace", "info", "cut.xml")
        #expect(refused.exitCode == 65 && refused.errors.contains("; --truncated whole-timesteps (mobility.truncated)"))
        let taken = try directory.trustsim(
            "trace", "convert", "cut.xml", "-", "--to", "csv", "--truncated", "whole-timesteps")
        #expect(taken.exitCode == 0 && taken.output.hasSuffix("\n3,a,3,0,,\n"), "\(taken.output)")
        let words =
            "Warning: cut.xml: the trace is cut off in line 6: its 4 whole timesteps up to 3 s are taken, what is behind is left "
            + "out\n"
        #expect(taken.errors == words)
        try directory.write(
            "{mobility: {model: 'trace', file: 'cut.xml', truncated: 'whole-timesteps'}, schemes: ['beta']}",
            to: "s.json")
        let valid = try directory.trustsim("validate", "s.json")
        #expect(valid.exitCode == 0 && valid.errors == words && valid.output.contains("trace of 1 vehicles for 3 s"))
        let usage = try directory.trustsim("trace", "info", "cut.xml", "--truncated", "all")
        #expect(usage.exitCode == 64 && usage.errors.contains("expected refuse, whole-timesteps"))
    }

    @Test("a window without vehicles says when there are some")
    func emptyWindow() throws {
        let outcome = try directory.trustsim("trace", "info", "t.fcd.xml", "--begin", "5000", "--end", "6000")
        #expect(outcome.exitCode == 65)
        #expect(
            outcome.errors.contains("no vehicles in the window from 5000 to 6000 (the file has "), "\(outcome.errors)")
        #expect(outcome.errors.contains(" samples of vehicles"))
    }

    @Test("what compresses a file that is not read is named")
    func compressed() throws {
        for (bytes, words) in [
            ([0x28, 0xB5, 0x2F, 0xFD, 0, 0], "Zstandard"), (Array("BZh91AY".utf8), "bzip2"),
            (Array("PAR1....".utf8), "Parquet"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"),
            ([0x50, 0x4B, 3, 4], "zip"),
        ] as [([UInt8], String)] {
            for name in ["t.csv", "t.xml", "t.tcl", "t"] {
                try directory.write(Data(bytes), to: name)
                let outcome = try directory.trustsim("trace", "info", name)
                #expect(outcome.exitCode == 65 && outcome.errors.contains(words), "\(name): \(outcome.errors)")
            }
        }
    }
}
