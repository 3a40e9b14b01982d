import GroupDecision

/// What the run has to know of a scheme.
struct SchemeTraits: Sendable {
    var name: String
    var readsReports: Bool
    var readsClaims: Bool
    var readsUnits = false
    var decisionOnStrangers: SchemeDecision?
    /// Whether the number of its decisions is checked: it may come from anywhere.
    var isChecked = false
    /// Whether it can decide in this world; otherwise its figures are undefined.
    var isDefined = true
}

/// A scheme of any type, ready to be put to work in runs.
struct AnyTrustScheme: Sendable {
    var traits: SchemeTraits
    /// The scheme, where it is one that sees no more than its vehicle.
    let base: (any TrustScheme)?
    /// Whether it is a bound.
    let isBound: Bool
    /// Added to the first tolerance of every vehicle.
    var toleranceShift = 0.0
    /// The same decisions with another threshold, in rows of their own.
    var otherThresholds: [(name: String, threshold: Double)] = []
    /// Gives a mind with the memories of vehicles of these first tolerances; only bounds look at the history.
    private let makeMind: @Sendable (_ tolerances: [Double], _ history: HeardHistory?) -> SchemeMind

    init<Scheme: TrustScheme>(_ scheme: Scheme) {
        base = scheme
        isBound = false
        traits = SchemeTraits(
            name: scheme.name, readsReports: scheme.readsReports, readsClaims: scheme.readsClaims,
            readsUnits: scheme.readsUnits, decisionOnStrangers: scheme.decisionOnStrangers)
        makeMind = { tolerances, _ in SchemeMind(scheme, tolerances: tolerances) }
    }

    /// A bound that knows more than any vehicle.
    init<Bound: InformedBound>(bound: Bound) {
        base = nil
        isBound = true
        traits = SchemeTraits(name: bound.name, readsReports: true, readsClaims: false, decisionOnStrangers: nil)
        makeMind = { _, history in SchemeMind(bound: bound, history: history) }
    }

    /// A scheme that a program decides.
    init(program: SchemeProgram, settings: SchemeSettings, random: RandomSource) {
        base = nil
        isBound = false
        traits = SchemeTraits(
            name: program.name, readsReports: program.introduction.readsReports,
            readsClaims: program.introduction.readsClaims, decisionOnStrangers: nil)
        makeMind = { tolerances, _ in
            SchemeMind(ProgramMind(program, settings: settings, random: random, tolerances: tolerances))
        }
    }

    func mind(tolerances: [Double], history: HeardHistory? = nil) -> SchemeMind {
        makeMind(toleranceShift == 0 ? tolerances : tolerances.map { min(max($0 + toleranceShift, 0), 1) }, history)
    }
}

/// A scheme at work with everybody's memory.
///
/// The type of the scheme is hidden in closures, not in an existential: a closure that is made where the type is known is
/// compiled for it, which makes all that a scheme does several times as fast.
struct SchemeMind {
    /// Decides about the neighbours of a view for the vehicle that evaluates. Only bounds look at the truth.
    let evaluate: (inout LocalView, Truth, inout SchemeDecisions) -> Void
    /// What a vehicle now claims of itself.
    let claim: (VehicleID) -> SelfClaim
    /// What a roadside unit believes of the subjects of its view.
    let believe: (LocalView) -> [Opinion]
    /// Whom to ask ahead of the answers, in place of ``evaluate``.
    let program: ProgramMind?

    init<Scheme: TrustScheme>(_ scheme: Scheme, tolerances: [Double]) {
        var memories = tolerances.map { scheme.makeMemory(tolerance: $0) }
        var scratch = scheme.makeScratch()
        evaluate = { view, _, decisions in
            scheme.evaluate(
                &view, memory: &memories[Int(view.evaluator)], scratch: &scratch, into: &decisions)
        }
        claim = { scheme.claim(memories[Int($0)]) }
        believe = { scheme.believe($0) }
        program = nil
    }

    init<Bound: InformedBound>(bound: Bound, history: HeardHistory?) {
        evaluate = { view, truth, decisions in bound.evaluate(view, truth, history, into: &decisions) }
        claim = { _ in SelfClaim(attestedLevel: 0.5, tolerance: 0.6) }
        believe = { _ in [] }
        program = nil
    }

    init(_ program: ProgramMind) {
        evaluate = { _, _, _ in }
        claim = { program.claim(of: $0) }
        believe = { _ in [] }
        self.program = program
    }
}

/// Not a scheme but a bound on schemes: it is told what no vehicle can know.
protocol InformedBound: Sendable {
    /// As written in tables.
    var name: String { get }
    /// Decides about the neighbours of a view, in order. Without a history nobody does anything that could be observed.
    func evaluate(_ view: LocalView, _ truth: Truth, _ history: HeardHistory?, into decisions: inout SchemeDecisions)
}
