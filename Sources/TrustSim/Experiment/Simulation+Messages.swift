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
        let sensingLimit = scenario.sensing.range * scenario.sensing.range
        for reception in receptions {
            let receiver = reception.vehicle
            let counts = isCounted(receiver, at: time)
            let reading =
                reception.squaredDistance <= sensingLimit
                ? reads(truth: !isFalse, .verification, receiver, sender, number: UInt64(time), at: time) : nil
            store.update(sender, in: receiver) { record in
                record.heardTime = time
                if carried >= 0 { record.reportNumber = carried }
                if counts { Self.count(isAltered, in: &record) }
                if let reading { store.add(1, correct: reading, at: time, to: &record) }
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

    /// What a receiver reads, which is true with the probability of its sensor. With persistent errors the readings of a
    /// pair within one period are wrong together.
    func reads(
        truth isTrue: Bool, _ purpose: RandomPurpose, _ receiver: VehicleID, _ subject: UInt32, number: UInt64,
        at time: Microseconds
    ) -> Bool {
        var draw = number
        if scenario.sensing.errorPersistence > 0 && purpose == .verification {
            draw = UInt64(time / max(1, Microseconds(seconds: scenario.sensing.errorPersistence)))
        }
        let isWrong = random.uniform(purpose, receiver, subject, number: draw) >= sensingAccuracy[Int(receiver)]
        return isTrue != isWrong
    }

    /// Whether messages to a vehicle count in the metrics.
    private func isCounted(_ receiver: VehicleID, at time: Microseconds) -> Bool {
        time >= truth.warmupEnd && !truth.isAttacker[Int(receiver)]
    }

    private static func count(_ isAltered: Bool, in record: inout EvidenceRecord) {
        if isAltered { record.alteredCount += 1 } else { record.genuineCount += 1 }
    }

    /// Counts a message that is not a beacon.
    mutating func countMessage(_ isAltered: Bool, from sender: VehicleID, to receiver: VehicleID, at time: Microseconds)
    {
        guard isCounted(receiver, at: time) else { return }
        store.update(sender, in: receiver) { Self.count(isAltered, in: &$0) }
    }

    mutating func evaluate(_ vehicle: VehicleID, at time: Microseconds) {
        if truth.isAttacker[Int(vehicle)], attackers[vehicle]?.profile.needsOwnDecisions == false,
            (0.3...0.9).contains(tolerances[Int(vehicle)])
        {
            return
        }
        let neighbours = viewBuilder.findHeard(by: vehicle, since: time - 3 * beaconInterval, in: store)
        viewBuilder.fill(
            &view, of: vehicle, at: time, neighbours: neighbours, store: store, reports: reports,
            reportLife: 2 * evaluationInterval)
        let messages = neighbours.map { neighbour in
            let record = store.record(of: vehicle, at: neighbour.position)
            return MessageCounts(altered: record.alteredCount, genuine: record.genuineCount)
        }
        for runner in runners { runner.evaluate(&view, truth: truth, messages: messages) }
        for neighbour in neighbours {
            store.update(neighbour.vehicle, in: vehicle) {
                $0.alteredCount = 0
                $0.genuineCount = 0
            }
        }
        statistics.evaluations += 1
        statistics.entries += view.neighbourhood.entries.count
    }

    mutating func sendReport(_ reporter: VehicleID, at time: Microseconds) {
        let heard = viewBuilder.findHeard(by: reporter, since: time - evaluationInterval, in: store)
        attackerView.heard.removeAll(keepingCapacity: true)
        draft.removeAll(keepingCapacity: true)
        for (vehicle, position) in heard {
            let evidence = store.evidence(of: store.record(of: reporter, at: position), at: time)
            let opinion = store.opinion(from: evidence)
            let isKnown = opinion.certainty > 0
            attackerView.heard.append((vehicle, isKnown ? opinion : nil))
            if isKnown {
                draft.append(DraftEntry(subject: vehicle, value: opinion.value, certainty: opinion.certainty))
            }
        }
        let profile = rewriteReport(of: reporter, at: time)
        let number = reports.publish(draft, of: reporter, at: time, isDishonest: profile != nil)
        let slot = ReportStore.slot(of: reporter, number: number)
        for runner in runners { runner.publish(draft, of: reporter, slot: slot, by: profile) }
        if carriesReports { return }
        if profile != nil { truth.noteMisconduct(reporter, at: time) }
        for runner in runners { runner.countReport(entryCount: draft.count) }
        transmit(.report, from: reporter, at: time)
        for reception in receptions {
            countMessage(profile != nil, from: reporter, to: reception.vehicle, at: time)
            store.update(reporter, in: reception.vehicle) { $0.reportNumber = number }
        }
    }

    /// Lets an attacker rewrite the draft. Returns its profile when the report is dishonest, nil otherwise.
    private mutating func rewriteReport(of reporter: VehicleID, at time: Microseconds) -> Profile? {
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
        for evaluator in 0..<VehicleID(truth.isAttacker.count) where !truth.isAttacker[Int(evaluator)] {
            for position in 0..<store.recordCount(of: evaluator) {
                let record = store.record(of: evaluator, at: position)
                let counts = MessageCounts(altered: record.alteredCount, genuine: record.genuineCount)
                let subject = store.subject(of: evaluator, at: position)
                for runner in runners { runner.count(counts, of: evaluator, from: subject, truth: truth) }
            }
        }
    }
}
