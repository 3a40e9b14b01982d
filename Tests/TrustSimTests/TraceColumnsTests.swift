import Foundation
import Testing

@testable import TrustSim

@Suite("Columns of traces that are tables")
struct TraceColumnsTests {
    private static func read(_ text: String, _ columns: String, chunkBytes: Int = 4096) throws -> TraceOutcome {
        let columns = try TraceColumns(columns)
        return TraceOutcome(text, path: "t", chunkBytes: chunkBytes) { $0.columns = columns }
    }

    @Test(
        "columns are named by name, without regard to case, or by number, with a header or without",
        arguments: [
            ("sendTime,car,east,north\n0,a,1,2\n", "time=sendTime,vehicle=Car, x = EAST ,y=north"),
            ("sendTime,car,x,y\n0,a,1,2\n", "time=1,vehicle=2"),
            // What is named counts before usual names.
            ("time,T2,id,x,y,x2\n9,0,a,7,2,1\n", "time=T2,x=x2"),
            ("0 a 1 2\n", "time=1,vehicle=2,x=3,y=4"),
            ("  a  2  1  \"0\"\n", "time=4,vehicle=1,x=3,y=2"),
            // A number is a name where there is one of that name.
            ("time,id,2,1\n0,a,1,2\n", "x=2,y=1"),
            ("0;a;1;2;;;\n", "time=1,vehicle=2,x=3,y=4"), ("time,id,x,y\n0,a,1,2\n", "unit=ns"),
        ])
    func named(text: String, columns: String) throws {
        for chunkBytes in [1, 4096] {
            let outcome = try Self.read(text, columns, chunkBytes: chunkBytes)
            #expect(outcome.error == "" && outcome.format == .csv)
            #expect(outcome.events == [.timestep(0), .vehicle("a", x: 1, y: 2, speed: nil, angle: nil)])
        }
    }

    @Test("a table without a header loses no row; speed, heading and kinds of rows are named, too")
    func allRoles() throws {
        let text = "0,e_0,a,1,2,3,90,car\n0,,w,5,5,1,0,person\n1,e_0,a,4,2,3,90,car\n"
        let outcome = try Self.read(text, "time=1,lane=2,vehicle=3,x=4,y=5,speed=6,heading=7,type=8")
        #expect(outcome.steps == ["0: a 1,2", "1: a 4,2"] && outcome.summary?.samples == 2)
        #expect(outcome.events[1] == .vehicle("a", x: 1, y: 2, speed: 3, angle: 90))
    }

    @Test("longitudes and latitudes are known by their names, whoever names them")
    func geographic() throws {
        #expect(try Self.read("t,id,b,Longitude,lat\n0,a,1,2,3\n", "x=longitude").summary?.isGeographic == true)
        #expect(try Self.read("t,id,b,longitude,lat\n0,a,1,2,3\n", "x=b,y=lat").summary?.isGeographic == false)
        let mixed = try Self.read("t,id,b,longitude,lat\n0,a,1,2,3\n", "x=b")
        #expect(mixed.error == "t:1:1: longitude and latitude are named together, or x and y")
    }

    @Test("units of times, to the microsecond", arguments: [("s", "1.5", 1_500_000), ("ms", "1500", 1_500_000)])
    func units(unit: String, text: String, time: Int64) throws {
        #expect(try Self.read("time,id,x,y\n\(text),a,1,2\n", "unit=\(unit)").events.first == .timestep(time))
        let since1970 = try Self.read("time,id,x,y\n1935817689123456789,a,1,2\n", "unit=ns")
        #expect(since1970.events.first == .timestep(1_935_817_689_123_457))
        let since = try Self.read("time,id,x,y\n1935817689123.5,a,1,2\n", "unit=ms")
        #expect(since.events.first == .timestep(1_935_817_689_123_500))
    }

    @Test(
        "what is wrong with the list, or with what it names, is said",
        arguments: [
            (
                "speed",
                "'speed' is not of the form role=column; roles are: time, vehicle, x, y, speed, heading, lane, type"
            ),
            ("sped=v", "there is no role 'sped'; did you mean 'speed'?; roles are"),
            ("x=a,x=b", "'x' is named twice"), ("unit=h", "'unit' is one of s, ms, us, ns, not 'h'"),
            ("unit=s,unit=s", "'unit' is named twice"), ("x=", "'x' has no column"), ("", "'' is not of the form"),
        ])
    func wrongLists(list: String, message: String) {
        let error = #expect(throws: DataError.self) { try TraceColumns(list) }
        #expect(error?.message.hasPrefix("--columns: \(message)") == true, "\(error?.message ?? "")")
    }

