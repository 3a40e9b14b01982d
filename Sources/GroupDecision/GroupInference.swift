/// Decides whom to trust, from own evidence and reports, as inference about what vehicles are and who lies: Docs/Model.md,
/// "The group decision as inference", has assumptions and formulas; names here are those there.
///
/// A decision goes through these steps:
/// 1. The evaluator's own evidence about each subject becomes likelihoods of its conduct.
/// 2. Each report becomes likelihoods of its reporter's class: honest, honest with a bad sensor, or a liar of some kind. In
///    the first round subjects are known by own evidence alone, in the others by the other reports as well.
/// 3. What credible reporters have newly said is remembered; what others say counts for the present only.
/// 4. Log odds of each subject follow from what is remembered, from the reports, and from its own report.
/// 5. A subject is trusted where the expected cost of that is the smaller one: ``InferenceOutcome/Subject/threshold``.
/// 6. Accuracy, share of the malicious, conduct and kinds of lies are learned.
///
/// Properties: the order of reporters and entries matters only through rounding; what a reporter claims about itself has no
/// effect. Not a property: monotonicity in a single report; exactness, because reports about the same subjects are not
/// independent, see ``InferenceSettings/groupWeight``; convergence, because the number of rounds is fixed.
///
/// Complexity: O(rounds * entries) time; storage is kept from one decision to the next. Not for several threads at once.
///
/// - Literature: A. P. Dawid, A. M. Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm",
///   Applied Statistics 28, 1979, DOI 10.2307/2346806 (reporters of unknown reliability); F. R. Kschischang, B. J. Frey,
///   H.-A. Loeliger, "Factor graphs and the sum-product algorithm", 2001, DOI 10.1109/18.910572; T. Minka, "Power EP",
///   Microsoft Research report MSR-TR-2004-149, 2004 (powers of messages).
public struct GroupInference {
    typealias Vector = Conduct.Vector
    typealias Kinds = InferenceTables.Kinds

    /// Parameters of every decision.
    public let parameters: InferenceParameters
    var model: ReporterModel
    /// What a decision keeps of entries and subjects.
    let workspace = InferenceWorkspace()
    var verdicts: [Verdict] = []
    /// For each member, probabilities of the kinds of lies if it is a liar.
    var lieKinds: [Kinds] = []
    /// Whether the parts of the log odds are kept, for ``contributions(to:in:_:)``.
    public var keepsParts = false
    var parts = Parts()
    /// For each of ``InferenceTables/accuracies``, the logarithm of its prior but for a constant.
    private(set) var accuracyPriors: [Double] = []
    /// For each acquaintance, where the last statement about it is, plus one; 0 outside the search.
    var positions: [Int32] = []
    /// What a reporter has said before, while it is read; and what is kept of it and of what it says now.
    var statements: [InferenceMemory.Statement] = []
    var kept: [InferenceMemory.Statement] = []

    /// Decides with the given parameters.
    public init(parameters: InferenceParameters = InferenceParameters()) {
        self.parameters = parameters
        model = ReporterModel(parameters, InferenceMemory(parameters: parameters))
        accuracyPriors = InferenceTables.accuracies.map { accuracy in
            let (good, bad) = (parameters.accuracy, 1 - parameters.accuracy)
            return parameters.accuracyWeight * (good * Elementary.log(accuracy) + bad * Elementary.log(1 - accuracy))
        }
    }

    var mechanisms: InferenceMechanisms { parameters.mechanisms }

