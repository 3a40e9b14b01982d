/// Movements from outside the catalogue, in place of those that a scenario names: for programs that use the library.
public struct ExternalMobility: Sendable {
    /// How vehicles move; it also says how many there are.
    public var model: any MobilityModel
    /// When each vehicle sends its first beacon, in place of drawn phases; within the beacon interval.
    public var beaconPhases: [Microseconds]?

    /// Movements, with drawn phases where none are given.
    public init(model: any MobilityModel, beaconPhases: [Microseconds]? = nil) {
        self.model = model
        self.beaconPhases = beaconPhases
    }
}
