extension GroupInference {
    /// What credible reporters have newly said becomes part of the beliefs; the messages of the others count for the present.
    mutating func credit(
        _ neighbourhood: Neighbourhood, _ numbers: [Int32], _ time: Double, _ retained: (Double) -> Double,
        _ memory: inout InferenceMemory
    ) {
        let (entries, subjects) = (workspace.entries, workspace.subjects)
        for (position, member) in neighbourhood.members.enumerated() {
            let reporter = Int(numbers[member.subject])
            // Handed out and back, so that its storage has one owner.
            swap(&statements, &memory.statements[reporter])
            for (index, statement) in statements.enumerated() { mark(statement.subject, Int32(index + 1)) }
            kept.removeAll(keepingCapacity: true)
            for place in neighbourhood.entryRange(ofMember: position) {
                let subject = Int(entries[place].subject)
                let number = numbers[subject]
                let before = statement(about: number).map { statements[$0] }
                let honest = entries[place].goodSensor + entries[place].badSensor
                if honest < parameters.settings.credit || !mechanisms.memory {
                    multiply(&subjects[subject].passing, by: entries[place].message)
                    if keepsParts { parts.said.append(entries[place].message) }
                    if let before { kept.append(before) }
                    continue
                }
                kept.append(.init(subject: number, evidence: entries[place].evidence, time: time))
                var said = entries[place].message
                if let before {
                    let share = retained(time - before.time)
                    let news = gain(entries[place].evidence, over: before.evidence, retained: share)
                    said =
                        news.total < InferenceTables.leastEvidence
                        ? Vector(repeating: 1) : self.said(news, entries[place].goodSensor, entries[place].badSensor)
                }
                if keepsParts { parts.said.append(said) }
                subjects[subject].belief = normalised(
                    subjects[subject].belief * said, floor: InferenceTables.memoryFloor)
            }
            for statement in statements { mark(statement.subject, 0) }
            if statements.isEmpty && !kept.isEmpty { memory.reporters.append(Int32(reporter)) }
            statements.removeAll(keepingCapacity: true)
            statements.append(contentsOf: kept)
            swap(&statements, &memory.statements[reporter])
        }
        for (position, number) in numbers.enumerated() {
            memory.beliefs[Int(number)].likelihood = subjects[position].belief
        }
        memory.dropStatements(before: time - InferenceTables.statementLife)
    }

    /// Likelihood of news of a reporter that is honest with the probabilities of its entry.
    private func said(_ news: Evidence, _ goodSensor: Double, _ badSensor: Double) -> Vector {
        let (good, noisy) = model.likelihoods(news)
        return goodSensor * good + badSensor * noisy + (1 - goodSensor - badSensor)
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
        if keepsParts {
            for number in outcome.members.indices {
                outcome.members[number].selfProof = -model.logRatio(model.joint(outcome.members[number]))
            }
        }
        let costs = Elementary.log(neighbourhood.tolerance / (1 - neighbourhood.tolerance))
        let threshold = InferenceOutcome.level(mechanisms.dynamicThreshold ? costs + model.shareLogOdds : costs)
        for subject in neighbourhood.subjects.indices {
            let number = workspace.subjects[subject].report
            let isJudged = mechanisms.selfProof && number >= 0
            let report = isJudged ? outcome.members[Int(number)] : InferenceOutcome.Member()
            let remembered = workspace.subjects[subject].belief
            let known = remembered * workspace.subjects[subject].passing
            let joint = model.joint(report)
            let found = known * joint
            verdicts.append(
                Verdict(
                    conduct: remembered * joint,
                    lying: model.maliciousShare * report.liar
                        * (remembered * model.malicious * model.liars).total,
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
            malicious += (verdict.observed * Conduct.badStates).total / verdict.observed.total
            count += 1
            let report = workspace.subjects[subject].report
            if report >= 0 { lies += verdict.lying / all * lieKinds[Int(report)] }
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
        let news = workspace.subjects[subject].increment
        guard news.total > 0.01 else { return }
        var conduct = workspace.subjects[subject].prior * workspace.subjects[subject].messages
        conduct /= conduct.total
        let shares = Conduct.shares(conduct)
        // Likelihoods with each accuracy, in units of their greatest, whose logarithms are the scales.
        var telling = Kinds(repeating: 1)
        var scales = Kinds(repeating: 0)
        for (number, pair) in InferenceTables.sensors.enumerated() {
            let logarithms = pair.logLikelihood(news)
            let (low, high) = (logarithms.lowHalf.greatest, logarithms.highHalf.greatest)
            let found = Elementary.exp(
                logarithms - Elementary.Vector(lowHalf: .init(repeating: low), highHalf: .init(repeating: high)))
            telling[2 * number] = (found.lowHalf * shares).total
            telling[2 * number + 1] = (found.highHalf * shares).total
            scales[2 * number] = low
            scales[2 * number + 1] = high
        }
        let rates = LieRates.logLikelihood(news)
        let top = rates.greatest
        let anything = Elementary.exp(rates - top).total / 8 * exponential(top - scales)
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
