import GroupDecision

extension SchemeRunner {
    /// What one vehicle last decided about another. The sign bit of the trust says whether it was distrusted, so that
    /// there is room for a million vehicles' decisions.
    private struct LastDecision: Sendable {
        private var signedTrust: Double

        init(trust: Double, isTrusted: Bool) { signedTrust = isTrusted ? trust.magnitude : -trust.magnitude }

        var isTrusted: Bool { signedTrust.sign == .plus }
        var trust: Double { signedTrust.magnitude }
    }

    /// Last decisions of all vehicles, and what was counted of them.
    struct Record: Sendable {
        private let scheme: SchemeTraits
        /// In place of the threshold of the scheme.
        private let threshold: Double?
        private let logsCases: Bool
        /// By evaluator and number of the acquaintance.
        private var last: [[LastDecision]]
        var tally: SchemeTally
        private(set) var cases: [CaseRecord] = []
        private(set) var eventCases: [EventCase] = []
        private(set) var authority: MisbehaviourAuthority?

        init(
            scheme: SchemeTraits, _ shape: TallyShape, logsCases: Bool, threshold: Double? = nil,
            authority: MisbehaviourAuthority? = nil
        ) {
            self.authority = authority
            self.scheme = scheme
            self.threshold = threshold
            self.logsCases = logsCases
            last = Array(repeating: [], count: shape.vehicleCount)
            tally = SchemeTally(shape)
        }

        var name: String { scheme.name }

        /// Counts what an honest evaluator decided.
        mutating func add(
            _ decisions: SchemeDecisions, about contacts: [Acquaintances.Contact], _ view: LocalView, _ truth: Truth,
            _ messages: [MessageCounts]
        ) {
            if let consensus = decisions.consensus, view.time >= truth.warmupEnd {
                tally.addConsensus(rounds: consensus.rounds, degree: consensus.degree)
            }
            authority?.advance(to: view.time)
            for neighbour in decisions.neighbours.indices {
                var decision = decisions.neighbours[neighbour]
                if let threshold { decision.threshold = threshold }
                let outcome = Outcome(decision, truth)
                let before = replace(contacts[neighbour], outcome, of: view.evaluator)
                if !outcome.isTrusted && !outcome.isUnknown { report(neighbour, view) }
                if truth.isUnlabelled(view.subjects[neighbour]) { continue }
                count(
                    messages[neighbour], from: view.subjects[neighbour], to: view.evaluator, after: before, truth)
                tally.verdicts.decide(
                    on: view.subjects[neighbour], distrusts: !outcome.isTrusted, before: before.map { !$0.isTrusted },
                    at: view.time)
                tally.series?.add(
                    at: view.time, attacker: truth.attacker(behind: view.subjects[neighbour]),
                    isMalicious: truth.isMalicious[Int(view.subjects[neighbour])],
                    isDistrusted: !outcome.isTrusted, isCounted: view.time >= truth.warmupEnd)
                if view.time >= truth.warmupEnd {
                    addCase(neighbour, outcome, view, truth, isFirstContact: contacts[neighbour].isFirst)
                }
            }
            if view.reachesAuthority { authority?.connect(view.evaluator, at: view.time) }
        }

        /// Reports a neighbour that is distrusted to the authority, where there is one.
        private mutating func report(_ neighbour: Int, _ view: LocalView) {
            authority?.noteDistrust(
                of: view.subjects[neighbour], view.evidence[neighbour],
                priorWeight: view.evidenceParameters.priorWeight, by: view.ownName, in: view.evaluator, at: view.time)
        }

        /// An attacker reports others to the authority.
        mutating func accuse(
            _ reports: [MisbehaviourReport], by vehicle: VehicleID, reachesAuthority: Bool, at time: Microseconds
        ) {
            authority?.advance(to: time)
            for report in reports { authority?.accuse(report, by: vehicle, at: time) }
            if reachesAuthority { authority?.connect(vehicle, at: time) }
        }

        /// What the authority came to at the end of the run.
        mutating func closeAuthority(_ truth: Truth, at end: Microseconds) {
            authority?.advance(to: end)
            tally.authority = authority?.summary(truth, tally.verdicts, end: end)
        }

