import GroupDecision

/// What a vehicle reports to a misbehaviour authority: what it has seen of a name itself, as belief and disbelief in its
/// good conduct.
struct MisbehaviourReport: Sendable, Equatable {
    /// Names of the reporter and of whom it accuses, as they are on the air.
    var reporter: VehicleID
    var accused: VehicleID
    var belief: Double
    var disbelief: Double
}

/// A misbehaviour authority as one scheme's decisions make it: what vehicles that decide by the scheme report, whom the
/// authority revokes by that, and who has its list. The world, and so what attackers report, is the same for all schemes.
///
/// It is told only what vehicles send it. Where it resolves names it knows the vehicle behind each, of reporters and accused
/// alike; otherwise every name is somebody else to it. It can check nothing of what it is told.
///
/// Complexity: a report costs as much as there are open reports on the accused.
struct MisbehaviourAuthority: Sendable {
    /// Most reports that a vehicle keeps until it reaches the authority; the oldest is dropped then.
    static let storage = 100

    /// One reporter's latest report on somebody.
    struct OpenReport: Sendable, Equatable {
        var reporter: VehicleID
        var belief: Double
        var disbelief: Double
        var arrived: Microseconds
    }

    /// What a reporter may still write, and what became of its reports.
    private struct Reporter: Sendable {
        var lastOn = IntegerMap<VehicleID, Microseconds>()
        var minuteBegin: Microseconds = 0
        var inMinute: Int64 = 0
        var confirmed = 0.0
        var unconfirmed = 0.0
    }

    private struct Parcel: Sendable {
        var due: Microseconds
        var report: MisbehaviourReport
    }

    private struct Arrival: Sendable {
        var time: Microseconds
        var reporter: VehicleID
        var accused: VehicleID
    }

    private let settings: InfrastructureSettings.Authority
    private let threshold: Double
    private let knowsVehicles: Bool
    private let identities: Identities
    private let baseRate: Double
    private let delay: Microseconds
    private let listDelay: Microseconds
    private let window: Microseconds?
    private let interval: Microseconds

    private var reporters = IntegerMap<VehicleID, Reporter>()
    private var cases = IntegerMap<VehicleID, [OpenReport]>()
    private var stored: [[MisbehaviourReport]]
    private var onTheWay = FIFOQueue<Parcel>()
    private var arrivals = FIFOQueue<Arrival>()
    /// When whom was revoked: names, or vehicles by their own names.
    private(set) var revocations = IntegerMap<VehicleID, Microseconds>()
    /// By vehicle: it has the list with all that was revoked until then.
    private var knownUntil: [Microseconds]
    /// Reports that have arrived and were about somebody not yet revoked.
    private(set) var received = 0

    /// Nil where there is none.
    init?(_ scenario: Scenario, identities: Identities) {
        settings = scenario.infrastructure.authority
        guard settings.exists else { return nil }
        threshold = settings.usedThreshold
        knowsVehicles = settings.revokes == "vehicle"
        self.identities = identities
        baseRate = scenario.evidence.baseRate
        delay = Microseconds(seconds: settings.delay)
        listDelay = Microseconds(seconds: settings.listDelay)
        window = settings.window > 0 ? Microseconds(seconds: settings.window) : nil
        interval = Microseconds(seconds: settings.reportInterval)
        stored = Array(repeating: [], count: identities.vehicleCount)
        knownUntil = Array(repeating: .min, count: identities.vehicleCount)
    }

    /// Whom a name stands for.
    private func key(_ name: VehicleID) -> VehicleID { knowsVehicles ? identities.owner(of: name) : name }

    // MARK: - Vehicles

    /// A vehicle that decides by the scheme distrusts somebody of whom it has this evidence of its own.
    mutating func noteDistrust(
        of accused: VehicleID, _ evidence: Evidence, priorWeight: Double, by reporter: VehicleID,
        in vehicle: VehicleID, at time: Microseconds
    ) {
        guard evidence.negative > 0, evidence.negative >= settings.minimumEvidence else { return }
        let total = evidence.total + priorWeight
        accuse(
            MisbehaviourReport(
                reporter: reporter, accused: accused, belief: evidence.positive / total,
                disbelief: evidence.negative / total), by: vehicle, at: time)
    }

    /// A vehicle stores a report, as far as it may write one. Whom it knows to be revoked it does not report.
    mutating func accuse(_ report: MisbehaviourReport, by vehicle: VehicleID, at time: Microseconds) {
        if isListed(report.accused, to: vehicle) || key(report.accused) == key(report.reporter) { return }
        let place = reporters.position(of: key(report.reporter), orInsert: Reporter())
        let accused = key(report.accused)
        if let last = reporters.values[place].lastOn[accused], time - last < interval { return }
        if time - reporters.values[place].minuteBegin >= 60_000_000 {
            reporters.values[place].minuteBegin = time
            reporters.values[place].inMinute = 0
        }
        guard reporters.values[place].inMinute < settings.reportsPerMinute else { return }
        reporters.values[place].inMinute += 1
        let entry = reporters.values[place].lastOn.position(of: accused, orInsert: time)
        reporters.values[place].lastOn.values[entry] = time
        if stored[Int(vehicle)].count == Self.storage { stored[Int(vehicle)].removeFirst() }
        stored[Int(vehicle)].append(report)
    }

    /// A vehicle reaches the authority: it delivers what it has stored, and gets the list.
    mutating func connect(_ vehicle: VehicleID, at time: Microseconds) {
        for report in stored[Int(vehicle)] { onTheWay.append(Parcel(due: time + delay, report: report)) }
        stored[Int(vehicle)].removeAll(keepingCapacity: true)
        knownUntil[Int(vehicle)] = time - listDelay
    }

