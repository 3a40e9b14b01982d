import Foundation
import Testing

@testable import TrustSim

@Suite("Data sets of others")
struct DataSetReaderTests {
    /// Two receivers that hear an attacker and each other for a minute, once a second. Messages name the module of their
    /// sender, the second number of a file.
    private static func veremi(damage: String = "") -> [String: String] {
        var files = ["JSONlog-0-7-A0.json": "", "JSONlog-1-13-A0.json": "", "JSONlog-2-19-A4.json": ""]
        var truth = ""
        for second in 0..<60 {
            let time = 1000 + Double(second)
            func own(_ x: Double) -> String {
                "{\"type\":2,\"rcvTime\":\(time),\"pos\":[\(x + 10 * Double(second)),50.0,1.9],"
                    + "\"noise\":[0.0,0.0,0.0],\"spd\":[10.0,0.0,0.0],\"spd_noise\":[0.0,0.0,0.0]}\n"
            }
            func beacon(_ sender: Int, _ x: Double, _ y: Double) -> String {
                "{\"type\":3,\"rcvTime\":\(time + 0.2 + 0.1 * Double(sender)),"
                    + "\"sendTime\":\(time + 0.1999 + 0.1 * Double(sender)),\"sender\":\(6 * sender + 7),"
                    + "\"messageID\":\(3 * second + sender),\"pos\":[\(x + 10 * Double(second)),\(y),1.9],"
                    + "\"pos_noise\":[0,0,0],\"spd\":[10.0,0.0,0.0],\"spd_noise\":[0,0,0],\"RSSI\":5e-9}\n"
            }
            let lie = beacon(2, Double(second * 7919 % 300), Double(second * 104_729 % 900))
            files["JSONlog-0-7-A0.json"]! += own(0) + beacon(1, 30, 50) + lie
            files["JSONlog-1-13-A0.json"]! += own(28) + beacon(0, 2, 50) + lie
            files["JSONlog-2-19-A4.json"]! += own(60) + beacon(0, 2, 50) + beacon(1, 31, 50)
            truth +=
                "{\"type\":4,\"time\":\(time + 0.4),\"sender\":19,\"attackerType\":4,\"messageID\":\(3 * second + 2),"
                + "\"pos\":[62,50,0],\"pos_noise\":[0,0,0],\"spd\":[10,0,0],\"spd_noise\":[0,0,0]}\n"
        }
        files["JSONlog-0-7-A0.json"]! += damage
        files["GroundTruthJSONlog.json"] = truth
        return files
    }

    private func run(_ folder: LogFolder, _ settings: [String] = []) throws -> (DataSetReplay, Executor.Outcome) {
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        var file = try replay.scenarioFile()
        for setting in ["schemes=['own-evidence','consensus-adaptive']"] + settings { try file.set(setting) }
        return (replay, try replay.run(try replay.plan(file).plan, logsCases: true))
    }

