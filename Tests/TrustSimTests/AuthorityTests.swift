import GroupDecision
import Testing

@testable import TrustSim

/// What an authority makes of what it is told, without a world.
@Suite("Misbehaviour authority")
struct AuthorityTests {
    /// Nine vehicles; the first has two names more, 9 and 10.
    private func authority(_ settings: String) throws -> MisbehaviourAuthority {
        var identities = Identities(vehicleCount: 9)
        _ = identities.add(2, to: 0)
        let scenario = try decodedScenario("{vehicles: 9, infrastructure: {authority: {\(settings)}}}")
        return try #require(MisbehaviourAuthority(scenario, identities: identities))
    }

    private func seconds(_ number: Double) -> Microseconds { Microseconds(seconds: number) }

    private func report(_ reporter: VehicleID, _ accused: VehicleID, _ disbelief: Double = 0.5, _ belief: Double = 0)
        -> MisbehaviourReport
    {
        MisbehaviourReport(reporter: reporter, accused: accused, belief: belief, disbelief: disbelief)
    }

    @Test("there is none unless a rule is named")
    func none() throws {
        #expect(
            MisbehaviourAuthority(try decodedScenario("{vehicles: 3}"), identities: Identities(vehicleCount: 3)) == nil)
    }

    @Test("three distinct reporters revoke, when the third report arrives; one that repeats itself does not")
    func distinct() throws {
        var authority = try authority("rule: 'distinctReporters', reportInterval: 0")
        for (number, reporter): (Int, VehicleID) in [1, 1, 1, 2].enumerated() {
            authority.accuse(report(reporter, 5), by: reporter, at: seconds(Double(number)))
            authority.connect(reporter, at: seconds(Double(number)))
        }
        authority.advance(to: seconds(100))
        #expect(
            authority.standing(of: 5)
                == AuthorityStanding(
                    rule: "distinctReporters", reports: 2, weight: 2, threshold: 3, revoked: nil))
        authority.accuse(report(3, 5), by: 3, at: seconds(100))
        authority.connect(3, at: seconds(110))
        authority.advance(to: seconds(110.9))
        #expect(authority.standing(of: 5).revoked == nil, "the report is on its way for a second")
        authority.advance(to: seconds(111))
        #expect(authority.standing(of: 5).revoked == seconds(111) && authority.received == 5)
        // What it is told of the revoked, and by them, counts for nothing.
        authority.accuse(report(4, 5), by: 4, at: seconds(112))
        authority.accuse(report(5, 6), by: 5, at: seconds(112))
        for vehicle: VehicleID in [4, 5] { authority.connect(vehicle, at: seconds(112)) }
        authority.advance(to: seconds(120))
        #expect(authority.received == 5 && authority.standing(of: 6).reports == 0)
    }

    @Test("a vehicle has the list as it was so long ago when it last reached the authority")
    func list() throws {
        var authority = try authority("rule: 'distinctReporters', threshold: 1, delay: 0, listDelay: 10")
        authority.accuse(report(1, 5), by: 1, at: seconds(20))
        authority.connect(1, at: seconds(20))
        authority.advance(to: seconds(20))
        #expect(authority.standing(of: 5).revoked == seconds(20))
        #expect(!authority.isListed(5, to: 1) && !authority.isListed(5, to: 2))
        authority.connect(1, at: seconds(29.9))
        #expect(!authority.isListed(5, to: 1))
        authority.connect(1, at: seconds(30))
        #expect(authority.isListed(5, to: 1) && !authority.isListed(5, to: 2) && !authority.isListed(6, to: 1))
        // Whom it knows to be revoked nobody reports.
        authority.accuse(report(1, 5), by: 1, at: seconds(200))
        authority.connect(1, at: seconds(200))
        authority.advance(to: seconds(300))
        #expect(authority.received == 1)
    }

    @Test("a reporter keeps to its limits, in each minute and on each, and stores a hundred")
    func limits() throws {
        var authority = try authority(
            "rule: 'distinctReporters', reportsPerMinute: 3, reportInterval: 50, threshold: 100")
        func received(_ reports: [(Double, VehicleID)]) -> Int {
            var authority = authority
            for (time, accused) in reports { authority.accuse(report(1, accused), by: 1, at: seconds(time)) }
            authority.connect(1, at: seconds(1000))
            authority.advance(to: seconds(2000))
            return authority.received
        }
        #expect(received([(0, 2), (0, 3), (0, 4), (0, 5)]) == 3)
        #expect(received([(0, 2), (49.9, 2)]) == 1)
        #expect(received([(0, 2), (50, 2), (59, 3), (59.9, 4), (60, 4), (61, 5)]) == 5)
        #expect(received([(0, 1)]) == 0, "nobody reports itself")
        authority = try self.authority(
            "rule: 'distinctReporters', reportsPerMinute: 1000, reportInterval: 0, threshold: 100")
        for number in 0..<150 {
            authority.accuse(report(1, VehicleID(2 + number % 7), Double(number) / 1000), by: 1, at: seconds(1))
        }
        authority.connect(1, at: seconds(2))
        authority.advance(to: seconds(4))
        #expect(authority.received == 100)
    }

    @Test("names of one vehicle are one reporter and one accused where the authority knows it, and else several")
    func names() throws {
        for (revokes, count) in [("vehicle", 1), ("name", 3)] {
            var authority = try authority("rule: 'distinctReporters', threshold: 9, revokes: '\(revokes)'")
            for name: VehicleID in [0, 9, 10] { authority.accuse(report(name, 5), by: 0, at: 0) }
            authority.connect(0, at: 0)
            authority.advance(to: seconds(2))
            #expect(authority.standing(of: 5).reports == count)
            var other = try self.authority(
                "rule: 'distinctReporters', threshold: 1, listDelay: 0, revokes: '\(revokes)'")
            other.accuse(report(3, 9), by: 3, at: 0)
            other.connect(3, at: 0)
            other.advance(to: seconds(2))
            other.connect(3, at: seconds(2))
            #expect(other.isListed(9, to: 3))
            #expect(other.isListed(0, to: 3) == (revokes == "vehicle"))
            #expect(other.isListed(10, to: 3) == (revokes == "vehicle"))
        }
    }

    @Test("credibility is (c + 1) / (c + u + 2): confirmed by revocations, unconfirmed for the whole window")
    func credibility() throws {
        var authority = try authority("rule: 'distinctReporters', threshold: 2, window: 100, delay: 0")
        #expect(authority.credibility(of: 1) == 0.5)
        for accused: VehicleID in [5, 6, 7] {
            authority.accuse(report(1, accused), by: 1, at: 0)
        }
        authority.accuse(report(2, 5), by: 2, at: 0)
        for vehicle: VehicleID in [1, 2] { authority.connect(vehicle, at: 0) }
        authority.advance(to: seconds(100))
        #expect(authority.standing(of: 5).revoked == 0 && authority.standing(of: 6).reports == 1)
        #expect(authority.credibility(of: 1) == 2 / 3.0 && authority.credibility(of: 2) == 2 / 3.0)
        authority.advance(to: seconds(100.1))
        // On 6 and 7 nobody else has said anything.
        #expect(authority.standing(of: 6).reports == 0)
        #expect(authority.credibility(of: 1) == 2 / 5.0 && authority.credibility(of: 2) == 2 / 3.0)
    }

    @Test("what reports amount to, by hand")
    func rules() throws {
        let reports = [
            MisbehaviourAuthority.OpenReport(reporter: 1, belief: 0.3, disbelief: 0.6, arrived: 0),
            MisbehaviourAuthority.OpenReport(reporter: 2, belief: 0, disbelief: 0.9, arrived: 0),
        ]
        #expect(try authority("rule: 'distinctReporters'").weight(of: reports) == 2)
        #expect(abs(try authority("rule: 'weightedSum'").weight(of: reports) - 0.75) < 1e-12)
        // Halved: (.15, .3, .55) and (0, .45, .55); as evidence over u: b 3/11, d 6/11 + 9/11 = 15/11, so d = 15/11 / (1 + 18/11).
        #expect(abs(try authority("rule: 'subjectiveLogic'").weight(of: reports) - 15 / 29.0) < 1e-12)
        #expect(try authority("rule: 'subjectiveLogic'").weight(of: []) == 0)
    }

    @Test("a vehicle reports whom it distrusts by what it has seen itself, from so many failures on")
    func evidence() throws {
        var authority = try authority("rule: 'weightedSum', minimumEvidence: 3")
        func told(_ evidence: Evidence) -> Int {
            var authority = authority
            authority.noteDistrust(of: 5, evidence, priorWeight: 2, by: 1, in: 1, at: 0)
            authority.connect(1, at: 0)
            authority.advance(to: seconds(1))
            return authority.received
        }
        #expect(told(Evidence(positive: 9, negative: 2.9)) == 0 && told(Evidence(positive: 9, negative: 3)) == 1)
        authority.noteDistrust(of: 5, Evidence(positive: 4, negative: 4), priorWeight: 2, by: 1, in: 1, at: 0)
        authority.connect(1, at: 0)
        authority.advance(to: seconds(1))
        #expect(abs(authority.standing(of: 5).weight - 0.5 * 0.4) < 1e-12)
        let zero = try self.authority("rule: 'weightedSum', minimumEvidence: 0")
        authority = zero
        #expect(told(Evidence()) == 0, "without a failed observation there is nothing to report")
    }

    /// Everything anew from the list of all that was handed over.
    private struct Naive {
        var window: Double
        var threshold: Double
        var rule: String
        var arrived: [(time: Double, report: MisbehaviourReport)] = []

        func revocations(until end: Double) -> [VehicleID: Double] {
            var revoked: [VehicleID: Double] = [:]
            var open: [(time: Double, report: MisbehaviourReport)] = []
            var confirmed: [VehicleID: Double] = [:], unconfirmed: [VehicleID: Double] = [:]
            for item in arrived where item.time <= end {
                for old in open where item.time - old.time > window {
                    unconfirmed[old.report.reporter, default: 0] += 1
                }
                open.removeAll { item.time - $0.time > window }
                let report = item.report
                if revoked[report.accused] != nil || revoked[report.reporter] != nil { continue }
                open.removeAll { $0.report.accused == report.accused && $0.report.reporter == report.reporter }
                open.append(item)
                let on = open.filter { $0.report.accused == report.accused }
                let weight = on.filter { revoked[$0.report.reporter] == nil }.map { item in
                    let (c, u) = (confirmed[item.report.reporter] ?? 0, unconfirmed[item.report.reporter] ?? 0)
                    return rule == "distinctReporters" ? 1 : (c + 1) / (c + u + 2) * item.report.disbelief
                }.reduce(0, +)
                guard weight >= threshold else { continue }
                revoked[report.accused] = item.time
                for item in on { confirmed[item.report.reporter, default: 0] += 1 }
                open.removeAll { $0.report.accused == report.accused }
            }
            return revoked
        }
    }

    @Test("random reports, against everything computed anew", arguments: ["distinctReporters", "weightedSum"])
    func oracle(rule: String) throws {
        for seed: UInt32 in 0..<60 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.coin, 0)
            let (window, threshold) = (Double(5 + stream.index(below: 60)), stream.uniform(0.5, 3))
            var authority = try authority(
                "rule: '\(rule)', threshold: \(threshold), window: \(window), reportInterval: 0, reportsPerMinute: 100000, delay: 0, listDelay: 3600"
            )
            var naive = Naive(window: window, threshold: threshold, rule: rule)
            var time = 0.0
            for _ in 0..<120 {
                // Whole seconds apart, so that nothing comes just when the window ends.
                time += Double(1 + stream.index(below: 3)) + 0.25
                let reporter = VehicleID(1 + stream.index(below: 8))
                let accused = VehicleID(1 + stream.index(below: 8))
                if reporter == accused { continue }
                let item = report(reporter, accused, stream.uniform())
                authority.accuse(item, by: reporter, at: seconds(time))
                authority.connect(reporter, at: seconds(time))
                authority.advance(to: seconds(time))
                naive.arrived.append((time, item))
            }
            let expected = naive.revocations(until: time)
            for vehicle: VehicleID in 0..<9 {
                #expect(
                    authority.standing(of: vehicle).revoked == expected[vehicle].map(seconds), "\(seed), \(vehicle)")
            }
        }
    }
}

