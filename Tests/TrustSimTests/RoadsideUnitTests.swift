import GroupDecision
import Testing

@testable import TrustSim

/// Roadside units in runs: they hear, and change nothing for those who do not ask them.
@Suite("Roadside units in the world")
struct RoadsideUnitTests {
    private static func simulation(_ settings: [String]) throws -> Simulation {
        var simulation = Simulation(
            scenario: try SmallWorld.file(settings).decode(), trace: nil, replication: 0, logsCases: false)
        _ = try simulation.run(cancellation: nil)
        return simulation
    }

    /// Everything that vehicles have recorded of each other.
    private static func records(_ simulation: borrowing Simulation) -> [String] {
        let store = simulation.sensing.store
        var lines: [String] = []
        for vehicle in 0..<VehicleID(simulation.presence.vehicleCount) {
            store.forEachRecord(of: vehicle) { _, record in
                lines.append(
                    "\(vehicle) \(record.subject) \(record.evidence.positive.bitPattern) "
                        + "\(record.evidence.negative.bitPattern) \(record.heardTime) \(record.reportNumber)")
            }
        }
        return lines.sorted()
    }

    private static let worlds = [
        [], ["sensing.verification=plausibility"], ["radio.model=log-distance", "radio.sensitivity=-75"],
        ["radio.model=nakagami", "evaluation.reportDelivery=beacon"],
        ["mobility.model=manhattan-grid", "mobility.block=100", "sensing.faultyShare=0.3"],
        ["attackers={ratio: 0.3, profile: {targets: {kind: 'conflicting', share: 0.4}, beacon: 'constantPosition'}}"],
    ]

    @Test("what vehicles record of each other is the same to the bit with and without units", arguments: 0..<6)
    func untouched(world: Int) throws {
        let plain = try Self.simulation(Self.worlds[world])
        let assisted = try Self.simulation(Self.worlds[world] + ["infrastructure.units.count=7"])
        #expect(Self.records(plain) == Self.records(assisted))
        #expect(assisted.statistics.receptions > plain.statistics.receptions)
        #expect(plain.statistics.vehicleMicroseconds == assisted.statistics.vehicleMicroseconds)
        #expect(plain.statistics.entered == assisted.statistics.entered)
    }

