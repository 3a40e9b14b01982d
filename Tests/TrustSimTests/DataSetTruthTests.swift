import Foundation
import Testing

@testable import TrustSim

@Suite("Who is who in data sets, and what is known of them")
struct DataSetTruthTests {
    private func replay(
        _ folder: LogFolder, _ settings: [String] = [], unlabelledAreHonest: Bool = false
    ) throws -> (DataSetReplay, Executor.Outcome) {
        let replay = try DataSetReplay(
            directory: folder.path, format: nil, unlabelledAreHonest: unlabelledAreHonest)
        var file = try replay.scenarioFile()
        let all = ["schemes=['own-evidence']", "evaluation.warmup=0", "evaluation.interval=5"] + settings
        for setting in all { try file.set(setting) }
        return (replay, try replay.run(try replay.plan(file).plan, logsCases: true))
    }

    private func rate(_ tally: CheckTally, _ name: String) throws -> (recall: Double?, falsePositiveRate: Double?) {
        let place = try #require(PlausibilityCheck.all.firstIndex { $0.name == name })
        return CheckTable.Row(attack: "", tally: tally).one(place)
    }

    // MARK: - One vehicle, one number

    @Test("the number in a file's name that messages name is the vehicle's, whichever it is in the format")
    func oneNumber() throws {
        let fixture = LogFixture()
        let sets = [
            fixture.veremi(), fixture.veremiExtension(), fixture.nextGen(),
            fixture.nextGen(name: { "log-veh_\($0).json" }),
            fixture.nextGen(name: { "\($0).json" }), fixture.nextGen(name: { "receiver-\($0).json" }),
        ]
        for files in sets {
            let folder = try LogFolder(files)
            let (replay, outcome) = try replay(folder)
            #expect(replay.summary.contains("4 vehicles (1 attackers), 4 names"), "\(replay.summary)")
            #expect(replay.warnings.isEmpty, "\(replay.warnings)")
            let checks = try #require(outcome.statistics[0].checks)
            // Three honest receivers, each second one lie and two truths.
            #expect(checks.altered == 120 && checks.genuine == 240, "\(replay.summary)")
            #expect((checks.messages.f1 ?? 0) > 0.95, "\(replay.summary)")
            #expect(outcome.results.row(of: "own-evidence")?["verdictF1"] == 1, "\(replay.summary)")
        }
    }

    @Test("VeReMi 2018 with its ground truth: the same numbers")
    func groundTruthOfModules() throws {
        var files = LogFixture(withLogs: 0..<1).veremi()
        files["GroundTruthJSONlog.json"] = (0..<4).map { vehicle in
            "{\"type\":4,\"time\":100.5,\"sender\":\(LogFixture.sender(vehicle)),\"attackerType\":"
                + "\(vehicle == 1 ? 2 : 0),\"messageID\":\(vehicle),\"pos\":[0,0,0],\"spd\":[0,0,0]}\n"
        }.joined()
        let (replay, outcome) = try replay(LogFolder(files))
        #expect(replay.warnings.isEmpty && replay.summary.contains("4 vehicles (1 attackers)"))
        #expect(outcome.statistics[0].checks?.altered == 40 && outcome.statistics[0].checks?.genuine == 80)
    }

    @Test("receivers that nobody hears are warned of: their files may bear other numbers")
    func otherNumbers() throws {
        var files: [String: String] = [:]
        for (name, text) in LogFixture().veremi() {
            let parts = name.split(separator: "-")
            files["JSONlog-\(parts[2])-\(parts[1])-\(parts[3])"] = text
        }
        let (replay, _) = try replay(LogFolder(files))
        #expect(replay.warnings.contains { $0.contains("none of the 4 receivers") }, "\(replay.warnings)")
    }

