/// When vehicles send beacons: what scenario files say under `beacon` beside the interval.
public struct BeaconSettings: Sendable, Equatable {
    /// `periodic`, or `cam`: when a vehicle has moved, turned or changed its speed enough.
    public var trigger = "periodic"
    /// By how much a beacon is late at most, in seconds; each is by as much as is drawn for it.
    public var jitter = 0.0
    /// `kept`, or `fresh`: a new name begins at a time of its own, and so do ghosts.
    public var phases = "kept"
    /// `off`, or `reactive`: the busier the channel, the fewer beacons.
    public var congestionControl = "off"

    /// The defaults.
    public init() {}

    /// Whether beacons follow what vehicles do.
    var followsMotion: Bool { trigger == "cam" }
    /// Whether new names and ghosts begin at times of their own.
    var startsAfresh: Bool { phases == "fresh" }
}