    @Test("schemes that do not ask units decide the same, and those that do are their fallback without any")
    func others() throws {
        let schemes = "schemes=['consensus-adaptive','own-evidence','beta','rsu-beta','rsu-consensus']"
        let plain = try SmallWorld.run([schemes]).results
        let assisted = try SmallWorld.run([schemes, "infrastructure.units.count=4"]).results
        for name in ["consensus-adaptive", "own-evidence", "beta"] {
            let (one, other) = (try #require(plain.row(of: name)), try #require(assisted.row(of: name)))
            for metric in Metric.all where metric.name != "coverage" {
                #expect(one[metric.name] == other[metric.name], "\(name): \(metric.name)")
            }
        }
        let cases = ["truePositives", "falsePositives", "trueNegatives", "falseNegatives", "unknownShare"]
        for (name, base) in [("rsu-beta", "own-evidence"), ("rsu-consensus", "consensus-adaptive")] {
            for metric in cases { #expect(plain.row(of: name)?[metric] == plain.row(of: base)?[metric], "\(name)") }
            #expect(cases.contains { assisted.row(of: name)?[$0] != assisted.row(of: base)?[$0] }, "\(name)")
        }
        #expect(plain.row(of: "beta")?["coverage"] == nil && assisted.row(of: "beta")?["coverage"] != nil)
    }

    @Test("the other keys of units change nothing where there are none")
    func unused() throws {
        let plain = try SmallWorld.run()
        let other = try SmallWorld.run([
            "infrastructure={units: {range: 50, sensingRange: 10, accuracy: 0.5, compromisedShare: 1, backhaul: 'shared'}}"
        ])
        #expect(plain.fingerprints == other.fingerprints && plain.results == other.results)
    }

    @Test("runs do not depend on the workers or on which schemes are compared")
    func determinism() throws {
        let settings = [
            "infrastructure={units: {count: 5, backhaul: 'shared', compromisedShare: 0.4}}", "replications=2",
        ]
        let all = "schemes=['rsu-beta','rsu-subjective-logic','rsu-consensus','beta']"
        let one = try SmallWorld.run(settings + [all])
        let two = try SmallWorld.run(settings + [all], jobs: 2)
        #expect(one.results == two.results && one.fingerprints == two.fingerprints)
        let alone = try SmallWorld.run(settings + ["schemes=['rsu-beta']"])
        #expect(alone.fingerprints == one.fingerprints)
        #expect(alone.results.row(of: "rsu-beta")?.values == one.results.row(of: "rsu-beta")?.values)
    }

    @Test("nobody decides about a unit, no unit decides, and no record or name is that of one")
    func nobody() throws {
        let settings = [
            "infrastructure.units.count=6", "attackers={ratio: 0.3, profile: 'dataReplaySybil'}",
            "schemes=['own-evidence','rsu-beta']",
        ]
        let cases = try SmallWorld.run(settings, logsCases: true).runs[0].result.cases
        #expect(cases.count > 1000 && cases.contains { $0.subject >= 36 })
        #expect(!cases.contains { (30..<36).contains($0.evaluator) || (30..<36).contains($0.subject) })
        let simulation = try Self.simulation(settings)
        for station in 0..<VehicleID(36) {
            simulation.sensing.store.forEachRecord(of: station) { _, record in
                #expect(!simulation.infrastructure.isUnit(record.subject))
            }
        }
        #expect(simulation.naming.names.name(of: 31) == "unit 1")
        #expect(throws: ExplanationProblem.self) { try simulation.naming.names.vehicle(named: "v31") }
        #expect(try simulation.naming.names.vehicle(named: "v36") == 36)
    }

    @Test("units read with their own accuracy and within their own range")
    func sensing() throws {
        func evidence(_ settings: [String]) throws -> Evidence {
            let simulation = try Self.simulation(["attackers.ratio=0", "infrastructure.units.count=3"] + settings)
            var sum = Evidence()
            for unit in simulation.infrastructure.units {
                simulation.sensing.store.forEachRecord(of: unit) { _, record in
                    sum.positive += record.evidence.positive
                    sum.negative += record.evidence.negative
                }
            }
            return sum
        }
        let right = try evidence(["infrastructure.units.accuracy=1"])
        let wrong = try evidence(["infrastructure.units.accuracy=0"])
        #expect(right.negative == 0 && right.positive > 100)
        #expect(wrong.positive == 0 && wrong.negative == right.positive)
        #expect(try evidence(["infrastructure.units.sensingRange=0"]).total == 0)
        // Of those in reach of the radio, 160 m, about a fourth are within 80 m.
        let half = try evidence(["infrastructure.units.accuracy=1", "infrastructure.units.sensingRange=80"]).total
        let full = try evidence(["infrastructure.units.accuracy=1", "infrastructure.units.sensingRange=160"]).total
        #expect(half > 0.1 * full && half < 0.6 * full)
    }

    @Test(
        "a shorter range covers less, one beyond the reach of the radio as much as the reach; a unit at each end of the world covers all"
    )
    func range() throws {
        func coverage(_ settings: [String]) throws -> Double {
            try #require(try SmallWorld.run(settings).results.rows[0]["coverage"])
        }
        let one = "infrastructure.units.count=1"
        let full = try coverage([one])
        #expect(try coverage([one, "infrastructure.units.range=160"]) == full)
        #expect(try coverage([one, "infrastructure.units.range=5000"]) == full)
        let half = try coverage([one, "infrastructure.units.range=60"])
        #expect(half < full && half > 0)
        #expect(try coverage([one, "infrastructure.units.range=0.001"]) == 0)
        #expect(try coverage(["infrastructure.units.count=12"]) == 1)
        #expect(try coverage(["infrastructure.units.positions=[[5000, 5000]]"]) == 0)
    }

    @Test("units that lie are those that lie at a smaller share, and more")
    func compromised() throws {
        func liars(_ share: Double) throws -> [Bool] {
            let file = try SmallWorld.file([
                "infrastructure.units.count=10", "infrastructure.units.compromisedShare=\(share)",
            ])
            return Simulation(scenario: try file.decode(), trace: nil, replication: 0, logsCases: false).infrastructure
                .isCompromised
        }
        let (few, many) = (try liars(0.3), try liars(0.7))
        #expect(few.count { $0 } == 3 && many.count { $0 } == 7)
        #expect(zip(few, many).allSatisfy { !$0 || $1 })
        #expect(try liars(0) == Array(repeating: false, count: 10))
    }

    @Test("who hears only a unit that lies believes the opposite, as certainly")
    func opposite() throws {
        let settings = [
            "sensing.range=0", "infrastructure={units: {positions: [[225, 175]], range: 1000}}", "radio.range=1000",
            "schemes=['rsu-beta','rsu-subjective-logic']", "events.rate=0",
        ]
        let honest = try SmallWorld.run(settings, logsCases: true)
        let lying = try SmallWorld.run(settings + ["infrastructure.units.compromisedShare=1"], logsCases: true)
        #expect(honest.fingerprints == lying.fingerprints)
        let pairs = zip(honest.runs[0].result.cases, lying.runs[0].result.cases)
            .filter { $0.0.scheme.hasPrefix("rsu-") && !$0.0.isUnknown }
        #expect(pairs.count > 500)
        for (one, other) in pairs {
            #expect(one.subject == other.subject && one.evaluator == other.evaluator)
            #expect(abs(one.decision.trust + other.decision.trust - 1) < 1e-9)
            #expect(abs(one.decision.support - other.decision.support) < 1e-9)
        }
        #expect(pairs.contains { $0.0.decision.trust > 0.8 } && pairs.contains { $0.0.decision.trust < 0.4 })
    }

    @Test("on a shared channel units are stations like others: they load it, and their words can be lost")
    func channel() throws {
        let csma = ["radio={model: 'nakagami', mac: 'csma'}", "beacon.interval=0.2", "duration=30"]
        let plain = try SmallWorld.run(csma).runs[0].result
        let assisted = try SmallWorld.run(csma + ["infrastructure.units.count=5"]).runs[0].result
        #expect(assisted.statistics.messages > plain.statistics.messages)
        #expect(try #require(assisted.statistics.coverage?.share) > 0.5)
    }

    @Test("the bound is not computed where units tell what they have seen")
    func bound() throws {
        let settings = ["attackers={ratio: 0.3, profile: 'bogus'}", "schemes=['genie']"]
        #expect(try SmallWorld.file(settings).decode().boundObstacle == nil)
        let assisted = try SmallWorld.file(settings + ["infrastructure.units.count=1"]).decode()
        #expect(assisted.boundObstacle == "roadside units tell vehicles what they have seen")
    }

    @Test(
        "wrong keys are told with their place",
        arguments: [
            (
                "{vehicles: 9, infrastructure: {units: {count: 2, spacing: 50}}}",
                "f:1:59: give either 'infrastructure.units.spacing' or 'infrastructure.units.count', not both"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {positions: [[1, 2], [3]]}}}",
                "f:1:60: 'infrastructure.units.positions' is a list of [x, y], each from -1e7 to 1e7, found 1 numbers"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {positions: [[1, 'x']]}}}",
                "f:1:56: 'infrastructure.units.positions' is a list of [x, y], each from -1e7 to 1e7, found a string"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {positions: [[1, 1e9]]}}}",
                "f:1:56: 'infrastructure.units.positions' is a list of [x, y], each from -1e7 to 1e7, found 1e9"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {positions: 5}}}",
                "f:1:51: 'infrastructure.units.positions' is a list of [x, y], each from -1e7 to 1e7, found a number"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {cuont: 5}}}",
                "f:1:40: unknown key 'infrastructure.units.cuont'; did you mean 'infrastructure.units.count'?"
            ),
            (
                "{vehicles: 9, infrastructure: {units: {backhaul: 'fibre'}}}",
                "f:1:50: unknown name 'fibre' in 'infrastructure.units.backhaul'; allowed: none, shared"
            ),
        ])
    func messages(_ text: String, _ message: String) {
        #expect(scenarioFailure(text) == message)
    }
}

