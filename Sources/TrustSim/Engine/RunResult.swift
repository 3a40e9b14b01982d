/// Figures of a run that do not depend on schemes.
public struct RunStatistics: Sendable, Equatable {
    /// Events handled.
    public var events = 0
    /// Messages sent, by everybody.
    public var messages = 0
    /// Messages received, by everybody.
    public var receptions = 0
    /// Evaluations made, by vehicle and not by scheme.
    public var evaluations = 0
    /// Report entries read in evaluations.
    public var entries = 0
    /// Real road events.
    public var roadEvents = 0
    /// Decisions on road events by vehicles that had not sensed them.
    public var eventDecisions = 0
    /// Times that a vehicle entered the world.
    public var entered = 0
    /// Time that vehicles spent in the world, added up.
    public var vehicleMicroseconds: Microseconds = 0
    /// Outcomes of the checks of beacons, under plausibility verification.
    public var checks: CheckTally?
    /// What became of messages, where stations share the channel.
    public var channel: ChannelTally?
    /// Evaluations within reach of roadside units, where there are any.
    public var coverage: CoverageTally?
}

/// What one run found out about one scheme.
public struct SchemeResult: Sendable {
    /// Name of the scheme or ablation.
    public let scheme: String
    /// Every metric, in the order of ``Metric/all``; nil where undefined.
    public let values: [Double?]
    /// Confusion counts by the evaluator's own certainty: 0, below 0.6, from 0.6.
    public let byCertainty: [ConfusionCounts]
    /// Messages received: whether they were altered, and whether the receiver distrusted their sender then.
    public var messages = ConfusionCounts()
    /// Balanced accuracy at each candidate threshold, where some were given.
    public var atCandidates: [Double?] = []
    /// Recall at each of the false positive rates of a ROC curve, where one was asked for.
    public var recalls: [Double?] = []
    /// Where attackers have several profiles: figures for each.
    public var profiles: [ProfileResult] = []
    /// Decisions by time, where a series was asked for.
    var series: [SeriesTally.Point] = []
    /// For each of ``RunResult/vehicles``, where they were asked for.
    var vehicles: [VehicleResult] = []
}

/// What one run found out about one scheme and the attackers of one profile.
public struct ProfileResult: Sendable, Equatable {
    /// Name of the profile.
    public let profile: String
    /// Every metric, in the order of ``Metric/all``, over honest vehicles and malicious ones of this profile; nil where it
    /// is undefined or cannot be split.
    public let values: [Double?]
}

/// What one run found out.
public struct RunResult: Sendable {
    /// One for each scheme, in the order of tables.
    public let schemes: [SchemeResult]
    /// Figures of the world.
    public let statistics: RunStatistics
    /// Hash over the events executed.
    public let fingerprint: Fingerprint
    /// Every case, where they were asked for.
    public let cases: [CaseRecord]
    /// Every decision on a road event, where cases were asked for.
    public var eventCases: [EventCase] = []
    /// What vehicles and their further names are called, by number, where cases were asked for.
    public var names: [VehicleName] = []
    /// What they do, by number, where cases were asked for: the profile of an attacker, nil for honest ones.
    var profileNames: [String?] = []
    /// The profiles by which ``SchemeResult/series`` are split.
    var splitNames: [String] = []
    /// Who was decided about, where vehicles were asked for.
    var vehicles: [VehicleFacts] = []
    /// Where the time went. Not a result: it differs from run to run.
    public let profile: RunProfile
}

extension Simulation {
    mutating func result(profile: RunProfile) -> RunResult {
        let end = timetable.end
        let runners = evaluating.runners
        statistics.vehicleMicroseconds += presence.staysOfPresent(until: end)
        if verification.detector != nil { statistics.checks = verification.tally }
        statistics.channel = air.finish(at: end)
        statistics.coverage = infrastructure.coverage
        for runner in runners { runner.closeAuthority(truth, at: end) }
        let vehicleSeconds = statistics.vehicleMicroseconds.seconds
        let rows = runners.flatMap { runner in runner.rows.map { (runner.isDefined, $0.name, $0.tally) } }
        let schemes = rows.map { isDefined, name, tally in
            let reading = TallyReading(
                tally, firstMisconduct: truth.firstMisconduct, vehicleSeconds: vehicleSeconds, end: end,
                trustsUnknown: truth.trustsUnknown, channel: statistics.channel,
                coverage: statistics.coverage)
            var result = SchemeResult(
                scheme: name, values: isDefined ? reading.values : Metric.all.map { _ in nil },
                byCertainty: tally.byCertainty)
            result.messages = tally.messages
            result.atCandidates = tally.scores.balancedAccuracies(
                at: wanted.candidateThresholds, trustsUnknown: truth.trustsUnknown)
            result.recalls = tally.scores.recalls(atFalsePositiveRates: wanted.rocRates)
            if isDefined { addDetails(of: tally, to: &result, end: end) }
            return result
        }
        var result = RunResult(
            schemes: schemes, statistics: statistics, fingerprint: fingerprint, cases: runners.flatMap(\.cases),
            profile: profile)
        result.eventCases = runners.flatMap(\.eventCases)
        if !result.cases.isEmpty || !result.eventCases.isEmpty {
            result.names = (0..<VehicleID(naming.identities.count)).map(naming.names.fullName)
            result.profileNames = (0..<VehicleID(naming.identities.count)).map { profileName(of: truth.owner(of: $0)) }
        }
        result.splitNames = truth.split.names
        if wanted.vehicles { result.vehicles = vehicleFacts }
        return result
    }
}
