import Foundation
import Testing

@testable import TrustSim

@Suite("Schema, glossary and reference of scenario files")
struct ScenarioSchemaTests {
    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func schema() throws -> JSONNode {
        try JSON5Reader.read(ScenarioSchema.document(), origin: .file("schema"))
    }

    @Test("Scenarios/schema.json is the schema of the present definitions")
    func isUpToDate() throws {
        let file = Self.project.appendingPathComponent("Scenarios/schema.json")
        if ProcessInfo.processInfo.environment["TRUSTSIM_UPDATE_GOLDEN"] == "1" {
            try Data(ScenarioSchema.document()).write(to: file)
        }
        let isSame = try Data(contentsOf: file) == Data(ScenarioSchema.document())
        #expect(isSame, "TRUSTSIM_UPDATE_GOLDEN=1 swift test --filter ScenarioSchemaTests writes it anew")
    }

    @Test("every key has its place in the schema, with its meaning and the default that the decoder uses")
    func everyKey() throws {
        let root = try schema()
        for key in ScenarioKeys.all {
            var node: JSONNode? = root
            for part in key.path.split(separator: ".") { node = node?["properties"]?[String(part)] }
            let found = try #require(node, "\(key.path)")
            let description = try #require(found["description"]?.string)
            #expect(description.lowercased().hasPrefix(key.summary.lowercased()))
            #expect(key.unit.isEmpty || description.contains("Unit: \(key.unit)."))
            let standard = found["default"].map(compactJSON) ?? ""
            let expected = ScenarioEncoder.standardText(of: key)
            #expect(standard == (expected == "baselines.threshold" ? "" : expected), "\(key.path)")
            if let minimum = found["minimum"]?.double, let maximum = found["maximum"]?.double {
                #expect(key.allowed.hasSuffix("from \(NumberText.csv(minimum)) to \(NumberText.csv(maximum))"))
            }
        }
    }

    @Test("every part, kind and parameter of attacks is in the schema")
    func everyPart() throws {
        let definitions = try #require(try schema()["$defs"])
        for slot in PartSlot.all {
            let forms = try #require(definitions[slot.name]?["anyOf"]?.elements)
            #expect(forms.count == slot.kinds.count + 1)
            for (kind, form) in zip(slot.kinds, forms.dropFirst()) {
                #expect(form["properties"]?["kind"]?["const"]?.string == kind.name)
                let parameters = form["properties"]?.members?.map(\.key).filter { $0 != "kind" }
                #expect(parameters == kind.parameters.map(\.name))
            }
        }
        let presets = definitions["profile"]?["anyOf"]?.elements?.first?["oneOf"]?.elements
        #expect(presets?.compactMap { $0["const"]?.string } == AttackPreset.all.map(\.name))
    }

    @Test("a scenario may say where its schema is; anything but a text there is an error, and so is the key elsewhere")
    func schemaKey() throws {
        let file = try ScenarioFile(text: "{$schema: './schema.json', vehicles: 10}")
        #expect(try file.decode().vehicles == 10)
        func message(_ text: String) -> String {
            do throws(DataError) {
                _ = try ScenarioFile(text: text, path: "f").decode()
                return "accepted"
            } catch {
                return error.description
            }
        }
        #expect(
            message("{$schema: 3, vehicles: 10}")
                == "f:1:11: '$schema' is a text: where the schema of this file is; found a number")
        #expect(message("{vehicles: 10, radio: {$schema: ''}}").hasPrefix("f:1:24: unknown key 'radio.$schema'"))
    }

    @Test("Docs/Scenarios.md has a row for every key, with the same unit and default, and none for another key")
    func reference() throws {
        let text = try String(
            contentsOf: Self.project.appendingPathComponent("Docs/Scenarios.md"), encoding: .utf8)
        var rows: [String: [String]] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5 else { continue }
            rows[cells[0].replacingOccurrences(of: "`", with: "")] = cells
        }
        rows["baselines.<scheme>.<parameter>"] = nil
        for key in ScenarioKeys.all where !key.path.hasPrefix("baselines.") || key.path == "baselines.threshold" {
            let row = rows.removeValue(forKey: key.path)
            let cells = try #require(row, "Docs/Scenarios.md lacks \(key.path)")
            #expect(cells[1] == key.unit, "\(key.path)")
            guard case .number? = ScenarioEncoder.standard(of: key)?.value else { continue }
            let standard = cells[2].replacingOccurrences(of: "`", with: "")
            #expect(Double(standard) == ScenarioEncoder.standard(of: key)?.double, "\(key.path)")
        }
        #expect(rows.keys.sorted() == [], "keys that there are not")
    }

    @Test("whatever has a name is in the glossary, and is found by it")
    func glossary() {
        let names =
            ScenarioKeys.all.map(\.path) + SchemeCatalog.names + SchemeCatalog.ablationNames
            + AttackPreset.all.map(\.name) + PartSlot.all.flatMap { [$0.name] + $0.kinds.map(\.name) }
            + MobilityCatalog.all.map(\.name) + RadioCatalog.all.map(\.name) + Metric.all.map(\.name)
            + PlausibilityCheck.all.map(\.name)
        for name in names {
            let entries = Glossary.entries(named: name)
            #expect(entries.contains { $0.name == name || $0.name.hasSuffix("." + name) }, "\(name)")
            #expect(entries.allSatisfy { !$0.facts.isEmpty && $0.facts.allSatisfy { !$0.text.isEmpty } })
            #expect(Glossary.names.contains(name))
        }
        #expect(Glossary.entries(named: "") == [] && Glossary.entries(named: "nothing-such") == [])
        #expect(Glossary.nearest(to: "radio.rnge") == "radio.range")
        #expect(Glossary.nearest(to: "coluders") == "colluders")
    }

    @Test("asking for an object of keys gives the keys in it, asking for a last word the keys that end so")
    func glossaryPaths() {
        let radio = Glossary.entries(named: "radio").map(\.name)
        #expect(radio == ScenarioKeys.all.map(\.path).filter { $0.hasPrefix("radio.") })
        #expect(Glossary.entries(named: "warmup").map(\.name) == ["evaluation.warmup"])
        #expect(Glossary.entries(named: "radio.range").map(\.name) == ["radio.range"])
    }
}
