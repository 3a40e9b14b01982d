import GroupDecision

/// Whether a data set can be solved by what it should not tell: how often, when and under what names messages come, apart from
/// what they say.
///
/// Each number is compared between names of attackers and of honest vehicles by the area under the ROC curve; a number that
/// separates them is a leak unless the attack itself changes it. p-values are corrected for the number of tests (Holm).
/// What it does not look at: the contents of messages, combinations of numbers, and receivers' own movements.
public struct DataSetAudit: Sendable {
    /// What a test found.
    public enum Verdict: String, Sendable {
        /// It tells attackers apart, or links names, and the attack does not explain it.
        case leaks
        /// It tells attackers apart, as the attack itself does that.
        case explained
        /// Nothing was found.
        case clean
        /// It could not be tested.
        case untested
        /// Worth knowing; no test.
        case note
    }

    /// One test.
    public struct Finding: Sendable {
        /// Name of the test.
        public let test: String
        /// What it is about.
        public let meaning: String
        /// Area under the ROC curve in the direction that tells more, or the share that the test is about; nil where untested.
        public let value: Double?
        /// Standard error of the value.
        public let error: Double?
        /// Vehicles of attackers and honest ones, or cases and hits.
        public let counts: (one: Int, other: Int)
        /// p-value, corrected; nil without a test.
        public internal(set) var pValue: Double?
        /// What follows.
        public internal(set) var verdict: Verdict
        /// Why, in a few words.
        public internal(set) var reason: String
    }

    /// Every test, in a fixed order.
    public internal(set) var findings: [Finding]

    /// Whether anything leaks.
    public var leaks: Bool { findings.contains { $0.verdict == .leaks } }

    /// An area from which on a number is said to separate, where the test rejects as well.
    static let separation = 0.6
    static let level = 0.05
}

/// What an attack changes by itself, besides contents.
struct AuditTraits: OptionSet {
    let rawValue: UInt8
    /// It sends more beacons.
    static let rate = AuditTraits(rawValue: 1)
    /// It sends under several names in turn.
    static let rotation = AuditTraits(rawValue: 2)
    /// It takes a new name.
    static let renaming = AuditTraits(rawValue: 4)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init(_ profile: Profile) {
        self = []
        if !profile.beacon.isHarmless { insert(.contents) }
        if profile.beacon.rateFactor != 1 { insert(.rate) }
        if profile.beacon.dropsBeacons { insert(.silence) }
        if profile.identity.rotation.identities > 1 { insert(.rotation) }
        if profile.identity.ghostCount > 0 { insert(.ghosts) }
        let needed = profile.identity.extraIdentities(in: 60_000_000)
        if needed > profile.identity.ghostCount + profile.identity.rotation.identities - 1 { insert(.renaming) }
    }

    var reason: String {
        var parts: [String] = []
        if contains(.rate) { parts.append("sends more beacons") }
        if contains(.silence) { parts.append("leaves beacons out") }
        if contains(.rotation) { parts.append("sends under several names in turn") }
        if contains(.renaming) { parts.append("takes new names") }
        if contains(.contents) { parts.append("claims what is not true") }
        if contains(.ghosts) { parts.append("adds names that begin after its own") }
        return parts.joined(separator: ", ")
    }
}

extension AuditTraits {
    /// It leaves beacons out.
    fileprivate static let silence = AuditTraits(rawValue: 8)
    /// It says what is not true in beacons.
    fileprivate static let contents = AuditTraits(rawValue: 32)
    /// It has ghosts.
    fileprivate static let ghosts = AuditTraits(rawValue: 16)
}

/// Gathers an audit from rows in order of time.
struct AuditReader {
    private var trails: [AuditTrail]
    private let survey: DataSetSurvey
    private let shownNames: [LogName]
    private var altered = 0
    private var labelled = 0

