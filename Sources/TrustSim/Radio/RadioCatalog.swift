/// What a radio model is made from.
public struct RadioRequest: Sendable {
    /// What the scenario says under `radio`.
    public var settings: RadioSettings
    /// Randomness of the run; a model draws for the purposes ``RandomPurpose/shadowing`` and ``RandomPurpose/fading``.
    public var random: RandomSource
    /// Whether anybody asks for powers: a shared channel, or a log.
    public internal(set) var hasPowers = true

    /// The value of a key that the model declares.
    ///
    /// Precondition: it does, and the key is a number.
    public subscript(_ name: String) -> Double {
        let keys = RadioCatalog.all.first { $0.name == settings.model }?.keys ?? []
        return SettingsKey.value(name, in: settings, of: keys, whose: "the radio model '\(settings.model)'")
    }
}

/// A radio model as listed by the tool and made for a run.
public struct RadioEntry: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// The keys of scenario files that it reads.
    public let keys: [SettingsKey<RadioSettings>]
    let make: @Sendable (RadioRequest) -> any RadioModel

    /// A model that scenarios can name; see ``RadioCatalog/register(_:)``.
    ///
    /// - Parameters:
    ///   - name: as written in scenario files; letters, digits and dashes.
    ///   - summary: what it is, in one line.
    ///   - keys: what it reads, keys `radio.<name>` of scenario files.
    ///   - make: makes the model for a run.
    public init(
        name: String, summary: String, keys: [SettingsKey<RadioSettings>] = [],
        make: @escaping @Sendable (RadioRequest) -> any RadioModel
    ) {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.make = make
    }
}

/// The catalogue of radio models. Each is declared in its own file.
public enum RadioCatalog {
    private static let registry = Registry<RadioEntry>(
        "radio model", [.unitDisk, .logDistance, .nakagami, .threeGPPSidelink], name: \.name)

    /// Every model.
    public static var all: [RadioEntry] { registry.all }

    /// Adds a model of one's own, which scenarios and every command then know.
    ///
    /// Precondition: nothing has been read yet, and the name is new.
    public static func register(_ entry: RadioEntry) { registry.add(entry) }

    static func make(_ settings: RadioSettings, random: RandomSource, hasPowers: Bool = true) -> any RadioModel {
        let entry = all.first { $0.name == settings.model } ?? .unitDisk
        return entry.make(RadioRequest(settings: settings, random: random, hasPowers: hasPowers))
    }
}
