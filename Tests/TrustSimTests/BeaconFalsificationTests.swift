import GroupDecision
import Testing

@testable import TrustSim

/// A part that falsifies beacons, fed with true contents.
struct FalsificationBench {
    static let actual = BeaconContents(
        position: Point(x: 500, y: 300), velocity: Point(x: 12, y: -9), heading: Point(x: 0.8, y: -0.6),
        acceleration: 0.5, time: 1_000_000)
    static let standing = BeaconContents(
        position: Point(x: 500, y: 300), velocity: Point(x: 0, y: 0), heading: Point(x: 0.8, y: -0.6), acceleration: 0,
        time: 1_000_000)

    var part: any BeaconPart
    var stream: RandomStream
    private let nobodyHeard = AttackBench.context.heard

    init(_ kind: String, _ parameters: [String: Double] = [:], vehicle: UInt32 = 0) throws {
        part = try AttackBench.profile(["beacon": PartChoice(kind, parameters)]).beacon
        stream = AttackBench.stream(vehicle)
    }

    /// The second of a run: true contents move along, 15 m a second.
    static func moving(_ second: Int) -> BeaconContents {
        var contents = actual
        contents.position = Point(x: 500 + 12 * Double(second), y: 300 - 9 * Double(second))
        contents.time = Microseconds(second) * 1_000_000
        return contents
    }

    static func context(
        at time: Microseconds = 1_000_000, ghost: Int = 0, hasRoads: Bool = false, heard: HeardBeacons
    ) -> BeaconContext {
        BeaconContext(
            time: time, ghost: ghost, interval: 1_000_000,
            playground: Rectangle(low: Point(x: 100, y: 0), high: Point(x: 1000, y: 600)), hasRoads: hasRoads,
            heard: heard)
    }

    mutating func falsify(
        _ contents: BeaconContents = actual, ghost: Int = 0, hasRoads: Bool = false, heard: HeardBeacons? = nil
    ) -> BeaconContents {
        var contents = contents
        part.falsify(
            &contents, Self.context(at: contents.time, ghost: ghost, hasRoads: hasRoads, heard: heard ?? nobodyHeard),
            &stream)
        return contents
    }

    /// What it makes of the same contents a number of times.
    static func many(_ kind: String, _ parameters: [String: Double] = [:], count: Int = 4000) throws -> [BeaconContents]
    {
        var bench = try FalsificationBench(kind, parameters)
        return (0..<count).map { _ in bench.falsify() }
    }

    /// What many attackers make of the same contents.
    static func ofMany(_ kind: String, count: UInt32 = 2000) throws -> [BeaconContents] {
        try (0..<count).map { vehicle in
            var bench = try FalsificationBench(kind, vehicle: vehicle)
            return bench.falsify()
        }
    }
}

@Suite("What falsified beacons claim")
struct BeaconFalsificationTests {
    private let actual = FalsificationBench.actual

    private func expectUniform(
        _ values: [Double], _ low: Double, _ high: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let sigma = (high - low) / 12.0.squareRoot()
        #expect(values.allSatisfy { $0 >= low && $0 <= high }, sourceLocation: sourceLocation)
        #expect(abs(mean - (low + high) / 2) < 4.5 * sigma / count.squareRoot(), sourceLocation: sourceLocation)
        #expect(abs(variance / (sigma * sigma) - 1) < 0.1, sourceLocation: sourceLocation)
    }

    /// Whether everything but the named properties is true.
    private func isTrue(_ found: BeaconContents, but paths: WritableKeyPath<BeaconContents, Point>...) -> Bool {
        var repaired = found
        for path in paths { repaired[keyPath: path] = actual[keyPath: path] }
        return repaired == actual
    }

    @Test("constantPosition: one place for good, uniform over the playground")
    func constantPosition() throws {
        let own = try FalsificationBench.many("constantPosition", count: 20)
        #expect(own.allSatisfy { $0 == own[0] && isTrue($0, but: \.position) } && own[0] != actual)
        let all = try FalsificationBench.ofMany("constantPosition")
        expectUniform(all.map(\.position.x), 100, 1000)
        expectUniform(all.map(\.position.y), 0, 600)
    }

    @Test("randomPosition: uniform over the playground in every beacon")
    func randomPosition() throws {
        let found = try FalsificationBench.many("randomPosition")
        #expect(found.allSatisfy { isTrue($0, but: \.position) })
        expectUniform(found.map(\.position.x), 100, 1000)
        expectUniform(found.map(\.position.y), 0, 600)
        #expect(Set(found.map(\.position.x)).count == found.count)
    }

