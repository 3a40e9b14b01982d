import GroupDecision
import Testing

@testable import TrustSim

/// Claims made by hand, and what a detector says of them. No noise, unless settings are given.
struct DetectorBench {
    var settings = PlausibilitySettings()
    var road = Road.area(width: 1000, height: 600)
    var interval: Microseconds = 1_000_000

    init(_ change: (inout PlausibilitySettings) -> Void = { _ in }) {
        settings.positionNoise = 0
        settings.speedNoise = 0
        settings.headingNoise = 0
        settings.sensorNoise = 0
        settings.sensorSpeedNoise = 0
        change(&settings)
    }

    var detector: PlausibilityDetector {
        PlausibilityDetector(settings, reach: 300, road: road, interval: interval)
    }

    static func claim(
        x: Double = 500, y: Double = 300, velocity: Point = Point(x: 10, y: 0), heading: Point = Point(x: 1, y: 0),
        acceleration: Double = 0, seconds: Double = 100
    ) -> BeaconContents {
        BeaconContents(
            position: Point(x: x, y: y), velocity: velocity, heading: heading, acceleration: acceleration,
            time: Microseconds(seconds: seconds))
    }

    func alone(_ claim: BeaconContents, at seconds: Double = 100) -> CheckSet {
        detector.checkAlone(claim, at: Microseconds(seconds: seconds))
    }

    func sequence(_ last: BeaconContents, _ claim: BeaconContents) -> CheckSet {
        detector.checkSequence(claim, after: last, heard: last.time, at: claim.time)
    }
}

@Suite("Plausibility checks")
struct PlausibilityCheckTests {
    typealias Bench = DetectorBench

    @Test("speed: at 45 m/s a claim passes, above it fails")
    func speed() {
        let bench = Bench()
        #expect(bench.alone(Bench.claim(velocity: Point(x: 27, y: -36))) == [])
        #expect(bench.alone(Bench.claim(velocity: Point(x: 27.001, y: -36))) == .speed)
        #expect(Bench { $0.maxSpeed = 5 }.alone(Bench.claim(velocity: Point(x: 3, y: 4.001))) == .speed)
    }

    @Test("acceleration: at 10 m/s² a claim passes, above it fails, either way")
    func acceleration() {
        for sign in [-1.0, 1] {
            #expect(Bench().alone(Bench.claim(acceleration: 10 * sign)) == [])
            #expect(Bench().alone(Bench.claim(acceleration: 10.001 * sign)) == .acceleration)
        }
    }

    @Test("acceleration: so may the claimed speeds of two beacons differ, and five deviations of their noise")
    func changeOfSpeed() {
        let last = Bench.claim(velocity: Point(x: 5, y: 0))
        for (speed, noise, fails) in [(15.0, 0.0, false), (15.01, 0, true), (16, 0.2, false), (16.01, 0.2, true)] {
            let claim = Bench.claim(x: 510, velocity: Point(x: speed, y: 0), seconds: 101)
            let found = Bench { $0.speedNoise = noise }.sequence(last, claim)
            #expect(found.contains(.acceleration) == fails, "\(speed), \(noise)")
        }
    }

    @Test("age: claims may be 0.5 s old, or early")
    func age() {
        for sign in [-1.0, 1] {
            #expect(Bench().alone(Bench.claim(seconds: 100 + 0.5 * sign)) == [])
            #expect(Bench().alone(Bench.claim(seconds: 100 + 0.500001 * sign)) == .age)
        }
    }

    @Test("age: a claim not newer than the last one fails")
    func order() {
        let last = Bench.claim(seconds: 100)
        for (seconds, fails) in [(99.0, true), (100, true), (100.000001, false)] {
            let claim = Bench.claim(seconds: seconds)
            let found = Bench().detector.checkSequence(claim, after: last, heard: 99_000_000, at: 101_000_000)
            #expect(found.contains(.age) == fails)
        }
    }

    @Test("frequency: beacons may follow each other after 0.4 of the interval")
    func frequency() {
        let last = Bench.claim(seconds: 100)
        for (seconds, fails) in [(0.4, false), (0.399999, true), (1, false)] {
            let claim = Bench.claim(x: 500 + 10 * seconds, seconds: 100 + seconds)
            #expect(Bench().sequence(last, claim) == (fails ? .frequency : []))
        }
    }