    @Test("logs of this program have two different numbers in their names", arguments: ["veremi", "veremi-extension"])
    func ownNumbers(format: String) throws {
        let folder = try LogFolder()
        _ = try LoggedRun.run(["attackers={ratio: 0.3, profile: 'sybil'}"], into: folder, format: format)
        let logs = LogFolderView(folder)
        let names = logs.names.filter { $0.hasPrefix("JSONlog") || $0.hasPrefix("traceJSON-") }
        #expect(names.count == 16)
        let senderPlace = format == "veremi" ? 2 : 1
        var senders: Set<String> = []
        for name in names {
            let parts = name.split(separator: "-")
            #expect(parts[1] != parts[2])
            senders.insert(String(parts[senderPlace]))
        }
        // Without the labels of this program it is read as the data set is.
        for name in ["dataset.json", LabelFiles.identities, LabelFiles.messages] {
            try FileManager.default.removeItem(atPath: folder.path + "/logs/" + name)
        }
        let replay = try DataSetReplay(directory: folder.path + "/logs", format: nil)
        #expect(replay.summary.contains(" 16 vehicles (5 attackers)") || format == "veremi", "\(replay.summary)")
        #expect(!replay.warnings.contains { $0.contains("none of the") })
        let first = try logs.text(names[0])
        #expect(senders.contains { first.contains("\"sender\":\($0),") })
    }

    @Test("numbers of attacks have the meaning that they have in the format")
    func attackNumbers() throws {
        let sets = [LogFixture().veremi(type: 4), LogFixture().veremiExtension(type: 4), LogFixture().veremi(type: 99)]
        let titles = try sets.map { files in
            let folder = try LogFolder(files)
            return try DataSetReplay(directory: folder.path, format: nil).attackTitles
        }
        #expect(titles == [["A4 (randomPosition)"], ["A4 (randomPositionOffset)"], ["A99"]])
    }

    // MARK: - Labels

