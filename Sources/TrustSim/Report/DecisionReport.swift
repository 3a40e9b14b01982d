/// The outcome of one decision, as JSON or as tables with every intermediate value.
public struct DecisionReport {
    /// The documented JSON.
    public let json: [UInt8]
    /// Tables for people.
    public let tables: [TextTable]

    /// Decides.
    public init(_ file: DecisionFile) {
        switch file {
        case .inference(let decision):
            let report = InferenceDecisionReport(decision)
            (json, tables) = (report.json, report.tables)
        case .averaging(let decision):
            let report = AveragingDecisionReport(decision)
            (json, tables) = (report.json, report.tables)
        }
    }
}