        /// Stores a decision; returns the last one before.
        private mutating func replace(
            _ contact: Acquaintances.Contact, _ outcome: Outcome, of evaluator: VehicleID
        ) -> LastDecision? {
            let decision = LastDecision(trust: outcome.trust, isTrusted: outcome.isTrusted)
            if contact.isFirst {
                last[Int(evaluator)].append(decision)
                return nil
            }
            let before = last[Int(evaluator)][contact.number]
            last[Int(evaluator)][contact.number] = decision
            return before
        }

        /// A decision with the unknown policy applied.
        struct Outcome {
            let decision: SchemeDecision
            let isUnknown: Bool
            let isTrusted: Bool

            init(_ decision: SchemeDecision, _ truth: Truth) {
                self.decision = decision
                isUnknown = decision.support < SchemeDecision.minimumSupport
                isTrusted = isUnknown ? truth.trustsUnknown : decision.trust >= decision.threshold
            }

            /// As used from now on: the unknown have the fixed value 0.5.
            var trust: Double { isUnknown ? 0.5 : decision.trust }
        }

        private mutating func addCase(
            _ neighbour: Int, _ outcome: Outcome, _ view: LocalView, _ truth: Truth, isFirstContact: Bool
        ) {
            let subject = view.subjects[neighbour]
            let isMalicious = truth.isMalicious[Int(subject)]
            let ownCertainty = view.neighbourhood.subjects[neighbour].opinion.certainty
            tally.add(
                SchemeTally.Case(
                    evaluator: view.evaluator, subject: subject,
                    profile: isMalicious && !tally.byProfile.isEmpty
                        ? truth.split.profile(of: truth.owner(of: subject)) : -1, isMalicious: isMalicious,
                    isDistrusted: !outcome.isTrusted,
                    isUnknown: outcome.isUnknown, isFirstContact: isFirstContact, trust: outcome.decision.trust,
                    ownCertainty: ownCertainty))
            guard logsCases else { return }
            cases.append(
                CaseRecord(
                    scheme: scheme.name, time: view.time, evaluator: view.evaluator, subject: subject,
                    isMalicious: isMalicious, decision: outcome.decision, ownCertainty: ownCertainty,
                    isUnknown: outcome.isUnknown, isTrusted: outcome.isTrusted))
        }

        /// Counts a decision on a road event.
        mutating func addEvent(_ item: EventCase) {
            tally.events.add(actual: item.isReal, predicted: item.believes)
            if logsCases { eventCases.append(item) }
        }

        func trust(of evaluator: VehicleID, inContact number: Int?, _ truth: Truth) -> Double? {
            trust(after: number.map { last[Int(evaluator)][$0] }, truth)
        }

        /// Trust by a last decision if it was trust, nil if not; strangers are left to the scheme or the policy.
        private func trust(after decision: LastDecision?, _ truth: Truth) -> Double? {
            if let decision { return decision.isTrusted ? decision.trust : nil }
            guard let stranger = scheme.decisionOnStrangers else { return truth.trustsUnknown ? 0.5 : nil }
            return stranger.trust >= stranger.threshold ? stranger.trust : nil
        }

        mutating func count(_ messages: [StrayMessages], of evaluator: VehicleID, _ truth: Truth) {
            for stray in messages {
                count(
                    stray.counts, from: stray.sender, to: evaluator,
                    after: stray.contact.map { last[Int(evaluator)][$0] }, truth)
            }
        }

        private mutating func count(
            _ messages: MessageCounts, from sender: VehicleID, to evaluator: VehicleID, after decision: LastDecision?,
            _ truth: Truth
        ) {
            if messages.altered == 0 && messages.genuine == 0 { return }
            let isDistrusted = trust(after: decision, truth) == nil
            tally.messages.add(actual: true, predicted: isDistrusted, count: Int(messages.altered))
            tally.messages.add(actual: false, predicted: isDistrusted, count: Int(messages.genuine))
            guard let authority else { return }
            // By the list that the evaluator had when it last decided.
            let isRefused = isDistrusted || authority.isListed(sender, to: evaluator)
            tally.messagesWithList.add(actual: true, predicted: isRefused, count: Int(messages.altered))
            tally.messagesWithList.add(actual: false, predicted: isRefused, count: Int(messages.genuine))
        }
    }
}
