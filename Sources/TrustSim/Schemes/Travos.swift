import GroupDecision

/// TRAVOS: own evidence where it suffices, otherwise also that of the reporters, each as far as its opinions have come
/// true before.
///
/// 1. Own trust is the beta distribution (r + 1, s + 1) with mean E. Its confidence gamma is its mass within `epsilon`
///    of E. If gamma >= `confidenceThreshold` no reporter is asked: T = E.
/// 2. A reported opinion stands for evidence, thus for a beta distribution with mean E_k and deviation sigma_k. Means
///    are put in `bins` equal intervals. For each reporter and interval the evaluator counts what came of such
///    opinions: correct and false interactions with the subjects, later on. The accuracy rho is the mass within the
///    interval of the beta distribution of these counts; without any, rho = 1 / bins.
/// 3. The distribution is moved towards the uniform one, whose deviation is sigma_u = sqrt(1 / 12): E' = 0.5 + rho (E_k
///    - 0.5), sigma' = sigma_u + rho (sigma_k - sigma_u). With m = E' (1 - E') / sigma'^2 - 1 it has the parameters
///    alpha' = m E', beta' = m (1 - E'), and (alpha' - 1, beta' - 1), not below 0, is added to (r, s).
///
/// T = (R + 1) / (R + S + 2), support (R + S) / (R + S + 2).
///
/// Where the publication leaves it open or a stream of beacons differs from its single interactions: An opinion stands
/// from the evaluation at which its report is live until the next one. The outcome of all opinions that stand is the
/// evidence that has come in on their subjects meanwhile: evidence now less what forgetting has left of the former, not
/// below 0. An interaction thus counts at most 1, and somewhat less if it was not the last. Each distinct opinion is
/// counted at each evaluation at which it stands, as in the publication, where it is asked for anew before each
/// interaction. Outcomes are not forgotten, but a reporter is forgotten without a live report for 300 s.
///
/// It does not hold that accuracy is that of the reporter alone: a subject that changes its conduct makes true opinions
/// inaccurate. Opinions about strangers are judged by those about vehicles that the evaluator verifies, and in
/// intervals in which a reporter has not spoken before it is as good as unknown. Rho is small for large `bins` even
/// where all opinions were right.
///
/// - Literature: W. T. L. Teacy, J. Patel, N. R. Jennings, M. Luck, "TRAVOS: Trust and reputation in the context of
///   inaccurate information sources", 2006, DOI 10.1007/s10458-006-5952-x.
struct Travos: TrustScheme {
    let name = "travos"
    let threshold: Double
    let certaintyCap: Double
    let epsilon: Double
    let confidenceThreshold: Double
    let bins: Int

    /// A reporter without a live report for so long is forgotten.
    static let reporterLife: Microseconds = 300_000_000

    struct Memory: Sendable {
        var records = AccuracyRecords()
        var standing = StandingOpinions()
    }

    struct Scratch {
        var total: [Evidence] = []
        /// Whether reporters are asked about a neighbour; nil until one has an opinion.
        var asks: [Bool?] = []
        /// Number of each member among the records.
        var records: [Int] = []
        /// What has come in on each subject of the standing opinions.
        var outcomes: [Evidence] = []
    }

    func makeMemory(tolerance: Double) -> Memory { Memory() }

    func makeScratch() -> Scratch { Scratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout Memory, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        memory.standing.settle(view, &memory.records, &scratch.outcomes)
        memory.records.forget(before: view.time - Self.reporterLife, now: view.time)
        scratch.records.removeAll(keepingCapacity: true)
        for member in view.neighbourhood.members {
            scratch.records.append(
                memory.records.number(of: view.subjects[member.subject], at: view.time, bins: bins))
        }
        memory.standing.clear(view)
        addReports(view, &memory, &scratch)
        for evidence in scratch.total {
            let total = evidence.total + 2
            decisions.neighbours.append(
                SchemeDecision(
                    trust: (evidence.positive + 1) / total, threshold: threshold, support: evidence.total / total))
        }
    }

