import GroupDecision

/// The members about a decision by inference. Docs/Model.md, section 10.
extension ExplanationReport {
    func writeInference(_ detail: InferenceDetail, _ parts: [InferenceContribution], to writer: inout JSONWriter) {
        writer.object("inference") { writer in
            writer.member("logOdds", detail.outcome.subjects[explanation.subject].logOdds)
            writer.member("distrustedAbove", explanation.outcome.decision.logOddsLimit)
            writer.object("thresholdParts") { writer in
                writer.member("tolerance", explanation.view.neighbourhood.tolerance)
                let isDynamic = detail.parameters.mechanisms.dynamicThreshold
                writer.member("maliciousShare", isDynamic ? detail.memory.maliciousShare : nil)
            }
            writer.object("learned") { writer in
                writer.member("maliciousShare", detail.memory.maliciousShare)
                writer.member("ownAccuracy", detail.memory.ownAccuracy)
                writer.member("othersAccuracy", detail.memory.othersAccuracy)
                writer.member("glitch", detail.memory.glitch)
            }
            writer.array("contributions") { writer in
                for part in parts {
                    writer.object { writer in
                        writer.member("source", part.source.key)
                        if case .report(let member) = part.source {
                            writer.member("reporter", explanation.name(ofMember: member))
                        }
                        writer.member("logOdds", part.logOdds)
                    }
                }
            }
            if let report = explanation.ownReport {
                writer.object("ownReport") { $0.levels(detail.outcome.members[report]) }
            }
        }
    }

    func writeReporter(
        _ member: Int, _ detail: InferenceDetail, _ parts: [InferenceContribution], to writer: inout JSONWriter
    ) {
        writer.levels(detail.outcome.members[member])
        writer.member("trust", detail.outcome.subjects[memberSubject(member)].trust)
        writer.member("logOdds", parts.first { $0.source == .report(member: member) }?.logOdds)
    }
}

extension InferenceContribution.Source {
    /// As written in JSON.
    var key: String {
        switch self {
        case .memory: "memory"
        case .ownEvidence: "ownEvidence"
        case .selfProof: "selfProof"
        case .report: "report"
        case .limits: "limits"
        }
    }
}

extension JSONWriter {
    /// The four levels of a reporter, in [0, 1], and the log-likelihood ratios that they are made of.
    mutating func levels(_ found: InferenceOutcome.Member) {
        for (key, ratio) in found.levels { member(key, InferenceOutcome.level(ratio)) }
        object("logRatios") { writer in
            for (key, ratio) in found.levels { writer.member(key, ratio) }
        }
    }
}

extension InferenceOutcome.Member {
    /// S, O, C and P by name, as log-likelihood ratios.
    var levels: [(key: String, logRatio: Double)] {
        [
            ("subjective", subjective), ("objective", objective), ("comprehensive", comprehensive),
            ("selfProof", selfProof),
        ]
    }
}
