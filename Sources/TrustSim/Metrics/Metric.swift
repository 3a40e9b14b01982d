/// A figure of a run, by name.
public struct Metric: Sendable {
    /// Column name.
    public let name: String
    /// Title in tables.
    public let title: String
    /// Unit, or empty.
    public let unit: String
    /// Whether more is better, less is better, or neither.
    public let preference: Preference
    /// What it means.
    public let summary: String
    let compute: @Sendable (TallyReading) -> Double?

    /// Which direction is better.
    public enum Preference: Sendable {
        /// Which values are better, if any are.
        case higher, lower, neither
    }

    private init(
        _ name: String, _ title: String, _ preference: Preference, _ summary: String, unit: String = "",
        _ compute: @escaping @Sendable (TallyReading) -> Double?
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.preference = preference
        self.summary = summary
        self.compute = compute
    }

    /// Every metric, in the order of columns.
    public static let all: [Metric] =
        [
            Metric("accuracy", "Accuracy", .higher, "(TP + TN) / all cases") { $0.cases.accuracy },
            Metric("balancedAccuracy", "Bal. acc.", .higher, "mean of recall and specificity") {
                $0.cases.balancedAccuracy
            },
            Metric("precision", "Precision", .higher, "TP / (TP + FP)") { $0.cases.precision },
            Metric("recall", "Recall", .higher, "TP / (TP + FN)") { $0.cases.recall },
            Metric("f1", "F1", .higher, "2 TP / (2 TP + FP + FN)") { $0.cases.f1 },
            Metric("specificity", "Specificity", .higher, "TN / (TN + FP)") { $0.cases.specificity },
            Metric("falsePositiveRate", "FPR", .lower, "FP / (TN + FP)") { $0.cases.falsePositiveRate },
            Metric("mcc", "MCC", .higher, "Matthews correlation coefficient") { $0.cases.matthewsCorrelation },
            Metric("auc", "AUC", .higher, "area under the ROC curve of -T, unknown cases at 0.5") {
                $0.areas.withUnknown
            },
            Metric("aucKnown", "AUC known", .higher, "area under the ROC curve over known cases only") {
                $0.areas.withoutUnknown
            },
            Metric(
                "averagePrecision", "Avg. prec.", .higher,
                "mean precision over recall, by increasing T, unknown cases at 0.5"
            ) { $0.areas.averagePrecision },
            Metric("truePositives", "TP", .neither, "malicious and distrusted") { Double($0.cases.truePositives) },
            Metric("falsePositives", "FP", .neither, "honest and distrusted") { Double($0.cases.falsePositives) },
            Metric("trueNegatives", "TN", .neither, "honest and trusted") { Double($0.cases.trueNegatives) },
            Metric("falseNegatives", "FN", .neither, "malicious and trusted") { Double($0.cases.falseNegatives) },
            Metric("unknownShare", "Unknown", .lower, "share of cases decided by the unknown policy") {
                $0.share(of: $0.tally.unknownCases)
            },
            Metric("noOwnEvidenceShare", "No own", .neither, "share of cases decided without own evidence") {
                $0.share(of: $0.tally.casesWithoutOwnEvidence)
            },
            Metric("trustingBalancedAccuracy", "BA trusting", .higher, "balanced accuracy if the unknown are trusted") {
                $0.cases(trustingUnknown: true).balancedAccuracy
            },
            Metric(
                "distrustingBalancedAccuracy", "BA distrusting", .higher,
                "balanced accuracy if the unknown are distrusted"
            ) {
                $0.cases(trustingUnknown: false).balancedAccuracy
            },
            Metric("strangersBalancedAccuracy", "BA no own", .higher, "balanced accuracy where the own certainty is 0")
            {
                $0.tally.byCertainty[0].balancedAccuracy
            },
            Metric("littleKnownBalancedAccuracy", "BA little own", .higher, "the same where it is below 0.6, but not 0")
            {
                $0.tally.byCertainty[1].balancedAccuracy
            },
            Metric("wellKnownBalancedAccuracy", "BA much own", .higher, "the same where it is 0.6 or more") {
                $0.tally.byCertainty[2].balancedAccuracy
            },
            Metric("macroF1", "Macro F1", .higher, "mean over evaluators of their F1, where defined") { $0.macroF1 },
            Metric("firstContactAccuracy", "First contact", .higher, "accuracy of first decisions after the warm-up") {
                $0.tally.firstContacts.accuracy
            },
            Metric("verdictTruePositives", "Verdict TP", .neither, "malicious, distrusted by the majority") {
                Double($0.verdicts.truePositives)
            },
            Metric("verdictFalsePositives", "Verdict FP", .neither, "honest, distrusted by the majority") {
                Double($0.verdicts.falsePositives)
            },
            Metric("verdictTrueNegatives", "Verdict TN", .neither, "honest, trusted by the majority") {
                Double($0.verdicts.trueNegatives)
            },
            Metric("verdictFalseNegatives", "Verdict FN", .neither, "malicious, trusted by the majority") {
                Double($0.verdicts.falseNegatives)
            },
            Metric("verdictF1", "Verdict F1", .higher, "F1 of the majority's verdicts on vehicles") { $0.verdicts.f1 },
            Metric("detectionRate", "Detected", .higher, "share of malicious vehicles distrusted at the end") {
                $0.detection?.rate
            },
            Metric(
                "timeToDetect", "Time to detect", .lower,
                "mean time until the majority stays distrustful, censored at the end", unit: "s"
            ) { $0.detection?.meanSeconds },
            Metric("messageF1", "Message F1", .higher, "F1 of: altered messages come from senders distrusted then") {
                $0.tally.messages.f1
            },
            Metric("eventAccuracy", "Event acc.", .higher, "share of right decisions on road events not sensed") {
                $0.tally.events.accuracy
            },
            Metric("eventF1", "Event F1", .higher, "F1 of decisions on road events; positive means real") {
                $0.tally.events.f1
            },
            Metric("meanRounds", "Rounds", .lower, "mean rounds of a group decision") {
                $0.mean(Double($0.tally.rounds), over: $0.tally.consensusCount)
            },
            Metric("meanConsensusDegree", "Consensus", .neither, "mean final consensus degree of a group decision") {
                $0.mean($0.tally.consensusDegrees, over: $0.tally.consensusCount)
            },
            Metric("bytesPerVehicleSecond", "Overhead", .lower, "bytes of opinion reports sent", unit: "B/s") {
                $0.vehicleSeconds > 0 ? Double($0.tally.reportBytes) / $0.vehicleSeconds : nil
            },
            Metric("errorGini", "Error Gini", .lower, "Gini coefficient of the errors over evaluators") {
                Gini.coefficient(of: $0.activeEvaluators.map(\.errors))
            },
        ] + optional

