/// Turns ns-2 movements into steps with the vehicles that are there.
///
/// A node stands at its initial place until its first `setdest`, moves straight at the speed given, and stands where it
/// arrives. It is there from `start` on, until before `stop`; without either, always. A place that is `set` at a time is
/// taken at once.
struct NS2Sampler {
    static let mostSteps = 2e6
    /// A short file can ask for any number of samples, so how many there may be depends on how much it says.
    static let mostSamples = 1e7
    static let mostSamplesOfCommand = 1000.0

    fileprivate struct Mover {
        var x: Double
        var y: Double
        var isPresent: Bool
        /// Next command.
        var next = 0
        /// The straight way that it is on.
        var from = Point(x: 0, y: 0)
        var departure: Microseconds = 0
        var arrival: Microseconds = 0
        var isMoving = false
    }

    fileprivate let movements: NS2Movements
    fileprivate let source: TraceSource
    fileprivate let sorted: [[NS2Movements.Command]]
    private let names: [[UInt8]]
    /// Nodes by number: the order in which vehicles of one step are named.
    private let order: [Int]

    init(_ movements: NS2Movements, source: TraceSource) throws(TraceError) {
        self.movements = movements
        self.source = source
        func problem(_ message: String) -> TraceError {
            TraceError(file: source.name, line: 0, column: 0, message: message)
        }
        if movements.nodes.isEmpty { throw problem("there are no movements in this file") }
        if !movements.nodes.contains(where: \.hasPlace) {
            throw problem(
                "this file says who is there when, but not where: it is an activity file; give it by --activity (or "
                    + "mobility.activity), beside the movements")
        }
        if let node = movements.nodes.first(where: { !$0.hasPlace }) {
            throw problem(
                "\(node.nodeName.text) at \(node.place) starts or stops, but has no place: neither "
                    + "'\(node.nodeName.text) set X_ ...' nor a 'setdest'")
        }
        if let (one, other) = Self.namesakes(movements.nodes) {
            throw problem(
                "two nodes are called '\(escapedForMessage(one.vehicleName))': \(one.nodeName.text) at "
                    + "\(one.name == nil ? one.place : one.namePlace) and \(other.nodeName.text) at "
                    + "\(other.name == nil ? other.place : other.namePlace); give one of them another '# SUMO-ID: ...'")
        }
        // The order of equal times stays that of the file.
        sorted = movements.nodes.map { node in
            node.commands.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                .map(\.element)
        }
        names = movements.nodes.map { Array($0.vehicleName.utf8) }
        func key(_ index: Int) -> (Int, UInt32, Int) {
            guard case .number(let number) = movements.nodes[index].nodeName else { return (1, 0, index) }
            return (0, number, index)
        }
        order = movements.nodes.indices.sorted { key($0) < key($1) }
    }

    /// The first two nodes of one name, of which the second is the later one.
    private static func namesakes(_ nodes: [NS2Movements.Node]) -> (NS2Movements.Node, NS2Movements.Node)? {
        var seen: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            if let first = seen.updateValue(index, forKey: node.vehicleName) { return (nodes[first], node) }
        }
        return nil
    }

    /// Hands over the steps within the window.
    func run<H: FCDHandler>(into handler: inout H, bytes: Int64) throws -> FCDSummary {
        let first = source.begin ?? sorted.joined().map(\.time).min() ?? 0
        let last = try lastTime(from: first)
        let step = try step(from: first, to: last)
        var movers = movements.nodes.indices.map(mover)
        var summary = FCDSummary()
        summary.bytes = bytes
        summary.firstMicroseconds = first
        summary.notes = notes(first: first)
        var time = first
        while true {
            try handler.timestep(time)
            summary.timesteps += 1
            summary.lastMicroseconds = time
            for index in order {
                advance(&movers[index], sorted[index], to: time)
                guard movers[index].isPresent else { continue }
                let place = Self.place(of: movers[index], at: time)
                summary.addSample()
                try names[index].withUnsafeBytes {
                    try handler.vehicle(id: $0, x: place.x, y: place.y, speed: nil, angle: nil)
                }
            }
            if time >= last { break }
            time = min(time + step, last)
        }
        if summary.samples == 0 {
            let presence = sorted.joined().filter { $0.kind == .start || $0.kind == .stop }.map(\.time)
            (summary.firstSampleMicroseconds, summary.lastSampleMicroseconds) = (presence.min(), presence.max())
        }
        return summary
    }

    fileprivate func mover(_ index: Int) -> Mover {
        let node = movements.nodes[index]
        let activity = sorted[index].first { $0.kind == .start || $0.kind == .stop }
        return Mover(x: node.initialX ?? 0, y: node.initialY ?? 0, isPresent: activity?.kind != .start)
    }

    /// Handles all commands up to a time.
    fileprivate func advance(_ mover: inout Mover, _ commands: [NS2Movements.Command], to time: Microseconds) {
        while mover.next < commands.count, commands[mover.next].time <= time {
            let command = commands[mover.next]
            mover.next += 1
            if command.kind == .start || command.kind == .stop {
                mover.isPresent = command.kind == .start
                continue
            }
            let here = Self.place(of: mover, at: command.time)
            mover.isMoving = false
            (mover.x, mover.y) = (here.x, here.y)
            switch command.kind {
            case .setX: mover.x = command.x
            case .setY: mover.y = command.y
            default:
                guard command.speed > 0 else { continue }
                mover.from = here
                (mover.x, mover.y) = (command.x, command.y)
                mover.departure = command.time
                mover.arrival = command.time + Self.duration(from: here, command)
                mover.isMoving = true
            }
        }
    }

    /// As whole microseconds: an arrival that is meant for a time step is then at that step.
    private static func duration(from here: Point, _ command: NS2Movements.Command) -> Microseconds {
        let distance = here.squaredDistance(to: Point(x: command.x, y: command.y)).squareRoot()
        return Microseconds(seconds: min(distance / command.speed, 1e12))
    }

    fileprivate static func place(of mover: Mover, at time: Microseconds) -> Point {
        guard mover.isMoving, time < mover.arrival else { return Point(x: mover.x, y: mover.y) }
        let share = Double(time - mover.departure) / Double(mover.arrival - mover.departure)
        return Point(
            x: mover.from.x + share * (mover.x - mover.from.x), y: mover.from.y + share * (mover.y - mover.from.y))
    }

    /// The last command, or arrival of a vehicle that is still there.
    private func lastTime(from first: Microseconds) throws(TraceError) -> Microseconds {
        if let end = source.end { return max(first, end) }
        var last = first
        for index in movements.nodes.indices {
            guard let final = sorted[index].last else { continue }
            var mover = mover(index)
            advance(&mover, sorted[index], to: final.time)
            last = max(last, final.time, mover.isPresent && mover.isMoving ? mover.arrival : final.time)
        }
        return last
    }

    /// The step asked for, or the greatest that all times of commands are multiples of, if that is from 0.1 to 1 s; else 1 s.
    private func step(from first: Microseconds, to last: Microseconds) throws(TraceError) -> Microseconds {
        var step = source.step ?? 0
        if source.step == nil {
            for time in sorted.joined().lazy.map(\.time) {
                var (a, b) = (step, (time - first).magnitude)
                while b != 0 { (a, b) = (Int64(b), UInt64(a) % b) }
                step = a
                if step < 100_000 && step != 0 { break }
            }
            if step < 100_000 { step = 1_000_000 }
            // A divisor of the common one that is no more than a second.
            let parts = (step + 999_999) / 1_000_000
            step = step % parts == 0 ? step / parts : 1_000_000
        }
        let steps = Double(last - first) / Double(max(1, step))
        let commands = sorted.reduce(0) { $0 + $1.count }
        let mostSamples = Self.mostSamples + Self.mostSamplesOfCommand * Double(commands)
        guard steps <= Self.mostSteps, steps * Double(movements.nodes.count) <= mostSamples else {
            throw TraceError(
                file: source.name, line: 0, column: 0,
                message: "\(movements.nodes.count) nodes from \(NumberText.csv(first.seconds)) to "
                    + "\(NumberText.csv(last.seconds)) s are too many samples at "
                    + "\(NumberText.csv(step.seconds)) s each; choose a window or a longer step")
        }
        return max(1, step)
    }
}

