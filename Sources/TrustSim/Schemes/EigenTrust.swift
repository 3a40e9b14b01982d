import GroupDecision

/// The EigenTrust iteration: t = (1 - a) C^T t + a p, from t = p.
///
/// C is made of weighted links; each row is normalised, and a row without weight is p. The result is a distribution. For
/// a > 0 it exists, is unique, and does not depend on the order of the links beyond rounding; each round shrinks the
/// distance to it by 1 - a or more. For a = 0 the iteration need not converge.
///
/// - Literature: S. D. Kamvar, M. T. Schlosser, H. Garcia-Molina, "The EigenTrust algorithm for reputation management in
///   P2P networks", 2003, DOI 10.1145/775152.775242.
struct EigenTrustIteration {
    /// Somebody's local trust in somebody.
    struct Link: Sendable {
        var source: Int32
        var target: Int32
        /// At least 0.
        var weight: Double
    }

    /// Local trust; `solve` normalises it.
    var links: [Link] = []
    /// The distribution that was found.
    private(set) var trust: [Double] = []
    private var next: [Double] = []
    private var rowSums: [Double] = []

    /// Iterates until the sum of all changes is below `epsilon`, at most `maxRounds` times. Returns the rounds.
    ///
    /// - Parameter pretrust: a distribution, with one share for each vehicle.
    @discardableResult
    mutating func solve(pretrust: [Double], alpha: Double, epsilon: Double = 1e-9, maxRounds: Int = 500) -> Int {
        normalise(count: pretrust.count)
        replace(&trust, with: pretrust)
        for round in 1...maxRounds {
            // What those without local trust have to give goes to the pre-trusted.
            var idle = 0.0
            for vehicle in pretrust.indices where rowSums[vehicle] == 0 { idle += trust[vehicle] }
            let share = (1 - alpha) * idle + alpha
            next.removeAll(keepingCapacity: true)
            for pretrusted in pretrust { next.append(share * pretrusted) }
            for link in links { next[Int(link.target)] += (1 - alpha) * link.weight * trust[Int(link.source)] }
            var change = 0.0
            for vehicle in pretrust.indices { change += abs(next[vehicle] - trust[vehicle]) }
            swap(&trust, &next)
            if change < epsilon { return round }
        }
        return maxRounds
    }

    private mutating func normalise(count: Int) {
        rowSums.removeAll(keepingCapacity: true)
        rowSums.append(contentsOf: repeatElement(0, count: count))
        for link in links { rowSums[Int(link.source)] += link.weight }
        for index in links.indices where links[index].weight > 0 {
            links[index].weight /= rowSums[Int(links[index].source)]
        }
    }

    private func replace(_ numbers: inout [Double], with others: [Double]) {
        numbers.removeAll(keepingCapacity: true)
        numbers.append(contentsOf: others)
    }
}

/// EigenTrust over what one vehicle has heard: local trust max(r - s, 0), its own from its evidence, that of reporters from
/// their reports; the evaluator alone is pre-trusted.
///
/// The result is a distribution over vehicles, so that a share depends on how many there are. T = t / (t + mean), where
/// the mean is that of the neighbours about whom anything was heard: 1/2 for a neighbour with a mean share, 0 for one
/// without any; greater shares give greater T. Support: evidence on the neighbour, own and as reported by vehicles with
/// t > 0, each in full.
///
/// It has no distrust: bad conduct is as good as none, and only the support tells a vehicle of bad conduct from a
/// stranger. It favours vehicles about which there is much evidence. It is no probability, and the threshold means a
/// share of the mean. There is no global computation as in the literature: each evaluator has another matrix.
///
/// - Literature: see ``EigenTrustIteration``.
struct EigenTrust: TrustScheme {
    let name = "eigentrust"
    let threshold: Double
    let certaintyCap: Double
    let alpha: Double

    struct Scratch {
        var iteration = EigenTrustIteration()
        var pretrust: [Double] = []
        /// Amount of evidence that each entry stands for.
        var heard: [Double] = []
        var totals: [Double] = []
    }

    func makeScratch() -> Scratch { Scratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout Void, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        collect(view, &scratch)
        scratch.iteration.solve(pretrust: scratch.pretrust, alpha: alpha)
        addSupport(view, &scratch)
        var (sum, count) = (0.0, 0.0)
        for neighbour in 0..<view.neighbourCount where scratch.totals[neighbour] > 0 {
            sum += scratch.iteration.trust[neighbour]
            count += 1
        }
        let mean = sum / max(count, 1)
        for neighbour in 0..<view.neighbourCount {
            let (total, share) = (scratch.totals[neighbour], scratch.iteration.trust[neighbour])
            let trust = share > 0 ? share / (share + mean) : 0
            decisions.neighbours.append(
                SchemeDecision(
                    trust: total > 0 ? trust : 0.5, threshold: threshold,
                    support: total / (total + view.evidenceParameters.priorWeight)))
        }
    }

    /// Local trust of the evaluator, who has the number after the last subject, and of the reporters.
    private func collect(_ view: LocalView, _ scratch: inout Scratch) {
        let neighbourhood = view.neighbourhood
        let evaluator = Int32(view.evidence.count)
        scratch.iteration.links.removeAll(keepingCapacity: true)
        scratch.heard.removeAll(keepingCapacity: true)
        scratch.totals.removeAll(keepingCapacity: true)
        scratch.pretrust.removeAll(keepingCapacity: true)
        for (subject, evidence) in view.evidence.enumerated() {
            scratch.totals.append(evidence.total)
            scratch.pretrust.append(0)
            scratch.iteration.addLink(evaluator, Int32(subject), evidence)
        }
        scratch.pretrust.append(1)
        for member in neighbourhood.members.indices {
            let reporter = Int32(neighbourhood.members[member].subject)
            for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
                let evidence = view.evidenceParameters.evidence(
                    value: entry.value, certainty: min(entry.certainty, certaintyCap))
                scratch.heard.append(evidence.total)
                scratch.iteration.addLink(reporter, entry.subject, evidence)
            }
        }
    }

    private func addSupport(_ view: LocalView, _ scratch: inout Scratch) {
        let neighbourhood = view.neighbourhood
        for member in neighbourhood.members.indices
        where scratch.iteration.trust[neighbourhood.members[member].subject] > 0 {
            for position in neighbourhood.entryRange(ofMember: member) {
                scratch.totals[Int(neighbourhood.entries[position].subject)] += scratch.heard[position]
            }
        }
    }
}

extension EigenTrustIteration {
    fileprivate mutating func addLink(_ source: Int32, _ target: Int32, _ evidence: Evidence) {
        let weight = evidence.positive - evidence.negative
        if weight > 0 { links.append(Link(source: source, target: target, weight: weight)) }
    }
}

extension SchemeEntry {
    static let eigenTrust = SchemeEntry(
        name: "eigentrust", summary: "EigenTrust from what was heard, the evaluator being pre-trusted",
        parameters: [
            .threshold(0.2), SchemeParameter("alpha", 0.05...1, 0.2, "share of the pre-trusted in each round"),
        ]
    ) { options in
        AnyTrustScheme(
            EigenTrust(threshold: options.threshold, certaintyCap: options.certaintyCap, alpha: options["alpha"]))
    }
}
