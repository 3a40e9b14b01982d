import GroupDecision

/// One number that a part takes.
public struct PartParameter: Sendable {
    /// As written in scenario files.
    public let name: String
    /// Unit, or empty.
    public let unit: String
    /// Allowed values.
    public let range: ClosedRange<Double>
    /// Value where none is given.
    public let standard: Double
    /// What it means.
    public let summary: String

    /// A number with its allowed values and the value where none is given.
    public init(name: String, unit: String, range: ClosedRange<Double>, standard: Double, summary: String) {
        self.name = name
        self.unit = unit
        self.range = range
        self.standard = standard
        self.summary = summary
    }
}

/// A kind of malicious behaviour in one respect, as listed by the tool and written in scenario files.
public struct PartKind: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// Its parameters.
    public let parameters: [PartParameter]
    /// Whether it is indistinguishable from honest behaviour.
    public let isHonest: Bool

    /// A kind. `isHonest`: it is indistinguishable from honest behaviour, whatever its parameters are.
    public init(_ name: String, _ summary: String, parameters: [PartParameter] = [], isHonest: Bool = false) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.isHonest = isHonest
    }
}

/// A kind chosen for a part, with the parameters that were given.
public struct PartChoice: Sendable, Hashable {
    /// Name of the kind.
    public var kind: String
    /// Parameters by name; the others have their standard values.
    public var parameters: [String: Double]

    /// A choice.
    public init(_ kind: String, _ parameters: [String: Double] = [:]) {
        self.kind = kind
        self.parameters = parameters
    }

    /// The value of a parameter: as given, or else the standard one.
    ///
    /// Precondition: the kind declares it.
    public func value(_ name: String, of kind: PartKind) -> Double {
        guard let parameter = kind.parameters.first(where: { $0.name == name }) else {
            preconditionFailure("the kind '\(kind.name)' declares no parameter '\(name)'")
        }
        return parameters[name] ?? parameter.standard
    }

    /// Whether a switch is on, which is written as a number: from 0.5 on.
    public func isOn(_ name: String, of kind: PartKind) -> Bool { value(name, of: kind) >= 0.5 }
}

/// Malicious behaviour in one respect. Each attacker has its own copy, so a part may remember things; its random draws
/// come from the attacker's own stream.
public protocol BehaviorPart: Sendable {
    /// How it is listed.
    static var kind: PartKind { get }
    /// Made from the parameters of a choice.
    init(_ choice: PartChoice)
    /// Whether, with these parameters, it never does anything that an honest vehicle would not do.
    var isHarmless: Bool { get }
}

extension BehaviorPart {
    /// Harmless when the kind is honest.
    public var isHarmless: Bool { Self.kind.isHonest }
}

/// What an attacker knows of the others: what its own radio heard, and who its fellows are.
public struct AttackerView: Sendable {
    /// Vehicles heard within the last evaluation interval, in order of number, with the attacker's own opinion where it
    /// knows them.
    public var heard: [(vehicle: VehicleID, opinion: Opinion?)] = []
    /// When it writes.
    public internal(set) var time: Microseconds = 0
    /// How evidence becomes opinions, for everybody.
    public internal(set) var evidenceParameters = EvidenceParameters()
    /// Share of what it senses that its sensor gets right.
    public internal(set) var sensingAccuracy = 0.9
    /// Itself.
    var owner: VehicleID = 0
    let isAttacker: [Bool]
    let random: RandomSource
    /// Identities under which it sends itself: it cannot hear them.
    var ownIdentities: [VehicleID] = []
    /// Vehicles on which live reports of others than its fellows say something, where its parts want to know.
    var reportedOn: Set<VehicleID> = []
    /// The one vehicle, no attacker, on which all attackers have agreed, where their parts want one.
    var agreedVictim: VehicleID?
    /// What one second leaves of evidence, 1 where it is not forgotten by time.
    var retainedPerSecond = EvidenceParameters().forgettingFactor

    init(isAttacker: [Bool], random: RandomSource) {
        self.isAttacker = isAttacker
        self.random = random
    }

    /// Whether a vehicle is one of the attackers.
    public func isFellow(_ vehicle: VehicleID) -> Bool { isAttacker[Int(vehicle)] }

    /// Whether a vehicle is among the victims that all attackers have agreed on: each is with this probability.
    public func isVictim(_ vehicle: VehicleID, share: Double) -> Bool { victimDraw(of: vehicle) < share }

    /// What decides whether a vehicle is a victim: the lower, the sooner. The same for all attackers.
    func victimDraw(of vehicle: VehicleID) -> Double { random.uniform(.victim, vehicle) }

    /// Whether the attacker is one of a share of all attackers that has another task.
    func hasOtherTask(share: Double) -> Bool { random.uniform(.victim, owner, 1) < share }

    /// What is left of evidence since a time, as a share.
    func retained(since time: Microseconds) -> Double { retained(seconds: (self.time - time).seconds) }

    /// What some seconds leave of evidence, as a share.
    func retained(seconds: Double) -> Double {
        retainedPerSecond == 1 ? 1 : Elementary.power(retainedPerSecond, seconds)
    }

    /// The certainty of somebody drawn among those whom it knows with a certainty up to a limit, up to ten seconds later;
    /// nil where there is nobody.
    func certaintyOfAnyKnown(upTo limit: Double = 1, _ stream: inout RandomStream) -> Double? {
        let known = heard.compactMap { $0.opinion?.certainty }.filter { $0 <= limit }
        if known.isEmpty { return nil }
        let found = evidenceParameters.evidence(value: 0, certainty: known[stream.index(below: known.count)]).total
        let later = found * retained(seconds: 10 * stream.uniform())
        let amount = max(later, min(found, evidenceParameters.knownEvidence))
        return amount / (amount + evidenceParameters.priorWeight)
    }

    /// A certainty not above a limit: its own, or one that it has on somebody else; where there is none, so that claims still
    /// differ, more evidence than the limit stands for is squeezed into the upper half of that.
    func certainty(_ own: Double, upTo limit: Double, _ stream: inout RandomStream) -> Double {
        if own <= limit { return own }
        if let other = certaintyOfAnyKnown(upTo: limit, &stream) { return other }
        let amount = evidenceParameters.evidence(value: 0, certainty: own).total
        let most = evidenceParameters.evidence(value: 0, certainty: limit).total
        let claimed = 0.5 * most * (1 + most / amount)
        return min(claimed / (claimed + evidenceParameters.priorWeight), limit)
    }

    /// A share of good interactions limited to what a sensor like its own can find of anybody.
    func plausible(_ share: Double) -> Double {
        let (low, high) = (min(sensingAccuracy, 1 - sensingAccuracy), max(sensingAccuracy, 1 - sensingAccuracy))
        return min(max(share, low), high)
    }
}