    /// Whether a vehicle has a list on which a name is.
    func isListed(_ name: VehicleID, to vehicle: VehicleID) -> Bool {
        revocations[key(name)].map { $0 <= knownUntil[Int(vehicle)] } ?? false
    }

    // MARK: - Authority

    /// Deals with all that has arrived by now.
    mutating func advance(to time: Microseconds) {
        while let next = onTheWay.removeFirst(where: { $0.due <= time }) {
            receive(next.report, at: next.due)
        }
        expire(at: time)
    }

    /// Takes a report in. One of a reporter in place of its last on the same; those of the revoked count for nothing.
    private mutating func receive(_ report: MisbehaviourReport, at time: Microseconds) {
        expire(at: time)
        let (reporter, accused) = (key(report.reporter), key(report.accused))
        if revocations[reporter] != nil || revocations[accused] != nil { return }
        received += 1
        let open = OpenReport(
            reporter: reporter, belief: report.belief, disbelief: report.disbelief, arrived: time)
        let place = cases.position(of: accused, orInsert: [])
        if let old = cases.values[place].firstIndex(where: { $0.reporter == reporter }) {
            cases.values[place][old] = open
        } else {
            cases.values[place].append(open)
        }
        if window != nil { arrivals.append(Arrival(time: time, reporter: reporter, accused: accused)) }
        if weight(of: cases.values[place]) >= threshold { revoke(accused, at: time) }
    }

    private mutating func revoke(_ accused: VehicleID, at time: Microseconds) {
        revocations.append(accused, time)
        guard let place = cases.position(of: accused) else { return }
        for report in cases.values[place] {
            let reporter = reporters.position(of: report.reporter, orInsert: Reporter())
            reporters.values[reporter].confirmed += 1
        }
        cases.values[place] = []
    }

    /// Drops reports that have stood for too long without a revocation.
    private mutating func expire(at time: Microseconds) {
        guard let window else { return }
        while let oldest = arrivals.removeFirst(where: { time - $0.time > window }) {
            guard let place = cases.position(of: oldest.accused),
                let report = cases.values[place].firstIndex(where: {
                    $0.reporter == oldest.reporter && $0.arrived == oldest.time
                })
            else { continue }
            cases.values[place].remove(at: report)
            let reporter = reporters.position(of: oldest.reporter, orInsert: Reporter())
            reporters.values[reporter].unconfirmed += 1
        }
    }

    /// What the authority thinks of a reporter: (c + 1) / (c + u + 2), with c of its reports confirmed by a revocation and u
    /// that stood for the whole window without one.
    func credibility(of reporter: VehicleID) -> Double {
        guard let known = reporters[reporter] else { return 0.5 }
        return (known.confirmed + 1) / (known.confirmed + known.unconfirmed + 2)
    }

    /// What open reports on somebody amount to, by the rule.
    func weight(of reports: [OpenReport]) -> Double {
        let live = reports.filter { revocations[$0.reporter] == nil }
        switch settings.rule {
        case "distinctReporters": return Double(live.count)
        case "weightedSum": return live.reduce(0) { $0 + credibility(of: $1.reporter) * $1.disbelief }
        default:
            var pool = OpinionPool()
            for report in live {
                let credibility = credibility(of: report.reporter)
                let (belief, disbelief) = (credibility * report.belief, credibility * report.disbelief)
                pool.add(
                    SubjectiveOpinion(
                        belief: belief, disbelief: disbelief, uncertainty: max(0, 1 - belief - disbelief),
                        baseRate: baseRate))
            }
            return pool.cumulative(baseRate: baseRate).disbelief
        }
    }

    /// What the authority has on a name.
    func standing(of name: VehicleID) -> AuthorityStanding {
        let reports = cases[key(name)] ?? []
        return AuthorityStanding(
            rule: settings.rule, reports: reports.count, weight: weight(of: reports), threshold: threshold,
            revoked: revocations[key(name)])
    }
}

/// What a misbehaviour authority has on somebody.
struct AuthorityStanding: Sendable, Equatable {
    var rule: String
    /// Reporters whose reports count now.
    var reports: Int
    /// What they amount to, and what a revocation takes.
    var weight: Double
    var threshold: Double
    var revoked: Microseconds?
}

extension MisbehaviourAuthority {
    /// What it came to, over those on whom somebody has decided: of the malicious, and of the honest. Attackers that have not
    /// misbehaved are in neither.
    func summary(_ truth: Truth, _ verdicts: VerdictTally, end: Microseconds) -> AuthoritySummary {
        var malicious = IntegerMap<VehicleID, Microseconds>()
        var honest = IntegerMap<VehicleID, Void>()
        for name in 0..<VehicleID(identities.count) where verdicts.votes(on: Int(name)).all > 0 {
            if truth.isUnlabelled(name) { continue }
            if let begin = truth.firstMisconduct[Int(name)] {
                let place = malicious.position(of: key(name), orInsert: begin)
                malicious.values[place] = min(malicious.values[place], begin)
            } else if !truth.isAttacker[Int(name)] {
                _ = honest.position(of: key(name), orInsert: ())
            }
        }
        var summary = AuthoritySummary()
        summary.malicious = malicious.count
        summary.honest = honest.count
        for (name, begin) in zip(malicious.keys, malicious.values) {
            if let revoked = revocations[name] {
                summary.revokedMalicious += 1
                summary.seconds += max(0, (revoked - begin).seconds)
            } else {
                summary.seconds += (end - begin).seconds
            }
        }
        summary.revokedHonest = honest.keys.count { revocations[$0] != nil }
        summary.listSize = revocations.count
        summary.received = received
        return summary
    }
}
