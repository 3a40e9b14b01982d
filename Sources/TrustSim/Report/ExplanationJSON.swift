import GroupDecision

extension ExplanationReport {
    /// Everything, with all digits.
    public func json(version: String) -> [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.object { writer in
            writer.member("version", version)
            writer.member("scenario", explanation.scenario.name)
            writer.member("seed", explanation.scenario.seed)
            writer.member("replication", explanation.replication)
            writer.member("scheme", explanation.scheme)
            writer.member("time", explanation.view.time.seconds)
            writer.member("evaluator", explanation.evaluatorName)
            writer.member("subject", explanation.subjectName)
            writer.key("decision")
            write(explanation.outcome, to: &writer)
            writeOwnEvidence(to: &writer)
            if let detail = explanation.detail { writeGroupDecision(detail, to: &writer) }
            let parts = explanation.inference.map { explanation.contributions($0) } ?? []
            if let detail = explanation.inference { writeInference(detail, parts, to: &writer) }
            writer.array("reports") { writer in
                for (member, entry) in reporters { writeReport(of: member, entry, parts, to: &writer) }
            }
            if !unitWords.isEmpty {
                writer.array("units") { writer in
                    for (word, opinion) in unitWords {
                        writer.object { writer in
                            writer.member("unit", explanation.names.name(of: word.unit))
                            writer.member("time", word.time.seconds)
                            writer.member("value", opinion.value)
                            writer.member("certainty", opinion.certainty)
                        }
                    }
                }
            }
            if let (standing, isListed) = explanation.authority {
                writer.object("authority") { writer in
                    writer.member("rule", standing.rule)
                    writer.member("reports", standing.reports)
                    writer.member("weight", standing.weight)
                    writer.member("threshold", standing.threshold)
                    if let revoked = standing.revoked { writer.member("revoked", revoked.seconds) }
                    writer.member("evaluatorHasList", isListed)
                }
            }
            if explanation.detail != nil || explanation.inference != nil { writeAlternatives(to: &writer) }
            writer.array("schemes") { writer in
                for (name, outcome) in explanation.schemes {
                    writer.object { writer in
                        writer.member("scheme", name)
                        writer.key("decision")
                        write(outcome, to: &writer)
                    }
                }
            }
            writeHistory(to: &writer)
            writeTruth(to: &writer)
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    /// The members of a case as `--decisions` writes them.
    private func write(_ outcome: SchemeRunner.Record.Outcome, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("trust", outcome.decision.trust)
            writer.member("threshold", outcome.decision.threshold)
            writer.member("support", outcome.decision.support)
            writer.member("unknown", outcome.isUnknown)
            writer.member("decision", Self.word(outcome))
        }
    }

    private func writeOwnEvidence(to writer: inout JSONWriter) {
        let evidence = explanation.view.evidence[explanation.subject]
        writer.object("ownEvidence") { writer in
            writer.member("positive", evidence.positive)
            writer.member("negative", evidence.negative)
            writer.member("opinion", explanation.opinion.certainty > 0 ? explanation.opinion.value : nil)
            writer.member("certainty", explanation.opinion.certainty)
            writer.member("heard", explanation.heard?.seconds)
            writer.member("neighbourSince", explanation.history.first?.time.seconds)
        }
    }

    private func writeGroupDecision(_ detail: GroupDetail, to writer: inout JSONWriter) {
        let found = detail.outcome.subjects[explanation.subject]
        writer.object("groupDecision") { writer in
            writer.member("rounds", detail.outcome.rounds)
            writer.member("initialConsensusDegree", detail.outcome.initialConsensusDegree)
            writer.member("consensusDegree", detail.outcome.consensusDegree)
            writer.member("reached", detail.outcome.reached)
            writer.member("tolerance", explanation.view.neighbourhood.tolerance)
            writer.member("groupTolerance", detail.outcome.groupTolerance)
            writer.member("group", found.group)
            writer.member("groupSupport", found.groupSupport)
            writer.member("guarantee", found.guarantee)
            writer.member("guaranteeSupport", found.guaranteeSupport)
            writer.member("basis", found.basis)
            writer.member("trust", found.trust)
            writer.member("thresholdBeforeProbation", found.threshold)
            writer.member("probationMargin", explanation.probationMargin)
            guard let parts = breakdown else { return }
            writer.member("trustBySources", parts.trustBySources)
            writer.member("thresholdByTolerances", parts.thresholdByTolerances)
            writer.array("sources") { writer in
                for (name, source) in [
                    ("own", parts.own), ("reports", parts.group), ("guarantors", parts.guarantee),
                    ("prior", parts.prior),
                ] {
                    writer.object { writer in
                        writer.member("source", name)
                        writer.member("share", source.share)
                        writer.member("value", source.share > 0 ? source.value : nil)
                    }
                }
            }
        }
    }

    private func writeReport(
        of member: Int, _ entry: Neighbourhood.Entry, _ parts: [InferenceContribution], to writer: inout JSONWriter
    ) {
        writer.object { writer in
            writer.member("reporter", explanation.name(ofMember: member))
            writer.member("value", entry.value)
            writer.member("certainty", entry.certainty)
            if let detail = explanation.inference { writeReporter(member, detail, parts, to: &writer) }
            guard let detail = explanation.detail else { return }
            let report = explanation.view.neighbourhood.members[member]
            let found = detail.outcome.members[member]
            writer.member("vouches", entry.vouches)
            writer.member("guarantee", isGuarantee(entry, detail))
            writer.member("guaranteeCredit", report.guaranteeCredit)
            writer.member("attestedLevel", report.attestedLevel)
            writer.member("tolerance", report.tolerance)
            writer.member("subjective", found.subjective)
            writer.member("subjectiveSupport", found.subjectiveSupport)
            writer.member("objective", found.objective)
            writer.member("objectiveSupport", found.objectiveSupport)
            writer.member("comprehensive", found.comprehensive)
            writer.member("support", found.support)
            writer.member("selfProof", found.selfProof)
            writer.member("conduct", found.conduct)
            writer.member("influence", found.influence)
            writer.member("share", breakdown?.reportShares[member])
            writer.member("trust", detail.outcome.subjects[report.subject].trust)
        }
    }

    private func writeAlternatives(to writer: inout JSONWriter) {
        func write(_ list: [Explanation.Alternative], _ key: String, to writer: inout JSONWriter) {
            writer.array(key) { writer in
                for row in list {
                    writer.object { writer in
                        writer.member("without", row.label)
                        writer.key("decision")
                        self.write(row.outcome, to: &writer)
                        if let logOdds = row.logOdds { writer.member("logOdds", logOdds) }
                        writer.member("changed", row.outcome.isTrusted != explanation.outcome.isTrusted)
                    }
                }
            }
        }
        write(explanation.withoutMechanisms, "withoutMechanism", to: &writer)
        write([explanation.withoutOwnEvidence].compactMap { $0 }, "withoutOwnEvidence", to: &writer)
        write([explanation.withoutReports].compactMap { $0 }, "withoutReports", to: &writer)
        write(explanation.withoutOneReport(most: 3), "withoutOneReport", to: &writer)
    }

    private func writeHistory(to writer: inout JSONWriter) {
        writer.array("history") { writer in
            for past in explanation.history {
                writer.object { writer in
                    writer.member("time", past.time.seconds)
                    writer.member("positive", past.evidence.positive)
                    writer.member("negative", past.evidence.negative)
                    writer.key("decision")
                    write(past.outcome, to: &writer)
                }
            }
        }
    }

    private func writeTruth(to writer: inout JSONWriter) {
        let vehicle = explanation.subjectID
        let isMalicious = explanation.truth.isMalicious[Int(vehicle)]
        writer.object("truth") { writer in
            writer.member("subject", isMalicious ? "malicious" : "honest")
            writer.member("maliciousSince", explanation.truth.firstMisconduct[Int(vehicle)]?.seconds)
            writer.member("attack", explanation.truth.profile(of: vehicle)?.name)
            writer.member("verdictIsRight", isMalicious != explanation.outcome.isTrusted)
            writer.array("attackersAmongReporters") { writer in
                for (member, _) in reporters
                where explanation.truth.isAttacker[Int(explanation.view.subjects[memberSubject(member)])] {
                    writer.value(explanation.name(ofMember: member))
                }
            }
        }
    }
}
