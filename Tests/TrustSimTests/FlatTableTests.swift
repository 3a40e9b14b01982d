import Foundation
import Testing

@testable import TrustSim

@Suite("Flat tables")
struct FlatTableTests {
    private static let fixture = LogFixture()

    /// A row for each message and receiver, or, without receivers, for each message; `write` gives the fields.
    private static func table(
        _ header: String, receivers: Bool = true, _ write: (Int, Int, Int, Double, Double) -> String
    ) -> String {
        var rows = header + "\n"
        for second in 0..<fixture.seconds {
            for sender in 0..<fixture.vehicles {
                let (x, y) = fixture.claim(sender, second)
                let heard = receivers ? (0..<fixture.vehicles).filter { $0 != sender } : [-1]
                for receiver in heard { rows += write(second, sender, receiver, x, y) + "\n" }
            }
        }
        return rows
    }

    private static func label(_ sender: Int) -> Int { sender == fixture.liar ? 4 : 0 }

    private static let plain = table("receiver,rcvTime,sendTime,sender,messageID,pos_x,pos_y,spd_x,spd_y,attackerType")
    {
        "\($2),\(100 + $0).5,\(100 + $0).5,\($1),\(4 * $0 + $1),\($3),\($4),10,0,\(label($1))"
    }

    private func replay(
        _ text: String, _ columns: TableColumns? = nil, name: String = "t.csv"
    ) throws -> (DataSetReplay, Executor.Outcome) {
        let folder = try LogFolder([name: text])
        let replay = try DataSetReplay(directory: folder.path + "/" + name, format: nil, columns: columns)
        var file = try replay.scenarioFile()
        for setting in ["schemes=['own-evidence']", "evaluation.warmup=0", "evaluation.interval=5"] {
            try file.set(setting)
        }
        return (replay, try replay.run(try replay.plan(file).plan, logsCases: true))
    }