    @Test("road: 12 m beside the area or the street a claim passes, further it fails")
    func road() {
        for (x, y, fails) in [
            (-12.0, 300.0, false), (-12.01, 300, true), (1012, 612, false), (1000, 612.01, true), (500, -12.01, true),
        ] {
            #expect(Bench().alone(Bench.claim(x: x, y: y)) == (fails ? .road : []), "\(x), \(y)")
        }
        var bench = Bench()
        bench.road = .streets([(from: Point(x: 100, y: 100), to: Point(x: 500, y: 400))])
        // 12 m along the normal (-0.6, 0.8), and beyond the end.
        #expect(bench.alone(Bench.claim(x: 300 - 0.6 * 11.999, y: 250 + 0.8 * 11.999)) == [])
        #expect(bench.alone(Bench.claim(x: 300 - 0.6 * 12.001, y: 250 + 0.8 * 12.001)) == .road)
        #expect(bench.alone(Bench.claim(x: 500 + 0.8 * 11.999, y: 400 + 0.6 * 11.999)) == [])
        #expect(bench.alone(Bench.claim(x: 500 + 0.8 * 12.001, y: 400 + 0.6 * 12.001)) == .road)
    }

    @Test("range: a claim may lie 10 m beyond the reach of the radio")
    func range() {
        let detector = Bench().detector
        let receiver = Point(x: 190, y: 300)
        #expect(detector.checkPlace(Bench.claim(x: 500), from: receiver, isStranger: false) == [])
        #expect(detector.checkPlace(Bench.claim(x: 500.01), from: receiver, isStranger: false) == .range)
    }

    @Test("appearance: strangers come into view from beyond 0.4 of the reach")
    func appearance() {
        let detector = Bench().detector
        for (distance, isStranger, fails) in [(119.9, true, true), (120, true, false), (119.9, false, false)] {
            let claim = Bench.claim(x: 500 + distance)
            let found = detector.checkPlace(claim, from: Point(x: 500, y: 300), isStranger: isStranger)
            #expect(found == (fails ? .appearance : []))
        }
    }

    @Test("who is heard every interval is no stranger, however long the interval")
    func absence() {
        var bench = Bench()
        for (interval, absence) in [(1.0, 10.0), (3, 10), (5, 15), (60, 180)] {
            bench.interval = Microseconds(seconds: interval)
            #expect(bench.detector.absence == Microseconds(seconds: absence))
        }
    }

    @Test("position-speed: the way may be longer by 6 m and a quarter of what acceleration allows, and as much shorter")
    func positionSpeed() {
        // 10 m/s for 1 s: 10 ± (6 + 2.5) m; at 12 m/s in the end, from 10 to 12 m.
        for (speed, way, fails) in [
            (10.0, 18.499, false), (10, 18.501, true), (10, 1.501, false), (10, 1.499, true), (12, 20.499, false),
            (12, 20.501, true), (12, 1.501, false), (12, 1.499, true),
        ] {
            let claim = Bench.claim(x: 500 + way, velocity: Point(x: speed, y: 0), seconds: 101)
            #expect(Bench().sequence(Bench.claim(), claim) == (fails ? .positionSpeed : []), "\(speed), \(way)")
        }
    }

    @Test("position-speed: after a turn by a right angle the way may be shorter by cos 45°")
    func positionSpeedInTurns() {
        // 30 m/s for 1 s: at least 30 / sqrt 2 - 8.5 = 12.713 m.
        let last = Bench.claim(velocity: Point(x: 30, y: 0))
        for (way, fails) in [(12.72, false), (12.70, true)] {
            let leg = way / 2.0.squareRoot()
            let claim = Bench.claim(
                x: 500 + leg, y: 300 + leg, velocity: Point(x: 0, y: 30), heading: Point(x: 0, y: 1), seconds: 101)
            #expect(Bench().sequence(last, claim) == (fails ? .positionSpeed : []))
        }
    }

    @Test("position-heading: who goes straight on moves within 60° of its headings")
    func positionHeading() {
        for (degrees, fails) in [(0.0, false), (59.9, false), (60.1, true), (180, true), (-59.9, false), (-60.1, true)]
        {
            let angle = degrees / 180 * Double.pi
            let claim = Bench.claim(
                x: 500 + 10 * Elementary.cos(angle), y: 300 + 10 * Elementary.sin(angle), seconds: 101)
            #expect(Bench().sequence(Bench.claim(), claim) == (fails ? .positionHeading : []), "\(degrees)")
        }
        let turned = Bench.claim(x: 490, heading: Point(x: 0, y: 1), seconds: 101)
        #expect(!Bench().sequence(Bench.claim(), turned).contains(.positionHeading), "who turns may go anywhere")
        let near = Bench.claim(x: 494, velocity: Point(x: 4, y: 0), seconds: 101)
        #expect(Bench().sequence(Bench.claim(velocity: Point(x: 4, y: 0)), near) == [], "6 m may be noise")
    }

