/// Infrastructure beside the roads.
public struct InfrastructureSettings: Sendable {
    /// Roadside units.
    public var units = Units()
    /// Misbehaviour authority.
    public var authority = Authority()

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

    /// A misbehaviour authority: what vehicles report to it, by which rule it revokes, and how its list spreads.
    public struct Authority: Sendable {
        /// By what it decides: `none` (there is no authority), `distinctReporters`, `weightedSum` or `subjectiveLogic`.
        public var rule = "none"
        /// How much it takes; 0: what is usual for the rule.
        public var threshold = 0.0
        /// Whom it revokes: the `vehicle` behind all its names, or the `name` alone.
        public var revokes = "vehicle"
        /// Seconds for which a report counts; 0: for ever.
        public var window = 300.0
        /// Failed observations of its own that a vehicle needs before it reports somebody.
        public var minimumEvidence = 2.0
        /// Seconds between two reports of one reporter on the same.
        public var reportInterval = 60.0
        /// Most reports of a reporter within a minute.
        public var reportsPerMinute: Int64 = 10
        /// How reports and the list travel: by roadside `units` in reach, or by a `cellular` network everywhere.
        public var delivery = "cellular"
        /// Seconds from handing a report over until the authority has it.
        public var delay = 1.0
        /// Seconds from a revocation until it is on the lists that vehicles get.
        public var listDelay = 10.0

        static let rules = ["none", "distinctReporters", "weightedSum", "subjectiveLogic"]

        /// No authority.
        public init() {}

        /// Whether there is one.
        public var exists: Bool { rule != "none" }

        /// How much it takes: reporters, the sum of their credibilities times disbeliefs, or the disbelief of all together.
        var usedThreshold: Double {
            if threshold > 0 { return threshold }
            switch rule {
            case "distinctReporters": return 3
            case "weightedSum": return 1.5
            default: return 0.3
            }
        }
    }
}
