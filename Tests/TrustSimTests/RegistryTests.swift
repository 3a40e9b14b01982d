import Testing

@testable import TrustSim

/// Catalogues that programs add to, and what stops where a name is wrong.
@Suite struct RegistryTests {
    private static func registry() -> Registry<String> { Registry("fruit", ["apple", "pear"]) { $0 } }

    @Test("what is registered comes last, in order")
    func order() {
        let registry = Self.registry()
        registry.add("plum")
        registry.add("cherry")
        #expect(registry.all == ["apple", "pear", "plum", "cherry"])
    }

    @Test("who comes after the first look, or with a name that is taken, stops the program")
    func wrongUse() async {
        await #expect(processExitsWith: .failure) {
            let registry = RegistryTests.registry()
            _ = registry.all
            registry.add("plum")
        }
        await #expect(processExitsWith: .failure) { RegistryTests.registry().add("pear") }
        await #expect(processExitsWith: .failure) {
            AttackPreset.register(AttackPreset("fancy", "", ["reports": PartChoice("fancy")]))
        }
    }

    @Test("a part that reads a parameter which its kind does not declare stops the program")
    func misspelledParameter() async {
        let kind = PartKind("kind", "", parameters: [PartParameter.probability])
        #expect(PartChoice("kind").value("probability", of: kind) == 1)
        #expect(PartChoice("kind", ["probability": 0.2]).value("probability", of: kind) == 0.2)
        await #expect(processExitsWith: .failure) {
            let kind = PartKind("kind", "", parameters: [PartParameter.probability])
            _ = PartChoice("kind", ["probabilty": 0.2]).value("probabilty", of: kind)
        }
    }

    @Test("a scheme that reads a parameter which its entry does not declare stops the program")
    func misspelledSchemeParameter() async {
        await #expect(processExitsWith: .failure) {
            let entry = SchemeEntry(name: "mine", summary: "", parameters: [.threshold()]) { options in
                _ = options["treshold"]
                return AnyTrustScheme(ConsensusAdaptive())
            }
            _ = entry.make(SchemeSettings(), RandomSource(seed: 1, replication: 0))
        }
    }

    @Test("models read what they declare, and nothing else")
    func modelKeys() async {
        var settings = RadioSettings()
        settings.range = 120
        settings.named["edge"] = 80
        let request = RadioRequest(settings: settings, random: RandomSource(seed: 1, replication: 0))
        #expect(request["range"] == 120)
        let keys: [SettingsKey<RadioSettings>] = [.number("edge", 1...500, standard: 300, unit: "m", "the edge")]
        #expect(SettingsKey.value("edge", in: settings, of: keys, whose: "it") == 80)
        #expect(SettingsKey.value("edge", in: RadioSettings(), of: keys, whose: "it") == 300)
        await #expect(processExitsWith: .failure) {
            let request = RadioRequest(settings: RadioSettings(), random: RandomSource(seed: 1, replication: 0))
            _ = request["edge"]
        }
    }

    @Test("every key of a model is a key of scenario files, once, with the models that read it")
    func keysOfModels() throws {
        let paths = ScenarioKeys.all.map(\.path)
        #expect(Set(paths).count == paths.count)
        for model in MobilityCatalog.all {
            for key in model.keys {
                let found = try #require(ScenarioKeys.all.first { $0.path == "mobility.\(key.name)" })
                #expect(found.summary.contains(model.name) && found.unit == key.unit)
            }
        }
        for model in RadioCatalog.all {
            for key in model.keys {
                let found = try #require(ScenarioKeys.all.first { $0.path == "radio.\(key.name)" })
                #expect(found.summary.contains(model.name) && found.unit == key.unit)
            }
        }
        let power = try #require(ScenarioKeys.all.first { $0.path == "radio.power" })
        #expect(power.summary == "log-distance, nakagami, tr37885: transmission power")
    }
}