    @Test("claims more than 5 s apart say nothing about each other")
    func memory() {
        for (seconds, fails) in [(5.0, true), (5.000001, false)] {
            let claim = Bench.claim(x: 990, velocity: Point(x: 0, y: 0), seconds: 100 + seconds)
            let last = Bench.claim(x: 10, velocity: Point(x: 0, y: 0))
            #expect(Bench().sequence(last, claim).contains(.positionSpeed) == fails)
        }
    }

    private func sensor(
        _ claim: BeaconContents, at actual: Point, speed: Double = 10, isOutlier: Bool = false,
        draw: (x: Double, y: Double, speed: Double) = (0, 0, 0),
        _ change: (inout PlausibilitySettings) -> Void = { _ in }
    ) -> CheckSet {
        Bench(change).detector.checkSensor(
            claim, actual: actual, speed: speed, isOutlier: isOutlier, at: 100_000_000,
            PlausibilityDetector.SensorDraw(x: draw.x, y: draw.y, speed: draw.speed))
    }

    @Test("sensor: positions may differ by 6 m, speeds by 2.5 m/s")
    func sensor() {
        #expect(sensor(Bench.claim(), at: Point(x: 503.59, y: 304.8)) == [])
        #expect(sensor(Bench.claim(), at: Point(x: 503.61, y: 304.8)) == .sensor)
        #expect(sensor(Bench.claim(), at: Point(x: 500, y: 300), speed: 12.5) == [])
        #expect(sensor(Bench.claim(), at: Point(x: 500, y: 300), speed: 7.49) == .sensor)
    }

    @Test("sensor: claims are carried on by their age, noise of both positions and outliers add up")
    func sensorNoise() {
        let late = Bench.claim(x: 490, seconds: 99)
        #expect(sensor(late, at: Point(x: 506, y: 300)) == [])
        #expect(sensor(late, at: Point(x: 506.01, y: 300)) == .sensor)
        let exact = Point(x: 500, y: 300)
        // Standard deviation 5 on each axis, with an outlier 13; of speeds 2.
        func noisy(_ x: Double, _ speed: Double, isOutlier: Bool) -> CheckSet {
            sensor(Bench.claim(), at: exact, isOutlier: isOutlier, draw: (x, 0, speed)) {
                $0.positionNoise = 3
                $0.sensorNoise = 4
                $0.outlierNoise = 12
                $0.sensorSpeedNoise = 2
            }
        }
        #expect(noisy(1.2, 1.25, isOutlier: false) == [] && noisy(0.46, 0, isOutlier: true) == [])
        #expect(noisy(1.201, 0, isOutlier: false) == .sensor && noisy(0, 1.251, isOutlier: false) == .sensor)
        #expect(noisy(0.462, 0, isOutlier: true) == .sensor)
    }

    @Test("overlap: two vehicles are at least 2 m apart, now; age: nobody claims exactly what another did")
    func comparison() {
        let detector = Bench().detector
        let other = Bench.claim(x: 480, velocity: Point(x: 20, y: 0), seconds: 99)
        for (x, found) in [(498.01, CheckSet.overlap), (501.99, .overlap), (498, []), (502, [])] {
            #expect(detector.compare(Bench.claim(x: x), with: other, at: 100_000_000) == found, "\(x)")
        }
        var copy = other
        copy.time = 100_000_000
        #expect(detector.compare(copy, with: other, at: 100_000_000) == .age)
        copy.velocity.x += 0.001
        #expect(detector.compare(copy, with: other, at: 100_000_000) == [])
    }

    /// A claim with one number replaced.
    private func broken(_ value: Double, _ property: Int) -> BeaconContents {
        var claim = Bench.claim(seconds: 101)
        switch property {
        case 0: claim.position.x = value
        case 1: claim.position.y = value
        case 2: claim.velocity.x = value
        case 3: claim.velocity.y = value
        case 4: claim.acceleration = value
        case 5: claim.heading.x = value
        default: claim.heading.y = value
        }
        return claim
    }

