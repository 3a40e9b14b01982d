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
                "no receiver has positions of its own: the checks range and appearance have nothing to go by"
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
        #expect(missing?.message.hasPrefix("no column is named 'posx'; the header has receiver, rcvTime") == true)
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
        let folder = try LogFolder()
        let error = #expect(throws: DataError.self) {
            try DataSetReplay(directory: folder.path, format: nil, columns: TableColumns("x=a"))
        }
        #expect(error?.message.hasSuffix("columns are for a flat table, which is one file") == true)
    }
}
