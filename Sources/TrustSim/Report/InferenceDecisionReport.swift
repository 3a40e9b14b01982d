import GroupDecision

/// The outcome of one decision by inference: verdicts, reporters, and the log odds of each subject as a sum.
struct InferenceDecisionReport {
    private let file: InferenceDecision
    private let result: InferenceDecision.Result
    private static let digits = 3

    /// Decides.
    init(_ file: InferenceDecision) {
        self.file = file
        result = file.decide()
    }

    private var threshold: Double { result.outcome.subjects.first?.threshold ?? 0.5 }

    private func isUnknown(_ subject: Int) -> Bool {
        result.outcome.subjects[subject].support < SchemeDecision.minimumSupport
    }

    private func name(ofMember member: Int) -> String { file.names[file.neighbourhood.members[member].subject] }

    // MARK: - JSON

    /// Everything, with all digits.
    var json: [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("scheme", DecisionScheme.inference.rawValue)
            writer.member("tolerance", file.neighbourhood.tolerance)
            writer.member("maliciousShare", file.memory.maliciousShare)
            writer.array("members") { writer in
                for (index, member) in result.outcome.members.enumerated() {
                    writer.object { writer in
                        writer.member("id", name(ofMember: index))
                        writer.levels(member)
                    }
                }
            }
            writer.array("subjects") { writer in
                for index in result.outcome.subjects.indices { writeSubject(index, to: &writer) }
            }
            writer.memory(result.memory.snapshot) { file.names[$0] }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeSubject(_ index: Int, to writer: inout JSONWriter) {
        let subject = result.outcome.subjects[index]
        writer.object { writer in
            writer.member("id", file.names[index])
            writer.member("positive", file.evidence[index].positive)
            writer.member("negative", file.evidence[index].negative)
            writer.member("logOdds", subject.logOdds)
            writer.array("contributions") { writer in
                for part in result.contributions[index] {
                    writer.object { writer in
                        writer.member("source", part.source.key)
                        if case .report(let member) = part.source { writer.member("reporter", name(ofMember: member)) }
                        writer.member("logOdds", part.logOdds)
                    }
                }
            }
            writer.member("trust", subject.trust)
            writer.member("threshold", subject.threshold)
            writer.member("support", subject.support)
            writer.member("unknown", isUnknown(index))
            writer.member("trusted", subject.trusted)
        }
    }

    // MARK: - Tables

    /// The verdicts, the reporters, the sums, and what each report adds.
    var tables: [TextTable] {
        var tables = [verdictTable]
        if !result.outcome.members.isEmpty { tables.append(memberTable) }
        if !result.outcome.subjects.isEmpty { tables.append(sumTable) }
        let entries = entryTable
        return entries.rows.isEmpty ? tables : tables + [entries]
    }

    private static func table(_ caption: String, _ first: [String], _ numbers: [String]) -> TextTable {
        TextTable(
            columns: first.map { TextTable.Column($0) } + numbers.map { TextTable.Column($0, .right) }, caption: caption
        )
    }

    private static func row(_ cells: [String]) -> [TextTable.Cell] { cells.map { TextTable.Cell($0) } }
    private func odds(_ value: Double) -> String { NumberText.fixed(value, digits: Self.digits) }
    private func text(_ value: Double) -> String { NumberText.fixed(value, digits: 6) }

    /// The log odds of a subject, from their parts: so tables agree to the last digit.
    private func sum(_ subject: Int) -> Double { result.contributions[subject].reduce(0) { $0 + $1.logOdds } }

    private var verdictTable: TextTable {
        var table = Self.table(
            "Decisions of \(file.evaluator)", ["Subject"],
            ["correct", "false", "log odds", "trust T", "threshold", "decision"])
        for (index, subject) in result.outcome.subjects.enumerated() {
            table.rows.append(
                Self.row([
                    file.names[index], odds(file.evidence[index].positive), odds(file.evidence[index].negative),
                    odds(sum(index)), text(subject.trust), text(subject.threshold),
                    (subject.trusted ? "trusted" : "distrusted") + (isUnknown(index) ? " (unknown)" : ""),
                ]))
        }
        let share = file.parameters.mechanisms.dynamicThreshold ? file.memory.maliciousShare : nil
        let limit = SchemeDecision(trust: 0.5, threshold: threshold, support: 0).logOddsLimit
        table.footnotes = [
            "Correct and false: own evidence. Distrusted above log odds of \(odds(limit)): tolerance "
                + text(file.neighbourhood.tolerance)
                + (share.map { ", share of the malicious \(text($0))." } ?? ", whatever the share of the malicious is."),
            "Read with accuracy \(text(file.memory.ownAccuracy)), those of others with "
                + "\(text(file.memory.othersAccuracy)); of \(text(file.memory.glitch)) of all pairs readings say nothing.",
        ]
        return table
    }

    private var memberTable: TextTable {
        var table = Self.table(
            "Reporters, as \(file.evaluator) finds them", ["Reporter"],
            ["S", "O", "C", "P", "S in [0, 1]", "O", "C", "P"])
        for (index, member) in result.outcome.members.enumerated() {
            let ratios = member.levels.map(\.logRatio)
            table.rows.append(
                Self.row(
                    [name(ofMember: index)] + ratios.map(odds) + ratios.map { text(InferenceOutcome.level($0)) }))
        }
        table.footnotes.append(
            "Log-likelihood ratios of an honest reporter to a liar, and the same in [0, 1]. S: by own evidence; O: what the "
                + "other reports add; C: both; P: what its report says of its own conduct.")
        return table
    }

    /// The parts of a subject as printed, which add up as they are printed.
    private func addends(_ subject: Int) -> [String] {
        NumberText.addingUp(result.contributions[subject].map(\.logOdds), digits: Self.digits)
    }

    private var sumTable: TextTable {
        let hasLimits = result.contributions.joined().contains { $0.source == .limits }
        var table = Self.table(
            "What speaks for malicious conduct, in log odds", ["Subject"],
            ["memory", "own evidence", "own report", "reports"] + (hasLimits ? ["limits"] : []) + ["together"])
        for subject in result.outcome.subjects.indices {
            var sums: [String: Double] = [:]
            for (part, text) in zip(result.contributions[subject], addends(subject)) {
                sums[part.source.key, default: 0] += Double(text) ?? 0
            }
            let keys = ["memory", "ownEvidence", "selfProof", "report"] + (hasLimits ? ["limits"] : [])
            table.rows.append(
                Self.row([file.names[subject]] + keys.map { odds(sums[$0] ?? 0) } + [odds(sum(subject))]))
        }
        table.footnotes.append("Positive numbers speak for malicious, negative ones for honest conduct.")
        return table
    }

    /// Entries that add something, in the order of the reports.
    private var entryTable: TextTable {
        var table = Self.table(
            "What each report adds to that", ["Reporter", "Subject"], ["opinion", "certainty", "adds"])
        var added: [[Int: String]] = []
        for subject in result.outcome.subjects.indices {
            var texts: [Int: String] = [:]
            for (part, text) in zip(result.contributions[subject], addends(subject)) {
                if case .report(let member) = part.source { texts[member] = text }
            }
            added.append(texts)
        }
        var nothing = 0
        for member in result.outcome.members.indices {
            for entry in file.neighbourhood.entries[file.neighbourhood.entryRange(ofMember: member)] {
                guard let adds = added[Int(entry.subject)][member] else { continue }
                if adds == odds(0) {
                    nothing += 1
                    continue
                }
                table.rows.append(
                    Self.row([
                        name(ofMember: member), file.names[Int(entry.subject)], text(entry.value),
                        text(entry.certainty), adds,
                    ]))
            }
        }
        table.footnotes.append(
            "Certainty counts up to \(NumberText.short(file.parameters.settings.certaintyCap))."
                + (nothing == 0 ? "" : " Opinions that add \(odds(0)) are left out: \(nothing)."))
        return table
    }
}
