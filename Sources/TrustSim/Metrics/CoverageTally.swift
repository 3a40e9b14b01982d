/// How many evaluations were made within reach of a roadside unit.
public struct CoverageTally: Sendable, Equatable {
    /// Evaluations of honest vehicles after the warm-up.
    public internal(set) var evaluations = 0
    /// Those whose evaluator had received a word of a unit within the last two evaluation intervals.
    public internal(set) var covered = 0

    /// Share of the evaluations within reach; nil where there were none.
    public var share: Double? { evaluations > 0 ? Double(covered) / Double(evaluations) : nil }
}