    @Test(
        "what is named and not there is refused with what is there",
        arguments: [
            (
                "x=posx",
                "t:1:1: no column is named 'posx'; did you mean 'pos_x'?; the first line has time, id, pos_x, y"
            ),
            ("x=7", "t:1:1: there is no column 7: the first line has 4"),
            ("x=0", "t:1:1: no column is named '0'; the first line has time, id, pos_x, y"),
            ("x=y,y=y", "t:1:1: 'x' and 'y' are both said to be the column 'y'"),
        ])
    func wrongColumns(list: String, message: String) throws {
        #expect(try Self.read("time,id,pos_x,y\n0,a,1,2\n", list).error == message)
    }

    @Test("without a header everything has a number, and all lines are rows")
    func withoutHeader() throws {
        #expect(
            try Self.read("0 a 1 2\n", "time=1,x=3,y=4").error
                == "t:1:1: no column is said to be 'vehicle'; in a table without a header all are named by number")
        #expect(
            try Self.read("0.0 10.0 0.0 100.0 0.0 100.0\n0.0 1 10.0 10.0\n", "time=1,vehicle=2,x=3,y=4").error
                == "t:2:1: the row has 4 fields, but the first line has 6; if that is no row of the table: tail -n +2 FILE | "
                + "trustsim ... -")
        #expect(
            try Self.read("a,a,x,y\n", "time=1,vehicle=2,x=3").error.hasPrefix("t:1:1: no column is named") == false)
        #expect(try Self.read("id,time,a,a\n", "x=a,y=4").error == "t:1:1: two columns are named 'a'")
    }

    @Test("columns do nothing in other formats, and are refused there")
    func otherFormats() throws {
        for (text, path, format) in [
            ("<fcd-export/>", "t.xml", "fcd-xml"), ("$node_(0) set X_ 1\n", "t.tcl", "ns2"),
        ] {
            let columns = try TraceColumns("x=1")
            let outcome = TraceOutcome(text, path: path) { $0.columns = columns }
            #expect(outcome.error == "\(path): 'columns' is for tables only, but this trace is \(format)")
        }
    }

    @Test("a list in a file says the same")
    func file() throws {
        let file = try TraceFile("{time: 'sendTime', 'x': 3, unit: 'ms'}", name: "c.json")
        #expect(try TraceColumns(file: file.path) == TraceColumns("time=sendTime,x=3,unit=ms"))
        let wrong = try TraceFile("{time: [1]}", name: "c.json")
        let error = #expect(throws: DataError.self) { try TraceColumns(file: wrong.path) }
        #expect(error?.description == "\(wrong.path):1:8: the name of a column is expected")
        var scenario = Scenario()
        (scenario.mobility.model, scenario.mobility.file, scenario.mobility.columns) = ("trace", "t.csv", "x")
        #expect(scenario.problems().map(\.keyPaths) == [["mobility.columns"]])
    }

    // MARK: - Dates

    @Test("times may be dates, which count from the midnight before the first; it is said")
    func dates() throws {
        let text =
            "time,id,x,y\n2028-02-28 23:59:59.5,a,1,2\n2028-02-29T00:00:01Z,a,2,2\n2028-03-01T01:00+01:00,a,3,2\n"
        for chunkBytes in [1, 4096] {
            let outcome = TraceOutcome(text, chunkBytes: chunkBytes)
            #expect(outcome.steps == ["86399.5: a 1,2", "86401: a 2,2", "172800: a 3,2"])
            #expect(
                outcome.summary?.notes
                    == ["t.csv: times are dates; they count in seconds from 2028-02-28 00:00 on"])
        }
        let mixed = TraceOutcome("time,id,x,y\n2028-02-28 23:59,a,1,2\n12,a,2,2\n")
        #expect(mixed.error.hasPrefix("t.csv:3:1: time='12' is no date such as "))
        let late = TraceOutcome("time,id,x,y\n12,a,1,2\n2028-02-28 23:59,a,2,2\n")
        #expect(late.error.hasPrefix("t.csv:3:1: time='2028-02-28 23:59' is no time; times are numbers of seconds"))
        let unit = try Self.read("time,id,x,y\n2028-02-28 23:59,a,1,2\n", "unit=ms")
        #expect(unit.error.hasSuffix(", which have no 'unit'"))
        #expect(try Self.read("2028-02-28T23:59 a 1 2\n", "time=1,vehicle=2,x=3,y=4").steps == ["86340: a 1,2"])
    }

    private static func microseconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { DateTimeText.microseconds($0) }
    }

    @Test("dates are those of the calendar, from the year 0 to 9999")
    func calendar() throws {
        #expect(Self.microseconds("1970-01-01 00:00:00") == 0)
        #expect(Self.microseconds("1969-12-31T23:59:59.999999Z") == -1)
        #expect(Self.microseconds("2031/5/6 7:08") == Self.microseconds("2031-05-06T07:08:00.0000004Z"))
        #expect(Self.microseconds("2031-05-06T07:08:09,5+02:30") == Self.microseconds("2031-05-06T04:38:09.5"))
        #expect(Self.microseconds("2031-05-06T07:08:09-0100") == Self.microseconds("2031-05-06 08:08:09"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        var random = FCDTestRandom(state: 7)
        for _ in 0..<500 {
            // Since 1600: before, other calendars differ.
            let seconds = Int64.random(in: -11_000_000_000...250_000_000_000, using: &random)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
            let (date, time) = (
                String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0),
                String(format: "%02d:%02d:%02d", parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
            )
            #expect(Self.microseconds("\(date) \(time)") == seconds * 1_000_000)
            #expect(DateTimeText.date(seconds * 1_000_000) == date)
        }
        for year in stride(from: 0, through: 9999, by: 7) {
            let text = String(repeating: "0", count: 4 - String(year).count) + "\(year)-02-28"
            #expect(Self.microseconds(text + " 00:00").map(DateTimeText.date) == text)
        }
    }

    @Test(
        "what is no date with a time is none",
        arguments: [
            "2031-02-29 00:00", "2031-13-01 00:00", "2031-00-01 00:00", "2031-01-00 00:00", "2031-04-31 00:00",
            "2031-01-01 24:00", "2031-01-01 00:60", "2031-01-01 00:00:60", "2031-01-01 00:00:", "2031-01/01 00:00",
            "2031-01-01", "31-01-01 00:00:00", "2031-01-01 00:00:00.", "2031-01-01 00:00Zx", "2031-01-01 00:00+1",
            "2031-01-01 00:00+24:00", "12031-01-01 00:00", "07:08:09 2031-01-01", "2031-01-01  00:00",
        ])
    func noDates(text: String) { #expect(Self.microseconds(text) == nil) }

    // MARK: - Real cases

    private static let cases = TraceFilesTests.root.appendingPathComponent("../shared/data/cases/traces")
        .standardizedFileURL.path

    @Test(
        "tables that were once misread",
        .enabled(if: FileManager.default.fileExists(atPath: cases), "no ../shared/data/cases/traces"))
    func realCases() throws {
        func read(_ name: String, _ columns: String?) throws -> TraceData.Counts {
            var source = TraceSource(path: "\(Self.cases)/\(name)")
            source.columns = try columns.map { try TraceColumns($0) }
            return try TraceData.read(source).counts()
        }
        let cologne = try read("no-header/cologne.tr", "time=1,vehicle=2,x=3,y=4,speed=5")
        #expect(cologne.vehicles == 2 && cologne.samples == 3 && cologne.steps == 2)
        let spaces = try read("no-header/spaces.csv", nil)
        #expect(spaces.vehicles == 1 && spaces.samples == 2)
        #expect(try read("messages/datetime.csv", nil).samples == 1)
        var source = TraceSource(path: "\(Self.cases)/truncated/a.fcd.xml")
        #expect(throws: TraceError.self) { try TraceData.read(source) }
        source.truncated = .wholeTimesteps
        #expect(try TraceData.read(source).counts().steps == 2)
    }
}
