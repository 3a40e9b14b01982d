extension GroupInference {
    /// Own evidence as likelihoods, for the rounds as it stands now, and for the belief what it has gained.
    mutating func takeOwn(
        _ evidence: [Evidence], _ neighbourhood: Neighbourhood, _ numbers: [Int32], _ time: Double,
        _ retained: (Double) -> Double, _ memory: inout InferenceMemory
    ) {
        let subjects = workspace.subjects
        parts = Parts()
        memory.glitchScores.small *= InferenceTables.accuracyFading
        memory.glitchScores.great *= InferenceTables.accuracyFading
        for (position, now) in evidence.enumerated() {
            let all = model.likelihood(now)
            var subject = SubjectLikelihoods(prior: model.silent, nextPrior: model.silent)
            if mechanisms.subjective { subject.own = all * (1 / all.greatest) }
            let before = memory.beliefs[Int(numbers[position])]
            var belief = before.likelihood
            var increment = now
            var news = all
            if let then = before.time {
                let share = retained(time - then)
                increment = gain(now, over: before.evidence, retained: share)
                let change = min(parameters.switching * (time - then), InferenceTables.switchLimit)
                belief = model.changed(belief, probability: change)
                let found = model.reading(increment)
                news = found.mixed(model.glitch)
                if neighbourhood.subjects[position].isNeighbour && increment.total > InferenceTables.scoredEvidence {
                    scoreGlitch(found, after: before.evidence, share, change, &memory)
                }
            }
            if !mechanisms.memory {
                belief = Vector(repeating: 1)
                news = all
            }
            if keepsParts { parts.remembered.append(belief); parts.own.append(news) }
            subject.belief = normalised(belief * news, floor: InferenceTables.memoryFloor)
            subject.increment = increment
            subjects[position] = subject
            memory.beliefs[Int(numbers[position])].evidence = now
            memory.beliefs[Int(numbers[position])].time = time
        }
    }

    /// How likely new evidence is with each share of readings that say nothing, by what is left of the evidence before.
    private func scoreGlitch(
        _ found: ReadingLikelihood, after before: Evidence, _ retained: Double, _ change: Double,
        _ memory: inout InferenceMemory
    ) {
        let left = Evidence(positive: retained * before.positive, negative: retained * before.negative)
        var conduct = model.silent * model.changed(model.likelihood(left), probability: change)
        conduct /= conduct.total
        let telling = (conduct * found.telling).total
        func score(_ glitch: Double) -> Double {
            Elementary.log(max((1 - glitch) * telling + glitch * found.anything, InferenceTables.leastLikelihood))
        }
        memory.glitchScores.small += score(parameters.glitch)
        memory.glitchScores.great += score(parameters.greatGlitch)
    }

    /// Reports as likelihoods.
    mutating func read(_ neighbourhood: Neighbourhood, _ scale: EvidenceParameters) {
        let (entries, subjects) = (workspace.entries, workspace.subjects)
        let cap = min(parameters.settings.certaintyCap, InferenceTables.certaintyLimit)
        for (position, said) in neighbourhood.entries.enumerated() {
            let evidence = scale.evidence(value: said.value, certainty: min(said.certainty, cap))
            let lies = LieRates.logLikelihood(evidence)
            let top = lies.greatest
            var entry = EntryLikelihoods(subject: said.subject)
            entry.levels = model.columns.levels(Elementary.exp(lies - top))
            (entry.honest, entry.noisy) = model.likelihoods(evidence, levels: entry.levels, scale: top)
            entry.evidence = evidence
            entries[position] = entry
        }
        lieKinds.reset(neighbourhood.members.count, to: Kinds(repeating: 0))
        for (number, member) in neighbourhood.members.enumerated() { subjects[member.subject].report = Int32(number) }
    }

    /// One round of some: every reporter is judged by what is known of its subjects, and its entries become messages to them.
    mutating func pass(
        _ round: Int, of rounds: Int, _ neighbourhood: Neighbourhood, _ outcome: inout InferenceOutcome
    ) {
        let subjects = workspace.subjects
        for subject in neighbourhood.subjects.indices {
            subjects[subject].known = subjects[subject].prior * subjects[subject].own * subjects[subject].hearsay
            subjects[subject].nextPrior = model.silent
            subjects[subject].nextMessages = Vector(repeating: 1)
        }
        // What the others say of a subject, for the next round: with and without each entry.
        let isShared = round < rounds && mechanisms.objective
        for number in neighbourhood.members.indices {
            let range = neighbourhood.entryRange(ofMember: number)
            if range.isEmpty { continue }
            let entries = UnsafeMutableBufferPointer(rebasing: workspace.entries[range])
            var member = outcome.members[number]
            judgeReporter(number, entries, round, &member)
            send(neighbourhood.members[number].subject, entries, lieKinds[number], member, isShared: isShared)
            outcome.members[number] = member
            if mechanisms.selfProof {
                subjects[neighbourhood.members[number].subject].nextPrior = model.prior(member)
            }
        }
        for subject in neighbourhood.subjects.indices {
            subjects[subject].prior = subjects[subject].nextPrior
            subjects[subject].messages = subjects[subject].nextMessages
            if isShared {
                let logarithm = Elementary.log(subjects[subject].messages)
                subjects[subject].hearsay = Elementary.exp(parameters.settings.groupWeight * logarithm)
            }
        }
    }

    private mutating func judgeReporter(
        _ number: Int, _ entries: UnsafeMutableBufferPointer<EntryLikelihoods>, _ round: Int,
        _ member: inout InferenceOutcome.Member
    ) {
        let (subjects, likelihoods) = (workspace.subjects, workspace.reporter)
        // Likelihoods of the report: logarithms up to the last sixteen entries, and products since.
        var logarithms = Kinds(repeating: 0)
        var products = Kinds(repeating: 1)
        var (honest, noisy) = (0.0, 0.0)
        var (honestProduct, noisyProduct) = (1.0, 1.0)
        for position in entries.indices {
            // What is known of the subject without this entry.
            var conduct = subjects[Int(entries[position].subject)].known * entries[position].without
            conduct *= 1 / conduct.total
            let byGood = max((conduct * entries[position].honest).total, InferenceTables.entryFloor)
            let byNoisy = max((conduct * entries[position].noisy).total, InferenceTables.entryFloor)
            let kinds = model.likelihoods(entries[position].honest, entries[position].levels, conduct)
            likelihoods[position] = ReporterLikelihoods(good: byGood, noisy: byNoisy, kinds: kinds)
            honestProduct *= byGood
            noisyProduct *= byNoisy
            products *= kinds
            if position % 16 == 15 {
                honest += Elementary.log(honestProduct)
                noisy += Elementary.log(noisyProduct)
                (honestProduct, noisyProduct) = (1, 1)
                logarithms += logarithm(products)
                products = Kinds(repeating: 1)
            }
        }
        honest += Elementary.log(honestProduct)
        noisy += Elementary.log(noisyProduct)
        logarithms += logarithm(products)
        let greatest = max(logarithms.lowHalf.greatest, logarithms.highHalf.greatest)
        let shares = model.kinds * exponential(logarithms - greatest)
        let share = shares.total
        let liar = Elementary.log(share) + greatest
        lieKinds[number] = shares / share
        let top = max(honest, noisy, liar)
        member.honest = Elementary.exp(honest - top)
        member.noisy = Elementary.exp(noisy - top)
        member.liar = Elementary.exp(liar - top)
        member.comprehensive = max(honest, noisy) - liar
        if round == 1 { member.subjective = max(honest, noisy) - liar }
    }

    /// The messages of a report, each by the probabilities of the reporter's classes without the entry itself.
    private func send(
        _ reporter: Int, _ entries: UnsafeMutableBufferPointer<EntryLikelihoods>, _ shares: Kinds,
        _ found: InferenceOutcome.Member, isShared: Bool
    ) {
        let (subjects, likelihoods) = (workspace.subjects, workspace.reporter)
        let conduct = subjects[reporter].own * subjects[reporter].messages
        let lying = (conduct * model.malicious * model.liars).total
        let honestConduct = (conduct * model.honest).total
        let honestOdds =
            (1 - model.maliciousShare) * (1 - model.noisyShare) * honestConduct + model.maliciousShare
            * ((conduct * model.malicious).total - lying)
        let noisyOdds = (1 - model.maliciousShare) * model.noisyShare * honestConduct
        let honest = honestOdds * found.honest
        let noisy = noisyOdds * found.noisy
        let kinds = model.maliciousShare * lying * found.liar * shares
        let weight = parameters.settings.groupWeight
        for position in entries.indices {
            let (goodSensor, badSensor) = (honest / likelihoods[position].good, noisy / likelihoods[position].noisy)
            let lies = kinds / likelihoods[position].kinds
            let said = model.message(of: entries[position].honest, entries[position].levels, lies)
            let message = normalised(
                goodSensor * entries[position].honest + badSensor * entries[position].noisy + liesTogether(said),
                floor: InferenceTables.messageFloor)
            let share = 1 / (goodSensor + badSensor + lies.total)
            entries[position].goodSensor = goodSensor * share
            entries[position].badSensor = badSensor * share
            entries[position].message = message
            if isShared { entries[position].without = Elementary.exp(-weight * Elementary.log(message)) }
            multiply(&subjects[Int(entries[position].subject)].nextMessages, by: message)
        }
    }

    /// Liars of a kind say the same of everybody, so that several of them know no more than one: what they say counts by
    /// its root, and as much as before where it is greatest.
    @inline(__always)
    private func liesTogether(_ said: Vector) -> Vector {
        parameters.liesIndependently ? said : (said * said.greatest).squareRoot()
    }

    /// Multiplies likelihoods that matter relative to each other, within the range of numbers.
    @inline(__always)
    func multiply(_ product: inout Vector, by likelihood: Vector) {
        let all = product * likelihood
        let top = all.greatest
        let scaled = top < 1e-100 ? all / top : all
        product = scaled.replacing(with: InferenceTables.productFloor, where: scaled .< InferenceTables.productFloor)
    }

    /// The greatest as 1, none below a floor.
    @inline(__always)
    func normalised(_ likelihood: Vector, floor: Double) -> Vector {
        let likelihood = likelihood * (1 / likelihood.greatest)
        return likelihood.replacing(with: floor, where: likelihood .< floor)
    }

    /// What evidence has gained since it was less.
    @inline(__always)
    func gain(_ now: Evidence, over before: Evidence, retained: Double) -> Evidence {
        Evidence(
            positive: max(0, now.positive - retained * before.positive),
            negative: max(0, now.negative - retained * before.negative))
    }

    @inline(__always)
    func logarithm(_ x: Kinds) -> Kinds {
        Kinds(lowHalf: Elementary.log(x.lowHalf), highHalf: Elementary.log(x.highHalf))
    }

    @inline(__always)
    func exponential(_ x: Kinds) -> Kinds {
        Kinds(lowHalf: Elementary.exp(x.lowHalf), highHalf: Elementary.exp(x.highHalf))
    }
}

