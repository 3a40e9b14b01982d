import Foundation

@testable import TrustSim

/// A world in which nobody moves, and beside it what must happen in it, worked out from times of events and beacons.
struct StandingWorld {
    let places: [Point]
    let trace: TraceData
    var radioRange = 200.0
    var sensingRange = 120.0
    var accuracy = 1.0
    var duration = 120.0
    var warmup = 0.3
    var eventRate = 0.2
    var eventDuration = 0.4
    var policy = "distrust"
    var extra = ""

    init(_ places: [Point]) throws {
        self.places = places
        let samples = places.enumerated().map { (name: "v\($0.offset)", x: $0.element.x, y: $0.element.y) }
        trace = try makeTrace([(0, samples), (1e5, samples)])
    }

    /// Places drawn at random in a square.
    init(count: Int, side: Double, seed: UInt32) throws {
        var stream = RandomSource.testStream(seed: seed)
        try self.init((0..<count).map { _ in Point(x: stream.uniform(0, side), y: stream.uniform(0, side)) })
    }

    func simulation(seed: UInt32) throws -> Simulation {
        let scenario = try makeScenario(
            """
            {mobility: {model: "trace", file: "none"}, seed: \(seed), duration: \(duration),
             radio: {model: "unit-disk", range: \(radioRange)},
             sensing: {range: \(sensingRange), accuracy: \(accuracy)},
             events: {rate: \(eventRate), duration: \(eventDuration)}, schemes: ["trust-all", "distrust-all"],
             evaluation: {warmup: \(warmup), unknownPolicy: "\(policy)"}, \(extra)}
            """)
        var simulation = Simulation(scenario: scenario, trace: trace, replication: 0, logsCases: false)
        simulation.roadEvents.keepsKnowledge = true
        return simulation
    }

    /// Begins of the road events of a run, and where they are: the stream of events goes its way alone.
    static func roadEvents(of simulation: Simulation) -> [(time: Microseconds, place: Point)] {
        var simulation = simulation
        var events: [(time: Microseconds, place: Point)] = []
        simulation.scheduleFirstRoadEvents()
        while let event = simulation.queue.popFirst(before: simulation.timetable.end) {
            guard Simulation.EventKind(rawValue: event.kind) == .roadEvent else { continue }
            simulation.roadEventIsDue(at: event.time)
            if let last = simulation.roadEvents.all.last { events.append((event.time, last.position)) }
        }
        return events
    }

    /// What happens to one event.
    struct Course {
        /// When each vehicle senses it, at its first beacon in range during the event.
        var sensed: [Int: Microseconds] = [:]
        /// When each vehicle hears of it first.
        var heard: [Int: Microseconds] = [:]
        /// Who decides, with the reporters heard by then.
        var deciders: [(vehicle: Int, time: Microseconds, reporters: [Int])] = []
    }

    /// `reports` says whether a vehicle that comes near has something to say: who notices nothing and has not heard is
    /// silent.
    func course(
        of event: (time: Microseconds, place: Point), in simulation: Simulation,
        reports: (Int) -> Bool = { _ in true }
    ) -> Course {
        var course = Course()
        for vehicle in places.indices where places[vehicle].distance(to: event.place) <= sensingRange {
            let (phase, interval) = (simulation.timetable.beaconPhase[vehicle], simulation.timetable.beaconInterval)
            var beacon = phase
            while beacon < event.time { beacon += interval }
            if beacon < event.time + Microseconds(seconds: eventDuration) && beacon < simulation.timetable.end {
                course.sensed[vehicle] = beacon
            }
        }
        for vehicle in places.indices {
            let audible = course.sensed.filter {
                $0.key != vehicle && reports($0.key) && places[$0.key].distance(to: places[vehicle]) <= radioRange
            }
            guard let first = audible.values.min() else { continue }
            course.heard[vehicle] = first
            let time = first + 2_000_000
            let knowsBetter = reports(vehicle) && course.sensed[vehicle].map { $0 <= time } ?? false
            if !knowsBetter && time < simulation.timetable.end {
                course.deciders.append((vehicle, time, audible.filter { $0.value <= time }.keys.sorted()))
            }
        }
        return course
    }
}
