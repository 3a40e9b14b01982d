import GroupDecision

/// Tables about a decision by inference. Docs/Model.md, section 10.
extension ExplanationReport {
    /// Log odds, with a sign.
    static func odds(_ value: Double) -> String { NumberText.fixed(value, digits: 2) }

    func inference(_ detail: InferenceDetail) -> String {
        let count = explanation.view.neighbourhood.members.count
        let memory = detail.memory
        let reports =
            count == 0
            ? "Reports: there is none that is still live, so own evidence and memory decide."
            : "Reports: \(count) \(count == 1 ? "neighbour has" : "neighbours have") a live report, \(reporters.count) "
                + "of them \(reporters.count == 1 ? "names" : "name") \(explanation.subjectName)."
        return reports + " Learned so far by \(explanation.evaluatorName): of its neighbours a share of "
            + "\(Self.ratio(memory.maliciousShare)) is malicious, its own sensor reads "
            + "\(Self.ratio(memory.ownAccuracy)) of messages rightly and those of others "
            + "\(Self.ratio(memory.othersAccuracy)), and of \(Self.ratio(memory.glitch)) of all pairs readings say nothing."
    }

    func contributionTable(_ detail: InferenceDetail, _ parts: [InferenceContribution]) -> TextTable {
        let name = explanation.subjectName
        var table = Self.table("What speaks for \(name) being malicious, in log odds", "Source", ["adds"])
        var rows: [(label: String, value: Double)] = []
        func add(_ isAdded: (InferenceContribution) -> Bool) {
            for part in parts where isAdded(part) { rows.append((label(of: part.source), part.logOdds)) }
        }
        add { !isReport($0) && $0.source != .limits }
        // The largest effects first.
        let said = parts.filter(isReport)
        let order = said.indices.sorted { (-said[$0].logOdds.magnitude, $0) < (-said[$1].logOdds.magnitude, $1) }
        let shown = order.prefix(Self.rowLimit).map { said[$0] }
        rows += shown.map { (label(of: $0.source), $0.logOdds) }
        let rest = order.dropFirst(Self.rowLimit).reduce(0) { $0 + said[$1].logOdds }
        if said.count > Self.rowLimit { rows.append(("\(said.count - Self.rowLimit) other reports", rest)) }
        add { $0.source == .limits }
        let total = rows.reduce(0) { $0 + $1.value }
        for (row, text) in zip(rows, NumberText.addingUp(rows.map(\.value), digits: 2)) {
            table.rows.append(Self.row([row.label, text]))
        }
        table.rows.append(Self.row(["together", Self.odds(total)]))
        table.footnotes.append(
            "Positive numbers speak for malicious, negative ones for honest conduct; each is what it adds to those before "
                + "it, reports in their order of arrival, and the largest are shown first. Distrusted above "
                + "\(Self.odds(limit(detail))), see below.")
        return table
    }

    private func isReport(_ part: InferenceContribution) -> Bool {
        if case .report = part.source { return true }
        return false
    }

    private func label(of source: InferenceContribution.Source) -> String {
        switch source {
        case .memory: "memory of it"
        case .ownEvidence: "own evidence since then"
        case .selfProof: "its own report (self-proof)"
        case .report(let member): "report of \(explanation.name(ofMember: member))"
        case .limits: "limits of beliefs"
        }
    }

    /// The log odds above which the subject is distrusted.
    private func limit(_ detail: InferenceDetail) -> Double {
        let threshold = explanation.outcome.decision.threshold
        return Elementary.log((1 - threshold) / threshold)
    }

    func credibilityTable(_ detail: InferenceDetail, _ parts: [InferenceContribution]) -> TextTable {
        let name = explanation.evaluatorName
        var table = Self.table(
            "Who says what about \(explanation.subjectName), and how honest the reporters look to \(name)", "Reporter",
            ["opinion", "certainty", "S", "O", "C", "P", "trust", "adds"])
        for (member, entry) in reporters.prefix(Self.rowLimit) {
            let found = detail.outcome.members[member]
            let adds = parts.first { $0.source == .report(member: member) }?.logOdds ?? 0
            table.rows.append(
                Self.row([
                    explanation.name(ofMember: member), Self.ratio(entry.value), Self.ratio(entry.certainty),
                    Self.odds(found.subjective), Self.odds(found.objective), Self.odds(found.comprehensive),
                    Self.odds(found.selfProof), Self.ratio(detail.outcome.subjects[memberSubject(member)].trust),
                    Self.odds(adds),
                ]))
        }
        table.footnotes.append(
            "Certainty counts up to \(NumberText.short(detail.parameters.certaintyCap)). S: log-likelihood ratio of an "
                + "honest reporter to a liar by what \(name) knows itself; O: what the other reports add; C: both; P: what "
                + "its report says of its own conduct. Docs/Model.md, 10.")
        addRest(to: &table)
        return table
    }

    func costTable(_ detail: InferenceDetail) -> TextTable {
        var table = Self.table("From the costs to the verdict", "Step", ["value"])
        let decision = explanation.outcome.decision
        func add(_ step: String, _ value: Double) { table.rows.append(Self.row([step, Self.ratio(value)])) }
        add("tolerance: weight of the cost of trusting a malicious vehicle", explanation.view.neighbourhood.tolerance)
        add("share of the malicious that \(explanation.evaluatorName) has found", detail.memory.maliciousShare)
        add("threshold: trust at which expected costs are equal", decision.threshold)
        add("trust: probability that \(explanation.subjectName) is honest, at even odds", decision.trust)
        add("trust above threshold", explanation.margin)
        return table
    }
}