extension ReporterModel {
    /// Likelihoods of an entry for each kind of liar, by what is known of its subject. Written out, because a look-up of
    /// levels by number costs several times as much; what the sixteen kinds say of the honest, of victims and of the
    /// malicious, 6 being the truth: 5/5/5, 0/0/4, 1/1/4, 2/2/4, 4/4/4, 1/1/3, 2/2/3, 3/3/3, 2/2/2, 0/0/0, 1/1/1, 4/4/0,
    /// 6/6/4, 6/0/6, 6/1/6, 6/0/4.
    @inline(__always)
    func likelihoods(
        _ honest: Conduct.Vector, _ l: Elementary.Vector, _ conduct: Conduct.Vector
    ) -> InferenceTables.Kinds {
        let told = conduct * honest
        let victim = conduct[1]
        let bad = conduct[3] + conduct[4] + conduct[5] + conduct[6]
        let good = conduct[0] + conduct[2] + conduct[7] + victim
        let toldGood = told[0] + told[2] + told[7]
        let toldBad = told[3] + told[4] + told[5] + told[6]
        let (badTop, toldVictims) = (bad * l[4], toldGood + told[1])
        let all = good + bad
        let likelihoods = InferenceTables.Kinds(
            all * l[5], good * l[0] + badTop, good * l[1] + badTop, good * l[2] + badTop, all * l[4],
            good * l[1] + bad * l[3], good * l[2] + bad * l[3], all * l[3], all * l[2], all * l[0], all * l[1],
            good * l[4] + bad * l[0], toldVictims + badTop, toldGood + victim * l[0] + toldBad,
            toldGood + victim * l[1] + toldBad, toldGood + victim * l[0] + badTop)
        return likelihoods.replacing(
            with: InferenceTables.entryFloor, where: likelihoods .< InferenceTables.entryFloor)
    }

