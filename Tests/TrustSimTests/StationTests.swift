import GroupDecision
import Testing

@testable import TrustSim

@Suite("When beacons come")
struct StationTests {
    /// Times at which a vehicle on a course sends awareness messages, in tenths of a second.
    private func sends(
        until end: Int, _ motion: (Double) -> (position: Point, velocity: Point)
    ) -> [Int] {
        var trigger = AwarenessTrigger(stationCount: 1, longest: 1_000_000)
        return (0..<end).filter { tenth in
            let (position, velocity) = motion(Double(tenth) / 10)
            let now = AwarenessTrigger.Motion(position: position, velocity: velocity)
            guard trigger.isDue(0, now, at: Microseconds(tenth) * 100_000) else { return false }
            trigger.note(0, now, at: Microseconds(tenth) * 100_000)
            return true
        }
    }

    private func straight(_ speed: Double) -> (Double) -> (position: Point, velocity: Point) {
        { (Point(x: speed * $0, y: 0), Point(x: speed, y: 0)) }
    }

    @Test("a vehicle at rest sends each second, one that drives when it has come more than four metres")
    func distances() {
        #expect(sends(until: 35, straight(0)) == [0, 10, 20, 30])
        // At 3 m/s it is 4.2 m after 1.4 s, so the second comes first.
        #expect(sends(until: 25, straight(3)) == [0, 10, 20])
        #expect(sends(until: 20, straight(10)) == [0, 5, 10, 15])
        // .2 s are 4 m, and not more.
        #expect(sends(until: 10, straight(20)) == [0, 3, 6, 9])
        #expect(sends(until: 6, straight(41)) == [0, 1, 2, 3, 4, 5])
    }

    @Test(
        "a change of speed by more than half a metre a second, or of heading by more than four degrees, is told at once"
    )
    func changes() {
        // .9 m/s² from rest: more than .5 m/s after .6 s, for ever.
        let starting = sends(until: 20) { (Point(x: 0.45 * $0 * $0, y: 0), Point(x: 0.9 * $0, y: 0)) }
        #expect(starting == [0, 6, 12, 18])
        let turning = sends(until: 12) { time in
            let angle = 10 * time * Double.pi / 180
            return (Point(x: 0, y: 0), Point(x: Elementary.cos(angle), y: Elementary.sin(angle)))
        }
        // 10 degrees a second: more than 4 after .5 s.
        #expect(turning == [0, 5, 10])
    }

    @Test("behind a change the interval is the time that had passed, for three messages")
    func repeats() {
        // It jumps at .3 s, and stands.
        let jump = sends(until: 40) { ($0 > 0.25 ? Point(x: 50, y: 0) : Point(x: 0, y: 0), Point(x: 0, y: 0)) }
        #expect(jump == [0, 3, 6, 9, 12, 22, 32])
    }

    /// Times at which names beacon in a run, by name, in microseconds.
    private func times(_ settings: [String]) throws -> [VehicleID: [Microseconds]] {
        final class Watcher: RunObserver {
            var times: [VehicleID: [Microseconds]] = [:]
            var interests: RunInterests { .messages }
            func beacon(
                _ beacon: Simulation.Beacon, from sender: VehicleID, carried: Int32,
                in simulation: borrowing Simulation, at time: Microseconds
            ) { times[beacon.identity, default: []].append(time) }
        }
        let watcher = Watcher()
        var simulation = Simulation(
            scenario: try SmallWorld.file(settings).decode(), trace: nil, replication: 0, logsCases: false)
        simulation.admit(watcher)
        _ = try simulation.run(cancellation: nil)
        return watcher.times
    }

    private func gaps(_ times: [Microseconds]) -> [Microseconds] { zip(times.dropFirst(), times).map { $0 - $1 } }

    @Test("late beacons keep to their interval, and their gaps are those of uniform times")
    func jitter() throws {
        let honest = ["attackers={ratio: 0}", "duration=60", "beacon.interval=0.5"]
        for jitter in [0.1, 0.5] {
            let all = try times(honest + ["beacon.jitter=\(jitter)"])
            var squares = 0.0
            var count = 0
            for (_, times) in all {
                // One in each interval, from the phase on.
                #expect(abs(times.count - 120) <= 1)
                for gap in gaps(times) {
                    let deviation = gap.seconds - 0.5
                    #expect(abs(deviation) <= jitter)
                    squares += deviation * deviation
                    count += 1
                }
            }
            // The difference of two uniform times has a variance of jitter² / 6.
            let variance = squares / Double(count) / (jitter * jitter)
            #expect(abs(variance * 6 - 1) < 0.08, "\(jitter): \(variance * 6)")
        }
    }

