import GroupDecision

/// ``ConsensusAdaptive`` to which a roadside unit is one more witness: it tells what it has seen itself, and its word is read as
/// a report is, of a witness that may lie. Nothing makes it more credible than a vehicle.
///
/// A unit is judged as a reporter of whom the evaluator has no evidence of its own. Its opinions count as of the time of the
/// word, as those of reports do.
struct RoadsideConsensus: TrustScheme {
    let name = "rsu-consensus"
    let readsUnits = true
    let base: ConsensusAdaptive

    func makeMemory(tolerance: Double) -> ConsensusAdaptive.Memory { base.makeMemory(tolerance: tolerance) }

    func makeScratch() -> ConsensusAdaptive.Scratch { base.makeScratch() }

    func evaluate(
        _ view: inout LocalView, memory: inout ConsensusAdaptive.Memory, scratch: inout ConsensusAdaptive.Scratch,
        into decisions: inout SchemeDecisions
    ) {
        if view.unitWords.isEmpty {
            base.evaluate(&view, memory: &memory, scratch: &scratch, into: &decisions)
            return
        }
        // Other schemes are shown the view without the witnesses.
        var widened = view
        for word in view.unitWords {
            let entries = word.entries.filter { $0.opinion.certainty > 0 }
            if entries.isEmpty { continue }
            widened.subjects.append(word.unit)
            widened.evidence.append(Evidence())
            let witness = widened.neighbourhood.addSubject(
                opinion: Opinion(value: view.evidenceParameters.baseRate, certainty: 0))
            widened.neighbourhood.beginReport(of: witness, attestedLevel: 0.5, tolerance: 0.6)
            widened.reportNumbers.append(-1)
            for entry in entries {
                widened.neighbourhood.addEntry(
                    about: Int(entry.subject), value: entry.opinion.value, certainty: entry.opinion.certainty)
                widened.entrySources.append(entry.source)
            }
        }
        base.evaluate(&widened, memory: &memory, scratch: &scratch, into: &decisions)
        // Who watches is shown the view, in which the witnesses are not.
        decisions.inference = nil
    }
}

extension SchemeEntry {
    static let roadsideConsensus = SchemeEntry(
        name: "rsu-consensus", summary: "consensus-adaptive with roadside units as further witnesses",
        startsWithTolerance: true, isWorthCalibrating: false, needsUnits: true,
        cost: SchemeCost(secondsPerEntry: 6e-7, bytesPerAcquaintance: 190, bytesPerEntry: 32)
    ) {
        AnyTrustScheme(
            RoadsideConsensus(
                base: ConsensusAdaptive($0.settings.inference, mechanisms: $0.settings.mechanisms)))
    }
}
