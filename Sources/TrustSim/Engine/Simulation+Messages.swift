import GroupDecision

/// Evaluations and opinion reports.
extension Simulation {
    mutating func evaluate(_ vehicle: VehicleID, at time: Microseconds) {
        if truth.isAttacker[Int(vehicle)], attackers.profile(of: vehicle)?.needsOwnDecisions == false,
            (0.3...0.9).contains(reporting.tolerances[Int(vehicle)])
        {
            return
        }
        statistics.evaluations += 1
        let words = infrastructure.heardWords(by: vehicle, isCounted: !truth.isAttacker[Int(vehicle)], at: time)
        statistics.entries += evaluating.evaluate(
            vehicle, named: naming.presentName(of: vehicle), truth, clock, words,
            reachesAuthority: reachesAuthority(vehicle, at: time), at: time)
    }

    /// Whether a vehicle can deliver what it has for a misbehaviour authority.
    private func reachesAuthority(_ vehicle: VehicleID, at time: Microseconds) -> Bool {
        let authority = scenario.infrastructure.authority
        return authority.exists
            && (authority.delivery == "cellular" || infrastructure.isInReach(vehicle, at: time))
    }

    /// Writes the honest report of a vehicle.
    mutating func writeDraft(of reporter: VehicleID, at time: Microseconds) {
        reporting.writeDraft(
            of: reporter, accuracy: sensing.accuracy[Int(reporter)],
            ownIdentities: attackers.ownIdentities(of: reporter), at: time)
    }

    mutating func sendReport(_ reporter: VehicleID, at time: Microseconds) {
        clock.mark(.reports)
        writeDraft(of: reporter, at: time)
        guard truth.isAttacker[Int(reporter)] else {
            noteReport(of: reporter, isDishonest: nil, at: time)
            publish(under: naming.presentName(of: reporter), of: reporter, by: nil, at: time)
            return
        }
        let honest = reporting.draft
        let act = rewriteReport(of: reporter, at: time)
        accuse(by: reporter, isActive: act != nil, at: time)
        let written = reporting.draft
        noteReport(of: reporter, isDishonest: act?.isDishonest, at: time)
        guard let place = attackers.byVehicle.position(of: reporter) else { return }
        let hasFalseName = attackers.byVehicle.values[place].hasFalseName
        for identity in attackers.byVehicle.values[place].identities {
            if attackers.byVehicle.values[place].ghosts.contains(identity) {
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
                reporting.draft = honest
                let number = publish(under: identity, of: reporter, by: nil, at: time, isSent: false)
                reporting.draft = written
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
        let draft = reporting.draft
        let number = reporting.reports.publish(draft, of: identity, at: time, isDishonest: profile != nil)
        let slot = reporting.reports.slot(of: identity, number: number)
        let heard = profile.map { reporting.heardReports(for: $0, at: time) } ?? []
        for runner in evaluating.runners {
            runner.publish(draft, of: reporter, slot: slot, by: profile, heardSlots: heard)
        }
        let isBroadcast = isSent && !reporting.carriesReports
        for observer in observers.messages {
            observer.published(
                number, under: identity, of: reporter, isDishonest: profile != nil,
                entryCount: isBroadcast ? draft.count : nil, at: time)
        }
        guard isBroadcast else { return number }
        if profile != nil { noteMisconduct(identity, of: reporter, at: time) }
        evaluating.countReport(entryCount: draft.count)
        let favouredShare = profile?.targets.favouredShare ?? 0
        let report = SentReport(
            number: number, identity: identity, isDishonest: profile != nil,
            forFavoured: forFavoured.map { (number: $0, share: favouredShare) },
            hiddenShare: isHiddenFromFavoured ? favouredShare : nil)
        transmit(.report(report), from: reporter, at: time)
        return number
    }

    /// An attacker finds out what is said of it, and may change its conduct or its name.
    mutating func learnStanding(_ vehicle: VehicleID, at time: Microseconds) {
        guard let place = attackers.byVehicle.position(of: vehicle),
            attackers.byVehicle.values[place].profile.readsStanding
        else { return }
        let identity = attackers.byVehicle.values[place].identity
        let standing = reporting.standing(of: identity, heardBy: vehicle, at: time)
        attackers.byVehicle.values[place].learn(standing, at: time)
        // A new name makes no new vehicle.
        let present = attackers.byVehicle.values[place].identity
        if present != identity && truth.isMalicious[Int(vehicle)] { truth.noteMisconduct(present, at: time) }
    }

    /// An attacker reports others to the misbehaviour authority under each of its names, as far as its profile does.
    private mutating func accuse(by reporter: VehicleID, isActive: Bool, at time: Microseconds) {
        guard scenario.infrastructure.authority.exists, let place = attackers.byVehicle.position(of: reporter),
            !attackers.byVehicle.values[place].profile.accusations.isHarmless
        else { return }
        var reports: [MisbehaviourReport] = []
        if isActive {
            let attacker = attackers.byVehicle.values[place]
            let accused = attacker.profile.accusations.accused(reporting.attackerView)
            for identity in attacker.identities {
                reports += accused.map {
                    MisbehaviourReport(reporter: identity, accused: $0.vehicle, belief: 0, disbelief: $0.disbelief)
                }
            }
        }
        evaluating.accuse(
            reports, by: reporter, reachesAuthority: reachesAuthority(reporter, at: time), at: time)
    }

    /// Lets an attacker rewrite the draft. Returns its profile and whether the report is dishonest, nil where it is not
    /// malicious at present.
    private mutating func rewriteReport(
        of reporter: VehicleID, at time: Microseconds
    ) -> (profile: Profile, isDishonest: Bool)? {
        guard let place = attackers.placeIfActive(reporter, at: time) else { return nil }
        let isDishonest = attackers.byVehicle.values[place].rewrite(
            &reporting.draft, view: reporting.attackerView, tolerance: reporting.tolerances[Int(reporter)])
        return (attackers.byVehicle.values[place].profile, isDishonest)
    }

    /// Tells bounds of the report that a vehicle is about to send, where one wants to know.
    private mutating func noteReport(of reporter: VehicleID, isDishonest: Bool?, at time: Microseconds) {
        if witness.history == nil { return }
        witness.noteReport(
            of: reporter, reporting, isDishonest: isDishonest, by: attackers.profile(of: reporter), at: time)
    }
}
