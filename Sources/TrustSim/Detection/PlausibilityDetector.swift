import GroupDecision

/// Checks of beacons at the receiver, as misbehaviour detectors make them: whether claims agree with physics, with each
/// other, and with what a noisy range sensor measures.
///
/// Not a property: completeness. A consistent lie within the limits passes; honest beacons fail where noise, or a turn
/// sharper than real ones, exceeds a threshold.
///
/// - Literature: the checks are those of F2MD (J. Kamel et al., 2020, DOI 10.1109/TVT.2020.2984878), after T. Leinmüller,
///   E. Schoch, F. Kargl, "Position verification approaches for vehicular ad hoc networks", 2006,
///   DOI 10.1109/WC-M.2006.250353, and R. W. van der Heijden et al., "Survey on misbehavior detection in cooperative
///   intelligent transportation systems", 2018, DOI 10.1109/COMST.2018.2873088. Bounds on the way are our own derivation.
struct PlausibilityDetector: Sendable {
    let settings: PlausibilitySettings
    let inUse: CheckSet
    let reach: Double
    /// Nil where nobody knows the roads: then any place is on one.
    private let map: RoadMap?
    private let interval: Microseconds
    /// Least time between two beacons of an honest vehicle.
    private let shortest: Microseconds
    let cosineOfTolerance: Double

    /// Claims further apart than this say nothing about each other.
    static let memory: Microseconds = 5_000_000
    /// Somebody not heard for so long appears anew.
    let absence: Microseconds
    /// Headings that differ by less than 30° are of a vehicle that goes straight on.
    private static let cosineOfStraight = 0.8660254037844386

    init(
        _ settings: PlausibilitySettings, reach: Double, road: Road?, interval: Microseconds,
        shortest: Microseconds? = nil
    ) {
        self.shortest = shortest ?? interval
        self.settings = settings
        self.reach = reach
        self.interval = interval
        absence = max(10_000_000, 3 * interval)
        map = road.map { RoadMap($0, margin: settings.roadMargin) }
        inUse = CheckSet(names: settings.checks)
        cosineOfTolerance = Elementary.cos(settings.headingTolerance / 180 * Double.pi)
    }

    /// What there always is to check a beacon by.
    func inputs(hasAcceleration: Bool) -> CheckInputs {
        var inputs: CheckInputs = map == nil ? [] : .road
        if hasAcceleration { inputs.insert(.acceleration) }
        return inputs
    }

    /// What a beacon says by itself.
    func checkAlone(_ claim: BeaconContents, at time: Microseconds) -> CheckSet {
        var failed: CheckSet = []
        if let map, !map.contains(claim.position) { failed.insert(.road) }
        if !(claim.speed <= settings.maxSpeed) { failed.insert(.speed) }
        if !(abs(claim.acceleration) <= settings.maxAcceleration) { failed.insert(.acceleration) }
        let age = (time - claim.time).seconds
        if !(age <= settings.maxAge && age >= -settings.maxAge) { failed.insert(.age) }
        return failed
    }

    /// What a beacon says together with the one before that the receiver has heard.
    func checkSequence(
        _ claim: BeaconContents, after last: BeaconContents, heard: Microseconds, at time: Microseconds
    ) -> CheckSet {
        var failed: CheckSet = []
        if Double(time - heard) < settings.minInterval * Double(shortest) { failed.insert(.frequency) }
        if claim.time <= last.time { failed.insert(.age) }
        let elapsed = claim.time - last.time
        guard elapsed > 0, elapsed <= Self.memory else { return failed }
        let seconds = elapsed.seconds
        let limit = settings.maxAcceleration
        // Asked so that numbers that are none fail, here and below.
        if !(abs(claim.speed - last.speed) <= limit * seconds + 5 * settings.speedNoise) {
            failed.insert(.acceleration)
        }
        let moved = Point(x: claim.position.x - last.position.x, y: claim.position.y - last.position.y)
        let distance = (moved.x * moved.x + moved.y * moved.y).squareRoot()
        let bounds = wayBounds(of: claim, after: last)
        if !(distance <= bounds.most) || !(distance >= bounds.least) { failed.insert(.positionSpeed) }
        if !(abs(Self.cosine(last, claim)) <= 1.001) { failed.insert(.positionHeading) }
        if comparesCourse(of: claim, after: last) {
            let mean = Point(x: last.heading.x + claim.heading.x, y: last.heading.y + claim.heading.y)
            let length = (mean.x * mean.x + mean.y * mean.y).squareRoot()
            if !(moved.x * mean.x + moved.y * mean.y >= cosineOfTolerance * distance * length) {
                failed.insert(.positionHeading)
            }
        }
        return failed
    }

