import GroupDecision

/// An upper bound, not a scheme: it is told the labels of all vehicles but the one it judges, and what attackers do. It
/// hears no more than its vehicle.
///
/// With the labels of the others known, what they say about a vehicle is independent, and the likelihood ratio of
/// *malicious* against *honest* is the product of five kinds of factors:
///
/// 1. Own evidence: each verified interaction is correct with probability P_H of an honest and P_M of a malicious vehicle.
/// 2. Reports of honest vehicles: the evidence that they stand for, likewise.
/// 3. Reports of attackers, where their way of lying can be undone: the evidence behind them; where they praise fellows
///    and defame the rest, the label itself.
/// 4. The vehicle's own report: whether it is one that the attack would write, given the labels of those in it.
///
/// 5. How much evidence there is, on its own and behind the reports of honest vehicles: attackers that take new names are
///    known less well.
///
/// P_H and P_M, and the frequencies of amounts of evidence, are rates over all evaluations of the run so far, of all vehicles: no vehicle could know them. T is the
/// posterior for even odds, 1 / (1 + L), and the threshold 1/2; without any factor it is unknown like everybody.
///
/// Names that attackers use beside their own may behave otherwise: under statistical verification the likelihood of
/// *malicious* is that of the mixture of both.
///
/// The ratio is exact for what (r, s) and reports say, where sensors are alike and evidence independent: under statistical
/// verification without faulty sensors. Under plausibility verification all receivers check the same claim, so that their
/// evidence is correlated, and a scheme may do slightly better. Not used: the times of single interactions, which would
/// help with attackers that are malicious now and then, and who stands next to whom.
struct Genie: InformedBound {
    let name = "genie"
    let knownAccuracy: Double
    let interval: Microseconds
    /// Whether what different vehicles see of a beacon is independent, so that small differences between ghosts and their
    /// owners tell something: not where all check the same claim.
    var hasIndependentEvidence = true

    struct Memory {
        /// Weights of correct and false interactions with honest and with malicious vehicles.
        var honest: Evidence
        var malicious: Evidence
        /// The same for names that attackers use beside their own: their conduct may be another. And how many cases there
        /// were of either.
        var ghosts: Evidence
        var ownNameCases = 0.0
        var ghostCases = 0.0
        var ratios: [Double] = []
        /// What evidence says of each subject if it is malicious: under its own name, and as a ghost.
        var conduct: [(ownName: Double, ghost: Double)] = []
        /// Evidence behind each subject, and how often there was so much for honest and malicious vehicles, by doublings.
        var amounts: [Double] = []
        var honestAmounts = Array(repeating: 1.0, count: Genie.amountClasses)
        var ownNameAmounts = Array(repeating: 1.0, count: Genie.amountClasses)
        var ghostAmounts = Array(repeating: 1.0, count: Genie.amountClasses)
        var ways: IntegerMap<VehicleID, Way> = IntegerMap()
        var allWays: [Way]?
    }

    private static let amountClasses = 16

    /// Class of an amount of evidence: 0 for none, then one for each doubling.
    private static func amountClass(_ amount: Double) -> Int {
        var limit = 0.5
        var number = 0
        while number < amountClasses - 1 && amount >= limit {
            limit *= 2
            number += 1
        }
        return number
    }

    /// More is certain.
    static let limit = 60.0

    func makeMemory() -> Memory {
        Memory(
            honest: Evidence(positive: 20 * knownAccuracy, negative: 20 * (1 - knownAccuracy)),
            malicious: Evidence(positive: 1, negative: 1), ghosts: Evidence(positive: 1, negative: 1))
    }