    init(_ survey: DataSetSurvey) {
        self.survey = survey
        shownNames = survey.names.shownNames
        trails = Array(repeating: AuditTrail(), count: survey.names.identityCount)
    }

    /// A beacon was received, at a place where that is known.
    mutating func note(_ beacon: BeaconRecord, at place: Point?, isAltered: Bool?, at time: Microseconds) {
        guard let name = survey.names.number(of: beacon.sender) else { return }
        trails[Int(name)].note(at: time)
        if let power = beacon.power, let place = beacon.receiverPlace ?? place {
            trails[Int(name)].note(power: power, squaredDistance: beacon.position.squaredDistance(to: place))
        }
        note(label: isAltered)
    }

    /// The label of a message.
    mutating func note(label isAltered: Bool?) {
        guard let isAltered else { return }
        labelled += 1
        if isAltered { altered += 1 }
    }

    // MARK: - Tests

    /// `fileSizes` are bytes of logs by vehicle, nil where it has none.
    func audit(_ traits: AuditTraits, fileSizes: [Int?]) -> DataSetAudit {
        let names = trails.indices.filter { trails[$0].messages > 0 }
        func isAttacker(_ name: Int) -> Bool? {
            let owner = Int(survey.names.owner(of: VehicleID(name)))
            return survey.isLabelled[owner] ? survey.attacks[owner] != nil : nil
        }
        let positives = names.filter { isAttacker($0) == true }
        let negatives = names.filter { isAttacker($0) == false }
        let step = self.step(names)
        var findings: [DataSetAudit.Finding] = []
        func compare(
            _ test: String, _ meaning: String, explainedBy: AuditTraits = [], _ number: (Int) -> Double?
        ) {
            findings.append(
                Self.finding(
                    test, meaning, positives: byVehicle(positives, number), negatives: byVehicle(negatives, number),
                    isExplained: !traits.isDisjoint(with: explainedBy) ? traits.intersection(explainedBy).reason : nil))
        }
        // Names of one vehicle are no independent cases.
        func byVehicle(_ names: [Int], _ number: (Int) -> Double?) -> [Double] {
            var sums: [VehicleID: (sum: Double, count: Double)] = [:]
            for name in names {
                guard let value = number(name) else { continue }
                let sum = sums[survey.names.owner(of: VehicleID(name))] ?? (0, 0)
                sums[survey.names.owner(of: VehicleID(name))] = (sum.sum + value, sum.count + 1)
            }
            return sums.keys.sorted().compactMap { owner in sums[owner].map { $0.sum / $0.count } }
        }
        let busy: AuditTraits = [.rate, .silence, .rotation, .renaming]
        compare("rate", "beacons a second under a name", explainedBy: busy) { trails[$0].rate }
        compare("medianGap", "median time between two beacons", explainedBy: busy) { trails[$0].medianGap }
        compare("gapSpread", "spread of these times", explainedBy: busy) { trails[$0].gapSpread }
        compare("wholeGaps", "share of gaps that are whole multiples of the shortest usual one") {
            step.flatMap(trails[$0].wholeGaps)
        }
        compare("messages", "beacons under a name", explainedBy: busy.union(.ghosts)) {
            Double(trails[$0].messages)
        }
        compare(
            "lifetime", "time from the first beacon to the last",
            explainedBy: [.silence, .rotation, .renaming, .ghosts]
        ) {
            trails[$0].lifetime
        }
        compare("firstAppearance", "time of the first beacon", explainedBy: [.rotation, .renaming, .ghosts]) {
            trails[$0].first.seconds
        }
        compare("receivers", "receivers of a beacon") { trails[$0].receiversOfBeacon }
        var powers = PowerSums()
        for name in negatives { powers.add(trails[name].powers) }
        compare("powerResidual", "received power against the claimed distance", explainedBy: [.contents, .ghosts]) {
            powers.line.flatMap(trails[$0].powerResidual)
        }
        compare("identifier", "the name itself, as a number") { name in
            guard case .number(let number) = shownNames[name] else { return nil }
            return Double(number)
        }
        let files = fileSizes.indices.filter { fileSizes[$0] != nil && survey.isLabelled[$0] }
        findings.append(
            Self.finding(
                "fileSize", "bytes of the log of a vehicle",
                positives: files.filter { survey.attacks[$0] != nil }.compactMap { fileSizes[$0].map(Double.init) },
                negatives: files.filter { survey.attacks[$0] == nil }.compactMap { fileSizes[$0].map(Double.init) },
                isExplained: nil))
        Self.correct(&findings)
        findings += links(names, step: step)
        findings.append(prevalence(positives.count, negatives.count))
        findings.append(
            DataSetAudit.Finding(
                test: "split", meaning: "vehicles in both parts of a split", value: nil, error: nil, counts: (0, 0),
                pValue: nil, verdict: .note,
                reason: "the data set has none: split by vehicle, not by message (--features does)"))
        return DataSetAudit(findings: findings)
    }