    @Test("constantPositionOffset: U(31.5, 108.5) m on each axis, drawn once")
    func constantPositionOffset() throws {
        var bench = try FalsificationBench("constantPositionOffset")
        let offsets = (0..<20).map { second -> Point in
            let moving = FalsificationBench.moving(second)
            let claimed = bench.falsify(moving).position
            return Point(x: claimed.x - moving.position.x, y: claimed.y - moving.position.y)
        }
        #expect(offsets.allSatisfy { abs($0.x - offsets[0].x) < 1e-9 && abs($0.y - offsets[0].y) < 1e-9 })
        let all = try FalsificationBench.ofMany("constantPositionOffset")
        #expect(all.allSatisfy { isTrue($0, but: \.position) })
        expectUniform(all.map { $0.position.x - 500 }, 31.5, 108.5)
        expectUniform(all.map { $0.position.y - 300 }, 31.5, 108.5)
    }

    @Test("constantSpeed and randomSpeed: U(0, 40) m/s on each axis, once and in every beacon")
    func speeds() throws {
        let own = try FalsificationBench.many("constantSpeed", count: 20)
        #expect(own.allSatisfy { $0 == own[0] && isTrue($0, but: \.velocity) } && own[0] != actual)
        for found in [
            try FalsificationBench.ofMany("constantSpeed"), try FalsificationBench.many("randomSpeed"),
        ] {
            #expect(found.allSatisfy { isTrue($0, but: \.velocity) })
            expectUniform(found.map(\.velocity.x), 0, 40)
            expectUniform(found.map(\.velocity.y), 0, 40)
        }
    }

    @Test("constantSpeedOffset: + U(3.15, 10.85) m/s on each axis; randomSpeedOffset: ± that, either sign as often")
    func speedOffsets() throws {
        let constant = try FalsificationBench.ofMany("constantSpeedOffset")
        expectUniform(constant.map { $0.velocity.x - 12 }, 3.15, 10.85)
        expectUniform(constant.map { $0.velocity.y + 9 }, 3.15, 10.85)
        let random = try FalsificationBench.many("randomSpeedOffset")
        #expect((constant + random).allSatisfy { isTrue($0, but: \.velocity) })
        expectUniform(random.map { abs($0.velocity.x - 12) }, 3.15, 10.85)
        expectUniform(random.map { abs($0.velocity.y + 9) }, 3.15, 10.85)
        #expect(abs(random.count { $0.velocity.x > 12 } - 2000) < 150)
    }

    @Test(
        "an attack on the speed of a vehicle that stands changes nothing",
        arguments: ["constantSpeedOffset", "randomSpeedOffset", "zeroSpeed", "feignedBraking"])
    func standstill(_ kind: String) throws {
        var bench = try FalsificationBench(kind)
        for _ in 0..<100 {
            #expect(bench.falsify(FalsificationBench.standing) == FalsificationBench.standing)
        }
    }

    @Test("zeroSpeed claims no velocity and nothing else that is false")
    func zeroSpeed() throws {
        let found = try FalsificationBench.many("zeroSpeed", count: 5)
        #expect(found.allSatisfy { $0.velocity == Point(x: 0, y: 0) && isTrue($0, but: \.velocity) })
    }

    @Test("feignedBraking and accelerationMultiplication: the acceleration times -U(2, 4), and U(2, 4)")
    func accelerations() throws {
        for (kind, sign) in [("feignedBraking", -1.0), ("accelerationMultiplication", 1)] {
            let found = try FalsificationBench.many(kind)
            expectUniform(found.map { sign * $0.acceleration / 0.5 }, 2, 4)
            #expect(found.allSatisfy { $0.position == actual.position && $0.velocity == actual.velocity })
        }
    }

    @Test("headings: turned by 180°, by 90° to the left, and by 18° more in each beacon")
    func headings() throws {
        var reversed = try FalsificationBench("reversedHeading")
        var perpendicular = try FalsificationBench("perpendicularHeading")
        var rotating = try FalsificationBench("rotatingHeading")
        #expect(reversed.falsify().heading == Point(x: -0.8, y: 0.6))
        #expect(perpendicular.falsify().heading == Point(x: 0.6, y: 0.8))
        for number in 1...60 {
            let found = rotating.falsify()
            let angle = Double(number * 18) / 180 * Double.pi
            let (cosine, sine) = (Elementary.cos(angle), Elementary.sin(angle))
            #expect(abs(found.heading.x - (0.8 * cosine + 0.6 * sine)) < 1e-9)
            #expect(abs(found.heading.y - (0.8 * sine - 0.6 * cosine)) < 1e-9)
            #expect(isTrue(found, but: \.heading))
            #expect((found == actual) == (number % 20 == 0), "a full turn is no lie")
        }
    }