    func evaluate(_ view: LocalView, _ truth: Truth, memory: inout Memory, into decisions: inout SchemeDecisions) {
        let rates = learn(view, truth, &memory)
        if memory.allWays == nil {
            memory.allWays = truth.allProfiles.map { Way($0, interval: interval) }.distinct()
        }
        let ghosts = Rates(honest: memory.honest, malicious: memory.ghosts)
        memory.ratios.removeAll(keepingCapacity: true)
        memory.conduct.removeAll(keepingCapacity: true)
        memory.amounts.removeAll(keepingCapacity: true)
        for evidence in view.evidence.prefix(view.neighbourCount) {
            memory.ratios.append(0)
            memory.conduct.append((rates.ratio(evidence), ghosts.ratio(evidence)))
            memory.amounts.append(evidence.total)
        }
        let neighbourhood = view.neighbourhood
        for member in neighbourhood.members.indices {
            let reporter = neighbourhood.members[member].subject
            let range = neighbourhood.entryRange(ofMember: member)
            let told = neighbourhood.entries[range]
            let way = way(of: view.subjects[reporter], truth, &memory)
            for entry in told where entry.subject < view.neighbourCount {
                if way.reports == .honest {
                    let evidence = view.evidenceParameters.evidence(value: entry.value, certainty: entry.certainty)
                    memory.amounts[Int(entry.subject)] += evidence.total
                    if way.isAlways {
                        memory.conduct[Int(entry.subject)].ownName += rates.ratio(evidence)
                        memory.conduct[Int(entry.subject)].ghost += ghosts.ratio(evidence)
                        continue
                    }
                }
                memory.ratios[Int(entry.subject)] += ratio(of: entry, by: way, rates, view)
            }
            if reporter < view.neighbourCount {
                memory.ratios[reporter] += ratio(
                    ofReport: told, tolerance: neighbourhood.members[member].tolerance,
                    attestedLevel: neighbourhood.members[member].attestedLevel, rates, view, truth, memory.allWays ?? []
                )
            }
        }
        addAmounts(view, truth, &memory)
        let ghostShare = memory.ghostCases / max(1, memory.ghostCases + memory.ownNameCases)
        for (ratio, conduct) in zip(memory.ratios, memory.conduct) {
            let bounded = min(max(ratio + Self.mixed(conduct, ghostShare), -Self.limit), Self.limit)
            decisions.neighbours.append(
                SchemeDecision(
                    trust: 1 / (1 + Elementary.exp(bounded)), threshold: 0.5,
                    support: 1 - Elementary.exp(-abs(bounded))))
        }
    }

    /// Logarithm of the likelihood ratio of conduct, of one that is either malicious under its own name or a ghost.
    private static func mixed(_ conduct: (ownName: Double, ghost: Double), _ ghostShare: Double) -> Double {
        if ghostShare == 0 { return conduct.ownName }
        let ownName = min(max(conduct.ownName, -300), 300)
        let ghost = min(max(conduct.ghost, -300), 300)
        return Elementary.log(ghostShare * Elementary.exp(ghost) + (1 - ghostShare) * Elementary.exp(ownName))
    }

    // MARK: - Rates

    /// Logarithms of the rates of correct and false interactions.
    struct Rates {
        let honest: (correct: Double, wrong: Double)
        let malicious: (correct: Double, wrong: Double)

        init(honest honestEvidence: Evidence, malicious maliciousEvidence: Evidence) {
            func logarithms(_ evidence: Evidence) -> (Double, Double) {
                let correct = (evidence.positive + 0.01) / (evidence.total + 0.02)
                return (Elementary.log(correct), Elementary.log(1 - correct))
            }
            honest = logarithms(honestEvidence)
            malicious = logarithms(maliciousEvidence)
        }

        /// Logarithm of the likelihood ratio of malicious against honest.
        func ratio(_ evidence: Evidence) -> Double {
            evidence.positive * (malicious.correct - honest.correct)
                + evidence.negative * (malicious.wrong - honest.wrong)
        }

        /// Logarithm of the likelihood of evidence, given the label: of so many correct among so many interactions, up to
        /// what depends on their number only.
        func likelihood(_ evidence: Evidence, isMalicious: Bool) -> Double {
            let rates = isMalicious ? malicious : honest
            return evidence.positive * rates.correct + evidence.negative * rates.wrong
                - GammaFunction.logarithm(evidence.positive + 1) - GammaFunction.logarithm(evidence.negative + 1)
        }
    }

    private func isGhost(_ subject: VehicleID, _ truth: Truth) -> Bool {
        hasIndependentEvidence && truth.isExtraName(subject)
    }