    /// Adds up evidence, and has the opinions stand until the next evaluation.
    private func addReports(_ view: LocalView, _ memory: inout Memory, _ scratch: inout Scratch) {
        let (neighbourhood, parameters) = (view.neighbourhood, view.evidenceParameters)
        scratch.total.removeAll(keepingCapacity: true)
        scratch.total.append(contentsOf: view.evidence.prefix(view.neighbourCount))
        scratch.asks.removeAll(keepingCapacity: true)
        scratch.asks.append(contentsOf: repeatElement(nil, count: view.neighbourCount))
        for member in neighbourhood.members.indices {
            let record = scratch.records[member]
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
                let told = parameters.evidence(value: entry.value, certainty: min(entry.certainty, certaintyCap))
                let bin = Self.bin(of: told, bins)
                memory.standing.add(subject: Int(entry.subject), bin: bin)
                let subject = Int(entry.subject)
                guard subject < view.neighbourCount else { continue }
                let asks = scratch.asks[subject] ?? !isConfident(view.evidence[subject])
                scratch.asks[subject] = asks
                if !asks { continue }
                let adjusted = Self.adjusted(told, accuracy: memory.records.accuracy(record, bin: bin))
                scratch.total[subject].positive += adjusted.positive
                scratch.total[subject].negative += adjusted.negative
            }
            memory.standing.endReport(record: record)
        }
    }

    /// gamma >= `confidenceThreshold`.
    func isConfident(_ evidence: Evidence) -> Bool {
        Self.confidence(evidence, within: epsilon) >= confidenceThreshold
    }

    /// gamma, the mass within a distance of the mean.
    static func confidence(_ evidence: Evidence, within epsilon: Double) -> Double {
        let (alpha, beta) = (evidence.positive + 1, evidence.negative + 1)
        let mean = alpha / (alpha + beta)
        return IncompleteBeta.regularized(min(mean + epsilon, 1), alpha, beta)
            - IncompleteBeta.regularized(max(mean - epsilon, 0), alpha, beta)
    }

    /// The interval of the mean.
    static func bin(of evidence: Evidence, _ bins: Int) -> Int {
        min(Int((evidence.positive + 1) / (evidence.total + 2) * Double(bins)), bins - 1)
    }

    /// Evidence of a reporter of the given accuracy, as much as it is worth.
    static func adjusted(_ evidence: Evidence, accuracy: Double) -> Evidence {
        let (alpha, beta, total) = (evidence.positive + 1, evidence.negative + 1, evidence.total + 2)
        let uniform = (1.0 / 12).squareRoot()
        let mean = 0.5 + accuracy * (alpha / total - 0.5)
        let ownDeviation = (alpha * beta / (total * total * (total + 1))).squareRoot()
        let deviation = uniform + accuracy * (ownDeviation - uniform)
        let newTotal = mean * (1 - mean) / (deviation * deviation) - 1
        return Evidence(positive: max(newTotal * mean - 1, 0), negative: max(newTotal * (1 - mean) - 1, 0))
    }
}

/// What came of the opinions of each reporter, by the interval in which they lay.
struct AccuracyRecords: Sendable {
    private struct Outcomes: Sendable {
        var evidence = Evidence()
        /// Negative until it is computed.
        var accuracy: Double
    }

    /// Reporters with the time of their last live report.
    private var reporters = IntegerMap<VehicleID, Microseconds>()
    /// Interval by interval, reporter by reporter.
    private var outcomes: [Outcomes] = []
    private var bins = 1
    private var nextForgetting = Microseconds.min

    /// Number of reporters.
    var count: Int { reporters.count }

    /// Number of a reporter, which has a live report now. It holds until records are forgotten.
    mutating func number(of reporter: VehicleID, at time: Microseconds, bins: Int) -> Int {
        self.bins = bins
        let number = reporters.position(of: reporter, orInsert: time)
        reporters.values[number] = time
        if outcomes.count < reporters.count * bins {
            outcomes.append(contentsOf: repeatElement(Outcomes(accuracy: 1 / Double(bins)), count: bins))
        }
        return number
    }

    /// Adds an outcome.
    mutating func add(_ evidence: Evidence, to number: Int, bin: Int) {
        let place = number * bins + bin
        outcomes[place].evidence.positive += evidence.positive
        outcomes[place].evidence.negative += evidence.negative
        outcomes[place].accuracy = -1
    }

    /// rho.
    mutating func accuracy(_ number: Int, bin: Int) -> Double {
        let place = number * bins + bin
        if outcomes[place].accuracy < 0 {
            outcomes[place].accuracy = Self.accuracy(outcomes[place].evidence, bin: bin, of: bins)
        }
        return outcomes[place].accuracy
    }

