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
    /// Whether it depends on what it wrote before whether it writes what an honest vehicle would.
    var remembers: Bool { get }
    /// Whether it wants to know on whom others report.
    var readsReports: Bool { get }
    /// Whether all attackers agree on one vehicle to lie about.
    var agreesOnVictim: Bool { get }
}

extension ReportPart {
    /// Fellows are treated as everybody.
    public var readsFellows: Bool { false }
    /// Every report for itself.
    public var remembers: Bool { false }
    /// Reports of others do not matter.
    public var readsReports: Bool { false }
    /// Nobody in particular.
    public var agreesOnVictim: Bool { false }
}

let feasibleParameter = PartParameter(
    name: "feasible", unit: "", range: 0...1, standard: 1,
    summary: "1: only what evidence could say, drawn as evidence would be; 0: the plain numbers")

/// One's own opinions.
struct HonestReports: ReportPart {
    static let kind = PartKind("honest", "reports its own opinions", isHonest: true)
    init(_ choice: PartChoice) {}
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {}
}

private let strengthParameter = PartParameter(
    name: "strength", unit: "", range: 0...1, standard: 1, summary: "k: 0 is honest, 1 as strong as possible")

/// Lies that aim at another opinion in place of each of their own, at their own certainty.
protocol AimedReports: ReportPart {
    /// Whether what is written is drawn as evidence would be.
    var isFeasible: Bool { get }
    /// What was pretended before.
    var pretended: PretendedEvidence { get set }
    /// The opinion to give in place of the own one.
    func aim(inPlaceOf entry: DraftEntry, view: AttackerView) -> Double
    /// The highest certainty to claim.
    var highestCertainty: Double { get }
    /// Called before each report.
    mutating func beginReport()
}

extension AimedReports {
    mutating func beginReport() {}
    var highestCertainty: Double { 1 }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        if isHarmless { return }
        beginReport()
        for index in entries.indices {
            let honest = entries[index]
            let wanted = min(max(aim(inPlaceOf: honest, view: view), 0), 1)
            if isFeasible {
                let claimed = view.certainty(honest.certainty, upTo: highestCertainty, &stream)
                entries[index] = pretended.entry(
                    about: honest.subject, aim: wanted, certainty: claimed, view: view, &stream)
            } else {
                entries[index].value = wanted
                entries[index].certainty = min(honest.certainty, highestCertainty)
            }
        }
    }
}

/// Opinions made worse.
struct BadMouth: AimedReports {
    static let kind = PartKind(
        "badMouth", "reports v (1 - k) instead of v",
        parameters: [
            strengthParameter,
            PartParameter(
                name: "certainty", unit: "", range: 0...1, standard: 1, summary: "claims at most this certainty"),
            feasibleParameter,
        ])
    let strength: Double
    let highestCertainty: Double
    let isFeasible: Bool
    var pretended = PretendedEvidence()
    var isHarmless: Bool { strength == 0 && highestCertainty == 1 }
    init(_ choice: PartChoice) {
        strength = choice.value("strength", of: Self.kind)
        highestCertainty = choice.value("certainty", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }
    func aim(inPlaceOf entry: DraftEntry, view: AttackerView) -> Double { entry.value * (1 - strength) }
}

/// Opinions turned round.
struct ComplementReports: ReportPart {
    static let kind = PartKind(
        "complement", "reports 1 - v instead of v: the good interactions as the bad ones",
        parameters: [feasibleParameter])
    let isFeasible: Bool
    init(_ choice: PartChoice) { isFeasible = choice.isOn("feasible", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            let (value, certainty) = (entries[index].value, entries[index].certainty)
            if isFeasible {
                // With r and s exchanged; that is 1 - v where the base rate is 1/2.
                let values = view.evidenceParameters.feasibleValues(certainty: certainty)
                entries[index].value = min(max(values.lowerBound + values.upperBound - value, 0), 1)
            } else {
                entries[index].value = 1 - value
            }
        }
    }
}

/// Opinions made better.
struct BallotStuff: AimedReports {
    static let kind = PartKind(
        "ballotStuff", "reports v (1 - k) + k instead of v", parameters: [strengthParameter, feasibleParameter])
    let strength: Double
    let isFeasible: Bool
    var pretended = PretendedEvidence()
    var isHarmless: Bool { strength == 0 }
    init(_ choice: PartChoice) {
        strength = choice.value("strength", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }
    func aim(inPlaceOf entry: DraftEntry, view: AttackerView) -> Double { entry.value * (1 - strength) + strength }
}

/// Praise for fellows and defamation of the rest, about everybody heard.
struct Collude: ReportPart {
    static let kind = PartKind(
        "collude", "praises fellow attackers and defames everybody else that it hears",
        parameters: [
            PartParameter(name: "praise", unit: "", range: 0...1, standard: 0.95, summary: "value given to fellows"),
            PartParameter(name: "defamation", unit: "", range: 0...1, standard: 0.05, summary: "value given to others"),
            PartParameter(
                name: "certainty", unit: "", range: 0...1, standard: 0.9,
                summary: "certainty claimed; the highest where lies are feasible"),
            feasibleParameter,
        ])
    let readsFellows = true
    let praise: Double
    let defamation: Double
    let certainty: Double
    let isFeasible: Bool
    private var pretended = PretendedEvidence()

