/// Conduct of a vehicle at present, as the inference tells it apart: four kinds of honest vehicles, one of them victims, and
/// four kinds of malicious ones.
enum Conduct {
    /// A number for each state.
    typealias Vector = Elementary.Vector

    // Honest; a victim, who is defamed by all liars of a kind; fails some checks; malicious and clean at present, or false in
    // some, most, all messages; honest and fails many checks.

    /// The states that are honest, without and with victims, and malicious.
    static let honestStates = Vector(1, 0, 1, 0, 0, 0, 0, 1)
    static let goodStates = Vector(1, 1, 1, 0, 0, 0, 0, 1)
    static let badStates = Vector(0, 0, 0, 1, 1, 1, 1, 0)
    /// Shares of messages that a perfect sensor finds false: of clean conduct, and of that which is false in some, most, all;
    /// twice, for two sensors.
    static let falseShares = Elementary.Vector(0, 0.35, 0.65, 1, 0, 0.35, 0.65, 1)

    /// For each state the number of its share, of the first and of the second sensor.
    @inline(__always)
    static func first(_ shares: Elementary.Vector) -> Vector {
        let clean = shares[0]
        return Vector(clean, clean, clean, clean, shares[1], shares[2], shares[3], clean)
    }

    /// For each share of ``falseShares`` the sum over its states; the transpose of ``first(_:)``.
    static func shares(_ states: Vector) -> SIMD4<Double> {
        SIMD4(states[0] + states[1] + states[2] + states[3] + states[7], states[4], states[5], states[6])
    }

    /// See ``first(_:)``.
    @inline(__always)
    static func second(_ shares: Elementary.Vector) -> Vector {
        let clean = shares[4]
        return Vector(clean, clean, clean, clean, shares[5], shares[6], shares[7], clean)
    }

    /// Where a detector judges what is plausible: shares of honest vehicles that fail hardly any, some, and many checks of
    /// everybody; and, of who fails no more than others, shares of pairs of which the same is true.
    static let checkShares = (few: 20.0 / 27, some: 4.0 / 27, many: 3.0 / 27)

    /// Likelihood of what such a detector found, from that of each level of ``LieRates``.
    @inline(__always)
    static func checked(_ levels: Elementary.Vector) -> Vector {
        let clean = checkShares.few * levels[4] + checkShares.some * levels[3] + checkShares.many * levels[2]
        return Vector(clean, clean, levels[3], clean, levels[2], levels[1], levels[0], levels[2])
    }
}

/// Log-likelihoods of one reading by each of two sensors, good or bad, for four shares of false messages: four numbers of the
/// first, then four of the second.
struct SensorPair {
    private let good: Elementary.Vector
    private let bad: Elementary.Vector

    /// Of the accuracies of the two.
    init(_ first: Double, _ second: Double) {
        let accuracy = Elementary.Vector(first, first, first, first, second, second, second, second)
        let rate = (accuracy - (2 * accuracy - 1) * Conduct.falseShares)
            .clamped(lowerBound: .init(repeating: 0.005), upperBound: .init(repeating: 0.995))
        good = Elementary.log(rate)
        bad = Elementary.log(1 - rate)
    }

    /// Log-likelihood of evidence.
    @inline(__always)
    func logLikelihood(_ evidence: Evidence) -> Elementary.Vector { evidence.positive * good + evidence.negative * bad }
}

/// Likelihood of evidence for each conduct of who is read, of which the greatest that depends on conduct is 1.
struct ReadingLikelihood {
    /// If readings depend on conduct, and if they say nothing.
    let telling: Conduct.Vector
    let anything: Double

    /// With a share of pairs whose readings say nothing.
    @inline(__always)
    func mixed(_ glitch: Double) -> Conduct.Vector { (1 - glitch) * telling + glitch * anything }
}

/// Rates at which lies are told: what a lie claims is as likely as evidence from readings that are good at such a rate.
enum LieRates {
    typealias Vector = Elementary.Vector

    static let rates = Vector(0.005, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.995)
    static let good = Elementary.log(rates)
    static let bad = Elementary.log(1 - rates)

    /// Log-likelihood of evidence for each rate.
    @inline(__always)
    static func logLikelihood(_ evidence: Evidence) -> Vector { evidence.positive * good + evidence.negative * bad }

    /// Likelihood of evidence from readings that say nothing, good at any of the rates, in units of `exp(scale)`.
    @inline(__always)
    static func anything(_ evidence: Evidence, scale: Double) -> Double {
        Elementary.exp(logLikelihood(evidence) - scale).total / 8
    }

    /// Levels of a lie, from worst to best, each a distribution of rates, and in place 5 whatever comes to mind.
    static let levels: [Vector] = {
        let shapes = [
            Vector(0.5, 0.4, 0.1, 0, 0, 0, 0, 0), Vector(0.05, 0.25, 0.4, 0.25, 0.05, 0, 0, 0),
            Vector(0, 0, 0.15, 0.35, 0.35, 0.15, 0, 0), Vector(0, 0, 0, 0.05, 0.25, 0.4, 0.25, 0.05),
            Vector(0, 0, 0, 0, 0, 0.1, 0.4, 0.5),
        ]
        return shapes.map { 0.95 * $0 + 0.05 / 8 } + [Vector(repeating: 1.0 / 8)]
    }()

    /// The levels of each rate, which are columns of ``levels``.
    struct Columns {
        private let columns: (Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector)

        init() {
            func column(_ rate: Int) -> Vector {
                var result = Vector(repeating: 0)
                for (level, shape) in LieRates.levels.enumerated() { result[level] = shape[rate] }
                return result
            }
            columns = (
                column(0), column(1), column(2), column(3), column(4), column(5), column(6), column(7)
            )
        }

        /// Likelihood of each level, from those of the rates.
        @inline(__always)
        func levels(_ rates: Vector) -> Vector {
            let low = rates[0] * columns.0 + rates[1] * columns.1 + (rates[2] * columns.2 + rates[3] * columns.3)
            let high = rates[4] * columns.4 + rates[5] * columns.5 + (rates[6] * columns.6 + rates[7] * columns.7)
            return low + high
        }
    }
}
