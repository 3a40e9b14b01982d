import GroupDecision

/// An entry of a report that is being written.
public struct DraftEntry: Sendable, Equatable {
    /// About whom.
    public var subject: VehicleID
    /// Reported opinion.
    public var value: Double
    /// Claimed certainty.
    public var certainty: Double
    /// Whether to vouch; nil leaves it to the honest rule.
    public var vouches: Bool?

    /// An entry that follows the honest rule for vouching.
    public init(subject: VehicleID, value: Double, certainty: Double, vouches: Bool? = nil) {
        self.subject = subject
        self.value = value
        self.certainty = certainty
        self.vouches = vouches
    }
}

/// What an attacker says about others.
public protocol ReportPart: BehaviorPart {
    /// Rewrites the honest entries.
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream)
    /// Whether what it writes of a vehicle depends on whether that is a fellow: then its word tells the label.
    var readsFellows: Bool { get }
    /// Whether what it writes depends on what it wrote before.
    var remembers: Bool { get }
}

extension ReportPart {
    /// Fellows are treated as everybody.
    public var readsFellows: Bool { false }
    /// Every report for itself.
    public var remembers: Bool { false }
}

/// One's own opinions.
struct HonestReports: ReportPart {
    static let kind = PartKind("honest", "reports its own opinions", isHonest: true)
    init(_ choice: PartChoice) {}
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {}
}

private let strengthParameter = PartParameter(
    name: "strength", unit: "", range: 0...1, standard: 1, summary: "k: 0 is honest, 1 as strong as possible")

/// Opinions made worse.
struct BadMouth: ReportPart {
    static let kind = PartKind("badMouth", "reports v (1 - k) instead of v", parameters: [strengthParameter])
    let strength: Double
    var isHarmless: Bool { strength == 0 }
    init(_ choice: PartChoice) { strength = choice.value("strength", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices { entries[index].value *= 1 - strength }
    }
}

/// Opinions turned round.
struct ComplementReports: ReportPart {
    static let kind = PartKind("complement", "reports 1 - v instead of v")
    init(_ choice: PartChoice) {}
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices { entries[index].value = 1 - entries[index].value }
    }
}

/// Opinions made better.
struct BallotStuff: ReportPart {
    static let kind = PartKind("ballotStuff", "reports v (1 - k) + k instead of v", parameters: [strengthParameter])
    let strength: Double
    var isHarmless: Bool { strength == 0 }
    init(_ choice: PartChoice) { strength = choice.value("strength", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            let value = entries[index].value
            entries[index].value = value * (1 - strength) + strength
        }
    }
}

/// Praise for fellows and defamation of the rest, about everybody heard.
struct Collude: ReportPart {
    static let kind = PartKind(
        "collude", "praises fellow attackers and defames everybody else that it hears",
        parameters: [
            PartParameter(name: "praise", unit: "", range: 0...1, standard: 0.95, summary: "value given to fellows"),
            PartParameter(name: "defamation", unit: "", range: 0...1, standard: 0.05, summary: "value given to others"),
            PartParameter(name: "certainty", unit: "", range: 0...1, standard: 0.9, summary: "certainty claimed"),
        ])
    let readsFellows = true
    let praise: Double
    let defamation: Double
    let certainty: Double

    init(_ choice: PartChoice) {
        praise = choice.value("praise", of: Self.kind)
        defamation = choice.value("defamation", of: Self.kind)
        certainty = choice.value("certainty", of: Self.kind)
    }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        entries = view.heard.map { heard in
            DraftEntry(
                subject: heard.vehicle, value: view.isFellow(heard.vehicle) ? praise : defamation, certainty: certainty)
        }
        // Each identity of its own is praised by the others.
        for identity in view.ownIdentities {
            entries.append(DraftEntry(subject: identity, value: praise, certainty: certainty))
        }
    }
}

/// Values drawn at random.
struct RandomReports: ReportPart {
    static let kind = PartKind("random", "reports a value drawn uniformly, at its own certainty")
    init(_ choice: PartChoice) {}
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices { entries[index].value = stream.uniform() }
    }
}

/// Nothing at all.
struct SilentReports: ReportPart {
    static let kind = PartKind("silent", "reports about nobody")
    init(_ choice: PartChoice) {}
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        entries.removeAll(keepingCapacity: true)
    }
}

/// Lies about some vehicles only.
struct TargetedReports: ReportPart {
    static let kind = PartKind(
        "targeted", "defames some vehicles that all attackers agree on, honest about the rest",
        parameters: [
            PartParameter(name: "share", unit: "", range: 0...1, standard: 0.1, summary: "share of vehicles defamed"),
            PartParameter(
                name: "victim", unit: "", range: -1...1e7, standard: -1,
                summary: "number of the one vehicle to defame; -1: drawn"),
            PartParameter(name: "value", unit: "", range: 0...1, standard: 0.05, summary: "value given to them"),
            PartParameter(name: "certainty", unit: "", range: 0...1, standard: 0.9, summary: "certainty claimed"),
        ])
    let share: Double
    let victim: Double
    let value: Double
    let certainty: Double

    var isHarmless: Bool { share == 0 && victim < 0 }

    init(_ choice: PartChoice) {
        share = choice.value("share", of: Self.kind)
        victim = choice.value("victim", of: Self.kind)
        value = choice.value("value", of: Self.kind)
        certainty = choice.value("certainty", of: Self.kind)
    }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        func isTarget(_ vehicle: VehicleID) -> Bool {
            victim >= 0 ? Double(vehicle) == victim.rounded(.down) : view.isVictim(vehicle, share: share)
        }
        entries.removeAll { isTarget($0.subject) }
        for heard in view.heard where isTarget(heard.vehicle) {
            entries.append(DraftEntry(subject: heard.vehicle, value: value, certainty: certainty))
        }
        entries.sort { $0.subject < $1.subject }
    }
}

/// Lies small enough for a deviation test.
struct MarginalReports: ReportPart {
    static let kind = PartKind(
        "marginal", "reports fellows better and others worse by a fixed amount, just inside a deviation test",
        parameters: [
            PartParameter(name: "shift", unit: "", range: 0...1, standard: 0.29, summary: "how far opinions are moved")
        ])
    let readsFellows = true
    let shift: Double
    var isHarmless: Bool { shift == 0 }
    init(_ choice: PartChoice) { shift = choice.value("shift", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            let moved = entries[index].value + (view.isFellow(entries[index].subject) ? shift : -shift)
            entries[index].value = min(max(moved, 0), 1)
        }
    }
}

/// Lies that grow slowly.
struct DragReports: ReportPart {
    static let kind = PartKind(
        "drag", "moves every opinion a step further in each report, down or up",
        parameters: [
            PartParameter(name: "step", unit: "", range: -1...1, standard: -0.1, summary: "moved in each report")
        ])
    let remembers = true
    let step: Double
    private var moved = 0.0
    var isHarmless: Bool { step == 0 }
    init(_ choice: PartChoice) { step = choice.value("step", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        moved = min(max(moved + step, -1), 1)
        for index in entries.indices { entries[index].value = min(max(entries[index].value + moved, 0), 1) }
    }
}

/// Lies at full certainty.
struct CertainReports: ReportPart {
    static let kind = PartKind(
        "certain", "reports 1 - v at a fixed certainty about everybody that it knows",
        parameters: [
            PartParameter(name: "certainty", unit: "", range: 0...1, standard: 0.9, summary: "certainty claimed")
        ])
    let certainty: Double
    init(_ choice: PartChoice) { certainty = choice.value("certainty", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            entries[index].value = 1 - entries[index].value
            entries[index].certainty = certainty
        }
    }
}
