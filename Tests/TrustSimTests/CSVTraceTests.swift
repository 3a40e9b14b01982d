import Testing

@testable import TrustSim

/// Written by SUMO 1.28.0 (`--fcd-output x.csv`), with a pedestrian p1 and steps without vehicles.
let sumoCSV = """
    timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_angle;vehicle_type;vehicle_speed;vehicle_pos;vehicle_lane;vehicle_edge;vehicle_slope
    0.00;;;;;;;;;;
    0.50;f.0;4.80;11.50;0.00;car;16.31;5.10;A0A1_0;;0.00
    0.50;gh.0;588.50;604.80;270.00;car;13.89;5.10;D3C3_0;;0.00
    0.50;p1;6.08;6.40;0.00;DEFAULT_PEDTYPE;0.00;0.00;;A0A1;0.00
    1.00;f.0;4.80;19.47;0.00;car;15.95;13.07;A0A1_0;;0.00
    1.50;;;;;;;;;;

    """

@Suite("Traces as tables")
struct CSVTraceTests {
    @Test("what SUMO writes is read: vehicles, steps without vehicles, no persons", arguments: [1, 7, 4096])
    func sumo(chunkBytes: Int) {
        let outcome = TraceOutcome(sumoCSV, chunkBytes: chunkBytes)
        #expect(outcome.error == "")
        #expect(outcome.format == .fcdCSV)
        #expect(outcome.steps == ["0:", "0.5: f.0 4.8,11.5; gh.0 588.5,604.8", "1: f.0 4.8,19.47", "1.5:"])
        #expect(outcome.events[2] == .vehicle("f.0", x: 4.8, y: 11.5, speed: 16.31, angle: 0))
        #expect(outcome.summary?.samples == 3)
        #expect(outcome.summary?.timesteps == 4)
        #expect(outcome.summary?.bytes == Int64(sumoCSV.utf8.count))
    }

    @Test(
        "columns come in any order, under any of their names, with other columns beside them",
        arguments: [
            "time,vehicle,x,y\n0,a,1,2\n",
            "y,x,vehicle,time\n2,1,a,0\n",
            "\u{FEFF}Time , ID , Y , X\r\n0 , a , 2 , 1\r\n",
            "t;node;x;y;heading\n0;a;1;2;\n",
            "time\tid\tx\ty\n0\ta\t1\t2",
            "color,time,vehicle,x,y,note\nred,0,\"a\",1,2,\"b, \"\"c\"\"\"\n\n",
            "time,id,x,y,angle,type,speed,pos,lane,edge,slope\n0,a,1.0,2.00,,car,,0,l,,0\n",
            "timestep_time;timestep_vehicle_id;timestep_vehicle_x;timestep_vehicle_y\n0;a;1e0;+2\n",
        ])
    func columns(text: String) {
        let outcome = TraceOutcome(text)
        #expect(outcome.error == "")
        #expect(outcome.events == [.timestep(0), .vehicle("a", x: 1, y: 2, speed: nil, angle: nil)])
    }