    @Test(
        "numbers that are none or huge never stop a run, and fail",
        arguments: [.nan, .infinity, -.infinity, 1e300, -1e300, 1e19] as [Double])
    func brokenNumbers(_ value: Double) {
        var bench = Bench()
        for road in [
            bench.road, .streets([(from: Point(x: 0, y: 300), to: Point(x: 1000, y: 300))]),
            .places([Point(x: 500, y: 300)]),
        ] {
            bench.road = road
            for property in 0..<7 {
                let claim = broken(value, property)
                let detector = bench.detector
                var found = detector.checkAlone(claim, at: 101_000_000)
                found.formUnion(bench.sequence(Bench.claim(), claim))
                _ = bench.sequence(claim, Bench.claim(seconds: 102))
                found.formUnion(detector.checkPlace(claim, from: Point(x: 500, y: 300), isStranger: true))
                let measured = detector.checkSensor(
                    claim, actual: Point(x: 500, y: 300), speed: 10, isOutlier: false, at: 101_000_000,
                    PlausibilityDetector.SensorDraw(x: 0, y: 0, speed: 0))
                _ = detector.compare(claim, with: Bench.claim(), at: 101_000_000)
                _ = detector.compare(claim, with: claim, at: 101_000_000)
                var grid = ClaimGrid(identityCount: 3, side: 92)
                grid.set(1, at: claim.position)
                grid.forEachCandidate(near: claim.position) { _ in }
                if property < 4 {
                    #expect(!measured.isEmpty && !found.isDisjoint(with: [.road, .speed]), "\(property)")
                } else if property == 4 {
                    #expect(found.contains(.acceleration))
                } else {
                    #expect(found.contains(.positionHeading) || found.contains(.positionSpeed))
                }
            }
        }
    }

    @Test("checks are named once each, and names make sets")
    func names() {
        let names = PlausibilityCheck.all.map(\.name)
        #expect(Set(names).count == names.count && names.count == 14)
        #expect(CheckSet(names: names).rawValue == 0x3FFF && CheckSet(names: []) == [])
        #expect(CheckSet(names: ["age", "range", "nothing"]) == [.range, .age])
        #expect(PlausibilitySettings().checks == Array(names.prefix(11)) && CheckSet.standard.rawValue == 0x7FF)
    }

    // MARK: - Honest vehicles

    /// A random course of constant speed with one turn at most between two beacons, seen at beacon times.
    private func expectHonestCoursePasses(seed: UInt32) {
        var stream = RandomSource(seed: seed, replication: 0).stream(.mobility, 0)
        let speed = stream.uniform(0, 45)
        let interval = [0.1, 0.5, 1, 2, 5][stream.index(below: 5)]
        var bench = Bench()
        bench.road = .area(width: 1e6, height: 1e6)
        bench.interval = Microseconds(seconds: interval)
        let detector = bench.detector
        var place = Point(x: 5e5, y: 5e5)
        var angle = stream.uniform(0, 2 * Double.pi)
        func claim(_ number: Int) -> BeaconContents {
            let heading = Point(x: Elementary.cos(angle), y: Elementary.sin(angle))
            return Bench.claim(
                x: place.x, y: place.y, velocity: Point(x: speed * heading.x, y: speed * heading.y), heading: heading,
                seconds: interval * Double(number))
        }
        var last = claim(0)
        for number in 1...60 {
            // Straight on, a gentle turn, or any turn, somewhere between the beacons.
            let kind = stream.index(below: 3)
            let turn = kind == 0 ? 0 : stream.uniform(-1, 1) * (kind == 1 ? 0.5 : Double.pi)
            let share = stream.uniform()
            for (part, by) in [(share, turn), (1 - share, 0)] {
                place.x += part * interval * speed * Elementary.cos(angle)
                place.y += part * interval * speed * Elementary.sin(angle)
                angle += by
            }
            let now = claim(number)
            let found = detector.checkSequence(now, after: last, heard: last.time, at: now.time)
            #expect(found == [], "seed \(seed), beacon \(number): \(found), \(speed) m/s, turn \(turn) at \(share)")
            #expect(detector.checkAlone(now, at: now.time) == [], "seed \(seed)")
            last = now
        }
    }

    @Test("an honest vehicle without noise passes on straight and turning courses at every constant speed")
    func honestCourses() {
        for seed: UInt32 in 0..<400 { expectHonestCoursePasses(seed: seed) }
    }