@Suite("Places of roadside units")
struct RoadsidePlaceTests {
    private func near(_ one: [Point], _ other: [(Double, Double)]) -> Bool {
        one.count == other.count
            && zip(one, other).allSatisfy { abs($0.x - $1.0) < 1e-9 && abs($0.y - $1.1) < 1e-9 }
    }

    @Test("along streets at equal ways, taken one after another")
    func streets() {
        let road = Road.streets([
            (Point(x: 0, y: 0), Point(x: 100, y: 0)), (Point(x: 5, y: 5), Point(x: 5, y: 5)),
            (Point(x: 0, y: 50), Point(x: 0, y: 150)),
        ])
        #expect(near(road.evenPlaces(1), [(100, 0)]))
        #expect(near(road.evenPlaces(2), [(50, 0), (0, 100)]))
        #expect(near(road.evenPlaces(4), [(25, 0), (75, 0), (0, 75), (0, 125)]))
        #expect(road.evenPlaces(0).isEmpty)
        #expect(road.placeCount(every: 50, limit: 100) == 4 && road.placeCount(every: 1e6, limit: 100) == 1)
        #expect(road.placeCount(every: 0.001, limit: 100) == 100)
        let point = Road.streets([(Point(x: 3, y: 4), Point(x: 3, y: 4))])
        #expect(near(point.evenPlaces(2), [(3, 4), (3, 4)]))
        #expect(Road.streets([]).evenPlaces(3).isEmpty)
    }

