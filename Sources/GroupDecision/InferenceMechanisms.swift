/// The mechanisms of the inference, each of which can be switched off to measure what it contributes.
public struct InferenceMechanisms: Sendable, Equatable {
    /// Off: reporters are judged without the evaluator's own evidence.
    public var subjective = true
    /// Off: reporters are judged without the other reports.
    public var objective = true
    /// Off: what a vehicle reports says nothing about its own conduct.
    public var selfProof = true
    /// Off: one round only.
    public var rounds = true
    /// Off: the threshold is the evaluator's tolerance, whatever the share of the malicious is.
    public var dynamicThreshold = true
    /// Off: nothing is remembered of subjects but the evaluator's own evidence as it is now.
    public var memory = true
    /// Off: there are no victims of liars among the honest.
    public var victims = true
    /// Off: accuracies, shares and kinds of lies stay what they are before anything is learned.
    public var learning = true

    /// All mechanisms on.
    public init() {}

    /// One mechanism by name.
    public struct Name: Sendable {
        /// As written in files: `selfProof`.
        public let key: String
        /// As written in the names of ablated schemes: `self-proof`.
        public let label: String
        /// Where the switch is.
        public let path: WritableKeyPath<InferenceMechanisms, Bool> & Sendable
    }

    /// Every mechanism, in the order in which the model introduces them.
    public static let all: [Name] = [
        Name(key: "subjective", label: "subjective", path: \.subjective),
        Name(key: "objective", label: "objective", path: \.objective),
        Name(key: "selfProof", label: "self-proof", path: \.selfProof),
        Name(key: "rounds", label: "rounds", path: \.rounds),
        Name(key: "dynamicThreshold", label: "dynamic-threshold", path: \.dynamicThreshold),
        Name(key: "memory", label: "memory", path: \.memory),
        Name(key: "victims", label: "victims", path: \.victims),
        Name(key: "learning", label: "learning", path: \.learning),
    ]
}
