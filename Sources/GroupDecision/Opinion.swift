/// Positive and negative evidence that an evaluator holds about one vehicle: real-valued counts of interactions
/// verified as correct and as false, both at least 0.
///
/// Evidence is combined by addition, loses weight by ``forget(factor:)`` and is read as an ``Opinion``.
///
/// - Literature: A. Jøsang, R. Ismail, "The beta reputation system", Bled Electronic Commerce Conference, 2002.
public struct Evidence: Sendable, Equatable {
    /// Weight of the interactions verified as correct, r >= 0.
    public var positive: Double
    /// Weight of the interactions verified as false, s >= 0.
    public var negative: Double

    /// Evidence of the given weights; none by default.
    public init(positive: Double = 0, negative: Double = 0) {
        self.positive = positive
        self.negative = negative
    }

    /// r + s.
    public var total: Double { positive + negative }

    /// Multiplies both counts by a factor in [0, 1]. Forgetting leaves the ratio, hence the direction of the opinion,
    /// unchanged and lowers its certainty. `forget(a)` then `forget(b)` equals `forget(a * b)` up to rounding.
    public mutating func forget(factor: Double) {
        positive *= factor
        negative *= factor
    }
}

/// What evidence says: a value in [0, 1] (1: always correct) and the certainty of that value in [0, 1).
///
/// The bijection with subjective logic is: belief = r / (r + s + W), disbelief = s / (r + s + W),
/// uncertainty = 1 - certainty; the value is the expectation belief + base rate * uncertainty.
public struct Opinion: Sendable, Equatable {
    /// Expected share of correct behaviour, in [0, 1].
    public var value: Double
    /// Certainty, in [0, 1]; 0 means that nothing is known.
    public var certainty: Double

    /// An opinion of the given value and certainty.
    public init(value: Double, certainty: Double) {
        self.value = value
        self.certainty = certainty
    }
}

/// How evidence becomes an opinion and is forgotten.
public struct EvidenceParameters: Sendable, Equatable {
    /// Weight W of the prior, > 0.
    public var priorWeight = 2.0
    /// Base rate a: the value of an opinion without evidence, in [0, 1].
    public var baseRate = 0.5
    /// Forgetting factor lambda per second, in (0, 1].
    public var forgettingFactor = 0.99
    /// A vehicle is *known* when its evidence r + s is at least this much.
    public var knownEvidence = 0.5

    /// The defaults: W = 2, a = 0.5, lambda = 0.99 per second, known from r + s = 0.5.
    public init() {}

    /// The opinion that evidence supports, whether or not the vehicle is *known*:
    /// value (r + a W) / (r + s + W), certainty (r + s) / (r + s + W).
    public func opinion(of evidence: Evidence) -> Opinion {
        let denominator = evidence.total + priorWeight
        return Opinion(
            value: (evidence.positive + baseRate * priorWeight) / denominator,
            certainty: evidence.total / denominator)
    }

    /// The evidence that a reported opinion stands for, the inverse of ``opinion(of:)``:
    /// n = W q / (1 - q), r = clip(y (n + W) - a W, 0, n), s = n - r.
    ///
    /// A certainty of 1 stands for infinite evidence; certainties above 1 - 1e-9 are taken as that.
    public func evidence(value: Double, certainty: Double) -> Evidence {
        let certainty = min(certainty, 1 - 1e-9)
        let total = priorWeight * certainty / (1 - certainty)
        let positive = min(max(value * (total + priorWeight) - baseRate * priorWeight, 0), total)
        return Evidence(positive: positive, negative: total - positive)
    }
}
