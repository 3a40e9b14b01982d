import GroupDecision

/// Evaluations and opinion reports.
extension Simulation {
    /// Number of the draws of readings at a time. With persistent errors the readings of a pair within one period are
    /// wrong together.
    func verificationDraw(at time: Microseconds) -> UInt64 {
        let persistence = scenario.sensing.errorPersistence
        return UInt64(persistence > 0 ? time / max(1, Microseconds(seconds: persistence)) : time)
    }

    /// What a vehicle reads of a road event nearby, which is true with the probability of its sensor.
    func readsEvent(_ event: UInt32, truth isTrue: Bool, by vehicle: VehicleID) -> Bool {
        isTrue != (random.uniform(.eventSensing, vehicle, event) >= sensingAccuracy[Int(vehicle)])
    }

    /// Whether messages to a vehicle count in the metrics.
    func isCounted(_ receiver: VehicleID, at time: Microseconds) -> Bool {
        time >= truth.warmupEnd && receivers.isCounted(receiver)
    }

    static func count(_ isAltered: Bool, in record: inout EvidenceRecord) {
        if isAltered { record.alteredCount += 1 } else { record.genuineCount += 1 }
    }

    /// Counts a message that is not a beacon.
    func countMessage(_ isAltered: Bool, from sender: VehicleID, to receiver: VehicleID, at time: Microseconds) {
        guard isCounted(receiver, at: time) else { return }
        store.update(sender, in: receiver, at: time) { Self.count(isAltered, in: &$0) }
    }

    mutating func evaluate(_ vehicle: VehicleID, at time: Microseconds) {
        if truth.isAttacker[Int(vehicle)], attackers[vehicle]?.profile.needsOwnDecisions == false,
            (0.3...0.9).contains(tolerances[Int(vehicle)])
        {
            return
        }
        clock.mark(.reports)
        viewBuilder.findHeard(by: vehicle, since: time - 3 * beaconInterval, in: store)
        viewBuilder.fill(
            &view, of: vehicle, at: time, store: store, reports: reports, reportLife: 2 * evaluationInterval)
        clock.mark(.metrics)
        takeMessages(of: vehicle)
        acquaintances.meet(view, into: &contacts)
        for runner in runners {
            runner.evaluate(&view, contacts: contacts, truth: truth, messages: messages, clock: clock)
        }
        statistics.evaluations += 1
        statistics.entries += view.neighbourhood.entries.count
    }

    /// Takes the messages received since the last evaluation out of the records: those of neighbours into `messages`; those
    /// of others, who will not be decided about now, are counted at once.
    private mutating func takeMessages(of evaluator: VehicleID) {
        messages.removeAll(keepingCapacity: true)
        for neighbour in viewBuilder.heard { messages.append(Self.takeMessages(&store[neighbour.record])) }
        countMessages(of: evaluator)
    }

    private static func takeMessages(_ record: inout EvidenceRecord) -> MessageCounts {
        defer {
            record.alteredCount = 0
            record.genuineCount = 0
        }
        return MessageCounts(altered: record.alteredCount, genuine: record.genuineCount)
    }

    mutating func sendReport(_ reporter: VehicleID, at time: Microseconds) {
        clock.mark(.reports)
        viewBuilder.findHeard(by: reporter, since: time - evaluationInterval, in: store)
        writeDraft(of: reporter, at: time)
        guard truth.isAttacker[Int(reporter)] else {
            noteReport(of: reporter, isDishonest: nil, at: time)
            publish(under: presentName(of: reporter), of: reporter, by: nil, at: time)
            return
        }
        let honest = draft
        let act = rewriteReport(of: reporter, at: time)
        let written = draft
        noteReport(of: reporter, isDishonest: act?.isDishonest, at: time)
        guard let position = attackers.position(of: reporter) else { return }
        let hasFalseName = attackers.values[position].hasFalseName
        for identity in attackers.values[position].identities {
            if attackers.values[position].ghosts.contains(identity) {
                // A ghost's report is one more voice, whatever it says; those treated honestly do not hear it.
                guard let act else { continue }
                publish(under: identity, of: reporter, by: act.profile, at: time, isHiddenFromFavoured: true)
                continue
            }
            guard let act, act.isDishonest || hasFalseName else {
                publish(under: identity, of: reporter, by: nil, at: time)
                continue
            }
            if act.profile.targets.favouredShare > 0 {
                draft = honest
                let number = publish(under: identity, of: reporter, by: nil, at: time, isSent: false)
                draft = written
                publish(under: identity, of: reporter, by: act.profile, at: time, forFavoured: number)
            } else {
                publish(under: identity, of: reporter, by: act.profile, at: time)
            }
        }
    }