    /// Figures of a shared channel, the same for every scheme of a run; undefined under `ideal`.
    private static let channel: [Metric] = [
        Metric("channelBusyRatio", "Busy", .neither, "share of the time for which a vehicle finds the channel busy") {
            $0.channel?.busyRatio
        },
        Metric(
            "beaconDeliveryRatio", "Delivered", .higher, "share of the beacons that vehicles within usual range receive"
        ) { $0.channel?.deliveryRatio },
        Metric("beaconDelay", "Delay", .lower, "mean time from writing a beacon to receiving it", unit: "ms") {
            $0.channel?.meanDelay.map { 1000 * $0 }
        },
        Metric(
            "informationAge", "Age", .lower, "mean age of the latest beacon that a vehicle has of another", unit: "ms"
        ) { $0.channel?.meanAge.map { 1000 * $0 } },
        Metric("expiredShare", "Expired", .lower, "share of the beacons that waited too long and were never sent") {
            $0.channel?.expiredShare
        },
    ]

    /// Figures of roadside units, the same for every scheme of a run; undefined where there are none.
    private static let infrastructure: [Metric] = [
        Metric(
            "coverage", "Coverage", .neither, "share of the evaluations within reach of a roadside unit"
        ) { $0.coverage?.share }
    ]

    /// Figures of a misbehaviour authority; undefined where there is none.
    private static let authority: [Metric] = [
        Metric("revokedAttackers", "Revoked", .higher, "share of the malicious whom the authority has revoked") {
            $0.tally.authority?.revokedMaliciousShare
        },
        Metric("revokedHonest", "Revoked honest", .lower, "share of the honest whom the authority has revoked") {
            $0.tally.authority?.revokedHonestShare
        },
        Metric(
            "timeToRevocation", "Time to revoke", .lower,
            "mean time from the first misconduct to the revocation, censored at the end", unit: "s"
        ) { $0.tally.authority?.meanSeconds },
        Metric("alteredBelieved", "Altered believed", .lower, "share of the altered messages that are believed") {
            $0.tally.authority == nil ? nil : $0.tally.messages.recall.map { 1 - $0 }
        },
        Metric(
            "alteredBelievedListed", "with the list", .lower,
            "the same where senders on the list are distrusted, too"
        ) { $0.tally.authority == nil ? nil : $0.tally.messagesWithList.recall.map { 1 - $0 } },
        Metric("genuineRefused", "Genuine refused", .lower, "share of the genuine messages that are not believed") {
            $0.tally.authority == nil ? nil : $0.tally.messages.falsePositiveRate
        },
        Metric(
            "genuineRefusedListed", "with the list", .lower, "the same where senders on the list are distrusted, too"
        ) { $0.tally.authority == nil ? nil : $0.tally.messagesWithList.falsePositiveRate },
        Metric("listSize", "List", .neither, "entries on the list at the end") {
            $0.tally.authority.map { Double($0.listSize) }
        },
        Metric("authorityReports", "Reports", .neither, "reports that the authority has taken in") {
            $0.tally.authority.map { Double($0.received) }
        },
    ]