// MARK: - What should be known

extension NS2Sampler {
    /// Less than this apart is the same place: files are rounded.
    private static let samePlaceMeters = 0.05

    /// What ns-2 does with the movements, and somebody may not have meant.
    private func notes(first: Microseconds) -> [String] {
        [noteOnOrigins, noteOnPresence(first), noteOnStanding].compactMap { $0 }
            .map { "\(escapedForMessage(source.name)): \($0)" }
    }

    private var noteOnOrigins: String? {
        let nodes = movements.nodes.filter { $0.initialX == nil || $0.initialY == nil }
        guard let one = nodes.first else { return nil }
        let origin = "the origin, as in ns-2"
        let missing = "no initial place ('set X_', 'set Y_')"
        if nodes.count == 1 { return "\(one.nodeName.text) has \(missing) and starts at \(origin)" }
        return "\(nodes.count) nodes, such as \(one.nodeName.text), have \(missing) and start at \(origin)"
    }

    /// SUMO's exporter sends a vehicle to its own initial place when it enters, and says in another file that it does.
    private func noteOnPresence(_ first: Microseconds) -> String? {
        if sorted.joined().contains(where: { $0.kind == .start || $0.kind == .stop }) { return nil }
        let late = movements.nodes.indices.count { index in
            let node = movements.nodes[index]
            guard let command = sorted[index].first, command.kind == .moveTo, command.time > first else { return false }
            return isNear(Point(x: node.initialX ?? 0, y: node.initialY ?? 0), command)
        }
        guard late > 0 else { return nil }
        return
            "\(late) of \(movements.nodes.count) nodes seem to enter later, as in movements by SUMO, but there is no 'start' "
            + "and 'stop': all nodes are there all the time; the activity file says otherwise (--activity, "
            + "mobility.activity)"
    }

    private var noteOnStanding: String? {
        var count = 0
        var farthest = 0.0
        for index in movements.nodes.indices
        where sorted[index].contains(where: { $0.kind == .moveTo && $0.speed == 0 }) {
            var mover = mover(index)
            for command in sorted[index] where command.kind == .moveTo && command.speed == 0 {
                advance(&mover, sorted[index], to: command.time)
                let here = Self.place(of: mover, at: command.time)
                if isNear(here, command) { continue }
                count += 1
                farthest = max(farthest, here.squaredDistance(to: Point(x: command.x, y: command.y)).squareRoot())
            }
        }
        if count == 0 { return nil }
        return
            "\(count) setdest of speed 0 name another place, up to \(NumberText.fixed(farthest, digits: 1)) m away: the "
            + "nodes stay where they are, as in ns-2"
    }

    private func isNear(_ here: Point, _ command: NS2Movements.Command) -> Bool {
        here.squaredDistance(to: Point(x: command.x, y: command.y)) <= Self.samePlaceMeters * Self.samePlaceMeters
    }
}
