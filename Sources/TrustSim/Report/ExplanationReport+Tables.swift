import GroupDecision

extension ExplanationReport {
    /// Rows of tables about reporters; the rest is in the JSON.
    static let rowLimit = 12
    private static let historyLimit = 8

    static func table(_ caption: String, _ first: String, _ titles: [String]) -> TextTable {
        TextTable(
            columns: [TextTable.Column(first)] + titles.map { TextTable.Column($0, .right) }, caption: caption)
    }

    static func row(_ cells: [String]) -> [TextTable.Cell] { cells.map { TextTable.Cell($0) } }

    func addRest(to table: inout TextTable) {
        let rest = reporters.count - Self.rowLimit
        guard rest > 0 else { return }
        table.footnotes.append("\(rest) more reporters, who count less, are in '--format json'.")
    }

    // MARK: - Trust

    func sourceTable(_ detail: GroupDetail) -> TextTable {
        var table = Self.table(
            "Where the trust in \(explanation.subjectName) comes from", "Source", ["share [%]", "says", "adds"])
        guard let parts = breakdown else { return table }
        for (name, source) in [
            ("own evidence", parts.own), ("reports, by influence", parts.group), ("guarantors", parts.guarantee),
            ("prior", parts.prior),
        ] {
            table.rows.append(
                Self.row([
                    name, Self.percent(source.share), source.share > 0 ? Self.ratio(source.value) : "–",
                    Self.ratio(source.part),
                ]))
        }
        table.rows.append(Self.row(["together", "100.0", "", Self.ratio(parts.trustBySources)]))
        if table.rows.contains(where: { $0[2].text == "–" }) { table.footnotes.append("–: there is none.") }
        if let report = explanation.ownReport { table.footnotes.append(honestyNote(report, detail, parts)) }
        return table
    }

    private func honestyNote(_ report: Int, _ detail: GroupDetail, _ parts: TrustBreakdown) -> String {
        let member = detail.outcome.members[report]
        let holds =
            "\(explanation.subjectName) reports as well: its report holds to "
            + "\(Self.ratio(member.comprehensive * member.selfProof)) where it can be checked (support "
            + "\(Self.ratio(member.support))), which "
        let trust = explanation.outcome.decision.trust
        guard detail.mechanisms.honesty, trust < parts.trustBySources else {
            return holds + "does not limit its trust."
        }
        return holds + "limits its trust to \(Self.ratio(trust))."
    }

    // MARK: - Reports

    func reportTable(_ detail: GroupDetail) -> TextTable {
        var table = Self.table(
            "Who says what about \(explanation.subjectName)", "Reporter",
            ["opinion", "certainty", "influence", "counts [%]", "vouches", "credit"])
        let shares = breakdown?.reportShares ?? []
        for (member, entry) in reporters.prefix(Self.rowLimit) {
            let report = explanation.view.neighbourhood.members[member]
            let isGuarantor = isGuarantee(entry, detail)
            table.rows.append(
                Self.row([
                    explanation.name(ofMember: member), Self.ratio(entry.value), Self.ratio(entry.certainty),
                    Self.ratio(detail.outcome.members[member].influence), Self.percent(shares[member]),
                    isGuarantor ? "yes" : entry.vouches ? "weakly" : "no", Self.ratio(report.guaranteeCredit),
                ]))
        }
        let cap = NumberText.short(detail.parameters.certaintyCap)
        table.footnotes.append(
            "Certainty counts up to \(cap). Counts: share in the reports of the table above, by influence and evidence. "
                + "Who vouches at a certainty of \(NumberText.short(detail.parameters.vouchCertainty)) or more is a "
                + "guarantor; credit is what its guarantees were worth to \(explanation.evaluatorName) so far.")
        addRest(to: &table)
        return table
    }

    func levelTable(_ detail: GroupDetail) -> TextTable {
        let name = explanation.evaluatorName
        var table = Self.table(
            "How honest the reporters look to \(name)", "Reporter",
            ["S", "support", "O", "support", "C", "P", "conduct", "trust"])
        for (member, _) in reporters.prefix(Self.rowLimit) {
            let found = detail.outcome.members[member]
            table.rows.append(
                Self.row([
                    explanation.name(ofMember: member), Self.ratio(found.subjective),
                    Self.ratio(found.subjectiveSupport),
                    Self.ratio(found.objective), Self.ratio(found.objectiveSupport), Self.ratio(found.comprehensive),
                    Self.ratio(found.selfProof), Self.ratio(found.conduct),
                    Self.ratio(detail.outcome.subjects[memberSubject(member)].trust),
                ]))
        }
        table.footnotes.append(
            "S: agrees with what \(name) knows itself; O: with the other reports; C: both; P: attests itself the level "
                + "that it has; conduct: what \(name) has seen of it. Docs/Model.md, 3 and 4.")
        return table
    }

    var plainReportTable: TextTable {
        var table = Self.table(
            "Who says what about \(explanation.subjectName)", "Reporter", ["opinion", "certainty"])
        for (member, entry) in reporters.prefix(Self.rowLimit) {
            table.rows.append(
                Self.row([explanation.name(ofMember: member), Self.ratio(entry.value), Self.ratio(entry.certainty)]))
        }
        let isBuiltIn = SchemeCatalog.names.contains(String(explanation.scheme.prefix { $0 != "/" }))
        table.footnotes.append(
            isBuiltIn
                ? "As received; what \(explanation.scheme) makes of them is in Docs/Baselines.md."
                : "As received; what \(explanation.scheme) makes of them only it knows.")
        addRest(to: &table)
        return table
    }

