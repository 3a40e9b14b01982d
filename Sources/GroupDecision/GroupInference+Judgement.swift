extension GroupInference {
    /// What credible reporters have newly said becomes part of the beliefs; the messages of the others count for the present.
    mutating func credit(
        _ neighbourhood: Neighbourhood, _ numbers: [Int32], _ time: Double, _ retained: (Double) -> Double,
        _ memory: inout InferenceMemory
    ) {
        passing.reset(messages.count, to: Vector(repeating: 1))
        for (position, member) in neighbourhood.members.enumerated() {
            let reporter = Int(numbers[member.subject])
            for (index, statement) in memory.statements[reporter].enumerated() {
                mark(statement.subject, Int32(index + 1))
            }
            kept.removeAll(keepingCapacity: true)
            for place in neighbourhood.entryRange(ofMember: position) {
                let entry = entries[place]
                let number = numbers[Int(entry.subject)]
                let before = statement(about: number).map { memory.statements[reporter][$0] }
                if entry.goodSensor + entry.badSensor < parameters.settings.credit || !mechanisms.memory {
                    multiply(&passing[Int(entry.subject)], by: entry.message)
                    if keepsParts { parts.said.append(entry.message) }
                    if let before { kept.append(before) }
                    continue
                }
                kept.append(.init(subject: number, evidence: entry.evidence, time: time))
                var said = entry.message
                if let before {
                    let news = gain(entry.evidence, over: before.evidence, retained: retained(time - before.time))
                    said = news.total < InferenceTables.leastEvidence ? Vector(repeating: 1) : self.said(news, entry)
                }
                if keepsParts { parts.said.append(said) }
                let subject = Int(entry.subject)
                beliefs[subject] = normalised(beliefs[subject] * said, floor: InferenceTables.memoryFloor)
            }
            for statement in memory.statements[reporter] { mark(statement.subject, 0) }
            if memory.statements[reporter].isEmpty && !kept.isEmpty { memory.reporters.append(Int32(reporter)) }
            memory.statements[reporter].removeAll(keepingCapacity: true)
            memory.statements[reporter].append(contentsOf: kept)
        }
        for (position, number) in numbers.enumerated() { memory.beliefs[Int(number)].likelihood = beliefs[position] }
        memory.dropStatements(before: time - InferenceTables.statementLife)
    }

    /// Likelihood of news of a reporter that is honest with the probabilities of its entry.
    private func said(_ news: Evidence, _ entry: EntryLikelihoods) -> Vector {
        let (good, noisy) = model.likelihoods(news)
        return entry.goodSensor * good + entry.badSensor * noisy + (1 - entry.goodSensor - entry.badSensor)
    }

    private mutating func mark(_ subject: Int32, _ value: Int32) {
        while positions.count <= Int(subject) { positions.append(0) }
        positions[Int(subject)] = value
    }

    private func statement(about subject: Int32) -> Int? {
        Int(subject) < positions.count && positions[Int(subject)] > 0 ? Int(positions[Int(subject)]) - 1 : nil
    }

    /// What is found about every subject, and whom to trust.
    mutating func judge(_ neighbourhood: Neighbourhood, _ outcome: inout InferenceOutcome) {
        outcome.subjects.removeAll(keepingCapacity: true)
        verdicts.removeAll(keepingCapacity: true)
        for number in outcome.members.indices {
            outcome.members[number].selfProof = -model.logRatio(model.joint(outcome.members[number]))
        }
        let costs = Elementary.log(neighbourhood.tolerance / (1 - neighbourhood.tolerance))
        let threshold = InferenceOutcome.level(mechanisms.dynamicThreshold ? costs + model.shareLogOdds : costs)
        for subject in neighbourhood.subjects.indices {
            let isJudged = mechanisms.selfProof && reports[subject] >= 0
            let report = isJudged ? outcome.members[Int(reports[subject])] : InferenceOutcome.Member()
            let remembered = beliefs[subject]
            let known = remembered * passing[subject]
            let joint = model.joint(report)
            let found = known * joint
            verdicts.append(
                Verdict(
                    conduct: remembered * joint,
                    lying: model.maliciousShare * report.liar
                        * (remembered * model.malicious * model.liars).sum(),
                    observed: known * model.silent))
            let limited = min(max(model.logRatio(found), -60), 60)
            outcome.subjects.append(
                .init(logOdds: limited, trust: InferenceOutcome.level(-limited), threshold: threshold))
        }
    }

    /// Learns from a decision about the evaluator's neighbours.
    mutating func learn(_ neighbourhood: Neighbourhood, _ memory: inout InferenceMemory) {
        var malicious = 0.0
        var count = 0.0
        var conduct = Vector(repeating: 0)
        var lies = Kinds(repeating: 0)
        memory.accuracyScores *= InferenceTables.accuracyFading
        for subject in neighbourhood.subjects.indices where neighbourhood.subjects[subject].isNeighbour {
            let verdict = verdicts[subject]
            let (bad, good) = (verdict.malicious, verdict.honest)
            let all = good + bad + 1e-300
            malicious += (verdict.observed * Conduct.badStates).sum() / verdict.observed.sum()
            count += 1
            if reports[subject] >= 0 { lies += verdict.lying / all * lieKinds[Int(reports[subject])] }
            if max(good, bad) >= parameters.countedOdds * min(good, bad) { conduct += verdict.conduct / all }
            if parameters.learnsAccuracy { scoreAccuracy(subject, &memory) }
        }
        memory.conductCounts = InferenceTables.countFading * memory.conductCounts + conduct
        memory.lieCounts = InferenceTables.countFading * memory.lieCounts + lies
        if count > 0 {
            let limits = InferenceTables.shareLimits
            let weight = InferenceTables.shareWeight
            let found = (malicious + weight * parameters.maliciousShare) / (count + weight)
            let share =
                (1 - InferenceTables.shareRate) * memory.maliciousShare + InferenceTables.shareRate * found
            memory.maliciousShare = min(max(share, limits.lowerBound), limits.upperBound)
        }
        if parameters.learnsAccuracy { estimateAccuracy(&memory) }
        let odds =
            Elementary.exp(min(memory.glitchScores.great - memory.glitchScores.small, 700))
            * parameters.greatGlitchShare / (1 - parameters.greatGlitchShare)
        memory.glitch = (parameters.glitch + odds * parameters.greatGlitch) / (1 + odds)
    }

    /// How likely what is new in the evaluator's own evidence is with a sensor of each accuracy, by what others say.
    private func scoreAccuracy(_ subject: Int, _ memory: inout InferenceMemory) {
        let news = increments[subject]
        guard news.total > 0.01 else { return }
        var conduct = priors[subject] * messages[subject]
        conduct /= conduct.sum()
        let shares = Conduct.shares(conduct)
        // Likelihoods with each accuracy, in units of their greatest, whose logarithms are the scales.
        var telling = Kinds(repeating: 1)
        var scales = Kinds(repeating: 0)
        for (number, pair) in InferenceTables.sensors.enumerated() {
            let logarithms = pair.logLikelihood(news)
            let (low, high) = (logarithms.lowHalf.greatest, logarithms.highHalf.greatest)
            let found = Elementary.exp(
                logarithms - Elementary.Vector(lowHalf: .init(repeating: low), highHalf: .init(repeating: high)))
            telling[2 * number] = (found.lowHalf * shares).sum()
            telling[2 * number + 1] = (found.highHalf * shares).sum()
            scales[2 * number] = low
            scales[2 * number + 1] = high
        }
        let rates = LieRates.logLikelihood(news)
        let top = rates.greatest
        let anything = Elementary.exp(rates - top).sum() / 8 * exponential(top - scales)
        let likelihood = (1 - model.glitch) * telling + model.glitch * anything
        let floor = InferenceTables.leastLikelihood
        memory.accuracyScores += logarithm(likelihood.replacing(with: floor, where: likelihood .< floor)) + scales
    }

    /// Means of the accuracies, of which the last score is that of a bad sensor.
    private func estimateAccuracy(_ memory: inout InferenceMemory) {
        let bad = memory.accuracyScores[InferenceTables.accuracies.count]
        var greatest = -Double.infinity
        for (number, prior) in accuracyPriors.enumerated() {
            greatest = max(greatest, prior + max(memory.accuracyScores[number], bad))
        }
        var (sum, others, own) = (0.0, 0.0, 0.0)
        for (number, accuracy) in InferenceTables.accuracies.enumerated() {
            let good =
                (1 - parameters.noisyShare)
                * Elementary.exp(accuracyPriors[number] + memory.accuracyScores[number] - greatest)
            let faulty = parameters.noisyShare * Elementary.exp(accuracyPriors[number] + bad - greatest)
            sum += good + faulty
            others += (good + faulty) * accuracy
            own += good * accuracy + faulty * InferenceTables.badAccuracy
        }
        memory.othersAccuracy = others / sum
        memory.ownAccuracy = own / sum
    }
}