    @Test("senders without a label count in no metric and no check table, and the number left out is said")
    func unlabelled() throws {
        // The liar's log is missing: nothing says that it lies.
        for files in [
            LogFixture(liar: 3, withLogs: 0..<3).veremi(), LogFixture(liar: 3, withLogs: 0..<3).veremiExtension(),
        ] {
            let folder = try LogFolder(files)
            let (replay, outcome) = try replay(folder)
            #expect(
                replay.warnings == [
                    "1 of 4 senders have no label; they and their 120 of 360 beacons count in no metric "
                        + "(--unlabelled honest)"
                ])
            let checks = try #require(outcome.statistics[0].checks)
            #expect(checks.altered == 0 && checks.genuine == 240 && checks.genuineFailing == 0)
            let subjects = Set(outcome.runs[0].result.cases.filter { $0.scheme == "own-evidence" }.map(\.subject))
            #expect(subjects.count == 3)
            let row = try #require(outcome.results.row(of: "own-evidence"))
            #expect(row["verdictFalsePositives"] == 0)
            #expect(outcome.runs[0].result.schemes.allSatisfy { $0.messages.total == 240 })
            let (other, honest) = try self.replay(folder, unlabelledAreHonest: true)
            #expect(
                other.warnings == [
                    "1 of 4 senders have no label; they and their 120 of 360 beacons are taken for honest"
                ])
            #expect(honest.statistics[0].checks?.genuine == 360)
            #expect(honest.results.row(of: "own-evidence")?["verdictFalsePositives"] == 1)
        }
    }

    @Test("messages without a label where each has one: not counted, or as ground truth says")
    func unlabelledMessages() throws {
        let plain = LogFixture().nextGen(labelled: false)
        let (none, without) = try replay(LogFolder(plain))
        #expect(none.warnings.contains { $0.hasPrefix("4 of 4 senders have no label") })
        #expect(without.statistics[0].checks?.altered == 0 && without.statistics[0].checks?.genuine == 0)
        #expect(without.results.row(of: "own-evidence")?["f1"] == .some(nil))
        let truth = ["X_Test_ground_truth.json": LogFixture().nextGenTruth()]
        let (replay, outcome) = try replay(LogFolder(plain.merging(truth) { $1 }))
        #expect(replay.warnings.isEmpty && replay.summary.contains("4 logs") && replay.summary.contains("4 vehicles"))
        #expect(outcome.statistics[0].checks?.altered == 120 && outcome.statistics[0].checks?.genuine == 240)
    }

    // MARK: - Ground truth and forms of numbers

    @Test(
        "ground truth is known by any of its names, and by what is in it, and is nobody's log",
        arguments: [
            "InTAS_urban_7_Test_ground_truth.json", "InTAS_urban_7_Train_groundTruth.json", "GroundTruth.json",
            "gt.json",
        ])
    func namesOfTruth(name: String) throws {
        let plain = try replay(LogFolder(LogFixture().nextGen()))
        let files = LogFixture().nextGen().merging([name: LogFixture().nextGenTruth()]) { $1 }
        let (replay, outcome) = try replay(LogFolder(files))
        #expect(replay.summary.contains(": 4 logs") && replay.summary.contains("480 beacons"), "\(replay.summary)")
        #expect(replay.warnings.isEmpty)
        #expect(outcome.results.rows.map(\.values) == plain.1.results.rows.map(\.values))
    }

    @Test("ground truth beside the folder is taken where it can be of no other, and the summary says so")
    func besideTheFolder() throws {
        let outer = try LogFolder()
        let inner = outer.path + "/run"
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        for (name, text) in LogFixture().nextGen(labelled: false) {
            try Data(text.utf8).write(to: URL(fileURLWithPath: inner + "/" + name))
        }
        let truth = outer.path + "/all_ground_truth.json"
        try Data(LogFixture().nextGenTruth().utf8).write(to: URL(fileURLWithPath: truth))
        let found = try DataSetReplay(directory: inner, format: nil)
        #expect(found.warnings.isEmpty && found.summary.contains("ground truth in \(inner)/../all_ground_truth.json"))
        try FileManager.default.createDirectory(atPath: outer.path + "/other", withIntermediateDirectories: true)
        let ambiguous = try DataSetReplay(directory: inner, format: nil)
        #expect(ambiguous.warnings.contains { $0.hasPrefix("4 of 4 senders have no label") })
        try FileManager.default.moveItem(atPath: truth, toPath: outer.path + "/my-RUN_ground_truth.json")
        #expect(try DataSetReplay(directory: inner, format: nil).warnings.isEmpty)
    }

    @Test("positions as lists, as texts, as lists of texts and as objects, and numbers in quotes, are the same")
    func formsOfNumbers() throws {
        let plain = try replay(LogFolder(LogFixture().nextGen())).1
        let forms: [(Double, Double) -> String] = [
            { "\"\($0),\($1),0.0\"" }, { "\"(\($0), \($1), 0)\"" }, { "[\"\($0)\", \"\($1)\", \"0\"]" },
            { "{\"x\": \($0), \"y\": \"\($1)\", \"z\": 0}" }, { "\"\($0) \($1) 0\"" },
        ]
        for form in forms {
            for quoted in [false, true] {
                let outcome = try replay(LogFolder(LogFixture().nextGen(quoted: quoted, position: form))).1
                #expect(outcome.results.rows.map(\.values) == plain.results.rows.map(\.values), "\(form(1, 2))")
                #expect(outcome.statistics[0].checks == plain.statistics[0].checks)
            }
        }
        // The same in the formats of lines.
        for files in [LogFixture().veremi(), LogFixture().veremiExtension()] {
            let plain = try replay(LogFolder(files)).1
            let number = try Regex("(\"type\"|\"sender\"|\"rcvTime\"|\"sendTime\"):([0-9.e-]+)")
            let quoted = files.mapValues { text in
                text.replacing(number) { "\($0.output[1].substring ?? ""):\"\($0.output[2].substring ?? "")\"" }
            }
            let outcome = try replay(LogFolder(quoted)).1
            #expect(outcome.results.rows.map(\.values) == plain.results.rows.map(\.values))
        }
    }

    @Test("the fuzzers' seeds replay: beacons of each format, none of them dirty", arguments: ["replay", "logs"])
    func fuzzSeeds(corpus: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("Fuzzing/Corpus/\(corpus)/nextgen").path
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        let (heading, log) = (text.prefix { $0 != "\n" }, text.drop { $0 != "\n" })
        let folder = try LogFolder([String(heading.dropFirst(3)): String(log)])
        let (replay, outcome) = try replay(folder)
        #expect(replay.format == .veremiNextGen && replay.dirty.total == 0, "\(replay.warnings)")
        #expect(outcome.statistics[0].checks?.altered == 1 && outcome.statistics[0].checks?.genuine == 1)
    }

    // MARK: - Checks without input

    @Test("a check without input says nothing: undefined, not 0, and receivers without positions are warned of")
    func withoutInput() throws {
        let (with, full) = try replay(LogFolder(LogFixture().veremiExtension()))
        #expect(with.warnings.isEmpty)
        let complete = try #require(full.statistics[0].checks)
        for name in ["road", "sensor"] {
            let found = try rate(complete, name)
            #expect(found.recall == nil && found.falsePositiveRate == nil, "\(name)")
        }
        for name in ["range", "appearance", "speed", "position-speed", "frequency", "overlap", "age", "acceleration"] {
            let found = try rate(complete, name)
            #expect(found.recall != nil && found.falsePositiveRate != nil, "\(name)")
        }
        var fixture = LogFixture()
        fixture.hasOwnPositions = false
        for files in [fixture.veremi(), fixture.veremiExtension(), fixture.nextGen()] {
            let (replay, outcome) = try replay(LogFolder(files))
            #expect(
                replay.warnings == [
                    "no receiver has positions of its own: the checks range, appearance and saw have nothing to go by"
                ])
            let checks = try #require(outcome.statistics[0].checks)
            for name in ["road", "sensor", "range", "appearance"] {
                let found = try rate(checks, name)
                #expect(found.recall == nil && found.falsePositiveRate == nil, "\(name)")
            }
            #expect(try rate(checks, "position-speed").recall != nil)
        }
        // Some have none.
        var mixed = LogFixture().veremi()
        let name = try #require(mixed.keys.sorted().first)
        mixed[name] = fixture.veremi()[name]
        let (some, _) = try replay(LogFolder(mixed))
        #expect(some.warnings.count == 1 && some.warnings[0].hasPrefix("1 of 4 receivers have no positions"))
    }

    @Test("a single beacon of each sender: checks of sequences had no input, and in VeReMi 2018 that of acceleration")
    func singleBeacons() throws {
        let settings = ["evaluation.warmup=0"]
        for (files, hasAcceleration) in [
            (LogFixture(seconds: 1).veremi(), false), (LogFixture(seconds: 1).veremiExtension(), true),
        ] {
            let checks = try #require(try replay(LogFolder(files), settings).1.statistics[0].checks)
            #expect(checks.altered == 3 && checks.genuine == 6)
            for name in ["position-speed", "position-heading", "frequency"] {
                #expect(try rate(checks, name).falsePositiveRate == nil, "\(name)")
            }
            #expect(try rate(checks, "acceleration").falsePositiveRate == (hasAcceleration ? 0 : nil))
            #expect(try rate(checks, "speed").falsePositiveRate == 0)
        }
    }

    // MARK: - Message by message

    @Test("message by message: counts of the detector, of each check and of each scheme add up")
    func messages() throws {
        let (replay, outcome) = try replay(LogFolder(LogFixture().veremi()))
        let scenario = try replay.plan(try replay.scenarioFile()).plan.cells[0].scenario
        let table = MessageTable(outcome, scenario: scenario, attack: "A2")
        let checks = try #require(outcome.statistics[0].checks)
        #expect(table.rows.map(\.kind.rawValue).distinct() == ["detector", "check", "scheme"])
        let detector = try #require(table.rows[0].counts)
        #expect(detector.total == 360 && detector.truePositives + detector.falseNegatives == 120)
        #expect(detector.truePositives == checks.alteredFailing)
        for row in table.rows where row.kind != .detector && row.counts != nil {
            #expect(row.counts?.total == 360, "\(row.name)")
        }
        #expect(table.rows.first { $0.name == "road" }?.counts == nil)
        let distrusting = try #require(table.rows.first { $0.name == "distrust-all" }?.counts)
        // Before anybody is known, the unknown policy decides.
        #expect(distrusting.recall == 1 || distrusting.falseNegatives > 0)
        let json = String(decoding: table.document(version: "test"), as: UTF8.self)
        #expect(json.contains("\"falseNegatives\": ") && json.contains("\"recall\": null"))
        #expect(String(decoding: table.csv, as: UTF8.self).contains(",A2,road,,,,,check,,,,,,,,0\n"))
    }
}