    @Test("speed and heading are taken where there are any; quotation marks in a name are doubled")
    func motion() {
        let outcome = TraceOutcome("time,vehicle,x,y,speed,heading,z\n1.5,\"a \"\"b\"\", c\",-1,2,3.5,90,\"\"\"\"\n")
        #expect(
            outcome.events == [
                .timestep(1_500_000), .vehicle("a \"b\", c", x: -1, y: 2, speed: 3.5, angle: 90),
            ])
    }

    @Test("a window keeps its steps; the others are checked alike")
    func window() {
        let text = "time,vehicle,x,y\n0,a,1,1\n1,a,2,2\n2,a,3,3\n"
        let outcome = TraceOutcome(text) { ($0.begin, $0.end) = (1_000_000, 1_000_000) }
        #expect(outcome.steps == ["1: a 2,2"])
        #expect(outcome.summary?.samples == 3)
        let wrong = TraceOutcome(text + "3,a,q,1\n") { ($0.begin, $0.end) = (1_000_000, 1_000_000) }
        #expect(wrong.error == "t.csv:5:5: x='q' is not a decimal number such as -12.5")
    }

    @Test(
        "what is wrong is named with line and column",
        arguments: [
            ("", "t.csv:1:1: the file is empty"),
            (
                "hello\n",
                "t.csv:1:1: the first line is no header: it needs the columns time, vehicle, x and y, separated by ; or , "
                    + "or tabs or spaces. \(CSVTraceHeader.recipe)"
            ),
            (
                "time,vehicle,x\n",
                "t.csv:1:1: no column is named 'y' (or vehicle_y, timestep_vehicle_y, lat, latitude); the header has time, "
                    + "vehicle, x. \(CSVTraceHeader.recipe)"
            ),
            ("time,id,x,y,vehicle\n", "t.csv:1:1: the column 'vehicle' is one of two for the vehicle"),
            (
                "time,id,x,y\n0,a,1\n",
                "t.csv:2:1: the row has 3 fields, but the header has 4; is the file truncated?"
            ),
            (
                "time,id,x,y\n0,a,1,2\n\nx,a,1,2\n",
                "t.csv:4:1: time='x' is not a number of seconds such as 12.5, at most 1e12"
            ),
            (
                "time,id,x,y\n00:01,a,1,2\n",
                "t.csv:2:1: time='00:01' is a clock time; times are numbers of seconds such as 12.5 (sumo without "
                    + "--human-readable-time)"
            ),
            (
                "time,id,x,y\n2031-15-06 07:08:09,a,1,2\n",
                "t.csv:2:1: time='2031-15-06 07:08:09' is no time; times are numbers of seconds such as 12.5, or all of them "
                    + "dates such as 2031-05-06 07:08:09.5"
            ),
            (
                "time,id,x,y\n2e12,a,1,2\n",
                "t.csv:2:1: time='2e12' is beyond the limit of 1e12 seconds; --columns unit=ms (or us, ns) says that times are "
                    + "in milliseconds"
            ),
            ("time,id,x,y\n2,a,1,2\n1,b,1,2\n", "t.csv:3:1: the time 1 s comes after 2 s; sort the rows by time"),
            ("time,id,x,y\n0,é,1,2e9\n", "t.csv:2:7: y='2e9' is beyond the limit of 1e9 metres"),
            ("time,id,x,y\n0,a,,2\n", "t.csv:2:5: x='' is empty"),
            ("time,id,x,y\n0,a,nan,2\n", "t.csv:2:5: x='nan' is not a decimal number such as -12.5"),
            ("time,id,x,y\n0,\"a,1,2\n", "t.csv:2:3: the quotation mark is not closed on its line"),
            ("time,id,x,y\n0,\"a\"b,1,2\n", "t.csv:2:6: found text behind a closing quotation mark"),
            ("time,id,x,y\n0,a\u{1},1,2\n", "t.csv:2:4: the control byte 0x01 is not allowed"),
            (
                "time,id,x,y\n0,\(String(repeating: "a", count: 70_000)),1,2\n",
                "t.csv:2:1: the line is longer than 65536 bytes; is this a text file?"
            ),
        ])
    func wrong(text: String, message: String) {
        for chunkBytes in [1, 4096] where chunkBytes > 1 || text.utf8.count < 1000 {
            #expect(TraceOutcome(text, chunkBytes: chunkBytes).error == message)
        }
    }

    @Test("no bytes make it trap, and whatever the chunk the outcome is the same")
    func damage() {
        for seed in UInt64(1)...400 {
            var random = FCDTestRandom(state: seed)
            let bytes = damaged(Array(sumoCSV.utf8), &random)
            let whole = TraceOutcome(bytes, TraceSource(path: "t", format: .csv))
            let chunked = TraceOutcome(bytes, TraceSource(path: "t", format: .csv), chunkBytes: 3)
            #expect(whole == chunked, "seed \(seed)")
        }
    }

    // MARK: - Who is a vehicle

    private static let sumo = "timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_type;vehicle_lane;vehicle_edge\n"

    @Test("of a mesoscopic simulation nobody has a lane: all are vehicles", arguments: [1, 4096])
    func mesoscopic(chunkBytes: Int) {
        let text = Self.sumo + "0;a;1;1;car;;e\n0;b;2;2;car;;e\n1;;;;;;\n2;a;3;3;car;;e\n"
        let outcome = TraceOutcome(text, chunkBytes: chunkBytes)
        #expect(outcome.steps == ["0: a 1,1; b 2,2", "1:", "2: a 3,3"] && outcome.summary?.samples == 3)
        let window = TraceOutcome(text, chunkBytes: chunkBytes) { ($0.begin, $0.end) = (2_000_000, 2_000_000) }
        #expect(window.steps == ["2: a 3,3"] && window.summary?.samples == 3)
        let twice = TraceOutcome(Self.sumo + "0;a;1;1;car;;e\n0;a;2;2;car;;e\n", chunkBytes: chunkBytes)
        #expect(twice.error == "t.csv:3:1: vehicle 'a' is listed twice in this timestep")
    }

    @Test("persons and containers are none: without a lane beside vehicles with one, or of SUMO's types for them")
    func persons() {
        let rows = [
            "timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_lane\n0;w;5;4;\n0;a;1;1;e_0\n1;w;6;4;\n1;a;2;2;e_0\n",
            "timestep_time;vehicle_id;vehicle_x;vehicle_y;vehicle_type\n0;w;5;4;DEFAULT_PEDTYPE\n0;a;1;1;car\n1;a;2;2;car\n",
            Self.sumo
                + "0;w;5;4;DEFAULT_CONTAINERTYPE;;e\n0;a;1;1;car;;e\n1;w;5;4;DEFAULT_CONTAINERTYPE;;e\n1;a;2;2;car;;e\n",
            Self.sumo + "0;w;5;4;person;;e\n0;a;1;1;car;e_0;e\n1;a;2;2;car;e_0;e\n",
        ]
        for text in rows {
            let outcome = TraceOutcome(text)
            #expect(outcome.steps == ["0: a 1,1", "1: a 2,2"] && outcome.summary?.samples == 2, "\(text)")
        }
        // Steps before the first vehicle are there.
        let late = TraceOutcome(Self.sumo + "0;w;5;4;person;;e\n1;;;;;;\n2;a;1;1;car;e_0;e\n")
        #expect(late.steps == ["0:", "1:", "2: a 1,1"])
    }

    @Test("tables with spaces are read, with any number of them; without a header the recipe is told")
    func spaces() {
        #expect(TraceOutcome("time vehicle x y\n0 a 1 2\n1  a  2 2 \n").steps == ["0: a 1,2", "1: a 2,2"])
        #expect(TraceOutcome("  t id x y\n  0 \"a b\" 1 2\n").steps == ["0: a b 1,2"])
        let without = TraceOutcome("21600 17_2-4 100.5 200.5 3.5\n21601 17 1 2 3\n", path: "cologne.tr")
        #expect(without.error.hasPrefix("cologne.tr:1:1: no column is named 'time'"))
        #expect(without.error.hasSuffix("such as time=1,vehicle=2,x=3,y=4,speed=5"))
        #expect(TraceOutcome("time,id,lng,lat\n0,a,12.5,41.9\n").summary?.isGeographic == true)
    }
}
