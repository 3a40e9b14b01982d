import GroupDecision

extension ExplanationReport {
    /// What the evaluator had, as a file for `trustsim decide`, which finds the same. Only the threshold of
    /// consensus-averaging is that before anything is added for distrust before: there a file has no past. Nil where the
    /// scheme makes no group decision.
    public var decisionFile: [UInt8]? {
        if let detail = explanation.inference { return decisionFile(detail) }
        guard let detail = explanation.detail else { return nil }
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("scheme", DecisionScheme.averaging.rawValue)
            writer.object("evaluator") { writer in
                writer.member("id", explanation.evaluatorName)
                writer.member("tolerance", explanation.view.neighbourhood.tolerance)
                writer.array("opinions") { writer in
                    for (subject, known) in explanation.view.neighbourhood.subjects.enumerated() {
                        writer.object { writer in
                            writer.member("subject", name(ofSubject: subject))
                            writer.member("value", known.opinion.value)
                            writer.member("certainty", known.opinion.certainty)
                        }
                    }
                }
            }
            writer.array("reports") { writer in
                for member in explanation.view.neighbourhood.members.indices { write(member, to: &writer) }
            }
            writeSettings(detail, to: &writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    func name(ofSubject subject: Int) -> String {
        explanation.names.name(of: explanation.view.subjects[subject])
    }

    private func write(_ member: Int, to writer: inout JSONWriter) {
        let neighbourhood = explanation.view.neighbourhood
        let report = neighbourhood.members[member]
        writer.object { writer in
            writer.member("reporter", explanation.name(ofMember: member))
            writer.member("attestedLevel", report.attestedLevel)
            writer.member("tolerance", report.tolerance)
            writer.member("guaranteeCredit", report.guaranteeCredit)
            writer.array("opinions") { writer in
                for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
                    writer.object { writer in
                        writer.member("subject", name(ofSubject: Int(entry.subject)))
                        writer.member("value", entry.value)
                        writer.member("certainty", entry.certainty)
                        writer.member("vouches", entry.vouches)
                    }
                }
            }
        }
    }

    /// What differs from the defaults.
    private func writeSettings(_ detail: GroupDetail, to writer: inout JSONWriter) {
        let standard = DecisionParameters()
        let changed = DecisionParameters.all.filter {
            detail.parameters[keyPath: $0.path] != standard[keyPath: $0.path]
        }
        let hasOtherRounds = detail.parameters.maxRounds != standard.maxRounds
        if !changed.isEmpty || hasOtherRounds {
            writer.object("parameters") { writer in
                for name in changed { writer.member(name.key, detail.parameters[keyPath: name.path]) }
                if hasOtherRounds { writer.member("maxRounds", detail.parameters.maxRounds) }
            }
        }
        let off = Mechanisms.all.filter { !detail.mechanisms[keyPath: $0.path] }
        if off.isEmpty { return }
        writer.object("mechanisms") { writer in
            for name in off { writer.member(name.key, false) }
        }
    }
}