    /// The last of all.
    private static let optional = channel + infrastructure + authority

    /// Figures that are the same for every scheme of a run.
    static let ofWorld = channel + infrastructure
    /// Figures of a misbehaviour authority.
    static let ofAuthority = authority

    /// Values without those at the end that a run does not have.
    static func withoutAbsent(_ values: [Double?]) -> [Double?] {
        var count = values.count
        while count > all.count - optional.count, values[count - 1] == nil { count -= 1 }
        return Array(values.prefix(count))
    }

    /// The same values with a place for each metric; nil where they are too few or too many.
    static func withAbsent(_ values: [Double?]) -> [Double?]? {
        guard values.count <= all.count, values.count >= all.count - optional.count else { return nil }
        return values + Array(repeating: nil, count: all.count - values.count)
    }

    /// Whether it is written only where a run has it.
    var isOptional: Bool { Metric.optional.contains { $0.name == name } }

    /// Whether it says nothing of runs without attackers, even where it is defined there.
    public var needsAttackers: Bool {
        ["f1", "precision", "recall", "mcc", "macroF1", "verdictF1", "messageF1"].contains(name)
    }

    /// Those that follow from the counts of cases.
    static let ofCases = [
        "accuracy", "balancedAccuracy", "precision", "recall", "f1", "specificity", "falsePositiveRate", "mcc",
        "truePositives", "falsePositives", "trueNegatives", "falseNegatives",
    ]
    /// Those that can be split by the profile of the attacker.
    static let ofProfiles =
        ofCases + [
            "strangersBalancedAccuracy", "littleKnownBalancedAccuracy", "wellKnownBalancedAccuracy",
            "verdictTruePositives", "verdictFalsePositives", "verdictTrueNegatives", "verdictFalseNegatives",
            "verdictF1", "detectionRate", "timeToDetect",
        ]

    /// A metric by name.
    public static func named(_ name: String) -> Metric? { all.first { $0.name == name } }
    /// Place of a metric among all.
    public static func index(of name: String) -> Int? { all.firstIndex { $0.name == name } }
}

