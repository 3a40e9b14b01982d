import Foundation
import Testing

@testable import TrustSim

/// Messages as F2MD writes them: three vehicles drive east in a row at 10 m/s, beacon once a second, and change their
/// pseudonyms after ten; one claims a constant position.
private struct F2MDFixture {
    var seconds = 20
    /// Newer versions write the sender's own number.
    var hasRealId = true
    static let vehicles = [15, 21, 27]
    static let liar = 21

    static func pseudonym(_ vehicle: Int, _ second: Int) -> Int { 100_000 + 10 * vehicle + second / 10 + 1 }

    /// One message, with the line breaks and tabs of the original.
    func message(_ sender: Int, to receiver: Int?, _ second: Int) -> String {
        let time = 50 + Double(second) + 0.01 * Double(sender)
        let lies = sender == Self.liar
        let (x, y) = lies ? (5560, 5820) : (10 * second + 3 * sender, 4)
        let (mb, attack) = lies ? ("LocalAttacker", "ConstPos") : ("Genuine", "Genuine")
        let names =
            receiver.map { "\t\"receiverId\": \($0),\n\t\"receiverPseudo\": \(Self.pseudonym($0, second)),\n" }
            ?? "\t\"myId\": \(sender),\n\t\"myPseudo\": \(Self.pseudonym(sender, second)),\n"
        let checks = receiver == nil ? "" : "\"BsmCheck\":{\n\t\"rP\": 1.0,\n\t\"sP\": 0.25,\n\t\"inT\":[\n]\n},\n"
        let place = hasRealId ? "[\n\t\(x).0,\n\t\(y).0,\n\t0.0\n]" : "\"(\(x).0,\(y).0,0)\""
        let identity =
            hasRealId
            ? "\t\"RealId\": \(sender),\n\t\"MbType\": \"\(mb)\",\n\t\"AttackType\": \"\(attack)\",\n" : ""
        let movement =
            hasRealId ? ",\n\"Accel\":[\n\t0.5,\n\t0.0,\n\t0.0\n],\n\"Heading\":[\n\t1.0,\n\t0.0,\n\t0.0\n]" : ""
        return "{\"BsmPrint\":{\n\"Metadata\":{\n\(names)\t\"generationTime\": \(time + 0.001),\n"
            + "\t\"mbType\": \"\(mb)\",\n\t\"attackType\": \"\(attack)\"\n},\n\(checks)\"BSMs\":[\n{\n"
            + "\t\"Pseudonym\": \(Self.pseudonym(sender, second)),\n\(identity)\t\"CreationTime\": \(time),\n"
            + "\t\"ArrivalTime\": \(time + 0.001),\n\"Pos\":\(place),\n\"Speed\":[\n\t10.0,\n\t0.0,\n\t0.0\n]\(movement)\n}\n"
            + "]\n}}\n"
    }

    /// A list for each pseudonym of a receiver.
    var lists: [String: String] {
        var messages: [String: [String]] = [:]
        for second in 0..<seconds {
            for receiver in Self.vehicles {
                let name = "MDBsm_V1_\(Self.pseudonym(receiver, second)).lbsm"
                for sender in Self.vehicles where sender != receiver {
                    messages[name, default: []].append(message(sender, to: receiver, second))
                }
            }
        }
        return messages.mapValues { "[" + $0.joined(separator: "\n,") + "\n]" }
    }

    /// A file for each message.
    var singles: [String: String] {
        var files: [String: String] = [:]
        for second in 0..<seconds {
            for receiver in Self.vehicles {
                for sender in Self.vehicles where sender != receiver {
                    let names = [receiver, sender].map { String(Self.pseudonym($0, second)) }
                    files["MDBsm_V1_\(50 + second)-0_\(names[0])_\(names[1]).bsm"] = message(
                        sender, to: receiver, second)
                }
            }
        }
        return files
    }
}

@Suite("Messages of F2MD")
struct F2MDTests {
    private func table(_ files: [String: String]) throws -> (DataSetReplay, [[String]]) {
        let folder = try LogFolder(files)
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        let features = try FeatureFile(path: folder.path + "/features.csv", overwriting: false)
        _ = try replay.run(try replay.plan(try replay.scenarioFile()).plan, features: (features, nil))
        try features.finish()
        let names = [
            "receiver", "sender", "senderPseudonym", "sendTime", "claimedX", "claimedSpeed", "claimedHeadingX",
            "claimedAcceleration", "altered",
        ]
        return (replay, try FeatureSheet(folder).sorted(names))
    }