    @Test("positionMirroring: 3.5 m to the left on a road, otherwise across the centre line of the playground")
    func mirroring() throws {
        var bench = try FalsificationBench("positionMirroring")
        let onRoad = bench.falsify(hasRoads: true).position
        #expect(abs(onRoad.x - (500 + 3.5 * 0.6)) < 1e-9 && abs(onRoad.y - (300 + 3.5 * 0.8)) < 1e-9)
        var contents = actual
        contents.position.y = 420
        #expect(bench.falsify(contents).position == Point(x: 500, y: 180))
        #expect(bench.falsify() == actual, "on the centre line there is nothing to mirror")
        #expect(bench.falsify(contents).velocity == actual.velocity)
    }

    /// The seconds at which something differs from the truth, and what was claimed.
    private func course(_ kind: String, vehicle: UInt32, seconds: Int) throws -> [BeaconContents] {
        var bench = try FalsificationBench(kind, vehicle: vehicle)
        return (0..<seconds).map { bench.falsify(FalsificationBench.moving($0)) }
    }

    @Test("eventualStop: from a beacon on, drawn with 0.05, the place of then, no speed and no acceleration")
    func eventualStop() throws {
        var onsets: [Int] = []
        for vehicle: UInt32 in 0..<1000 {
            let found = try course("eventualStop", vehicle: vehicle, seconds: 600)
            let begin = try #require((0..<600).first { found[$0] != FalsificationBench.moving($0) })
            onsets.append(begin)
            let stays = (begin..<600).allSatisfy { second in
                var expected = FalsificationBench.moving(second)
                expected.position = FalsificationBench.moving(begin).position
                expected.velocity = Point(x: 0, y: 0)
                expected.acceleration = 0
                return found[second] == expected
            }
            #expect(stays, "attacker \(vehicle)")
        }
        // Geometric: (1 - p) / p = 19 honest beacons before.
        #expect(abs(Double(onsets.reduce(0, +)) / 1000 - 19) < 2.5)
    }

    @Test("suddenConstantSpeed: from a beacon on the speed of then, in the direction of now")
    func suddenConstantSpeed() throws {
        var bench = try FalsificationBench("suddenConstantSpeed", ["onset": 1])
        #expect(bench.falsify() == actual, "at first it is the true speed")
        #expect(bench.falsify(FalsificationBench.moving(5)) == FalsificationBench.moving(5))
        var turned = actual
        turned.velocity = Point(x: 0, y: 15)
        turned.heading = Point(x: 0, y: 1)
        #expect(bench.falsify(turned) == turned, "who goes on as fast tells the truth")
        turned.velocity = Point(x: 0, y: 5)
        #expect(bench.falsify(turned).velocity == Point(x: 0, y: 15))
        #expect(bench.falsify(FalsificationBench.standing).speed == 15)
        let onsets = try (0..<UInt32(1000)).map { vehicle -> Int in
            var bench = try FalsificationBench("suddenConstantSpeed", vehicle: vehicle)
            for second in 0..<1000 {
                var contents = actual
                contents.velocity = Point(x: 1 + Double(second), y: 0)
                if bench.falsify(contents) != contents { return second - 1 }
            }
            return 1000
        }
        #expect(abs(Double(onsets.reduce(0, +)) / 1000 - 19) < 2.5)
    }

    @Test("suddenStop: with 0.05 a beacon, the place of the beacon before and no speed, for one beacon")
    func suddenStop() throws {
        var (stops, beacons) = (0, 0)
        for vehicle: UInt32 in 0..<200 {
            let found = try course("suddenStop", vehicle: vehicle, seconds: 100)
            #expect(found[0] == FalsificationBench.moving(0))
            for second in 1..<100 where found[second] != FalsificationBench.moving(second) {
                #expect(found[second].position == FalsificationBench.moving(second - 1).position)
                #expect(found[second].velocity == Point(x: 0, y: 0))
                #expect(found[second - 1] == FalsificationBench.moving(second - 1))
                stops += 1
            }
            beacons += 99
        }
        // After a stop the next beacon never is one: 0.05 / 1.05.
        #expect(abs(Double(stops) / Double(beacons) - 0.0476) < 0.007)
    }

