import GroupDecision

/// Opinion reports: those on the air, and the one that is being written.
struct Reporting {
    let reports: ReportStore
    /// Whether beacons carry the latest report, in place of broadcasts.
    let carriesReports: Bool
    /// By vehicle: the tolerance that it starts with.
    let tolerances: [Double]
    /// The report that is being written.
    var draft: [DraftEntry] = []
    /// What an attacker that writes one knows.
    private(set) var attackerView: AttackerView

    private var heard = HeardVehicles()
    private let store: EvidenceStore
    /// Whether attackers want to know on whom others report.
    private let attackersReadReports: Bool
    /// Whether it matters also of honest vehicles what they would know as attackers.
    private let viewsAll: Bool
    private let beaconInterval: Microseconds
    private let interval: Microseconds

    init(
        _ scenario: Scenario, cast: Cast, isAttacker: [Bool], isReplay: Bool, viewsAll: Bool, _ timetable: Timetable,
        store: EvidenceStore, random: RandomSource
    ) {
        reports = ReportStore(
            identityCount: isAttacker.count,
            hasTwoVersions: isReplay || cast.attackers.contains { $0.profile.targets.favouredShare > 0 })
        carriesReports = scenario.evaluation.reportDelivery == "beacon"
        tolerances = cast.tolerances
        attackersReadReports = cast.attackers.contains { $0.profile.reports.readsReports }
        attackerView = AttackerView(isAttacker: isAttacker, random: random)
        attackerView.evidenceParameters = scenario.evidence
        attackerView.retainedPerSecond =
            scenario.forgettingPer == "interaction" ? 1 : scenario.evidence.forgettingFactor
        if cast.attackers.contains(where: { $0.profile.reports.agreesOnVictim }) {
            attackerView.agreedVictim = cast.agreedVictim(random)
        }
        self.store = store
        self.viewsAll = viewsAll
        beaconInterval = timetable.beaconInterval
        interval = timetable.evaluationInterval
    }

    /// Number of the report that a beacon under a name carries, -1 for none.
    func carriedNumber(of identity: VehicleID) -> Int32 { carriesReports ? reports.latestNumber(of: identity) : -1 }

    /// What an honest vehicle reports: its opinions of those whom it knows and has heard lately. `ownIdentities` are those
    /// of an attacker.
    mutating func writeDraft(
        of reporter: VehicleID, accuracy: Double, ownIdentities: [VehicleID]?, at time: Microseconds
    ) {
        heard.find(by: reporter, since: time - interval, in: store)
        let isViewing = attackerView.isAttacker[Int(reporter)] || viewsAll
        if isViewing, let ownIdentities { attackerView.ownIdentities = ownIdentities }
        attackerView.owner = reporter
        attackerView.time = time
        attackerView.sensingAccuracy = accuracy
        attackerView.heard.removeAll(keepingCapacity: true)
        draft.removeAll(keepingCapacity: true)
        for (vehicle, record) in heard.all {
            let evidence = store.evidence(of: store[record], at: time)
            let opinion = store.opinion(from: evidence)
            let isKnown = opinion.certainty > 0
            if isViewing { attackerView.heard.append((vehicle, isKnown ? opinion : nil)) }
            if isKnown {
                draft.append(DraftEntry(subject: vehicle, value: opinion.value, certainty: opinion.certainty))
            }
        }
        if isViewing && attackersReadReports { findReported(at: time) }
    }

    /// Finds out on whom live reports of others than its fellows say something, for an attacker that wants to know.
    private mutating func findReported(at time: Microseconds) {
        var found = Set<VehicleID>()
        forEachEntryOfOthers(at: time) { found.insert($0.subject) }
        attackerView.reportedOn = found
    }

    /// Goes through the live reports of those heard that are no attackers.
    private func forEachEntryOfOthers(at time: Microseconds, _ body: (ReportStore.Entry) -> Void) {
        for neighbour in heard.all where !attackerView.isFellow(neighbour.vehicle) {
            guard let slot = liveSlot(of: neighbour, at: time) else { continue }
            for entry in reports.entries(inSlot: slot) { body(entry) }
        }
    }

    private func liveSlot(of heard: HeardVehicles.Entry, at time: Microseconds) -> Int? {
        reports.liveSlot(
            of: heard.vehicle, number: store[heard.record].reportNumber, at: time, life: 2 * interval)
    }

    /// Live reports of those that the reporter has heard, where a profile wants to know what they claim.
    func heardReports(for profile: Profile, at time: Microseconds) -> [Int] {
        guard profile.attestation.readsClaims || profile.tolerance.readsClaims else { return [] }
        return heard.all.compactMap { liveSlot(of: $0, at: time) }
    }

    /// What those that an attacker hears report about its identity, its fellows left out: they lie.
    mutating func standing(of identity: VehicleID, heardBy vehicle: VehicleID, at time: Microseconds) -> Standing {
        heard.find(by: vehicle, since: time - 3 * beaconInterval, in: store)
        var told: [(value: Double, certainty: Double)] = []
        forEachEntryOfOthers(at: time) { entry in
            if entry.subject == identity { told.append((entry.value, entry.certainty)) }
        }
        return Standing(told, limit: Standing.limit)
    }
}