    /// Decides about every subject of a neighbourhood.
    ///
    /// - Parameters:
    ///   - neighbourhood: subjects, reports, and the evaluator's tolerance, in (0, 1): the cost of trusting a malicious vehicle
    ///     as a share of that and of distrusting an honest one. Nothing else that somebody claims is read.
    ///   - evidence: the evaluator's own evidence about each subject.
    ///   - numbers: number of each subject as an acquaintance, for the memory; from 0, all different.
    ///   - scale: how reported opinions become evidence.
    ///   - time: in seconds, on any clock that does not go back.
    ///   - retained: what forgetting leaves of evidence after so many seconds, in [0, 1].
    ///   - memory: what is remembered; changed.
    ///   - outcome: what is found.
    public mutating func decide(
        _ neighbourhood: Neighbourhood, evidence: [Evidence], numbers: [Int32], scale: EvidenceParameters, time: Double,
        retained: (Double) -> Double, memory: inout InferenceMemory, into outcome: inout InferenceOutcome
    ) {
        model = ReporterModel(parameters, memory)
        memory.reserve(Int((numbers.max() ?? -1) + 1))
        workspace.reserve(for: neighbourhood)
        takeOwn(evidence, neighbourhood, numbers, time, retained, &memory)
        read(neighbourhood, scale)
        outcome.members.removeAll(keepingCapacity: true)
        outcome.members.append(contentsOf: repeatElement(.init(), count: neighbourhood.members.count))
        let rounds = mechanisms.rounds ? max(Int(parameters.settings.rounds), 1) : 1
        for round in 1...rounds { pass(round, of: rounds, neighbourhood, &outcome) }
        credit(neighbourhood, numbers, time, retained, &memory)
        judge(neighbourhood, &outcome)
        if mechanisms.learning { learn(neighbourhood, &memory) }
    }
}

/// What is learned from about a subject.
struct Verdict {
    /// By what is remembered and its report, probabilities, but for a common factor, of each conduct, and of malicious conduct
    /// with a report of lies.
    var conduct: Conduct.Vector
    var lying: Double
    /// By all but its report, probabilities of each conduct, but for a factor.
    var observed: Conduct.Vector

    var honest: Double { (conduct * Conduct.goodStates).total }
    var malicious: Double { (conduct * Conduct.badStates).total }
}

/// What is assumed in one decision about conduct and classes of reporters.
struct ReporterModel {
    /// Whether a detector judges what is plausible, to which conduct is a level.
    let isChecked: Bool
    /// The evaluator's own sensor, and those of others, good and bad.
    let own: SensorPair
    let others: SensorPair
    let columns: LieRates.Columns
    /// Distribution of the honest and of the malicious over their conduct; each adds up to 1.
    let honest: Conduct.Vector
    let malicious: Conduct.Vector
    /// Share of liars for each conduct.
    let liars: Conduct.Vector
    /// Shares of the malicious, of bad sensors, and of the kinds of liars.
    let maliciousShare: Double
    let noisyShare: Double
    let kinds: InferenceTables.Kinds
    /// Share of readings that say nothing.
    let glitch: Double
    /// Log odds of a malicious to an honest vehicle before anything is known of it.
    let shareLogOdds: Double
    /// Distribution of the conduct of somebody who reports nothing.
    private(set) var silent = Conduct.Vector(repeating: 0)

    init(_ parameters: InferenceParameters, _ memory: InferenceMemory) {
        isChecked = parameters.judgesPlausibility
        columns = LieRates.Columns()
        own = SensorPair(memory.ownAccuracy, memory.ownAccuracy)
        others = SensorPair(
            memory.othersAccuracy, 0.5 + parameters.noisyAccuracy * (memory.othersAccuracy - 0.5))
        let victims = parameters.mechanisms.victims ? parameters.settings.victimShare : 0
        let steady = 1 - victims
        let shares = Conduct.checkShares
        let prior =
            parameters.judgesPlausibility
            ? Conduct.Vector(steady * shares.few, victims, steady * shares.some, 0, 0, 0, 0, steady * shares.many)
            : Conduct.Vector(steady, victims, 0, 0, 0, 0, 0, 0)
        let counts = memory.conductCounts.replacing(with: 0, where: prior .== 0)
        let honestCounts = 20 * prior + counts
        honest = honestCounts / honestCounts.total
        let maliciousCounts = Conduct.Vector(0, 0, 0, 1.3, 1, 1, 1, 0) + Conduct.badStates * memory.conductCounts
        malicious = maliciousCounts / maliciousCounts.total
        let (clean, lying) = (parameters.cleanLiars, parameters.falseLiars)
        liars = Conduct.Vector(0, 0, 0, clean, lying, lying, lying, 0)
        maliciousShare = memory.maliciousShare
        shareLogOdds = Elementary.log(maliciousShare / (1 - maliciousShare))
        noisyShare = parameters.noisyShare
        let kindCounts = InferenceTables.kindWeight * InferenceTables.kindShares + memory.lieCounts
        kinds = kindCounts / kindCounts.total
        glitch = memory.glitch
        silent = self.prior(InferenceOutcome.Member())
    }

