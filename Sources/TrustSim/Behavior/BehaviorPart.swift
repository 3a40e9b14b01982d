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

    init(_ name: String, _ summary: String, parameters: [PartParameter] = [], isHonest: Bool = false) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.isHonest = isHonest
    }
}

/// A kind chosen for a part, with the parameters that were given.
public struct PartChoice: Sendable, Equatable {
    /// Name of the kind.
    public var kind: String
    /// Parameters by name; the others have their standard values.
    public var parameters: [String: Double]

    /// A choice.
    public init(_ kind: String, _ parameters: [String: Double] = [:]) {
        self.kind = kind
        self.parameters = parameters
    }

    func value(_ name: String, of kind: PartKind) -> Double {
        parameters[name] ?? kind.parameters.first { $0.name == name }?.standard ?? 0
    }
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
    let isAttacker: [Bool]
    let random: RandomSource
    /// Identities under which it sends itself: it cannot hear them.
    var ownIdentities: [VehicleID] = []

    init(isAttacker: [Bool], random: RandomSource) {
        self.isAttacker = isAttacker
        self.random = random
    }

    /// Whether a vehicle is one of the attackers.
    public func isFellow(_ vehicle: VehicleID) -> Bool { isAttacker[Int(vehicle)] }

    /// Whether a vehicle is among the victims that all attackers have agreed on: each is with this probability.
    public func isVictim(_ vehicle: VehicleID, share: Double) -> Bool {
        random.uniform(.victim, vehicle) < share
    }
}
