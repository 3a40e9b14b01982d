import Foundation
import Testing

@testable import TrustSim

/// A table of features, by column.
struct FeatureSheet {
    let table: CSVTable
    let places: [String: Int]

    init(_ folder: LogFolder, _ name: String = "features.csv") throws {
        table = try folder.table(name)
        places = Dictionary(uniqueKeysWithValues: table.header.enumerated().map { ($0.element, $0.offset) })
    }

    func column(_ name: String) throws -> [String] {
        let place = try #require(places[name], "\(name)")
        return table.rows.map { $0[place] }
    }

    /// Some columns of all rows, in an order that does not depend on that of the file.
    func sorted(_ names: [String]) throws -> [[String]] {
        let chosen = try names.map { name in try #require(places[name], "\(name)") }
        let keys = try ["time", "receiverNumber", "senderNumber"].map { name in try #require(places[name]) }
        func key(_ row: [String]) -> [Double] { keys.map { Double(row[$0]) ?? -1 } }
        return table.rows.sorted { key($0).lexicographicallyPrecedes(key($1)) }.map { row in chosen.map { row[$0] } }
    }
}

@Suite("Features of received beacons")
struct FeatureTests {
    /// Runs and writes features, and logs where they are asked for.
    @discardableResult
    private func run(
        _ settings: [String], into folder: LogFolder, replications: Int = 1, jobs: Int = 1, logs: Bool = false
    ) throws -> Executor.Outcome {
        var executor = try SmallWorld.executor(LoggedRun.world + ["replications=\(replications)"] + settings)
        executor.jobs = jobs
        let features = try FeatureFile(path: folder.path + "/features.csv", overwriting: true)
        executor.features = features
        let log = RunLog(
            directory: folder.path + "/logs", format: "jsonl", overwrites: false, version: "test", command: "test")
        let outcome = try logs ? executor.run(replication: 0, log: log) : executor.run()
        try features.finish()
        return outcome
    }

    private func replay(_ folder: LogFolder, logs: String = "", unlabelledAreHonest: Bool = false) throws {
        let replay = try DataSetReplay(
            directory: folder.path + logs, format: nil, unlabelledAreHonest: unlabelledAreHonest)
        let features = try FeatureFile(path: folder.path + "/replayed.csv", overwriting: false)
        _ = try replay.run(try replay.plan(try replay.scenarioFile()).plan, features: (features, nil))
        try features.finish()
    }

    static let attacks = [
        "attackers={ratio: 0.3, profile: 'randomPosition'}", "attackers={ratio: 0.3, profile: 'sybil'}",
        "attackers={ratio: 0.3, profile: 'dataReplay'}", "attackers={ratio: 0.3, profile: 'conflicting'}",
        "attackers={ratio: 0.3, profile: 'denialOfServiceRandom'}",
    ]

    @Test("a replay of a run's logs has the same features, but for what logs do not say", arguments: attacks)
    func roundTrip(attack: String) throws {
        let folder = try LogFolder()
        try run([attack], into: folder, logs: true)
        try replay(folder, logs: "/logs")
        let (ran, replayed) = (try FeatureSheet(folder), try FeatureSheet(folder, "replayed.csv"))
        let missing = ["ownVelocityX", "ownVelocityY", "ownSpeed", "ownHeadingX", "ownHeadingY"]
        let shared = FeatureLogger.columns.filter { !missing.contains($0) }
        #expect(ran.table.header == FeatureLogger.columns && replayed.table.header == FeatureLogger.columns)
        #expect(ran.table.rows.count > 1000)
        #expect(try ran.sorted(shared) == replayed.sorted(shared))
        for name in missing {
            #expect(try replayed.column(name).allSatisfy(\.isEmpty))
        }
        #expect(try ran.column("ownVelocityX").allSatisfy { !$0.isEmpty })
    }

    @Test("the rows that count are those of the table of checks", arguments: attacks)
    func counts(attack: String) throws {
        let folder = try LogFolder()
        let outcome = try run([attack], into: folder, replications: 2)
        var tally = try #require(outcome.statistics[0].checks)
        tally.add(try #require(outcome.statistics[1].checks))
        let sheet = try FeatureSheet(folder)
        let (counted, altered) = (try sheet.column("counted"), try sheet.column("altered"))
        func count(_ column: String, _ isAltered: String) throws -> Int {
            zip(try sheet.column(column), zip(counted, altered)).count { $0 == "1" && $1.0 == "1" && $1.1 == isAltered }
        }
        #expect(try count("counted", "1") == tally.altered && count("counted", "0") == tally.genuine)
        #expect(try count("failed", "1") == tally.alteredFailing && count("failed", "0") == tally.genuineFailing)
        for (index, check) in PlausibilityCheck.all.enumerated() {
            #expect(try count(check.name + ".failed", "1") == tally.alteredByCheck[index], "\(check.name)")
            #expect(try count(check.name + ".failed", "0") == tally.genuineByCheck[index], "\(check.name)")
        }
    }

    @Test("a check fails where its margin is negative", arguments: attacks + ["sensing.noise.position=4"])
    func margins(attack: String) throws {
        let folder = try LogFolder()
        try run([attack], into: folder)
        let sheet = try FeatureSheet(folder)
        for check in PlausibilityCheck.all {
            let failed = try sheet.column(check.name + ".failed")
            let values = try sheet.column(check.name + ".value")
            let margins = try sheet.column(check.name + ".margin")
            for (row, margin) in margins.enumerated() {
                #expect(values[row].isEmpty == margin.isEmpty)
                if let margin = Double(margin) {
                    // Rounding may put a value on the limit to either side of it.
                    if margin < -1e-9 { #expect(failed[row] == "1", "\(check.name) \(row)") }
                    // The age check also fails what is not new, or a copy.
                    if margin > 1e-9 && check.name != "age" { #expect(failed[row] == "0", "\(check.name) \(row)") }
                } else {
                    #expect(failed[row] != "1", "\(check.name) \(row)")
                }
            }
        }
        #expect(try sheet.column("sensor.margin").contains { $0.hasPrefix("-") })
    }

    @Test("gaps and counts are those of the rows before")
    func history() throws {
        let folder = try LogFolder()
        try run([Self.attacks[2]], into: folder)
        let names = [
            "receiver", "sender", "time", "sendTime", "failed", "beaconsBefore", "failedBefore", "gap", "claimedGap",
            "knownFor",
        ]
        var rows: [String: [[String]]] = [:]
        for row in try FeatureSheet(folder).sorted(names) {
            let before = rows[row[0] + " " + row[1], default: []]
            #expect(row[5] == String(before.count) && row[6] == String(before.count { $0[4] == "1" }))
            func since(_ other: [String]?, _ column: Int) -> Double? {
                guard let other, let now = Double(row[column]), let then = Double(other[column]) else { return nil }
                return now - then
            }
            let expected = [since(before.last, 2), since(before.last, 3), since(before.first, 2)]
            for (text, expected) in zip(row[7...9], expected) {
                #expect(text.isEmpty == (expected == nil) && abs((Double(text) ?? 0) - (expected ?? 0)) < 1e-9)
            }
            rows[row[0] + " " + row[1], default: []].append(row)
        }
        #expect(rows.count > 100)
    }

    @Test("bytes and results do not depend on the workers, nor results on the features")
    func determinism() throws {
        let (one, three) = (try LogFolder(), try LogFolder())
        let first = try run([Self.attacks[0]], into: one, replications: 5)
        let second = try run([Self.attacks[0]], into: three, replications: 5, jobs: 3)
        let text = try one.text("features.csv")
        #expect(text == (try three.text("features.csv")))
        let plain = try SmallWorld.run(LoggedRun.world + ["replications=5", Self.attacks[0]])
        for outcome in [second, plain] {
            #expect(outcome.fingerprints == first.fingerprints)
            #expect(outcome.results.csv == first.results.csv)
        }
        let replications = try FeatureSheet(one).column("replication").compactMap { Int($0) }
        #expect(replications == replications.sorted() && Set(replications) == [0, 1, 2, 3, 4])
        #expect(one.names == ["features.csv"])
    }

    @Test("nothing is left of a table that is not finished, and an existing one is kept unless it may be replaced")
    func unfinished() throws {
        let folder = try LogFolder()
        do {
            let features = try FeatureFile(path: folder.path + "/features.csv", overwriting: false)
            try features.beginRun().append([1, 2, 3])
            #expect(folder.names.count == 1 && folder.names[0].hasSuffix(".tmp"))
        }
        #expect(folder.names.isEmpty)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path + "/features.csv"))
        #expect(throws: FileProblem.self) {
            try FeatureFile(path: folder.path + "/features.csv", overwriting: false)
        }
        #expect(try folder.text("features.csv") == "mine" && folder.names == ["features.csv"])
    }

    // MARK: - The split

    @Test("the split is by vehicle and follows from name and seed; ghosts are in the part of their owner")
    func split() throws {
        let folder = try LogFolder()
        try run([Self.attacks[1]], into: folder, replications: 2)
        let sheet = try FeatureSheet(folder)
        var parts: [String: Set<String>] = [:]
        for (vehicle, part) in zip(try sheet.column("vehicle"), try sheet.column("split")) {
            parts[vehicle, default: []].insert(part)
            #expect(part == DataSplit(ofVehicle: vehicle, seed: 7).rawValue)
        }
        #expect(parts.values.allSatisfy { $0.count == 1 })
        let ghosts = zip(try sheet.column("sender"), try sheet.column("vehicle")).filter { $0 != $1 }
        #expect(!ghosts.isEmpty)
        #expect(zip(try sheet.column("sender"), try sheet.column("attack")).contains { $0 != $1 && $1 == "sybil" })
        #expect(try Set(sheet.column("attack")) == ["none", "sybil"])
    }

    @Test("the parts have their shares of the vehicles, another seed has others")
    func shares() {
        let names = (0..<20_000).map { "vehicle \($0)" }
        let parts = names.map { DataSplit(ofVehicle: $0, seed: 1) }
        for (part, share) in zip(DataSplit.allCases, DataSplit.shares) {
            // Four standard deviations.
            let tolerance = 4 * (share * (1 - share) / Double(names.count)).squareRoot()
            #expect(abs(Double(parts.count { $0 == part }) / Double(names.count) - share) < tolerance)
        }
        let others = names.map { DataSplit(ofVehicle: $0, seed: 2) }
        let same = zip(parts, others).count { $0 == $1 }
        // As independent draws agree: 0.7² + 2 · 0.15².
        #expect(abs(Double(same) / Double(names.count) - 0.535) < 0.02)
    }

    // MARK: - Data sets

    @Test("VeReMi 2018: what the format does not say is empty, the rest is as the logs have it")
    func veremi() throws {
        let folder = try LogFolder(LogFixture(seconds: 12).veremi())
        try replay(folder)
        let sheet = try FeatureSheet(folder, "replayed.csv")
        // Four receivers hear three others.
        #expect(sheet.table.rows.count == 12 * 4 * 3)
        for name in [
            "claimedHeadingX", "claimedAcceleration", "sensedX", "sensor.failed", "sensor.value", "road.failed",
            "road.value", "senderPseudonym",
        ] {
            #expect(try sheet.column(name).allSatisfy(\.isEmpty), "\(name)")
        }
        let names = ["time", "receiver", "sender", "message", "ownX", "ownVelocityX", "claimedX", "range.value"]
        let rows = try sheet.sorted(names + ["attack", "altered"])
        // Receiver 13 hears vehicle 25 for the first time: 60 m ahead and 8 m to the side of where both began.
        let row = try #require(rows.first { $0[1] == "13" && $0[2] == "25" })
        #expect(row[0] == "0.0201" && row[3] == "2" && row[5] == "10" && row[6] == "60")
        let own = try #require(Double(row[4]))
        #expect(abs(own - 0.201) < 1e-9)
        #expect(abs(try #require(Double(row[7])) - (59.799 * 59.799 + 64).squareRoot()) < 1e-9)
        for row in rows {
            let lies = row[2] == "19"
            #expect(row[8] == (lies ? "A2 (constantPositionOffset)" : "none") && row[9] == (lies ? "1" : "0"))
        }
    }

    @Test("senders without a label have none in the features")
    func unlabelled() throws {
        for areHonest in [false, true] {
            let folder = try LogFolder(LogFixture(seconds: 5, withLogs: 0..<2).veremiExtension())
            try replay(folder, unlabelledAreHonest: areHonest)
            let sheet = try FeatureSheet(folder, "replayed.csv")
            let names = ["vehicle", "attack", "altered", "counted", "senderPseudonym", "claimedHeadingX"]
            let rows = try sheet.sorted(names)
            #expect(rows.count == 30)
            for row in rows {
                let isKnown = areHonest || ["13", "19"].contains(row[0])
                #expect(row[1].isEmpty == !isKnown && row[2].isEmpty == !isKnown && row[5] == "1")
                if !isKnown { #expect(row[3] == "0") }
                #expect(row[4].hasPrefix("100"))
            }
        }
    }
}

@Suite("Distances from roads")
struct RoadDistanceTests {
    @Test("the distance is that of the nearest street, near and far, with many streets and with few")
    func streets() throws {
        var stream = RandomSource(seed: 5, replication: 0).stream(.mobility, 0)
        for count in [3, 400] {
            let streets = (0..<count).map { _ -> Street in
                let from = Point(x: stream.uniform(0, 3000), y: stream.uniform(0, 3000))
                return (from, Point(x: from.x + stream.uniform(-200, 200), y: from.y + stream.uniform(-200, 200)))
            }
            let map = RoadMap(.streets(streets), margin: 12)
            for _ in 0..<500 {
                let place = Point(x: stream.uniform(-9000, 9000), y: stream.uniform(-3000, 6000))
                let single = streets.compactMap { RoadMap(.streets([$0]), margin: 12).distance(to: place) }.min()
                let distance = try #require(map.distance(to: place))
                #expect(distance == single)
                #expect(map.contains(place) == (distance <= 12))
            }
        }
    }

    @Test("beside an area the distance is that from its side; of places it is not known")
    func others() {
        let area = RoadMap(.area(width: 100, height: 50), margin: 12)
        for (x, y, distance) in [(50.0, 20.0, 0.0), (-7, 20, 7), (50, 59, 9), (103, 58, 8)] {
            #expect(area.distance(to: Point(x: x, y: y)) == distance)
        }
        #expect(RoadMap(.places([Point(x: 0, y: 0)]), margin: 12).distance(to: Point(x: 0, y: 0)) == nil)
    }
}
