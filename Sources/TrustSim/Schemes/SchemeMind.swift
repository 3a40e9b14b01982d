/// A scheme of any type, ready to be put to work in runs.
struct AnyTrustScheme: Sendable {
    let base: any TrustScheme
    /// Gives a mind with the memories of vehicles of these first tolerances.
    let makeMind: @Sendable (_ tolerances: [Double]) -> SchemeMind

    init<Scheme: TrustScheme>(_ scheme: Scheme) {
        base = scheme
        makeMind = { SchemeMind(scheme, tolerances: $0) }
    }
}

/// A scheme at work with everybody's memory.
///
/// The type of the scheme is hidden in closures, not in an existential: a closure that is made where the type is known is
/// compiled for it, which makes all that a scheme does several times as fast.
struct SchemeMind {
    /// Decides about the neighbours of a view for the vehicle that evaluates.
    let evaluate: (inout LocalView, inout SchemeDecisions) -> Void
    /// What a vehicle now claims of itself.
    let claim: (VehicleID) -> SelfClaim

    init<Scheme: TrustScheme>(_ scheme: Scheme, tolerances: [Double]) {
        var memories = tolerances.map { scheme.makeMemory(tolerance: $0) }
        var scratch = scheme.makeScratch()
        evaluate = { view, decisions in
            scheme.evaluate(
                &view, memory: &memories[Int(view.evaluator)], scratch: &scratch, into: &decisions)
        }
        claim = { scheme.claim(memories[Int($0)]) }
    }
}
