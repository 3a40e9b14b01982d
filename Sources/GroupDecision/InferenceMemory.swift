/// What an evaluator of ``GroupInference`` remembers from one decision to the next: what it has learned about sensors,
/// attackers and lies, a belief about each acquaintance, and what credible reporters said last. A value, handed in and out.
///
/// Acquaintances have numbers from 0, given by the caller, who keeps them apart and may reuse none. About 110 bytes for each
/// acquaintance, and 32 for each entry of the last report of each reporter of the last minute.
public struct InferenceMemory: Sendable {
    /// Belief about an acquaintance.
    struct Belief: Sendable {
        /// Likelihood of all that was remembered, for each conduct at present; the greatest is 1.
        var likelihood = Conduct.Vector(repeating: 1)
        /// Own evidence at the last decision.
        var evidence = Evidence()
        /// Of the last decision; nil before the first.
        var time: Double?
    }

    /// What a credible reporter said last of somebody, as evidence.
    struct Statement: Sendable {
        var subject: Int32
        var evidence: Evidence
        var time: Double
    }

    /// Beliefs by number of the acquaintance.
    var beliefs: [Belief] = []
    /// Statements by number of the reporter.
    var statements: [[Statement]] = []
    /// Who has statements.
    var reporters: [Int32] = []

    /// Log-likelihood of own evidence for each accuracy of ``InferenceTables/accuracies``, and last for a bad sensor.
    var accuracyScores = InferenceTables.Kinds(repeating: 0)
    /// Accuracy of the evaluator's own sensor, and of those of others.
    public internal(set) var ownAccuracy: Double
    /// See ``ownAccuracy``.
    public internal(set) var othersAccuracy: Double
    /// Share of the malicious.
    public internal(set) var maliciousShare: Double
    /// Log-likelihoods of own evidence with the small and with the great share of readings that say nothing.
    var glitchScores = (small: 0.0, great: 0.0)
    /// That share.
    public internal(set) var glitch: Double
    /// Counts of conduct found, honest and malicious.
    var conductCounts = Conduct.Vector(repeating: 0)
    /// Counts of kinds of lies found.
    var lieCounts = InferenceTables.Kinds(repeating: 0)

    /// The memory of somebody new.
    public init(parameters: InferenceParameters) {
        ownAccuracy = parameters.accuracy
        othersAccuracy = parameters.accuracy
        maliciousShare = parameters.maliciousShare
        glitch = parameters.glitch + parameters.greatGlitchShare * (parameters.greatGlitch - parameters.glitch)
    }

    mutating func reserve(_ acquaintances: Int) {
        while beliefs.count < acquaintances {
            beliefs.append(Belief())
            statements.append([])
        }
    }

    /// Forgets what is remembered of an acquaintance, also what others have said of it; not what it has said.
    public mutating func forget(_ acquaintance: Int) {
        guard beliefs.indices.contains(acquaintance) else { return }
        beliefs[acquaintance] = Belief()
    }

    /// Statements older than a minute are dropped.
    mutating func dropStatements(before time: Double) {
        var kept = 0
        // By place: going through the list would keep a second owner of it, and writing to it would copy it.
        for place in reporters.indices {
            let reporter = reporters[place]
            let isOld = statements[Int(reporter)].allSatisfy { $0.time < time }
            if isOld {
                statements[Int(reporter)] = []
            } else {
                reporters[kept] = reporter
                kept += 1
            }
        }
        reporters.removeLast(reporters.count - kept)
    }
}

/// Constants of the inference.
enum InferenceTables {
    /// A number for each kind of liar.
    typealias Kinds = SIMD16<Double>

    /// Accuracies of which one is learned.
    static let accuracies: [Double] = [0.65, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.92, 0.94, 0.96, 0.975, 0.99]
    /// Accuracy of a bad sensor where that of the others is not known.
    static let badAccuracy = 0.62
    /// Sensors of these accuracies, two by two; the last place stands for nothing.
    static let sensors = (0..<7).map { number in
        let all = accuracies + [badAccuracy, badAccuracy]
        return SensorPair(all[2 * number], all[2 * number + 1])
    }
    /// Share of each kind of liar before anything is learned.
    static let kindShares: Kinds = {
        var shares = Kinds(repeating: 0.7 / 15)
        shares[0] = 0.3
        return shares
    }()
    /// Weight of those shares, in liars.
    static let kindWeight = 3.0
    /// What remains of counts from one decision to the next.
    static let countFading = 0.9
    /// What remains of what was learned about accuracy and glitches.
    static let accuracyFading = 0.98
    /// How far the share of the malicious follows what was found.
    static let shareRate = 0.3
    /// Weight of the share before anything is learned, in vehicles.
    static let shareWeight = 3.0
    /// Limits of the share of the malicious.
    static let shareLimits = 0.02...0.7
    /// Least likelihood of a message, where the greatest is 1, and of an entry.
    static let messageFloor = 1e-6
    static let entryFloor = 1e-14
    /// Least likelihood remembered, where the greatest is 1.
    static let memoryFloor = 1e-13
    /// Least product of messages.
    static let productFloor = 1e-280
    /// A change of conduct since the last decision is at most so probable.
    static let switchLimit = 0.6
    /// Statements are forgotten after so many seconds.
    static let statementLife = 60.0
    /// Cap on claimed certainties above all others, at about 2,000 readings: beyond, likelihoods would leave the range of numbers.
    static let certaintyLimit = 0.999
    /// New evidence says how often readings say nothing from so many readings on.
    static let scoredEvidence = 1.0
    /// Least likelihood of evidence where a score is made of it.
    static let leastLikelihood = 1e-12
    /// Evidence below this is none.
    static let leastEvidence = 1e-3
}
