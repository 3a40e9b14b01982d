import GroupDecision
import Testing

@testable import TrustSim

/// A small world with one attacker, which sends when it is told to. Everybody is within reach and hears everything; what
/// was heard counts from the start.
struct OneAttackerWorld {
    var simulation: Simulation
    let attacker: VehicleID

    init(_ parts: String, _ settings: [String] = []) throws {
        let scenario = try SmallWorld.file(
            [
                "attackers={ratio: 0.03, profile: {\(parts)}}", "schemes=['own-evidence']", "evaluation.warmup=0",
                "radio.range=1e5", "sensing.range=1e5", "sensing.accuracy=1", "events.rate=1e-9",
                "mobility.speed.min=10", "mobility.speed.max=10",
            ] + settings
        ).decode()
        simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        _ = simulation.presence.begin()
        attacker = try #require(simulation.attackers.byVehicle.keys.first)
    }

    /// Without noise, so that contents differ only where they are falsified. Keeps the beacons that were sent.
    static let checks =
        ["sensing.verification=plausibility"]
        + ["position", "speed", "heading", "sensor", "sensorSpeed", "outlier"].map { "sensing.noise.\($0)=0" }

    var attackersPart: Attacker? { simulation.attackers.byVehicle[attacker] }
    var phase: Microseconds { simulation.timetable.beaconPhase[Int(attacker)] }
    var honest: [VehicleID] { (0..<30).filter { $0 != attacker } }

    /// Altered and genuine messages of an identity that a vehicle has heard.
    func heard(_ identity: VehicleID, by vehicle: VehicleID) -> (altered: Int, genuine: Int) {
        guard let place = simulation.sensing.store.record(on: identity, of: vehicle) else { return (0, 0) }
        let record = simulation.sensing.store[place]
        return (Int(record.alteredCount), Int(record.genuineCount))
    }

    /// The same of all honest vehicles.
    func heard(_ identity: VehicleID) -> (altered: Int, genuine: Int) {
        honest.reduce((0, 0)) {
            let count = heard(identity, by: $1)
            return ($0.0 + count.altered, $0.1 + count.genuine)
        }
    }

    /// Lets the attacker send its beacon of a second.
    mutating func beacon(_ second: Int) {
        simulation.sendBeacon(attacker, at: phase + Microseconds(second) * 1_000_000)
    }

    var malicious: [VehicleID] {
        simulation.truth.firstMisconduct.indices.filter { simulation.truth.firstMisconduct[$0] != nil }
            .map { VehicleID($0) }
    }
}

@Suite("Labels of messages")
struct AttackLabelTests {
    private typealias World = OneAttackerWorld

    @Test("a beacon is altered exactly when its contents differ, and every receiver counts it so")
    func contents() throws {
        var world = try World("beacon: {kind: 'randomPositionOffset', probability: 0.5}", World.checks)
        var altered = 0
        for second in 0..<60 {
            world.beacon(second)
            let sent = try #require(world.simulation.verification.beacons?.latest(of: world.attacker))
            let actual = world.simulation.presence.world.vehicles.position(of: world.attacker, at: sent.sent)
            if sent.contents.position != actual { altered += 1 }
            #expect(world.heard(world.attacker) == (29 * altered, 29 * (second + 1 - altered)))
        }
        #expect(altered > 15 && altered < 45 && world.malicious == [world.attacker])
    }

    @Test(
        "an attack that changes nothing is no attack: no offset, braking without acceleration, a full turn",
        arguments: [
            ("constantPositionOffset", "min: 0, max: 0"), ("constantSpeedOffset", "min: 0, max: 0"),
            ("feignedBraking", ""), ("suddenConstantSpeed", "onset: 1"), ("timeDelay", "min: 0, max: 0"),
            ("staleMessages", ""), ("eventualStop", "onset: 0"), ("randomPosition", "probability: 0"),
            ("denialOfService", "factor: 1"),
        ])
    func nothingChanged(_ kind: String, _ parameters: String) throws {
        // Another part makes the profile one that does something.
        let beacon = "{kind: '\(kind)'\(parameters.isEmpty ? "" : ", ")\(parameters)}"
        for settings in [[], World.checks] {
            var world = try World("beacon: \(beacon), events: 'deny'", settings)
            for second in 0..<12 { world.beacon(second) }
            #expect(world.heard(world.attacker) == (0, 29 * 12) && world.malicious == [])
        }
    }

