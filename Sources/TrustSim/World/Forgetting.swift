import GroupDecision

/// When evidence is forgotten.
enum ForgettingRule: Sendable {
    /// By the forgetting factor to the power of the seconds that have passed (the contract's rule).
    case perSecond
    /// By the forgetting factor at each new interaction, however long ago the last one was.
    case perInteraction
}

/// What is left of evidence after some time. Plain values, to be copied into loops; ``EvidenceStore`` owns the table.
struct Forgetting {
    let rule: ForgettingRule
    /// Time between two beacons of a vehicle, after which most evidence is looked at again.
    let interval: Microseconds
    /// Factor at a new interaction after that time.
    private let usualFactor: Double
    private let logFactor: Double
    /// The forgetting factor to the power of whole intervals.
    private let factors: UnsafeMutablePointer<Double>
    private static let factorCount = 64

    init(factor: Double, rule: ForgettingRule, interval: Microseconds) {
        self.rule = rule
        self.interval = interval
        logFactor = Elementary.log(factor) / 1e6
        factors = .allocate(capacity: Self.factorCount)
        for count in 0..<Self.factorCount {
            factors[count] = Elementary.exp(logFactor * Double(interval * Microseconds(count)))
        }
        usualFactor = rule == .perInteraction ? factor : factors[1]
    }

    func deallocate() { factors.deallocate() }

    /// Factor for evidence that is looked at.
    @inline(__always)
    func factor(after elapsed: Microseconds) -> Double {
        rule == .perInteraction || elapsed == 0 ? 1 : factorOfPause(elapsed)
    }

    /// Factor for evidence to which more is added.
    @inline(__always)
    func factorOfInteraction(after elapsed: Microseconds) -> Double {
        elapsed == interval || rule == .perInteraction ? usualFactor : factorOfPause(elapsed)
    }

    @inline(never)
    private func factorOfPause(_ elapsed: Microseconds) -> Double {
        let (count, rest) = elapsed.quotientAndRemainder(dividingBy: interval)
        if rest == 0 && count >= 0 && count < Self.factorCount { return factors[Int(count)] }
        return Elementary.exp(logFactor * Double(elapsed))
    }
}