/// A tally at the end of a run, together with the truth.
struct TallyReading: Sendable {
    let tally: SchemeTally
    let vehicleSeconds: Double
    let trustsUnknown: Bool
    let verdicts: ConfusionCounts
    let detection: (rate: Double, meanSeconds: Double)?
    let areas: TrustScores.Areas
    let channel: ChannelTally?
    let coverage: CoverageTally?

    init(
        _ tally: SchemeTally, firstMisconduct: [Microseconds?], vehicleSeconds: Double, end: Microseconds,
        trustsUnknown: Bool = true, channel: ChannelTally? = nil, coverage: CoverageTally? = nil
    ) {
        self.channel = channel
        self.coverage = coverage
        self.trustsUnknown = trustsUnknown
        self.tally = tally
        self.vehicleSeconds = vehicleSeconds
        verdicts = tally.verdicts.counts { firstMisconduct[$0] != nil }
        areas = tally.scores.areasUnderCurve()
        detection = tally.verdicts.detection(firstMisconduct: firstMisconduct, end: end)
    }

    /// The figures over honest vehicles and the malicious ones of one profile, ``Metric/ofProfiles``; cases on others are left
    /// out, as are these vehicles: `profileOfMalicious` says which profile a malicious vehicle has.
    static func values(
        _ tally: SchemeTally, ofProfile profile: Int, firstMisconduct: [Microseconds?], end: Microseconds,
        profileOfMalicious: (Int) -> Int
    ) -> [Double?] {
        var part = SchemeTally(vehicleCount: 0)
        for (stratum, counts) in tally.byCertainty.enumerated() {
            part.byCertainty[stratum].falsePositives = counts.falsePositives
            part.byCertainty[stratum].trueNegatives = counts.trueNegatives
            part.byCertainty[stratum].add(tally.byProfile[profile][stratum])
            part.cases.add(part.byCertainty[stratum])
        }
        let isOther = firstMisconduct.indices.map { firstMisconduct[$0] != nil && profileOfMalicious($0) != profile }
        part.verdicts = tally.verdicts.without(isOther)
        let reading = TallyReading(part, firstMisconduct: firstMisconduct, vehicleSeconds: 0, end: end)
        return Metric.all.map { Metric.ofProfiles.contains($0.name) ? $0.compute(reading) : nil }
    }

    /// The figures that follow from counts of cases, ``Metric/ofCases``.
    static func values(_ counts: ConfusionCounts) -> [Double?] {
        var part = SchemeTally(vehicleCount: 0)
        part.cases = counts
        let reading = TallyReading(part, firstMisconduct: [], vehicleSeconds: 0, end: 0)
        return Metric.all.map { Metric.ofCases.contains($0.name) ? $0.compute(reading) : nil }
    }

    var cases: ConfusionCounts { tally.cases }

    /// The counts under one or the other policy for the unknown, on which nothing else depends.
    func cases(trustingUnknown: Bool) -> ConfusionCounts {
        if trustingUnknown == trustsUnknown { return cases }
        let unknown = tally.scores.unknownCounts
        let sign = trustingUnknown ? -1 : 1
        return ConfusionCounts(
            truePositives: cases.truePositives + sign * unknown.malicious,
            falsePositives: cases.falsePositives + sign * unknown.honest,
            trueNegatives: cases.trueNegatives - sign * unknown.honest,
            falseNegatives: cases.falseNegatives - sign * unknown.malicious)
    }
    var activeEvaluators: [ConfusionCounts] { tally.byEvaluator.filter { $0.total > 0 } }
    var macroF1: Double? { SampleSummary(activeEvaluators.map(\.f1)).mean }
    func share(of count: Int) -> Double? { mean(Double(count), over: cases.total) }
    func mean(_ sum: Double, over count: Int) -> Double? { count > 0 ? sum / Double(count) : nil }

    /// Every metric, in order.
    var values: [Double?] { Metric.all.map { $0.compute(self) } }
}
