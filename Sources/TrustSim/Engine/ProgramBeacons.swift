/// Gathers what vehicles receive from one evaluation to the next, for programs that judge messages.
final class ProgramBeacons: RunObserver {
    let interests: RunInterests = .checks
    private let detector: PlausibilityDetector
    /// By receiver, in the order in which they came.
    private var readings: [[BeaconReading]]

    init(_ detector: PlausibilityDetector, vehicleCount: Int) {
        self.detector = detector
        readings = Array(repeating: [], count: vehicleCount)
    }

    func checked(_ beacon: ReceivedBeacon) {
        readings[Int(beacon.receiver)].append(
            BeaconReading(
                sender: beacon.name, checked: beacon.checked, ownVelocity: beacon.ownVelocity,
                hasHeading: beacon.hasHeading, isRejected: beacon.isRejected,
                measures: PlausibilityCheck.all.map { detector.measure($0, of: beacon.checked) }))
    }

    /// What a vehicle has received since this was last asked.
    func take(of vehicle: VehicleID) -> [BeaconReading] {
        defer { readings[Int(vehicle)].removeAll() }
        return readings[Int(vehicle)]
    }
}