    // MARK: - Threshold

    func thresholdTable(_ detail: GroupDetail) -> TextTable {
        var table = Self.table("From the tolerance to the verdict", "Step", ["value"])
        guard let parts = breakdown else { return table }
        let found = detail.outcome.subjects[explanation.subject]
        let decision = explanation.outcome.decision
        func add(_ step: String, _ value: Double) { table.rows.append(Self.row([step, Self.ratio(value)])) }
        add("own tolerance", explanation.view.neighbourhood.tolerance)
        if detail.mechanisms.dynamicThreshold {
            add("neighbours' tolerance, by influence", detail.outcome.groupTolerance)
            add("between the two, by the share of reports", parts.thresholdByTolerances)
        }
        if detail.mechanisms.basisThreshold { add("basis of the decision", found.basis) }
        if detail.mechanisms.basisThreshold {
            add("towards \(NumberText.short(detail.parameters.prior)) where the basis is small", found.threshold)
        }
        if detail.mechanisms.probation { add("added for distrust before", explanation.probationMargin) }
        add("threshold", decision.threshold)
        add("trust", decision.trust)
        add("trust above threshold", explanation.margin)
        return table
    }

    // MARK: - What would have changed it

    private func alternativeTable(_ caption: String, _ first: String, _ rows: [Explanation.Alternative]) -> TextTable {
        let present = explanation.present
        let numbers = (present.logOdds == nil ? [] : ["log odds"]) + ["trust", "threshold", "difference"]
        var table = TextTable(
            columns: [TextTable.Column(first)] + numbers.map { TextTable.Column($0, .right) }
                + [TextTable.Column("verdict"), TextTable.Column("changed")], caption: caption)
        for row in [present] + rows {
            let isChanged = row.outcome.isTrusted != explanation.outcome.isTrusted
            table.rows.append(
                Self.row(
                    [row.label] + (row.logOdds.map { [Self.odds($0)] } ?? []) + [
                        Self.ratio(row.outcome.decision.trust), Self.ratio(row.outcome.decision.threshold),
                        Self.ratio(row.margin), Self.word(row.outcome) + (row.outcome.isUnknown ? " (unknown)" : ""),
                    ]) + [TextTable.Cell(isChanged ? "yes" : "no")])
        }
        return table
    }

    var mechanismTable: TextTable {
        var table = alternativeTable(
            "The same decision with one mechanism switched off", "Switched off", explanation.withoutMechanisms)
        table.footnotes.append(
            "Of this decision only: what was remembered, received and reported before is left as it was. What a "
                + "mechanism is worth over whole runs is for 'trustsim run --ablate all'.")
        return table
    }

    var omissionTable: TextTable {
        let rows =
            [explanation.withoutOwnEvidence, explanation.withoutReports].compactMap { $0 }
            + explanation.withoutOneReport(most: 3)
        var table = alternativeTable("The same decision with something left out", "Left out", rows)
        if explanation.view.neighbourhood.members.count > Explanation.reporterLimit {
            table.footnotes.append(
                "Single reports: the most important of the \(Explanation.reporterLimit) with the most influence.")
        }
        return table
    }

    // MARK: - Besides

    var schemeTable: TextTable {
        var table = TextTable(
            columns: [TextTable.Column("Scheme")] + ["trust", "threshold"].map { TextTable.Column($0, .right) }
                + [TextTable.Column("verdict")],
            caption: "What the schemes of this run decided on \(explanation.subjectName) at this evaluation")
        for (name, outcome) in explanation.schemes {
            table.rows.append(
                Self.row([
                    name, Self.ratio(outcome.decision.trust), Self.ratio(outcome.decision.threshold),
                    Self.word(outcome) + (outcome.isUnknown ? " (unknown)" : ""),
                ]))
        }
        return table
    }

    var historyTable: TextTable {
        var table = TextTable(
            columns: ["time [s]", "own opinion", "certainty", "trust", "threshold"].map { TextTable.Column($0, .right) }
                + [TextTable.Column("verdict")],
            caption: "How \(explanation.evaluatorName) came to know \(explanation.subjectName)")
        for past in explanation.history.suffix(Self.historyLimit) {
            table.rows.append(
                Self.row([
                    NumberText.fixed(past.time.seconds, digits: 3),
                    past.opinion.certainty > 0 ? Self.ratio(past.opinion.value) : "–",
                    Self.ratio(past.opinion.certainty), Self.ratio(past.outcome.decision.trust),
                    Self.ratio(past.outcome.decision.threshold),
                    Self.word(past.outcome) + (past.outcome.isUnknown ? " (unknown)" : ""),
                ]))
        }
        if table.rows.contains(where: { $0[1].text == "–" }) { table.footnotes.append("–: too little to have one.") }
        let rest = explanation.history.count - Self.historyLimit
        if rest > 0 { table.footnotes.append("\(rest) earlier evaluations are left out.") }
        return table
    }
}
