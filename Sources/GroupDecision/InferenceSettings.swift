/// Those parameters of the group decision as inference that users set, whatever the detector is; see ``GroupInference``.
public struct InferenceSettings: Sendable, Equatable {
    /// Cap on claimed certainties, in [0, 1]; certainties above 0.999 count as 0.999.
    public var certaintyCap = 0.9
    /// Weight of the others' word where a reporter is judged, in [0, 1]: 0 judges by own evidence alone, 1 is sum-product
    /// message passing, which takes agreement for independent.
    public var groupWeight = 0.1
    /// Share of honest vehicles that are victims of all liars of a kind, in [0, 0.9].
    public var victimShare = 0.1
    /// Probability that a reporter is honest from which its report is remembered, in [0, 1].
    public var credit = 0.9
    /// Rounds of message passing, in ``roundsRange``. In the first one reporters are judged by own evidence alone.
    public var rounds: Int64 = 2

    /// The defaults.
    public init() {}

    /// One real-valued setting by name.
    public struct Name: Sendable {
        /// As written in files.
        public let key: String
        /// Where it is.
        public let path: WritableKeyPath<InferenceSettings, Double> & Sendable
        /// Allowed values.
        public let range: ClosedRange<Double>
        /// Meaning, in one line.
        public let summary: String
    }

    /// Every real-valued setting; ``rounds`` is the other one.
    public static let all: [Name] = [
        Name(
            key: "certaintyCap", path: \.certaintyCap, range: 0...1,
            summary: "cap on claimed certainties, for every scheme"),
        Name(
            key: "groupWeight", path: \.groupWeight, range: 0...1,
            summary: "weight of the others' word where a reporter is judged"),
        Name(
            key: "victimShare", path: \.victimShare, range: 0...0.9,
            summary: "share of the honest taken for victims of all liars of a kind"),
        Name(
            key: "credit", path: \.credit, range: 0...1,
            summary: "probability of an honest reporter from which what it says is remembered"),
    ]

    /// Allowed numbers of rounds.
    public static let roundsRange: ClosedRange<Int64> = 1...20

    /// The key of every setting.
    public static let keys = all.map(\.key) + ["rounds"]
}
