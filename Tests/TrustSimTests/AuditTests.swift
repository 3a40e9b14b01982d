import Foundation
import Testing

@testable import TrustSim

@Suite("Audits of data sets")
struct AuditTests {
    @Test("the area under the curve is the share of pairs in order, ties counted half")
    func areas() throws {
        let apart = try #require(RankArea(positives: [4, 5, 6], negatives: [1, 2, 3]))
        #expect(apart.area == 1 && apart.separation == 1 && apart.error == 0)
        let reversed = try #require(RankArea(positives: [1, 2, 3], negatives: [4, 5, 6]))
        #expect(reversed.area == 0 && reversed.separation == 1)
        let same = try #require(RankArea(positives: [7, 7], negatives: [7, 7, 7]))
        #expect(same.area == 0.5 && same.pValue == 1)
        #expect(RankArea(positives: [], negatives: [1]) == nil)
        // By counting pairs.
        var stream = RandomSource(seed: 4, replication: 0).stream(.mobility, 0)
        for _ in 0..<50 {
            let positives = (0..<(1 + stream.index(below: 12))).map { _ in Double(stream.index(below: 9)) }
            let negatives = (0..<(1 + stream.index(below: 12))).map { _ in Double(stream.index(below: 9)) }
            var sum = 0.0
            for one in positives { for other in negatives { sum += one > other ? 1 : one == other ? 0.5 : 0 } }
            let area = try #require(RankArea(positives: positives, negatives: negatives)).area
            #expect(abs(area - sum / Double(positives.count * negatives.count)) < 1e-12)
        }
    }

    @Test("the test of ranks has the figures of a textbook, and of Hanley and McNeil")
    func figures() throws {
        // Ranks 1 to 8 without ties: U = 15 of 16, deviation sqrt(4 * 4 * 9 / 12).
        let found = try #require(RankArea(positives: [4, 6, 7, 8], negatives: [1, 2, 3, 5]))
        #expect(found.area == 15.0 / 16)
        #expect(abs(found.errorWithoutEffect - (12.0).squareRoot() / 16) < 1e-12)
        // Q1 = A / (2 - A), Q2 = 2 A² / (1 + A).
        let (a, one, two) = (15.0 / 16, 15.0 / 17, 2 * 225.0 / 256 / (31.0 / 16))
        let variance = (a * (1 - a) + 3 * (one - a * a) + 3 * (two - a * a)) / 16
        #expect(abs(found.error - variance.squareRoot()) < 1e-12)
    }

    @Test("a trail knows gaps, phase and rate, however many receive a beacon, in memory that does not grow")
    func trails() {
        var trail = AuditTrail()
        for number in 0..<100_000 {
            for receiver in 0..<3 { trail.note(at: 250_000 + Microseconds(number) * 500_000 + Microseconds(receiver)) }
        }
        #expect(trail.messages == 100_000 && trail.receptions == 300_000)
        #expect(trail.receiversOfBeacon == 3 && trail.medianGap == 0.5 && trail.gapSpread == 0)
        #expect(abs((trail.rate ?? 0) - 2) < 1e-3)
        #expect(trail.wholeGaps(of: 500_000) == 1 && trail.phase(of: 500_000) == 250_000)
        #expect(trail.phase(of: 300_000) == nil)
        #expect(MemoryLayout.size(ofValue: trail) < 140)
    }

    private func audit(_ settings: [String], format: String = "jsonl") throws -> DataSetAudit {
        let folder = try LogFolder()
        _ = try LoggedRun.run(
            ["vehicles=40", "duration=60", "schemes=['own-evidence']", "ablations=[]"] + settings, into: folder,
            format: format)
        return try DataSetReplay(directory: folder.path + "/logs", format: nil).audit()
    }

    private func finding(_ name: String, of audit: DataSetAudit) throws -> DataSetAudit.Finding {
        try #require(audit.findings.first { $0.test == name })
    }

    private static let settings = ["beacon.jitter=1", "beacon.phases=fresh"]

    @Test(
        "names of a vehicle are linked by their moments as logs are by default, and not with fresh phases and jitter",
        arguments: [
            ["attackers={ratio: 0.3, profile: 'dataReplaySybil'}"],
            [
                "attackers={ratio: 0.3, profile: {identity: {kind: 'sybil', ghosts: 3, spread: 0}, beacon: 'constantPositionOffset'}}"
            ],
            [
                "attackers={ratio: 0.3, profile: 'bogus'}", "pseudonyms.change=periodic", "pseudonyms.interval=12",
            ],
        ])
    func links(settings: [String]) throws {
        let leaking = try audit(settings)
        let link = try finding("phaseLink", of: leaking)
        #expect(leaking.leaks && link.verdict == .leaks && link.value ?? 0 > 0.9)
        let clean = try audit(settings + Self.settings)
        #expect(try finding("phaseLink", of: clean).verdict == .clean)
        #expect(!clean.leaks, "\(clean.findings.filter { $0.verdict == .leaks })")
        // Beacons that are late by a tenth of a millisecond are found all the same.
        #expect(try finding("phaseLink", of: audit(settings + ["beacon.jitter=0.0001"])).verdict == .leaks)
    }

    @Test(
        "awareness messages keep to their checks without jitter, in whatever format",
        arguments: ["jsonl", "csv"])
    func awareness(format: String) throws {
        let settings = [
            "attackers={ratio: 0.3, profile: 'bogus'}", "beacon.trigger=cam", "pseudonyms.change=periodic",
            "pseudonyms.interval=12",
        ]
        #expect(try finding("phaseLink", of: audit(settings, format: format)).verdict == .leaks)
        let fresh = settings + ["beacon.jitter=0.1", "beacon.phases=fresh"]
        #expect(try finding("phaseLink", of: audit(fresh, format: format)).verdict == .clean)
    }

    @Test("what an attack changes by itself is explained, and what it does not is not")
    func explained() throws {
        let flood = try audit(["attackers={ratio: 0.3, profile: 'denialOfService'}"])
        #expect(try finding("rate", of: flood).verdict == .explained)
        #expect(try finding("rate", of: flood).reason == "the attack sends more beacons")
        let bogus = try audit(["attackers={ratio: 0.3, profile: 'bogus'}"])
        #expect(try finding("rate", of: bogus).verdict == .clean)
        #expect(!bogus.leaks)
    }

    @Test("with too few attackers nothing is said to be clean")
    func untested() throws {
        let audit = try audit(["attackers={ratio: 0, profile: 'bogus'}"])
        let areas = audit.findings.filter { $0.verdict != .note }
        #expect(areas.allSatisfy { $0.verdict == .untested && $0.value == nil && !$0.reason.isEmpty })
        #expect(!audit.leaks)
    }
}
