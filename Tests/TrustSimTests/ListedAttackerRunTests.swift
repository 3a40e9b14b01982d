import Testing

@testable import TrustSim

/// What listed attackers do in a run.
@Suite("Listed attackers in a run")
struct ListedAttackerRunTests {
    /// Altered messages of each vehicle.
    private final class Watcher: RunObserver {
        let interests: RunInterests = .messages
        var times: [VehicleID: [Microseconds]] = [:]

        func beacon(
            _ beacon: Simulation.Beacon, from sender: VehicleID, carried: Int32, in simulation: borrowing Simulation,
            at time: Microseconds
        ) {
            if beacon.isFalse { times[sender, default: []].append(time) }
        }

        func published(
            _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool, entryCount: Int?,
            at time: Microseconds
        ) {
            if isDishonest { times[reporter, default: []].append(time) }
        }
    }

    private static func scenario(_ rows: String, _ assignments: [String] = []) throws -> Scenario {
        let list = try AttackerListFile(
            bytes: Array("vehicle,profile,from,until\n\(rows)".utf8), path: "l.csv")
        var file = try SmallWorld.file(["attackers={list: 'l.csv'}"])
        for assignment in assignments { try file.set(assignment) }
        var scenario = try file.decode()
        scenario.attackers.use(try AttackerListLookup(list, scenario, trace: nil).attackers().listed)
        return scenario
    }

    private static func run(_ scenario: Scenario, _ watcher: Watcher? = nil) throws -> (RunResult, Truth) {
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        if let watcher { simulation.admit(watcher) }
        let result = try simulation.run(cancellation: nil)
        return (result, simulation.truth)
    }

    @Test(
        "who is listed as the draw has it does the same: every figure and event",
        arguments: ["colluders", "bogus", "onOff", "betrayer", "thresholdRider", "crafters", "positionDrift"])
    func sameAsDrawn(_ preset: String) throws {
        let drawn = try SmallWorld.file(["attackers={ratio: 0.3, profile: '\(preset)'}"]).decode()
        let (expected, truth) = try Self.run(drawn)
        let names = (0..<30).filter { truth.isAttacker[$0] }
        #expect(names.count == 9)
        // In any order, and with an end that is that of the run.
        let rows = names.reversed().map { "v\($0),\(preset),\($0 % 2 == 0 ? "0" : ""),\($0 % 3 == 0 ? "60" : "")\n" }
        let (found, _) = try Self.run(Self.scenario(rows.joined()))
        #expect(found.fingerprint == expected.fingerprint && found.resultsFingerprint == expected.resultsFingerprint)
    }

    @Test(
        "outside of its windows an attacker is honest, and malicious from its first misconduct in one on",
        arguments: ["colluders", "bogus", "denialOfService", "flooder", "dataReplaySybil", "markov", "bernoulli"])
    func windows(_ name: String) throws {
        let profile =
            ["markov", "bernoulli"].contains(name)
            ? "{preset: 'colluders', schedule: '\(name)'}" : "{preset: '\(name)', schedule: 'always'}"
        let settings = ["attackers.profile=\(profile)", "schemes=['own-evidence']"]
        let scenario = try Self.scenario("3,,10,20\n3,,30.5,40\n8,,45,\n11,,,25\n", settings)
        let watcher = Watcher()
        let (_, truth) = try Self.run(scenario, watcher)
        // A ghost that is spread ends its interval of one second.
        let rest: Microseconds = name == "flooder" ? 1_000_000 : 0
        let windows: [VehicleID: [ClosedRange<Microseconds>]] = [
            3: [10_000_000...20_000_000, 30_500_000...40_000_000], 8: [45_000_000...60_000_000],
            11: [0...25_000_000],
        ]
        #expect(Set(watcher.times.keys).isSubset(of: windows.keys))
        for (vehicle, ranges) in windows {
            let times = watcher.times[vehicle] ?? []
            // Rarely markov is off for the whole of a window.
            #expect(!times.isEmpty || name == "markov")
            #expect(
                times.allSatisfy { time in ranges.contains { ($0.lowerBound..<$0.upperBound + rest).contains(time) } })
            #expect(truth.isAttacker[Int(vehicle)])
            if let first = truth.firstMisconduct[Int(vehicle)] { #expect(ranges.contains { $0.contains(first) }) }
        }
        let others = (0..<VehicleID(30)).filter { windows[$0] == nil }
        #expect(others.allSatisfy { truth.firstMisconduct[Int($0)] == nil && !truth.isAttacker[Int($0)] })
    }

