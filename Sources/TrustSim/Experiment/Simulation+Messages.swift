import GroupDecision

/// Beacons, evaluations and opinion reports.
extension Simulation {
    mutating func sendBeacon(_ sender: VehicleID, at time: Microseconds) {
        let isFalse = falsifiesBeacon(sender, at: time)
        let carried = carriesReports ? reports.latestNumber(of: sender) : -1
        let isAltered = isFalse || (carried >= 0 && reports.isDishonest(of: sender, number: carried))
        if isAltered { truth.noteMisconduct(sender, at: time) }
        transmit(.beacon, from: sender, at: time)
        if carried >= 0 {
            for runner in runners { runner.countReport(entryCount: reports.entryCount(of: sender, number: carried)) }
        }
        recordBeacon(of: sender, isFalse: isFalse, isAltered: isAltered, carried: carried, at: time)
    }

    /// What the receivers of a beacon record: that they heard it, and whether it is true, where they can tell.
    private func recordBeacon(
        of sender: VehicleID, isFalse: Bool, isAltered: Bool, carried: Int32, at time: Microseconds
    ) {
        let squaredRange = scenario.sensing.range * scenario.sensing.range
        let isCounting = time >= truth.warmupEnd
        let draws = MessageDraws(random, .verification, of: sender, number: verificationDraw(at: time))
        let interaction = store.interaction(at: time)
        let receivers = self.receivers
        store.updateAll(sender, in: receptions, at: time) { record, reception in
            record.heardTime = time
            if carried >= 0 { record.reportNumber = carried }
            if isCounting && receivers.isCounted(reception.vehicle) { Self.count(isAltered, in: &record) }
            if reception.squaredDistance <= squaredRange {
                let isRight = draws.happens(to: reception.vehicle, receivers.accuracy(of: reception.vehicle))
                interaction.add(correct: isFalse != isRight, to: &record)
            }
        }
    }

    /// Whether an attacker's beacon is in fact altered.
    private mutating func falsifiesBeacon(_ sender: VehicleID, at time: Microseconds) -> Bool {
        let actual = BeaconContents(
            position: world.vehicles.position(of: sender, at: time), velocity: world.vehicles.velocity(of: sender))
        let claimed = ifActive(sender, at: time) { attacker in
            var claimed = actual
            attacker.profile.beacon.falsify(&claimed, &attacker.beaconStream)
            return claimed
        }
        return claimed.map { $0 != actual } ?? false
    }

    /// Number of the draws of readings at a time. With persistent errors the readings of a pair within one period are
    /// wrong together.
    private func verificationDraw(at time: Microseconds) -> UInt64 {
        let persistence = scenario.sensing.errorPersistence
        return UInt64(persistence > 0 ? time / max(1, Microseconds(seconds: persistence)) : time)
    }

    /// What a vehicle reads of a road event nearby, which is true with the probability of its sensor.
    func readsEvent(_ event: UInt32, truth isTrue: Bool, by vehicle: VehicleID) -> Bool {
        isTrue != (random.uniform(.eventSensing, vehicle, event) >= sensingAccuracy[Int(vehicle)])
    }

    /// Whether messages to a vehicle count in the metrics.
    private func isCounted(_ receiver: VehicleID, at time: Microseconds) -> Bool {
        time >= truth.warmupEnd && receivers.isCounted(receiver)
    }

    private static func count(_ isAltered: Bool, in record: inout EvidenceRecord) {
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
        let profile = rewriteReport(of: reporter, at: time)
        let number = reports.publish(draft, of: reporter, at: time, isDishonest: profile != nil)
        let slot = ReportStore.slot(of: reporter, number: number)
        for runner in runners { runner.publish(draft, of: reporter, slot: slot, by: profile) }
        if carriesReports { return }
        if profile != nil { truth.noteMisconduct(reporter, at: time) }
        for runner in runners { runner.countReport(entryCount: draft.count) }
        transmit(.report, from: reporter, at: time)
        recordReport(number, of: reporter, isDishonest: profile != nil, at: time)
    }

    private func recordReport(_ number: Int32, of reporter: VehicleID, isDishonest: Bool, at time: Microseconds) {
        let isCounting = time >= truth.warmupEnd
        let receivers = self.receivers
        store.updateAll(reporter, in: receptions, at: time) { record, reception in
            record.reportNumber = number
            record.reportTime = time
            if isCounting && receivers.isCounted(reception.vehicle) { Self.count(isDishonest, in: &record) }
        }
    }

    /// What an honest vehicle reports: its opinions of those whom it knows and has heard lately.
    private mutating func writeDraft(of reporter: VehicleID, at time: Microseconds) {
        let isAttacker = truth.isAttacker[Int(reporter)]
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
    }

    /// Lets an attacker rewrite the draft. Returns its profile when the report is dishonest, nil otherwise.
    private mutating func rewriteReport(of reporter: VehicleID, at time: Microseconds) -> Profile? {
        guard truth.isAttacker[Int(reporter)] else { return nil }
        let honest = draft
        let view = attackerView
        let tolerance = tolerances[Int(reporter)]
        var entries = draft
        let profile = ifActive(reporter, at: time) { attacker -> Profile? in
            attacker.profile.reports.rewrite(&entries, view: view, &attacker.reportStream)
            var vouchesFalsely = false
            for index in entries.indices {
                let isFellow = view.isFellow(entries[index].subject)
                guard
                    let vouches = attacker.profile.guarantees.vouches(forFellow: isFellow, &attacker.reportStream)
                else { continue }
                entries[index].vouches = vouches
                // Measured against the tolerance that a vehicle starts with, so that labels are the same for all schemes.
                if vouches != (entries[index].value >= tolerance) { vouchesFalsely = true }
            }
            let isRewritten =
                entries.count != honest.count
                || zip(entries, honest).contains {
                    $0.subject != $1.subject || $0.value != $1.value || $0.certainty != $1.certainty
                }
            return isRewritten || vouchesFalsely || attacker.profile.makesFalseClaims ? attacker.profile : nil
        }
        draft = entries
        return profile ?? nil
    }

    /// Messages since the last decisions, at the end of the run.
    mutating func countRemainingMessages() {
        for evaluator in 0..<VehicleID(truth.isAttacker.count) { countMessages(of: evaluator) }
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
