import Testing

@testable import TrustSim

@Suite("Attack profiles and presets")
struct AttackCatalogTests {
    /// Parameters of a part as they are used, the standard ones included.
    private func resolved(_ preset: AttackPreset, _ part: String) -> [String: Double]? {
        guard let choice = preset.parts[part], let slot = PartSlot.all.first(where: { $0.name == part }),
            let kind = slot.kinds.first(where: { $0.name == choice.kind })
        else { return nil }
        var values = Dictionary(uniqueKeysWithValues: kind.parameters.map { ($0.name, $0.standard) })
        values.merge(choice.parameters) { $1 }
        return values
    }

    private func kinds(_ name: String) throws -> [String: String] {
        try #require(AttackPreset.all.first { $0.name == name }).parts.mapValues(\.kind)
    }

    private let collusion = [
        "reports": "collude", "attestation": "overclaim", "guarantees": "vouchForFellows", "tolerance": "fixed",
    ]

    @Test("presets have the parts of the documentation and no others")
    func presetParts() throws {
        let falseBeacons = ["beacon": "randomPositionOffset"]
        let bogus = ["events": "invert"].merging(falseBeacons) { $1 }
        #expect(try kinds("bogus") == bogus)
        #expect(try kinds("badMouther") == ["reports": "badMouth"])
        #expect(try kinds("ballotStuffer") == ["reports": "ballotStuff"])
        #expect(try kinds("colluders") == collusion.merging(falseBeacons) { $1 })
        #expect(try kinds("pureColluders") == collusion)
        #expect(try kinds("onOff") == bogus.merging(["schedule": "onOff"]) { $1 })
        let betrayer = collusion.merging(falseBeacons) { $1 }.merging(["schedule": "betrayal"]) { $1 }
        #expect(try kinds("betrayer") == betrayer)
        #expect(try kinds("vouchers") == ["guarantees": "vouchForFellows"])
    }

    @Test("presets have the numbers of the documentation")
    func presetNumbers() throws {
        for name in ["bogus", "colluders", "onOff", "betrayer"] {
            let preset = try #require(AttackPreset.all.first { $0.name == name })
            #expect(resolved(preset, "beacon") == ["probability": 0.5, "offset": 35])
        }
        for name in ["bogus", "onOff"] {
            let preset = try #require(AttackPreset.all.first { $0.name == name })
            #expect(resolved(preset, "events") == ["probability": 1])
        }
        for name in ["badMouther", "ballotStuffer"] {
            let preset = try #require(AttackPreset.all.first { $0.name == name })
            #expect(resolved(preset, "reports") == ["strength": 1])
        }
        for name in ["colluders", "pureColluders", "betrayer"] {
            let preset = try #require(AttackPreset.all.first { $0.name == name })
            #expect(resolved(preset, "reports") == ["praise": 0.95, "defamation": 0.05, "certainty": 0.9])
            #expect(resolved(preset, "attestation") == ["level": 0.95])
            #expect(resolved(preset, "guarantees") == ["probability": 1])
            #expect(resolved(preset, "tolerance") == ["value": 0.3])
        }
        let onOff = try #require(AttackPreset.all.first { $0.name == "onOff" })
        #expect(resolved(onOff, "schedule") == ["on": 30, "off": 70])
        let betrayer = try #require(AttackPreset.all.first { $0.name == "betrayer" })
        #expect(resolved(betrayer, "schedule") == ["after": 0.5])
        let vouchers = try #require(AttackPreset.all.first { $0.name == "vouchers" })
        #expect(resolved(vouchers, "guarantees") == ["probability": 0.6])
    }

    @Test("every preset can be made, keeps its name and parts, and does something observable")
    func presetsAreProfiles() throws {
        #expect(Set(AttackPreset.all.map(\.name)).count == AttackPreset.all.count)
        for preset in AttackPreset.all {
            let profile = try AttackBench.preset(preset.name)
            #expect(
                profile.name == preset.name && profile.choices == preset.parts
                    && profile.hasObservableAct(withRoadEvents: true))
        }
    }

    @Test("a profile without parts is honest in every respect, and so is one that names the honest kinds")
    func honestProfiles() throws {
        let honestKinds = [
            "beacon": "truthful", "events": "truthful", "reports": "honest", "attestation": "honest",
            "guarantees": "honest", "tolerance": "own", "schedule": "always",
        ]
        for choices in [[:], honestKinds.mapValues { PartChoice($0) }] {
            let profile = try AttackBench.profile(choices)
            #expect(!profile.hasObservableAct(withRoadEvents: true) && !profile.makesFalseClaims)
        }
        #expect(!(try AttackBench.profile(["schedule": PartChoice("onOff")]).hasObservableAct(withRoadEvents: true)))
    }

    @Test("one malicious part of any kind is an observable act")
    func observableActs() throws {
        for slot in PartSlot.all where slot.name != "schedule" {
            // Taking a new name is no misconduct by itself.
            for kind in slot.kinds where kind.name != "whitewash" {
                let profile = try AttackBench.profile([slot.name: PartChoice(kind.name)])
                #expect(profile.hasObservableAct(withRoadEvents: true) == !kind.isHonest, "\(slot.name): \(kind.name)")
            }
        }
    }

    @Test("attackers decide for themselves unless nothing that they send could show it")
    func ownDecisions() throws {
        #expect(try !AttackBench.preset("colluders").needsOwnDecisions)
        for name in ["bogus", "badMouther", "onOff", "betrayer", "vouchers"] {
            #expect(try AttackBench.preset(name).needsOwnDecisions, "\(name)")
        }
    }

    @Test("the first kind of a part is what it does when nothing is said, and every name is there once")
    func registry() throws {
        #expect(Set(PartSlot.all.map(\.name)).count == PartSlot.all.count)
        for slot in PartSlot.all {
            let names = slot.kinds.map(\.name)
            #expect(Set(names).count == names.count)
            let first = try #require(slot.kinds.first)
            #expect(slot.name == "schedule" ? first.name == "always" : first.isHonest, "\(slot.name)")
            #expect(slot.make(PartChoice("nothing")) == nil && slot.make(nil) != nil)
            for kind in slot.kinds {
                #expect(!kind.summary.isEmpty && slot.make(PartChoice(kind.name)) != nil)
                for parameter in kind.parameters {
                    #expect(parameter.range.contains(parameter.standard), "\(kind.name).\(parameter.name)")
                }
                #expect(Set(kind.parameters.map(\.name)).count == kind.parameters.count)
            }
        }
        #expect(Profile(name: "p", choices: ["reports": PartChoice("nothing")]) == nil)
    }
}
