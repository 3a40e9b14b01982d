import GroupDecision

/// An explanation as text with tables, as Markdown, or as JSON.
public struct ExplanationReport {
    let explanation: Explanation
    private let command: String

    /// A report. `command` is what was called for, as for a shell, without what was chosen.
    public init(_ explanation: Explanation, command: String) {
        self.explanation = explanation
        self.command = command
    }

    /// A part of the report.
    enum Block {
        case text(String)
        /// To be typed: never broken into lines.
        case command(String)
        case table(TextTable)
    }

    /// For a terminal: paragraphs and tables, an empty line apart, in lines of at most `width` scalars as far as tables
    /// allow.
    public func plain(width: Int, color: Bool) -> String {
        let parts = blocks.map { block in
            switch block {
            case .text(let text):
                WrappedText.lines(TextTable.singleLine(text), width: width).joined(separator: "\n") + "\n"
            case .command(let text): "    \(escapedForMessage(text))\n"
            case .table(let table): table.plain(color: color, width: width)
            }
        }
        return parts.joined(separator: "\n")
    }

    /// For a page.
    public var markdown: String {
        let parts = blocks.map { block in
            switch block {
            case .text(let text): TextTable.markdownParagraph(text) + "\n"
            case .command(let text): "    \(escapedForMessage(text))\n"
            case .table(let table): table.markdown()
            }
        }
        return parts.joined(separator: "\n")
    }

    private var blocks: [Block] {
        var blocks: [Block] = [.text(verdict), .text(circumstances)]
        if !explanation.chosen.isEmpty { blocks.append(.command(again)) }
        blocks.append(.text(ownEvidence))
        if let units { blocks.append(.text(units)) }
        if let authority { blocks.append(.text(authority)) }
        if let detail = explanation.detail {
            blocks += [.text(groupDecision(detail)), .table(sourceTable(detail))]
            if !reporters.isEmpty { blocks += [.table(reportTable(detail)), .table(levelTable(detail))] }
            blocks += [.table(thresholdTable(detail)), .table(mechanismTable), .table(omissionTable)]
        } else if let detail = explanation.inference {
            let parts = explanation.contributions(detail)
            blocks += [.text(inference(detail)), .table(contributionTable(detail, parts))]
            if !reporters.isEmpty { blocks.append(.table(credibilityTable(detail, parts))) }
            blocks += [.table(costTable(detail)), .table(mechanismTable), .table(omissionTable)]
        } else if !reporters.isEmpty {
            blocks.append(.table(plainReportTable))
        }
        if explanation.schemes.count > 1 { blocks.append(.table(schemeTable)) }
        if explanation.history.count > 1 { blocks.append(.table(historyTable)) }
        return blocks + [.text(truth)]
    }

    // MARK: - Sentences

    private var verdict: String {
        let outcome = explanation.outcome
        let head =
            "\(explanation.evaluatorName) \(Self.word(outcome)) \(explanation.subjectName) at "
            + "\(Self.seconds(explanation.view.time)) s"
        if outcome.isUnknown {
            return "\(head): the decision rests on too little (\(Self.ratio(outcome.decision.support)), less than "
                + "\(SchemeDecision.minimumSupport)), so evaluation.unknownPolicy decides: "
                + "'\(explanation.truth.trustsUnknown ? "trust" : "distrust")'."
        }
        let relation = outcome.isTrusted ? "reaches" : "is below"
        return "\(head): trust \(Self.ratio(outcome.decision.trust)) \(relation) the threshold "
            + "\(Self.ratio(outcome.decision.threshold)), by \(Self.ratio(abs(explanation.margin)))."
    }