    @Test("any number on random streets: as many as asked for, all on the streets, equal ways apart")
    func anyNumber() {
        var stream = RandomSource(seed: 5, replication: 0).stream(.coin, 1)
        for count in 1...60 {
            let streets: [Street] = (0..<(1 + stream.index(below: 7))).map { _ in
                (
                    Point(x: stream.uniform(-500, 500), y: stream.uniform(-500, 500)),
                    Point(x: stream.uniform(-500, 500), y: stream.uniform(-500, 500))
                )
            }
            let places = Road.streets(streets).evenPlaces(count)
            #expect(places.count == count)
            let total = streets.reduce(0) { $0 + $1.from.squaredDistance(to: $1.to).squareRoot() }
            for (number, place) in places.enumerated() {
                // The way to the place along the streets, found anew.
                var (way, found) = (0.0, Double.infinity)
                let wanted = (Double(number) + 0.5) / Double(count) * total
                for street in streets {
                    let length = street.from.squaredDistance(to: street.to).squareRoot()
                    let along =
                        ((place.x - street.from.x) * (street.to.x - street.from.x)
                            + (place.y - street.from.y) * (street.to.y - street.from.y)) / length
                    let beside =
                        ((place.x - street.from.x) * (street.to.y - street.from.y)
                            - (place.y - street.from.y) * (street.to.x - street.from.x)) / length
                    if abs(beside) < 1e-6, along > -1e-6, along < length + 1e-6 {
                        found = min(found, abs(way + along - wanted))
                    }
                    way += length
                }
                #expect(found < 1e-5, "\(count), \(number)")
            }
        }
    }

    @Test("in rows over an area, and by number where roads are known by places")
    func others() {
        let square = Road.area(width: 100, height: 100)
        #expect(near(square.evenPlaces(1), [(50, 50)]))
        #expect(near(square.evenPlaces(4), [(25, 25), (75, 25), (25, 75), (75, 75)]))
        #expect(near(square.evenPlaces(3), [(50, 25), (25, 75), (75, 75)]))
        #expect(near(Road.area(width: 400, height: 100).evenPlaces(4), [(50, 50), (150, 50), (250, 50), (350, 50)]))
        #expect(square.placeCount(every: 50, limit: 100) == 4)
        let places = Road.places((0..<10).map { Point(x: Double($0), y: 0) })
        #expect(near(places.evenPlaces(2), [(2, 0), (7, 0)]))
        #expect(near(places.evenPlaces(10), (0..<10).map { (Double($0), 0) }))
        #expect(Road.places([]).evenPlaces(3).isEmpty)
        #expect(places.placeCount(every: 50, limit: 100) == 2)
        for count in 1...50 { #expect(square.evenPlaces(count).count == count) }
    }
}
