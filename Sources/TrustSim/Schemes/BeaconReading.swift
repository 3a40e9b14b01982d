/// A beacon as one vehicle received and checked it, without the truth: for schemes that judge messages.
struct BeaconReading {
    /// Whose it claims to be.
    var sender: VehicleID
    /// What it claims, and what the receiver had besides.
    var checked: CheckedBeacon
    /// Velocity of the receiver, as far as it is known.
    var ownVelocity: Point?
    var hasHeading: Bool
    /// Whether it fails a check in use.
    var isRejected: Bool
    /// For each of ``PlausibilityCheck/all``, what the check compares.
    var measures: [CheckMeasure?]
}