    private var circumstances: String {
        let scenario = explanation.scenario
        var text =
            "Scheme \(explanation.scheme), scenario \(scenario.name), seed \(scenario.seed), replication "
            + "\(explanation.replication)."
        if let asked = explanation.askedTime {
            text += " It is the last evaluation of \(explanation.evaluatorName) by \(Self.seconds(asked)) s."
        }
        if explanation.chosen == ["at"] {
            text += " Without --at it is the last evaluation with \(explanation.subjectName) as a neighbour."
        } else if !explanation.chosen.isEmpty {
            let options = explanation.chosen.map { "--" + $0 }.joined(separator: ", ")
            text +=
                " Not given and chosen: \(options). What was looked for is a decision in which reports turned what "
                + "the evaluator alone would have said, rightly and narrowly"
                + (explanation.isAsWanted ? "." : "; there is none, and this one is the nearest to it.")
        }
        return explanation.chosen.isEmpty ? text : text + " The same again:"
    }

    private var again: String {
        let chosen =
            ShellText.option("--evaluator", explanation.evaluatorName)
            + ShellText.option("--subject", explanation.subjectName)
            + ["--at", Self.seconds(explanation.view.time)]
        return command + " " + chosen.map(ShellText.quoted).joined(separator: " ")
    }

    private var ownEvidence: String {
        let evidence = explanation.view.evidence[explanation.subject]
        let count = explanation.history.count
        var text = "Own evidence: \(explanation.subjectName) is a neighbour"
        if count > 1, let first = explanation.history.first {
            text += " for the \(Self.ordinal(count)) time since \(Self.seconds(first.time)) s"
        } else {
            text += " for the first time"
        }
        if let heard = explanation.heard { text += ", last heard at \(Self.seconds(heard)) s" }
        text +=
            ". Of its messages \(explanation.evaluatorName) holds \(NumberText.fixed(evidence.positive, digits: 2)) "
            + "as verified correct and \(NumberText.fixed(evidence.negative, digits: 2)) as false, after forgetting: "
        if explanation.opinion.certainty == 0 { return text + "too little for an opinion." }
        return text + "opinion \(Self.ratio(explanation.opinion.value)) with certainty "
            + "\(Self.ratio(explanation.opinion.certainty))."
    }

    /// What roadside units have said of the subject; nil where the scheme has heard none.
    private var units: String? {
        let said = unitWords
        if said.isEmpty { return nil }
        let parts = said.map { word, opinion in
            "\(explanation.names.name(of: word.unit)) said \(Self.ratio(opinion.value)) with certainty "
                + "\(Self.ratio(opinion.certainty)) at \(Self.seconds(word.time)) s"
        }
        return "Roadside units: " + parts.joined(separator: "; ") + "."
    }

    /// What the misbehaviour authority has on the subject; nil where there is none.
    private var authority: String? {
        guard let (standing, isListed) = explanation.authority else { return nil }
        let (subject, evaluator) = (explanation.subjectName, explanation.evaluatorName)
        if let revoked = standing.revoked {
            return "Misbehaviour authority: it revoked \(subject) at \(Self.seconds(revoked)) s, and \(evaluator) "
                + (isListed ? "has the list." : "does not have the list yet.")
        }
        let reports = standing.reports
        return
            "Misbehaviour authority: \(reports == 0 ? "no" : String(reports)) \(reports == 1 ? "report" : "reports") on "
            + "\(subject); by \(standing.rule) that is \(NumberText.fixed(standing.weight, digits: 2)) of the "
            + "\(NumberText.short(standing.threshold)) that a revocation takes."
    }

    private func groupDecision(_ detail: GroupDetail) -> String {
        let count = explanation.view.neighbourhood.members.count
        if count == 0 { return "Reports: there is none that is still live, so the own opinion and the prior decide." }
        let outcome = detail.outcome
        var text =
            "Reports: \(count) \(count == 1 ? "neighbour has" : "neighbours have") a live report, "
            + "\(reporters.count) of them \(reporters.count == 1 ? "names" : "name") \(explanation.subjectName). "
            + "Consensus: \(outcome.rounds) \(outcome.rounds == 1 ? "round" : "rounds"), degree "
            + "\(Self.ratio(outcome.initialConsensusDegree)) before and \(Self.ratio(outcome.consensusDegree)) after, "
            + "\(outcome.reached ? "reached" : "not reached") (from \(NumberText.short(detail.parameters.consensusThreshold)))."
        let guarantors = reporters.filter { isGuarantee($0.entry, detail) }
        if !guarantors.isEmpty {
            let names = guarantors.map { explanation.name(ofMember: $0.member) }.joined(separator: ", ")
            let subject = outcome.subjects[explanation.subject]
            text +=
                detail.mechanisms.guarantee
                ? " Guarantors: \(names); together \(Self.ratio(subject.guarantee)) with support "
                    + "\(Self.ratio(subject.guaranteeSupport))." : ""
        }
        return text
    }

