extension GroupInference {
    /// What credible reporters have newly said becomes part of the beliefs; the messages of the others count for the present.
    mutating func credit(
        _ neighbourhood: Neighbourhood, _ numbers: [Int32], _ time: Double, _ retained: (Double) -> Double,
        _ memory: inout InferenceMemory
    ) {
        passing.reset(messages.count, to: Vector(repeating: 0))
        for (number, member) in neighbourhood.members.enumerated() {
            let reporter = Int(numbers[member.subject])
            for (index, statement) in memory.statements[reporter].enumerated() {
                mark(statement.subject, Int32(index + 1))
            }
            kept.removeAll(keepingCapacity: true)
            for position in neighbourhood.entryRange(ofMember: number) {
                let entry = entries[position]
                let subject = numbers[Int(entry.subject)]
                let before = statement(about: subject).map { memory.statements[reporter][$0] }
                if entry.goodSensor + entry.badSensor < parameters.credit {
                    passing[Int(entry.subject)] += entry.message
                    if let before { kept.append(before) }
                    continue
                }
                kept.append(.init(subject: subject, evidence: entry.evidence, time: time))
                var news = entry.evidence
                if let before { news = gain(news, over: before.evidence, retained: retained(time - before.time)) }
                if news.total >= InferenceTables.leastEvidence { believe(news, entry) }
            }
            for statement in memory.statements[reporter] { mark(statement.subject, 0) }
            if memory.statements[reporter].isEmpty && !kept.isEmpty { memory.reporters.append(Int32(reporter)) }
            memory.statements[reporter].removeAll(keepingCapacity: true)
            memory.statements[reporter].append(contentsOf: kept)
        }
        for (position, number) in numbers.enumerated() { memory.beliefs[Int(number)].likelihood = beliefs[position] }
        memory.dropStatements(before: time - InferenceTables.statementLife)
    }

    /// News of a reporter that is honest with the probabilities of its entry.
    private mutating func believe(_ news: Evidence, _ entry: EntryLikelihoods) {
        let subject = Int(entry.subject)
        let scale = model.good.logLikelihood(news).greatest
        let anything = model.glitch == 0 ? 0 : model.anything(news, scale: scale)
        let said =
            entry.goodSensor * model.likelihood(model.good, news, scale: scale, anything: anything) + entry.badSensor
            * model.likelihood(model.noisy, news, scale: scale, anything: anything)
            + (1 - entry.goodSensor - entry.badSensor)
        beliefs[subject] = normalised(beliefs[subject] * said, floor: InferenceTables.memoryFloor)
    }

    private mutating func mark(_ subject: Int32, _ value: Int32) {
        while positions.count <= Int(subject) { positions.append(0) }
        positions[Int(subject)] = value
    }

    private func statement(about subject: Int32) -> Int? {
        Int(subject) < positions.count && positions[Int(subject)] > 0 ? Int(positions[Int(subject)]) - 1 : nil
    }

    /// Log odds of every subject.
    mutating func judge(_ neighbourhood: Neighbourhood, _ outcome: inout InferenceOutcome) {
        outcome.subjects.removeAll(keepingCapacity: true)
        let even = Elementary.log(model.maliciousShare / (1 - model.maliciousShare))
        for subject in neighbourhood.subjects.indices {
            let odds = odds(subject, outcome)
            let logOdds = Elementary.log(max(odds.bad, 1e-300)) - Elementary.log(max(odds.good, 1e-300)) - even
            outcome.subjects.append(.init(logOdds: min(max(logOdds, -60), 60)))
        }
    }

    /// How likely it is that a subject is honest, malicious, and a lying malicious one, but for a factor.
    private func odds(_ subject: Int, _ outcome: InferenceOutcome) -> (good: Double, bad: Double, liar: Double) {
        let found = reports[subject] < 0 ? InferenceOutcome.Member() : outcome.members[Int(reports[subject])]
        let conduct = beliefs[subject] * relative(passing[subject])
        let top = max(found.honest, found.noisy, found.liar)
        let honest = Elementary.exp(found.honest - top)
        let noisy = Elementary.exp(found.noisy - top)
        let lying = (conduct * model.malicious * model.liars).sum()
        let liar = model.maliciousShare * Elementary.exp(found.liar - top) * lying
        let honestly = model.maliciousShare * honest * ((conduct * model.malicious).sum() - lying)
        let good =
            (1 - model.maliciousShare) * ((1 - model.noisyShare) * honest + model.noisyShare * noisy)
            * (conduct * model.honest).sum()
        return (good, honestly + liar, liar)
    }