/// Authorities in runs.
@Suite("Misbehaviour authorities in the world")
struct AuthorityRunTests {
    private static let rule = "infrastructure.authority.rule=distinctReporters"
    private static let names = Metric.ofAuthority.map(\.name)

    @Test(
        "an authority changes nothing but its own figures",
        arguments: [
            [], ["attackers={ratio: 0.3, profile: 'ghostlyAccusers'}"], ["sensing.verification=plausibility"],
            ["pseudonyms.change=periodic", "pseudonyms.interval=15", "infrastructure.authority.revokes=name"],
        ])
    func untouched(settings: [String]) throws {
        let plain = try SmallWorld.run(settings)
        let judged = try SmallWorld.run(settings + [Self.rule])
        #expect(plain.fingerprints == judged.fingerprints && plain.statistics == judged.statistics)
        for row in plain.results.rows {
            let other = try #require(judged.results.row(of: row.scheme))
            for metric in Metric.all where !Self.names.contains(metric.name) {
                #expect(row[metric.name] == other[metric.name], "\(row.scheme): \(metric.name)")
            }
        }
        #expect(Self.names.allSatisfy { !plain.results.columnNames.contains($0) })
        #expect(Self.names.allSatisfy { judged.results.columnNames.contains($0) })
        #expect(try ResultSet(csv: judged.results.csv, name: "runs.csv") == judged.results)
    }

