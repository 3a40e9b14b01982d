import GroupDecision

/// Group-decision consensus-adaptive trust: what vehicles are and who lies is inferred by ``GroupInference`` from own evidence
/// and reports, with a memory. This scheme numbers a vehicle's acquaintances and tells the inference what kind of detector it has.
///
/// Trust is the probability that a vehicle is honest, the threshold where the expected costs of the two errors are equal, by
/// the vehicle's tolerance and the share of the malicious that it has found. Nothing that a vehicle claims about itself is
/// read. Docs/Model.md, section 10.
struct ConsensusAdaptive: TrustScheme {
    let name: String
    /// For sensors with independent errors, and for detectors that judge what is plausible.
    let readings: InferenceParameters
    let checks: InferenceParameters

    struct Memory: Sendable {
        /// An acquaintance has nothing here; its place is its number.
        struct Known: Sendable {}

        let tolerance: Double
        var acquaintances = IntegerMap<VehicleID, Known>()
        var inference: InferenceMemory
    }

    struct Scratch {
        var inference: GroupInference
        var numbers: [Int32] = []
        var outcome = InferenceOutcome()
    }

    init(
        name: String = "consensus-adaptive", _ settings: InferenceSettings = InferenceSettings(),
        mechanisms: InferenceMechanisms = InferenceMechanisms()
    ) {
        self.name = name
        func parameters(_ detector: InferenceParameters) -> InferenceParameters {
            var parameters = detector
            parameters.settings = settings
            parameters.mechanisms = mechanisms
            return parameters
        }
        readings = parameters(InferenceParameters())
        checks = parameters(.plausibilityChecks)
    }

    func makeMemory(tolerance: Double) -> Memory {
        Memory(tolerance: tolerance, inference: InferenceMemory(parameters: readings))
    }

    func makeScratch() -> Scratch { Scratch(inference: GroupInference(parameters: readings)) }

    func evaluate(
        _ view: inout LocalView, memory: inout Memory, scratch: inout Scratch, into decisions: inout SchemeDecisions
    ) {
        let parameters = view.judgesPlausibility ? checks : readings
        // What kind of detector it has a vehicle says at its first decision.
        if memory.acquaintances.values.isEmpty { memory.inference = InferenceMemory(parameters: parameters) }
        if scratch.inference.parameters != parameters { scratch.inference = GroupInference(parameters: parameters) }
        scratch.numbers.removeAll(keepingCapacity: true)
        for subject in view.subjects {
            scratch.numbers.append(
                Int32(memory.acquaintances.position(of: subject, orInsert: Memory.Known())))
        }
        view.neighbourhood.tolerance = memory.tolerance
        if decisions.wantsDetail {
            decisions.inference = InferenceDetail(
                parameters: parameters, memory: memory.inference, numbers: scratch.numbers, outcome: scratch.outcome)
        }
        scratch.inference.keepsParts = decisions.wantsDetail
        scratch.inference.decide(view, scratch.numbers, &memory.inference, into: &scratch.outcome)
        if decisions.wantsDetail {
            decisions.inference?.outcome = scratch.outcome
            decisions.inference?.sums = (0..<view.neighbourCount).map {
                scratch.inference.sums(of: $0, scratch.outcome)
            }
        }
        for subject in scratch.outcome.subjects.prefix(view.neighbourCount) {
            decisions.neighbours.append(
                SchemeDecision(trust: subject.trust, threshold: subject.threshold, support: subject.support))
        }
    }
}

extension GroupInference {
    /// Decides about the subjects of a view, which have these numbers in the memory.
    mutating func decide(
        _ view: LocalView, _ numbers: [Int32], _ memory: inout InferenceMemory, into outcome: inout InferenceOutcome
    ) {
        decide(
            view.neighbourhood, evidence: view.evidence, numbers: numbers, scale: view.evidenceParameters,
            time: Double(view.time) / 1e6, retained: { view.retained(after: Microseconds(($0 * 1e6).rounded())) },
            memory: &memory, into: &outcome)
    }
}

extension SchemeEntry {
    static let consensusAdaptive = SchemeEntry(
        name: "consensus-adaptive", summary: "group decision as inference about conduct and liars, with a memory",
        startsWithTolerance: true, isWorthCalibrating: false,
        cost: SchemeCost(secondsPerEntry: 6e-7, bytesPerAcquaintance: 190, bytesPerEntry: 32)
    ) {
        AnyTrustScheme(ConsensusAdaptive($0.settings.inference, mechanisms: $0.settings.mechanisms))
    }
}
