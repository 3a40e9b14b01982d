import Foundation
import GroupDecision
import Testing

@testable import TrustSim

/// Received powers in logs: those of the draw that decided.
@Suite("Received power in logs")
struct LogPowerTests {
    private static let radios = [
        ["radio.model=nakagami"], ["radio.model=log-distance"], ["radio.model=tr37885"],
        ["radio.model=nakagami", "radio.mac=csma"],
    ]

    fileprivate static func powers(_ folder: LogFolder) throws -> [(power: Double, meters: Double)] {
        try LogFolderView(folder).beacons.map { row in
            let power = try #require(row.number("power"))
            let (from, to) = (try #require(row.point("pos")), try #require(row.point("receiverPos")))
            return (power, from.squaredDistance(to: to).squareRoot())
        }
    }

    private static let quiet = ["attackers.ratio=0", "sensing.noise.position=0", "duration=30"]

    @Test(
        "every power is one that is received, and they fall with the distance as the path loss does", arguments: 0..<4)
    func fall(radio: Int) throws {
        let folder = try LogFolder()
        let settings = Self.quiet + Self.radios[radio] + ["area.width=900", "area.height=700", "radio.sensitivity=-95"]
        let logged = try LoggedRun.run(settings, into: folder)
        let powers = try Self.powers(folder)
        #expect(powers.count > 300)
        #expect(powers.allSatisfy { $0.power >= -95 - 1e-9 && $0.power < 23 })
        #expect(Set(powers.map { Int($0.power * 1000) }).count > 100, "drawn, not one for each distance")
        var sums = PowerSums()
        for item in powers where item.meters > 5 && item.meters < 250 {
            sums.add(
                decades: 0.5 * Elementary.log(item.meters * item.meters) / PathLoss.naturalLogOfTen, power: item.power)
        }
        let slope = try #require(sums.line).slope
        // 25 dB a decade for the first two; 20 with line of sight on the highway, and more with vehicles in the way.
        #expect(slope < -17 && slope > -40, "\(slope)")
        // The log changes nothing.
        let plain = try SmallWorld.run(LoggedRun.world + settings)
        #expect(plain.fingerprints == logged.fingerprints && plain.results == logged.results)
    }

    @Test("a disk has no powers, and VeReMi's logs have the power in milliwatts")
    func formats() throws {
        let disk = try LogFolder()
        _ = try LoggedRun.run(Self.quiet, into: disk)
        #expect(try LogFolderView(disk).beacons.allSatisfy { $0.number("power") == nil })
        let (lines, veremi, table) = (try LogFolder(), try LogFolder(), try LogFolder())
        let settings = Self.quiet + ["radio.model=nakagami"]
        _ = try LoggedRun.run(settings, into: lines)
        _ = try LoggedRun.run(settings, into: veremi, format: "veremi")
        _ = try LoggedRun.run(settings, into: table, format: "csv")
        let decibels = try Self.powers(lines).map(\.power).sorted()
        let milliwatts = try LogFolderView(veremi).beacons.compactMap { $0.number("RSSI") }.sorted()
        #expect(decibels.count == milliwatts.count)
        for (one, other) in zip(decibels, milliwatts) { #expect(abs(one - PowerBudget.decibels(other)) < 1e-9) }
        let rows = try LogFolderView(table).rows.filter { $0.hasPrefix("beacon,") }
        let column = rows.compactMap { Double($0.split(separator: ",", omittingEmptySubsequences: false).last ?? "") }
        #expect(column.count == decibels.count)
        for (one, other) in zip(column.sorted(), decibels) { #expect(abs(one - other) < 1e-9) }
    }

    @Test(
        "the audit looks at powers: false positions show, and are explained by the attack; honest contents do not show")
    func audit() throws {
        func finding(_ profile: String, format: String) throws -> DataSetAudit.Finding {
            let folder = try LogFolder()
            _ = try LoggedRun.run(
                ["vehicles=40", "radio.model=log-distance", "attackers={ratio: 0.3, profile: \(profile)}"],
                into: folder,
                format: format)
            let audit = try DataSetReplay(directory: folder.path + "/logs", format: nil).audit()
            return try #require(audit.findings.first { $0.test == "powerResidual" })
        }
        for format in ["jsonl", "veremi"] {
            let moved = try finding("{beacon: {kind: 'constantPositionOffset', min: 300, max: 400}}", format: format)
            #expect(moved.verdict == .explained && moved.value ?? 0 > 0.9, "\(format): \(moved)")
            #expect(moved.reason == "the attack claims what is not true")
            let honest = try finding("'badMouther'", format: format)
            #expect(honest.verdict == .clean && honest.counts.one > 8, "\(format): \(honest)")
        }
    }

    @Test("a line through powers is that of least squares")
    func line() throws {
        var sums = PowerSums()
        for decades in [1.0, 2, 3, 4] { sums.add(decades: decades, power: 5 - 25 * decades) }
        let line = try #require(sums.line)
        #expect(abs(line.level - 5) < 1e-9 && abs(line.slope + 25) < 1e-9)
        var same = PowerSums()
        for _ in 0..<5 { same.add(decades: 2, power: 1) }
        #expect(same.line == nil && PowerSums().line == nil)
    }
}

extension LogFolderView {
    /// A beacon in a log of JSON lines.
    fileprivate struct Beacon {
        let members: [String: Any]

        func number(_ name: String) -> Double? { (members[name] as? NSNumber)?.doubleValue }

        func point(_ name: String) -> Point? {
            (members[name] as? [NSNumber]).map { Point(x: $0[0].doubleValue, y: $0[1].doubleValue) }
        }
    }

    /// Rows of the logs of receivers.
    fileprivate var rows: [String] {
        get throws {
            try names.filter { $0.hasPrefix("receiver-") || $0.hasPrefix("JSONlog-") }.flatMap {
                try text($0).split(separator: "\n").map(String.init)
            }
        }
    }

    fileprivate var beacons: [Beacon] {
        get throws {
            try rows.compactMap { row in
                let members = try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any] ?? [:]
                let isBeacon = members["type"] as? String == "beacon" || (members["type"] as? NSNumber)?.intValue == 3
                return isBeacon ? Beacon(members: members) : nil
            }
        }
    }
}
