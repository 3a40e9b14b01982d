extension InferenceMemory {
    /// All that is remembered as plain numbers, to be written down and read again. Docs/Model.md, section 10, has the meaning.
    public struct Snapshot: Sendable, Equatable {
        /// Belief about an acquaintance.
        public struct Belief: Sendable, Equatable {
            /// Likelihood of what is remembered for each of the eight states of conduct.
            public var likelihood: [Double]
            /// Own evidence at the last decision.
            public var evidence: Evidence
            /// Of the last decision, in seconds; nil before the first.
            public var time: Double?

            /// A belief.
            public init(likelihood: [Double], evidence: Evidence, time: Double?) {
                self.likelihood = likelihood
                self.evidence = evidence
                self.time = time
            }
        }

        /// What a credible reporter said last of somebody.
        public struct Statement: Sendable, Equatable {
            /// Number of the acquaintance that it is about.
            public var subject: Int
            /// What was said.
            public var evidence: Evidence
            /// When, in seconds.
            public var time: Double

            /// A statement.
            public init(subject: Int, evidence: Evidence, time: Double) {
                self.subject = subject
                self.evidence = evidence
                self.time = time
            }
        }

        /// By number of the acquaintance.
        public var beliefs: [Belief] = []
        /// By number of the reporter.
        public var statements: [[Statement]] = []
        /// Share of the malicious.
        public var maliciousShare: Double
        /// Accuracy of the own sensor.
        public var ownAccuracy: Double
        /// Accuracy of those of others.
        public var othersAccuracy: Double
        /// Share of pairs whose readings say nothing.
        public var glitch: Double
        /// Log-likelihood for each of the accuracies that are compared, and of a bad sensor.
        public var accuracyScores: [Double]
        /// Log-likelihood of the small and of the great share of such pairs.
        public var glitchScores: [Double]
        /// Counts of conduct.
        public var conductCounts: [Double]
        /// Counts of kinds of lies.
        public var lieCounts: [Double]

        /// How many numbers each list has.
        public static let counts = (
            likelihood: 8, accuracyScores: InferenceTables.accuracies.count + 1, glitchScores: 2, conductCounts: 8,
            lieCounts: 16
        )
    }

    /// Everything, as plain numbers.
    public var snapshot: Snapshot {
        Snapshot(
            beliefs: beliefs.map {
                Snapshot.Belief(
                    likelihood: $0.likelihood.indices.map($0.likelihood.number), evidence: $0.evidence, time: $0.time)
            },
            statements: statements.map { said in
                said.map { Snapshot.Statement(subject: Int($0.subject), evidence: $0.evidence, time: $0.time) }
            },
            maliciousShare: maliciousShare, ownAccuracy: ownAccuracy, othersAccuracy: othersAccuracy, glitch: glitch,
            accuracyScores: (0..<Snapshot.counts.accuracyScores).map(accuracyScores.number),
            glitchScores: [glitchScores.small, glitchScores.great],
            conductCounts: conductCounts.indices.map(conductCounts.number),
            lieCounts: lieCounts.indices.map(lieCounts.number))
    }

    /// A memory of these numbers; nil where a list has not its count of them, a subject no possible number, or a
    /// likelihood is nowhere above 0.
    ///
    /// Numbers of acquaintances are those of `beliefs`, or above. Shares and accuracies are to lie between 0 and 1.
    public init?(_ snapshot: Snapshot) {
        self.init(parameters: InferenceParameters())
        let counts = Snapshot.counts
        guard snapshot.accuracyScores.count == counts.accuracyScores,
            snapshot.glitchScores.count == counts.glitchScores, snapshot.conductCounts.count == counts.conductCounts,
            snapshot.lieCounts.count == counts.lieCounts,
            snapshot.beliefs.allSatisfy({
                $0.likelihood.count == counts.likelihood && $0.likelihood.contains { $0 > 0 }
            })
        else { return nil }
        let said = snapshot.statements.joined().map(\.subject)
        guard said.allSatisfy({ $0 >= 0 && $0 < 1 << 24 }) else { return nil }
        let highest = max(snapshot.beliefs.count, snapshot.statements.count, (said.max() ?? -1) + 1)
        reserve(highest)
        for (number, belief) in snapshot.beliefs.enumerated() {
            beliefs[number] = Belief(
                likelihood: Conduct.Vector(belief.likelihood), evidence: belief.evidence, time: belief.time)
        }
        for (number, list) in snapshot.statements.enumerated() where !list.isEmpty {
            statements[number] = list.map {
                Statement(subject: Int32($0.subject), evidence: $0.evidence, time: $0.time)
            }
            reporters.append(Int32(number))
        }
        maliciousShare = snapshot.maliciousShare
        ownAccuracy = snapshot.ownAccuracy
        othersAccuracy = snapshot.othersAccuracy
        glitch = snapshot.glitch
        for (place, score) in snapshot.accuracyScores.enumerated() { accuracyScores[place] = score }
        glitchScores = (snapshot.glitchScores[0], snapshot.glitchScores[1])
        conductCounts = Conduct.Vector(snapshot.conductCounts)
        lieCounts = InferenceTables.Kinds(snapshot.lieCounts)
    }
}

extension SIMD where Scalar == Double {
    /// One of the numbers.
    fileprivate func number(_ index: Int) -> Double { self[index] }
}
