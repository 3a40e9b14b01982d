import Foundation
import Testing

@testable import TrustSim

@Suite("Labels of data sets, however they are written and wherever they stand")
struct DataSetLabelTests {
    private func replay(_ files: [String: String]) throws -> (DataSetReplay, Executor.Outcome) {
        let folder = try LogFolder(files)
        let replay = try DataSetReplay(directory: folder.path, format: nil)
        var file = try replay.scenarioFile()
        for setting in ["schemes=['own-evidence']", "evaluation.warmup=0", "evaluation.interval=5"] {
            try file.set(setting)
        }
        return (replay, try replay.run(try replay.plan(file).plan))
    }

    /// NextGen's logs without labels, and ground truth; both as `change` makes them of the lines of the fixture.
    private static func split(_ change: (String) -> String = { $0 }, truth: ([String]) -> [String] = { $0 }) -> [String:
        String]
    {
        var files = LogFixture().nextGen(labelled: false).mapValues(change)
        let whole = change(LogFixture().nextGenTruth())
        let messages = whole.dropFirst().dropLast().split(separator: "}}, ").map {
            String($0) + ($0.hasSuffix("}}") ? "" : "}}")
        }
        files["X_Test_ground_truth.json"] = "[" + truth(messages).joined(separator: ", ") + "]"
        return files
    }

    private func expectAll(_ files: [String: String], _ what: String) throws {
        let (replay, outcome) = try replay(files)
        #expect(replay.warnings.isEmpty && replay.dirty.total == 0, "\(what): \(replay.warnings)")
        #expect(outcome.statistics[0].checks?.altered == 120 && outcome.statistics[0].checks?.genuine == 240, "\(what)")
    }

    @Test("ground truth is joined whatever the form of its message numbers")
    func formsOfNumbers() throws {
        try expectAll(Self.split(), "plain")
        let number = try Regex("\"messageID\": ([0-9]+)")
        // Beyond what a double tells apart, beyond what 64 bits hold, and texts.
        for write in [
            { (id: Int) in String(1 << 60 + id) }, { "9\($0 + 1_000_000_000)9999999999" }, { "\"m-\($0)\"" },
            { "\"\($0)\"" },
        ] {
            let change = { (text: String) in
                text.replacing(number) { "\"messageID\": " + write($0.output[1].substring.flatMap { Int($0) } ?? 0) }
            }
            try expectAll(Self.split(change), write(7))
        }
    }

    @Test("ground truth is joined whatever its order, and by sender and time where messages have no numbers")
    func orders() throws {
        try expectAll(Self.split(truth: { $0.reversed() }), "reversed")
        // By sender, as some write it: far from the order of time.
        let bySender = { (rows: [String]) in
            (0..<4).flatMap { vehicle in rows.filter { $0.contains("\"sender_id\": \"veh_\(vehicle)\"") } }
        }
        try expectAll(Self.split(truth: bySender), "by sender")
        let id = try Regex("\"messageID\": [0-9]+, ")
        try expectAll(Self.split({ $0.replacing(id, with: "") }), "without numbers")
        // Sent later than received: another clock. The number says which message it is.
        let late = { (rows: [String]) in rows.map { $0.replacing("\"sendTime\": 1", with: "\"sendTime\": 2") } }
        try expectAll(Self.split(truth: late), "late")
        // Numbers that every vehicle begins anew: those of other senders are others.
        let own = try Regex("\"messageID\": ([0-9]+)")
        let again = { (text: String) in
            text.replacing(own) { "\"messageID\": \(($0.output[1].substring.flatMap { Int($0) } ?? 0) / 4)" }
        }
        try expectAll(Self.split(again), "numbered by sender")
    }