    /// Between what lengths the way from one claim to the next has to be.
    @inline(__always)
    func wayBounds(of claim: BeaconContents, after last: BeaconContents) -> (least: Double, most: Double) {
        let seconds = (claim.time - last.time).seconds
        // Between two beacons a vehicle may have been faster or slower by a quarter of what its limits allow.
        let slack = settings.positionTolerance + 0.25 * settings.maxAcceleration * seconds * seconds
        // Two legs with an angle between them lead at least so far: |a + b| >= (|a| + |b|) cos(angle / 2).
        let straightness = (max(0, 0.5 * (1 + Self.cosine(last, claim)))).squareRoot()
        return (
            min(last.speed, claim.speed) * seconds * straightness - slack,
            max(last.speed, claim.speed) * seconds + slack
        )
    }

    /// Whether the way from one claim to the next says where the vehicle is heading: it has moved, and not turned.
    @inline(__always)
    func comparesCourse(of claim: BeaconContents, after last: BeaconContents) -> Bool {
        let moved = Point(x: claim.position.x - last.position.x, y: claim.position.y - last.position.y)
        return (moved.x * moved.x + moved.y * moved.y).squareRoot() > settings.positionTolerance
            && Self.cosine(last, claim) > Self.cosineOfStraight
    }

    /// Of the angle between two headings.
    private static func cosine(_ last: BeaconContents, _ claim: BeaconContents) -> Double {
        last.heading.x * claim.heading.x + last.heading.y * claim.heading.y
    }

    /// Time between two beacons of a vehicle, in seconds.
    var intervalSeconds: Double { interval.seconds }

    /// Greatest distance of a claim from its receiver.
    var rangeLimit: Double { reach + settings.rangeMargin }

    /// Least distance at which a stranger may appear.
    var appearanceLimit: Double { settings.appearanceShare * reach }

    /// Distance of a place from the nearest road; nil where it is not known.
    func distanceFromRoad(_ place: Point) -> Double? { map?.distance(to: place) }

    /// What a beacon says to a receiver at a place. `isStranger`: the receiver has not heard the sender lately, though it
    /// has been there for a while.
    func checkPlace(_ claim: BeaconContents, from receiver: Point, isStranger: Bool) -> CheckSet {
        var failed: CheckSet = []
        let squared = claim.position.squaredDistance(to: receiver)
        if !(squared <= rangeLimit * rangeLimit) { failed.insert(.range) }
        if isStranger && squared < appearanceLimit * appearanceLimit { failed.insert(.appearance) }
        return failed
    }

    /// Two numbers from a standard normal distribution and one from a uniform, made of 64 bits each.
    struct SensorDraw {
        var x: Double
        var y: Double
        var speed: Double
    }

    /// What the own range sensor says of a sender that is near.
    func checkSensor(
        _ claim: BeaconContents, actual: Point, speed: Double, isOutlier: Bool, at time: Microseconds,
        _ draw: SensorDraw
    ) -> CheckSet {
        let outlier = isOutlier ? settings.outlierNoise : 0
        let sigma =
            (settings.positionNoise * settings.positionNoise + settings.sensorNoise * settings.sensorNoise
            + outlier * outlier).squareRoot()
        let age = (time - claim.time).seconds
        let dx = claim.position.x + age * claim.velocity.x - actual.x + sigma * draw.x
        let dy = claim.position.y + age * claim.velocity.y - actual.y + sigma * draw.y
        let difference = abs(claim.speed - speed + settings.sensorSpeedNoise * draw.speed)
        let fits =
            dx * dx + dy * dy <= settings.sensorTolerance * settings.sensorTolerance
            && difference <= settings.sensorSpeedTolerance
        return fits ? [] : .sensor
    }

    /// Whether two claims put two vehicles in the same place, or one is a copy of the other.
    func compare(
        _ claim: BeaconContents, with other: BeaconContents, at time: Microseconds
    ) -> CheckSet {
        if claim.position == other.position && claim.velocity == other.velocity { return .age }
        let (own, others) = ((time - claim.time).seconds, (time - other.time).seconds)
        let dx = claim.position.x + own * claim.velocity.x - other.position.x - others * other.velocity.x
        let dy = claim.position.y + own * claim.velocity.y - other.position.y - others * other.velocity.y
        return dx * dx + dy * dy < settings.overlapDistance * settings.overlapDistance ? .overlap : []
    }
}
