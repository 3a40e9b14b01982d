/// A road event: real, or invented by an attacker.
struct RoadEvent: Sendable {
    var position: Point
    var isReal: Bool
    /// What each vehicle knows of it.
    var knowledge = IntegerMap<VehicleID, Knowledge>()

    struct Knowledge: Sendable {
        /// What the vehicle itself sensed, nil before and where it noticed nothing.
        var reading: Bool?
        /// Whether it has come near: it senses an event once.
        var hasPassed = false
        /// Reports received, in order.
        var reports: [(reporter: VehicleID, affirms: Bool)] = []
    }
}

/// The road events of a run.
struct RoadEvents: Sendable {
    /// A vehicle decides so long after the first report that it received.
    static let decisionDelay: Microseconds = 2_000_000

    private(set) var all: [RoadEvent] = []
    /// Keeps what is known of events that are over, to look at it after a run.
    var keepsKnowledge = false
    /// Events that last, in order of number.
    private(set) var active: [Int] = []
    /// Decisions to be made, by number: who has to decide on which event.
    private(set) var pending: [(event: Int, vehicle: VehicleID)] = []
    private let settings: Scenario.Events
    private var stream: RandomStream
    private let random: RandomSource

    init(_ settings: Scenario.Events, random: RandomSource) {
        self.settings = settings
        self.random = random
        stream = random.stream(.event, 0)
    }

    /// Whether there are real ones.
    var occur: Bool { settings.rate > 0 }

    /// When the next real event begins.
    mutating func nextTime(after time: Microseconds) -> Microseconds {
        time + Microseconds(seconds: stream.exponential(rate: settings.rate))
    }

    /// Where it is.
    mutating func nextPlace(on road: Road) -> Point { road.randomPoint(&stream) }

    /// When an event that begins now ends.
    func endTime(from time: Microseconds) -> Microseconds { time + Microseconds(seconds: settings.duration) }

    /// Whether an event is one of the critical ones.
    func isCritical(_ event: Int) -> Bool {
        random.uniform(.eventSeverity, UInt32(event)) < settings.criticalShare
    }

    /// A vehicle will have to decide on an event. Returns the number of the decision.
    mutating func addDecision(on event: Int, by vehicle: VehicleID) -> Int {
        pending.append((event, vehicle))
        return pending.count - 1
    }

    mutating func begin(at position: Point, isReal: Bool) -> Int {
        all.append(RoadEvent(position: position, isReal: isReal))
        active.append(all.count - 1)
        return all.count - 1
    }

    mutating func end(_ event: Int) { active.removeAll { $0 == event } }

    /// Active events that a vehicle can sense now for the first time: real ones nearby, and invented ones nearby of which
    /// it has heard.
    func sensible(by vehicle: VehicleID, at position: Point, range: Double) -> [Int] {
        active.filter { event in
            guard all[event].position.squaredDistance(to: position) <= range * range else { return false }
            guard let known = all[event].knowledge[vehicle] else { return all[event].isReal }
            return !known.hasPassed
        }
    }

    /// A vehicle came near an event. Returns the reports that it can now check, or nil where it has nothing to say: who
    /// has not heard of an event and does not notice it cannot deny it.
    mutating func sense(
        _ event: Int, by vehicle: VehicleID, reading: Bool
    ) -> [(reporter: VehicleID, affirms: Bool)]? {
        let position = all[event].knowledge.position(of: vehicle, orInsert: RoadEvent.Knowledge())
        all[event].knowledge.values[position].hasPassed = true
        let reports = all[event].knowledge.values[position].reports
        if !reading && reports.isEmpty { return nil }
        all[event].knowledge.values[position].reading = reading
        return reports
    }

    /// Frees what is known of an event that is over and decided.
    mutating func forget(_ event: Int) {
        if !keepsKnowledge { all[event].knowledge = IntegerMap() }
    }

    /// A vehicle received a report. Returns what it sensed itself, if it did, and whether this is the first report.
    mutating func receive(
        _ event: Int, by vehicle: VehicleID, from reporter: VehicleID, affirms: Bool
    ) -> (reading: Bool?, isFirst: Bool) {
        let position = all[event].knowledge.position(of: vehicle, orInsert: RoadEvent.Knowledge())
        all[event].knowledge.values[position].reports.append((reporter, affirms))
        let known = all[event].knowledge.values[position]
        return (known.reading, known.reports.count == 1)
    }

    /// Whether a vehicle believes in an event: the trust of the trusted reporters that affirm outweighs that of those
    /// that deny.
    ///
    /// `reports` are the trust in each reporter, nil where it is not trusted, and what it says.
    static func believes(_ reports: [(trust: Double?, affirms: Bool)]) -> Bool {
        var balance = 0.0
        for report in reports {
            guard let trust = report.trust else { continue }
            balance += report.affirms ? trust : -trust
        }
        return balance > 0
    }
}
