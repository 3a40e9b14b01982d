/// A radio model as listed by the tool and made for a run.
public struct RadioEntry: Sendable {
    /// As written in scenario files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    let make: @Sendable (RadioSettings, RandomSource) -> any RadioModel
}

/// The registry of radio models.
public enum RadioCatalog {
    /// Every model.
    public static let all: [RadioEntry] = [
        RadioEntry(name: "unit-disk", summary: "everybody within range receives everything") { settings, _ in
            UnitDisk(rangeMeters: settings.range)
        },
        RadioEntry(name: "log-distance", summary: "path loss with correlated shadowing") { settings, random in
            LogDistance(
                pathLoss: settings.pathLoss, sigmaDB: settings.shadowing,
                correlationMeters: settings.correlationDistance, random: random)
        },
        RadioEntry(name: "nakagami", summary: "path loss with fading drawn for each reception") { settings, random in
            Nakagami(
                pathLoss: settings.pathLoss, nearShape: settings.nearShape, farShape: settings.farShape,
                nearMeters: settings.nearDistance, random: random)
        },
    ]

    static func make(_ settings: RadioSettings, random: RandomSource) -> any RadioModel {
        (all.first { $0.name == settings.model } ?? all[0]).make(settings, random)
    }
}