    /// Motion with an acceleration of at most 10 m/s² in any direction, in steps of 10 ms.
    @Test("whatever a vehicle does within its acceleration, its way fits its speeds", arguments: [0.1, 1, 3])
    func smoothMotion(_ interval: Double) {
        for seed: UInt32 in 0..<100 {
            var stream = RandomSource(seed: seed, replication: 1).stream(.mobility, 0)
            var bench = Bench()
            bench.road = .area(width: 1e6, height: 1e6)
            bench.interval = Microseconds(seconds: interval)
            var (place, velocity) = (Point(x: 5e5, y: 5e5), Point(x: stream.uniform(1, 30), y: stream.uniform(1, 30)))
            var last: BeaconContents?
            for number in 0..<40 {
                let speed = (velocity.x * velocity.x + velocity.y * velocity.y).squareRoot()
                if speed < 0.1 { break }
                let now = Bench.claim(
                    x: place.x, y: place.y, velocity: velocity,
                    heading: Point(x: velocity.x / speed, y: velocity.y / speed), seconds: interval * Double(number))
                if let last {
                    let found = bench.sequence(last, now)
                    #expect(found.isDisjoint(with: [.positionSpeed, .acceleration]), "seed \(seed), beacon \(number)")
                }
                last = now
                var push = Point(x: 0, y: 0)
                for step in 0..<Int(interval * 100) {
                    if step % 25 == 0 {
                        let angle = stream.uniform(0, 2 * Double.pi)
                        let size = stream.uniform(0, 9.9)
                        push = Point(x: size * Elementary.cos(angle), y: size * Elementary.sin(angle))
                    }
                    velocity.x += 0.01 * push.x
                    velocity.y += 0.01 * push.y
                    place.x += 0.01 * velocity.x
                    place.y += 0.01 * velocity.y
                }
            }
        }
    }
}

@Suite("Where claims are")
struct ClaimPlaceTests {
    @Test("the grid of claims finds everybody within a side, however claims move")
    func claimGrid() {
        for seed: UInt32 in 0..<6 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.mobility, 1)
            let side = [10.0, 62, 92, 500, 7, 1][Int(seed)]
            var grid = ClaimGrid(identityCount: 120, side: side)
            var places: [Point?] = Array(repeating: nil, count: 120)
            for _ in 0..<3000 {
                let identity = stream.index(below: 120)
                let size = stream.happens(0.05) ? 1e9 : 600
                let place = Point(x: stream.uniform(-size, size), y: stream.uniform(-size, size))
                places[identity] = place
                grid.set(VehicleID(identity), at: place)
                let probe = stream.happens(0.5) ? place : Point(x: stream.uniform(-600, 600), y: 10)
                var found: [VehicleID] = []
                grid.forEachCandidate(near: probe) { found.append($0) }
                #expect(Set(found).count == found.count, "seed \(seed)")
                let near = places.indices.filter {
                    places[$0].map { $0.squaredDistance(to: probe) <= side * side } ?? false
                }
                #expect(Set(near.map { VehicleID($0) }).isSubset(of: found), "seed \(seed)")
                #expect(found.allSatisfy { places[Int($0)] != nil })
            }
        }
    }

    @Test("it reaches as far as claims are carried on")
    func side() {
        let settings = PlausibilitySettings()
        #expect(ClaimGrid.side(for: settings, interval: 1_000_000) == 92)
        #expect(ClaimGrid.side(for: settings, interval: 60_000_000) == 5402)
        #expect(ClaimGrid.side(for: settings, interval: 10_000) == 10)
    }

    @Test("a place is on a street, an area, or near traffic exactly if brute force says so")
    func roadMap() {
        for seed: UInt32 in 0..<8 {
            var stream = RandomSource(seed: seed, replication: 0).stream(.mobility, 2)
            func point() -> Point { Point(x: stream.uniform(-300, 300), y: stream.uniform(-300, 300)) }
            let margin = stream.uniform(0, 40)
            let streets = (0..<6).map { _ in (from: point(), to: point()) }
            let places = (0..<40).map { _ in point() }
            let onStreets = RoadMap(.streets(streets), margin: margin)
            let onPlaces = RoadMap(.places(places), margin: margin)
            func square(_ value: Double) -> Double { (value / 10).rounded(.down) }
            for _ in 0..<500 {
                let probe = point()
                // The nearest of many points of each street.
                let distance =
                    streets.map { street in
                        (0...2000).map { step -> Double in
                            let share = Double(step) / 2000
                            return probe.squaredDistance(
                                to: Point(
                                    x: street.from.x + share * (street.to.x - street.from.x),
                                    y: street.from.y + share * (street.to.y - street.from.y))
                            ).squareRoot()
                        }.min() ?? .infinity
                    }.min() ?? .infinity
                if abs(distance - margin) > 0.5 {
                    #expect(onStreets.contains(probe) == (distance < margin), "seed \(seed)")
                }
                let around = (margin / 10).rounded(.up)
                let isNear = places.contains {
                    abs(square($0.x) - square(probe.x)) <= around && abs(square($0.y) - square(probe.y)) <= around
                }
                #expect(onPlaces.contains(probe) == isNear, "seed \(seed)")
            }
        }
        #expect(!RoadMap(.places([]), margin: 0).contains(Point(x: 0, y: 0)))
        let point = RoadMap(.streets([(from: Point(x: 1, y: 1), to: Point(x: 1, y: 1))]), margin: 2)
        #expect(point.contains(Point(x: 1, y: 3)) && !point.contains(Point(x: 1, y: 3.1)))
    }

    @Test("a wide margin around many places is laid out in no time")
    func wideMargin() {
        let places = (0..<2000).map { Point(x: Double($0 * 10), y: 0) }
        let map = RoadMap(.places(places), margin: 1000)
        #expect(map.contains(Point(x: 5, y: 1005)) && !map.contains(Point(x: 5, y: 1015)))
    }
}