    /// Learns from a decision about the evaluator's neighbours.
    mutating func learn(
        _ neighbourhood: Neighbourhood, _ outcome: InferenceOutcome, _ memory: inout InferenceMemory
    ) {
        var malicious = 0.0
        var count = 0.0
        var conduct = Vector(repeating: 0)
        var lies = Kinds(repeating: 0)
        for score in memory.accuracyScores.indices { memory.accuracyScores[score] *= InferenceTables.accuracyFading }
        for subject in neighbourhood.subjects.indices where neighbourhood.subjects[subject].isNeighbour {
            let odds = odds(subject, outcome)
            let all = odds.good + odds.bad + 1e-300
            malicious += odds.bad / all
            count += 1
            if reports[subject] >= 0 { lies += odds.liar / all * classes[Int(reports[subject])].kinds }
            conduct += counted(subject, odds.good, odds.bad, outcome)
            if parameters.learnsAccuracy { scoreAccuracy(subject, &memory) }
        }
        memory.conductCounts = InferenceTables.countFading * memory.conductCounts + conduct
        memory.lieCounts = InferenceTables.countFading * memory.lieCounts + lies
        if count > 0 {
            let limits = InferenceTables.shareLimits
            let share =
                (1 - InferenceTables.shareRate) * memory.maliciousShare + InferenceTables.shareRate * (malicious + 1)
                / (count + 3)
            memory.maliciousShare = min(max(share, limits.lowerBound), limits.upperBound)
        }
        if parameters.learnsAccuracy { estimateAccuracy(&memory) }
    }

    /// Distribution over the conduct of a subject that is clearly honest or clearly malicious; otherwise 0.
    private func counted(_ subject: Int, _ good: Double, _ bad: Double, _ outcome: InferenceOutcome) -> Vector {
        let prior = model.prior(InferenceOutcome.Member())
        var conduct = own[subject] * relative(messages[subject]) * prior
        if good > InferenceTables.countedOdds * bad {
            conduct = beliefs[subject] * relative(passing[subject]) * prior * Conduct.goodStates
        } else if bad > InferenceTables.countedOdds * good {
            if reports[subject] >= 0 {
                let found = outcome.members[Int(reports[subject])]
                let top = max(found.honest, found.noisy, found.liar)
                let (honest, liar) = (Elementary.exp(found.honest - top), Elementary.exp(found.liar - top))
                conduct *= honest + (liar - honest) * model.liars
            }
            conduct *= Conduct.badStates
        } else {
            return Vector(repeating: 0)
        }
        let sum = conduct.sum()
        return sum > 0 ? conduct / sum : Vector(repeating: 0)
    }

    /// How likely what is new in the evaluator's own evidence is with a sensor of each accuracy, by what others say.
    private func scoreAccuracy(_ subject: Int, _ memory: inout InferenceMemory) {
        let news = increments[subject]
        guard news.total > 0.01 else { return }
        var conduct = priors[subject] * relative(messages[subject])
        conduct /= conduct.sum()
        for (number, rates) in InferenceTables.rates.enumerated() {
            let scale = rates.logLikelihood(news).greatest
            let anything = model.glitch == 0 ? 0 : model.anything(news, scale: scale)
            let likelihood = (conduct * model.likelihood(rates, news, scale: scale, anything: anything)).sum()
            memory.accuracyScores[number] += Elementary.log(max(likelihood, 1e-12)) + scale
        }
    }

    /// Means of the accuracies, of which the last score is that of a bad sensor.
    private func estimateAccuracy(_ memory: inout InferenceMemory) {
        let bad = memory.accuracyScores[InferenceTables.accuracies.count]
        let priors = InferenceTables.accuracies.map { accuracy in
            parameters.accuracyWeight
                * (parameters.accuracy * Elementary.log(accuracy) + (1 - parameters.accuracy)
                    * Elementary.log(1 - accuracy))
        }
        var greatest = -Double.infinity
        for (number, prior) in priors.enumerated() {
            greatest = max(greatest, prior + max(memory.accuracyScores[number], bad))
        }
        var (sum, others, own) = (0.0, 0.0, 0.0)
        for (number, accuracy) in InferenceTables.accuracies.enumerated() {
            let good =
                (1 - parameters.noisyShare)
                * Elementary.exp(
                    priors[number] + memory.accuracyScores[number] - greatest)
            let faulty = parameters.noisyShare * Elementary.exp(priors[number] + bad - greatest)
            sum += good + faulty
            others += (good + faulty) * accuracy
            own += good * accuracy + faulty * InferenceTables.badAccuracy
        }
        memory.othersAccuracy = others / sum
        memory.ownAccuracy = own / sum
    }
}