    private func learn(_ view: LocalView, _ truth: Truth, _ memory: inout Memory) -> Rates {
        for index in 0..<view.neighbourCount {
            let evidence = view.evidence[index]
            let subject = view.subjects[index]
            if truth.isMalicious[Int(subject)] && isGhost(subject, truth) {
                memory.ghosts.positive += evidence.positive
                memory.ghosts.negative += evidence.negative
                memory.ghostCases += 1
            } else if truth.isMalicious[Int(subject)] {
                memory.malicious.positive += evidence.positive
                memory.malicious.negative += evidence.negative
                memory.ownNameCases += 1
            } else {
                memory.honest.positive += evidence.positive
                memory.honest.negative += evidence.negative
            }
        }
        return Rates(honest: memory.honest, malicious: memory.malicious)
    }

    /// What it says that there is so much evidence on a vehicle.
    private func addAmounts(_ view: LocalView, _ truth: Truth, _ memory: inout Memory) {
        let honest = memory.honestAmounts.reduce(0, +)
        let ownNames = memory.ownNameAmounts.reduce(0, +)
        let ghosts = memory.ghostAmounts.reduce(0, +)
        let classes = memory.amounts.map(Self.amountClass)
        for (index, number) in classes.enumerated() {
            let rarity = honest / memory.honestAmounts[number]
            memory.conduct[index].ownName += Elementary.log(memory.ownNameAmounts[number] / ownNames * rarity)
            memory.conduct[index].ghost += Elementary.log(memory.ghostAmounts[number] / ghosts * rarity)
        }
        for (index, number) in classes.enumerated() {
            let subject = view.subjects[index]
            if !truth.isMalicious[Int(subject)] {
                memory.honestAmounts[number] += 1
            } else if isGhost(subject, truth) {
                memory.ghostAmounts[number] += 1
            } else {
                memory.ownNameAmounts[number] += 1
            }
        }
    }

    // MARK: - Reports

    private func way(of reporter: VehicleID, _ truth: Truth, _ memory: inout Memory) -> Way {
        guard truth.isMalicious[Int(reporter)], let profile = truth.profile(of: reporter) else { return Way() }
        if let known = memory.ways[reporter] { return known }
        let way = Way(profile, interval: interval)
        memory.ways.append(reporter, way)
        return way
    }

    /// What an entry says about its subject, by a reporter of a known label.
    private func ratio(of entry: Neighbourhood.Entry, by way: Way, _ rates: Rates, _ view: LocalView) -> Double {
        if case .collude(let praise, let defamation, let certainty) = way.reports,
            entry.certainty == certainty, entry.value == praise || entry.value == defamation, praise != defamation
        {
            return entry.value == praise ? Self.limit : -Self.limit
        }
        // One that is honest at times may have been so in this report.
        if !way.isAlways && way.reports != .honest { return 0 }
        guard let asHonest = way.original(entry, isFellow: false), let asFellow = way.original(entry, isFellow: true)
        else { return 0 }
        let parameters = view.evidenceParameters
        if asHonest == asFellow {
            return rates.ratio(parameters.evidence(value: asHonest.value, certainty: asHonest.certainty))
        }
        let honest = rates.likelihood(
            parameters.evidence(value: asHonest.value, certainty: asHonest.certainty), isMalicious: false)
        let malicious = rates.likelihood(
            parameters.evidence(value: asFellow.value, certainty: asFellow.certainty), isMalicious: true)
        return malicious - honest
    }

    /// What a report says about its reporter: whether an honest vehicle or one of the attackers would write it.
    private func ratio(
        ofReport told: ArraySlice<Neighbourhood.Entry>, tolerance: Double, attestedLevel: Double, _ rates: Rates,
        _ view: LocalView, _ truth: Truth, _ ways: [Way]
    ) -> Double {
        // An honest vehicle vouches exactly where the value reaches the tolerance that it states.
        if told.contains(where: { $0.vouches != ($0.value >= tolerance) }) { return Self.limit }
        var best: Double?
        for way in ways {
            guard let ratio = way.ratio(told, tolerance: tolerance, attestedLevel: attestedLevel, rates, view, truth)
            else { return 0 }
            best = max(best ?? -.infinity, ratio)
        }
        return min(max(best ?? 0, -Self.limit), Self.limit)
    }
}

extension SchemeEntry {
    static let genie = SchemeEntry(
        name: "genie", summary: "an upper bound, no scheme: knows the labels of all others and what attackers do"
    ) {
        AnyTrustScheme(
            bound: Genie(
                knownAccuracy: 0.9, interval: $0.settings.evaluationInterval,
                hasIndependentEvidence: $0.settings.hasIndependentEvidence))
    }
}