    @Test("a row for each message received, by the usual names of columns")
    func receivers() throws {
        let (replay, outcome) = try replay(Self.plain)
        #expect(replay.format == .table)
        #expect(
            replay.summary.hasPrefix("table: 4 receivers, 480 rows, 480 beacons received, 4 vehicles (1 attackers)"))
        #expect(
            replay.warnings == [
                "no receiver has positions of its own: the checks range, appearance and saw have nothing to go by"
            ])
        #expect(outcome.statistics[0].checks?.altered == 120 && outcome.statistics[0].checks?.genuine == 240)
        #expect((outcome.statistics[0].checks?.messages.f1 ?? 0) > 0.95)
    }

    @Test("sorted otherwise, with another separator and in quotes it is the same")
    func order() throws {
        let plain = try replay(Self.plain).1
        let lines = Self.plain.split(separator: "\n")
        let turned = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n")
        for text in [
            turned, Self.plain.replacing(",", with: ";"),
            lines.map { $0.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",") }.joined(separator: "\n"),
        ] {
            let other = try replay(text).1
            #expect(other.statistics[0].checks == plain.statistics[0].checks)
            #expect(other.results.rows.map(\.values) == plain.results.rows.map(\.values))
        }
    }

    @Test("a row for each message sent: one receiver hears all, and it is said")
    func senders() throws {
        let text = Self.table(
            "type,sendTime,sender,senderPseudo,messageID,class,posx,posy,posz,spdx,spdy,aclx,acly,hedx,hedy",
            receivers: false
        ) { "4,\(100 + $0).0,\($1),\(1000 + $1),\(4 * $0 + $1),\(Self.label($1)),\($3),\($4),0,10,0,0,0,1,0" }
        // As such tables are mostly sorted: by sender.
        let lines = text.split(separator: "\n")
        let sorted = lines.dropFirst().sorted { $0.split(separator: ",")[2] < $1.split(separator: ",")[2] }
        let (replay, outcome) = try replay(([lines[0]] + sorted).joined(separator: "\n"))
        #expect(replay.summary.hasPrefix("table: 1 receiver, 160 rows, 160 beacons received, 5 vehicles (1 attackers)"))
        #expect(
            replay.warnings[0]
                == "the table has no receivers: one receiver is taken to hear every message, from nowhere")
        #expect(replay.dirty.total == 0)
        #expect(outcome.statistics[0].checks?.altered == 40 && outcome.statistics[0].checks?.genuine == 120)
    }

    @Test("VASP: the remote vehicle sends, the host vehicle receives, headings count from the east")
    func vasp() throws {
        let text = Self.table(
            "rv_id,hv_id,target_id,msg_generation_time,msg_rcv_time,rv_msg_count,rv_pos_x,rv_pos_y,rv_speed,rv_accel,"
                + "rv_heading,hv_pos_x,hv_pos_y,hv_speed,attack_type"
        ) {
            let own = Self.fixture.claim($2, $0)
            return "\($1),\($2),-1,\(100 + $0).0,\(100 + $0).001,\($0),\($3),\($4),10,0,0,\(own.x),\(own.y),10,"
                + ($1 == 1 ? "RandomPosition" : "Genuine")
        }
        let (replay, outcome) = try replay(text)
        #expect(replay.summary.contains("4 receivers") && replay.summary.contains("4 vehicles (1 attackers)"))
        #expect(replay.warnings.isEmpty)
        let checks = try #require(outcome.statistics[0].checks)
        let heading = try #require(PlausibilityCheck.all.firstIndex { $0.name == "position-heading" })
        #expect(checks.altered == 120 && checks.genuineByCheck[heading] == 0)
        let range = try #require(PlausibilityCheck.all.firstIndex { $0.name == "range" })
        #expect(checks.alteredByCheck[range] == 120)
        var file = try replay.scenarioFile()
        try file.set("vehicles=4")
        #expect(try file.decode().beaconInterval == 0.1)
    }

    @Test("columns of other names are told by --columns, in the text or in a file")
    func columns() throws {
        let other = Self.plain.replacing(
            "receiver,rcvTime,sendTime,sender,messageID,pos_x,pos_y,spd_x,spd_y,attackerType",
            with: "ego,t1,t0,other,id,east,north,ve,vn,bad")
        let error = #expect(throws: DataError.self) { try replay(other) }
        #expect(error?.message.contains("no column is known to be 'time'; the header has ego, t1, t0, other") == true)
        let text =
            "receiver=ego,time=t1,sent=t0,sender=other,message=id,x=east,y=north,vx=ve,vy=vn,label=bad"
        let plain = try replay(Self.plain).1
        #expect(try replay(other, TableColumns(text)).1.statistics[0].checks == plain.statistics[0].checks)
        let folder = try LogFolder([
            "m.json": "{"
                + text.split(separator: ",").map { part in
                    let (role, name) = (part.prefix { $0 != "=" }, part.drop { $0 != "=" }.dropFirst())
                    return "\(role): '\(name)'"
                }.joined(separator: ", ") + "}"
        ])
        #expect(try TableColumns(file: folder.path + "/m.json") == TableColumns(text))
        for (text, message) in [
            ("speed", "'speed' is not of the form role=column"),
            ("sped=v", "there is no role 'sped'; did you mean 'speed'"),
            ("x=a,x=b", "'x' is named twice"),
        ] {
            let error = #expect(throws: DataError.self) { try TableColumns(text) }
            #expect(error?.message.contains(message) == true)
        }
        let missing = #expect(throws: DataError.self) { try replay(Self.plain, TableColumns("x=posx")) }
        #expect(missing?.message.contains("no column is named 'posx'; did you mean 'pos_x'?") == true)
    }

    @Test("damaged rows are named by their line in the table, and labels that are missing count nowhere")
    func damage() throws {
        var lines = Self.plain.split(separator: "\n").map(String.init)
        lines[7] = "1,2,3"
        lines[9] = lines[9].replacing(",10,0,", with: ",10,zero,")
        lines[10] = lines[10].split(separator: ",").dropLast().joined(separator: ",") + ","
        let (replay, outcome) = try replay(lines.joined(separator: "\n"))
        #expect(
            replay.dirty.total == 2 && replay.summary.contains("4 receivers") && replay.summary.contains("4 vehicles"))
        let first = replay.dirty.first ?? ""
        #expect(first.hasSuffix("/t.csv:10") || first.hasSuffix("/t.csv:8"), "\(first)")
        let checks = try #require(outcome.statistics[0].checks)
        // Three messages to honest receivers are damaged or have no label.
        #expect(checks.altered + checks.genuine == 357)
        #expect(replay.warnings.contains { $0.hasPrefix("1 of 478 beacons have no label") }, "\(replay.warnings)")
    }

    @Test("what is no table is refused")
    func refused() throws {
        for text in ["", "{a: 1, b: 2, c: 3, d: 4}", "hello\n", "<net/>\n"] {
            let error = #expect(throws: DataError.self) { try replay(text) }
            #expect(error?.message.contains("is not a directory, and no table with a header") == true)
        }
        let log = #expect(throws: DataError.self) {
            try replay("type,rcvTime,sendTime,sender,hazardAttack\n3,1,1,7,0\n")
        }
        #expect(log?.message.contains("is one log of the format veremi-ap, no flat table; a data set is the") == true)
        let folder = try LogFolder()
        let error = #expect(throws: DataError.self) {
            try DataSetReplay(directory: folder.path, format: nil, columns: TableColumns("x=a"))
        }
        #expect(error?.message.hasSuffix("columns are for a flat table, which is one file") == true)
    }

    // MARK: - What tables are like

    /// The plain table with each row changed: `change` gets its fields.
    private static func changed(_ change: ([String]) -> [String]) -> String {
        let lines = plain.split(separator: "\n").map(String.init)
        return
            ([lines[0]]
            + lines.dropFirst().map { change($0.split(separator: ",").map(String.init)).joined(separator: ",") })
            .joined(separator: "\n")
    }

    private static func counts(_ outcome: Executor.Outcome) -> [Int] {
        [outcome.statistics[0].checks?.altered ?? -1, outcome.statistics[0].checks?.genuine ?? -1]
    }

    @Test(
        "labels as other programs write them, and what they were read as",
        arguments: [
            ("nan", [120, 160]), ("NULL", [120, 160]), ("None", [120, 160]), ("-", [120, 160]), ("?", [120, 160]),
            (" Genuine ", [120, 240]), ("A0", [120, 240]), ("0.0", [120, 240]), ("False", [120, 240]),
            ("A7", [160, 80]),
        ])
    func labels(word: String, expected: [Int]) throws {
        // Of one honest sender.
        let (replay, outcome) = try replay(Self.changed { $0[3] == "2" ? $0.dropLast() + [word] : $0 })
        #expect(Self.counts(outcome) == expected)
        let isNone = expected == [120, 160] && word != "A7"
        #expect(replay.warnings.contains { $0.hasPrefix("1 of 4 senders have no label") } == isNone)
        #expect(replay.summary.contains(", labels: honest '0'"), "\(replay.summary)")
        #expect(
            replay.summary.contains("; none '") == isNone && replay.summary.contains("attack '4'"), "\(replay.summary)")
    }

    @Test("negative labels are none, and it is said")
    func negativeLabels() throws {
        let (replay, outcome) = try replay(Self.changed { $0.dropLast() + [$0[9] == "0" ? "-1" : "1"] })
        #expect(Self.counts(outcome) == [120, 0])
        #expect(replay.warnings.contains { $0.hasPrefix("360 labels are negative numbers: they are read as no label") })
    }

    @Test("columns that are named count instead of those of usual names that say the same")
    func namedColumns() throws {
        let plain = try replay(Self.plain).1
        let text = Self.changed { $0[..<7] + ["-50", "0"] + $0[9...] + ["10", "90", "0"] }
            .replacing("attackerType\n", with: "attackerType,v,compass,course\n")
        for columns in ["speed=v,heading=compass", " speed = v , angle = course "] {
            let other = try replay(text, TableColumns(columns)).1
            #expect(other.statistics[0].checks?.messages == plain.statistics[0].checks?.messages, "\(columns)")
        }
        for (columns, message) in [
            ("speed=v", "no columns are known to be the velocity"),
            ("vx=spd_x,speed=v,heading=compass", "'vx' and 'speed' say the same; name one of them"),
            ("heading=compass,angle=course", "'angle' and 'heading' say the same"),
            ("receiverX=v", "'receiverX' and 'receiverY' belong together; no column is known to be 'receiverY'"),
            ("unit=h", "'unit' is one of s, ms, us, ns, not 'h'"),
            ("label=attackertype", "no column is named 'attackertype'; did you mean 'attackerType'?"),
        ] {
            let error = #expect(throws: DataError.self) { try replay(text, TableColumns(columns)) }
            #expect(error?.message.contains(message) == true, "\(columns): \(error?.message ?? "")")
        }
    }

    @Test("columns that could be meant as well, that are there twice, and none for the label: said or refused")
    func unclearColumns() throws {
        let label = try replay(Self.changed { $0 + ["0"] }.replacing("attackerType\n", with: "attackerType,label\n")).0
        #expect(
            label.warnings.contains { $0.hasPrefix("the column 'attackerType' is taken for 'label', not 'label'; ") })
        let none = try replay(Self.plain.replacing("attackerType", with: "remark")).0
        #expect(
            none.warnings.contains { $0.hasPrefix("no column is known to be the label, so nothing says who attacks") })
        let error = #expect(throws: DataError.self) { try replay(Self.plain.replacing("messageID", with: "sender")) }
        #expect(error?.message.hasPrefix("the column 'sender', which is 'sender', is there twice") == true)
    }

    @Test("a column of VASP that is named leaves the others known")
    func namedColumnOfVASP() throws {
        let header =
            "rv_id,hv_id,msg_generation_time,msg_rcv_time,rv_msg_count,rv_pos_x,rv_pos_y,rv_speed,rv_accel,"
            + "rv_heading,hv_pos_x,hv_pos_y,attack_type,mine"
        let text = Self.table(header) {
            "\($1),\($2),\(100 + $0).0,\(100 + $0).001,\($0),\($3),\($4),10,0,0,0,0,Genuine,\(Self.label($1))"
        }
        let (replay, outcome) = try replay(text, TableColumns("label=mine"))
        #expect(Self.counts(outcome) == [120, 240])
        var file = try replay.scenarioFile()
        try file.set("vehicles=4")
        #expect(try file.decode().beaconInterval == 0.1)
        // Neither does a scenario take it away that says nothing of it.
        let given = try replay.scenarioFile(ScenarioFile(text: "{vehicles: 4, sensing: {accuracy: 0.9}}"))
        #expect(try given.decode().beaconInterval == 0.1)
        let other = try replay.scenarioFile(
            ScenarioFile(text: "{vehicles: 4, beacon: {interval: 0.5}, radio: {range: 100}}"))
        #expect(try other.decode().beaconInterval == 0.5 && other.root["radio"]?["range"]?.double == 100)
    }

    @Test("one vehicle has one name: 7 is 7.0; and what is no name is no vehicle")
    func names() throws {
        #expect(LogName("7.0") == .number(7) && LogName("1e3") == .number(1000) && LogName("7.5") == .text("7.5"))
        #expect(LogName("18446744073709551615") == .text("18446744073709551615") && LogName("inf") == .text("inf"))
        #expect(LogName("9007199254740993") == .number(9_007_199_254_740_993))
        let (floats, outcome) = try replay(Self.changed { $0[..<3] + ["\($0[3]).0"] + $0[4...] })
        #expect(floats.summary.contains(" 4 vehicles (1 attackers)") && floats.warnings.count == 1)
        #expect(Self.counts(outcome) == [120, 240])
        for word in ["nan", "", "None"] {
            let (sender, _) = try replay(Self.changed { $0[3] == "2" ? $0[..<3] + [word] + $0[4...] : $0 })
            #expect(sender.dirty.byReason.map(\.reason) == ["without a sender"] && sender.dirty.total == 120)
            let (receiver, _) = try replay(Self.changed { $0[0] == "2" ? [word] + $0[1...] : $0 })
            #expect(receiver.dirty.byReason.map(\.reason) == ["without a receiver"] && receiver.dirty.total == 120)
            #expect(receiver.summary.contains("table: 3 receivers, 480 rows, 360 beacons received, 4 vehicles"))
        }
        let error = #expect(throws: DataError.self) { try replay(Self.changed { ["nan"] + $0[1...] }) }
        #expect(error?.message.hasSuffix("no row of the table names a receiver") == true)
    }

    @Test("what a vehicle sent itself, and what stands there twice, is left out and said")
    func ownAndCopies() throws {
        let lines = Self.plain.split(separator: "\n").map(String.init)
        let plain = try replay(Self.plain).1
        let own = lines.dropFirst().map { line in
            let fields = line.split(separator: ",").map(String.init)
            return ([fields[3]] + fields[1...]).joined(separator: ",")
        }
        let (self_, outcome) = try replay((lines + own.distinct()).joined(separator: "\n"))
        #expect(self_.warnings.contains { $0.hasPrefix("160 beacons stand in the log of the vehicle that sent them") })
        #expect(self_.summary.contains(" 480 beacons received") && Self.counts(outcome) == [120, 240])
        for copies in [lines + lines.dropFirst(), [lines[0]] + lines.dropFirst().flatMap { [$0, $0, $0] }] {
            let (twice, outcome) = try replay(copies.joined(separator: "\n"))
            #expect(twice.dirty.byReason.map(\.reason) == ["the same as another row"])
            #expect(twice.dirty.total == copies.count - lines.count && twice.summary.contains(" 480 beacons received"))
            #expect(outcome.statistics[0].checks == plain.statistics[0].checks)
        }
        // In logs, too: of every row, and a sender's own.
        var veremi = LogFixture().veremi()
        for (name, text) in veremi {
            veremi[name] = text.split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n")
        }
        let folder = try LogFolder(veremi)
        let doubled = try DataSetReplay(directory: folder.path, format: nil)
        #expect(doubled.dirty.total == 480 && doubled.summary.contains(" 480 beacons received"), "\(doubled.summary)")
    }

    @Test("times in other units are refused with the unit that they seem to be in, and read in the one that is named")
    func units() throws {
        let plain = try replay(Self.plain).1
        for (unit, factor, offset) in [("ms", 1000.0, 0.0), ("us", 1e6, 0), ("ns", 1e9, 0), ("ms", 1000, 1.7e12)] {
            let text = Self.changed {
                [$0[0], String((Double($0[1]) ?? 0) * factor + offset), String((Double($0[2]) ?? 0) * factor + offset)]
                    + $0[3...]
            }
            let error = #expect(throws: DataError.self) { try replay(text) }
            #expect(error?.message.contains("unit=\(unit)") == true, "\(error?.message ?? "")")
            let other = try replay(text, TableColumns("unit=\(unit)")).1
            #expect(other.statistics[0].checks == plain.statistics[0].checks, "\(unit)")
        }
        #expect(try Self.counts(replay(Self.plain, TableColumns("unit=s")).1) == [120, 240])
        // Lists of NextGen in seconds: nothing can be refused, but it is said.
        let time = try Regex("Time\": ([0-9]+)000000,")
        let folder = try LogFolder(
            LogFixture().nextGen().mapValues { $0.replacing(time) { "Time\": \($0.output[1].substring ?? "")e-3," } })
        let list = try DataSetReplay(directory: folder.path, format: nil)
        #expect(
            list.warnings.contains { $0.hasPrefix("vehicles move on without any time passing") }, "\(list.warnings)")
    }

    @Test("spaces behind separators, marks within texts, doubled marks, decimal commas")
    func forms() throws {
        let plain = try replay(Self.plain).1
        let lines = Self.plain.split(separator: "\n")
        for text in [
            lines.map { $0.replacing(",", with: ", ") }.joined(separator: "\n"),
            lines.map { "5\" pipe," + $0 }.joined(separator: "\n"),
            lines.map { "\"a \"\"b, c\"\"\"," + $0 }.joined(separator: "\n"),
            lines.map { $0.replacing(",", with: ";").replacing(".", with: ",") }.joined(separator: "\n"),
        ] {
            let other = try replay(text).1
            #expect(other.statistics[0].checks == plain.statistics[0].checks, "\(text.prefix(100))")
        }
        let fields = CSVColumns.split(Array("a, \"b, \"\"c\"\"\" ,5\" d,,\"\"".utf8)[...]).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(fields == ["a", "b, \"c\"", "5\" d", "", ""])
    }

    @Test("a heading in the middle is no vehicle, and joined tables are warned of")
    func joined() throws {
        var lines = Self.plain.split(separator: "\n").map(String.init)
        lines.insert(lines[0], at: 200)
        let (replay, outcome) = try replay(lines.joined(separator: "\n"))
        #expect(
            replay.dirty.total == 0 && replay.summary.contains(": 4 receivers, 480 rows")
                && Self.counts(outcome) == [120, 240])
        #expect(
            replay.warnings.contains { $0.hasPrefix("the heading stands in the table again, once, first in line 201") })
    }

    @Test("the first of the dirty rows is that of the first line, whoever received it")
    func firstDirtyRow() throws {
        var lines = Self.plain.split(separator: "\n").map(String.init)
        // Of receivers 3, 0 and 2.
        for index in [4, 40, 300] { lines[index - 1] = lines[index - 1].replacing(",10,0,", with: ",zero,0,") }
        lines[100] = "1,2,3"
        let (replay, _) = try replay(lines.joined(separator: "\n"))
        #expect(
            replay.dirty.total == 4 && replay.dirty.first?.hasSuffix("/t.csv:4") == true, "\(replay.dirty.first ?? "")")
    }
}
