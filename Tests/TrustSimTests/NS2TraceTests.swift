import Foundation
import Testing

@testable import TrustSim

@Suite("Traces as ns-2 movements")
struct NS2TraceTests {
    private static func read(
        _ text: String, path: String = "m.tcl", chunkBytes: Int = 4096, _ change: (inout TraceSource) -> Void = { _ in }
    ) -> TraceOutcome { TraceOutcome(text, path: path, chunkBytes: chunkBytes, change) }

    /// As BonnMotion writes: node by node, a way point after the other.
    private static let bonnMotion = """
        $node_(0) set X_ 0.0
        $node_(0) set Y_ -10.0
        $node_(0) set Z_ 0
        $ns_ at 0.0 "$node_(0) setdest 30.0 -10.0 10.0"
        $ns_ at 5.0 "$node_(0) setdest 30.0 10.0 5.0"
        $node_(1) set X_ 100
        $node_(1) set Y_ 100
        $ns_ at 2.0 "$node_(1) setdest 100.0 96.0 1.0"

        """

    @Test("a window without nodes says when they are there")
    func emptyWindow() throws {
        let movements = try TraceFile(
            "$node_(0) set X_ 1\n$node_(0) set Y_ 1\n$ns_ at 5.0 \"$g(0) start\"\n$ns_ at 9.0 \"$g(0) stop\"\n",
            name: "m.tcl")
        var source = TraceSource(path: movements.path)
        (source.begin, source.end) = (50_000_000, 60_000_000)
        let error = #expect(throws: TraceError.self) { try TraceData.read(source) }
        #expect(error?.message == "no vehicles in the window from 50 to 60 (vehicles are there from 5 to 9 s)")
    }

