import GroupDecision

/// How a group decision came about. With ``LocalView/neighbourhood`` it can be repeated, also with other mechanisms.
struct GroupDetail: Sendable {
    var parameters: DecisionParameters
    var mechanisms: Mechanisms
    /// Every intermediate value.
    var outcome: GroupOutcome
    /// What distrust before adds to the threshold of each neighbour.
    var margins: [Double]
}

/// How a group decision by inference came about, enough to make it again, also with something left out.
struct InferenceDetail: Sendable {
    var parameters: InferenceParameters
    /// Before the decision.
    var memory: InferenceMemory
    /// Number of each subject in the memory.
    var numbers: [Int32]
    /// What was found.
    var outcome: InferenceOutcome
    /// The parts of the log odds of each neighbour.
    var sums: [InferenceSums] = []
}