    /// What liars of the given weights say to a subject of each conduct.
    @inline(__always)
    func message(
        of honest: Conduct.Vector, _ l: Elementary.Vector, _ u: InferenceTables.Kinds
    ) -> Conduct.Vector {
        let everybody = u[0] * l[5] + u[4] * l[4] + u[7] * l[3] + u[8] * l[2] + u[9] * l[0] + u[10] * l[1]
        let good = u[1] * l[0] + (u[2] + u[5]) * l[1] + (u[3] + u[6]) * l[2] + u[11] * l[4]
        let bad = (u[1] + u[2] + u[3] + u[12] + u[15]) * l[4] + (u[5] + u[6]) * l[3] + u[11] * l[0]
        let victim = (u[13] + u[15]) * l[0] + u[14] * l[1]
        let (truths, truthsToBad) = (u[12] + u[13] + u[14] + u[15], u[13] + u[14])
        let said = Conduct.Vector(
            everybody + good, everybody + good + victim, everybody + good, everybody + bad, everybody + bad,
            everybody + bad, everybody + bad, everybody + good)
        let truth = Conduct.Vector(
            truths, u[12], truths, truthsToBad, truthsToBad, truthsToBad, truthsToBad, truths)
        return said + truth * honest
    }

    /// What is known of conduct after it may have changed, within the honest and within the malicious.
    @inline(__always)
    func changed(_ likelihood: Conduct.Vector, probability: Double) -> Conduct.Vector {
        let steady = honest * Conduct.honestStates
        let good = (likelihood * steady).total / steady.total
        let bad = (likelihood * malicious).total
        let renewed = good * Conduct.honestStates + bad * Conduct.badStates
        let mixed = (1 - probability) * likelihood + probability * renewed
        return mixed.replacing(with: likelihood, where: Conduct.honestStates + Conduct.badStates .== 0)
    }
}

extension Array {
    /// So many equal elements, in the storage that there is.
    mutating func reset(_ count: Int, to element: Element) {
        removeAll(keepingCapacity: true)
        append(contentsOf: repeatElement(element, count: count))
    }
}
