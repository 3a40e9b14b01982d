/// Where the bound on schemes can be computed.
extension Scenario {
    /// Whether there is a bound among the rows.
    var hasBound: Bool { schemes.contains("genie") }

    /// What attackers do, where there are some and it could be observed.
    var observableProfile: Profile? {
        guard attackers.ratio > 0 else { return nil }
        return attackers.roles.first { $0.profile.hasObservableAct(withRoadEvents: events.rate > 0) }?.profile
    }

    /// Why the bound `genie` has no figures, though it is asked for; nil where it has.
    public var missingBound: String? { hasBound ? boundObstacle : nil }

    /// Why the bound on schemes cannot be computed; nil where it can.
    var boundObstacle: String? {
        guard let profile = observableProfile else { return nil }
        if attackers.roles.contains(where: { $0.profile.schedule is WindowedSchedule }) {
            return "attackers are malicious in windows that a list gives"
        }
        if attackers.roles.count > 1 { return "attackers differ in their profiles" }
        if sensing.verification != "statistical" {
            return "under plausibility verification readings depend on the place"
        }
        if sensing.errorPersistence > 0 { return "errors of sensors persist" }
        if pseudonyms.isOn { return "vehicles change their names" }
        if infrastructure.units.exist { return "roadside units tell vehicles what they have seen" }
        return profile.boundObstacle
    }
}

extension Profile {
    fileprivate var boundObstacle: String? {
        if !(identity is FixedIdentity) { return "attackers have several names" }
        if schedule.liesAboutCriticalEventsOnly { return "attackers lie about critical road events only" }
        guard ActivityModel(schedule, runDuration: 1) != nil else {
            return "when attackers are active depends on what they hear"
        }
        if beacon.rateFactor != 1 || beacon.falseShare == nil {
            return "whether a beacon of an attacker is false depends on circumstances"
        }
        return reportObstacle ?? eventObstacle
    }

    private var reportObstacle: String? {
        // What an attacker wrote before depends on when it was active.
        let activeFrom = [AlwaysActive.kind.name, Betrayal.kind.name]
        return reports.remembers && !reports.isHarmless && !activeFrom.contains(type(of: schedule).kind.name)
            ? "reports of attackers depend on when they were active before" : nil
    }

    private var eventObstacle: String? {
        if events.isHarmless { return nil }
        if events is FabricateEvents { return "attackers invent road events" }
        if targets.favouredShare > 0 { return "attackers say different things of road events to different vehicles" }
        return beacon.falseShare == 0 && !altersReports ? "attackers lie about road events only" : nil
    }
}
