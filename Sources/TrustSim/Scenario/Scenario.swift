import GroupDecision

/// One experiment, as described by a scenario file. Every value has a default but the number of vehicles, which a trace
/// brings along. Times are in seconds, lengths in metres, speeds in m/s. Keys, ranges and meanings: ``ScenarioKeys``.
public struct Scenario: Sendable {
    /// Name in every output.
    public var name = "unnamed"
    /// Base seed; together with the number of the replication the key of all randomness.
    public var seed: Int64 = 1
    /// Independent repetitions.
    public var replications: Int64 = 5
    /// Simulated time; 0 stands for the length of the trace, or for ``standardDuration`` where there is none.
    public var duration = 0.0
    /// Number of vehicles; 0 stands for those of the trace.
    public var vehicles: Int64 = 0
    /// Size of the area.
    public var area = Area()
    /// How vehicles move.
    public var mobility = MobilitySettings()
    /// Who receives what.
    public var radio = RadioSettings()
    /// Whether and when vehicles take new names.
    public var pseudonyms = PseudonymSettings()
    /// Seconds between two beacons of a vehicle.
    public var beaconInterval = 1.0
    /// When vehicles send beacons besides.
    public var beacons = BeaconSettings()
    /// What vehicles can verify.
    public var sensing = Sensing()
    /// Noise and thresholds of plausibility verification.
    public var plausibility = PlausibilitySettings()
    /// When they evaluate each other.
    public var evaluation = Evaluation()
    /// Road events.
    public var events = Events()
    /// Who is malicious and how.
    public var attackers = Attackers()
    /// Roadside units.
    public var infrastructure = InfrastructureSettings()
    /// How evidence becomes opinions.
    public var evidence = EvidenceParameters()
    /// Whether the forgetting factor counts for a `second` or for an `interaction`.
    public var forgettingPer = "second"
    /// First tolerance of a vehicle: drawn uniformly within `spread` of `start`.
    public var tolerance = Tolerance()
    /// Parameters of the schemes.
    public var settings = SchemeSettings()
    /// Schemes to compare.
    public var schemes = [
        "consensus-adaptive", "own-evidence", "beta", "deviation-test", "dempster-shafer", "majority-vote",
    ]
    /// Mechanisms to switch off, each in a row of its own.
    public var ablations: [String] = []

    /// The defaults. Not valid as it stands: it has no vehicles.
    public init() {}

    /// Size of the area.
    public struct Area: Sendable {
        /// East to west.
        public var width = 1000.0
        /// North to south.
        public var height = 1000.0
    }

    /// What vehicles can verify.
    public struct Sensing: Sendable {
        /// Range of verification.
        public var range = 120.0
        /// Probability of a right reading.
        public var accuracy = 0.9
        /// How beacons are verified.
        public var verification = "statistical"
        /// Share of honest vehicles with faulty sensors.
        public var faultyShare = 0.0
        /// Their accuracy.
        public var faultyAccuracy = 0.6
        /// For how long a wrong reading of a pair lasts; 0 draws each reading anew.
        public var errorPersistence = 0.0
    }

    /// When vehicles evaluate each other.
    public struct Evaluation: Sendable {
        /// Seconds between two evaluations, and reports, of a vehicle.
        public var interval = 10.0
        /// Share of the run that is not counted.
        public var warmup = 0.3
        /// How reports travel: sent once by `broadcast`, or the latest carried along by every `beacon`.
        public var reportDelivery = "broadcast"
        /// What becomes of unknown neighbours.
        public var unknownPolicy = "trust"
    }

    /// Road events.
    public struct Events: Sendable {
        /// Events a second in the whole world.
        public var rate = 0.0
        /// How long an event lasts.
        public var duration = 30.0
        /// Share of the events that are critical.
        public var criticalShare = 0.2
    }

    /// Who is malicious and how.
    public struct Attackers: Sendable {
        /// Share of the vehicles.
        public var ratio = 0.0
        /// Profiles with their shares of the attackers, which add up to 1. With a ``list`` the shares say nothing.
        public var profiles: [(profile: Profile, share: Double)] = []
        /// File that names the attackers, relative to the scenario; empty where they are drawn. The ``ratio`` is then that of
        /// the list, or 0 as long as it has not been read.
        public var list = ""
        /// What the list says, once it has been read.
        private(set) var listed: ListedAttackers?

        /// No attackers, or a share of the vehicles of one profile.
        public init(ratio: Double = 0, profile: Profile? = nil) {
            self.ratio = ratio
            profiles = profile.map { [($0, 1)] } ?? []
        }

        /// What there is done, with the share of the attackers that do it, drawn or listed.
        var roles: [(profile: Profile, share: Double)] { listed?.shares ?? profiles }

        /// How many vehicles the list names; nil where there is none, or it has not been read.
        public var listedCount: Int? { listed?.members.count }

        /// Takes what the list says.
        mutating func use(_ listed: ListedAttackers) {
            self.listed = listed
            ratio = listed.ratio
        }

        /// Names of the profiles, each once.
        public var profileNames: [String] { roles.map(\.profile.name).distinct() }

        /// What they are called, in one line.
        public var names: String {
            roles.isEmpty || ratio == 0 ? "none" : profileNames.joined(separator: " ")
        }
    }

    /// First tolerance of a vehicle.
    public struct Tolerance: Sendable {
        /// Middle.
        public var start = 0.6
        /// Largest difference from the middle.
        public var spread = 0.0
    }

    /// Names of the rows of results, in the order of tables.
    public var rowNames: [String] { SchemeCatalog.rowNames(schemes: schemes, ablations: ablations, settings: settings) }
    /// Simulated time without a trace, where none is given.
    public static let standardDuration = 200.0
    /// Simulated time of a run: as given, or the length of the trace.
    func runSeconds(trace: TraceData?) -> Double {
        duration > 0 ? duration : trace?.duration.seconds ?? Self.standardDuration
    }
    /// Whether movements come from a file, or from SUMO.
    public var usesTrace: Bool { mobility.model == "trace" || usesSUMO }
    /// Whether an installed SUMO makes the movements.
    public var usesSUMO: Bool { mobility.model == "sumo" }

    /// The same without schemes that programs decide: whoever reads it may not have them.
    var withoutPrograms: Scenario {
        var scenario = self
        let programs = settings.additional.filter { $0.program != nil }.map(\.name)
        scenario.settings.additional.removeAll { programs.contains($0.name) }
        scenario.schemes.removeAll { programs.contains($0) }
        if scenario.schemes.isEmpty { scenario.schemes = Scenario().schemes }
        scenario.settings.calibration = settings.calibration.filter { !programs.contains($0.key) }
        return scenario
    }
}