    @Test("statistical verification with perfect sensors reads what the label says")
    func evidence() throws {
        var world = try World("beacon: {kind: 'zeroSpeed', probability: 0.3}")
        for second in 0..<40 { world.beacon(second) }
        for vehicle in world.honest {
            let place = try #require(world.simulation.sensing.store.record(on: world.attacker, of: vehicle))
            let counts = world.heard(world.attacker, by: vehicle)
            let evidence = world.simulation.sensing.store[place].evidence
            #expect((evidence.negative > 0) == (counts.altered > 0) && (evidence.positive > 0) == (counts.genuine > 0))
            #expect(counts.altered + counts.genuine == 40)
        }
    }

    // MARK: - Ghosts

    @Test("beacons of ghosts are altered, beside true ones of the attacker, in step or spread")
    func ghosts() throws {
        for spread in [0, 1] {
            var world = try World("identity: {kind: 'sybil', ghosts: 3, spread: \(spread)}", World.checks)
            let ghosts = try #require(world.attackersPart?.ghosts)
            #expect(Array(ghosts) == [30, 31, 32] && ghosts.allSatisfy { world.simulation.truth.isAttacker[Int($0)] })
            for second in 0..<5 {
                world.beacon(second)
                if spread == 1 {
                    for (number, ghost) in ghosts.enumerated() {
                        let time = world.phase + Microseconds(second) * 1_000_000 + Microseconds(number + 1) * 250_000
                        world.simulation.ghostBeaconIsDue(ghost, at: time)
                    }
                }
            }
            #expect(world.heard(world.attacker) == (0, 145))
            for ghost in ghosts {
                #expect(world.heard(ghost) == (145, 0))
                // Each follows 10 m behind the one before.
                let sent = try #require(world.simulation.verification.beacons?.latest(of: ghost))
                let position = world.simulation.presence.world.vehicles.position(of: world.attacker, at: sent.sent)
                let behind = sent.contents.position.squaredDistance(to: position).squareRoot()
                #expect(abs(behind - 10 * Double(ghost - 29)) < 1e-6)
            }
            #expect(world.malicious == [world.attacker, 30, 31, 32])
        }
    }

    @Test("with an honest report, the attacker's own is genuine and those of its ghosts are altered")
    func reportsOfGhosts() throws {
        var world = try World("identity: {kind: 'sybil', ghosts: 2}")
        world.simulation.sendReport(world.attacker, at: 10_000_000)
        #expect(world.heard(world.attacker) == (0, 29) && world.heard(30) == (29, 0) && world.heard(31) == (29, 0))
        var liar = try World("identity: {kind: 'sybil', ghosts: 2}, reports: 'collude'")
        liar.simulation.sendReport(liar.attacker, at: 10_000_000)
        for identity in [liar.attacker, 30, 31] {
            #expect(liar.heard(identity) == (29, 0))
            let slot = liar.simulation.reporting.reports.slot(of: identity, number: 0)
            // Nobody was heard: they praise each other.
            #expect(liar.simulation.reporting.reports.entries(inSlot: slot).map(\.subject) == [liar.attacker, 30, 31])
        }
    }

