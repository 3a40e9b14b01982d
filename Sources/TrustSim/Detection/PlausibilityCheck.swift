/// A check of a plausibility detector.
public struct PlausibilityCheck: Sendable {
    /// As listed and written in scenario files.
    public let name: String
    /// When a beacon fails it.
    public let summary: String
    let bit: CheckSet
    /// One of these it has to have: without any of them it says nothing. Empty: it needs the beacon alone.
    let needs: CheckInputs
    /// Whether it is in use where a scenario does not name checks.
    let isStandard: Bool

    private init(
        name: String, summary: String, bit: CheckSet, needs: CheckInputs = [], isStandard: Bool = true
    ) {
        self.name = name
        self.summary = summary
        self.bit = bit
        self.needs = needs
        self.isStandard = isStandard
    }

    /// Whether it can fail by what there is.
    func hasInput(_ inputs: CheckInputs) -> Bool { needs.isEmpty || !needs.isDisjoint(with: inputs) }

    /// Every check, in the order of tables.
    public static let all: [PlausibilityCheck] = [
        PlausibilityCheck(
            name: "range", summary: "the claimed position is farther away than the radio reaches", bit: .range,
            needs: .place),
        PlausibilityCheck(
            name: "road", summary: "the claimed position is beside the road, or outside the area where there is none",
            bit: .road, needs: .road),
        PlausibilityCheck(name: "speed", summary: "the claimed speed is greater than vehicles can go", bit: .speed),
        PlausibilityCheck(
            name: "acceleration",
            summary: "the claimed acceleration, or the change of the claimed speed, is greater than vehicles can",
            bit: .acceleration, needs: [.acceleration, .sequence]),
        PlausibilityCheck(
            name: "position-speed", summary: "the way since the last beacon does not fit the claimed speeds",
            bit: .positionSpeed, needs: .sequence),
        PlausibilityCheck(
            name: "position-heading", summary: "the way since the last beacon does not fit the claimed headings",
            bit: .positionHeading, needs: .sequence),
        PlausibilityCheck(
            name: "frequency", summary: "beacons follow each other too fast", bit: .frequency, needs: .sequence),
        PlausibilityCheck(
            name: "appearance", summary: "a vehicle never heard before claims to be near", bit: .appearance,
            needs: .place),
        PlausibilityCheck(
            name: "overlap", summary: "the claimed position is taken by another vehicle", bit: .overlap),
        PlausibilityCheck(
            name: "sensor", summary: "the own range sensor measures another position or speed of the sender",
            bit: .sensor, needs: .sensor),
        PlausibilityCheck(
            name: "age", summary: "the beacon is old, not newer than the last one, or a copy of another vehicle's",
            bit: .age),
        PlausibilityCheck(
            name: "saw",
            summary: "the first beacon of a vehicle claims to be near (VeReMi's sudden appearance warning)",
            bit: .saw, needs: .place, isStandard: false),
        PlausibilityCheck(
            name: "ssc",
            summary:
                "the way since the last beacon, by the time, is another speed than claimed (VeReMi's simple speed check)",
            bit: .ssc, needs: .sequence, isStandard: false),
        PlausibilityCheck(
            name: "dmv",
            summary: "the vehicle has hardly moved since the last beacon (VeReMi's distance moved verifier)", bit: .dmv,
            needs: .sequence, isStandard: false),
    ]

    /// Those that are in use where a scenario does not name checks, and those of these names: what tables of attacks show.
    static func shown(with names: [String]) -> [(index: Int, check: PlausibilityCheck)] {
        all.enumerated().filter { $0.element.isStandard || names.contains($0.element.name) }
            .map { ($0.offset, $0.element) }
    }
}

/// A set of checks.
struct CheckSet: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    static let range = CheckSet(rawValue: 1)
    static let road = CheckSet(rawValue: 2)
    static let speed = CheckSet(rawValue: 4)
    static let acceleration = CheckSet(rawValue: 8)
    static let positionSpeed = CheckSet(rawValue: 16)
    static let positionHeading = CheckSet(rawValue: 32)
    static let frequency = CheckSet(rawValue: 64)
    static let appearance = CheckSet(rawValue: 128)
    static let overlap = CheckSet(rawValue: 256)
    static let sensor = CheckSet(rawValue: 512)
    static let age = CheckSet(rawValue: 1024)
    static let saw = CheckSet(rawValue: 2048)
    static let ssc = CheckSet(rawValue: 4096)
    static let dmv = CheckSet(rawValue: 8192)

    /// The checks that are in use where nothing else is said.
    static let standard = CheckSet(names: PlausibilityCheck.all.filter(\.isStandard).map(\.name))

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The checks of these names.
    init(names: [String]) {
        self = []
        for check in PlausibilityCheck.all where names.contains(check.name) { formUnion(check.bit) }
    }
}

/// Noise of sensors and thresholds of checks. Lengths in metres, speeds in m/s.
public struct PlausibilitySettings: Sendable, Equatable {
    /// Standard deviation, on each axis, of the position that a vehicle knows of itself and claims.
    public var positionNoise = 1.0
    /// Standard deviation of the speed that it claims.
    public var speedNoise = 0.2
    /// Standard deviation of the heading that it claims, in degrees.
    public var headingNoise = 1.0
    /// Standard deviation, on each axis, of positions measured by a range sensor.
    public var sensorNoise = 1.0
    /// Standard deviation of speeds measured by a range sensor.
    public var sensorSpeedNoise = 0.5
    /// Standard deviation, on each axis, of a measurement gone wrong: one in `1 - sensing.accuracy`.
    public var outlierNoise = 20.0
    /// `sensor`: greatest distance between claim and measurement.
    public var sensorTolerance = 6.0
    /// `sensor`: greatest difference of speeds.
    public var sensorSpeedTolerance = 2.5
    /// `range`: allowed beyond the reach of the radio.
    public var rangeMargin = 10.0
    /// `road`: allowed beside the road.
    public var roadMargin = 12.0
    /// `speed`: greatest speed.
    public var maxSpeed = 45.0
    /// `acceleration` and `position-speed`: greatest acceleration, in m/s².
    public var maxAcceleration = 10.0
    /// `position-speed`: allowed difference of the way.
    public var positionTolerance = 6.0
    /// `position-heading`: greatest angle, in degrees.
    public var headingTolerance = 60.0
    /// `frequency`: least share of the beacon interval.
    public var minInterval = 0.4
    /// `appearance`: share of the reach within which nobody appears.
    public var appearanceShare = 0.4
    /// `overlap`: distance of two vehicles in the same place.
    public var overlapDistance = 2.0
    /// `age`: greatest age, in seconds.
    public var maxAge = 0.5
    /// `saw`: distance from the receiver within which no vehicle is heard for the first time.
    public var sawDistance = 25.0
    /// `ssc`: greatest difference between the claimed speed and that of the way.
    public var sscDeviation = 10.0
    /// `dmv`: least way between two beacons.
    public var dmvDistance = 1.0
    /// Weight of a beacon that passes, as evidence, where no range sensor confirms it.
    public var remoteWeight = 0.1
    /// Checks in use.
    public var checks = PlausibilityCheck.all.filter(\.isStandard).map(\.name)

    /// The defaults.
    public init() {}
}