    @Test("lists by pseudonym and single messages are the same data set, with every value in its place")
    func values() throws {
        let fixture = F2MDFixture()
        let (replay, rows) = try table(fixture.lists)
        #expect(replay.format == .f2md && replay.dirty.total == 0)
        #expect(
            replay.summary
                == "f2md: 3 receivers, 120 rows, 120 beacons received, 3 vehicles (1 attackers), 6 names, 19.3 s, labels: "
                + "honest 'Genuine'; attack 'ConstPos'", "\(replay.summary)")
        #expect(
            replay.warnings == [
                "no receiver has positions of its own: the checks range, appearance and saw have nothing to go by"
            ])
        #expect(rows.count == 120)
        for (number, row) in rows.enumerated() {
            let (sender, second) = (try #require(Int(row[1])), number / 6)
            #expect(row[0] != row[1] && F2MDFixture.vehicles.contains(sender))
            #expect(row[2] == String(F2MDFixture.pseudonym(sender, second)))
            #expect(abs(try #require(Double(row[3])) - Double(second) - 0.01 * Double(sender)) < 1e-9)
            let lies = sender == F2MDFixture.liar
            #expect(row[4] == (lies ? "5560" : String(10 * second + 3 * sender)) && row[5] == "10")
            #expect(row[6] == "1" && row[7] == "0.5" && row[8] == (lies ? "1" : "0"))
        }
        let (single, others) = try table(fixture.singles)
        #expect(single.summary == replay.summary && others == rows)
    }

    @Test("versions that write no sender go by pseudonyms, of receivers too; positions may be texts")
    func older() throws {
        let (replay, rows) = try table(F2MDFixture(hasRealId: false).lists)
        #expect(replay.dirty.total == 0 && rows.count == 120)
        #expect(replay.summary.contains(" 6 vehicles (2 attackers), 6 names, "), "\(replay.summary)")
        #expect(rows.allSatisfy { $0[2].isEmpty && $0[6].isEmpty && $0[7].isEmpty })
        #expect(Set(rows.map { $0[0] }) == Set(rows.map { $0[1] }))
        #expect(rows.allSatisfy { ($0[4] == "5560") == ($0[8] == "1") })
    }

    @Test(
        "one file can be named; what vehicles sent themselves is left out, what is damaged is counted, and both are said"
    )
    func damage() throws {
        let fixture = F2MDFixture()
        var files = fixture.lists
        files["MDBsm_V1_zelf.lbsm"] =
            "[" + (0..<4).map { fixture.message(15, to: nil, $0) }.joined(separator: ",") + ",{\"BsmPrint\":{}}]"
        let (replay, rows) = try table(files)
        #expect(rows.count == 120 && replay.dirty.total == 1 && replay.dirty.byReason[0].reason == "not JSON")
        #expect(replay.warnings.contains("4 messages are what vehicles sent themselves; they are left out"))
        let folder = try LogFolder(files)
        let one = try DataSetReplay(directory: folder.path + "/MDBsm_V1_100151.lbsm", format: nil)
        #expect(one.summary.hasPrefix("f2md: 1 receiver, 20 rows, 20 beacons received, 3 vehicles"), "\(one.summary)")
        let own = try LogFolder(["MDBsm_1.bsm": fixture.message(15, to: nil, 0)])
        let error = #expect(throws: DataError.self) { try DataSetReplay(directory: own.path, format: nil) }
        #expect(
            error?.message
                == "\(own.path): its 1 messages are what vehicles sent themselves, of which nobody is a receiver")
    }

    @Test("other logs are not taken for such messages, nor these for others")
    func insisted() throws {
        let veremi = try LogFolder(LogFixture(seconds: 3).veremi())
        let f2md = try LogFolder(F2MDFixture().lists)
        for (folder, format) in [(veremi, DataSetFormat.f2md), (f2md, .veremi), (f2md, .veremiNextGen)] {
            let error = #expect(throws: DataError.self) { try DataSetReplay(directory: folder.path, format: format) }
            #expect(error?.message.contains("not \(format.rawValue)") == true, "\(error?.message ?? "")")
        }
        let empty = try LogFolder(["a.json": "{}"])
        #expect(throws: DataError.self) { try DataSetReplay(directory: empty.path, format: .f2md) }
        #expect(try DataSetReplay(directory: f2md.path, format: .f2md).format == .f2md)
    }
}
