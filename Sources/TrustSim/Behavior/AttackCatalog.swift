/// A respect in which an attacker can be malicious, with the kinds that there are. The registry of attack parts.
public struct PartSlot: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is about.
    public let summary: String
    let types: [any BehaviorPart.Type]

    /// The kinds; the first is the one that a profile has when it says nothing.
    public var kinds: [PartKind] { types.map { $0.kind } }

    func make(_ choice: PartChoice?) -> (any BehaviorPart)? {
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
            TimeDelay.self, SuddenStop.self, SuddenDisappearance.self, SuddenAppearance.self,
        ])
    static let events = PartSlot(
        name: "events", summary: "reports of road events",
        types: [TruthfulEvents.self, FabricateEvents.self, DenyEvents.self, InvertEvents.self])
    static let reports = PartSlot(
        name: "reports", summary: "opinions on others",
        types: [
            HonestReports.self, BadMouth.self, ComplementReports.self, BallotStuff.self, Collude.self,
            RandomReports.self, SilentReports.self, TargetedReports.self, MarginalReports.self, DragReports.self,
            CertainReports.self,
        ])
    static let attestation = PartSlot(
        name: "attestation", summary: "the level that it attests itself",
        types: [HonestAttestation.self, Overclaim.self, MimicAttestation.self])
    static let guarantees = PartSlot(
        name: "guarantees", summary: "for whom it vouches",
        types: [HonestGuarantees.self, VouchForFellows.self, VouchForAll.self, NeverVouch.self])
    static let tolerance = PartSlot(
        name: "tolerance", summary: "the tolerance that it claims", types: [OwnTolerance.self, FixedTolerance.self])
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
        beacon, events, reports, attestation, guarantees, tolerance, identity, targets, schedule,
    ]
}

/// A named attack: a choice of parts.
public struct AttackPreset: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// Its parts by name.
    public let parts: [String: PartChoice]

    /// What it is written against or taken from.
    public let group: Group

    /// Kinds of presets.
    public enum Group: String, Sendable, CaseIterable {
        /// Attacks on trust: on evidence, reports and claims.
        case trust
        /// Falsified contents, identities and times of beacons.
        case falsification
    }

    init(_ name: String, _ summary: String, group: Group = .trust, _ parts: [String: PartChoice]) {
        self.name = name
        self.summary = summary
        self.parts = parts
        self.group = group
    }

    /// Every preset.
    public static let all = trustPresets + falsificationPresets

    /// A preset by name.
    public static func named(_ name: String) -> AttackPreset? { all.first { $0.name == name } }

    private static let trustPresets: [AttackPreset] = [
        AttackPreset("bogus", "inverts road events, half of its beacons are false", misconduct),
        AttackPreset(
            "badMouther", "honest conduct; speaks as badly of everybody as possible",
            ["reports": PartChoice("badMouth")]),
        AttackPreset(
            "ballotStuffer", "honest conduct; speaks as well of everybody as possible",
            ["reports": PartChoice("ballotStuff")]),
        AttackPreset(
            "colluders",
            "half of the beacons false; praise and vouch for each other, defame the rest, attest a high level",
            colluders),
        AttackPreset("pureColluders", "as colluders, with perfect conduct", collusion),
        AttackPreset(
            "onOff", "as bogus for 30 s, then honest for 70 s", misconduct.with("schedule", PartChoice("onOff"))),
        AttackPreset(
            "onOff50", "as bogus for 50 s, then honest for 50 s",
            misconduct.with("schedule", PartChoice("onOff", ["on": 50, "off": 50]))),
        AttackPreset(
            "onOff70", "as bogus for 70 s, then honest for 30 s",
            misconduct.with("schedule", PartChoice("onOff", ["on": 70, "off": 30]))),
        AttackPreset(
            "betrayer", "honest for half of the run, then as colluders",
            colluders.with("schedule", PartChoice("betrayal"))),
        AttackPreset(
            "thresholdRider", "colluders that act only while they believe themselves trusted",
            colluders.with("schedule", PartChoice("thresholdRiding"))),
        AttackPreset(
            "mimic", "colluders that attest what their neighbours attest: against the self-proof level",
            colluders.with("attestation", PartChoice("mimic"))),
        AttackPreset(
            "vouchers", "honest conduct and opinions; vouch for each other with probability 0.6",
            ["guarantees": PartChoice("vouchForFellows", ["probability": 0.6])]),
        AttackPreset(
            "dragger", "honest conduct; opinions moved further down in each report: against the consensus process",
            ["reports": PartChoice("drag")]),
        AttackPreset(
            "lenient", "colluders with tolerance 0: against the dynamic threshold",
            colluders.with("tolerance", PartChoice("fixed", ["value": 0]))),
        AttackPreset(
            "whitewasher", "as bogus, with a new identity when distrusted",
            misconduct.with("identity", PartChoice("whitewash"))),
        AttackPreset(
            "sybil", "as bogus, with five ghosts each", misconduct.with("identity", PartChoice("sybil"))),
        AttackPreset(
            "marginal", "half of the beacons false; opinions moved by 0.29: against the deviation test",
            ["beacon": falseHalf, "reports": PartChoice("marginal")]),
        AttackPreset(
            "flooder", "colluders with five praised ghosts each: against votes",
            colluders.with("identity", PartChoice("sybil"))),
        AttackPreset(
            "certain",
            "half of the beacons false; inverted opinions at certainty 0.9: against beta and Dempster's rule",
            ["beacon": falseHalf, "reports": PartChoice("certain")]),
        AttackPreset(
            "inverter", "half of the beacons false; inverted opinions: lies without collusion",
            ["beacon": falseHalf, "reports": PartChoice("complement")]),
        AttackPreset(
            "conflicting", "as colluders; half of the vehicles are told the truth",
            colluders.with("targets", PartChoice("conflicting"))),
    ]

    /// Presets that consist of one falsification of the same name.
    private static let falsificationPresets: [AttackPreset] =
        PartSlot.beacon.kinds.filter { !$0.isHonest }.map { kind in
            let ghosts = ["gridSybil": 5.0, "suddenAppearance": 1.0]
            var parts = ["beacon": PartChoice(kind.name)]
            parts["identity"] = ghosts[kind.name].map { PartChoice("sybil", ["ghosts": $0]) }
            return AttackPreset(kind.name, kind.summary, group: .falsification, parts)
        }
        + [
            ("dataReplaySybil", "dataReplay"), ("denialOfServiceRandomSybil", "denialOfServiceRandom"),
            ("denialOfServiceDisruptiveSybil", "denialOfServiceDisruptive"),
        ].map { name, beacon in
            AttackPreset(
                name, "\(beacon) under five identities in turn", group: .falsification,
                ["beacon": PartChoice(beacon), "identity": PartChoice("changing")])
        }

    private static let falseHalf = PartChoice("randomPositionOffset", ["probability": 0.5])
    private static let misconduct = ["events": PartChoice("invert"), "beacon": falseHalf]
    private static let collusion = [
        "reports": PartChoice("collude"), "attestation": PartChoice("overclaim"),
        "guarantees": PartChoice("vouchForFellows"), "tolerance": PartChoice("fixed"),
    ]
    private static let colluders = collusion.with("beacon", falseHalf)
}

extension [String: PartChoice] {
    fileprivate func with(_ slot: String, _ choice: PartChoice) -> [String: PartChoice] {
        merging([slot: choice]) { _, new in new }
    }
}
