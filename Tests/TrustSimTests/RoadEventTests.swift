import Foundation
import Testing

@testable import TrustSim

@Suite("Road events: when and where")
struct RoadEventProcessTests {
    static func simulation(_ text: String, replication: Int = 0) throws -> Simulation {
        Simulation(scenario: try makeScenario(text), trace: nil, replication: replication, logsCases: false)
    }

    @Test("the number of events in a run is Poisson with mean rate x time", arguments: [0.02, 0.05, 0.5])
    func counts(rate: Double) throws {
        let runs = 400
        let counts = try (0..<runs).map { replication in
            var simulation = try Self.simulation(
                """
                {vehicles: 1, duration: 100, beacon: {interval: 60}, evaluation: {interval: 3600}, seed: 1,
                 schemes: ["trust-all"], events: {rate: \(rate)}}
                """, replication: replication)
            let result = try simulation.run(cancellation: nil)
            #expect(result.statistics.roadEvents == simulation.roadEvents.all.count)
            return result.statistics.roadEvents
        }
        let mean = 100 * rate
        #expect(Statistics.isPlausible(mean: counts.map(Double.init), expected: mean, variance: mean), "seed 1")
        // Variance: (n - mean)² has the mean m and the variance m + 2 m².
        let squares = counts.map { (Double($0) - mean) * (Double($0) - mean) }
        #expect(Statistics.isPlausible(mean: squares, expected: mean, variance: mean + 2 * mean * mean), "seed 1")
        // The whole distribution, by the sextiles or so of the closed form: P(N <= k) = Q(k + 1, mean).
        var (bounds, shares, below) = ([Int](), [Double](), 0.0)
        for k in 0..<1000 {
            let upTo = Statistics.upperGamma(Double(k + 1), mean)
            if upTo - below >= 1.0 / 7 && 1 - upTo >= 0.08 {
                bounds.append(k)
                shares.append(upTo - below)
                below = upTo
            }
        }
        shares.append(1 - below)
        var observed = Array(repeating: 0, count: shares.count)
        for count in counts { observed[bounds.firstIndex { count <= $0 } ?? bounds.count] += 1 }
        #expect(Statistics.chiSquareTail(observed, shares: shares) > Statistics.falseAlarm, "seed 1: \(observed)")
    }

    @Test("times between events are exponential and independent", arguments: [UInt32(2), 3])
    func intervals(seed: UInt32) throws {
        let rate = 2.0
        let simulation = try Self.simulation("{vehicles: 1, duration: 2000, events: {rate: \(rate)}, seed: \(seed)}")
        let times = StandingWorld.roadEvents(of: simulation).map(\.time.seconds)
        let waits = zip([0] + times, times).map { 1 - exp(-rate * ($1 - $0)) }
        #expect(Statistics.isUniform(waits), "seed \(seed)")
        #expect(Statistics.isUniform(times.map { $0 / 2000 }), "seed \(seed)")
        var cells = Array(repeating: 0, count: 16)
        for index in stride(from: 0, to: waits.count - 1, by: 2) {
            cells[4 * Int(4 * waits[index]) + Int(4 * waits[index + 1])] += 1
        }
        #expect(Statistics.chiSquareTail(even: cells) > Statistics.falseAlarm, "seed \(seed)")
    }

    @Test("events do not depend on the vehicles, and there are none at rate 0")
    func ownStream() throws {
        let texts = ["vehicles: 1", "vehicles: 40", "vehicles: 40, attackers: {ratio: 0.5}"]
        let events = try texts.map {
            StandingWorld.roadEvents(of: try Self.simulation("{\($0), duration: 300, events: {rate: 0.3}, seed: 4}"))
        }
        #expect(events[0].count > 50)
        for other in events.dropFirst() {
            #expect(other.map(\.time) == events[0].map(\.time) && other.map(\.place) == events[0].map(\.place))
        }
        #expect(StandingWorld.roadEvents(of: try Self.simulation("{vehicles: 3, duration: 300}")).isEmpty)
    }

    @Test("without a road, events are uniform in the area")
    func area() throws {
        let simulation = try Self.simulation(
            "{vehicles: 1, area: {width: 700, height: 300}, duration: 500, events: {rate: 10}, seed: 5}")
        let places = StandingWorld.roadEvents(of: simulation).map(\.place)
        #expect(Statistics.isUniform(places.map { $0.x / 700 }), "seed 5")
        #expect(Statistics.isUniform(places.map { $0.y / 300 }), "seed 5")
        var cells = Array(repeating: 0, count: 25)
        for place in places { cells[5 * Int(place.x / 140) + Int(place.y / 60)] += 1 }
        #expect(Statistics.chiSquareTail(even: cells) > Statistics.falseAlarm, "seed 5")
    }