    /// Likelihood of own evidence.
    @inline(__always)
    func reading(_ evidence: Evidence) -> ReadingLikelihood {
        if isChecked { return checked(evidence) }
        let logarithms = own.logLikelihood(evidence)
        let scale = logarithms.lowHalf.greatest
        return ReadingLikelihood(
            telling: Conduct.first(Elementary.exp(logarithms - scale)),
            anything: LieRates.anything(evidence, scale: scale))
    }

    /// Likelihood of own evidence, with the share of pairs whose readings say nothing.
    @inline(__always)
    func likelihood(_ evidence: Evidence) -> Conduct.Vector { reading(evidence).mixed(glitch) }

    /// Likelihood of evidence of others, with good and with bad sensors, in units of what depends on conduct for good ones.
    @inline(__always)
    func likelihoods(_ evidence: Evidence) -> (good: Conduct.Vector, noisy: Conduct.Vector) {
        if isChecked {
            let found = checked(evidence).mixed(glitch)
            return (found, found)
        }
        let logarithms = others.logLikelihood(evidence)
        let scale = logarithms.lowHalf.greatest
        return mixed(Elementary.exp(logarithms - scale), LieRates.anything(evidence, scale: scale))
    }

    /// Of an entry by honest reporters with good and with bad sensors, in units of `exp(scale)`, as its levels are.
    @inline(__always)
    func likelihoods(
        _ evidence: Evidence, levels: Elementary.Vector, scale: Double
    ) -> (good: Conduct.Vector, noisy: Conduct.Vector) {
        if isChecked {
            let found = ReadingLikelihood(telling: Conduct.checked(levels), anything: levels[5]).mixed(glitch)
            return (found, found)
        }
        return mixed(Elementary.exp(others.logLikelihood(evidence) - scale), levels[5])
    }

    @inline(__always)
    private func mixed(
        _ shares: Elementary.Vector, _ anything: Double
    ) -> (good: Conduct.Vector, noisy: Conduct.Vector) {
        let all = (1 - glitch) * shares + glitch * anything
        return (Conduct.first(all), Conduct.second(all))
    }

    @inline(__always)
    private func checked(_ evidence: Evidence) -> ReadingLikelihood {
        let logarithms = LieRates.logLikelihood(evidence)
        let levels = columns.levels(Elementary.exp(logarithms - logarithms.greatest))
        let telling = Conduct.checked(levels)
        let top = telling.greatest
        return ReadingLikelihood(telling: telling / top, anything: levels[5] / top)
    }

    /// How probable each conduct and the report of such a vehicle are, but for a factor.
    func joint(_ member: InferenceOutcome.Member) -> Conduct.Vector {
        let trustworthy = (1 - maliciousShare) * ((1 - noisyShare) * member.honest + noisyShare * member.noisy)
        return trustworthy * honest
            + maliciousShare * malicious * (member.honest + (member.liar - member.honest) * liars)
    }

    /// The conduct of a vehicle by its own report.
    func prior(_ member: InferenceOutcome.Member) -> Conduct.Vector {
        let joint = joint(member)
        return joint / joint.total
    }

    /// Log-likelihood ratio of malicious to honest conduct, given probabilities that include their shares.
    func logRatio(_ conduct: Conduct.Vector) -> Double {
        let (malicious, honest) = ((conduct * Conduct.badStates).total, (conduct * Conduct.goodStates).total)
        return Elementary.log(max(malicious, 1e-300)) - Elementary.log(max(honest, 1e-300)) - shareLogOdds
    }
}