    /// The shortest usual time between two beacons: of the names, the twentieth part with the shortest.
    private func step(_ names: [Int]) -> Microseconds? {
        let gaps = names.compactMap { trails[$0].medianGap }.sorted()
        guard !gaps.isEmpty else { return nil }
        // As sent, without the noise of a clock: to .1 s, or as it is where it is shorter.
        let short = gaps[gaps.count / 20]
        return Microseconds(seconds: short >= 0.1 ? (short * 10).rounded() / 10 : short)
    }

    private static func finding(
        _ test: String, _ meaning: String, positives: [Double], negatives: [Double], isExplained: String?
    ) -> DataSetAudit.Finding {
        let area = RankArea(positives: positives, negatives: negatives)
        let isTestable = positives.count >= 3 && negatives.count >= 3
        return DataSetAudit.Finding(
            test: test, meaning: meaning, value: isTestable ? area?.separation : nil,
            error: isTestable ? area?.error : nil, counts: (positives.count, negatives.count),
            pValue: isTestable ? area?.pValue : nil, verdict: isTestable ? .clean : .untested,
            reason: isTestable
                ? (isExplained.map { "the attack \($0)" } ?? "") : "fewer than three vehicles on a side")
    }

    private static func correct(_ findings: inout [DataSetAudit.Finding]) {
        let tested = findings.indices.filter { findings[$0].pValue != nil }
        let adjusted = HolmCorrection.adjusted(tested.compactMap { findings[$0].pValue })
        for (place, pValue) in zip(tested, adjusted) {
            findings[place].pValue = pValue
            let separates = pValue < DataSetAudit.level && (findings[place].value ?? 0) >= DataSetAudit.separation
            guard separates else {
                findings[place].reason = ""
                continue
            }
            findings[place].verdict = findings[place].reason.isEmpty ? .leaks : .explained
            if findings[place].reason.isEmpty { findings[place].reason = "attackers are told apart by it alone" }
        }
    }

    // MARK: - Links

    /// Whether names of one vehicle are linked by when their beacons come, and by what they are called.
    private func links(_ names: [Int], step: Microseconds?) -> [DataSetAudit.Finding] {
        var namesOfOwner: [VehicleID: [Int]] = [:]
        for name in names { namesOfOwner[survey.names.owner(of: VehicleID(name)), default: []].append(name) }
        let pairs = namesOfOwner.keys.sorted().flatMap { owner -> [(Int, Int)] in
            let own = (namesOfOwner[owner] ?? []).sorted { (trails[$0].first, $0) < (trails[$1].first, $1) }
            return zip(own, own.dropFirst()).map { ($0, $1) }
        }
        guard !pairs.isEmpty else {
            let reason = "no vehicle is known to have two names"
            return [
                DataSetAudit.Finding(
                    test: "phaseLink", meaning: "names of a vehicle that beacon at the same moments", value: nil,
                    error: nil, counts: (0, 0), pValue: nil, verdict: .untested, reason: reason),
                DataSetAudit.Finding(
                    test: "nameLink", meaning: "names of a vehicle that are neighbours among all", value: nil,
                    error: nil, counts: (0, 0), pValue: nil, verdict: .untested, reason: reason),
            ]
        }
        return [phaseLink(pairs, step), nameLink(pairs, names)]
    }

