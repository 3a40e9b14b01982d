import GroupDecision

/// One velocity for good.
struct ConstantSpeed: BeaconPart {
    static let kind = PartKind(
        "constantSpeed", "claims one velocity, U(min, max) on both axes, drawn once",
        parameters: [.probability, .least(0, "m/s", "speed on an axis"), .greatest(40, "m/s", "speed on an axis")])
    let probability: Double
    var falseShare: Double? { range.isPoint ? nil : probability }
    let range: UniformRange
    private var velocity: Point?

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let claimed = velocity ?? range.randomPoint(&stream)
        velocity = claimed
        contents.velocity = claimed
    }
}

/// Any velocity in every beacon.
struct RandomSpeed: BeaconPart {
    static let kind = PartKind(
        "randomSpeed", "claims a velocity, U(min, max) on both axes, drawn for each beacon",
        parameters: [.probability, .least(0, "m/s", "speed on an axis"), .greatest(40, "m/s", "speed on an axis")])
    let probability: Double
    var falseShare: Double? { range.isPoint ? nil : probability }
    let range: UniformRange

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.velocity = range.randomPoint(&stream)
    }
}

/// One offset of the velocity for good. A vehicle at rest claims to be at rest: an offset there would be no attack on the
/// speed but an invented drive.
struct ConstantSpeedOffset: BeaconPart {
    static let kind = PartKind(
        "constantSpeedOffset", "true velocity + U(min, max) on both axes, drawn once; nothing at standstill",
        parameters: [
            .probability, .least(3.15, "m/s", "offset on an axis"), .greatest(10.85, "m/s", "offset on an axis"),
        ])
    let probability: Double
    let range: UniformRange
    private var offset: Point?

    var isHarmless: Bool { probability == 0 || range.isZero }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let added = offset ?? range.randomPoint(&stream)
        offset = added
        if contents.velocity == Point(x: 0, y: 0) { return }
        contents.velocity.x += added.x
        contents.velocity.y += added.y
    }
}

/// Any offset of the velocity in every beacon.
struct RandomSpeedOffset: BeaconPart {
    static let kind = PartKind(
        "randomSpeedOffset", "true velocity ± U(min, max) on both axes, drawn for each beacon; nothing at standstill",
        parameters: [
            .probability, .least(3.15, "m/s", "offset on an axis"), .greatest(10.85, "m/s", "offset on an axis"),
        ])
    let probability: Double
    let range: UniformRange

    var isHarmless: Bool { probability == 0 || range.isZero }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let added = range.randomPoint(&stream)
        let sign = stream.happens(0.5) ? 1.0 : -1.0
        if contents.velocity == Point(x: 0, y: 0) { return }
        contents.velocity.x += sign * added.x
        contents.velocity.y += sign * added.y
    }
}

/// Speed zero. After VeReMi NextGen.
struct ZeroSpeed: BeaconPart {
    static let kind = PartKind("zeroSpeed", "claims to stand still", parameters: [.probability])
    let probability: Double

    init(_ choice: PartChoice) { probability = choice.value("probability", of: Self.kind) }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.velocity = Point(x: 0, y: 0)
    }
}

/// The speed of one moment from then on, in the true direction. After VeReMi NextGen.
struct SuddenConstantSpeed: BeaconPart {
    static let kind = PartKind(
        "suddenConstantSpeed", "from a moment on, claims the speed of that moment", parameters: [.probability, .onset])
    let probability: Double
    let onset: Double
    private var speed: Double?

    var isHarmless: Bool { probability == 0 || onset == 0 }

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        onset = choice.value("onset", of: Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        let actual = contents.speed
        if speed == nil && stream.happens(onset) { speed = actual }
        // Exactly the truth while the speed is the same: that is no lie.
        guard let speed, speed != actual else { return }
        let direction =
            actual > 0 ? Point(x: contents.velocity.x / actual, y: contents.velocity.y / actual) : contents.heading
        contents.velocity = Point(x: speed * direction.x, y: speed * direction.y)
    }
}

/// Acceleration with the sign turned round, and greater. After VeReMi NextGen.
struct FeignedBraking: BeaconPart {
    static let kind = PartKind(
        "feignedBraking", "claims the acceleration times -U(min, max)",
        parameters: [.probability, .least(2, "", "factor"), .greatest(4, "", "factor")])
    let probability: Double
    let range: UniformRange

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.acceleration *= -stream.uniform(range.min, range.max)
    }
}

/// Greater acceleration. After VeReMi NextGen.
struct AccelerationMultiplication: BeaconPart {
    static let kind = PartKind(
        "accelerationMultiplication", "claims the acceleration times U(min, max)",
        parameters: [.probability, .least(2, "", "factor"), .greatest(4, "", "factor")])
    let probability: Double
    let range: UniformRange

    init(_ choice: PartChoice) {
        probability = choice.value("probability", of: Self.kind)
        range = UniformRange(choice, Self.kind)
    }

    mutating func falsify(_ contents: inout BeaconContents, _ context: BeaconContext, _ stream: inout RandomStream) {
        contents.acceleration *= stream.uniform(range.min, range.max)
    }
}