    @Test("in the Manhattan grid events are uniform along the streets")
    func grid() throws {
        let simulation = try Self.simulation(
            """
            {vehicles: 1, area: {width: 800, height: 300}, mobility: {model: "manhattan-grid", block: 100},
             duration: 500, events: {rate: 10}, seed: 6}
            """)
        // 4 streets of 800 m from west to east, 9 of 300 m from south to north.
        var (rows, columns) = (Array(repeating: 0, count: 4), Array(repeating: 0, count: 9))
        var (alongRows, alongColumns) = ([Double](), [Double]())
        for place in StandingWorld.roadEvents(of: simulation).map(\.place) {
            let (row, column) = ((place.y / 100).rounded(), (place.x / 100).rounded())
            if abs(place.y - 100 * row) < 1e-9 {
                rows[Int(row)] += 1
                alongRows.append(place.x / 800)
            } else {
                #expect(abs(place.x - 100 * column) < 1e-9, "off the streets: \(place), seed 6")
                columns[Int(column)] += 1
                alongColumns.append(place.y / 300)
            }
        }
        let shares = Array(repeating: 800.0 / 5900, count: 4) + Array(repeating: 300.0 / 5900, count: 9)
        #expect(Statistics.chiSquareTail(rows + columns, shares: shares) > Statistics.falseAlarm, "seed 6")
        #expect(Statistics.isUniform(alongRows) && Statistics.isUniform(alongColumns), "seed 6")
    }

    @Test("on the highway events are uniform along the lanes of both directions")
    func highway() throws {
        let simulation = try Self.simulation(
            """
            {vehicles: 4, mobility: {model: "highway", length: 2000, lanes: 3}, duration: 500, events: {rate: 10},
             seed: 7}
            """)
        let places = StandingWorld.roadEvents(of: simulation).map(\.place)
        let lanes = [-11.25, -7.75, -4.25, 4.25, 7.75, 11.25]
        let counts = lanes.map { lane in places.count { abs($0.y - lane) < 1e-9 } }
        #expect(counts.reduce(0, +) == places.count, "seed 7")
        #expect(Statistics.chiSquareTail(even: counts) > Statistics.falseAlarm, "seed 7")
        #expect(Statistics.isUniform(places.map { $0.x / 2000 }), "seed 7")
    }

    @Test("on a trace events are at the places where vehicles were, each as likely")
    func trace() throws {
        // Ten squares; two vehicles share one.
        let samples =
            (0..<10).map { (name: "v\($0)", x: 40 * Double($0) + 3, y: 12.0) } + [(name: "w", x: 41.0, y: 17.0)]
        let trace = try makeTrace([(0, samples), (1000, samples)])
        let scenario = try makeScenario(
            "{mobility: {model: 'trace', file: 'none'}, duration: 500, events: {rate: 10}, seed: 8}")
        let simulation = Simulation(scenario: scenario, trace: trace, replication: 0, logsCases: false)
        var counts = Array(repeating: 0, count: 10)
        for place in StandingWorld.roadEvents(of: simulation).map(\.place) {
            let index = Int(place.x / 40)
            #expect(place == Point(x: 40 * Double(index) + 3, y: 12), "seed 8")
            counts[index] += 1
        }
        #expect(Statistics.chiSquareTail(even: counts) > Statistics.falseAlarm, "seed 8")
    }

    @Test("streets of length 0 are never chosen, and a road without places has its events at the origin")
    func degenerateRoads() {
        var stream = RandomSource.testStream(seed: 9)
        let (a, b, c) = (Point(x: 5, y: 5), Point(x: 9, y: 5), Point(x: 9, y: 8))
        let road = Road.streets([(a, a), (a, b), (b, b), (b, c)])
        let onFirst = (0..<3000).count { _ in road.randomPoint(&stream).y == 5 }
        #expect(Statistics.isPlausible(onFirst, of: 3000, probability: 4.0 / 7), "seed 9")
        #expect(Road.places([]).randomPoint(&stream) == Point(x: 0, y: 0))
        #expect(Road.streets([]).randomPoint(&stream) == Point(x: 0, y: 0))
        #expect(Road.streets([(b, b)]).randomPoint(&stream) == b)
    }

    @Test("an event lasts exactly as long as told", arguments: [0.1, 3.7, 30])
    func duration(seconds: Double) throws {
        var world = try StandingWorld([Point(x: 0, y: 0)])
        world.eventDuration = seconds
        world.eventRate = 1
        // The events that are still there at the end are those that began within the last `seconds`.
        for end in [20.0, 33.3, 47] {
            world.duration = end
            var simulation = try world.simulation(seed: 10)
            let begins = StandingWorld.roadEvents(of: simulation).map(\.time)
            _ = try simulation.run(cancellation: nil)
            #expect(simulation.roadEvents.all.count == begins.count)
            let lasting = begins.indices.filter {
                begins[$0] + Microseconds(seconds: seconds) >= simulation.timetable.end
            }
            #expect(simulation.roadEvents.active == lasting, "seed 10, end \(end)")
        }
        var simulation = try world.simulation(seed: 10)
        simulation.roadEventIsDue(at: 7_000_001)
        var ends: [Microseconds] = []
        while let event = simulation.queue.popFirst(before: .max) {
            if Simulation.EventKind(rawValue: event.kind) == .roadEventEnd { ends.append(event.time) }
        }
        #expect(ends == [7_000_001 + Microseconds(seconds: seconds)])
    }
}
