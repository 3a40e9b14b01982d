/// A key of scenario files that a model declares where it is written: `pause` of random waypoint is `mobility.pause`. Keys,
/// checks, schema, listings and documentation follow from it.
///
/// Models may share a key, by sharing the declaration.
public struct SettingsKey<Settings>: Sendable {
    /// As written in scenario files, without the section.
    public let name: String
    /// Unit, or empty.
    public let unit: String
    /// Meaning, in one line.
    public let summary: String
    let kind: Kind

    enum Kind: Sendable {
        case number(WritableKeyPath<Settings, Double> & Sendable, ClosedRange<Double>)
        case integer(WritableKeyPath<Settings, Int64> & Sendable, ClosedRange<Int64>)
        case choice(WritableKeyPath<Settings, String> & Sendable, [String])
        case text(WritableKeyPath<Settings, String> & Sendable)
    }

    static func number(
        _ name: String, _ place: WritableKeyPath<Settings, Double> & Sendable, _ range: ClosedRange<Double>,
        _ unit: String, _ summary: String
    ) -> SettingsKey {
        SettingsKey(name: name, unit: unit, summary: summary, kind: .number(place, range))
    }

    static func integer(
        _ name: String, _ place: WritableKeyPath<Settings, Int64> & Sendable, _ range: ClosedRange<Int64>,
        _ summary: String
    ) -> SettingsKey {
        SettingsKey(name: name, unit: "", summary: summary, kind: .integer(place, range))
    }

    static func choice(
        _ name: String, _ place: WritableKeyPath<Settings, String> & Sendable, _ names: [String], _ summary: String
    ) -> SettingsKey {
        SettingsKey(name: name, unit: "", summary: summary, kind: .choice(place, names))
    }

    static func text(
        _ name: String, _ place: WritableKeyPath<Settings, String> & Sendable, _ summary: String
    ) -> SettingsKey {
        SettingsKey(name: name, unit: "", summary: summary, kind: .text(place))
    }
}

extension SettingsKey where Settings: NamedNumbers {
    /// A number that a model of one's own reads from its request by this name.
    ///
    /// - Parameters:
    ///   - name: as written in scenario files, without the section.
    ///   - range: allowed values.
    ///   - standard: the value where none is given.
    ///   - unit: unit, or empty.
    ///   - summary: meaning, in one line.
    public static func number(
        _ name: String, _ range: ClosedRange<Double>, standard: Double, unit: String = "", _ summary: String
    ) -> SettingsKey {
        .number(name, \.[named: name, or: standard], range, unit, summary)
    }
}

extension SettingsKey where Settings: NamedNumbers {
    /// The number that some keys declare by a name.
    ///
    /// Precondition: one of them does. `whose` says whose keys they are.
    static func value(_ name: String, in settings: Settings, of keys: [SettingsKey], whose: String) -> Double {
        guard let key = keys.first(where: { $0.name == name }) else {
            preconditionFailure("\(whose) declares no key '\(name)'")
        }
        switch key.kind {
        case .number(let place, _): return settings[keyPath: place]
        case .integer(let place, _): return Double(settings[keyPath: place])
        case .choice, .text: preconditionFailure("the key '\(name)' of \(whose) is no number")
        }
    }
}

/// Settings that keep numbers by name, beside their properties.
public protocol NamedNumbers: Sendable {
    /// The numbers that were given.
    var named: [String: Double] { get set }
}

extension NamedNumbers {
    /// A number by name; the other one where it is not given.
    subscript(named name: String, or standard: Double) -> Double {
        get { named[name] ?? standard }
        set { named[name] = newValue }
    }
}
