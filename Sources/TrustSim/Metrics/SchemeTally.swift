/// Everything that is counted about one scheme in one run.
struct SchemeTally: Sendable {
    var cases = ConfusionCounts()
    var byEvaluator: [ConfusionCounts]
    /// By the evaluator's own certainty: 0, below 0.6, from 0.6.
    var byCertainty = [ConfusionCounts](repeating: ConfusionCounts(), count: 3)
    var firstContacts = ConfusionCounts()
    var scores = TrustScores()
    var unknownCases = 0
    var casesWithoutOwnEvidence = 0
    var messages = ConfusionCounts()
    /// The same where senders on the list of the authority are distrusted, too; nothing without an authority.
    var messagesWithList = ConfusionCounts()
    /// At the end of a run with a misbehaviour authority.
    var authority: AuthoritySummary?
    var events = ConfusionCounts()
    var rounds = 0
    var consensusDegrees = 0.0
    var consensusCount = 0
    var verdicts: VerdictTally
    var reportBytes = 0
    /// By profile, and then by the evaluator's own certainty: cases on malicious vehicles of that profile.
    var byProfile: [[ConfusionCounts]]
    /// Where one is wanted.
    var series: SeriesTally?
    /// By identity, where they are wanted: cases and how many of them were distrust.
    var bySubject: [SubjectCounts]

    /// Cases on one vehicle.
    struct SubjectCounts: Sendable, Equatable {
        var cases: Int32 = 0
        var distrusted: Int32 = 0
    }

    init(_ shape: TallyShape) {
        byEvaluator = Array(repeating: ConfusionCounts(), count: shape.vehicleCount)
        verdicts = VerdictTally(vehicleCount: shape.identityCount)
        byProfile = Array(repeating: byCertainty, count: shape.profileCount)
        series = shape.seriesBin.map { SeriesTally(bin: $0) }
        bySubject = Array(repeating: SubjectCounts(), count: shape.countsVehicles ? shape.identityCount : 0)
    }

    init(vehicleCount: Int) { self.init(TallyShape(vehicleCount: vehicleCount, identityCount: vehicleCount)) }

    /// One decision of an honest evaluator after the warm-up.
    struct Case {
        var evaluator: VehicleID
        var subject: VehicleID = 0
        /// Place of the profile of a malicious subject, -1 without a split.
        var profile = -1
        var isMalicious: Bool
        var isDistrusted: Bool
        var isUnknown: Bool
        var isFirstContact: Bool
        var trust: Double
        var ownCertainty: Double
    }

    mutating func add(_ item: Case) {
        cases.add(actual: item.isMalicious, predicted: item.isDistrusted)
        byEvaluator[Int(item.evaluator)].add(actual: item.isMalicious, predicted: item.isDistrusted)
        let stratum = item.ownCertainty == 0 ? 0 : item.ownCertainty < 0.6 ? 1 : 2
        byCertainty[stratum].add(actual: item.isMalicious, predicted: item.isDistrusted)
        if item.isMalicious && item.profile >= 0 {
            byProfile[item.profile][stratum].add(actual: true, predicted: item.isDistrusted)
        }
        if !bySubject.isEmpty {
            bySubject[Int(item.subject)].cases += 1
            if item.isDistrusted { bySubject[Int(item.subject)].distrusted += 1 }
        }
        if item.isFirstContact { firstContacts.add(actual: item.isMalicious, predicted: item.isDistrusted) }
        if item.isUnknown { unknownCases += 1 }
        if item.ownCertainty == 0 { casesWithoutOwnEvidence += 1 }
        scores.add(item.trust, isMalicious: item.isMalicious, isUnknown: item.isUnknown)
    }

    mutating func addConsensus(rounds: Int, degree: Double) {
        self.rounds += rounds
        consensusDegrees += degree
        consensusCount += 1
    }
}

/// The vehicles' verdict on each vehicle: what the majority of its honest evaluators last decided. A tie is trust.
struct VerdictTally: Sendable {
    private struct Votes: Sendable {
        var all: Int32 = 0
        var distrusting: Int32 = 0

        var distrust: Bool { 2 * distrusting > all }
    }

    private var votes: [Votes]
    /// Since when the majority has distrusted a vehicle without a break; looked at only where that changes.
    private var distrustedSince: [Microseconds]

    init(vehicleCount: Int) {
        votes = Array(repeating: Votes(), count: vehicleCount)
        distrustedSince = Array(repeating: 0, count: vehicleCount)
    }

    /// An honest evaluator decided; `before` is its last decision on the vehicle, nil for the first.
    mutating func decide(on subject: VehicleID, distrusts: Bool, before: Bool?, at time: Microseconds) {
        var votes = votes[Int(subject)]
        let distrustedBefore = votes.distrust
        if before == nil { votes.all += 1 }
        votes.distrusting += (distrusts ? 1 : 0) - (before == true ? 1 : 0)
        if votes.distrust && !distrustedBefore { distrustedSince[Int(subject)] = time }
        self.votes[Int(subject)] = votes
    }

    /// Verdicts against the truth, over the vehicles that somebody honest has decided about.
    func counts(isMalicious: (Int) -> Bool) -> ConfusionCounts {
        var counts = ConfusionCounts()
        for (index, votes) in votes.enumerated() where votes.all > 0 {
            counts.add(actual: isMalicious(index), predicted: votes.distrust)
        }
        return counts
    }

    /// Share of the malicious vehicles that are distrusted at the end, and the mean time from the first misconduct until
    /// they stay so, counted up to the end for those that are not: a lower bound where some are not.
    func detection(firstMisconduct: [Microseconds?], end: Microseconds) -> Detection? {
        var malicious = 0
        var detected = 0
        var seconds = 0.0
        for (index, votes) in votes.enumerated() where votes.all > 0 {
            guard let begin = firstMisconduct[index] else { continue }
            malicious += 1
            if votes.distrust {
                detected += 1
                seconds += max(0, (distrustedSince[index] - begin).seconds)
            } else {
                seconds += (end - begin).seconds
            }
        }
        guard malicious > 0 else { return nil }
        return (Double(detected) / Double(malicious), seconds / Double(malicious))
    }

    typealias Detection = (rate: Double, meanSeconds: Double)

    /// The same without the votes on some vehicles.
    func without(_ isLeftOut: [Bool]) -> VerdictTally {
        var rest = self
        for place in votes.indices where isLeftOut[place] { rest.votes[place] = Votes() }
        return rest
    }

    /// Evaluators of a vehicle, and how many of them last distrusted it.
    func votes(on subject: Int) -> (all: Int, distrusting: Int) {
        (Int(votes[subject].all), Int(votes[subject].distrusting))
    }

    /// Since when the majority has distrusted a vehicle up to the end, nil where it does not.
    func distrustedSince(_ subject: Int) -> Microseconds? {
        votes[subject].distrust ? distrustedSince[subject] : nil
    }
}