@Suite("Counterparts of VeReMi's detectors")
struct VeReMiCheckTests {
    typealias Bench = DetectorBench

    @Test("saw: a first beacon from 25 m or nearer fails")
    func suddenAppearance() {
        let detector = Bench().detector
        for (distance, fails) in [(0.0, true), (25, true), (25.01, false), (400, false), (.nan, true)] {
            let found = detector.checkFirst(Bench.claim(x: 500 + distance), from: Point(x: 500, y: 300))
            #expect(found == (fails ? .saw : []), "\(distance)")
        }
    }

    @Test("ssc: the way by the time may differ by 10 m/s from the claimed speed, however long it took")
    func simpleSpeed() {
        let last = Bench.claim(velocity: Point(x: 0, y: 0))
        for (way, seconds, speed, fails) in [
            (20.0, 1.0, 10.0, false), (20.01, 1, 10, true), (0, 1, 10, false), (0, 1, 10.01, true),
            (200, 10, 10, false), (200.1, 10, 10, true), (5, 1, .nan, true),
        ] {
            let claim = Bench.claim(x: 500 + way, velocity: Point(x: speed, y: 0), seconds: 100 + seconds)
            #expect(Bench().detector.checkWay(claim, after: last).contains(.ssc) == fails, "\(way), \(speed)")
        }
        // Where no time has passed there is no speed.
        let same = Bench.claim(x: 900, velocity: Point(x: 0, y: 0))
        #expect(Bench().detector.checkWay(same, after: last) == [])
    }

    @Test("dmv: who has moved by less than 1 m fails")
    func distanceMoved() {
        for (way, fails) in [(0.0, true), (0.99, true), (1, false), (300, false), (.nan, true)] {
            let found = Bench().detector.checkWay(Bench.claim(x: 500 + way, seconds: 101), after: Bench.claim())
            #expect(found.contains(.dmv) == fails, "\(way)")
        }
    }

    @Test("they count, but have no consequence unless they are named")
    func consequence() throws {
        let world = ["vehicles=20", "duration=40", "sensing.verification=plausibility", "attackers.ratio=0.3"]
        let plain = try SmallWorld.run(world)
        let changed = try SmallWorld.run(world + ["sensing.plausibility.dmvDistance=1e5"])
        #expect(plain.results.csv == changed.results.csv && plain.fingerprints == changed.fingerprints)
        let place = try #require(PlausibilityCheck.all.firstIndex { $0.name == "dmv" })
        let (few, all) = try (#require(plain.statistics[0].checks), #require(changed.statistics[0].checks))
        #expect(few.genuineByCheck[place] < all.genuineByCheck[place] && few.genuineFailing == all.genuineFailing)
        let named = try SmallWorld.run(
            world + ["sensing.plausibility.dmvDistance=1e5", "sensing.plausibility.checks=['dmv']"])
        let only = try #require(named.statistics[0].checks)
        #expect(only.genuineFailing == only.genuineByCheck[place] && only.genuineFailing > 0)
    }
}
