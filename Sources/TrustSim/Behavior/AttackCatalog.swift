/// A respect in which an attacker can be malicious, with the kinds that there are. The catalogue of attack parts.
public struct PartSlot: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is about.
    public let summary: String
    private let registry: Registry<any BehaviorPart.Type>

    private init(name: String, summary: String, types: [any BehaviorPart.Type]) {
        self.name = name
        self.summary = summary
        registry = Registry("kind of the part '\(name)'", types) { $0.kind.name }
    }

    /// The kinds; the first is the one that a profile has when it says nothing.
    public var kinds: [PartKind] { registry.all.map { $0.kind } }

    func make(_ choice: PartChoice?) -> (any BehaviorPart)? {
        let types = registry.all
        guard let choice else { return types.first?.init(PartChoice("")) }
        return types.first { $0.kind.name == choice.kind }?.init(choice)
    }

    static let beacon = PartSlot(
        name: "beacon", summary: "contents of beacons",
        types: [
            TruthfulBeacons.self, ConstantPosition.self, ConstantPositionOffset.self, RandomPosition.self,
            RandomPositionOffset.self, ConstantSpeed.self, ConstantSpeedOffset.self, RandomSpeed.self,
            RandomSpeedOffset.self, EventualStop.self, DisruptiveBeacons.self, DataReplay.self, StaleMessages.self,
            DenialOfService.self, DenialOfServiceRandom.self, DenialOfServiceDisruptive.self, GridSybil.self,
            PositionMirroring.self, ZeroSpeed.self, SuddenConstantSpeed.self, ReversedHeading.self,
            PerpendicularHeading.self, RotatingHeading.self, FeignedBraking.self, AccelerationMultiplication.self,
            TimeDelay.self, SuddenStop.self, SuddenDisappearance.self, SuddenAppearance.self, PositionDrift.self,
        ])
    static let events = PartSlot(
        name: "events", summary: "reports of road events",
        types: [TruthfulEvents.self, FabricateEvents.self, DenyEvents.self, InvertEvents.self])
    static let reports = PartSlot(
        name: "reports", summary: "opinions on others",
        types: [
            HonestReports.self, BadMouth.self, ComplementReports.self, BallotStuff.self, Collude.self,
            RandomReports.self, SilentReports.self, TargetedReports.self, MarginalReports.self, DragReports.self,
            CertainReports.self, CraftedReports.self,
        ])
    static let attestation = PartSlot(
        name: "attestation", summary: "the level that it attests itself",
        types: [HonestAttestation.self, Overclaim.self, MimicAttestation.self])
    static let guarantees = PartSlot(
        name: "guarantees", summary: "for whom it vouches",
        types: [HonestGuarantees.self, VouchForFellows.self, VouchForAll.self, NeverVouch.self])
    static let tolerance = PartSlot(
        name: "tolerance", summary: "the tolerance that it claims", types: [OwnTolerance.self, FixedTolerance.self])
    static let accusations = PartSlot(
        name: "accusations", summary: "whom it reports to a misbehaviour authority",
        types: [NoAccusations.self, FalseAccusations.self])
    static let identity = PartSlot(
        name: "identity", summary: "under which names it sends",
        types: [FixedIdentity.self, SybilIdentity.self, ChangingIdentity.self, WhitewashIdentity.self])
    static let targets = PartSlot(
        name: "targets", summary: "who is told the truth", types: [AllTargets.self, ConflictingBehaviour.self])
    static let schedule = PartSlot(
        name: "schedule", summary: "when it is malicious",
        types: [
            AlwaysActive.self, OnOff.self, BernoulliSchedule.self, MarkovSchedule.self, Betrayal.self,
            ThresholdRiding.self, SeveritySchedule.self,
        ])

    /// Every part, in the order of the documentation.
    public static let all = [
        beacon, events, reports, attestation, guarantees, tolerance, accusations, identity, targets, schedule,
    ]
}

/// Kinds of one's own, which scenarios, presets and every command then know.
///
/// Precondition of each: nothing has been read yet, and the name of the kind is new.
extension PartSlot {
    /// Adds a kind of contents of beacons.
    public static func register(_ part: any BeaconPart.Type) { beacon.registry.add(part) }
    /// Adds a kind of reports of road events.
    public static func register(_ part: any EventPart.Type) { events.registry.add(part) }
    /// Adds a kind of opinions on others.
    public static func register(_ part: any ReportPart.Type) { reports.registry.add(part) }
    /// Adds a kind of attested levels.
    public static func register(attestation part: any ClaimPart.Type) { attestation.registry.add(part) }
    /// Adds a kind of claimed tolerances.
    public static func register(tolerance part: any ClaimPart.Type) { tolerance.registry.add(part) }
    /// Adds a rule for whom to vouch.
    public static func register(_ part: any GuaranteePart.Type) { guarantees.registry.add(part) }
    /// Adds a choice of whom to report to a misbehaviour authority.
    public static func register(_ part: any AccusationPart.Type) { accusations.registry.add(part) }
    /// Adds a kind of names under which to send.
    public static func register(_ part: any IdentityPart.Type) { identity.registry.add(part) }
    /// Adds a choice of who is told the truth.
    public static func register(_ part: any TargetPart.Type) { targets.registry.add(part) }
    /// Adds a schedule.
    public static func register(_ part: any SchedulePart.Type) { schedule.registry.add(part) }
}
