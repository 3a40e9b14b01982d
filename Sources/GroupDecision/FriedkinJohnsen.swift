/// Opinion pooling with fixed weights and stubbornness: y(t+1) = Lambda W y(t) + (I - Lambda) y(0).
///
/// The reference against which the iterative group decision can be read: there weights are re-estimated in every round,
/// and the evaluator's own opinion is the anchor.
///
/// - Literature: N. E. Friedkin, E. C. Johnsen, "Social influence and opinions", Journal of Mathematical Sociology 15,
///   1990, DOI 10.1080/0022250X.1990.9990069.
public enum FriedkinJohnsen {
    /// One round of pooling. `weights` is row-stochastic, `susceptibility` the diagonal of Lambda, each in [0, 1].
    /// O(n²).
    public static func step(
        _ opinions: [Double], initial: [Double], weights: [[Double]], susceptibility: [Double]
    ) -> [Double] {
        weights.indices.map { row in
            var pooled = 0.0
            for column in opinions.indices { pooled += weights[row][column] * opinions[column] }
            return susceptibility[row] * pooled + (1 - susceptibility[row]) * initial[row]
        }
    }

    /// The opinions to which pooling converges, found by iterating until no opinion moves by more than `tolerance`, or
    /// nil if that takes more than `maxRounds`. Converges when every group that listens only to itself has a member with
    /// susceptibility below 1 or is aperiodic; it need not converge otherwise.
    public static func equilibrium(
        initial: [Double], weights: [[Double]], susceptibility: [Double], tolerance: Double = 1e-14,
        maxRounds: Int = 100_000
    ) -> [Double]? {
        var opinions = initial
        for _ in 0..<maxRounds {
            let next = step(opinions, initial: initial, weights: weights, susceptibility: susceptibility)
            let change = zip(next, opinions).map { abs($0 - $1) }.max() ?? 0
            opinions = next
            if change <= tolerance { return opinions }
        }
        return nil
    }
}
