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

    private struct Mover {
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

    private let movements: NS2Movements
    private let source: TraceSource
    private let sorted: [[NS2Movements.Command]]
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
        for node in movements.nodes where node.initialX == nil || node.initialY == nil {
            let axis = node.initialX == nil ? "X_" : "Y_"
            throw problem(
                "node \(node.number) has no initial place: '$node_(\(node.number)) set \(axis) ...' is missing")
        }
        // The order of equal times stays that of the file.
        sorted = movements.nodes.map { node in
            node.commands.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
                .map(\.element)
        }
        names = movements.nodes.map { Array(($0.name ?? String($0.number)).utf8) }
        order = movements.nodes.indices.sorted { movements.nodes[$0].number < movements.nodes[$1].number }
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
        var time = first
        while true {
            try handler.timestep(time)
            summary.timesteps += 1
            summary.lastMicroseconds = time
            for index in order {
                advance(&movers[index], sorted[index], to: time)
                guard movers[index].isPresent else { continue }
                let place = Self.place(of: movers[index], at: time)
                summary.samples += 1
                try names[index].withUnsafeBytes {
                    try handler.vehicle(id: $0, x: place.x, y: place.y, speed: nil, angle: nil)
                }
            }
            if time >= last { break }
            time = min(time + step, last)
        }
        return summary
    }

    private func mover(_ index: Int) -> Mover {
        let node = movements.nodes[index]
        let activity = sorted[index].first { $0.kind == .start || $0.kind == .stop }
        return Mover(x: node.initialX ?? 0, y: node.initialY ?? 0, isPresent: activity?.kind != .start)
    }

    /// Handles all commands up to a time.
    private func advance(_ mover: inout Mover, _ commands: [NS2Movements.Command], to time: Microseconds) {
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

    private static func place(of mover: Mover, at time: Microseconds) -> Point {
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