    init(_ choice: PartChoice) {
        praise = choice.value("praise", of: Self.kind)
        defamation = choice.value("defamation", of: Self.kind)
        certainty = choice.value("certainty", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }

    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        entries.removeAll(keepingCapacity: true)
        for (vehicle, opinion) in view.heard {
            entries.append(entry(about: vehicle, own: opinion, praised: view.isFellow(vehicle), view, &stream))
        }
        // Each identity of its own is praised by the others.
        for identity in view.ownIdentities {
            entries.append(entry(about: identity, own: nil, praised: true, view, &stream))
        }
    }

    private mutating func entry(
        about vehicle: VehicleID, own: Opinion?, praised isPraised: Bool, _ view: AttackerView,
        _ stream: inout RandomStream
    ) -> DraftEntry {
        let value = isPraised ? praise : defamation
        guard isFeasible else { return DraftEntry(subject: vehicle, value: value, certainty: certainty) }
        let claimed = view.certainty(
            pretended.certainty(on: vehicle, own: own, view: view, &stream), upTo: certainty, &stream)
        var entry = pretended.entry(about: vehicle, aim: value, certainty: claimed, view: view, &stream)
        // Nobody vouches for whom it defames, whatever came out.
        if !isPraised { entry.vouches = false }
        return entry
    }
}

/// Values drawn at random.
struct RandomReports: ReportPart {
    static let kind = PartKind(
        "random", "reports a value drawn uniformly for each vehicle, at its own certainty",
        parameters: [feasibleParameter])
    let isFeasible: Bool
    private var pretended = PretendedEvidence()
    private var drawn = IntegerMap<VehicleID, Double>()
    init(_ choice: PartChoice) { isFeasible = choice.isOn("feasible", of: Self.kind) }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            // Plain numbers are drawn anew for each report.
            if !isFeasible {
                entries[index].value = stream.uniform()
                continue
            }
            let honest = entries[index]
            let place = drawn.position(of: honest.subject, orInsert: stream.uniform())
            entries[index] = pretended.entry(
                about: honest.subject, aim: drawn.values[place], certainty: honest.certainty, view: view, &stream)
        }
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

/// Lies small enough for a deviation test.
struct MarginalReports: AimedReports {
    static let kind = PartKind(
        "marginal", "reports fellows better and others worse by a fixed amount, just inside a deviation test",
        parameters: [
            PartParameter(name: "shift", unit: "", range: 0...1, standard: 0.29, summary: "how far opinions are moved"),
            feasibleParameter,
        ])
    let readsFellows = true
    let shift: Double
    let isFeasible: Bool
    var pretended = PretendedEvidence()
    var isHarmless: Bool { shift == 0 }
    init(_ choice: PartChoice) {
        shift = choice.value("shift", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }
    func aim(inPlaceOf entry: DraftEntry, view: AttackerView) -> Double {
        entry.value + (view.isFellow(entry.subject) ? shift : -shift)
    }
}

/// Lies that grow slowly.
struct DragReports: AimedReports {
    static let kind = PartKind(
        "drag", "moves every opinion a step further in each report, down or up",
        parameters: [
            PartParameter(name: "step", unit: "", range: -1...1, standard: -0.1, summary: "moved in each report"),
            feasibleParameter,
        ])
    let remembers = true
    let step: Double
    let isFeasible: Bool
    var pretended = PretendedEvidence()
    private var moved = 0.0
    var isHarmless: Bool { step == 0 }
    init(_ choice: PartChoice) {
        step = choice.value("step", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }
    mutating func beginReport() { moved = min(max(moved + step, -1), 1) }
    func aim(inPlaceOf entry: DraftEntry, view: AttackerView) -> Double { entry.value + moved }
}

/// Lies at high certainty.
struct CertainReports: ReportPart {
    static let kind = PartKind(
        "certain", "reports 1 - v at a higher certainty than it has about everybody that it knows",
        parameters: [
            PartParameter(
                name: "certainty", unit: "", range: 0...1, standard: 0.9,
                summary: "certainty claimed; where lies are feasible, up to this, drawn for each vehicle"),
            feasibleParameter,
        ])
    let certainty: Double
    let isFeasible: Bool
    private var pretended = PretendedEvidence()
    private var boldness = IntegerMap<VehicleID, Double>()
    init(_ choice: PartChoice) {
        certainty = choice.value("certainty", of: Self.kind)
        isFeasible = choice.isOn("feasible", of: Self.kind)
    }
    mutating func rewrite(_ entries: inout [DraftEntry], view: AttackerView, _ stream: inout RandomStream) {
        for index in entries.indices {
            let honest = entries[index]
            guard isFeasible else {
                entries[index].value = 1 - honest.value
                entries[index].certainty = certainty
                continue
            }
            let place = boldness.position(of: honest.subject, orInsert: stream.uniform())
            let claimed = honest.certainty + boldness.values[place] * max(0, certainty - honest.certainty)
            entries[index] = pretended.entry(
                about: honest.subject, aim: 1 - honest.value, certainty: claimed, view: view, &stream)
        }
    }
}
