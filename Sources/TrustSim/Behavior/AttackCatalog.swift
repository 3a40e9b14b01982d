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
        name: "beacon", summary: "contents of beacons", types: [TruthfulBeacons.self, RandomPositionOffset.self])
    static let events = PartSlot(
        name: "events", summary: "reports of road events",
        types: [TruthfulEvents.self, FabricateEvents.self, DenyEvents.self, InvertEvents.self])
    static let reports = PartSlot(
        name: "reports", summary: "opinions on others",
        types: [
            HonestReports.self, BadMouth.self, ComplementReports.self, BallotStuff.self, Collude.self,
            RandomReports.self, SilentReports.self,
        ])
    static let attestation = PartSlot(
        name: "attestation", summary: "the level that it attests itself",
        types: [HonestAttestation.self, Overclaim.self])
    static let guarantees = PartSlot(
        name: "guarantees", summary: "for whom it vouches",
        types: [HonestGuarantees.self, VouchForFellows.self, VouchForAll.self, NeverVouch.self])
    static let tolerance = PartSlot(
        name: "tolerance", summary: "the tolerance that it claims", types: [OwnTolerance.self, FixedTolerance.self])
    static let schedule = PartSlot(
        name: "schedule", summary: "when it is malicious",
        types: [
            AlwaysActive.self, OnOff.self, BernoulliSchedule.self, MarkovSchedule.self, Betrayal.self,
        ])

    /// Every part, in the order of the documentation.
    public static let all = [beacon, events, reports, attestation, guarantees, tolerance, schedule]
}

/// A named attack: a choice of parts.
public struct AttackPreset: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// Its parts by name.
    public let parts: [String: PartChoice]

    /// Every preset.
    public static let all: [AttackPreset] = [
        AttackPreset(
            name: "bogus", summary: "inverts road events, half of its beacons are false",
            parts: ["events": PartChoice("invert"), "beacon": falseHalf]),
        AttackPreset(
            name: "badMouther", summary: "honest conduct; speaks as badly of everybody as possible",
            parts: ["reports": PartChoice("badMouth")]),
        AttackPreset(
            name: "ballotStuffer", summary: "honest conduct; speaks as well of everybody as possible",
            parts: ["reports": PartChoice("ballotStuff")]),
        AttackPreset(
            name: "colluders",
            summary: "half of the beacons false; praise and vouch for each other, defame the rest, attest a high level",
            parts: pureCollusion.merging(["beacon": falseHalf]) { first, _ in first }),
        AttackPreset(
            name: "pureColluders", summary: "as colluders, with perfect conduct", parts: pureCollusion),
        AttackPreset(
            name: "onOff", summary: "as bogus for 30 s, then honest for 70 s",
            parts: ["events": PartChoice("invert"), "beacon": falseHalf, "schedule": PartChoice("onOff")]),
        AttackPreset(
            name: "betrayer", summary: "honest for half of the run, then as colluders",
            parts: pureCollusion.merging(["beacon": falseHalf, "schedule": PartChoice("betrayal")]) { first, _ in first
            }),
        AttackPreset(
            name: "vouchers", summary: "honest conduct and opinions; vouch for each other with probability 0.6",
            parts: ["guarantees": PartChoice("vouchForFellows", ["probability": 0.6])]),
    ]

    private static let falseHalf = PartChoice("randomPositionOffset", ["probability": 0.5])
    private static let pureCollusion = [
        "reports": PartChoice("collude"), "attestation": PartChoice("overclaim"),
        "guarantees": PartChoice("vouchForFellows"), "tolerance": PartChoice("fixed"),
    ]
}
