import GroupDecision

/// A key of scenario files: where it is, what it means, what it may be. The one definition from which files are decoded,
/// checked, explained and written.
public struct ScenarioKey: Sendable {
    /// Path with dots, as in `--set`.
    public let path: String
    /// Unit, or empty.
    public let unit: String
    /// Meaning, in one line.
    public let summary: String
    /// Type, place and range.
    let kind: Kind

    enum Kind: Sendable {
        case number(WritableKeyPath<Scenario, Double> & Sendable, ClosedRange<Double>)
        case baseline(SchemeEntry, SchemeParameter)
        case integer(WritableKeyPath<Scenario, Int64> & Sendable, ClosedRange<Int64>)
        case choice(WritableKeyPath<Scenario, String> & Sendable, [String])
        case text(WritableKeyPath<Scenario, String> & Sendable)
        case names(WritableKeyPath<Scenario, [String]> & Sendable, [String])
        case points(WritableKeyPath<Scenario, [Point]> & Sendable)
        case calibration
        case profile
        case profiles
    }

    static func number(
        _ path: String, _ place: WritableKeyPath<Scenario, Double> & Sendable, _ range: ClosedRange<Double>,
        _ unit: String, _ summary: String
    ) -> ScenarioKey {
        ScenarioKey(path: path, unit: unit, summary: summary, kind: .number(place, range))
    }

    static func integer(
        _ path: String, _ place: WritableKeyPath<Scenario, Int64> & Sendable, _ range: ClosedRange<Int64>,
        _ summary: String
    ) -> ScenarioKey {
        ScenarioKey(path: path, unit: "", summary: summary, kind: .integer(place, range))
    }

    static func choice(
        _ path: String, _ place: WritableKeyPath<Scenario, String> & Sendable, _ names: [String], _ summary: String
    ) -> ScenarioKey {
        ScenarioKey(path: path, unit: "", summary: summary, kind: .choice(place, names))
    }

    /// Whether its values are whole numbers.
    var isWhole: Bool {
        if case .integer = kind { true } else { false }
    }

    /// Allowed coordinates of places, in metres.
    static let coordinates = -1e7...1e7
    /// Most places of a list.
    static let pointLimit = InfrastructureSettings.Units.limit

    /// What values are allowed, for messages and listings.
    public var allowed: String {
        switch kind {
        case .number(_, let range): return Self.numbers(range)
        case .baseline(_, let parameter): return Self.numbers(parameter.range)
        case .integer(_, let range): return "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(_, let names): return "one of " + names.map { "\"\($0)\"" }.joined(separator: ", ")
        case .text: return "a text"
        case .names(_, let names): return "a list of " + names.joined(separator: ", ")
        case .points: return "a list of [x, y], each from -1e7 to 1e7"
        case .calibration: return "an object of rows and numbers from 0 to 1"
        case .profile: return "the name of a preset or an object of parts"
        case .profiles: return "a list of {profile, share}"
        }
    }

    private static func numbers(_ range: ClosedRange<Double>) -> String {
        "a number from \(NumberText.csv(range.lowerBound)) to \(NumberText.csv(range.upperBound))"
    }
}

extension ScenarioKey {
    /// The key of a model's settings, which are at a place in the scenario.
    init<Settings>(
        _ path: String, _ place: WritableKeyPath<Scenario, Settings>, _ key: SettingsKey<Settings>
    ) {
        func joined<Value>(
            _ rest: WritableKeyPath<Settings, Value> & Sendable
        ) -> WritableKeyPath<Scenario, Value> & Sendable {
            // Two paths that may be shared make one; the library's types do not say so.
            unsafeBitCast(place.appending(path: rest), to: (WritableKeyPath<Scenario, Value> & Sendable).self)
        }
        let kind: Kind =
            switch key.kind {
            case .number(let rest, let range): .number(joined(rest), range)
            case .integer(let rest, let range): .integer(joined(rest), range)
            case .choice(let rest, let names): .choice(joined(rest), names)
            case .text(let rest): .text(joined(rest))
            }
        self.init(path: path, unit: key.unit, summary: key.summary, kind: kind)
    }
}
