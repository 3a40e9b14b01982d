import Testing

@testable import TrustSim

@Suite("Attacks on beacons and road events")
struct AttackConductTests {
    private let actual = BeaconContents(
        position: Point(x: 500, y: 300), velocity: Point(x: 12, y: -3), heading: Point(x: 0.8, y: -0.6),
        acceleration: 0.5, time: 1_000_000)

    /// What a part makes of a number of beacons.
    private func falsified(_ choice: PartChoice, count: Int = 2000) throws -> [BeaconContents] {
        var (profile, stream) = (try AttackBench.profile(["beacon": choice]), AttackBench.stream())
        return (0..<count).map { _ in
            var contents = actual
            if stream.happens(profile.beacon.probability) {
                profile.beacon.falsify(&contents, AttackBench.context, &stream)
            }
            return contents
        }
    }

    @Test("truthful beacons say what is")
    func truthful() throws {
        #expect(try falsified(PartChoice("truthful"), count: 10).allSatisfy { $0 == actual })
    }

    @Test("randomPositionOffset adds U(-35, 35) m on each axis, drawn for each message, and leaves the speed")
    func randomPositionOffset() throws {
        let found = try falsified(PartChoice("randomPositionOffset"))
        let offsets = found.map { (x: $0.position.x - 500, y: $0.position.y - 300) }
        #expect(found.allSatisfy { $0.velocity == actual.velocity && $0 != actual })
        #expect(offsets.allSatisfy { abs($0.x) <= 35 && abs($0.y) <= 35 })
        #expect(Set(offsets.map(\.x)).count == 2000)
        for axis in [offsets.map(\.x), offsets.map(\.y)] {
            let mean = axis.reduce(0, +) / 2000
            let variance = axis.reduce(0) { $0 + $1 * $1 } / 2000
            #expect(abs(mean) < 1.5)
            #expect(abs(variance - 35 * 35 / 3.0) < 20)
            #expect(axis.max()! > 34 && axis.min()! < -34)
        }
        let covariance = offsets.reduce(0) { $0 + $1.x * $1.y } / 2000
        #expect(abs(covariance) < 35)
    }

    @Test("its offset and the share of false messages can be given")
    func offsetAndProbability() throws {
        let near = try falsified(PartChoice("randomPositionOffset", ["offset": 2]))
        #expect(near.allSatisfy { abs($0.position.x - 500) <= 2 && abs($0.position.y - 300) <= 2 })
        let half = try falsified(PartChoice("randomPositionOffset", ["probability": 0.5]))
        #expect(abs(Double(half.count { $0 != actual }) / 2000 - 0.5) < 0.05)
        #expect(try falsified(PartChoice("randomPositionOffset", ["probability": 0])).allSatisfy { $0 == actual })
    }

    // MARK: - Road events

    /// The share of affirmations after readings of one kind.
    private func affirmed(_ choice: PartChoice, reading: Bool) throws -> Double {
        var (profile, stream) = (try AttackBench.profile(["events": choice]), AttackBench.stream())
        return Double((0..<3000).count { _ in profile.events.claim(reading: reading, &stream) }) / 3000
    }

    @Test("truthful reports what it senses, fabricate affirms, deny denies, invert inverts with its probability")
    func roadEvents() throws {
        #expect(try affirmed(PartChoice("truthful"), reading: true) == 1)
        #expect(try affirmed(PartChoice("truthful"), reading: false) == 0)
        #expect(try affirmed(PartChoice("fabricate"), reading: true) == 1)
        #expect(try affirmed(PartChoice("fabricate"), reading: false) == 1)
        #expect(try affirmed(PartChoice("deny"), reading: true) == 0)
        #expect(try affirmed(PartChoice("deny"), reading: false) == 0)
        #expect(try affirmed(PartChoice("invert"), reading: true) == 0)
        #expect(try affirmed(PartChoice("invert"), reading: false) == 1)
        let sometimes = PartChoice("invert", ["probability": 0.25])
        #expect(abs(try affirmed(sometimes, reading: true) - 0.75) < 0.035)
        #expect(abs(try affirmed(sometimes, reading: false) - 0.25) < 0.035)
    }

    @Test("only fabricate invents events, at its rate")
    func fabrication() throws {
        for kind in ["truthful", "deny", "invert"] {
            #expect(try AttackBench.profile(["events": PartChoice(kind)]).events.fabricationRate == 0)
        }
        #expect(try AttackBench.profile(["events": PartChoice("fabricate")]).events.fabricationRate == 0.02)
        let often = PartChoice("fabricate", ["rate": 0.5])
        #expect(try AttackBench.profile(["events": often]).events.fabricationRate == 0.5)
    }
}

@Suite("Schedules of attackers")
struct AttackScheduleTests {
    /// Whether an attacker is active at each step of a run.
    private func activity(
        _ choice: PartChoice?, vehicle: UInt32 = 0, seconds: Double = 400, step: Double = 1
    ) throws -> [Bool] {
        var stream = AttackBench.stream(vehicle)
        var schedule = try AttackBench.profile(choice.map { ["schedule": $0] } ?? [:]).schedule
        schedule.begin(runDuration: Microseconds(seconds: seconds), &stream)
        return stride(from: 0, to: seconds, by: step).map {
            schedule.isActive(at: Microseconds(seconds: $0), &stream)
        }
    }