    @Test("nodes drive straight at their speed, stand where they arrive, and wait for their first course")
    func courses() {
        for chunkBytes in [1, 4096] {
            let outcome = Self.read(Self.bonnMotion, chunkBytes: chunkBytes)
            #expect(outcome.error == "")
            #expect(outcome.format == .ns2)
            #expect(
                outcome.steps == [
                    "0: 0 0,-10; 1 100,100", "1: 0 10,-10; 1 100,100", "2: 0 20,-10; 1 100,100",
                    "3: 0 30,-10; 1 100,99",
                    "4: 0 30,-10; 1 100,98", "5: 0 30,-10; 1 100,97", "6: 0 30,-5; 1 100,96", "7: 0 30,0; 1 100,96",
                    "8: 0 30,5; 1 100,96", "9: 0 30,10; 1 100,96",
                ])
        }
    }

    @Test("a course that is changed on the way starts where the node is")
    func changed() {
        let outcome = Self.read(
            """
            $node_(7) set X_ 0
            $node_(7) set Y_ 0
            $ns_ at 10.0 "$node_(7) setdest 100 0 10"
            $ns_ at 12.0 "$node_(7) setdest 20 30 10"
            $ns_ at 14.0 "$node_(7) setdest 99 99 0"
            """)
        #expect(outcome.steps == ["10: 7 0,0", "11: 7 10,0", "12: 7 20,0", "13: 7 20,10", "14: 7 20,20"])
    }

    @Test("start and stop say who is there; comments name vehicles; a place that is set at a time is taken at once")
    func activity() throws {
        let activity = try TraceFile(
            """
            # who comes and goes
            $ns_ at 101.0 "$g(1) start"; # SUMO-ID: bus 1
            $ns_ at 103.0 "$g(1) stop"; # SUMO-ID: bus 1
            $ns_ at 100 "$g(0) start"
            """, name: "a.tcl")
        let outcome = Self.read(
            """
            set opt(nn) 2
            $node_(0) set X_ 1 ; # east
            $node_(0) set Y_ 2
            $node_(1) set X_ 0
            $node_(1) set Y_ 0
            $god_ set-dist 0 1 1
            $ns_ at 101.0 "$god_ set-dist 0 1 2"
            $ns_ at 102.0 "$node_(0) set X_ 500"
            $ns_ at 101.0 "$node_(1) setdest 40 0 20.0"
            $ns_ at 104.0 "$node_(0) reset"
            """
        ) { $0.activity = activity.path }
        #expect(outcome.error == "")
        #expect(outcome.steps == ["100: 0 1,2", "101: 0 1,2; bus 1 0,0", "102: 0 500,2; bus 1 20,0", "103: 0 500,2"])
    }

    @Test("samples are as near as the times need, from 0.1 to 1 s, or as asked for")
    func step() {
        func times(_ command: String, _ step: Microseconds? = nil, end: Double? = nil) -> [String] {
            let text = "$node_(0) set X_ 0\n$node_(0) set Y_ 0\n$ns_ at 0 \"$node_(0) setdest 9 0 0\"\n" + command
            return Self.read(text) {
                $0.step = step
                $0.end = end.map { Microseconds(seconds: $0) }
            }.steps.map { String($0.prefix { $0 != ":" }) }
        }
        #expect(times("$ns_ at 1.5 \"$node_(0) setdest 0 0 0\"") == ["0", "0.75", "1.5"])
        #expect(times("$ns_ at 0.2 \"$node_(0) setdest 0 0 0\"") == ["0", "0.2"])
        #expect(times("$ns_ at 3 \"$node_(0) setdest 0 0 0\"") == ["0", "1", "2", "3"])
        #expect(times("$ns_ at 2.123457 \"$node_(0) setdest 0 0 0\"") == ["0", "0.707819", "1.415638", "2.123457"])
        #expect(times("$ns_ at 3 \"$node_(0) setdest 0 0 0\"", 2_000_000) == ["0", "2", "3"])
        #expect(times("$ns_ at 3 \"$node_(0) setdest 0 0 0\"", nil, end: 1) == ["0", "1"])
    }

    @Test(
        "what is wrong is named with line and column",
        arguments: [
            ("\n", "m.tcl: there are no movements in this file"),
            ("", "m.tcl:1:1: the file is empty"),
            (
                "$ns_ at 1 \"$g(4) start\"\n",
                "m.tcl: this file says who is there when, but not where: it is an activity file; give it by --activity (or "
                    + "mobility.activity), beside the movements"
            ),
            (
                "$node_(0) set X_ 1\n$ns_ at 1 \"$g(4) start\"\n",
                "m.tcl: $node_(4) at m.tcl:2 starts or stops, but has no place: neither '$node_(4) set X_ ...' nor a 'setdest'"
            ),
            (
                "$node_(0) random-motion 1\n",
                "m.tcl:1:11: 'random-motion' is only read with 0: the movements of 1 are not in the file"
            ),
            ("$ns_ at 1 \"$ns_ at 2 {stop}\"\n", "m.tcl:1:12: a command that schedules another is not read"),
            ("$ns_ at 1 \"proc\"\n", "m.tcl:1:12: found 'proc' where a node such as '$node_(0)' is expected"),
            ("$ns_ at 1 \"$node_(0) stop\n", "m.tcl:1:26: the closing quotation mark is expected"),
            (
                "$node_(0) set X_ 1\nproc x {} {\n",
                "m.tcl:2:1: found 'proc'; only '$node_(0) ...', '$ns_ at ...' and comments are allowed"
            ),
            ("$node_(0) set W_ 1\n", "m.tcl:1:15: found 'W_' where X_, Y_ or Z_ is expected"),
            ("$node_(0) set X_ q\n", "m.tcl:1:18: found 'q' where a number such as -12.5 is expected"),
            ("$node_(0) set X_\n", "m.tcl:1:17: a number is missing"),
            (
                "$node_($i) set X_ 1\n",
                "m.tcl:1:1: found '$node_($i)'; only '$node_(0) ...', '$ns_ at ...' and comments are allowed"
            ),
            ("$node_(0) setdest 1 2 3\n", "m.tcl:1:1: this command needs a time: $ns_ at 1.5 \"$node_(0) ...\""),
            (
                "$ns_ at -1 \"$node_(0) setdest 1 2 3\"\n",
                "m.tcl:1:9: the time '-1' is not a number of seconds from 0 to 1e12"
            ),
            ("$ns_ at 1 $node_(0) setdest 1 2 3\n", "m.tcl:1:11: a command in quotation marks is expected"),
            (
                "$ns_ at 1 \"$node_(0) setdest 1 2 3 4\"\n",
                "m.tcl:1:36: found '4' where the closing quotation mark is expected"
            ),
            ("$ns_ at 1 \"$node_(0) setdest 1 2 -3\"\n", "m.tcl:1:22: the speed of a 'setdest' is negative"),
            (
                "$ns_ at 1 \"$node_(0) fly\"\n",
                "m.tcl:1:22: found 'fly' where 'set X_ 1.5', 'setdest 1.5 2.5 13.9', 'start' or 'stop' is expected"
            ),
            ("$ns_ at 1 \"$node_(0) stop\" x\n", "m.tcl:1:28: found 'x' where the end of the line is expected"),
            (
                "$node_(0) set X_ 0\n$node_(0) set Y_ 0\n$ns_ at 1 \"$node_(0) setdest 9 9 1e-9\"\n",
                "m.tcl: 1 nodes from 1 to 12727922062.357855 s are too many samples at 1 s each; choose a window or a longer "
                    + "step"
            ),
        ])
    func wrong(text: String, message: String) {
        for chunkBytes in [1, 4096] { #expect(Self.read(text, chunkBytes: chunkBytes).error == message) }
    }

    @Test("a few lines do not ask for more samples than anybody can want; much movement may have many")
    func samples() {
        let node = "$node_(0) set X_ 0\n$node_(0) set Y_ 0\n"
        func message(_ nodes: Int, _ end: Int) -> String {
            "m.tcl: \(nodes) nodes from 0 to \(end) s are too many samples at 1 s each; choose a window or a longer step"
        }
        let late = "$ns_ at 0 \"$g(0) start\"\n$ns_ at 10000000 \"$g(0) stop\"\n"
        #expect(Self.read(node + late).error == message(1, 10_000_000))
        #expect(Self.read(node + late) { $0.step = 60_000_000 }.summary?.timesteps == 166_668)
        #expect(Self.read(node + late) { $0.end = 100_000_000 }.error == "")
        var many = "$ns_ at 0 \"$node_(0) setdest 1 0 1\"\n$ns_ at 9000 \"$node_(0) setdest 0 0 1\"\n"
        for number in 0..<2000 { many += node.replacing("(0)", with: "(\(number))") }
        #expect(Self.read(many).error == message(2000, 9001))
        for number in 0..<10 { many += "$ns_ at 0 \"$node_(\(number)) setdest 0 0 1\"\n" }
        #expect(Self.read(many) { $0.step = 2_000_000 }.error == "")
    }

    @Test("what is for ns-2 movements only is refused with other traces, as it would do nothing")
    func others() {
        let text = "<fcd-export><timestep time=\"0\"><vehicle id=\"a\" x=\"0\" y=\"0\"/></timestep></fcd-export>"
        #expect(Self.read(text, path: "m.xml").error == "")
        let step = Self.read(text, path: "m.xml") { $0.step = 1_000_000 }
        #expect(step.error == "m.xml: 'step' is for ns2 movements only, but this trace is fcd-xml")
        let activity = Self.read(text, path: "-") { $0.activity = "a.tcl" }
        #expect(
            activity.error == "standard input: 'activity' is for ns2 movements only, but this trace is fcd-xml")
        let table = Self.read("time,vehicle,x,y\n0,a,0,0\n", path: "m.csv") { $0.step = 1_000_000 }
        #expect(table.error == "m.csv: 'step' is for ns2 movements only, but this trace is csv")
    }

    @Test("a fault in the activity file is named with that file")
    func wrongActivity() throws {
        let activity = try TraceFile("$ns_ at x \"$g(0) start\"\n", name: "a.tcl")
        let outcome = Self.read("$node_(0) set X_ 0\n$node_(0) set Y_ 0\n") { $0.activity = activity.path }
        #expect(outcome.error == "\(activity.path):1:9: the time 'x' is not a number of seconds from 0 to 1e12")
        let missing = Self.read("$node_(0) set X_ 0\n") { $0.activity = "nowhere.tcl" }
        #expect(missing.error == "nowhere.tcl: no such file")
    }

    @Test("two nodes of one name are refused, with both and where they are named")
    func sameName() throws {
        let place = "$node_(%) set X_ 0\n$node_(%) set Y_ 0\n$ns_ at 1 \"$g(%) start\"; # SUMO-ID: a\n"
        let text = ["0", "1"].map { place.replacingOccurrences(of: "%", with: $0) }.joined()
        #expect(
            Self.read(text).error == "m.tcl: two nodes are called 'a': $node_(0) at m.tcl:3 and $node_(1) at m.tcl:6; "
                + "give one of them another '# SUMO-ID: ...'")
        let other = "$node_(3) set X_ 0\n$node_(11) set X_ 5\n$ns_ at 0 \"$g(3) start\"; # SUMO-ID: 11\n"
        #expect(
            Self.read(other).error.hasPrefix(
                "m.tcl: two nodes are called '11': $node_(3) at m.tcl:3 and $node_(11) at m.tcl:2"))
    }

    @Test(
        "forms that people write by hand are read alike",
        arguments: [
            "$node_(0) set X_ 0.0; $node_(0) set Y_ 5.0; $node_(0) set Z_ 0.0\n"
                + "$ns_ at 0.0 \"$node_(0) setdest 100.0 5.0 10.0\"\n",
            "set n0 [$ns node]; $n0 set X_ 0.0\n$n0 set Y_ 5.0\n$n0 set Z_ 0.0\n$ns at 0.0 \"$n0 setdest 100.0 5.0 10.0\"\n",
            "$node_(0) set X_ 0.0\n$node_(0) set Y_ 5.0\n$ns_ initial_node_pos $node_(0) 20\n$node_(0) random-motion 0\n"
                + "$ns_ at 0.0 \"$node_(0) color red\"\n$ns_ at 0.0 \"$node_(0) setdest 100.0 5.0 10.0\"\n"
                + "$ns_ at 10.0 \"stop\"\n$ns_ at 10.1 \"puts \\\"done; now\\\"; $ns_ halt\"\n",
            "$node_(0) set Y_ 5; $ns_ at 0 {$node_(0) setdest 100 5 10; $node_(0) label \"a b\"} ;# to the east\n",
        ])
    func hands(text: String) {
        let outcome = Self.read(text)
        #expect(outcome.error == "" && outcome.summary?.samples == 11)
        let places = outcome.steps.map { $0.split(separator: " ").last.map(String.init) ?? "" }
        #expect(places == (0...10).map { "\(10 * $0),5" })
    }

    @Test("what ns-2 does with movements, and somebody may not have meant, is noted")
    func notes() {
        func notes(_ text: String) -> [String] { Self.read(text).summary?.notes ?? ["no summary"] }
        #expect(notes("$node_(0) set X_ 0\n$node_(0) set Y_ 0\n$ns_ at 1 \"$node_(0) setdest 5 0 1\"\n").isEmpty)
        let origin = Self.read(
            "$ns_ at 0 \"$node_(14) setdest 100 0 10\"\n$ns_ at 20 \"$node_(14) setdest 100 50 10\"\n")
        #expect(origin.steps.first == "0: 14 0,0" && origin.steps.last == "25: 14 100,50")
        #expect(
            origin.summary?.notes == [
                "m.tcl: $node_(14) has no initial place ('set X_', 'set Y_') and starts at the origin, as in ns-2"
            ])
        let standing =
            "$node_(1) set X_ 0\n$node_(1) set Y_ 0\n$ns_ at 1 \"$node_(1) setdest 20 0 0\"\n"
            + "$ns_ at 2 \"$node_(1) setdest 40 0 0.00\"\n$ns_ at 3 \"$node_(1) setdest 0 0 0\"\n"
        #expect(
            notes(standing) == [
                "m.tcl: 2 setdest of speed 0 name another place, up to 40.0 m away: the nodes stay where they are, as in ns-2"
            ])
        let sumo =
            "$node_(0) set X_ 0\n$node_(0) set Y_ 0\n$ns_ at 0.0 \"$node_(0) setdest 0.0 0.0 0.00\"\n"
            + "$node_(1) set X_ 50\n$node_(1) set Y_ 0\n$ns_ at 8.0 \"$node_(1) setdest 50.0 0.0 0.00\"\n"
        #expect(notes(sumo).count == 1 && notes(sumo)[0].hasPrefix("m.tcl: 1 of 2 nodes seem to enter later"))
        #expect(notes(sumo + "$ns_ at 8.0 \"$g(1) start\"\n").isEmpty)
    }

    @Test("no bytes make it trap, and whatever the chunk the outcome is the same")
    func damage() {
        for seed in UInt64(1)...400 {
            var random = FCDTestRandom(state: seed)
            let bytes = damaged(Array(Self.bonnMotion.utf8), &random)
            var source = TraceSource(path: "t", format: .ns2)
            (source.begin, source.end) = (0, 20_000_000)
            #expect(
                TraceOutcome(bytes, source) == TraceOutcome(bytes, source, chunkBytes: 3), "seed \(seed)")
        }
    }

    private static let folder = TraceFilesTests.root.appendingPathComponent("../shared/data/ns2").standardizedFileURL
        .path
    private static let hasLuxembourg =
        TraceFilesTests.hasLuxembourg && FileManager.default.fileExists(atPath: folder + "/lustnano_0700.ns2.tcl")

    // SUMO's traceExporter sends a vehicle to the place of a sample only at the time of that sample, so that it is there
    // about one sample late; and it knows no times without vehicles.
    @Test(
        "Luxembourg as ns-2 movements has the vehicles of its floating-car data, at their places a second later",
        .enabled(if: hasLuxembourg, "the trace lustnano_0700 is not there in both formats"))
    func luxembourg() throws {
        var source = TraceSource(path: Self.folder + "/lustnano_0700.ns2.tcl")
        source.activity = Self.folder + "/lustnano_0700.activity.tcl"
        let moves = try TraceRecording.read(source).trace
        let data = try TraceData.read(TraceSource(path: TraceFilesTests.luxembourgPath))
        #expect(moves.vehicleNames == data.vehicleNames)
        #expect(moves.counts().samples == data.counts().samples)
        // The movements end with a step at which everybody has left.
        #expect(moves.begin == 25_202_000_000 && moves.begin + moves.duration == 25_500_000_000)
        let (left, right) = (TraceStatistics(moves, range: 300), TraceStatistics(data, range: 300))
        #expect(abs(left.meanNeighbours - right.meanNeighbours) < 0.05)
        #expect(abs((left.meanSpeed ?? 0) - (right.meanSpeed ?? 0)) < 0.2)
        #expect(left.mostPresent == right.mostPresent)
        var places: [Int64: [VehicleID: Point]] = [:]
        for step in data.times.indices {
            for sample in data.stepStart[step]..<data.stepStart[step + 1] {
                places[data.begin + data.times[step], default: [:]][data.vehicles[sample]] = data.positions[sample]
            }
        }
        var (compared, farthest) = (0, 0.0)
        for step in moves.times.indices {
            for sample in moves.stepStart[step]..<moves.stepStart[step + 1] {
                let time = moves.begin + moves.times[step]
                guard let place = places[time - 1_000_000]?[moves.vehicles[sample]] else { continue }
                compared += 1
                farthest = max(farthest, place.distance(to: moves.positions[sample]))
            }
        }
        #expect(compared == 9387 - 121)
        // A vehicle that speeds up is behind by what the speed changes in a second.
        #expect(farthest < 10, "\(farthest) m")
    }
}
