import Foundation
import Testing

@testable import TrustSim

@Suite("What logs and labels say")
struct LogContentTests {
    private func logged(_ settings: [String], format: String = "jsonl") throws -> LogFolderView {
        let folder = try LogFolder()
        _ = try LoggedRun.run(settings, into: folder, format: format)
        return LogFolderView(folder)
    }

    private func table(_ logs: LogFolderView, _ name: String) throws -> CSVTable {
        try CSVTable.read(bytes: Array(try logs.text(name).utf8), name: name)
    }

    @Test("ghosts have labels with their physical sender; of logs only the Extension's, as the data set, names it")
    func ghosts() throws {
        let logs = try logged(["attackers={ratio: 0.3, profile: 'sybil'}"])
        let identities = try table(logs, LabelFiles.identities)
        let ghosts = identities.rows.filter { $0[4] == "ghost" }
        #expect(ghosts.count == 25)
        let own = identities.rows.filter { $0[4] == "own" }
        for ghost in ghosts {
            let owner = try #require(own.first { $0[0] == ghost[2] })
            #expect(owner[5] == "1" && owner[6] == "sybil" && ghost[5] == "1" && ghost[0] != ghost[2])
        }
        let texts = try logs.names.filter { $0.hasPrefix("receiver-") }.map { try logs.text($0) }
        let heard = ghosts.filter { ghost in texts.contains { $0.contains("\"sender\":\(ghost[0]),") } }
        #expect(heard.count == 25)
        for word in ["sybil", "attack", "ghost", "vehicle", "altered"] {
            #expect(!texts.contains { $0.contains(word) }, "\(word)")
        }
        for name in ["veremi", "veremi-extension"] {
            let logs = try logged(["attackers={ratio: 0.3, profile: 'sybil'}"], format: name)
            let rows = try logs.names.filter { $0.contains("JSON") && !$0.contains("Ground") }.flatMap {
                try logs.text($0).split(separator: "\n")
            }
            for ghost in ghosts {
                let truth = rows.contains { $0.contains("\"sender\":\(ghost[2]),\"senderPseudo\":\(ghost[0])") }
                #expect(truth == (name == "veremi-extension"))
                #expect(rows.contains { $0.contains("\"sender\":\(ghost[0]),") } == (name == "veremi"))
            }
        }
    }

    @Test("identifiers are distinct and their order says nothing about attackers or numbers")
    func identifiers() {
        let identifiers = LogIdentifiers(random: RandomSource(seed: 3, replication: 0))
        let names = (0..<VehicleID(20_000)).map { identifiers.identity($0) }
        let messages = (0..<UInt64(20_000)).map { identifiers.beacon($0) }
        let reports = (0..<VehicleID(200)).flatMap { identity in
            (0..<Int32(100)).map { identifiers.report($0, of: identity) }
        }
        #expect(Set(names).count == names.count && names.allSatisfy { (0..<1 << 30).contains($0) })
        #expect(Set(messages + reports).count == 40_000)
        #expect((messages + reports).allSatisfy { (0..<1 << 48).contains($0) })
        // Of a random permutation half of the neighbours ascend, with a standard deviation of sqrt(n / 12).
        for list in [names, messages, reports] {
            let ascents = zip(list, list.dropFirst()).count { $0 < $1 }
            #expect(abs(Double(ascents) - 10_000) < 5 * (20_000.0 / 12).squareRoot())
            // The mean of uniform numbers.
            let most = list == names ? 0x1p30 : 0x1p48
            let mean = list.reduce(0.0) { $0 + Double($1) } / Double(list.count) / most
            #expect(abs(mean - 0.5) < 5 / (12.0 * 20_000).squareRoot())
        }
    }

    @Test("labels say what was altered, and what is true; logs have the claim")
    func truth() throws {
        let logs = try logged(["attackers={ratio: 0.3, profile: 'constantPositionOffset'}"], format: "veremi")
        let messages = try table(logs, LabelFiles.messages)
        let column = { (name: String) in messages.header.firstIndex(of: name) ?? 0 }
        var labels: [Double: [String]] = [:]
        for row in messages.rows { labels[Double(row[column("messageID")]) ?? -1] = row }
        var (altered, genuine) = (0, 0)
        for name in logs.names where name.hasPrefix("JSONlog") {
            for line in try logs.text(name).split(separator: "\n") {
                let node = try JSON5Reader.read(Array(line.utf8), origin: .file(name))
                guard node["type"]?.integer == 3 else { continue }
                let label = try #require(labels[node["messageID"]?.double ?? -2])
                let claim = node["pos"]?.elements?.compactMap(\.double) ?? []
                let truth = [Double(label[column("truePosX")]) ?? 0, Double(label[column("truePosY")]) ?? 0]
                let distance = Point(x: claim[0], y: claim[1]).squaredDistance(to: Point(x: truth[0], y: truth[1]))
                #expect(label[column("sender")] == node["sender"]?.integer.map { String($0) })
                if label[column("altered")] == "1" {
                    altered += 1
                    #expect(distance > 100 && label[column("attack")] == "constantPositionOffset")
                    #expect(label[column("parts")] == "beacon:constantPositionOffset")
                } else {
                    genuine += 1
                    #expect(distance < 64 && label[column("attack")].isEmpty)
                }
            }
        }
        #expect(altered > 100 && genuine > 100)
        #expect(logs.names.count { $0.hasSuffix("-A2.json") } == 5)
        #expect(logs.names.contains("GroundTruthJSONlog.json") && logs.names.contains("README.md"))
    }

    @Test("a directory that is not replaced, or cannot be written, stays as it was")
    func directories() throws {
        let folder = try LogFolder(["logs": "mine"])
        #expect(throws: FileProblem.self) { try LoggedRun.run([], into: folder) }
        #expect(try folder.text("logs") == "mine" && folder.names == ["logs"])
        let other = try LogFolder()
        try FileManager.default.createDirectory(atPath: other.path + "/logs", withIntermediateDirectories: true)
        try "mine".write(toFile: other.path + "/logs/notes.txt", atomically: false, encoding: .utf8)
        let log = RunLog(
            directory: other.path + "/logs", format: "csv", overwrites: true, version: "", command: "")
        #expect(throws: FileProblem.self) { try log.probe() }
        let executor = try SmallWorld.executor(LoggedRun.world)
        #expect(throws: FileProblem.self) { try executor.run(replication: 0, log: log) }
        #expect(other.names == ["logs"])
        let flag = CancellationFlag()
        flag.cancel()
        let third = try LogFolder()
        var cancelled = executor
        cancelled.cancellation = flag
        #expect(throws: Cancelled.self) {
            try cancelled.run(
                replication: 0,
                log: RunLog(
                    directory: third.path + "/logs", format: "csv", overwrites: false, version: "", command: ""))
        }
        #expect(third.names.isEmpty)
    }

    @Test("logs of this program are replaced when asked for")
    func replaced() throws {
        let folder = try LogFolder()
        _ = try LoggedRun.run(["seed=1"], into: folder)
        let before = LogFolderView(folder).names
        let executor = try SmallWorld.executor(LoggedRun.world + ["seed=2"])
        _ = try executor.run(
            replication: 0,
            log: RunLog(directory: folder.path + "/logs/", format: "csv", overwrites: true, version: "", command: ""))
        let after = LogFolderView(folder).names
        #expect(before != after && after.contains { $0.hasSuffix(".csv") } && folder.names == ["logs"])
        #expect(!after.contains { $0.hasSuffix(".jsonl") })
    }
}
