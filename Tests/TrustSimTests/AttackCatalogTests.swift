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

    private let feasible = 1.0
    private let levelSpread = 0.08
    private let toleranceSpread = 0.03
    private var collusionNumbers: [String: Double] {
        ["praise": 0.95, "defamation": 0.05, "certainty": 0.9, "feasible": feasible]
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
        let badMouther = try #require(AttackPreset.named("badMouther"))
        #expect(resolved(badMouther, "reports") == ["strength": 1, "certainty": 1, "feasible": feasible])
        let ballotStuffer = try #require(AttackPreset.named("ballotStuffer"))
        #expect(resolved(ballotStuffer, "reports") == ["strength": 1, "feasible": feasible])
        for name in ["colluders", "pureColluders", "betrayer"] {
            let preset = try #require(AttackPreset.all.first { $0.name == name })
            #expect(resolved(preset, "reports") == collusionNumbers)
            #expect(resolved(preset, "attestation") == ["level": 0.95, "spread": levelSpread])
            #expect(resolved(preset, "guarantees") == ["probability": 1])
            #expect(resolved(preset, "tolerance") == ["value": 0.3, "spread": toleranceSpread])
        }
        let onOff = try #require(AttackPreset.all.first { $0.name == "onOff" })
        #expect(resolved(onOff, "schedule") == ["on": 30, "off": 70])
        let betrayer = try #require(AttackPreset.all.first { $0.name == "betrayer" })
        #expect(resolved(betrayer, "schedule") == ["after": 0.5])
        let vouchers = try #require(AttackPreset.all.first { $0.name == "vouchers" })
        #expect(resolved(vouchers, "guarantees") == ["probability": 0.6])
    }

    @Test("trust presets: parts beyond the basic ones")
    func furtherTrustPresets() throws {
        let bogus = ["events": "invert", "beacon": "randomPositionOffset"]
        let colluders = collusion.merging(["beacon": "randomPositionOffset"]) { $1 }
        let falseHalf = ["beacon": "randomPositionOffset"]
        let expected: [String: [String: String]] = [
            "onOff50": bogus.merging(["schedule": "onOff"]) { $1 },
            "onOff70": bogus.merging(["schedule": "onOff"]) { $1 },
            "thresholdRider": colluders.merging(["schedule": "thresholdRiding"]) { $1 },
            "mimic": colluders.merging(["attestation": "mimic"]) { $1 },
            "dragger": ["reports": "drag"], "lenient": colluders,
            "whitewasher": bogus.merging(["identity": "whitewash"]) { $1 },
            "sybil": bogus.merging(["identity": "sybil"]) { $1 },
            "marginal": falseHalf.merging(["reports": "marginal"]) { $1 },
            "flooder": colluders.merging(["identity": "sybil"]) { $1 },
            "certain": falseHalf.merging(["reports": "certain"]) { $1 },
            "inverter": falseHalf.merging(["reports": "complement"]) { $1 },
            "conflicting": colluders.merging(["targets": "conflicting"]) { $1 },
        ]
        for (name, parts) in expected { #expect(try kinds(name) == parts, "\(name)") }
        let numbers: [(String, String, [String: Double])] = [
            ("onOff50", "schedule", ["on": 50, "off": 50]), ("onOff70", "schedule", ["on": 70, "off": 30]),
            ("thresholdRider", "schedule", ["threshold": 0.6, "margin": 0.05]),
            ("dragger", "reports", ["step": -0.1, "feasible": feasible]),
            ("lenient", "tolerance", ["value": 0, "spread": toleranceSpread]),
            ("whitewasher", "identity", ["interval": 20]),
            ("sybil", "identity", ["ghosts": 5, "spacing": 10, "spread": 1]),
            ("flooder", "identity", ["ghosts": 5, "spacing": 10, "spread": 1]),
            ("marginal", "reports", ["shift": 0.29, "feasible": feasible]),
            ("certain", "reports", ["certainty": 0.9, "feasible": feasible]),
            ("conflicting", "targets", ["share": 0.5]),
        ]
        for (name, part, values) in numbers {
            #expect(resolved(try #require(AttackPreset.named(name)), part) == values, "\(name)")
        }
        let trust = AttackPreset.all.filter { $0.group == .trust }.map(\.name)
        #expect(trust.count == 21 && Set(expected.keys).isSubset(of: trust))
    }

    @Test("who lies in the form of evidence, and who lies about few, have groups of their own")
    func craftedAndSelectivePresets() throws {
        let numbers: [(String, [String: Double])] = [
            ("crafters", [:]), ("pureCrafters", [:]), ("formPoisoners", ["spoilers": 0.5]),
            ("formSwitchers", ["spoilFor": 80]), ("accuracyInflaters", ["praise": 1, "defamed": 0, "others": 1]),
            ("accuracyDeflaters", ["praise": 0.7, "defamed": 0, "others": 0.7]), ("slyPraisers", ["defamed": 0]),
            ("framers10", ["praised": 0, "defamed": 0.1]), ("framers25", ["praised": 0, "defamed": 0.25]),
            ("framersOfOne", ["praised": 0, "victim": -2]), ("praisingFramers", ["defamed": 0.25]),
            ("strangerLiars", ["strangers": 1]), ("uncheckedLiars", ["unchecked": 1]),
        ]
        for (name, parameters) in numbers {
            #expect(try #require(AttackPreset.named(name)).parts["reports"] == PartChoice("craft", parameters))
        }
        #expect(try kinds("pureCrafters") == ["reports": "craft"])
        for (name, value) in [("lowClaimers", 0.3), ("highClaimers", 0.9)] {
            let preset = try #require(AttackPreset.named(name))
            #expect(Set(preset.parts.keys) == ["beacon", "tolerance"])
            #expect(resolved(preset, "tolerance")?["value"] == value)
        }
        let soft = try #require(AttackPreset.named("softMouthers")?.parts["reports"])
        #expect(soft == PartChoice("badMouth", ["strength": 0.4, "certainty": 0.5]))
        #expect(AttackPreset.named("slowDraggers")?.parts["reports"] == PartChoice("drag", ["step": -0.05]))
        #expect(AttackPreset.all.count { $0.group == .crafted } == 15)
        #expect(AttackPreset.all.count { $0.group == .selective } == 7)
    }

    @Test("falsification presets: one beacon part of the same name with the numbers of the catalogue")
    func falsificationPresets() throws {
        let (always, onset) = (["probability": 1.0], ["probability": 1, "onset": 0.05])
        let new = ["probability": 1, "keepsTime": 0.0]
        func range(_ min: Double, _ max: Double) -> [String: Double] { ["probability": 1, "min": min, "max": max] }
        let expected: [String: [String: Double]] = [
            "constantPosition": always, "constantPositionOffset": range(31.5, 108.5), "randomPosition": always,
            "randomPositionOffset": ["probability": 1, "offset": 35], "constantSpeed": range(0, 40),
            "constantSpeedOffset": range(3.15, 10.85), "randomSpeed": range(0, 40),
            "randomSpeedOffset": range(3.15, 10.85), "eventualStop": onset, "disruptive": new,
            "dataReplay": new.merging(["count": 6]) { $1 }, "staleMessages": new.merging(["messages": 60]) { $1 },
            "denialOfService": ["factor": 4], "denialOfServiceRandom": ["probability": 1, "factor": 4],
            "denialOfServiceDisruptive": ["probability": 1, "factor": 4],
            "gridSybil": ["length": 5, "width": 2, "jitter": 0.1],
            "positionMirroring": ["probability": 1, "edge": 1.75], "zeroSpeed": always, "suddenConstantSpeed": onset,
            "reversedHeading": always, "perpendicularHeading": always,
            "rotatingHeading": ["probability": 1, "step": 18], "feignedBraking": range(2, 4),
            "accelerationMultiplication": range(2, 4), "timeDelay": range(2, 4).merging(["keepsTime": 0]) { $1 },
            "suddenStop": onset, "suddenDisappearance": ["onset": 0.05, "silence": 1e7],
            "suddenAppearance": ["distance": 100],
            "positionDrift": ["probability": 1, "rate": 0.5, "limit": 50, "ahead": 0, "consistent": 1],
        ]
        let presets = AttackPreset.all.filter { $0.group == .falsification }
        let sybil = ["dataReplaySybil", "denialOfServiceRandomSybil", "denialOfServiceDisruptiveSybil"]
        #expect(Set(presets.map(\.name)) == Set(expected.keys).union(sybil) && presets.count == 32)
        for preset in presets where !sybil.contains(preset.name) {
            #expect(preset.parts["beacon"]?.kind == preset.name)
            #expect(resolved(preset, "beacon") == expected[preset.name], "\(preset.name)")
            let ghosts = ["gridSybil": 5.0, "suddenAppearance": 1][preset.name]
            #expect(resolved(preset, "identity")?["ghosts"] == ghosts)
            #expect(preset.parts.count == (ghosts == nil ? 1 : 2))
        }
        for name in sybil {
            let preset = try #require(AttackPreset.named(name))
            #expect(preset.parts["beacon"]?.kind == String(name.dropLast("Sybil".count)))
            #expect(preset.parts["identity"]?.kind == "changing" && preset.parts.count == 2)
            #expect(resolved(preset, "identity") == ["identities": 5, "every": 1])
        }
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
            // Nobody but the authority sees false reports.
            if slot.name == "accusations" { continue }
            // Taking a new name is no misconduct by itself.
            for kind in slot.kinds where kind.name != "whitewash" {
                var parts = [slot.name: PartChoice(kind.name)]
                // Some kinds are plans for ghosts.
                if let beacon = slot.make(PartChoice(kind.name)) as? any BeaconPart, beacon.isForGhosts {
                    #expect(!(try AttackBench.profile(parts).hasObservableAct(withRoadEvents: true)))
                    parts["identity"] = PartChoice("sybil")
                }
                let profile = try AttackBench.profile(parts)
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
