/// What one attacker does: a part for each respect. A copy belongs to one attacker.
public struct Profile: Sendable {
    /// Name of the preset, or the label that was given; `custom` where there is neither.
    public internal(set) var name: String
    /// The parts that were chosen, by name; the others are honest.
    public let choices: [String: PartChoice]

    /// What a profile of parts is called that has no label.
    static let unlabelled = "custom"

    var beacon: any BeaconPart
    var events: any EventPart
    var reports: any ReportPart
    var attestation: any ClaimPart
    var guarantees: any GuaranteePart
    var tolerance: any ClaimPart
    var accusations: any AccusationPart
    var identity: any IdentityPart
    var targets: any TargetPart
    var schedule: any SchedulePart

    /// A profile of the given parts, or nil where a kind does not exist.
    public init?(name: String, choices: [String: PartChoice]) {
        func part<Part>(_ slot: PartSlot, as type: Part.Type) -> Part? { slot.make(choices[slot.name]) as? Part }
        guard let beacon = part(.beacon, as: (any BeaconPart).self),
            let events = part(.events, as: (any EventPart).self),
            let reports = part(.reports, as: (any ReportPart).self),
            let attestation = part(.attestation, as: (any ClaimPart).self),
            let guarantees = part(.guarantees, as: (any GuaranteePart).self),
            let tolerance = part(.tolerance, as: (any ClaimPart).self),
            let accusations = part(.accusations, as: (any AccusationPart).self),
            let identity = part(.identity, as: (any IdentityPart).self),
            let targets = part(.targets, as: (any TargetPart).self),
            let schedule = part(.schedule, as: (any SchedulePart).self)
        else { return nil }
        self.name = name
        self.choices = choices
        self.beacon = beacon
        self.events = events
        self.reports = reports
        self.attestation = attestation
        self.guarantees = guarantees
        self.tolerance = tolerance
        self.accusations = accusations
        self.identity = identity
        self.targets = targets
        self.schedule = schedule
    }

    /// The profile of a preset: `colluders`; nil where none is of this name.
    public init?(preset name: String) {
        guard let profile = AttackPreset.named(name)?.profile else { return nil }
        self = profile
    }

    /// Whether anything that it does could be observed by anybody. `withRoadEvents` says whether there are any to lie about.
    public func hasObservableAct(withRoadEvents: Bool) -> Bool {
        if schedule.isHarmless { return false }
        let liesAboutEvents = !events.isHarmless && (withRoadEvents || events.fabricationRate > 0)
        if targets.favouredShare >= 1 { return false }
        if schedule.liesAboutCriticalEventsOnly { return liesAboutEvents && withRoadEvents }
        // Taking new names without misbehaving under the old ones is what privacy asks for.
        let isGhostly = identity.ghostCount > 0 || identity.rotation.identities > 1
        let others: [any BehaviorPart] =
            (beacon.isForGhosts && identity.ghostCount == 0 ? [] : [beacon]) + [
                reports, attestation, guarantees, tolerance,
            ]
        return isGhostly || liesAboutEvents || others.contains { !$0.isHarmless }
    }

    /// Whether it claims something of itself that it has not found.
    var makesFalseClaims: Bool {
        !attestation.isHarmless || !tolerance.isHarmless
    }

    /// Whether its own decisions show in anything that it sends, so that it has to make them: not where what it claims of
    /// itself is made up and for whom it vouches does not depend on its tolerance.
    var needsOwnDecisions: Bool {
        let claimsAreMadeUp = attestation.fixedValue != nil && tolerance.fixedValue != nil
        return !(claimsAreMadeUp && vouchesBlindly && schedule is AlwaysActive && targets is AllTargets)
    }

    private var vouchesBlindly: Bool {
        guard let collusion = reports as? Collude else { return reports is SilentReports }
        if !collusion.isFeasible { return collusion.praise > 0.9 && collusion.defamation < 0.3 }
        // It never vouches for whom it defames; for fellows always, if the part for guarantees says so.
        return guarantees is VouchForAll || guarantees is NeverVouch
            || (guarantees as? VouchForFellows).map { $0.probability >= 1 } ?? false
    }

    /// Whether it wants to know what others say about it.
    var readsStanding: Bool { schedule.readsStanding || identity is WhitewashIdentity }
}

extension AttackPreset {
    /// The preset as a profile.
    var profile: Profile? { Profile(name: name, choices: parts) }
}