    @Test("with fresh phases a new name begins at another time, and ghosts have times of their own")
    func freshPhases() throws {
        func phases(_ settings: [String]) throws -> (shared: Int, pairs: Int) {
            var simulation: [VehicleID: [Microseconds]] = [:]
            simulation = try times(settings)
            let scenario = try SmallWorld.file(settings).decode()
            let owners = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false).naming.identities
            var (shared, pairs) = (0, 0)
            let names = simulation.keys.sorted()
            for (index, one) in names.enumerated() {
                for other in names[(index + 1)...] where owners.owner(of: one) == owners.owner(of: other) {
                    guard let a = simulation[one]?.last, let b = simulation[other]?.last else { continue }
                    pairs += 1
                    if (a - b) % 1_000_000 == 0 { shared += 1 }
                }
            }
            return (shared, pairs)
        }
        for settings in [
            ["attackers={ratio: 0}", "pseudonyms.change=periodic", "pseudonyms.interval=10"],
            ["attackers={ratio: 0.3, profile: {identity: {kind: 'sybil', ghosts: 3, spread: 0}}}"],
        ] {
            let kept = try phases(settings)
            #expect(kept.pairs > 20 && kept.shared == kept.pairs, "\(settings)")
            let fresh = try phases(settings + ["beacon.phases=fresh"])
            #expect(fresh.pairs > 20 && fresh.shared == 0, "\(settings)")
        }
    }

    @Test("jitter longer than the interval, and congestion control without a channel, are refused")
    func problems() {
        #expect {
            _ = try SmallWorld.file(["beacon.jitter=2"]).decode()
        } throws: {
            "\($0)" == "small.json: 'beacon.jitter' is at most 'beacon.interval' (1 s), found 2"
                || "\($0)".contains("'beacon.jitter' is at most 'beacon.interval' (1 s), found 2")
        }
        #expect {
            _ = try SmallWorld.file(["beacon.dcc=reactive"]).decode()
        } throws: {
            "\($0)".contains("'beacon.dcc' needs a channel that fills: add 'radio.mac': 'csma'")
        }
    }
}

@Suite("Runs on a shared channel")
struct SharedChannelTests {
    private static let busy = [
        "radio.mac=csma", "beacon.interval=0.1", "beacon.jitter=0.1", "duration=12", "attackers={ratio: 0}",
        "schemes=['own-evidence']", "vehicles=60",
    ]

    private func tally(_ settings: [String] = []) throws -> ChannelTally {
        try #require(SmallWorld.run(Self.busy + settings).statistics[0].channel)
    }

    @Test(
        "the same run has the same bytes, whatever the radio and the number of workers",
        arguments: RadioCatalog.all.map(\.name))
    func sameBytes(model: String) throws {
        let settings =
            Self.busy + [
                "radio.model=\(model)", "duration=6", "replications=3", "attackers={ratio: 0.3, profile: 'flooder'}",
            ]
        let one = try SmallWorld.run(settings)
        let other = try SmallWorld.run(settings, jobs: 3)
        #expect(one.results.csv == other.results.csv)
        #expect(one.fingerprints == other.fingerprints && one.statistics == other.statistics)
        #expect(one.statistics[0].channel?.busyRatio ?? 0 > 0.05)
    }