    @Test("what ground truth does not say of messages is counted and said")
    func unjoined() throws {
        let (half, outcome) = try replay(Self.split(truth: { Array($0.prefix(80)) }))
        #expect(half.warnings[0] == "240 of 480 beacons have no label; they count in no metric (--unlabelled honest)")
        #expect(
            half.warnings[1].hasPrefix("ground truth has no label for 240 of the 480 beacons without one of their own"))
        #expect(outcome.statistics[0].checks?.altered == 60 && outcome.statistics[0].checks?.genuine == 120)
        guard case .object(let members)? = half.description(outcome).first?.1.value else {
            Issue.record("no description")
            return
        }
        let numbers = Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value.double) })
        #expect(numbers["missingInGroundTruth"] == 240 && numbers["contradictoryInGroundTruth"] == 0)
        #expect(numbers["unlabelledBeacons"] == 240 && numbers["ownBeacons"] == 0)
        // All of other numbers and times: nobody has a label, though ground truth names everybody.
        let other = { (rows: [String]) in
            rows.map { $0.replacing("\"sendTime\": 1", with: "\"sendTime\": 2").replacing("messageID", with: "id") }
        }
        let (none, _) = try replay(Self.split(truth: other))
        #expect(none.warnings[0].hasPrefix("4 of 4 senders have no label; they and their 480 of 480 beacons"))
        #expect(none.summary.contains("(0 attackers)"), "\(none.summary)")
        // Both labels for one message.
        let twice = { (rows: [String]) in
            rows + rows.prefix(1).map { $0.replacing("\"attacker\": 0", with: "\"attacker\": 1") }
        }
        let (both, _) = try replay(Self.split(truth: twice))
        #expect(
            both.warnings.contains { $0.hasPrefix("ground truth calls 3 of the 480 beacons both") }, "\(both.warnings)")
        // Rows of ground truth without labels.
        let unlabelled = { (rows: [String]) in rows.map { $0.replacing("\"attacker\": 0", with: "\"attacker\": null") }
        }
        let (some, _) = try replay(Self.split(truth: unlabelled))
        #expect(some.warnings.contains("120 of 160 rows of ground truth have no label"), "\(some.warnings)")
    }

    @Test("words that say that there is no label, that a message is honest, and that it is an attack")
    func words() {
        for word in ["", " ", "nan", "NaN", "NULL", "null", "NA", "n/a", "<NA>", "None", "-", "?", "-1", "-1.0"] {
            #expect(AttackLabel.isAttack(word) == nil, "\(word)")
        }
        for word in [
            "0", "0.0", "A0", "a0", " Genuine ", "genuine\r", "FALSE", "false", "benign", "Normal", "honest",
            "Legitimate", "no",
        ] {
            #expect(AttackLabel.isAttack(word) == false, "\(word)")
        }
        for word in ["1", "1.0", "A4", "a16", "true", "True", "RandomPosition", "attack", "Attacker", "ABC", "yes"] {
            #expect(AttackLabel.isAttack(word) == true, "\(word)")
        }
    }

    @Test(
        "labels of messages in NextGen may be words",
        arguments: [("\"False\"", "\"True\""), ("false", "true"), ("\"0\"", "\"A3\"")])
    func wordsInLists(honest: String, altered: String) throws {
        let files = LogFixture().nextGen().mapValues {
            $0.replacing("\"attacker\": 0", with: "\"attacker\": \(honest)")
                .replacing("\"attacker\": 1", with: "\"attacker\": \(altered)")
        }
        try expectAll(files, honest)
    }

    @Test("names of logs and ground truth that contradict each other are told; ground truth may be in words")
    func contradictions() throws {
        func truth(_ label: (Int) -> String) -> String {
            (0..<4).map { vehicle in
                "{\"type\":4,\"time\":100.5,\"sender\":\(LogFixture.sender(vehicle)),\"attackerType\":\(label(vehicle)),"
                    + "\"messageID\":\(vehicle),\"pos\":[0,0,0],\"spd\":[0,0,0]}\n"
            }.joined()
        }
        var files = LogFixture().veremi()
        for label in [
            { $0 == 1 ? "2" : "0" }, { $0 == 1 ? "\"A2\"" : "\"Genuine\"" }, { $0 == 1 ? "\"nan\"" : "null" },
        ] {
            files["GroundTruthJSONlog.json"] = truth(label)
            try expectAll(files, label(1))
        }
        files["GroundTruthJSONlog.json"] = truth { _ in "0" }
        #expect(
            try replay(files).0.warnings == [
                "1 log is named after another attack than ground truth has of the vehicle; the greater number is taken; first "
                    + "JSONlog-1-19-A2.json: ground truth has A0"
            ])
        #expect(AttackLabel.type(of: "A16") == 16 && AttackLabel.type(of: "RandomPosition") == 99)
    }

    @Test("logs whose times are not seconds are warned of")
    func units() throws {
        let time = try Regex("Time\":([0-9.]+)")
        let files = LogFixture().veremi().mapValues { text in
            text.replacing(time) { "Time\":\((Double($0.output[1].substring ?? "") ?? 0) * 1000)" }
        }
        let warnings = try replay(files).0.warnings
        #expect(warnings.contains { $0.hasPrefix("times seem to be milliseconds, not seconds: ") }, "\(warnings)")
    }

    @Test("labels of VeReMiAP that are missing are none")
    func missingLabels() {
        var decoder = RowDecoder(format: .veremiAP, isTruth: false)
        _ = decoder.decode(Array("type,rcvTime,sendTime,sender,x_pos,y_pos,x_spd,y_spd,hazardAttack".utf8)[...])
        for (label, expected) in [("nan", nil), ("", nil), ("0.0", false), ("1", true)] as [(String, Bool?)] {
            guard case .record(_, .beacon(let beacon)) = decoder.decode(Array("3,1,1,7,0,0,1,0,\(label)".utf8)[...])
            else {
                Issue.record("no beacon")
                continue
            }
            #expect(beacon.isAltered == expected, "\(label)")
        }
    }
}