    @Test("suddenDisappearance is silent from a beacon on, drawn with 0.05, for good or for a time")
    func suddenDisappearance() throws {
        var onsets: [Int] = []
        for vehicle: UInt32 in 0..<1000 {
            var bench = try FalsificationBench("suddenDisappearance", vehicle: vehicle)
            let silent = (0..<600).map { bench.part.suppresses(at: Microseconds($0) * 1_000_000, &bench.stream) }
            let begin = try #require(silent.firstIndex(of: true))
            #expect(silent[begin...].allSatisfy { $0 })
            onsets.append(begin)
        }
        #expect(abs(Double(onsets.reduce(0, +)) / 1000 - 19) < 2.5)
        var short = try FalsificationBench("suddenDisappearance", ["onset": 0.5, "silence": 3])
        let silent = (0..<600).map { short.part.suppresses(at: Microseconds($0) * 1_000_000, &short.stream) }
        #expect(abs(silent.count { $0 } - 450) < 50, "3 s of silence after 1 s on average")
    }

    @Test("staleMessages: the truth for 60 messages, then what was true 60 messages ago", arguments: [0.0, 1])
    func staleMessages(_ keepsTime: Double) throws {
        var bench = try FalsificationBench("staleMessages", ["keepsTime": keepsTime])
        for second in 0..<200 {
            let found = bench.falsify(FalsificationBench.moving(second))
            var expected = FalsificationBench.moving(second < 60 ? second : second - 60)
            if keepsTime == 0 { expected.time = FalsificationBench.moving(second).time }
            #expect(found == expected)
        }
        var late = try FalsificationBench("staleMessages", ["messages": 10_000])
        #expect(
            (0..<10_000).allSatisfy { late.falsify(FalsificationBench.moving($0)) == FalsificationBench.moving($0) })
        #expect(late.falsify(FalsificationBench.moving(10_000)).position == FalsificationBench.moving(0).position)
    }

    @Test("timeDelay: the newest contents that are older than U(2, 4) s, whichever bound is the greater")
    func timeDelay() throws {
        for (bounds, ages) in [([:], 2...4), (["min": 4.0, "max": 2], 2...4), (["min": 0, "max": 0], 0...0)]
            as [([String: Double], ClosedRange<Int>)]
        {
            var bench = try FalsificationBench("timeDelay", bounds.merging(["keepsTime": 1]) { $1 })
            var found: Set<Int> = []
            for second in 0..<500 {
                let claimed = bench.falsify(FalsificationBench.moving(second))
                let age = second - Int(claimed.time / 1_000_000)
                #expect(claimed == FalsificationBench.moving(second - age))
                if second >= 4 { found.insert(age) }
                if second < 2 && ages.upperBound > 0 { #expect(age == 0, "nothing is old enough") }
            }
            // A draw between 2 and 3 s finds the beacon of 3 s ago.
            #expect(found == (ages.upperBound == 0 ? [0] : [3, 4]))
        }
        var fresh = try FalsificationBench("timeDelay")
        for second in 0..<10 {
            #expect(fresh.falsify(FalsificationBench.moving(second)).time.seconds == Double(second))
        }
    }

    @Test("denialOfService: four times the rate; true, random, and other vehicles' contents")
    func denialOfService() throws {
        for (kind, factor) in [
            ("denialOfService", 4.0), ("denialOfServiceRandom", 7), ("denialOfServiceDisruptive", 100),
        ] {
            #expect(try FalsificationBench(kind).part.rateFactor == 4)
            #expect(try FalsificationBench(kind, ["factor": factor]).part.rateFactor == factor)
        }
        #expect(try FalsificationBench.many("denialOfService", count: 9).allSatisfy { $0 == actual })
        let random = try FalsificationBench.many("denialOfServiceRandom")
        expectUniform(random.map(\.position.x), 100, 1000)
        expectUniform(random.map(\.position.y), 0, 600)
        expectUniform(random.map(\.velocity.x), 0, 40)
        expectUniform(random.map(\.velocity.y), 0, 40)
    }

    @Test("every kind draws from the stream that it is given and from nothing else")
    func streams() throws {
        for kind in PartSlot.beacon.kinds {
            let runs = try (0..<2).map { _ in
                try (0..<UInt32(3)).map { vehicle -> [BeaconContents] in
                    var bench = try FalsificationBench(kind.name, vehicle: vehicle)
                    return (0..<30).map { bench.falsify(FalsificationBench.moving($0), hasRoads: true) }
                }
            }
            #expect(runs[0] == runs[1], "\(kind.name)")
        }
    }
}