    private func phaseLink(_ pairs: [(Int, Int)], _ step: Microseconds?) -> DataSetAudit.Finding {
        // Beacons that follow checks keep to their tenths of a second.
        let steps = [step, 100_000].compactMap { $0 }
        var most = (linked: 0, chance: 0.0)
        for step in steps {
            let linked = pairs.count { one, other in
                guard let a = trails[one].phase(of: step), let b = trails[other].phase(of: step) else { return false }
                let distance = abs(a - b)
                return min(distance, step - distance) <= 1000
            }
            if linked >= most.linked { most = (linked, 2001 / Double(max(step, 2001))) }
        }
        return Self.link(
            "phaseLink", "names of a vehicle that beacon at the same moments", most.linked, of: pairs.count,
            chance: most.chance)
    }

    private func nameLink(_ pairs: [(Int, Int)], _ names: [Int]) -> DataSetAudit.Finding {
        let sorted = names.compactMap { name -> (Int64, Int)? in
            guard case .number(let number) = shownNames[name] else { return nil }
            return (number, name)
        }.sorted { $0 < $1 }
        var rank: [Int: Int] = [:]
        for (place, entry) in sorted.enumerated() { rank[entry.1] = place }
        let known = pairs.filter { rank[$0.0] != nil && rank[$0.1] != nil }
        guard !known.isEmpty else {
            return DataSetAudit.Finding(
                test: "nameLink", meaning: "names of a vehicle that are neighbours among all", value: nil, error: nil,
                counts: (0, 0), pValue: nil, verdict: .untested, reason: "names are no numbers")
        }
        let near = known.count { abs((rank[$0.0] ?? 0) - (rank[$0.1] ?? 0)) == 1 }
        return Self.link(
            "nameLink", "names of a vehicle that are neighbours among all", near, of: known.count,
            chance: min(1, 2 / Double(max(1, sorted.count - 1))))
    }

    /// More links than chance makes: the normal approximation, with a correction for whole numbers.
    private static func link(
        _ test: String, _ meaning: String, _ hits: Int, of count: Int, chance: Double
    ) -> DataSetAudit.Finding {
        let expected = Double(count) * chance
        let deviation = max(1e-9, (expected * (1 - chance)).squareRoot())
        let z = (Double(hits) - 0.5 - expected) / deviation
        let pValue = z > 0 ? 0.5 * Normal.twoSidedTail(z) : 1
        let leaks = hits > 1 && pValue < 0.01
        let share = Double(hits) / Double(count)
        return DataSetAudit.Finding(
            test: test, meaning: meaning, value: share, error: (share * (1 - share) / Double(count)).squareRoot(),
            counts: (count, hits), pValue: pValue, verdict: leaks ? .leaks : .clean,
            reason: leaks ? "\(hits) of \(count) pairs; \(NumberText.fixed(expected, digits: 1)) by chance" : "")
    }

    private func prevalence(_ attackers: Int, _ honest: Int) -> DataSetAudit.Finding {
        let share = attackers + honest > 0 ? Double(attackers) / Double(attackers + honest) : nil
        let messages =
            labelled > 0 ? "; of the beacons \(NumberText.fixed(Double(altered) / Double(labelled), digits: 3))" : ""
        return DataSetAudit.Finding(
            test: "prevalence", meaning: "share of the names that are attackers'", value: share, error: nil,
            counts: (attackers, honest), pValue: nil, verdict: .note,
            reason: "precision on the road, with fewer attackers, is lower\(messages)")
    }
}
