import GroupDecision

extension ExplanationReport {
    /// What the evaluator had and remembered, as a file for `trustsim decide`, which finds the same to the last digit.
    func decisionFile(_ detail: InferenceDetail) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("scheme", DecisionScheme.inference.rawValue)
            writer.member(
                "verification", detail.parameters.judgesPlausibility ? "plausibility" : "statistical")
            writer.member("time", explanation.view.time.seconds)
            writeEvaluator(to: &writer)
            writer.array("reports") { writer in
                for member in explanation.view.neighbourhood.members.indices { writeOpinions(of: member, to: &writer) }
            }
            writeScale(to: &writer)
            writeSettings(detail.parameters, to: &writer)
            var names: [Int: String] = [:]
            for (subject, number) in detail.numbers.enumerated() { names[Int(number)] = name(ofSubject: subject) }
            writer.memory(detail.memory.snapshot) { names[$0] }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func writeEvaluator(to writer: inout JSONWriter) {
        let view = explanation.view
        writer.object("evaluator") { writer in
            writer.member("id", explanation.evaluatorName)
            writer.member("tolerance", view.neighbourhood.tolerance)
            writer.array("opinions") { writer in
                for (subject, evidence) in view.evidence.enumerated() {
                    writer.object { writer in
                        writer.member("subject", name(ofSubject: subject))
                        writer.member("positive", evidence.positive)
                        writer.member("negative", evidence.negative)
                        writer.member("neighbour", subject < view.neighbourCount)
                    }
                }
            }
        }
    }

    private func writeOpinions(of member: Int, to writer: inout JSONWriter) {
        let neighbourhood = explanation.view.neighbourhood
        writer.object { writer in
            writer.member("reporter", explanation.name(ofMember: member))
            writer.array("opinions") { writer in
                for entry in neighbourhood.entries[neighbourhood.entryRange(ofMember: member)] {
                    writer.object { writer in
                        writer.member("subject", name(ofSubject: Int(entry.subject)))
                        writer.member("value", entry.value)
                        writer.member("certainty", entry.certainty)
                    }
                }
            }
        }
    }

    private func writeScale(to writer: inout JSONWriter) {
        let scale = explanation.view.evidenceParameters
        writer.object("evidence") { writer in
            writer.member("priorWeight", scale.priorWeight)
            writer.member("baseRate", scale.baseRate)
            writer.member("forgettingFactor", scale.forgettingFactor)
            writer.member("forgettingPer", explanation.scenario.forgettingPer)
        }
    }

    /// What differs from the defaults.
    private func writeSettings(_ parameters: InferenceParameters, to writer: inout JSONWriter) {
        let (settings, standard) = (parameters.settings, InferenceSettings())
        if settings != standard {
            writer.object("parameters") { writer in
                for name in InferenceSettings.all where settings[keyPath: name.path] != standard[keyPath: name.path] {
                    writer.member(name.key, settings[keyPath: name.path])
                }
                if settings.rounds != standard.rounds { writer.member("rounds", Int(settings.rounds)) }
            }
        }
        let off = InferenceMechanisms.all.filter { !parameters.mechanisms[keyPath: $0.path] }
        if off.isEmpty { return }
        writer.object("mechanisms") { writer in
            for name in off { writer.member(name.key, false) }
        }
    }
}
