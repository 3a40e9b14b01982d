import GroupDecision

/// What a scheme says about one neighbour.
public struct SchemeDecision: Sendable, Equatable {
    /// Trust, in [0, 1].
    public var trust: Double
    /// Trusted from this trust on.
    public var threshold: Double
    /// How much the decision rests on, in [0, 1]; below 0.05 it is unknown.
    public var support: Double

    /// A decision.
    public init(trust: Double, threshold: Double, support: Double) {
        self.trust = trust
        self.threshold = threshold
        self.support = support
    }

    /// Unknown below this support.
    static let minimumSupport = 0.05

    /// The log odds of a malicious vehicle above which it is distrusted, of a decision by inference.
    var logOddsLimit: Double { Elementary.log((1 - threshold) / threshold) }
}

/// What a scheme says at one evaluation.
public struct SchemeDecisions: Sendable {
    /// One for each neighbour, in the order of the view.
    public var neighbours: [SchemeDecision] = []
    /// Rounds and consensus degree, of schemes that have them.
    public var consensus: (rounds: Int, degree: Double)?
    /// Whether somebody watches who wants to know how a group decision came about.
    var wantsDetail = false
    /// How it came about, where it is wanted, of averaging and of inference.
    var detail: GroupDetail?
    var inference: InferenceDetail?

    /// No decisions yet.
    public init() {}
}

/// What a vehicle says about itself in its reports.
public struct SelfClaim: Sendable, Equatable {
    /// The consensus level that it attests itself.
    public var attestedLevel: Double
    /// Its tolerance.
    public var tolerance: Double

    /// A claim.
    public init(attestedLevel: Double, tolerance: Double) {
        self.attestedLevel = attestedLevel
        self.tolerance = tolerance
    }
}

/// A way to decide whom to trust.
///
/// Life cycle: 1. each vehicle gets a memory of its own; 2. at each evaluation the scheme is handed one vehicle's view and
/// memory and decides about each neighbour; 3. schemes with ``readsClaims`` also say what the vehicle claims of itself in
/// its next report. A scheme never sees another vehicle's memory, nor anything that its vehicle could not have received.
///
/// To add a scheme, write one file and one line in ``SchemeCatalog``. From another package, hand a ``SchemeEntry`` over
/// with the ``ScenarioFile``.
public protocol TrustScheme: Sendable {
    /// What a vehicle remembers from one evaluation to the next.
    associatedtype Memory: Sendable = Void
    /// Storage that is kept between evaluations but carries nothing over.
    associatedtype Scratch = Void

    /// As listed and written in tables.
    var name: String { get }
    /// Whether it uses opinion reports: then their bytes count as its overhead.
    var readsReports: Bool { get }
    /// Whether it uses what reporters say of themselves.
    var readsClaims: Bool { get }

    /// Whether it uses what roadside units say.
    var readsUnits: Bool { get }

    /// What it says of a vehicle that it has not evaluated yet; nil leaves that to the unknown policy.
    var decisionOnStrangers: SchemeDecision? { get }

    /// The memory of a vehicle of the given first tolerance.
    func makeMemory(tolerance: Double) -> Memory
    /// Storage.
    func makeScratch() -> Scratch
    /// Decides about the neighbours of a view, in order: exactly one decision for each must be appended.
    func evaluate(
        _ view: inout LocalView, memory: inout Memory, scratch: inout Scratch, into decisions: inout SchemeDecisions)
    /// What the vehicle now claims of itself.
    func claim(_ memory: Memory) -> SelfClaim
    /// What a roadside unit believes, which it tells the vehicles around it: exactly one opinion of each of the first
    /// ``LocalView/neighbourCount`` subjects of its view, in order. Asked of schemes with ``readsUnits`` only.
    ///
    /// - Parameter view: the unit's own evidence, with that of other units where they share it, and the latest opinions of all
    ///   reporters, as reports, with the certainty that forgetting has left.
    func believe(_ view: LocalView) -> [Opinion]
}

extension TrustScheme {
    /// Reports are read unless a scheme says otherwise.
    public var readsReports: Bool { true }
    /// Roadside units are not heard unless a scheme says otherwise.
    public var readsUnits: Bool { false }
    /// What the unit has seen itself.
    public func believe(_ view: LocalView) -> [Opinion] {
        view.neighbourhood.subjects.prefix(view.neighbourCount).map(\.opinion)
    }
    /// Strangers are unknown unless a scheme says otherwise.
    public var decisionOnStrangers: SchemeDecision? { nil }
    /// Claims are not read unless a scheme says otherwise.
    public var readsClaims: Bool { false }
    /// No claim worth reading.
    public func claim(_ memory: Memory) -> SelfClaim { SelfClaim(attestedLevel: 0.5, tolerance: 0.6) }
}

extension TrustScheme where Memory == Void {
    /// Nothing to remember.
    public func makeMemory(tolerance: Double) {}
}

extension TrustScheme where Scratch == Void {
    /// Nothing to keep.
    public func makeScratch() {}
}
