import GroupDecision

/// Parameters of consensus-adaptive that scenario files can set, as `parameters.<name>`; see Docs/Model.md, section 10.
public struct InferenceKeys: Sendable, Equatable {
    /// Largest certainty of a reported opinion that counts, for every scheme, in [0, 1].
    public var certaintyCap = InferenceParameters().certaintyCap
    /// Weight of the others' word where a reporter is judged, in [0, 1].
    public var groupWeight = InferenceParameters().groupWeight
    /// Share of the honest taken for victims of all liars of a kind, in [0, 0.9].
    public var victimShare = InferenceParameters().victimShare
    /// Probability of an honest reporter from which what it says is remembered, in [0, 1].
    public var credit = InferenceParameters().credit
    /// Rounds of message passing, from 1 to 20.
    public var rounds = Int64(InferenceParameters().rounds)

    /// The defaults.
    public init() {}

    func applied(to parameters: InferenceParameters, _ mechanisms: InferenceMechanisms) -> InferenceParameters {
        var parameters = parameters
        parameters.certaintyCap = certaintyCap
        parameters.groupWeight = groupWeight
        parameters.victimShare = victimShare
        parameters.credit = credit
        parameters.rounds = Int(rounds)
        parameters.mechanisms = mechanisms
        return parameters
    }
}
