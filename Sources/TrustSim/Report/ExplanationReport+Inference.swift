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
        let texts = Self.addends(parts)
        func add(_ label: String, _ text: String) { table.rows.append(Self.row([label, text])) }
        for (part, text) in zip(parts, texts) where !isReport(part) && part.source != .limits {
            add(label(of: part.source), text)
        }
        // The largest effects first.
        let said = parts.indices.filter { isReport(parts[$0]) }
            .sorted { (-parts[$0].logOdds.magnitude, $0) < (-parts[$1].logOdds.magnitude, $1) }
        for place in said.prefix(Self.rowLimit) { add(label(of: parts[place].source), texts[place]) }
        if said.count > Self.rowLimit {
            let rest = said.dropFirst(Self.rowLimit).reduce(0) { $0 + (Double(texts[$1]) ?? 0) }
            add("\(said.count - Self.rowLimit) other reports", Self.odds(rest))
        }
        for (part, text) in zip(parts, texts) where part.source == .limits { add(label(of: part.source), text) }
        let total = parts.reduce(0) { $0 + $1.logOdds }
        table.rows.append(Self.row(["together", Self.odds(total)]))
        table.footnotes.append(
            "Positive numbers speak for malicious, negative ones for honest conduct; each is what it adds to those before "
                + "it, reports in their order of arrival, and the largest are shown first. Distrusted above "
                + "\(Self.odds(explanation.outcome.decision.logOddsLimit)), see below.")
        return table
    }

    /// The parts as printed, which add up as they are printed.
    private static func addends(_ parts: [InferenceContribution]) -> [String] {
        NumberText.addingUp(parts.map(\.logOdds), digits: 2)
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

    func credibilityTable(_ detail: InferenceDetail, _ parts: [InferenceContribution]) -> TextTable {
        let name = explanation.evaluatorName
        var table = Self.table(
            "Who says what about \(explanation.subjectName), and how honest the reporters look to \(name)", "Reporter",
            ["opinion", "certainty", "S", "O", "C", "P", "trust", "adds"])
        let texts = Self.addends(parts)
        for (member, entry) in reporters.prefix(Self.rowLimit) {
            let found = detail.outcome.members[member]
            let adds = parts.firstIndex { $0.source == .report(member: member) }
            table.rows.append(
                Self.row([
                    explanation.name(ofMember: member), Self.ratio(entry.value), Self.ratio(entry.certainty),
                    Self.odds(found.subjective), Self.odds(found.objective), Self.odds(found.comprehensive),
                    Self.odds(found.selfProof), Self.ratio(detail.outcome.subjects[memberSubject(member)].trust),
                    adds.map { texts[$0] } ?? "",
                ]))
        }
        table.footnotes.append(
            "Certainty counts up to \(NumberText.short(detail.parameters.settings.certaintyCap)). S: log-likelihood ratio of an "
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