    @Test("VeReMi 2018: the attacker of random positions is found by its contents, the honest are trusted")
    func veremi2018() throws {
        let folder = try LogFolder(Self.veremi())
        let (replay, outcome) = try run(folder)
        #expect(replay.format == .veremi && replay.warnings.isEmpty && replay.attackNames == ["A4"])
        #expect(
            replay.summary
                == "veremi: 3 logs, 600 rows, 360 beacons received, 3 vehicles (1 attackers), 3 names, 59.4 s")
        let row = try #require(outcome.results.row(of: "own-evidence"))
        #expect(row.attackerRatio == 1.0 / 3 && row["recall"] == 1 && row["specificity"] == 1)
        let checks = try #require(outcome.statistics[0].checks)
        // After 30 % of 59.4 s: 42 beacons each, of each of two senders, to two honest receivers.
        #expect(checks.altered == 84 && checks.genuine == 84)
        #expect(checks.alteredFailing >= 82 && checks.genuineFailing == 0)
        // Receivers report to each other: nobody reports without being heard.
        #expect(outcome.statistics[0].entries > 0)
    }

    @Test("dirty rows are counted by reason and left out; the rest decides as before")
    func dirtyRows() throws {
        let damage =
            "{\"type\":3,\"rcvTime\":1060\n" + "\u{0}\u{1}\u{2}\n" + "{\"type\":7,\"rcvTime\":1060}\n"
            + "{\"type\":3,\"rcvTime\":1060,\"sendTime\":1e999,\"sender\":1}\n"
            + "{\"type\":3,\"rcvTime\":1060,\"sendTime\":1060,\"sender\":\"x\"}\n"
            + "{\"type\":3,\"rcvTime\":1060,\"sendTime\":1060,\"sender\":1,\"pos\":[1e300,0,0],\"spd\":[0,0,0]}\n"
            + "{\"type\":2,\"rcvTime\":1.5,\"pos\":[0,0,0],\"spd\":[0,0,0]}\n"
        let clean = try run(LogFolder(Self.veremi())).1
        let folder = try LogFolder(Self.veremi(damage: damage + "\n\n"))
        let (replay, outcome) = try run(folder)
        #expect(replay.dirty.total == 6 || replay.dirty.total == 7)
        let reasons = Dictionary(uniqueKeysWithValues: replay.dirty.byReason.map { ($0.reason, $0.count) })
        #expect(reasons["not JSON"] == 2 && reasons["of an unknown type"] == 1 && reasons["without a time"] == 1)
        #expect(reasons["without a sender"] == 1 && reasons["with a number missing or out of range"] == 1)
        #expect(replay.warnings[0].contains("JSONlog-0-7-A0.json:181"))
        #expect(outcome.results.row(of: "own-evidence")?["recall"] == clean.results.row(of: "own-evidence")?["recall"])
    }

    @Test("VeReMi Extension: pseudonyms are names of their own, or not, as asked for")
    func pseudonyms() throws {
        var log = ""
        for second in 0..<40 {
            let time = 25_200 + Double(second)
            log +=
                "{\"type\":2,\"rcvTime\":\(time),\"pos\":[0,0,0],\"pos_noise\":[3,3,0],\"spd\":[0,0,0],"
                + "\"spd_noise\":[0,0,0],\"acl\":[0,0,0],\"acl_noise\":[0,0,0],\"hed\":[0,1,0],\"hed_noise\":[0,0,0]}\n"
            log +=
                "{\"type\":3,\"rcvTime\":\(time + 0.5),\"sendTime\":\(time + 0.5),\"sender\":21,"
                + "\"senderPseudo\":\(second < 20 ? 10212 : 20212),\"messageID\":\(second),\"pos\":[\(5 * second),9,0],"
                + "\"pos_noise\":[3,3,0],\"spd\":[5,0,0],\"spd_noise\":[0,0,0],\"acl\":[0.5,0,0],"
                + "\"acl_noise\":[0,0,0],\"hed\":[1,0,0],\"hed_noise\":[2,2,0]}\n"
        }
        let folder = try LogFolder(["traceJSON-9-7-A0-25200-7.json": log])
        let both = try DataSetReplay(directory: folder.path, format: nil)
        #expect(both.format == .veremiExtension && both.summary.contains("2 vehicles (0 attackers), 3 names"))
        #expect(
            both.warnings == [
                "1 of 1 senders have no label; they and their 40 of 40 beacons count in no metric (--unlabelled honest)"
            ])
        let one = try DataSetReplay(directory: folder.path, format: .veremiExtension, byPseudonym: false)
        #expect(one.summary.contains("2 names"))
        let labelled = try LogFolder([
            "traceJSON-9-7-A0-25200-7.json": log, "traceJSON-21-19-A3-25200-7.json": "",
            "traceGroundTruthJSON-7.json": "{\"type\":4,\"sendTime\":25200.5,\"sender\":21,\"messageID\":0}\n",
        ])
        let replay = try DataSetReplay(directory: labelled.path, format: nil)
        #expect(replay.attackNames == ["A3"] && replay.warnings.isEmpty)
        let outcome = try run(labelled).1
        let subjects = outcome.runs[0].result.cases.filter { $0.scheme == "own-evidence" }
        #expect(subjects.allSatisfy(\.isMalicious) && Set(subjects.map(\.subject)).count == 2)
    }

    @Test("VeReMi NextGen: lists, nanoseconds, compass angles, texts as names, labels of messages")
    func nextGen() throws {
        var elements: [String] = []
        for second in 0..<40 {
            // Heading east; from 20 s on the claimed way leads north.
            let lies = second >= 20
            let place = lies ? "5.0,\(10.0 * Double(second)),0.0" : "\(10.0 * Double(second)),5.0,0.0"
            elements.append(
                """
                {"rcvTime": \(UInt64(second + 1) * 1_000_000_000), "sendTime": \(UInt64(second + 1) * 1_000_000_000 - 500),
                 "sender_id": "veh_2", "sender_alias": 77, "messageID": \(second), "attacker": \(lies ? 1 : 0),
                 "receiver": {"pos": "0.0,0.0,0.0", "spd": 0.0},
                 "sender": {"pos": "\(place)", "pos_noise": "1,1,0", "spd": 10.0, "spd_noise": 0.1, "acl": 0.0,
                            "hed": 90.0, "driversProfile": "NORMAL", "note": "a } in a text", "distance_to_road_edge": 1}}
                """)
        }
        let folder = try LogFolder(["veh_1.json": "[\n" + elements.joined(separator: ",\n") + "\n]\n"])
        let (replay, outcome) = try run(folder, ["evaluation.warmup=0", "evaluation.interval=2"])
        #expect(replay.format == .veremiNextGen && replay.warnings.isEmpty)
        let checks = try #require(outcome.statistics[0].checks)
        #expect(checks.genuine == 20 && checks.altered == 20)
        let heading = try #require(PlausibilityCheck.all.firstIndex { $0.name == "position-heading" })
        #expect(checks.genuineByCheck[heading] == 0 && checks.alteredByCheck[heading] == 20)
        let cases = outcome.runs[0].result.cases.filter { $0.scheme == "own-evidence" }
        // Malicious from the first altered message on.
        #expect(cases.allSatisfy { $0.isMalicious == ($0.time >= 20_000_000) })
    }

    @Test("the genuine samples, where they are there")
    func samples() throws {
        let shared = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared/data").path
        guard FileManager.default.fileExists(atPath: shared) else {
            print("skipped: there are no samples in \(shared)")
            return
        }
        let old = try DataSetReplay(directory: shared + "/veremi-2018", format: nil)
        #expect(old.format == .veremi && old.dirty.total == 0 && old.summary.contains("12 rows, 2 beacons received"))
        let extended = try DataSetReplay(directory: shared + "/veremi-extension", format: nil)
        #expect(extended.format == .veremiExtension && extended.dirty.total == 0)
        let folder = try LogFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: shared + "/veremi-ap") {
            try FileManager.default.copyItem(atPath: shared + "/veremi-ap/" + name, toPath: folder.path + "/" + name)
        }
        let (replay, outcome) = try run(folder)
        #expect(replay.format == .veremiAP && replay.dirty.total == 0)
        #expect(replay.summary.contains("5 logs, 5211 rows, 3083 beacons received"))
        #expect((outcome.statistics[0].checks?.altered ?? 0) > 0)
    }

    @Test("VeReMiAP: dirty columns are survived")
    func eventReports() throws {
        let header =
            ",type,sendTime,rcvTime,vehicleId,sender,messageID,x_pos,y_pos,x_spd,y_spd,exchangedMessageType,EventID,"
            + "RoadID,lanePosition,laneIndex,x_currentDirection,y_currentDirection,maxSpeed,maxDeceleration,"
            + "hazardAttack,hazardOccurrence,hazardOccurrencePercentage\n"
        var log = header
        for second in 0..<30 {
            log += "\(2 * second),2,,\(second).0,21,,,0.0,0.0,0.0,0.0,,,,,,,,,,,,\n"
            log +=
                "\(2 * second + 1),3,\(second).5,\(second).5,21,453.0,\(second).0,\(5 * second),9,5,0,1.0,2.0,\u{1A},18,"
                + "0.0,1,0,50.0,4.0,\(second < 10 ? "0.0" : "1.0"),0.0,72.0\n"
        }
        log += "60,3,30.5,30.5,21,453.0,a,b,c\n" + "61,3,,30.5,21,453.0,1,2,3,4,5,,,,,,,,,,,,\n"
        let folder = try LogFolder(["traceJSON-21-19-A0-3-0.json.csv": log])
        let (replay, outcome) = try run(folder, ["evaluation.warmup=0"])
        #expect(replay.format == .veremiAP && replay.dirty.total == 2)
        #expect(outcome.statistics[0].checks?.altered == 20 && outcome.statistics[0].checks?.genuine == 10)
    }

    @Test("what is no data set is refused with what was found and what there is")
    func refused() throws {
        func message(_ files: [String: String], _ format: DataSetFormat? = nil) -> String {
            do {
                let folder = try LogFolder(files)
                _ = try DataSetReplay(directory: folder.path, format: format)
                return "accepted"
            } catch {
                return "\(error)"
            }
        }
        #expect(message([:]).contains("no logs of a known format; the directory is empty; formats are: veremi ("))
        #expect(message(["a.txt": "x"]).contains("found 1 entry: 'a.txt'; formats are"))
        #expect(message(["a.json": "{\"type\":2}\n"]).contains("no logs of a known format"))
        let other = message(Self.veremi(), .veremiAP)
        #expect(other.contains("these are logs of the format veremi (JSONlog-0-7-A0.json), not veremi-ap; formats are"))
        let half = String(repeating: "nonsense\n", count: 700)
        #expect(message(Self.veremi(damage: half)).contains("700 of 1300 rows are dirty (700 not JSON); first at"))
        let none = message(["a.json": "{\"type\":2,\"rcvTime\":1,\"pos\":[0,0],\"spd\":[0,0],\"noise\":[0,0]}\n"])
        #expect(none.contains("no beacons to replay: 1 logs of the format veremi with 1 rows"))
        #expect(message(["dataset.json": "{program: 'trustsim', formatVersion: 2}"]).contains("does not know"))
    }

    @Test("a time that nobody can have meant is named with file and line")
    func farFuture() throws {
        let row =
            "{\"type\":3,\"rcvTime\":%,\"sendTime\":2,\"sender\":7,\"messageID\":99,\"pos\":[0,0,0],"
            + "\"spd\":[1,0,0],\"RSSI\":1}\n"
        let folder = try LogFolder(Self.veremi(damage: row.replacing("%", with: "5e8")))
        let lines = try folder.text("JSONlog-0-7-A0.json").split(separator: "\n")
        let line = try #require(lines.firstIndex { $0.contains("5e8") }) + 1
        let error = try #require(throws: DataError.self) {
            _ = try DataSetReplay(directory: folder.path, format: nil)
        }
        #expect(error.message.hasPrefix("\(folder.path): the logs span "))
        #expect(error.message.contains(" s, more than 1e7 s: from "))
        #expect(error.message.hasSuffix(" to 500000000 s at \(folder.path)/JSONlog-0-7-A0.json:\(line)"))
    }

    @Test("the first look at a data set ends when somebody asks to stop")
    func cancelled() throws {
        let folder = try LogFolder(Self.veremi())
        let flag = CancellationFlag()
        flag.cancel()
        #expect(throws: Cancelled.self) {
            _ = try DataSetReplay(directory: folder.path, format: nil, cancellation: flag)
        }
    }

    @Test("random bytes in logs never trap")
    func randomBytes() throws {
        var stream = RandomSource(seed: 11, replication: 0).stream(.attacker, 1)
        var rows = Self.veremi()["JSONlog-0-7-A0.json"]!.split(separator: "\n").map { Array($0.utf8) }
        for index in rows.indices where index % 3 == 0 {
            for _ in 0...stream.index(below: 4) {
                rows[index][stream.index(below: rows[index].count)] = UInt8(stream.index(below: 256))
            }
        }
        for layout in [RecordReader.Layout.lines, .list] {
            let folder = try LogFolder()
            let path = folder.path + "/JSONlog-0-7-A0.json"
            try Data(rows.joined(separator: [0x0A])).write(to: URL(fileURLWithPath: path))
            var reader = RecordReader(path: path, layout: layout)
            var decoders = DataSetFormat.allCases.map { RowDecoder(format: $0, isTruth: false) }
            var count = 0
            while let item = try reader.next() {
                count += 1
                guard case .record(let bytes) = item else { continue }
                for index in decoders.indices { _ = decoders[index].decode(bytes) }
            }
            #expect(count > 50)
        }
    }

    @Test("beacons that stand in a file of ground truth are dirty, not received by anybody")
    func beaconsInTruth() throws {
        let beacon =
            "{\"type\":3,\"rcvTime\":1,\"sendTime\":1,\"sender\":2,\"messageID\":3,\"pos\":[1,2,0],"
            + "\"pos_noise\":[0,0,0],\"spd\":[1,0,0],\"spd_noise\":[0,0,0],\"RSSI\":5e-9}\n"
        let place =
            "{\"type\":2,\"rcvTime\":1,\"pos\":[1,2,0],\"noise\":[0,0,0],\"spd\":[1,0,0],\"spd_noise\":[0,0,0]}\n"
        let alone = try LogFolder(["JSONlog-1-13-A0.json": place + place, "GroundTruthJSONlog.json": beacon])
        let error = #expect(throws: DataError.self) { try DataSetReplay(directory: alone.path, format: nil) }
        #expect(error?.message.contains("no beacons to replay: 1 logs") == true, "\(String(describing: error))")
        var files = Self.veremi()
        files["GroundTruthJSONlog.json"]! += beacon
        let folder = try LogFolder(files)
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        #expect(replay.summary.contains("360 beacons received") && replay.dirty.total == 1)
    }

    @Test("a record longer than a megabyte is dirty, not fatal")
    func longRecord() throws {
        let letters = String(repeating: "a", count: RecordReader.longestRecord + 100_000)
        let long = "{\"type\":3,\"x\":\"\(letters)\"}\n"
        let folder = try LogFolder(Self.veremi(damage: long))
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        #expect(replay.dirty.total == 1 && replay.dirty.byReason[0].reason == "unreadable")
    }

    @Test(
        "behind a broken element of a list the others are read",
        arguments: ["{\"a\": {\"b\": 1}", "{\"a: {\"b\": 1}}", "{\"a\": {\"b\": 1}}}", "{{{{{{{{{{", "nonsense"])
    func brokenElement(broken: String) throws {
        let good = (0..<50).map { "{\"n\": \($0), \"inner\": {\"k\": 2}}" }
        let text = "[" + (good[..<5] + [broken] + good[5...]).joined(separator: ",\n") + "]"
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("list-\(UUID().uuidString).json").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        var reader = RecordReader(path: path, layout: .list)
        var records: [String] = []
        var damaged = 0
        while let item = try reader.next() {
            switch item {
            case .record(let bytes): records.append(String(decoding: bytes, as: UTF8.self))
            case .damaged: damaged += 1
            }
        }
        let missing = good.filter { !records.contains($0) }
        #expect(missing.count <= 1, "\(missing)")
        #expect(damaged >= 1)
    }
}
