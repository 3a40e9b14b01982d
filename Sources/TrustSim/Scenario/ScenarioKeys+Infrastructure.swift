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
        .choice(
            "infrastructure.authority.rule", \.infrastructure.authority.rule, InfrastructureSettings.Authority.rules,
            "by what a misbehaviour authority revokes; none: there is no authority"),
        .number(
            "infrastructure.authority.threshold", \.infrastructure.authority.threshold, 0...1000, "",
            "reporters, weighed reports, or disbelief that a revocation takes; 0: 3, 1.5 or 0.3"),
        .choice(
            "infrastructure.authority.revokes", \.infrastructure.authority.revokes, ["vehicle", "name"],
            "the vehicle behind all its names, or the name alone"),
        .number(
            "infrastructure.authority.window", \.infrastructure.authority.window, 0...1e6, "s",
            "for how long a report counts; 0: for ever"),
        .number(
            "infrastructure.authority.minimumEvidence", \.infrastructure.authority.minimumEvidence, 0...1000, "",
            "failed observations of its own that a vehicle needs to report somebody whom it distrusts"),
        .number(
            "infrastructure.authority.reportInterval", \.infrastructure.authority.reportInterval, 0...1e6, "s",
            "least time between two reports of one reporter on the same"),
        .integer(
            "infrastructure.authority.reportsPerMinute", \.infrastructure.authority.reportsPerMinute, 1...100_000,
            "most reports of one reporter within a minute"),
        .choice(
            "infrastructure.authority.delivery", \.infrastructure.authority.delivery, ["cellular", "units"],
            "reports and lists travel by a cellular network, or by roadside units in reach"),
        .number(
            "infrastructure.authority.delay", \.infrastructure.authority.delay, 0...3600, "s",
            "until the authority has a report that was handed over"),
        .number(
            "infrastructure.authority.listDelay", \.infrastructure.authority.listDelay, 0...3600, "s",
            "until a revocation is on the list that vehicles get"),
    ]
}
