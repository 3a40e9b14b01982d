import Foundation
import Testing

@testable import TrustSim

@Suite("Road events: sensing, reports, decisions")
struct EventDecisionTests {
    @Test("who senses, who decides and what is believed, in worlds without movement", arguments: UInt32(1)...8)
    func oracle(seed: UInt32) throws {
        var world = try StandingWorld(count: 30, side: 700, seed: seed)
        world.eventDuration = [0.4, 1.5, 10][Int(seed) % 3]
        var simulation = try world.simulation(seed: seed)
        let events = StandingWorld.roadEvents(of: simulation)
        let courses = events.map { world.course(of: $0, in: simulation) }
        let result = try simulation.run(cancellation: nil)
        #expect(simulation.roadEvents.all.map(\.position) == events.map(\.place), "seed \(seed)")
        for (event, course) in zip(simulation.roadEvents.all, courses) {
            let known = event.knowledge
            let sensed = known.keys.indices.filter { known.values[$0].reading != nil }.map { Int(known.keys[$0]) }
            #expect(sensed.sorted() == course.sensed.keys.sorted(), "seed \(seed)")
            #expect(known.values.allSatisfy { $0.reading != false }, "sensors without errors, seed \(seed)")
            let heard = known.keys.indices.filter { !known.values[$0].reports.isEmpty }.map { Int(known.keys[$0]) }
            #expect(heard.sorted() == course.heard.keys.sorted(), "seed \(seed)")
            for reports in known.values.map(\.reports) {
                #expect(Set(reports.map(\.reporter)).count == reports.count, "seed \(seed)")
            }
        }
        let warmupEnd = Microseconds(seconds: 0.3 * world.duration)
        let decided = courses.flatMap(\.deciders).count { $0.time >= warmupEnd }
        #expect(decided > 20)
        #expect(result.statistics.eventDecisions == decided, "seed \(seed)")
        // Everybody says the truth: whoever trusts is right, whoever trusts nobody believes nothing.
        #expect(
            simulation.evaluating.runners[0].tally.events == ConfusionCounts(truePositives: decided), "seed \(seed)")
        #expect(
            simulation.evaluating.runners[1].tally.events == ConfusionCounts(falseNegatives: decided), "seed \(seed)")
    }

    @Test("with faulty sensors the share of right readings is theirs, and the majority of reports is believed")
    func errors() throws {
        var (right, readings) = (0, 0)
        for seed in UInt32(11)...14 {
            var world = try StandingWorld(count: 40, side: 600, seed: seed)
            world.accuracy = 0.7
            world.eventRate = 0.4
            world.eventDuration = 2
            var simulation = try world.simulation(seed: seed)
            let begins = StandingWorld.roadEvents(of: simulation)
            let before = simulation
            _ = try simulation.run(cancellation: nil)
            var expected = ConfusionCounts()
            for (event, begin) in zip(simulation.roadEvents.all, begins) {
                // Who comes near and notices nothing is silent, unless it has heard before: then it denies.
                let course = world.course(of: begin, in: before) { event.knowledge[VehicleID($0)]?.reading != nil }
                readings += course.sensed.count
                right += event.knowledge.values.count { $0.reading == true }
                // After 36 s everybody has been evaluated, and all trust is 1.
                for decider in course.deciders where decider.time >= 36_000_000 {
                    let affirming = decider.reporters.count { event.knowledge[VehicleID($0)]?.reading == true }
                    expected.add(actual: true, predicted: 2 * affirming > decider.reporters.count)
                }
            }
            #expect(expected.truePositives > 30 && expected.falseNegatives > 30)
            #expect(simulation.evaluating.runners[0].tally.events == expected, "seed \(seed)")
        }
        #expect(
            Statistics.isPlausible(right, of: readings, probability: 0.7), "\(right) of \(readings), seeds 11 to 14")
    }

    @Test("what is forgotten of an event that is over changes no decision", arguments: [UInt32(1), 5, 6])
    func forgetting(seed: UInt32) throws {
        var world = try StandingWorld(count: 30, side: 700, seed: seed)
        // Events end as the last vehicles sense them, so decisions come up to two seconds later.
        world.eventDuration = 0.999999
        world.accuracy = 0.8
        var outcomes: [[ConfusionCounts]] = []
        for keepsKnowledge in [true, false] {
            var simulation = try world.simulation(seed: seed)
            simulation.roadEvents.keepsKnowledge = keepsKnowledge
            let result = try simulation.run(cancellation: nil)
            #expect(result.statistics.eventDecisions > 20, "seed \(seed)")
            outcomes.append(simulation.evaluating.runners.map(\.tally.events))
            let known = simulation.roadEvents.all.count { !$0.knowledge.keys.isEmpty }
            #expect(keepsKnowledge ? known > 10 : known < 5, "seed \(seed)")
        }
        #expect(outcomes[0] == outcomes[1], "seed \(seed)")
    }

    @Test("two events reported at the same beacon are received independently of each other")
    func twoReports() throws {
        // At 330 m a message arrives with this probability; both reports are sent at one time.
        let probability = Statistics.upperGamma(0.75, 0.75 / pow(10, marginDB(330) / 10))
        var (agreements, received, trials) = (0, 0, 0)
        for seed in UInt32(61)...64 {
            // One reporter in the middle of a circle.
            let circle = (0..<250).map { index in
                let angle = 2 * Double.pi * Double(index) / 250
                return Point(x: 330 * cos(angle), y: 330 * sin(angle))
            }
            var simulation = try Self.prepared([Point(x: 0, y: 0)] + circle, seed: seed)
            simulation.air.radio = Nakagami(
                pathLoss: PathLoss(), nearShape: 1.5, farShape: 0.75, nearMeters: 80, random: simulation.random)
            _ = simulation.roadEvents.begin(at: Point(x: 10, y: 0), isReal: true)
            simulation.senseRoadEvents(0, at: 1_000_000)
            for vehicle in UInt32(1)...250 {
                let heard = simulation.roadEvents.all.map { !($0.knowledge[vehicle]?.reports.isEmpty ?? true) }
                #expect(heard.count == 2)
                trials += 1
                received += heard.count { $0 }
                if heard[0] == heard[1] { agreements += 1 }
            }
        }
        #expect(Statistics.isPlausible(received, of: 2 * trials, probability: probability), "seeds 61 to 64")
        let expected = probability * probability + (1 - probability) * (1 - probability)
        #expect(Statistics.isPlausible(agreements, of: trials, probability: expected), "\(agreements), seeds 61 to 64")
    }

    /// One vehicle at each end of 200 m: whoever is at the event senses it, the other one only hears of it.
    static func pair() throws -> StandingWorld {
        var world = try StandingWorld([Point(x: 0, y: 0), Point(x: 200, y: 0)])
        world.warmup = 0
        world.duration = 400
        world.eventRate = 0.02
        world.eventDuration = 5
        return world
    }

    @Test("a vehicle decides exactly two seconds after the first report", arguments: UInt32(21)...26)
    func delay(seed: UInt32) throws {
        var world = try Self.pair()
        let whole = try world.simulation(seed: seed)
        let courses = StandingWorld.roadEvents(of: whole).map { world.course(of: $0, in: whole) }
        let decisions = courses.flatMap(\.deciders).map(\.time).sorted()
        let decision = try #require(decisions.first, "seed \(seed)")
        // A run handles what is due before its end.
        for (end, count) in [(decision, 0), (decision + 1, 1)] {
            world.duration = end.seconds
            var simulation = try world.simulation(seed: seed)
            let result = try simulation.run(cancellation: nil)
            #expect(result.statistics.eventDecisions == count, "seed \(seed), end \(end) µs")
        }
    }

    @Test("a driving vehicle senses an event at its first beacon within the sensing range", arguments: UInt32(27)...30)
    func driving(seed: UInt32) throws {
        // Past the event, 90 m beside it, at 20 m/s: within 120 m while it is less than sqrt(120² - 90²) m from abeam.
        let trace = try makeTrace([(0, [("v", -500, 90)]), (50, [("v", 500, 90)])])
        var sensedEarlier = false
        for microsecondsLater in [0, 1] {
            let text = "{mobility: {model: 'trace', file: 'none'}, seed: \(seed), sensing: {range: 120, accuracy: 1}}"
            var scenario = try makeScenario(text)
            let phase = Simulation(scenario: scenario, trace: trace, replication: 0, logsCases: false).timetable
                .beaconPhase[0]
            var beacon = phase
            while 500 - 20 * beacon.seconds > (120 * 120 - 90 * 90).squareRoot() { beacon += 1_000_000 }
            scenario.duration = (beacon + Microseconds(microsecondsLater)).seconds
            var simulation = Simulation(scenario: scenario, trace: trace, replication: 0, logsCases: false)
            let event = simulation.roadEvents.begin(at: Point(x: 0, y: 0), isReal: true)
            _ = try simulation.run(cancellation: nil)
            let hasSensed = simulation.roadEvents.all[event].knowledge[0]?.reading == true
            #expect(hasSensed == (microsecondsLater == 1) && !sensedEarlier, "seed \(seed)")
            sensedEarlier = hasSensed
        }
    }

    /// The same vehicles and more, standing where they begin, with an event at the first one.
    static func prepared(_ places: [Point], seed: UInt32, _ change: (inout StandingWorld) -> Void = { _ in }) throws
        -> Simulation
    {
        var world = try StandingWorld(places)
        world.warmup = 0
        world.eventRate = 0
        change(&world)
        var simulation = try world.simulation(seed: seed)
        for call in simulation.presence.begin() {
            _ = simulation.presence.advance(call.entity, at: call.time)
        }
        _ = simulation.roadEvents.begin(at: places[0], isReal: true)
        return simulation
    }

    static func decisionTimes(_ simulation: Simulation) -> [Microseconds] {
        var queue = simulation.queue
        var times: [Microseconds] = []
        while let event = queue.popFirst(before: .max) {
            if Simulation.EventKind(rawValue: event.kind) == .eventDecision { times.append(event.time) }
        }
        return times
    }

    @Test("only the first report starts the clock")
    func firstReport() throws {
        var simulation = try Self.prepared(
            [Point(x: 0, y: 0), Point(x: 0, y: 50), Point(x: 150, y: 0)], seed: 31
        ) { $0.sensingRange = 60 }
        simulation.senseRoadEvents(0, at: 1_000_000)
        // The second and the third hear of it.
        try #require(Self.decisionTimes(simulation) == [3_000_000, 3_000_000])
        #expect(simulation.roadEvents.pending.map(\.vehicle).sorted() == [1, 2])
        simulation.senseRoadEvents(1, at: 1_500_000)
        try #require(Self.decisionTimes(simulation) == [3_000_000, 3_000_000])
        // Sensing again changes nothing; a vehicle out of range senses nothing.
        let before = simulation.statistics.messages
        for vehicle in UInt32(0)..<3 { simulation.senseRoadEvents(vehicle, at: 1_600_000) }
        #expect(simulation.statistics.messages == before)
        for number in 0..<2 { simulation.decideOnRoadEvent(number, at: 3_000_000) }
        #expect(simulation.statistics.eventDecisions == 1, "the second one has sensed in the meantime")
    }

    @Test("a vehicle that has sensed does not decide, before or after it hears of the event")
    func sensedFirst() throws {
        var simulation = try Self.prepared([Point(x: 0, y: 0), Point(x: 50, y: 0)], seed: 32)
        simulation.senseRoadEvents(1, at: 1_000_000)
        simulation.senseRoadEvents(0, at: 1_400_000)
        // The first one had heard, then sensed; the second one had sensed, then heard.
        try #require(Self.decisionTimes(simulation) == [3_000_000])
        simulation.decideOnRoadEvent(0, at: 3_000_000)
        #expect(simulation.statistics.eventDecisions == 0)
        #expect(simulation.evaluating.runners.allSatisfy { $0.tally.events.total == 0 })
    }

    @Test("a vehicle that has left the world before its two seconds are over does not decide")
    func leaving() throws {
        for leaves in [false, true] {
            var simulation = try Self.prepared([Point(x: 0, y: 0), Point(x: 150, y: 0)], seed: 35)
            simulation.senseRoadEvents(0, at: 1_000_000)
            try #require(Self.decisionTimes(simulation) == [3_000_000])
            if leaves { simulation.presence.world.leave(1) }
            simulation.decideOnRoadEvent(0, at: 3_000_000)
            #expect(simulation.statistics.eventDecisions == (leaves ? 0 : 1))
        }
    }

    @Test("who has not heard of an event and does not notice it is silent, and decides once it hears")
    func unnoticed() throws {
        var simulation = try Self.prepared([Point(x: 0, y: 0), Point(x: 50, y: 0)], seed: 36) { $0.accuracy = 0 }
        let before = simulation.statistics.messages
        simulation.senseRoadEvents(0, at: 1_000_000)
        #expect(simulation.statistics.messages == before)
        #expect(Self.decisionTimes(simulation).isEmpty)
        // A report reaches it: it decides, and does not look again, since it has come near once.
        let heard = simulation.roadEvents.receive(0, by: 0, from: 1, affirms: true)
        #expect(heard.reading == nil && heard.isFirst)
        simulation.senseRoadEvents(0, at: 2_000_000)
        #expect(simulation.statistics.messages == before)
        // The other one heard before it came near: not noticing it, it denies.
        _ = simulation.roadEvents.receive(0, by: 1, from: 0, affirms: true)
        simulation.senseRoadEvents(1, at: 2_000_000)
        #expect(simulation.statistics.messages == before + 1)
        #expect(simulation.roadEvents.all[0].knowledge[1]?.reading == false)
    }

    @Test("a report that can be checked is evidence of weight 2, for or against the reporter")
    func checkedReports() throws {
        for order in [[UInt32(0), 1], [1, 0]] {
            var simulation = try Self.prepared([Point(x: 0, y: 0), Point(x: 50, y: 0)], seed: 33)
            for vehicle in order { simulation.senseRoadEvents(vehicle, at: 1_000_000) }
            for (vehicle, other) in [(UInt32(0), UInt32(1)), (1, 0)] {
                let evidence = simulation.sensing.store.evidence(on: other, of: vehicle, at: 1_000_000)
                #expect(evidence?.positive == 2 && evidence?.negative == 0)
            }
        }
        // Attackers turn their readings round; all sensors are right.
        var simulation = try Self.prepared((0..<4).map { Point(x: 20 * Double($0), y: 0) }, seed: 34) {
            $0.extra = "attackers: {ratio: 0.5, profile: {events: {kind: 'invert'}}}"
            $0.eventRate = 1e-9
        }
        for vehicle in UInt32(0)..<4 { simulation.senseRoadEvents(vehicle, at: 1_000_000) }
        for vehicle in UInt32(0)..<4 {
            for other in UInt32(0)..<4 where other != vehicle {
                let evidence = simulation.sensing.store.evidence(on: other, of: vehicle, at: 1_000_000)
                let lies = simulation.truth.isAttacker[Int(other)]
                #expect(evidence?.positive == (lies ? 0 : 2) && evidence?.negative == (lies ? 2 : 0), "seed 34")
            }
        }
    }

    @Test("an invented event is believed by those who hear of it, unless somebody near denies it")
    func inventions() throws {
        // West hears the middle only; near senses that there is nothing; east hears both, and they cancel out.
        let places = [Point(x: 0, y: 0), Point(x: 100, y: 0), Point(x: 250, y: 0), Point(x: -250, y: 0)]
        var found = 0
        for seed in UInt32(40)...60 {
            var world = try StandingWorld(places)
            world.radioRange = 300
            world.eventRate = 0
            world.eventDuration = 30
            world.duration = 400
            world.policy = "trust"
            world.extra = "attackers: {ratio: 0.25, profile: {events: {kind: 'fabricate', rate: 0.1}}}"
            var simulation = try world.simulation(seed: seed)
            guard simulation.truth.isAttacker[0] else { continue }
            found += 1
            let result = try simulation.run(cancellation: nil)
            let inventions = simulation.roadEvents.all
            #expect(
                Statistics.isPlausible(mean: [Double(inventions.count)], expected: 40, variance: 40), "seed \(seed)")
            #expect(inventions.allSatisfy { !$0.isReal && $0.position == places[0] }, "seed \(seed)")
            #expect(result.statistics.roadEvents == 0)
            let tally = simulation.evaluating.runners[0].tally.events
            #expect(tally.falsePositives == tally.trueNegatives && tally.falsePositives > 10, "seed \(seed)")
            #expect(tally.truePositives == 0 && tally.falseNegatives == 0, "seed \(seed)")
            let denials = inventions.compactMap { $0.knowledge[1]?.reading }
            #expect(denials.allSatisfy { !$0 } && inventions.count - denials.count <= 1, "seed \(seed)")
        }
        #expect(found > 0)
    }

    @Test("real events nearby are sensed once; invented ones only by those who have heard of them")
    func sensible() {
        var events = RoadEvents(Scenario.Events(), random: RandomSource(seed: 1, replication: 0))
        let real = events.begin(at: Point(x: 0, y: 0), isReal: true)
        let invented = events.begin(at: Point(x: 10, y: 0), isReal: false)
        let far = events.begin(at: Point(x: 500, y: 0), isReal: true)
        func sensible(_ vehicle: VehicleID, _ x: Double) -> [Int] {
            events.sensible(by: vehicle, at: Point(x: x, y: 0), range: 120)
        }
        #expect(sensible(1, 50) == [real])
        #expect(sensible(1, 120) == [real] && sensible(1, 120.001) == [])
        _ = events.receive(invented, by: 1, from: 7, affirms: true)
        #expect(sensible(1, 50) == [real, invented] && sensible(2, 50) == [real])
        #expect(events.sense(invented, by: 1, reading: false)?.map(\.reporter) == [7])
        #expect(events.sense(real, by: 1, reading: true)?.isEmpty == true)
        #expect(sensible(1, 50) == [] && sensible(2, 50) == [real])
        events.end(real)
        #expect(sensible(2, 50) == [] && sensible(2, 500) == [far])
        #expect(events.active == [invented, far])
    }

    @Test("what is believed: the trust of trusted reporters that affirm against that of those that deny")
    func believing() {
        let trust: [VehicleID: Double] = [1: 0.9, 2: 0.6, 3: 0.5, 4: 1, 6: 0.5]
        func believes(_ affirm: [VehicleID], _ deny: [VehicleID]) -> Bool {
            let reports = affirm.map { (trust: trust[$0], affirms: true) } + deny.map { (trust[$0], false) }
            let turned = Array(reports.reversed())
            let outcome = RoadEvents.believes(reports)
            #expect(RoadEvents.believes(turned) == outcome, "whatever the order")
            return outcome
        }
        #expect(!believes([], []) && !believes([5], []) && !believes([5, 8, 9], []))
        #expect(believes([3], []) && !believes([], [3]))
        #expect(believes([1], [2]) && !believes([2], [1]))
        #expect(believes([2, 3], [1]) && !believes([1], [2, 3]))
        #expect(!believes([3], [6]), "as much on both sides")
        #expect(believes([3], [5, 8]) && !believes([5, 8], [3]), "those not trusted do not count")
    }
}