@Suite("Beacons that repeat others")
struct BeaconReplayTests {
    private static let second: Microseconds = 1_000_000

    /// Vehicle 0 listens; senders 1 to 3 are at 1000 times their number, and 10 m further every second.
    final class Ether {
        let store = EvidenceStore(vehicleCount: 8, parameters: EvidenceParameters())
        let random = RandomSource(seed: 3, replication: 0)
        lazy var log = BeaconLog(identityCount: 8, random: random)

        static func contents(of sender: VehicleID, at second: Int) -> BeaconContents {
            BeaconContents(
                position: Point(x: 1000 * Double(sender) + 10 * Double(second), y: 0), velocity: Point(x: 10, y: 0),
                heading: Point(x: 1, y: 0), acceleration: 0, time: Microseconds(second) * BeaconReplayTests.second)
        }

        func send(_ sender: VehicleID, at second: Int, isHeard: Bool = true, favour: BeaconLog.Favour? = nil) {
            let time = Microseconds(second) * BeaconReplayTests.second
            log.add(Self.contents(of: sender, at: second), favour: favour, of: sender, at: time)
            if isHeard { store.update(sender, in: 0, at: time) { $0.heardTime = time } }
        }

        func heard(at second: Int) -> HeardBeacons {
            HeardBeacons(listener: 0, time: Microseconds(second) * BeaconReplayTests.second, store: store, log: log)
        }
    }

    @Test("an attacker knows the last beacon that it heard of each sender, not the last one sent")
    func knowledge() {
        let ether = Ether()
        for second in 0..<5 { ether.send(1, at: second) }
        ether.send(1, at: 5, isHeard: false)
        ether.send(2, at: 5, isHeard: false)
        let heard = ether.heard(at: 5)
        #expect(heard.senders(within: 3 * Self.second) == [1])
        #expect(heard.latest(of: 1) == Ether.contents(of: 1, at: 4) && heard.latest(of: 2) == nil)
        #expect(ether.heard(at: 8).senders(within: 3 * Self.second).isEmpty)
    }

    @Test("who is told the truth by another attacker repeats the truth, others the lie")
    func favoured() throws {
        for share in [0.0, 1] {
            let ether = Ether()
            let truth = Ether.contents(of: 3, at: 7)
            ether.send(1, at: 1, favour: BeaconLog.Favour(contents: truth, attacker: 5, share: share))
            #expect(ether.heard(at: 1).latest(of: 1) == (share == 1 ? truth : Ether.contents(of: 1, at: 1)))
        }
        let ether = Ether()
        ether.send(1, at: 1, favour: BeaconLog.Favour(contents: .unread, attacker: 5, share: 0.5))
        let entry = try #require(ether.log.entry(of: 1, sent: Self.second))
        for listener: VehicleID in 0..<8 {
            #expect(ether.log.isFavoured(listener, by: entry) == ether.random.favours(listener, by: 5, share: 0.5))
        }
    }

    @Test("the log has the last 16 beacons of each sender, each under its time, and nothing for times between")
    func ring() {
        let log = BeaconLog(identityCount: 3, random: RandomSource(seed: 1, replication: 0))
        #expect(log.latest(of: 1) == nil && log.entry(of: 1, sent: 0) == nil)
        for number in 0..<100 {
            log.add(Ether.contents(of: 1, at: number), of: 1, at: Microseconds(number) * 10)
            #expect(log.latest(of: 1)?.sent == Microseconds(number) * 10)
            for past in 0...number {
                let found = log.entry(of: 1, sent: Microseconds(past) * 10)
                #expect(found?.contents == (number - past < 16 ? Ether.contents(of: 1, at: past) : nil))
                #expect(log.entry(of: 1, sent: Microseconds(past) * 10 + 1) == nil)
            }
            #expect(log.latest(of: 0) == nil && log.entry(of: 2, sent: 0) == nil)
        }
    }

