/// Infrastructure beside the roads.
public struct InfrastructureSettings: Sendable {
    /// Roadside units.
    public var units = Units()

    /// No infrastructure.
    public init() {}

    /// Roadside units: how many, where, what they hear and whether they know what others know.
    public struct Units: Sendable {
        /// Most units of a run.
        static let limit = 10_000

        /// Number of units, spread evenly over the roads.
        public var count: Int64 = 0
        /// Metres along the roads between two units; 0: as the other keys say.
        public var spacing = 0.0
        /// Where the units are, in metres; empty: as the other keys say.
        public var positions: [Point] = []
        /// How far units hear and are heard; 0: as far as the radio reaches.
        public var range = 0.0
        /// Range of verification of a unit.
        public var sensingRange = 120.0
        /// Probability of a right reading of a unit.
        public var accuracy = 0.9
        /// Share of the units that lie.
        public var compromisedShare = 0.0
        /// Whether units tell each other what they know: `none` or `shared`.
        public var backhaul = "none"
        /// Seconds after which a unit knows what another knew.
        public var backhaulDelay = 1.0

        /// No units.
        public init() {}

        /// Whether there are units.
        public var exist: Bool { count > 0 || spacing > 0 || !positions.isEmpty }

        /// Where they are, on these roads.
        func places(on road: Road) -> [Point] {
            if !positions.isEmpty { return positions }
            return road.evenPlaces(
                spacing > 0 ? road.placeCount(every: spacing, limit: Self.limit) : Int(count))
        }
    }
}