    @Test("a whitewasher keeps its name outside of its windows")
    func whitewashing() throws {
        func names(_ rows: String) throws -> Int {
            let scenario = try Self.scenario(rows, ["schemes=['own-evidence']", "sensing.accuracy=1"])
            var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
            _ = try simulation.run(cancellation: nil)
            return simulation.truth.firstMisconduct.dropFirst(30).count { $0 != nil }
        }
        #expect(try names("3,whitewasher,,\n8,whitewasher,,\n") > 0)
        // Too late to be distrusted by a report and to notice it.
        #expect(try names("3,whitewasher,59,\n8,whitewasher,59,\n") == 0)
    }

    @Test("until its first window the world is the one without attackers")
    func sameUntilThen() throws {
        final class Contents: RunObserver {
            let interests: RunInterests = .messages
            var hash = Fingerprint()
            func published(
                _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool,
                entryCount: Int?, at time: Microseconds
            ) {
                guard time < 30_000_000 else { return }
                hash.add(UInt64(bitPattern: time))
                hash.add(UInt64(identity) << 32 | UInt64(entryCount ?? 0))
            }
        }
        func hash(_ scenario: Scenario) throws -> Fingerprint {
            var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
            let contents = Contents()
            simulation.admit(contents)
            _ = try simulation.run(cancellation: nil)
            return contents.hash
        }
        let none = try SmallWorld.file(["attackers={ratio: 0}", "schemes=['beta']"]).decode()
        let later = try Self.scenario("3,flooder,30,\n9,flooder,30,\n", ["schemes=['beta']"])
        #expect(try hash(none) == hash(later))
    }

    @Test("the bound is not computed for windows, and says so")
    func bound() throws {
        let windowed = try Self.scenario("3,colluders,30,\n", ["schemes=['genie']"])
        #expect(windowed.missingBound == "attackers are malicious in windows that a list gives")
        let mixed = try Self.scenario("3,colluders,,\n4,bogus,,\n", ["schemes=['genie']"])
        #expect(mixed.missingBound == "attackers differ in their profiles")
        #expect(try Self.scenario("3,colluders,,\n", ["schemes=['genie']"]).missingBound == nil)
    }

    @Test("a resolved scenario has the list and its ratio, and resolves to itself; one without has no such key")
    func resolved() throws {
        let scenario = try Self.scenario(
            "3,colluders,30,\n4,1,,\n",
            [
                "attackers.profiles=[{profile: 'mimic'}, {profile: {reports: 'drag'}}]"
            ])
        let tree = ScenarioEncoder.tree(scenario)
        let again = try ScenarioFile(path: "again", root: tree).decode()
        #expect(again.attackers.list == "l.csv" && again.attackers.ratio == 2.0 / 30)
        #expect(again.attackers.profiles.map(\.profile.choices) == scenario.attackers.profiles.map(\.profile.choices))
        #expect(compactJSON(ScenarioEncoder.tree(again)) == compactJSON(tree))
        #expect(tree["attackers"]?["profiles"]?.elements?.allSatisfy { $0["share"] == nil } == true)
        let none = ScenarioEncoder.tree(try SmallWorld.file().decode())
        #expect(none["attackers"]?["list"] == nil && none["attackers"]?["ratio"]?.double == 0.3)
    }
}
