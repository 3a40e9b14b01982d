/// The credit rho in [0, 1] that an evaluator gives a guarantor, and what becomes of it when a guarantee is settled.
///
/// Punishment outweighs reward: from 0.5 one false guarantee costs 0.25, one true guarantee earns 0.05.
public struct GuaranteeCredit: Sendable, Equatable {
    /// The credit, in [0, 1].
    public var value = 0.5

    /// The evaluator's own certainty from which a guarantee is settled.
    public static let settlingCertainty = 0.6
    /// Step of a reward towards 1.
    public static let reward = 0.1
    /// Factor of a punishment.
    public static let punishment = 0.5

    /// The credit of a guarantor not yet judged: 0.5.
    public init() {}

    /// Settles one guarantee: the evaluator's own opinion of the subject confirms it or not.
    public mutating func settle(confirmed: Bool) {
        if confirmed {
            value += Self.reward * (1 - value)
        } else {
            value *= Self.punishment
        }
    }
}
