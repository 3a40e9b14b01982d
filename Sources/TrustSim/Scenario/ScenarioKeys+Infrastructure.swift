extension ScenarioKeys {
    static let infrastructure: [ScenarioKey] = [
        .integer(
            "infrastructure.units.count", \.infrastructure.units.count, 0...Int64(InfrastructureSettings.Units.limit),
            "number of roadside units, spread evenly along the roads"),
        .number(
            "infrastructure.units.spacing", \.infrastructure.units.spacing, 0...1e6, "m",
            "in place of a number: way along the roads between two units; 0: not used"),
        ScenarioKey(
            path: "infrastructure.units.positions", unit: "m", summary: "in place of a number: where the units are",
            kind: .points(\.infrastructure.units.positions)),
        .number(
            "infrastructure.units.range", \.infrastructure.units.range, 0...1e5, "m",
            "how far units hear and are heard; 0: as far as the radio reaches"),
        .number(
            "infrastructure.units.sensingRange", \.infrastructure.units.sensingRange, 0...1e5, "m",
            "range of verification of units"),
        .number(
            "infrastructure.units.accuracy", \.infrastructure.units.accuracy, 0...1, "",
            "probability of a right reading of a unit"),
        .number(
            "infrastructure.units.compromisedShare", \.infrastructure.units.compromisedShare, 0...1, "",
            "share of the units that say the opposite of what they believe"),
        .choice(
            "infrastructure.units.backhaul", \.infrastructure.units.backhaul, ["none", "shared"],
            "units are islands, or know what all units know"),
        .number(
            "infrastructure.units.backhaulDelay", \.infrastructure.units.backhaulDelay, 0...3600, "s",
            "shared: until one unit knows what another knows"),
    ]
}
