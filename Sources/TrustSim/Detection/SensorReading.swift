/// What a range sensor measures of a vehicle nearby.
struct SensorReading: Sendable, Equatable {
    var position: Point
    var speed: Double
}

extension PlausibilityDetector {
    /// What the range sensor of a receiver measures of a sender: the truth with the noise of the check.
    func reading(of actual: Point, speed: Double, isOutlier: Bool, _ draw: SensorDraw) -> SensorReading {
        let outlier = isOutlier ? settings.outlierNoise : 0
        let sigma =
            (settings.positionNoise * settings.positionNoise + settings.sensorNoise * settings.sensorNoise
            + outlier * outlier).squareRoot()
        return SensorReading(
            position: Point(x: actual.x - sigma * draw.x, y: actual.y - sigma * draw.y),
            speed: speed - settings.sensorSpeedNoise * draw.speed)
    }

    /// The sensor check with a reading that was logged.
    func checkSensor(_ claim: BeaconContents, against reading: SensorReading, at time: Microseconds) -> CheckSet {
        let age = (time - claim.time).seconds
        let dx = claim.position.x + age * claim.velocity.x - reading.position.x
        let dy = claim.position.y + age * claim.velocity.y - reading.position.y
        let fits =
            dx * dx + dy * dy <= settings.sensorTolerance * settings.sensorTolerance
            && abs(claim.speed - reading.speed) <= settings.sensorSpeedTolerance
        return fits ? [] : .sensor
    }
}