    @Test("ghosts affirm what the attacker invents, and each affirmation is altered")
    func eventsOfGhosts() throws {
        var world = try World("identity: {kind: 'sybil', ghosts: 2}, events: 'fabricate'")
        world.simulation.fabricationIsDue(world.attacker, at: 5_000_000)
        for identity in [world.attacker, 30, 31] { #expect(world.heard(identity) == (29, 0)) }
        let known = try #require(world.simulation.roadEvents.all[0].knowledge[world.honest[0]])
        #expect(known.reports.map(\.reporter) == [world.attacker, 30, 31] && known.reports.allSatisfy(\.affirms))
    }

    @Test("each ghost has a memory of its own: places for good differ from ghost to ghost")
    func memoriesOfGhosts() throws {
        var world = try World(
            "identity: {kind: 'sybil', ghosts: 3, spread: 0}, beacon: {kind: 'staleMessages', messages: 2}",
            World.checks)
        for second in 0..<6 {
            world.beacon(second)
            let time = world.phase + Microseconds(max(second - 2, second < 2 ? second : 0)) * 1_000_000
            let then = world.simulation.presence.world.vehicles.position(of: world.attacker, at: time)
            for ghost: VehicleID in 30...32 {
                let sent = try #require(world.simulation.verification.beacons?.latest(of: ghost))
                let behind = sent.contents.position.squaredDistance(to: then).squareRoot()
                #expect(abs(behind - 10 * Double(ghost - 29)) < 1e-6, "second \(second)")
            }
        }
        var constant = try World(
            "identity: {kind: 'sybil', ghosts: 3, spread: 0}, beacon: 'constantPosition'", World.checks)
        constant.beacon(0)
        let places = (30...32).compactMap {
            constant.simulation.verification.beacons?.latest(of: $0)?.contents.position.x
        }
        #expect(Set(places).count == 3)
    }

    // MARK: - Names

    @Test("under several names in turn, beacons under another than its own are altered")
    func changingNames() throws {
        var world = try World("identity: {kind: 'changing', identities: 3, every: 2}")
        for second in 0..<12 { world.beacon(second) }
        #expect(world.heard(world.attacker) == (0, 4 * 29))
        #expect(world.heard(30) == (4 * 29, 0) && world.heard(31) == (4 * 29, 0))
        #expect(world.malicious == [world.attacker, 30, 31], "they are one vehicle")
    }

    @Test("who never gets to another name has done nothing")
    func neverChanged() throws {
        var world = try World("identity: {kind: 'changing', identities: 2, every: 1e6}")
        for second in 0..<20 { world.beacon(second) }
        world.simulation.sendReport(world.attacker, at: 21_000_000)
        #expect(world.heard(world.attacker) == (0, 21 * 29) && world.malicious == [])
    }

    @Test("reports under a false name are altered, whatever they say")
    func reportsUnderFalseNames() throws {
        var world = try World("identity: {kind: 'changing', identities: 2}")
        world.beacon(0)
        world.simulation.sendReport(world.attacker, at: 2_000_000)
        #expect(world.heard(world.attacker) == (0, 2 * 29))
        world.beacon(3)
        world.simulation.sendReport(world.attacker, at: 5_000_000)
        #expect(world.heard(30) == (2 * 29, 0))
    }

    @Test("while the schedule says no, it uses its own name again")
    func honestName() throws {
        let schedule = "schedule: {kind: 'onOff', on: 2.5, off: 2.5}"
        var world = try World("identity: {kind: 'changing', identities: 2}, \(schedule)")
        var probe = try #require(world.attackersPart)
        var expected = (own: 0, other: 0)
        var isOther = false
        for second in 0..<40 {
            let isActive = probe.isActive(at: world.phase + Microseconds(second) * 1_000_000)
            world.beacon(second)
            if isActive && isOther { expected.other += 29 } else { expected.own += 29 }
            if isActive { isOther.toggle() }
        }
        #expect(world.heard(world.attacker) == (0, expected.own) && world.heard(30) == (expected.other, 0))
        #expect(expected.other > 0)
    }

    @Test("a new name makes no new vehicle: it is malicious from the change on, if it was before")
    func whitewashing() throws {
        for hasMisbehaved in [false, true] {
            var world = try World("identity: {kind: 'whitewash', interval: 5}, beacon: 'randomPosition'")
            if hasMisbehaved { world.beacon(0) }
            // Two of three honest neighbours distrust it.
            for (reporter, value) in zip(world.honest, [0.1, 0.59, 0.9]) {
                let number = world.simulation.reporting.reports.publish(
                    [DraftEntry(subject: world.attacker, value: value, certainty: 0.5)], of: reporter, at: 9_000_000)
                world.simulation.sensing.store.update(reporter, in: world.attacker, at: 9_000_000) {
                    $0.heardTime = 9_000_000
                    $0.reportNumber = number
                }
            }
            let (attacker, time) = (world.attacker, Microseconds(10_000_000))
            world.simulation.learnStanding(attacker, at: time)
            #expect(world.attackersPart?.identity == 30)
            #expect(world.simulation.truth.firstMisconduct[30] == (hasMisbehaved ? time : nil))
            world.simulation.learnStanding(attacker, at: time + 1)
            #expect(world.attackersPart?.identity == 30, "nobody speaks of its new name")
            world.beacon(12)
            #expect(world.heard(30) == (29, 0) && world.malicious == [attacker, 30])
        }
    }

    // MARK: - Rates

    /// Seconds of the beacons that an attacker sends in the first seconds.
    private func times(_ world: inout OneAttackerWorld, seconds: Double) -> [Microseconds] {
        var times: [Microseconds] = []
        var time = world.phase
        while time < world.phase + Microseconds(seconds: seconds) {
            let before = world.simulation.statistics.messages
            world.simulation.sendBeacon(world.attacker, at: time)
            if world.simulation.statistics.messages > before { times.append(time - world.phase) }
            time = world.simulation.nextBeacon(of: world.attacker, after: time)
        }
        return times
    }

    @Test("a flood has its rate, evenly spread, and every beacon of it is altered", arguments: [4.0, 3, 2.5, 1.3, 100])
    func flood(_ factor: Double) throws {
        var world = try World("beacon: {kind: 'denialOfService', factor: \(factor)}")
        let times = times(&world, seconds: 20)
        #expect(times.count == Int((20 * factor).rounded(.up)))
        for (number, time) in times.enumerated() {
            #expect(abs(Double(time) - Double(number) * 1e6 / factor) <= 0.5)
        }
        #expect(world.heard(world.attacker) == (29 * times.count, 0))
    }

    @Test(
        "between floods beacons come once an interval, at the times of an honest vehicle", arguments: [4.0, 3, 2.5, 7])
    func pausedFlood(_ factor: Double) throws {
        var world = try World(
            "beacon: {kind: 'denialOfService', factor: \(factor)}, schedule: {kind: 'betrayal', after: 0.5}")
        let times = times(&world, seconds: 50)
        let begin = 30_000_000 - world.phase
        #expect(times.filter { $0 < begin } == (0..<30).map { $0 * 1_000_000 }.filter { $0 < begin })
        #expect(abs(Double(times.count { $0 >= begin }) - factor * Double(50_000_000 - begin) / 1e6) < 1.01)
        let honest = times.count { $0 < begin }
        #expect(world.heard(world.attacker) == (29 * (times.count - honest), 29 * honest))
    }

    @Test("at the shortest interval and the greatest factor a flood is a beacon every 100 µs")
    func shortestInterval() throws {
        var world = try World("beacon: {kind: 'denialOfServiceRandom', factor: 100}", ["beacon.interval=0.01"])
        #expect(times(&world, seconds: 0.02) == (0..<200).map { $0 * 100 })
    }

    // MARK: - Conflicting behaviour

    @Test("those who are treated honestly are told the truth, the others are lied to, and each is counted so")
    func conflicting() throws {
        for settings in [[], OneAttackerWorld.checks] {
            var world = try World("beacon: 'randomPosition', targets: {kind: 'conflicting', share: 0.4}", settings)
            for second in 0..<5 { world.beacon(second) }
            let random = world.simulation.random
            let favoured = world.honest.filter { random.favours($0, by: world.attacker, share: 0.4) }
            #expect(favoured.count > 4 && favoured.count < 20)
            for vehicle in world.honest {
                let isFavoured = favoured.contains(vehicle)
                #expect(world.heard(world.attacker, by: vehicle) == (isFavoured ? (0, 5) : (5, 0)))
                let place = try #require(world.simulation.sensing.store.record(on: world.attacker, of: vehicle))
                let evidence = world.simulation.sensing.store[place].evidence
                #expect(isFavoured ? evidence.negative == 0 : evidence.negative > 0)
            }
        }
    }

    @Test("the others never get a ghost's message, and of a flood only what an honest vehicle would send")
    func hiddenFromFavoured() throws {
        var world = try World(
            "beacon: 'denialOfService', identity: {kind: 'sybil', ghosts: 2, spread: 0}, targets: {kind: 'conflicting'},"
                + " events: 'fabricate'")
        let sent = times(&world, seconds: 5)
        world.simulation.sendReport(world.attacker, at: 10_000_000)
        world.simulation.fabricationIsDue(world.attacker, at: 11_000_000)
        #expect(sent.count == 20)
        for vehicle in world.honest {
            let isFavoured = world.simulation.random.favours(vehicle, by: world.attacker, share: 0.5)
            // Beacons, a report that is genuine for all, and an invented event.
            #expect(world.heard(world.attacker, by: vehicle) == (isFavoured ? (0, 6) : (21, 1)))
            for ghost: VehicleID in 30...31 {
                #expect(world.heard(ghost, by: vehicle) == (isFavoured ? (0, 0) : (22, 0)))
            }
        }
    }

    @Test("some read the honest version of a report, the others the lie, sent once or carried by beacons")
    func conflictingReports() throws {
        for delivery in ["broadcast", "beacon"] {
            var world = try World(
                "reports: 'silent', targets: {kind: 'conflicting'}, schedule: {kind: 'onOff', on: 20, off: 1}",
                ["evaluation.reportDelivery=\(delivery)"])
            // It knows vehicle 5 or 6.
            let subject = world.honest[5]
            world.simulation.sensing.store.update(subject, in: world.attacker, at: 29_000_000) {
                $0.heardTime = 29_000_000
                $0.evidence.positive = 5
                $0.evidenceTime = 29_000_000
            }
            var probe = try #require(world.attackersPart)
            let time = try #require(
                (29..<32).map { Microseconds($0) * 1_000_000 }.first { probe.isActive(at: $0) })
            world.simulation.sendReport(world.attacker, at: time)
            // Whether the next beacons are honest or not, the report is the same.
            for second in 32..<60 {
                world.beacon(second)
                for vehicle in world.honest {
                    let place = try #require(world.simulation.sensing.store.record(on: world.attacker, of: vehicle))
                    let number = world.simulation.sensing.store[place].reportNumber
                    let isFavoured = world.simulation.random.favours(vehicle, by: world.attacker, share: 0.5)
                    let count = world.simulation.reporting.reports.entryCount(of: world.attacker, number: number)
                    #expect(number >= 0 && count == (isFavoured ? 1 : 0), "\(delivery), \(second)")
                }
            }
            for vehicle in world.honest {
                let isFavoured = world.simulation.random.favours(vehicle, by: world.attacker, share: 0.5)
                let counts = world.heard(world.attacker, by: vehicle)
                let lies = delivery == "beacon" ? 28 : 1
                #expect(counts.altered == (isFavoured ? 0 : lies))
            }
        }
    }

    @Test("who was told the truth compares it with the truth: no check fails because of what others were told")
    func favouredChecks() throws {
        var world = try World(
            "beacon: 'randomPosition', targets: {kind: 'conflicting'}, schedule: {kind: 'onOff', on: 1.5, off: 1.5}",
            World.checks + ["sensing.plausibility.checks=['position-speed','position-heading']"])
        for second in 0..<30 { world.beacon(second) }
        var distrusting = 0
        for vehicle in world.honest {
            let place = try #require(world.simulation.sensing.store.record(on: world.attacker, of: vehicle))
            let isFavoured = world.simulation.random.favours(vehicle, by: world.attacker, share: 0.5)
            let negative = world.simulation.sensing.store[place].evidence.negative
            if isFavoured { #expect(negative == 0, "vehicle \(vehicle)") } else if negative > 0 { distrusting += 1 }
        }
        #expect(distrusting > 5)
    }
}
