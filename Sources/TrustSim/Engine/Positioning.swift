import GroupDecision

/// What vehicles know of their own motion, with the noise of their positioning: the honest contents of their beacons.
struct Positioning {
    /// How a vehicle moved at its last beacon.
    struct Motion: Sendable {
        var speed = 0.0
        var heading = Point(x: 1, y: 0)
        var time: Microseconds = .min
    }

    /// By vehicle; empty where contents of beacons do not matter.
    private(set) var motions: [Motion]
    /// Standard deviations of what a vehicle knows of itself; nil where it knows it exactly.
    private let noise: (meters: Double, metersPerSecond: Double, degrees: Double)?
    private let random: RandomSource

    init(_ scenario: Scenario, cast: Cast, hasNoise: Bool, random: RandomSource) {
        let settings = scenario.plausibility
        noise = hasNoise ? (settings.positionNoise, settings.speedNoise, settings.headingNoise) : nil
        motions =
            hasNoise || !cast.attackers.isEmpty ? Array(repeating: Motion(), count: cast.isAttacker.count) : []
        self.random = random
    }

    /// What an honest vehicle claims in a beacon. `keepsMotion` leaves what is remembered of the last one.
    mutating func contents(
        of sender: VehicleID, position: Point, velocity: Point, at time: Microseconds, keepsMotion: Bool
    ) -> BeaconContents {
        let speed = velocity.length
        var motion = motions[Int(sender)]
        let elapsed = motion.time == .min ? 0 : (time - motion.time).seconds
        let acceleration = elapsed > 0 && elapsed < 10 ? (speed - motion.speed) / elapsed : 0
        if speed > 0 { motion.heading = Point(x: velocity.x / speed, y: velocity.y / speed) }
        motion.speed = speed
        motion.time = time
        if !keepsMotion { motions[Int(sender)] = motion }
        var contents = BeaconContents(
            position: position, velocity: velocity, heading: motion.heading, acceleration: acceleration, time: time)
        addNoise(to: &contents, of: sender)
        return contents
    }

    private func addNoise(to contents: inout BeaconContents, of sender: VehicleID) {
        guard let noise else { return }
        var stream = random.stream(.positioning, sender).skipping(to: UInt64(contents.time))
        contents.position.x += noise.meters * stream.normal()
        contents.position.y += noise.meters * stream.normal()
        let speed = contents.speed
        if speed > 0 {
            let factor = max(0, speed + noise.metersPerSecond * stream.normal()) / speed
            contents.velocity = Point(x: factor * contents.velocity.x, y: factor * contents.velocity.y)
        }
        let angle = noise.degrees / 180 * Double.pi * stream.normal()
        contents.heading = contents.heading.turned(sine: Elementary.sin(angle), cosine: Elementary.cos(angle))
    }
}

extension BeaconContents {
    /// Contents that nobody reads.
    static let unread = BeaconContents(
        position: Point(x: 0, y: 0), velocity: Point(x: 0, y: 0), heading: Point(x: 1, y: 0), acceleration: 0, time: 0)
}