    private func share(_ activity: [Bool]) -> Double { Double(activity.count { $0 }) / Double(activity.count) }

    @Test("without a schedule an attacker is always active")
    func always() throws {
        #expect(share(try activity(nil)) == 1)
        #expect(share(try activity(PartChoice("always"))) == 1)
    }

    @Test("onOff is active for 30 of every 100 s, without a break, from a phase of its own")
    func onOff() throws {
        var starts: Set<Int> = []
        for vehicle: UInt32 in 0..<40 {
            let found = try activity(PartChoice("onOff"), vehicle: vehicle, seconds: 400)
            for begin in 0..<300 { #expect(found[begin..<(begin + 100)].count { $0 } == 30) }
            #expect((0..<300).allSatisfy { found[$0] == found[$0 + 100] })
            let rises = (1..<101).filter { found[$0] && !found[$0 - 1] }
            #expect(rises.count == 1)
            starts.formUnion(rises)
        }
        #expect(starts.count > 25, "phases differ")
    }

    @Test("times on and off can be given, to the microsecond")
    func onOffTimes() throws {
        for (on, off) in [(50.0, 50.0), (70, 30), (0.001, 0.003)] {
            let found = try activity(
                PartChoice("onOff", ["on": on, "off": off]), seconds: 4 * (on + off), step: (on + off) / 100)
            #expect(abs(share(found) - on / (on + off)) <= 0.011)
        }
        var stream = AttackBench.stream()
        var schedule = try AttackBench.profile(["schedule": PartChoice("onOff", ["on": 0.002, "off": 0.003])]).schedule
        schedule.begin(runDuration: 0, &stream)
        var switches: [Microseconds] = []
        var before = schedule.isActive(at: 0, &stream)
        for time in stride(from: Microseconds(1), to: 20_000, by: 1) where switches.count < 3 {
            let now = schedule.isActive(at: time, &stream)
            if now != before { switches.append(time) }
            before = now
        }
        #expect(switches.count == 3 && switches[2] - switches[0] == 5000)
        #expect([2000, 3000].contains(switches[1] - switches[0]))
    }

    @Test("phases are spread evenly over the period")
    func phases() throws {
        let active = try (0..<600).map { try activity(PartChoice("onOff"), vehicle: UInt32($0), seconds: 1)[0] }
        #expect(abs(share(active) - 0.3) < 0.07)
    }

    @Test("bernoulli draws anew for each message")
    func bernoulli() throws {
        for probability in [0.2, 0.5] {
            let choice = probability == 0.5 ? PartChoice("bernoulli") : PartChoice("bernoulli", ["probability": 0.2])
            let found = try activity(choice, seconds: 4000)
            #expect(abs(share(found) - probability) < 0.035)
            let runs = 1 + zip(found, found.dropFirst()).count { $0 != $1 }
            let expected = 2 * probability * (1 - probability) * 4000
            #expect(abs(Double(runs) - expected) < 0.1 * expected)
        }
    }

    @Test("markov is active for exponentially distributed times of the given means")
    func markov() throws {
        let choice = PartChoice("markov", ["on": 3, "off": 7])
        let found = try activity(choice, seconds: 40_000, step: 0.5)
        #expect(abs(share(found) - 0.3) < 0.025)
        var lengths: [Double] = []
        var length = 0
        for isActive in found {
            if isActive { length += 1 }
            if !isActive && length > 0 {
                lengths.append(Double(length) / 2)
                length = 0
            }
        }
        // Active at a step of 0.5 s, the chain is active at the next one with probability
        // 0.3 + 0.7 exp(-(1/3 + 1/7) / 2) = 0.852: a mean of 0.5 / 0.148 = 3.37 s, and 0.852^6 = 0.382 last longer than 3 s.
        let mean = lengths.reduce(0, +) / Double(lengths.count)
        #expect(abs(mean - 3.37) < 0.2)
        let isLong = lengths.count { $0 > 3 }
        #expect(abs(Double(isLong) / Double(lengths.count) - 0.382) < 0.05)
        let first = try (0..<600).map { try activity(PartChoice("markov"), vehicle: UInt32($0), seconds: 1)[0] }
        #expect(abs(share(first) - 0.3) < 0.07, "the first state is drawn in proportion to the means")
    }

    @Test("betrayal begins at its share of the run, half unless given, and lasts")
    func betrayal() throws {
        for (choice, begin) in [(PartChoice("betrayal"), 200), (PartChoice("betrayal", ["after": 0.25]), 100)] {
            let found = try activity(choice)
            #expect(found.firstIndex(of: true) == begin)
            #expect(found[begin...].allSatisfy { $0 } && found.count == 400)
        }
        #expect(share(try activity(PartChoice("betrayal", ["after": 0]))) == 1)
        #expect(share(try activity(PartChoice("betrayal", ["after": 1]))) == 0)
    }
}
