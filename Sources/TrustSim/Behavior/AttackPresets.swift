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
        /// Attacks on what a scheme learns, by who knows how it works and lies in the form of evidence.
        case crafted
        /// Liars that are honest about most and lie about few.
        case selective
        /// Falsified contents, identities and times of beacons.
        case falsification
        /// False reports to a misbehaviour authority, beside false beacons.
        case authority

        /// What it is directed against.
        public var target: String {
            switch self {
            case .falsification: "checks of beacons"
            case .authority: "a misbehaviour authority"
            default: "trust"
            }
        }
    }

    /// A preset of the given parts by name: `["reports": PartChoice("badMouth")]`.
    public init(_ name: String, _ summary: String, group: Group = .trust, _ parts: [String: PartChoice]) {
        self.name = name
        self.summary = summary
        self.parts = parts
        self.group = group
    }

    private static let registry = Registry<AttackPreset>(
        "attack preset", trustPresets + craftedPresets + selectivePresets + falsificationPresets + authorityPresets,
        name: \.name)

    /// Every preset.
    public static var all: [AttackPreset] { registry.all }

    /// Adds a preset of one's own, which scenarios and every command then know. Its parts are to be registered before.
    ///
    /// Precondition: nothing has been read yet, and the name is new.
    public static func register(_ preset: AttackPreset) {
        for (name, choice) in preset.parts {
            let kinds = PartSlot.all.first { $0.name == name }?.kinds ?? []
            precondition(
                kinds.contains { $0.name == choice.kind },
                "the attack preset '\(preset.name)' has the part '\(name)' of the kind '\(choice.kind)': there is no such"
            )
        }
        registry.add(preset)
    }

    /// A preset by name.
    public static func named(_ name: String) -> AttackPreset? { all.first { $0.name == name } }

    /// What attackers do where nothing is said.
    static var standard: AttackPreset? { named("colluders") }

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

    /// Whoever knows the schemes: lies in the form of evidence, claims and soft words, and poison for whatever is learned.
    private static let craftedPresets: [AttackPreset] = [
        AttackPreset(
            "crafters", "half of the beacons false; praise each other and defame the rest in the form of evidence",
            group: .crafted, ["beacon": falseHalf, "reports": PartChoice("craft")]),
        AttackPreset(
            "pureCrafters", "as crafters, with perfect conduct", group: .crafted, ["reports": PartChoice("craft")]),
        AttackPreset(
            "craftyBetrayers", "honest for half of the run, then as crafters: against trust built up", group: .crafted,
            ["beacon": falseHalf, "reports": PartChoice("craft"), "schedule": PartChoice("betrayal")]),
        AttackPreset(
            "craftyWhitewashers", "as crafters, with a new identity when distrusted", group: .crafted,
            ["beacon": falseHalf, "reports": PartChoice("craft"), "identity": PartChoice("whitewash")]),
        AttackPreset(
            "bookPoisoners",
            "perfect conduct; honest reports for 70 s, crafted ones for 30 s: against what is credited",
            group: .crafted, ["reports": PartChoice("craft"), "schedule": PartChoice("onOff")]),
        AttackPreset(
            "formPoisoners",
            "as crafters, but half of them tell the truth in a form that no evidence has: against learned kinds of liars",
            group: .crafted, ["beacon": falseHalf, "reports": PartChoice("craft", ["spoilers": 0.5])]),
        AttackPreset(
            "formSwitchers", "as crafters, but for 80 s all tell the truth in a form that no evidence has",
            group: .crafted, ["beacon": falseHalf, "reports": PartChoice("craft", ["spoilFor": 80])]),
        AttackPreset(
            "accuracyInflaters",
            "half of the beacons false; praise everybody more than sensors allow: against learned accuracy",
            group: .crafted,
            ["beacon": falseHalf, "reports": PartChoice("craft", ["praise": 1, "defamed": 0, "others": 1])]),
        AttackPreset(
            "accuracyDeflaters",
            "half of the beacons false; speak of everybody as sensors of 70 % would: against learned accuracy",
            group: .crafted,
            ["beacon": falseHalf, "reports": PartChoice("craft", ["praise": 0.7, "defamed": 0, "others": 0.7])]),
        AttackPreset(
            "badGhosts", "as crafters, with three ghosts each that all see are bad: against a learned base rate",
            group: .crafted,
            [
                "beacon": falseHalf, "reports": PartChoice("craft"), "identity": PartChoice("sybil", ["ghosts": 3]),
            ]),
        AttackPreset(
            "falseGuarantors", "half of the beacons false; praise and vouch for fellows only: against guarantees",
            group: .crafted,
            [
                "beacon": falseHalf, "reports": PartChoice("craft", ["defamed": 0]),
                "guarantees": PartChoice("vouchForFellows"),
            ]),
        AttackPreset(
            "softMouthers", "honest conduct; speaks a little badly of everybody, at low certainty", group: .crafted,
            ["reports": PartChoice("badMouth", ["strength": 0.4, "certainty": 0.5])]),
        AttackPreset(
            "slowDraggers", "as dragger, half as fast", group: .crafted,
            ["reports": PartChoice("drag", ["step": -0.05])]),
        AttackPreset(
            "lowClaimers", "half of the beacons false; honest opinions; claims a tolerance of 0.3", group: .crafted,
            ["beacon": falseHalf, "tolerance": PartChoice("fixed")]),
        AttackPreset(
            "highClaimers", "half of the beacons false; honest opinions; claims a tolerance of 0.9", group: .crafted,
            ["beacon": falseHalf, "tolerance": PartChoice("fixed", ["value": 0.9])]),
    ]

    /// Honest about most, lying about few.
    private static let selectivePresets: [AttackPreset] = [
        AttackPreset(
            "slyPraisers", "half of the beacons false; praise fellows, honest about everybody else", group: .selective,
            ["beacon": falseHalf, "reports": PartChoice("craft", ["defamed": 0])]),
        AttackPreset(
            "framers10", "perfect conduct; defame one vehicle in ten, honest about everybody else", group: .selective,
            ["reports": PartChoice("craft", ["praised": 0, "defamed": 0.1])]),
        AttackPreset(
            "framers25", "perfect conduct; defame one vehicle in four, honest about everybody else", group: .selective,
            ["reports": PartChoice("craft", ["praised": 0, "defamed": 0.25])]),
        AttackPreset(
            "framersOfOne", "perfect conduct; defame one and the same vehicle, honest about everybody else",
            group: .selective, ["reports": PartChoice("craft", ["praised": 0, "victim": -2])]),
        AttackPreset(
            "praisingFramers", "half of the beacons false; praise fellows and defame one vehicle in four",
            group: .selective, ["beacon": falseHalf, "reports": PartChoice("craft", ["defamed": 0.25])]),
        AttackPreset(
            "strangerLiars", "half of the beacons false; lie only about those whom they hardly know", group: .selective,
            ["beacon": falseHalf, "reports": PartChoice("craft", ["strangers": 1])]),
        AttackPreset(
            "uncheckedLiars", "half of the beacons false; lie only about those on whom nobody else reports to them",
            group: .selective, ["beacon": falseHalf, "reports": PartChoice("craft", ["unchecked": 1])]),
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

    /// Against a misbehaviour authority, where there is one.
    private static let authorityPresets: [AttackPreset] = [
        AttackPreset(
            "falseAccusers", "half of the beacons false; report all honest vehicles to the misbehaviour authority",
            group: .authority, ["beacon": falseHalf, "accusations": PartChoice("accuse")]),
        AttackPreset(
            "framingAccusers", "half of the beacons false; report one honest vehicle in ten, the same for all",
            group: .authority, ["beacon": falseHalf, "accusations": PartChoice("accuse", ["share": 0.1])]),
        AttackPreset(
            "ghostlyAccusers", "as falseAccusers, with five ghosts each that report as well", group: .authority,
            [
                "beacon": falseHalf, "accusations": PartChoice("accuse"),
                "identity": PartChoice("sybil", ["ghosts": 5]),
            ]),
    ]

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
