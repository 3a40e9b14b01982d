import GroupDecision

/// The outcome of one decision of consensus-averaging, as JSON or as tables with every intermediate value.
struct AveragingDecisionReport {
    private let file: AveragingDecision
    private let outcome: GroupOutcome

    /// Decides.
    init(_ file: AveragingDecision) {
        self.file = file
        var outcome = GroupOutcome()
        GroupDecider(parameters: file.parameters, mechanisms: file.mechanisms).decide(
            file.neighbourhood, into: &outcome)
        self.outcome = outcome
    }

    /// The documented JSON.
    var json: [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("rounds", outcome.rounds)
            writer.member("initialConsensusDegree", outcome.initialConsensusDegree)
            writer.member("consensusDegree", outcome.consensusDegree)
            writer.member("reached", outcome.reached)
            writer.member("nextTolerance", outcome.nextTolerance)
            writer.member("attestedLevel", outcome.attestedLevel)
            writer.array("members") { writer in
                for index in outcome.members.indices { writeMember(index, to: &writer) }
            }
            writer.array("subjects") { writer in
                for index in outcome.subjects.indices { writeSubject(index, to: &writer) }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeMember(_ index: Int, to writer: inout JSONWriter) {
        let member = outcome.members[index]
        writer.object { writer in
            writer.member("id", file.subjects[file.neighbourhood.members[index].subject])
            writer.member("subjective", member.subjective)
            writer.member("objective", member.objective)
            writer.member("comprehensive", member.comprehensive)
            writer.member("selfProof", member.selfProof)
            writer.member("influence", member.influence)
        }
    }

    private func writeSubject(_ index: Int, to writer: inout JSONWriter) {
        let subject = outcome.subjects[index]
        let own = file.neighbourhood.subjects[index].opinion
        writer.object { writer in
            writer.member("id", file.subjects[index])
            writer.member("own", own.certainty > 0 ? own.value : nil)
            writer.member("certainty", own.certainty)
            writer.member("group", subject.group)
            writer.member("groupSupport", subject.groupSupport)
            writer.member("guarantee", subject.guarantee)
            writer.member("guaranteeSupport", subject.guaranteeSupport)
            writer.member("basis", subject.basis)
            writer.member("trust", subject.trust)
            writer.member("threshold", subject.threshold)
            writer.member("unknown", subject.unknown)
            writer.member("trusted", subject.trusted)
        }
    }

    /// Tables for people: the reporters, then the subjects.
    var tables: [TextTable] { [memberTable, subjectTable] }

    private var memberTable: TextTable {
        let titles = ["S", "support", "O", "support", "C", "support", "P", "conduct D", "influence u"]
        var table = TextTable(
            columns: [TextTable.Column("Reporter")] + titles.map { TextTable.Column($0, .right) }, footnotes: [],
            caption: "Reporters, as \(file.evaluator) finds them")
        for (index, member) in outcome.members.enumerated() {
            let values = [
                member.subjective, member.subjectiveSupport, member.objective, member.objectiveSupport,
                member.comprehensive, member.support, member.selfProof, member.conduct, member.influence,
            ]
            let name = file.subjects[file.neighbourhood.members[index].subject]
            table.rows.append([TextTable.Cell(name)] + values.map { TextTable.Cell(NumberText.fixed($0, digits: 6)) })
        }
        table.footnotes = [
            "Rounds \(outcome.rounds), consensus degree \(text(outcome.initialConsensusDegree)) before and "
                + "\(text(outcome.consensusDegree)) after, \(outcome.reached ? "reached" : "not reached").",
            "Attested level \(text(outcome.attestedLevel)), tolerance \(text(file.neighbourhood.tolerance)), "
                + "the group's \(text(outcome.groupTolerance)), next \(text(outcome.nextTolerance)).",
        ]
        return table
    }

    private var subjectTable: TextTable {
        let titles = ["own", "certainty", "G", "support", "V", "support", "basis", "trust T", "threshold", "decision"]
        var table = TextTable(
            columns: [TextTable.Column("Subject")] + titles.map { TextTable.Column($0, .right) }, footnotes: [],
            caption: "Decisions of \(file.evaluator)")
        for (index, subject) in outcome.subjects.enumerated() {
            let own = file.neighbourhood.subjects[index].opinion
            let values = [
                own.certainty > 0 ? text(own.value) : "–", text(own.certainty), text(subject.group),
                text(subject.groupSupport), text(subject.guarantee), text(subject.guaranteeSupport),
                text(subject.basis), text(subject.trust), text(subject.threshold),
                (subject.trusted ? "trusted" : "distrusted") + (subject.unknown ? " (unknown)" : ""),
            ]
            table.rows.append(([file.subjects[index]] + values).map { TextTable.Cell($0) })
        }
        if table.rows.contains(where: { $0[1].text == "–" }) {
            table.footnotes.append("–: \(file.evaluator) has no opinion of its own.")
        }
        return table
    }

    private func text(_ value: Double) -> String { NumberText.fixed(value, digits: 6) }
}