    /// Puts the draft on the air under an identity. Returns its number.
    @discardableResult
    private mutating func publish(
        under identity: VehicleID, of reporter: VehicleID, by profile: Profile?, at time: Microseconds,
        isSent: Bool = true, forFavoured: Int32? = nil, isHiddenFromFavoured: Bool = false
    ) -> Int32 {
        let number = reports.publish(draft, of: identity, at: time, isDishonest: profile != nil)
        let slot = reports.slot(of: identity, number: number)
        let heard = profile.map { heardReports(for: $0, at: time) } ?? []
        for runner in runners { runner.publish(draft, of: reporter, slot: slot, by: profile, heardSlots: heard) }
        for observer in observers.messages {
            observer.published(
                number, under: identity, of: reporter, isDishonest: profile != nil,
                entryCount: carriesReports || !isSent ? nil : draft.count, at: time)
        }
        if carriesReports || !isSent { return number }
        if profile != nil { noteMisconduct(identity, of: reporter, at: time) }
        for runner in runners { runner.countReport(entryCount: draft.count) }
        transmit(.report, from: reporter, at: time)
        if isHiddenFromFavoured { hideFromFavoured(of: reporter, share: profile?.targets.favouredShare ?? 0) }
        let favour = forFavoured.map { (number: $0, share: profile?.targets.favouredShare ?? 0) }
        recordReport(
            number, under: identity, of: reporter, isDishonest: profile != nil, forFavoured: favour, at: time)
        return number
    }

    /// Live reports of those that the reporter has heard, where a profile wants to know what they claim.
    private func heardReports(for profile: Profile, at time: Microseconds) -> [Int] {
        guard profile.attestation.readsClaims || profile.tolerance.readsClaims else { return [] }
        return viewBuilder.heard.compactMap { heard in
            reports.liveSlot(
                of: heard.vehicle, number: store[heard.record].reportNumber, at: time, life: 2 * evaluationInterval)
        }
    }

    private func recordReport(
        _ number: Int32, under identity: VehicleID, of reporter: VehicleID, isDishonest: Bool,
        forFavoured: (number: Int32, share: Double)?, at time: Microseconds
    ) {
        let isCounting = time >= truth.warmupEnd
        let receivers = self.receivers
        let listeners = observers.messages
        let isObserved = !listeners.isEmpty
        store.updateAll(identity, in: receptions, at: time) { record, reception in
            let favour = forFavoured.flatMap {
                random.favours(reception.vehicle, by: reporter, share: $0.share) ? $0 : nil
            }
            record.reportNumber = favour?.number ?? number
            record.reportTime = time
            history?.receive(from: reporter, by: reception.vehicle)
            for listener in listeners where isObserved {
                listener.report(favour?.number ?? number, of: identity, to: reception.vehicle, in: self, at: time)
            }
            if isCounting && receivers.isCounted(reception.vehicle) {
                Self.count(isDishonest && favour == nil, in: &record)
            }
        }
    }

    /// An attacker finds out what those that it hears report about its identity, its fellows left out: they lie.
    mutating func learnStanding(_ vehicle: VehicleID, at time: Microseconds) {
        guard let position = attackers.position(of: vehicle), attackers.values[position].profile.readsStanding
        else { return }
        let identity = attackers.values[position].identity
        viewBuilder.findHeard(by: vehicle, since: time - 3 * beaconInterval, in: store)
        var heard: [(value: Double, certainty: Double)] = []
        forEachEntryOfOthers(at: time) { entry in
            if entry.subject == identity { heard.append((entry.value, entry.certainty)) }
        }
        attackers.values[position].learn(Standing(heard, limit: Standing.limit), at: time)
        // A new name makes no new vehicle.
        let present = attackers.values[position].identity
        if present != identity && truth.isMalicious[Int(vehicle)] { truth.noteMisconduct(present, at: time) }
    }