    /// Mass within an interval of the beta distribution of the outcomes.
    static func accuracy(_ evidence: Evidence, bin: Int, of bins: Int) -> Double {
        let (alpha, beta) = (evidence.positive + 1, evidence.negative + 1)
        let below = bin == 0 ? 0 : IncompleteBeta.regularized(Double(bin) / Double(bins), alpha, beta)
        let upTo = bin + 1 == bins ? 1 : IncompleteBeta.regularized(Double(bin + 1) / Double(bins), alpha, beta)
        return min(max(upTo - below, 0), 1)
    }

    /// Forgets reporters last heard before a time; looks for them once in a minute.
    mutating func forget(before limit: Microseconds, now: Microseconds) {
        guard now >= nextForgetting else { return }
        nextForgetting = now + 60_000_000
        guard reporters.values.contains(where: { $0 < limit }) else { return }
        var kept = IntegerMap<VehicleID, Microseconds>()
        var keptOutcomes: [Outcomes] = []
        for number in 0..<reporters.count where reporters.values[number] >= limit {
            kept.append(reporters.keys[number], reporters.values[number])
            keptOutcomes.append(contentsOf: outcomes[number * bins..<(number + 1) * bins])
        }
        (reporters, outcomes) = (kept, keptOutcomes)
    }
}

/// The opinions that were live at the last evaluation, and the evidence on their subjects at that time.
struct StandingOpinions: Sendable {
    /// Less evidence is the rounding of what forgetting has left.
    private static let leastOutcome = 1e-6

    private var time: Microseconds = 0
    private var subjects: [VehicleID] = []
    private var evidence: [Evidence] = []
    private var reports: [(record: Int32, end: Int32)] = []
    private var opinions: [(subject: UInt32, bin: UInt8)] = []

    /// Begins anew with the subjects of a view.
    mutating func clear(_ view: LocalView) {
        time = view.time
        subjects.removeAll(keepingCapacity: true)
        evidence.removeAll(keepingCapacity: true)
        reports.removeAll(keepingCapacity: true)
        opinions.removeAll(keepingCapacity: true)
        subjects.append(contentsOf: view.subjects)
        evidence.append(contentsOf: view.evidence)
    }

    /// An opinion of the report that is ended next, about a subject of the view.
    mutating func add(subject: Int, bin: Int) { opinions.append((UInt32(subject), UInt8(bin))) }

    mutating func endReport(record: Int) { reports.append((Int32(record), Int32(opinions.count))) }

    /// Adds the evidence that has come in since to the records of those who had an opinion.
    func settle(_ view: LocalView, _ records: inout AccuracyRecords, _ outcomes: inout [Evidence]) {
        outcomes.removeAll(keepingCapacity: true)
        let retained = view.retained(after: view.time - time)
        for (vehicle, former) in zip(subjects, evidence) {
            let now = view.ownEvidence(on: vehicle)
            outcomes.append(
                Evidence(
                    positive: max(now.positive - retained * former.positive, 0),
                    negative: max(now.negative - retained * former.negative, 0)))
        }
        var first = 0
        for report in reports {
            for opinion in opinions[first..<Int(report.end)] {
                let outcome = outcomes[Int(opinion.subject)]
                if outcome.total < Self.leastOutcome { continue }
                records.add(outcome, to: Int(report.record), bin: Int(opinion.bin))
            }
            first = Int(report.end)
        }
    }
}

extension SchemeEntry {
    static let travos = SchemeEntry(
        name: "travos", summary: "own evidence, or reports adjusted by the accuracy of the reporter's former ones",
        parameters: [
            .threshold(),
            SchemeParameter("epsilon", 0...1, 0.2, "distance from the mean that counts as confidence"),
            SchemeParameter("confidenceThreshold", 0...1, 0.95, "confidence from which no reporter is asked"),
            SchemeParameter("bins", 1...100, 5, "number of intervals of opinions, rounded to a whole number"),
        ]
    ) { options in
        AnyTrustScheme(
            Travos(
                threshold: options.threshold, certaintyCap: options.certaintyCap, epsilon: options["epsilon"],
                confidenceThreshold: options["confidenceThreshold"], bins: Int(options["bins"].rounded())))
    }
}
