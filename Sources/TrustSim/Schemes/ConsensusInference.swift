import GroupDecision

/// The group decision as inference: what vehicles are and who lies is inferred by ``GroupInference`` from own evidence and
/// reports, with a memory. This scheme numbers a vehicle's acquaintances and tells the inference what kind of detector it has.
///
/// Trust is the probability of honest conduct at even odds, the threshold one half, support 1 - exp(-|log odds|). Nothing that
/// a vehicle claims about itself is read. Docs/Model.md, section 10.
struct ConsensusInference: TrustScheme {
    let name = "consensus-inference"
    /// For sensors with independent errors, and for detectors that judge what is plausible.
    let readings: InferenceParameters
    let checks: InferenceParameters

    struct Memory: Sendable {
        /// An acquaintance has nothing here; its place is its number.
        struct Known: Sendable {}

        var acquaintances = IntegerMap<VehicleID, Known>()
        var inference: InferenceMemory
    }

    struct Scratch {
        var inference: GroupInference
        var numbers: [Int32] = []
        var outcome = InferenceOutcome()
    }

    init(_ options: SchemeOptions) {
        func adjusted(_ parameters: InferenceParameters) -> InferenceParameters {
            var parameters = parameters
            parameters.rounds = Int(options["rounds"])
            parameters.groupWeight = options["groupWeight"]
            parameters.victimShare = options["victimShare"]
            parameters.credit = options["credit"]
            parameters.certaintyCap = options.certaintyCap
            return parameters
        }
        readings = adjusted(InferenceParameters())
        checks = adjusted(.plausibilityChecks)
    }

    func makeMemory(tolerance: Double) -> Memory { Memory(inference: InferenceMemory(parameters: readings)) }

    func makeScratch() -> Scratch { Scratch(inference: GroupInference(parameters: readings)) }

    func evaluate(
        _ view: inout LocalView, memory: inout Memory, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        let parameters = view.judgesPlausibility ? checks : readings
        if scratch.inference.parameters != parameters { scratch.inference = GroupInference(parameters: parameters) }
        scratch.numbers.removeAll(keepingCapacity: true)
        for subject in view.subjects {
            scratch.numbers.append(
                Int32(memory.acquaintances.position(of: subject, orInsert: Memory.Known())))
        }
        scratch.inference.decide(
            view.neighbourhood, evidence: view.evidence, numbers: scratch.numbers, scale: view.evidenceParameters,
            time: Double(view.time) / 1e6, retained: { view.retained(after: Microseconds(($0 * 1e6).rounded())) },
            memory: &memory.inference, into: &scratch.outcome)
        for subject in scratch.outcome.subjects.prefix(view.neighbourCount) {
            decisions.neighbours.append(
                SchemeDecision(
                    trust: subject.trust, threshold: 0.5,
                    support: 1 - Elementary.exp(-subject.logOdds.magnitude)))
        }
    }
}

extension SchemeEntry {
    static let consensusInference = SchemeEntry(
        name: "consensus-inference", summary: "group decision as inference about conduct and liars, with a memory",
        parameters: [
            SchemeParameter("rounds", 1...20, 2, "rounds of message passing; a fraction is cut off"),
            SchemeParameter("groupWeight", 0...1, 0.1, "weight of the others' word where a reporter is judged"),
            SchemeParameter(
                "victimShare", 0...0.9, 0.1, "share of the honest taken for victims of all liars of a kind"),
            SchemeParameter("credit", 0...1, 0.9, "probability of an honest reporter from which it is remembered"),
        ]
    ) { AnyTrustScheme(ConsensusInference($0)) }
}
