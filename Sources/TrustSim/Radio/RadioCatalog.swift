/// The registry of radio models.
public enum RadioCatalog {
    /// Every model.
    public static let all = [
        CatalogEntry(name: "unit-disk", summary: "everybody within range receives everything"),
        CatalogEntry(name: "log-distance", summary: "path loss with correlated shadowing"),
        CatalogEntry(name: "nakagami", summary: "path loss with fading drawn for each reception"),
    ]

    static func make(_ scenario: Scenario, random: RandomSource) -> any RadioModel {
        let radio = scenario.radio
        switch radio.model {
        case "log-distance":
            return LogDistance(
                pathLoss: radio.pathLoss, sigmaDB: radio.shadowing, correlationMeters: radio.correlationDistance,
                random: random)
        case "nakagami":
            return Nakagami(
                pathLoss: radio.pathLoss, nearShape: radio.nearShape, farShape: radio.farShape,
                nearMeters: radio.nearDistance, random: random)
        default: return UnitDisk(rangeMeters: radio.range)
        }
    }
}
