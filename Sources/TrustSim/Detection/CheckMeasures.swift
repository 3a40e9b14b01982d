/// A beacon as it arrives, with all that its receiver checks it by.
struct CheckedBeacon {
    var claim: BeaconContents
    var time: Microseconds
    var hasAcceleration: Bool
    /// The beacon of the same name before, as this receiver was told, and when it heard it; nil where it remembers none.
    var last: (contents: BeaconContents, heard: Microseconds)?
    /// Where the receiver is, as far as it knows.
    var place: Point?
    /// Whether the receiver has not heard the sender lately, though it has been there for a while.
    var isStranger: Bool
    /// Whether it has never heard the sender, or has forgotten that.
    var isFirst: Bool
    var sensed: SensorReading?
    /// Distance to the nearest other vehicle by the claims that `overlap` compares with; nil without any.
    var nearestOther: Double?
}

/// What a check compares, as numbers.
struct CheckMeasure: Equatable {
    /// What is compared with a limit.
    var value: Double
    /// How far the value is within the limits; negative where the check fails.
    var margin: Double
}

extension PlausibilityDetector {
    /// Value and margin of a check; nil where it compares nothing. The units are in Docs/DataSets.md.
    func measure(_ check: PlausibilityCheck, of beacon: CheckedBeacon) -> CheckMeasure? {
        let claim = beacon.claim
        switch check.bit {
        case .range: return distance(of: beacon).map { CheckMeasure(value: $0, margin: rangeLimit - $0) }
        case .road:
            return distanceFromRoad(claim.position).map {
                CheckMeasure(value: $0, margin: settings.roadMargin - $0)
            }
        case .speed: return CheckMeasure(value: claim.speed, margin: settings.maxSpeed - claim.speed)
        case .acceleration: return acceleration(of: beacon)
        case .positionSpeed: return comparable(beacon).map { way(of: claim, after: $0) }
        case .positionHeading: return comparable(beacon).flatMap { course(of: claim, after: $0) }
        case .frequency:
            return beacon.last.map { last in
                let gap = (beacon.time - last.heard).seconds
                return CheckMeasure(value: gap, margin: gap - settings.minInterval * intervalSeconds)
            }
        case .appearance:
            guard beacon.isStranger else { return nil }
            return distance(of: beacon).map { CheckMeasure(value: $0, margin: $0 - appearanceLimit) }
        case .overlap:
            return beacon.nearestOther.map { CheckMeasure(value: $0, margin: $0 - settings.overlapDistance) }
        case .sensor: return beacon.sensed.map { deviation(of: claim, from: $0, at: beacon.time) }
        case .age:
            let age = (beacon.time - claim.time).seconds
            return CheckMeasure(value: age, margin: settings.maxAge - abs(age))
        case .saw:
            guard beacon.isFirst else { return nil }
            return distance(of: beacon).map { CheckMeasure(value: $0, margin: $0 - settings.sawDistance) }
        case .ssc: return beacon.last.flatMap { speedDeviation(of: claim, after: $0.contents) }
        case .dmv:
            return beacon.last.map { last in
                let distance = claim.position.squaredDistance(to: last.contents.position).squareRoot()
                return CheckMeasure(value: distance, margin: distance - settings.dmvDistance)
            }
        default: return nil
        }
    }

    private func distance(of beacon: CheckedBeacon) -> Double? {
        beacon.place.map { beacon.claim.position.squaredDistance(to: $0).squareRoot() }
    }

    /// The beacon before, where it is not too old to be compared with.
    private func comparable(_ beacon: CheckedBeacon) -> BeaconContents? {
        guard let last = beacon.last?.contents else { return nil }
        let elapsed = beacon.claim.time - last.time
        return elapsed > 0 && elapsed <= Self.memory ? last : nil
    }

    /// The greatest acceleration that the claims ask for: the claimed one, and what the change of speed needs at least.
    private func acceleration(of beacon: CheckedBeacon) -> CheckMeasure? {
        let claimed = beacon.hasAcceleration ? abs(beacon.claim.acceleration) : nil
        let needed = comparable(beacon).map { last in
            max(0, abs(beacon.claim.speed - last.speed) - 5 * settings.speedNoise)
                / (beacon.claim.time - last.time).seconds
        }
        guard claimed != nil || needed != nil else { return nil }
        let value = max(claimed ?? 0, needed ?? 0)
        return CheckMeasure(value: value, margin: settings.maxAcceleration - value)
    }

    private func way(of claim: BeaconContents, after last: BeaconContents) -> CheckMeasure {
        let bounds = wayBounds(of: claim, after: last)
        let distance = claim.position.squaredDistance(to: last.position).squareRoot()
        return CheckMeasure(value: distance, margin: min(bounds.most - distance, distance - bounds.least))
    }

    private func course(of claim: BeaconContents, after last: BeaconContents) -> CheckMeasure? {
        let moved = Point(x: claim.position.x - last.position.x, y: claim.position.y - last.position.y)
        let mean = Point(x: last.heading.x + claim.heading.x, y: last.heading.y + claim.heading.y)
        guard comparesCourse(of: claim, after: last), mean.length > 0 else { return nil }
        let cosine = (moved.x * mean.x + moved.y * mean.y) / (moved.length * mean.length)
        return CheckMeasure(value: cosine, margin: cosine - cosineOfTolerance)
    }

    private func speedDeviation(of claim: BeaconContents, after last: BeaconContents) -> CheckMeasure? {
        guard claim.time > last.time else { return nil }
        let distance = claim.position.squaredDistance(to: last.position).squareRoot()
        let difference = abs(claim.speed - distance / (claim.time - last.time).seconds)
        return CheckMeasure(value: difference, margin: settings.sscDeviation - difference)
    }

    private func deviation(
        of claim: BeaconContents, from reading: SensorReading, at time: Microseconds
    ) -> CheckMeasure {
        let distance = claim.position(at: time).squaredDistance(to: reading.position).squareRoot()
        let difference = abs(claim.speed - reading.speed)
        return CheckMeasure(
            value: distance,
            margin: min(settings.sensorTolerance - distance, settings.sensorSpeedTolerance - difference))
    }
}

extension BeaconContents {
    /// Where the sender is by its claim, carried on at its velocity.
    func position(at time: Microseconds) -> Point {
        let age = (time - self.time).seconds
        return Point(x: position.x + age * velocity.x, y: position.y + age * velocity.y)
    }

    /// Distance between two claims, both carried on to a time; nil where one is a copy of the other.
    func distance(from other: BeaconContents, at time: Microseconds) -> Double? {
        if position == other.position && velocity == other.velocity { return nil }
        return position(at: time).squaredDistance(to: other.position(at: time)).squareRoot()
    }
}
