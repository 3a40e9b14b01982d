import Testing

@testable import TrustSim

@Suite("The study and its calibration")
struct StudyPlanTests {
    @Test("calibration shares no world and no seed with the study, and has the same attacks and candidates for all")
    func disjoint() {
        let (study, calibration) = (Study.core, Study.calibration)
        #expect(Set(study.worlds.map(\.name)).isDisjoint(with: calibration.worlds.map(\.name)))
        #expect(Set(study.worlds.map(\.text)).isDisjoint(with: calibration.worlds.map(\.text)))
        #expect(study.seed != calibration.seed)
        #expect(study.attacks == calibration.attacks)
        for world in calibration.worlds {
            let model = try? ScenarioFile(path: "w", root: parseJSON5(world.text)).decode().mobility
            #expect(model != nil, "\(world.name)")
        }
    }

    @Test(
        "the study has every world, attack and ratio once, honest worlds once for each verification, faulty sensors always"
    )
    func cells() throws {
        for study in [Study.core, Study.full] {
            let plan = try study.plan()
            let ratios = study.ratios.filter { $0 > 0 }.count
            let verifications = Set(study.attacks.map(\.verification)).count
            #expect(plan.cells.count == study.worlds.count * (study.attacks.count * ratios + verifications))
            let names = plan.cells.map { cell in
                "\(cell.scenario.name) \(cell.varied) \(cell.scenario.attackers.ratio)"
            }
            #expect(Set(names).count == names.count)
            for cell in plan.cells {
                #expect(cell.scenario.sensing.faultyShare == 0.1 && cell.scenario.replications >= 20)
                #expect((cell.varied[0] == Study.noAttack) == (cell.scenario.attackers.ratio == 0))
                #expect(cell.varied[1] == cell.scenario.sensing.verification)
            }
        }
    }

    @Test("balanced accuracy at a threshold is what counting gives, unknown cases by the policy")
    func candidates() throws {
        var stream = RandomSource(seed: 11, replication: 0).stream(.attacker, 0)
        for _ in 0..<50 {
            var scores = TrustScores()
            var cases: [(trust: Double, isMalicious: Bool, isUnknown: Bool)] = []
            for _ in 0..<(1 + stream.index(below: 80)) {
                let item = (
                    trust: Double(stream.index(below: 12)) / 11, isMalicious: stream.happens(0.4),
                    isUnknown: stream.happens(0.2)
                )
                cases.append(item)
                scores.add(item.trust, isMalicious: item.isMalicious, isUnknown: item.isUnknown)
            }
            for trustsUnknown in [true, false] {
                for threshold in [0.0, 0.3, 5.0 / 11, 0.5, 1] {
                    var counts = ConfusionCounts()
                    for item in cases {
                        let trusted = item.isUnknown ? trustsUnknown : item.trust >= threshold
                        counts.add(actual: item.isMalicious, predicted: !trusted)
                    }
                    let found = scores.balancedAccuracies(at: [threshold], trustsUnknown: trustsUnknown)[0]
                    switch (found, counts.balancedAccuracy) {
                    case (nil, nil): break
                    case (let found?, let expected?): #expect(abs(found - expected) < 1e-12)
                    default: Issue.record("defined on one side only")
                    }
                }
            }
        }
    }

    @Test("figures for both unknown policies are those of runs with either")
    func bothPolicies() throws {
        let trusting = try SmallWorld.run(["evaluation.unknownPolicy=trust"]).results
        let distrusting = try SmallWorld.run(["evaluation.unknownPolicy=distrust"]).results
        for (left, right) in zip(trusting.rows, distrusting.rows) where left.scheme != "coin" {
            #expect(left["trustingBalancedAccuracy"] == left["balancedAccuracy"])
            #expect(right["distrustingBalancedAccuracy"] == right["balancedAccuracy"])
            #expect(left["distrustingBalancedAccuracy"] == right["balancedAccuracy"], "\(left.scheme)")
            #expect(right["trustingBalancedAccuracy"] == left["balancedAccuracy"], "\(left.scheme)")
        }
    }

    @Test("mechanisms that are off are off in every row of consensus-adaptive")
    func mechanismsOff() throws {
        let ablated = try SmallWorld.run(["ablations=['victims']"]).results
        let off = try SmallWorld.run(["mechanismsOff=['victims']", "ablations=['rounds', 'victims']"]).results
        #expect(off.row(of: "consensus-adaptive")?.values == ablated.row(of: "consensus-adaptive/no-victims")?.values)
        #expect(off.row(of: "consensus-adaptive/no-victims")?.values == off.row(of: "consensus-adaptive")?.values)
        #expect(off.row(of: "consensus-adaptive/no-rounds")?.values != off.row(of: "consensus-adaptive")?.values)
        #expect(off.row(of: "beta")?.values == ablated.row(of: "beta")?.values)
    }

    @Test("the halves share nothing and make up the study")
    func halves() {
        let attacks = Study.core.attacks.map(\.preset)
        #expect((Study.developmentAttacks + Study.heldOutAttacks).sorted() == attacks.sorted())
        #expect((Study.developmentWorlds + Study.heldOutWorlds).sorted() == Study.core.worlds.map(\.name).sorted())
        for group in AttackPreset.Group.allCases where group != .authority {
            let names = Set(AttackPreset.all.filter { $0.group == group }.map(\.name))
            #expect(!names.isDisjoint(with: Study.developmentAttacks), "\(group)")
            #expect(!names.isDisjoint(with: Study.heldOutAttacks), "\(group)")
        }
    }

    @Test("the halves that Docs/Results.md lists are these")
    func halvesInResults() throws {
        let file = ScenarioSchemaTests.project.appendingPathComponent("Docs/Results.md")
        let results = try String(contentsOf: file, encoding: .utf8)
        for (title, attacks) in [("development", Study.developmentAttacks), ("held out", Study.heldOutAttacks)] {
            let start = try #require(results.range(of: "- \(title): `"))
            let list = results[start.upperBound...].prefix { $0 != "-" && $0 != "#" }
            let names = list.split { !$0.isLetter && !$0.isNumber }.map(String.init)
            #expect(names == attacks, "\(title)")
        }
    }

    @Test("a calibrated row is what the scheme gives with that threshold, or with that tolerance to start with")
    func calibratedRows() throws {
        let both = try SmallWorld.run(["calibration={'beta': 0.55, 'consensus-adaptive': 0.4}"]).results
        let beta = try SmallWorld.run(["baselines.beta.threshold=0.55"]).results
        let ours = try SmallWorld.run(["tolerance.start=0.4"]).results
        #expect(both.row(of: "beta/calibrated")?.values == beta.row(of: "beta")?.values)
        #expect(both.row(of: "consensus-adaptive/calibrated")?["auc"] == ours.row(of: "consensus-adaptive")?["auc"])
        #expect(both.row(of: "beta")?.values == (try SmallWorld.run().results.row(of: "beta")?.values))
    }
}