    /// What an honest vehicle reports: its opinions of those whom it knows and has heard lately.
    mutating func writeDraft(of reporter: VehicleID, at time: Microseconds) {
        let isAttacker = truth.isAttacker[Int(reporter)] || history != nil
        if isAttacker, let position = attackers.position(of: reporter) {
            let hasGhosts = !attackers.values[position].ghosts.isEmpty
            attackerView.ownIdentities = hasGhosts ? attackers.values[position].identities : []
        }
        attackerView.owner = reporter
        attackerView.time = time
        attackerView.sensingAccuracy = sensingAccuracy[Int(reporter)]
        attackerView.heard.removeAll(keepingCapacity: true)
        draft.removeAll(keepingCapacity: true)
        for (vehicle, record) in viewBuilder.heard {
            let evidence = store.evidence(of: store[record], at: time)
            let opinion = store.opinion(from: evidence)
            let isKnown = opinion.certainty > 0
            if isAttacker { attackerView.heard.append((vehicle, isKnown ? opinion : nil)) }
            if isKnown {
                draft.append(DraftEntry(subject: vehicle, value: opinion.value, certainty: opinion.certainty))
            }
        }
        if isAttacker && attackersReadReports { findReported(at: time) }
    }

    /// Finds out on whom live reports of others than its fellows say something, for an attacker that wants to know.
    private mutating func findReported(at time: Microseconds) {
        var found = Set<VehicleID>()
        forEachEntryOfOthers(at: time) { found.insert($0.subject) }
        attackerView.reportedOn = found
    }

    /// Goes through the live reports of those heard that are no attackers.
    private func forEachEntryOfOthers(at time: Microseconds, _ body: (ReportStore.Entry) -> Void) {
        for neighbour in viewBuilder.heard where !truth.isAttacker[Int(neighbour.vehicle)] {
            let number = store[neighbour.record].reportNumber
            guard
                let slot = reports.liveSlot(
                    of: neighbour.vehicle, number: number, at: time, life: 2 * evaluationInterval)
            else { continue }
            for entry in reports.entries(inSlot: slot) { body(entry) }
        }
    }

    /// Lets an attacker rewrite the draft. Returns its profile and whether the report is dishonest, nil where it is not
    /// malicious at present.
    private mutating func rewriteReport(
        of reporter: VehicleID, at time: Microseconds
    ) -> (profile: Profile, isDishonest: Bool)? {
        guard truth.isAttacker[Int(reporter)] else { return nil }
        let view = attackerView
        let tolerance = tolerances[Int(reporter)]
        var entries = draft
        let act = ifActive(reporter, at: time) { attacker in
            let isDishonest = attacker.rewrite(&entries, view: view, tolerance: tolerance)
            return (attacker.profile, isDishonest)
        }
        draft = entries
        return act
    }

    /// Messages since the last decisions, at the end of the run.
    mutating func countRemainingMessages() {
        for evaluator in 0..<VehicleID(identities.vehicleCount) { countMessages(of: evaluator) }
    }

    /// Takes the messages out of the records of an evaluator and counts them by its last decisions.
    private mutating func countMessages(of evaluator: VehicleID) {
        if truth.isAttacker[Int(evaluator)] { return }
        strayMessages.removeAll(keepingCapacity: true)
        store.forEachRecord(of: evaluator) { _, record in
            if record.alteredCount | record.genuineCount != 0 {
                let contact = acquaintances.number(of: record.subject, for: evaluator)
                strayMessages.append(StrayMessages(contact: contact, counts: Self.takeMessages(&record)))
            }
        }
        if strayMessages.isEmpty { return }
        for runner in runners { runner.count(strayMessages, of: evaluator, truth: truth) }
    }
}
