/// The schemes of which one decision can be made by hand.
enum DecisionScheme: String, CaseIterable {
    case inference = "consensus-adaptive"
    case averaging = "consensus-averaging"

    var other: DecisionScheme { self == .inference ? .averaging : .inference }
}

/// One decision written by hand: an evaluator's own evidence or opinions and the reports it received.
public enum DecisionFile: Sendable {
    /// Of consensus-adaptive.
    case inference(InferenceDecision)
    /// Of consensus-averaging.
    case averaging(AveragingDecision)

    /// Decodes a document; its key `scheme` says whose it is.
    public init(_ root: JSONNode) throws(DataError) {
        var scheme = DecisionScheme.inference
        let node = root["scheme"]
        if let node {
            let fields = DecisionFields(scheme: scheme, isNamed: true)
            let word = try fields.choice(node, "scheme", DecisionScheme.allCases.map(\.rawValue))
            scheme = DecisionScheme(rawValue: word) ?? scheme
        }
        let fields = DecisionFields(scheme: scheme, isNamed: node != nil)
        switch scheme {
        case .inference: self = .inference(try InferenceDecision(root, fields))
        case .averaging: self = .averaging(try AveragingDecision(root, fields))
        }
    }
}
