import Foundation
import Testing

@testable import TrustSim

@Suite("Logs and their replay")
struct RoundTripTests {
    @Test(
        "a replay of jsonl logs makes every decision of the run, with the same trust, and the same metrics",
        arguments: [
            ["attackers.profile='colluders'"],
            ["attackers.profile='sybil'"],
            ["attackers.profile='flooder'", "evaluation.reportDelivery=beacon"],
            ["attackers.profile='conflicting'"],
            ["attackers.profile={identity: {kind: 'sybil', spread: 0, ghosts: 2}, beacon: 'constantPositionOffset'}"],
            ["attackers.profile='dataReplaySybil'", "beacon.interval=0.5"],
            ["attackers.profile='denialOfService'", "radio.model=nakagami"],
            ["attackers.profile='whitewasher'", "tolerance.spread=0.2"],
            ["attackers.profile='mimic'", "pseudonyms.change=periodic", "pseudonyms.interval=15"],
            ["attackers.profile='bogus'", "mobility.model=highway", "mobility.length=600"],
            ["attackers.profile='colluders'", "radio.mac=csma", "radio.model=nakagami"],
            ["attackers.profile='gridSybil'", "radio.mac=csma", "evaluation.reportDelivery=beacon"],
            ["attackers.profile='denialOfServiceRandomSybil'", "beacon.jitter=1", "beacon.phases=fresh"],
            [
                "attackers.profile='dataReplaySybil'", "beacon.trigger=cam", "beacon.jitter=0.1", "beacon.phases=fresh",
                "pseudonyms.change=periodic", "pseudonyms.interval=15",
            ],
        ])
    func sameDecisions(settings: [String]) throws {
        let folder = try LogFolder()
        let run = try LoggedRun.run(["attackers={ratio: 0.3}"] + settings, into: folder)
        let replay = try LoggedRun.replay(folder)
        let (expected, found) = (run.runs[0].result, replay.runs[0].result)
        #expect(expected.cases.count > 300)
        #expect(found.cases.count == expected.cases.count)
        let difference = zip(expected.cases, found.cases).first { $0.text != $1.text }
        #expect(difference == nil, "\(settings): \(difference.map { "\($0.text) | \($1.text)" } ?? "")")
        for (one, other) in zip(expected.schemes, found.schemes) {
            #expect(one.scheme == other.scheme)
            for (metric, (value, again)) in zip(Metric.all, zip(one.values, other.values)) where !metric.isOptional {
                #expect(value == again, "\(settings): \(one.scheme): \(metric.name)")
            }
        }
        #expect(expected.statistics.checks == found.statistics.checks)
        #expect(expected.cases.contains { $0.isMalicious } && expected.cases.contains { !$0.isMalicious })
    }

    /// Every case of a replay in which all logged reports have something else in place of a pattern.
    private func decisions(replacing pattern: String, with text: String) throws -> [String] {
        let folder = try LogFolder()
        _ = try LoggedRun.run(["attackers={ratio: 0.3}", "schemes=['consensus-averaging']"], into: folder)
        let expression = try Regex(pattern)
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/logs")
        where name.hasSuffix(".jsonl") {
            let old = try folder.text("logs/\(name)")
            count += old.matches(of: expression).count
            try Data(old.replacing(expression, with: text).utf8).write(
                to: URL(fileURLWithPath: folder.path + "/logs/\(name)"))
        }
        #expect(count > 100)
        let cases = try LoggedRun.replay(folder).runs[0].result.cases
        #expect(cases.count > 300)
        return cases.map(\.text)
    }

    @Test(
        "a logged report that claims a level or a tolerance that is no share is rejected, as one with a wrong value is")
    func unsoundClaims() throws {
        let rejected = try decisions(replacing: "\"value\":[0-9.e-]+", with: "\"value\":5")
        let number = "[0-9.e-]+"
        for claim in [
            "5,\"tolerance\":0.6", "-1e300,\"tolerance\":0.6", "null,\"tolerance\":1", "0.5,\"tolerance\":NaN",
        ] {
            let found = try decisions(
                replacing: "\"attestedLevel\":\(number),\"tolerance\":\(number)", with: "\"attestedLevel\":\(claim)")
            #expect(found == rejected, "\(claim)")
        }
    }

    @Test("a log changes nothing in a run")
    func observerOnly() throws {
        let settings = ["attackers={ratio: 0.3, profile: 'flooder'}"]
        let folder = try LogFolder()
        let logged = try LoggedRun.run(settings, into: folder)
        let plain = try SmallWorld.run(LoggedRun.world + settings)
        #expect(logged.results == plain.results && logged.fingerprints == plain.fingerprints)
    }

    @Test("the same seed gives the same bytes of every file, another seed other names")
    func sameBytes() throws {
        let folders = try [LogFolder(), LogFolder(), LogFolder()]
        for (folder, seed) in zip(folders, [5, 5, 6]) { _ = try LoggedRun.run(["seed=\(seed)"], into: folder) }
        let logs = folders.map { LogFolderView($0) }
        #expect(!logs[0].names.isEmpty && logs[0].names == logs[1].names && logs[0].names != logs[2].names)
        for name in logs[0].names { #expect(try logs[0].text(name) == logs[1].text(name), "\(name)") }
    }

    @Test(
        "VeReMi's formats keep claims and labels: the checks that need no sensor decide alike",
        arguments: ["veremi", "veremi-extension", "csv"])
    func claimsAndLabels(format: String) throws {
        // VeReMi 2018 has no acceleration, and no format but our own says where exactly a receiver was.
        let checks = "sensing.plausibility.checks=['speed','position-speed','frequency','overlap','age']"
        let settings = ["attackers={ratio: 0.3, profile: 'constantPositionOffset'}", checks]
        let folder = try LogFolder()
        let run = try LoggedRun.run(settings, into: folder, format: format)
        let replay = try LoggedRun.replay(folder)
        let (expected, found) = (
            try #require(run.statistics[0].checks), try #require(replay.statistics[0].checks)
        )
        #expect(expected.altered > 100 && expected.genuine > 100)
        #expect(found.altered == expected.altered && found.genuine == expected.genuine)
        for (index, check) in PlausibilityCheck.all.enumerated()
        where ["speed", "position-speed", "frequency", "overlap", "age"].contains(check.name) {
            #expect(found.alteredByCheck[index] == expected.alteredByCheck[index], "\(check.name)")
            #expect(found.genuineByCheck[index] == expected.genuineByCheck[index], "\(check.name)")
        }
        #expect(replay.results.rows[0].attackerRatio == 0.3)
    }

    @Test("a replay with another scheme and other thresholds is another experiment on the same logs")
    func otherSchemes() throws {
        let folder = try LogFolder()
        let run = try LoggedRun.run(["attackers={ratio: 0.3, profile: 'colluders'}"], into: folder)
        let replay = try LoggedRun.replay(folder, ["schemes=['own-evidence','truman']", "ablations=[]"])
        #expect(replay.results.row(of: "own-evidence")?.values == run.results.row(of: "own-evidence")?.values)
        #expect(replay.results.row(of: "truman") != nil && run.results.row(of: "truman") == nil)
        #expect(throws: DataError.self) { try LoggedRun.replay(folder, ["schemes=['genie']", "ablations=[]"]) }
    }
}

/// A directory that somebody else removes.
/// The folder "logs" within a folder, which is there as long.
struct LogFolderView {
    private let folder: LogFolder
    private var path: String { folder.path + "/logs" }

    init(_ folder: LogFolder) { self.folder = folder }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }
}