    @Test("disruptive repeats somebody heard lately, each as often, and claims to be new unless told otherwise")
    func disruptive() throws {
        let ether = Ether()
        for sender: VehicleID in 1...3 { ether.send(sender, at: Int(sender)) }
        for keepsTime in [0.0, 1] {
            var bench = try FalsificationBench("disruptive", ["keepsTime": keepsTime])
            var counts = [0, 0, 0, 0]
            for _ in 0..<3000 {
                let found = bench.falsify(FalsificationBench.moving(4), heard: ether.heard(at: 4))
                let sender = VehicleID(found.position.x / 1000)
                var expected = Ether.contents(of: sender, at: Int(sender))
                if keepsTime == 0 { expected.time = 4 * Self.second }
                #expect(found == expected)
                counts[Int(sender)] += 1
            }
            #expect(counts[1...].allSatisfy { abs($0 - 1000) < 130 })
        }
    }

    @Test("who has heard nobody has nothing to repeat", arguments: ["disruptive", "dataReplay", "gridSybil"])
    func nobodyHeard(_ kind: String) throws {
        var bench = try FalsificationBench(kind)
        #expect(bench.falsify(ghost: kind == "gridSybil" ? 1 : 0) == FalsificationBench.actual)
    }

    @Test("dataReplay repeats six beacons of one victim, then those of another")
    func dataReplay() throws {
        let ether = Ether()
        var bench = try FalsificationBench("dataReplay")
        var victims: [VehicleID] = []
        // Beyond a hundred seconds positions would be those of other senders.
        for second in 0..<96 {
            for sender: VehicleID in 1...3 { ether.send(sender, at: second) }
            let found = bench.falsify(FalsificationBench.moving(second), heard: ether.heard(at: second))
            victims.append(VehicleID(found.position.x / 1000))
            #expect(found == Ether.contents(of: victims[second], at: second))
        }
        for begin in stride(from: 0, to: 90, by: 6) {
            #expect(Set(victims[begin..<(begin + 6)]).count == 1)
            #expect(victims[begin] != victims[begin + 6])
        }
        #expect(Set(victims) == [1, 2, 3])
    }

    @Test("dataReplay goes on with its only victim, and takes another when it is gone")
    func replayOfFew() throws {
        let ether = Ether()
        var bench = try FalsificationBench("dataReplay")
        for second in 0..<20 {
            ether.send(1, at: second)
            let found = bench.falsify(FalsificationBench.moving(second), heard: ether.heard(at: second))
            #expect(found == Ether.contents(of: 1, at: second))
        }
        ether.send(2, at: 22)
        for second in 20..<26 where second != 22 {
            let found = bench.falsify(FalsificationBench.moving(second), heard: ether.heard(at: second))
            #expect(Int(found.position.x / 1000) == (second < 22 ? 1 : 2))
        }
    }

    @Test("gridSybil: ghosts in two rows behind and beside a victim, 5 m by 2 m, jitter 10 %; its own beacons are true")
    func gridSybil() throws {
        let ether = Ether()
        ether.send(2, at: 1)
        var bench = try FalsificationBench("gridSybil")
        for _ in 0..<200 {
            #expect(bench.falsify(heard: ether.heard(at: 1)) == FalsificationBench.actual)
            for ghost in 1...5 {
                let found = bench.falsify(ghost: ghost, heard: ether.heard(at: 1))
                let row = Double((ghost + 1) / 2)
                #expect(abs(2010 - found.position.x - 5 * row) <= 0.5 + 1e-9)
                #expect(abs(found.position.y - (ghost % 2 == 1 ? 2 : -2)) <= 0.2 + 1e-9)
                #expect(found.velocity == Point(x: 10, y: 0) && found.time == FalsificationBench.actual.time)
            }
        }
    }

    @Test("suddenAppearance: ghosts that stand up to 100 m in front of a victim")
    func suddenAppearance() throws {
        var distances: [Double] = []
        for vehicle: UInt32 in 0..<500 {
            let ether = Ether()
            ether.send(2, at: 1)
            var bench = try FalsificationBench("suddenAppearance", vehicle: vehicle)
            #expect(bench.falsify(heard: ether.heard(at: 1)) == FalsificationBench.actual)
            let found = (0..<3).map { _ in bench.falsify(ghost: 1, heard: ether.heard(at: 1)) }
            #expect(found.allSatisfy { $0 == found[0] && $0.speed == 0 && $0.position.y == 0 })
            distances.append(found[0].position.x - 2010)
        }
        #expect(distances.allSatisfy { $0 >= 0 && $0 <= 100 })
        #expect(abs(distances.reduce(0, +) / 500 - 50) < 6)
    }
}