    @Test("what is believed is what the tally of messages says, and the list only takes away")
    func messages() throws {
        let outcome = try SmallWorld.run([Self.rule, "attackers={ratio: 0.3, profile: 'bogus'}"])
        for scheme in outcome.runs[0].result.schemes {
            func value(_ name: String) throws -> Double? { scheme.values[try #require(Metric.index(of: name))] }
            let recall = scheme.messages.recall
            #expect(try value("alteredBelieved") == recall.map { 1 - $0 }, "\(scheme.scheme)")
            #expect(try value("genuineRefused") == scheme.messages.falsePositiveRate)
            #expect(try value("alteredBelievedListed") ?? 2 <= value("alteredBelieved") ?? 1)
            #expect(try value("genuineRefusedListed") ?? -1 >= value("genuineRefused") ?? 0)
        }
        let beta = try #require(outcome.results.row(of: "beta"))
        #expect(beta["revokedAttackers"] ?? 0 > 0.3 && beta["revokedHonest"] ?? 1 < 0.2)
        #expect(beta["alteredBelievedListed"] ?? 1 < (beta["alteredBelieved"] ?? 0))
        #expect(beta["listSize"] ?? 0 > 1 && beta["authorityReports"] ?? 0 > 5)
    }

    @Test("who trusts all reports nobody, whatever is reported besides; false reports revoke the honest")
    func falseReports() throws {
        let quiet = try SmallWorld.run([Self.rule, "attackers={ratio: 0.3, profile: 'bogus'}"]).results
        let trusting = try #require(quiet.row(of: "trust-all"))
        #expect(trusting["listSize"] == 0 && trusting["authorityReports"] == 0 && trusting["revokedAttackers"] == 0)
        let lying = try SmallWorld.run([Self.rule, "attackers={ratio: 0.3, profile: 'falseAccusers'}"]).results
        let deceived = try #require(lying.row(of: "trust-all"))
        #expect(deceived["revokedHonest"] ?? 0 > 0.5 && deceived["revokedAttackers"] == 0)
        let few = try SmallWorld.run([Self.rule, "attackers={ratio: 0.3, profile: 'framingAccusers'}"]).results
        let framed = try #require(few.row(of: "trust-all")?["revokedHonest"])
        #expect(framed > 0 && framed < 0.3)
    }

    @Test("where names count, ghosts are as many reporters; where vehicles do, they are one")
    func ghosts() throws {
        let settings = [
            "infrastructure.authority.threshold=6", "attackers={ratio: 0.04, profile: 'ghostlyAccusers'}", Self.rule,
        ]
        let vehicles = try SmallWorld.run(settings).results.row(of: "trust-all")
        let names = try SmallWorld.run(settings + ["infrastructure.authority.revokes=name"]).results.row(
            of: "trust-all")
        #expect(vehicles?["listSize"] == 0)
        #expect(names?["listSize"] ?? 0 > 3)
    }

    @Test("by roadside units reports wait for one in reach")
    func units() throws {
        let settings = [Self.rule, "attackers={ratio: 0.3, profile: 'bogus'}"]
        let cellular = try #require(try SmallWorld.run(settings).results.row(of: "beta"))
        let near = settings + ["infrastructure.authority.delivery=units", "infrastructure.units.count=1"]
        let covered = try #require(try SmallWorld.run(near).results.row(of: "beta"))
        let rare = try #require(try SmallWorld.run(near + ["infrastructure.units.range=20"]).results.row(of: "beta"))
        #expect(rare["coverage"] ?? 1 < 0.2 && covered["coverage"] ?? 0 > 0.5)
        #expect(rare["authorityReports"] ?? 0 < (covered["authorityReports"] ?? 0))
        #expect(rare["timeToRevocation"] ?? 0 > (cellular["timeToRevocation"] ?? 1e9))
    }

    @Test("figures do not depend on workers, and a replay of a run's log without false reports has the same")
    func again() throws {
        let settings = [Self.rule, "replications=2", "schemes=['beta','consensus-adaptive']"]
        #expect(try SmallWorld.run(settings).results == SmallWorld.run(settings, jobs: 2).results)
        let folder = try LogFolder()
        let world = [Self.rule, "infrastructure.authority.threshold=2"]
        let run = try LoggedRun.run(world, into: folder)
        let replay = try LoggedRun.replay(folder, world)
        for scheme in run.runs[0].result.schemes {
            let other = try #require(replay.runs[0].result.schemes.first { $0.scheme == scheme.scheme })
            for name in ["authorityReports", "listSize", "revokedAttackers", "timeToRevocation"] {
                let place = try #require(Metric.index(of: name))
                #expect(scheme.values[place] == other.values[place], "\(scheme.scheme): \(name)")
            }
        }
    }

    @Test(
        "what cannot be is said",
        arguments: [
            (
                "{vehicles: 9, infrastructure: {authority: {rule: 'weightedSum', delivery: 'units'}}}",
                "f:1:75: reports to the authority wait for roadside units, and there are none: add "
                    + "'infrastructure.units.count', or 'delivery': 'cellular'"
            ),
            (
                "{vehicles: 9, infrastructure: {authority: {rule: 'subjectiveLogic', threshold: 2}}}",
                "f:1:80: 'infrastructure.authority.threshold' is a disbelief with the rule 'subjectiveLogic', from 0 to 1, found 2"
            ),
            (
                "{vehicles: 9, infrastructure: {authority: {rule: 'weighted'}}}",
                "f:1:50: unknown name 'weighted' in 'infrastructure.authority.rule'; allowed: none, distinctReporters, weightedSum, subjectiveLogic"
            ),
        ])
    func messages(_ text: String, _ message: String) { #expect(scenarioFailure(text) == message) }

    @Test("an explanation says what the authority has on the subject")
    func explained() throws {
        var request = ExplanationRequest(scheme: "beta")
        request.seconds = 59
        let settings = ["attackers={ratio: 0.3, profile: 'bogus'}"]
        let explained = try SmallWorld.executor(settings + [Self.rule]).explain(request)
        let authority = try #require(explained.authority)
        #expect(authority.standing.rule == "distinctReporters" && authority.standing.threshold == 3)
        #expect(try SmallWorld.executor(settings).explain(request).authority == nil)
    }
}