    @Test("every beacon within a distance is one of the outcomes, and the figures are shares")
    func accounts() throws {
        let tally = try tally()
        #expect(tally.beacons > 5000 && tally.expiredBeacons == 0)
        for bin in tally.bins.prefix(6) { #expect(bin.total > 100 && bin.received <= bin.total) }
        #expect((0.05...1).contains(tally.busyRatio ?? 0) && (0.5...1).contains(tally.deliveryRatio ?? 0))
        // At least the airtime of 496 us.
        #expect(tally.meanDelay ?? 0 >= 496e-6 && tally.meanDelay ?? 1 < 0.01)
        #expect(tally.meanAge ?? 0 > 0.05)
    }

    @Test("a flood, and longer beacons, displace what others say")
    func load() throws {
        let quiet = try tally()
        let flood = try tally(["attackers={ratio: 0.3, profile: 'denialOfService'}"])
        let long = try tally(["radio.beaconBytes=1500"])
        for loaded in [flood, long] {
            #expect(loaded.busyRatio ?? 0 > 1.3 * (quiet.busyRatio ?? 1))
            #expect(loaded.deliveryRatio ?? 1 < (quiet.deliveryRatio ?? 0) - 0.02)
            #expect(loaded.meanDelay ?? 0 > quiet.meanDelay ?? 1)
        }
    }

    @Test("congestion control keeps the channel from filling")
    func congestion() throws {
        let free = try tally(["radio.beaconBytes=2300", "duration=20"])
        let controlled = try tally(["radio.beaconBytes=2300", "duration=20", "beacon.dcc=reactive"])
        #expect(free.busyRatio ?? 0 > 0.6)
        #expect(controlled.busyRatio ?? 1 < 0.5 && controlled.beacons < free.beacons / 2)
        #expect(controlled.deliveryRatio ?? 0 > free.deliveryRatio ?? 1)
    }

    @Test("states of congestion control have the gaps of the standard, a step each 100 ms")
    func congestionStates() {
        func gap(_ ratio: Double, airtime: Microseconds) -> Microseconds {
            var control = CongestionControl(airtime: airtime, stationCount: 1)
            // Long enough to get anywhere.
            for window in 1...20 { _ = control.admits(0, busyRatio: ratio, at: Microseconds(window) * 100_000) }
            var last: Microseconds?
            for tick in 0..<4000 where control.admits(0, busyRatio: ratio, at: 2_100_000 + Microseconds(tick) * 1000) {
                let time = Microseconds(tick) * 1000
                if let last, last > 0 { return time - last }
                last = time
            }
            return 0
        }
        #expect(
            [0.1, 0.3, 0.45, 0.5, 0.7].map { gap($0, airtime: 496) } == [50_000, 100_000, 200_000, 250_000, 1_000_000])
        #expect(
            [0.1, 0.3, 0.45, 0.5, 0.7].map { gap($0, airtime: 900) } == [100_000, 200_000, 400_000, 500_000, 1_000_000])
        var control = CongestionControl(airtime: 496, stationCount: 1)
        // One step: 100 ms, and not 1 s.
        let admitted = [(0.9, 100_000), (0.9, 199_999), (0, 250_000)].map { ratio, time in
            control.admits(0, busyRatio: ratio, at: Microseconds(time))
        }
        #expect(admitted == [true, false, true])
    }

    @Test("the busy ratio of the last two windows is what was added to them")
    func load200() {
        var load = ChannelLoad()
        load.add(from: 50_000, to: 120_000)
        load.add(from: 180_000, to: 190_000)
        let ratios = [199_999, 200_000, 300_000, 400_000].map { load.ratio(at: Microseconds($0)) }
        #expect(ratios == [0.25, 0.4, 0.15, 0])
    }

    @Test("reports are longer by their entries, and a beacon by the report that it carries")
    func sizes() throws {
        let alone = try tally(["evaluation.interval=1"])
        let long = try tally(["evaluation.interval=1", "radio.reportEntryBytes=200"])
        let carried = try tally(["evaluation.interval=1", "evaluation.reportDelivery=beacon"])
        #expect(long.busyRatio ?? 0 > alone.busyRatio ?? 1)
        #expect(carried.busyRatio ?? 0 > 1.2 * (alone.busyRatio ?? 1))
    }

    @Test("a run without a shared channel has no columns of it")
    func columns() throws {
        let names = Array(Metric.all.filter(\.isOptional).map(\.name).prefix(5))
        #expect(names == ["channelBusyRatio", "beaconDeliveryRatio", "beaconDelay", "informationAge", "expiredShare"])
        let ideal = try SmallWorld.run(["duration=6"]).results
        let shared = try SmallWorld.run(["duration=6", "radio.mac=csma"]).results
        #expect(names.allSatisfy { !ideal.columnNames.contains($0) && shared.columnNames.contains($0) })
        #expect(try ResultSet(csv: shared.csv, name: "runs.csv") == shared)
    }
}
