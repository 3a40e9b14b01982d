/// One run as a page can show it: where everybody was at regular times, and every decision of honest vehicles.
///
/// Columns are made for their size: 200 vehicles and 300 s take about 4 MB. ``ViewPage`` writes them, its script reads them.
/// Identities are numbered anew: vehicles first, then the further names that were used, in order of first appearance.
public struct RunRecording: Sendable {
    /// How a run is recorded.
    public struct Options: Sendable {
        /// Names of the schemes whose decisions are kept; the first is shown first.
        public var schemes: [String]
        /// Seconds between two positions of a vehicle; the page draws straight lines between them.
        public var stepSeconds: Double
        /// Most bytes of the columns, as they stand in the page.
        public var mostBytes: Int

        /// Options. Steps are 0.02 s or more.
        public init(
            schemes: [String] = ["consensus-adaptive"], stepSeconds: Double = 0.5, mostBytes: Int = standardMostBytes
        ) {
            self.schemes = schemes
            self.stepSeconds = stepSeconds
            self.mostBytes = mostBytes
        }
    }

    /// Most bytes of a page, unless told otherwise: browsers still open it quickly.
    public static let standardMostBytes = 32_000_000
    /// Most positions: a browser needs about 20 bytes for each.
    public static let mostPositions = 20_000_000

    /// A name that is not a vehicle's first.
    struct ExtraName: Sendable {
        /// As numbered in the run.
        var identity: VehicleID
        /// The vehicle behind it.
        var owner: VehicleID
        /// Number of a ghost behind its owner, from 1; 0 for a later name.
        var ghost: Int
    }

    /// An attacker and what it does.
    struct Attacker: Sendable {
        var vehicle: VehicleID
        var profile: String
        /// Metres between its ghosts.
        var ghostSpacing: Double
    }

    /// A road event.
    struct Event: Sendable {
        var begin: Microseconds
        var position: Point
        var isReal: Bool
    }

    /// What is kept of how a scheme decides.
    enum Detail: String, Sendable {
        case none
        /// Levels, guarantees and rounds.
        case averaging
        /// Levels, and log odds in three parts.
        case inference
    }

    /// What was recorded of one scheme.
    struct SchemeColumns: Sendable {
        let name: String
        /// What is kept of how it decides beside trust, threshold and support.
        var detail = Detail.none
        /// For each evaluation by averaging the rounds; for each record its flags, and by inference the parts of its log odds.
        var numbers = PackedBytes()
        var shares = PackedShares()
        /// Its cases after the warm-up.
        var counts = ConfusionCounts()
        /// Whom its misbehaviour authority has revoked, and when; nil where there is none.
        var revocations: [(number: Int, time: Microseconds)]?
    }

    let options: Options
    let scenario: Scenario
    let replication: Int
    let step: Microseconds
    let end: Microseconds
    let warmupEnd: Microseconds
    let vehicleNames: [String]?
    let vehicleCount: Int
    /// Where roadside units are and whether they lie, and how far they hear and are heard, in metres.
    let unitPlaces: [(place: Point, lies: Bool)]
    let unitRange: Double
    let road: Road
    let roads: RoadNetwork?
    /// Where the radio reaches about half of the receivers, and where nobody hears anything any more.
    let radioRange: (typical: Double, most: Double)
    /// Metres of one unit of a position, and where the units begin.
    let unit: Double
    let origin: Point

    var sampleCount = 0
    /// For each vehicle its positions; see ``RunRecorder``.
    var positions: [PackedBytes]
    var evaluationCount = 0
    var recordCount = 0
    /// For each evaluation time, evaluator and number of records, for each record the subject.
    var evaluations = PackedBytes()
    /// For each record the evaluator's own opinion.
    var opinions = PackedShares()
    var schemes: [SchemeColumns]
    var extraNames: [ExtraName] = []
    var attackers: [Attacker] = []
    /// Changes of the names that vehicles send under.
    var nameChanges = PackedBytes()
    var nameChangeCount = 0
    var events: [Event] = []
    /// First misconduct of each identity, nil for none.
    var firstMisconduct: [Microseconds?] = []

    /// Bytes of the columns, as they stand in the page.
    var pageBytes: Int {
        var bytes = evaluations.bytes.count + opinions.bytes.count + nameChanges.bytes.count + positionBytes
        for scheme in schemes { bytes += scheme.numbers.bytes.count + scheme.shares.bytes.count }
        return bytes / 3 * 4
    }
    var positionBytes = 0

    init(_ simulation: borrowing Simulation, trace: TraceData?, replication: Int, _ options: Options) {
        self.options = options
        scenario = simulation.scenario
        self.replication = replication
        step = max(20_000, Microseconds(seconds: options.stepSeconds))
        end = simulation.timetable.end
        warmupEnd = simulation.truth.warmupEnd
        vehicleNames = trace?.vehicleNames
        vehicleCount = simulation.presence.vehicleCount
        unitPlaces = Array(zip(simulation.presence.unitPlaces, simulation.infrastructure.isCompromised))
        unitRange = simulation.infrastructure.squaredRange.squareRoot()
        road = simulation.presence.road
        roads = trace?.roads
        radioRange = (simulation.air.radio.usualMeters, simulation.air.radio.reachMeters)
        let bounds = road.bounds
        origin = bounds.low
        let extent = max(bounds.high.x - bounds.low.x, bounds.high.y - bounds.low.y)
        unit = extent.isFinite && extent > 1e6 ? extent / 1e7 : 0.1
        positions = Array(repeating: PackedBytes(), count: vehicleCount)
        schemes = options.schemes.map { SchemeColumns(name: $0) }
    }

    /// A position in whole units.
    func units(_ point: Point) -> (x: Int, y: Int) {
        func whole(_ value: Double) -> Int { value == value ? Int(max(-1e9, min(1e9, value.rounded()))) : 0 }
        return (whole((point.x - origin.x) / unit), whole((point.y - origin.y) / unit))
    }
}