    private var truth: String {
        let isMalicious = explanation.truth.isMalicious[Int(explanation.subjectID)]
        let isRight = isMalicious != explanation.outcome.isTrusted
        var text =
            "What \(explanation.evaluatorName) did not know: \(explanation.subjectName) is "
            + "\(isMalicious ? "malicious" : "honest")\(attackText(of: explanation.subjectID)), so the verdict is "
            + "\(isRight ? "right" : "wrong")."
        let attackers = reporters.filter {
            explanation.truth.isAttacker[Int(explanation.view.subjects[memberSubject($0.member)])]
        }
        if reporters.isEmpty { return text }
        if attackers.isEmpty {
            text += " None of those who report on it is an attacker."
        } else {
            let names = attackers.map { explanation.name(ofMember: $0.member) }.joined(separator: ", ")
            text += " Attackers among those who report on it (\(attackers.count) of \(reporters.count)): \(names)."
        }
        return text
    }

    private func attackText(of vehicle: VehicleID) -> String {
        guard let profile = explanation.truth.profile(of: vehicle) else { return "" }
        let name = explanation.truth.isExtraName(vehicle) ? "a name of an attacker" : "an attacker"
        guard let since = explanation.truth.firstMisconduct[Int(vehicle)] else {
            return " (\(name), '\(profile.name)', that has done nothing wrong yet)"
        }
        return " (\(name), '\(profile.name)', since \(Self.seconds(since)) s)"
    }
}

// MARK: - What sentences and tables share

extension ExplanationReport {
    /// Members with an entry about the subject, those that count most first.
    var reporters: [(member: Int, entry: Neighbourhood.Entry)] {
        let found = explanation.entries.enumerated().compactMap { member, position in
            position.map { (member: member, entry: explanation.view.neighbourhood.entries[$0]) }
        }
        guard let shares = breakdown?.reportShares else { return found }
        return found.sorted { (-shares[$0.member], $0.member) < (-shares[$1.member], $1.member) }
    }

    /// Words of roadside units with an opinion on the subject.
    var unitWords: [(word: UnitWord, opinion: Opinion)] {
        explanation.view.unitWords.flatMap { word in
            word.entries.filter { Int($0.subject) == explanation.subject && $0.opinion.certainty > 0 }
                .map { (word, $0.opinion) }
        }
    }

    /// Parts of the trust, of group decisions.
    var breakdown: TrustBreakdown? {
        guard let detail = explanation.detail else { return nil }
        return GroupDecider(parameters: detail.parameters, mechanisms: detail.mechanisms).breakdown(
            of: explanation.subject, in: explanation.view.neighbourhood, detail.outcome)
    }

    func memberSubject(_ member: Int) -> Int { explanation.view.neighbourhood.members[member].subject }

    func isGuarantee(_ entry: Neighbourhood.Entry, _ detail: GroupDetail) -> Bool {
        entry.vouches && entry.certainty >= detail.parameters.vouchCertainty
    }

    static func ratio(_ value: Double) -> String { NumberText.fixed(value, digits: 4) }
    static func percent(_ share: Double) -> String { NumberText.fixed(100 * share, digits: 1) }
    static func seconds(_ time: Microseconds) -> String { NumberText.csv(time.seconds) }
    static func word(_ outcome: SchemeRunner.Record.Outcome) -> String {
        outcome.isTrusted ? "trusted" : "distrusted"
    }

    static func ordinal(_ number: Int) -> String {
        let ending: String
        switch (number % 10, number % 100) {
        case (_, 11...13): ending = "th"
        case (1, _): ending = "st"
        case (2, _): ending = "nd"
        case (3, _): ending = "rd"
        default: ending = "th"
        }
        return "\(number)\(ending)"
    }
}
