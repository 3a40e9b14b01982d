extension SchemeEntry {
    /// The same scheme with settings of its own, whatever those of the scenario are, in a row of its own. Schemes share a
    /// world without changing it, so many variants can be tried in one run, each with the figures that it would have alone.
    ///
    /// - Parameters:
    ///   - row: name of the row; the part before the first slash is the name of the scheme, by which its cost is estimated.
    ///   - settings: what the scheme is made from.
    ///   - toleranceShift: added to the first tolerance of every vehicle.
    func variant(row: String, settings: SchemeSettings, toleranceShift: Double = 0) -> SchemeEntry {
        SchemeEntry(name: row, summary: summary, cost: cost) { options in
            var made = self.make(settings, options.random)
            made.traits.name = row
            made.toleranceShift = toleranceShift
            return made
        }
    }
}

extension SchemeCatalog {
    /// A scheme by its name, of the catalogue or of those handed over.
    static func entry(named name: String, adding schemes: [SchemeEntry]) -> SchemeEntry? {
        (all + schemes).first { $0.name == name }
    }
}

extension Scenario {
    /// The same world in which variants decide, besides some of its own schemes; the trivial ones are always there.
    func with(variants: [SchemeEntry], besides schemes: [String] = []) -> Scenario {
        var scenario = self
        scenario.schemes = schemes + variants.map(\.name)
        scenario.ablations = []
        scenario.settings.calibration = [:]
        scenario.settings.additional += variants
        return scenario
    }
}
