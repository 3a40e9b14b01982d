import GroupDecision
import Testing

@testable import TrustSim

/// Stations at given powers from each other, without an engine: messages are offered at given times.
struct MediumHarness {
    var medium: Medium
    /// By sender and receiver, in milliwatts.
    var powers: [[Double]]
    /// Who has each message, by its number in the order of sending, and who sent it when.
    private(set) var sent: [(sender: UInt32, begin: Microseconds, end: Microseconds, received: [UInt32])] = []
    private(set) var expired = 0
    private var queue = EventQueue()
    private var offers: [(station: UInt32, bytes: Int)] = []
    private var onAir: [Int32: (sender: UInt32, begin: Microseconds)] = [:]
    /// Stations that always have one more.
    var isSaturated = false

    init(
        _ settings: ChannelSettings = ChannelSettings(), budget: PowerBudget = .equalPowers, powers: [[Double]],
        seed: UInt32 = 1
    ) {
        self.powers = powers
        medium = Medium(
            settings, budget, stationCount: powers.count, usualMeters: 100, interferenceMeters: 100, countFrom: 0,
            random: RandomSource(seed: seed, replication: 0))
        for station in powers.indices { medium.enter(UInt32(station), at: 0) }
    }

    /// Everybody hears everybody alike, but for the pairs that are named.
    static func inReach(_ count: Int, hidden: [(Int, Int)] = []) -> [[Double]] {
        var powers = (0..<count).map { sender in (0..<count).map { $0 == sender ? 0.0 : 1.0 } }
        for (one, other) in hidden {
            powers[one][other] = 0
            powers[other][one] = 0
        }
        return powers
    }

    mutating func offer(from station: UInt32, bytes: Int = 300, at time: Microseconds) {
        offers.append((station, bytes))
        queue.schedule(at: time, kind: 0, entity: UInt32(offers.count - 1))
    }

    mutating func run(until end: Microseconds) {
        while let event = queue.popFirst(before: end) {
            switch event.kind {
            case 0:
                let offer = offers[Int(event.entity)]
                _ = medium.offer(payloadBytes: offer.bytes, isBeacon: true, from: offer.station, at: event.time)
            case 1:
                var dropped = 0
                let frame = medium.access(by: event.entity, at: event.time, isPresent: true) { _ in dropped += 1 }
                expired += dropped
                guard let frame else { break }
                let row = powers[Int(event.entity)]
                let receivers = row.indices.filter { $0 != Int(event.entity) }.map {
                    Reception(vehicle: UInt32($0), position: Point(x: 0, y: 0), squaredDistance: 1)
                }
                let ending = medium.begin(
                    frame, at: receivers, receivers.map { row[Int($0.vehicle)] }, time: event.time)
                onAir[frame] = (event.entity, event.time)
                queue.schedule(at: ending, kind: 2, entity: UInt32(frame))
            default:
                var received: [Reception] = []
                var heard: [Double] = []
                let frame = Int32(event.entity)
                medium.end(frame, at: event.time, into: &received, &heard) { _ in true }
                let row = onAir[frame].map { powers[Int($0.0)] } ?? []
                #expect(heard.count == received.count)
                for (reception, power) in zip(received, heard) {
                    #expect(abs(row[Int(reception.vehicle)] / power - 1) < 1e-6, "the power that was sent")
                }
                if let (sender, begin) = onAir.removeValue(forKey: frame) {
                    sent.append((sender, begin, event.time, received.map(\.vehicle).sorted()))
                    if isSaturated { offer(from: sender, at: event.time) }
                }
            }
            for call in medium.calls { queue.schedule(at: call.time, kind: 1, entity: call.station) }
            medium.calls.removeAll()
        }
    }
}

@Suite("A shared channel")
struct MediumTests {
    @Test("a message takes preamble, header and whole symbols on the air")
    func airtime() {
        func airtime(_ rate: String, _ bytes: Int) -> Microseconds {
            var settings = ChannelSettings()
            settings.rate = rate
            return AccessTiming(settings).airtime(payloadBytes: bytes)
        }
        // 336 octets, 2710 bits: 57 symbols of 48, 113 of 24, 13 of 216.
        #expect(airtime("6", 300) == 40 + 57 * 8)
        #expect(airtime("3", 300) == 40 + 113 * 8)
        #expect(airtime("27", 300) == 40 + 13 * 8)
        // Two frames, of 2340 and 136 octets, a SIFS apart.
        #expect(airtime("6", 2404) == (40 + 391 * 8) + 32 + (40 + 24 * 8))
        #expect(AccessTiming(ChannelSettings()).arbitration == 32 + 6 * 13)
    }

    @Test("alone a message goes out at once and reaches everybody")
    func alone() {
        var harness = MediumHarness(powers: MediumHarness.inReach(4))
        harness.offer(from: 2, at: 1000)
        harness.run(until: 10_000)
        #expect(harness.sent.count == 1)
        #expect(harness.sent[0] == (2, 1000, 1496, [0, 1, 3]))
    }

    /// Messages of two stations, the second `offset` after the first, and whether station 2 gets both.
    private func meets(_ powers: [[Double]], offset: Microseconds) -> Bool {
        var harness = MediumHarness(powers: powers)
        harness.offer(from: 0, at: 10_000)
        harness.offer(from: 1, at: 10_000 + offset)
        harness.run(until: 100_000)
        return harness.sent.count == 2 && harness.sent.allSatisfy { $0.received.contains(2) }
    }

    @Test("two that do not hear each other lose what overlaps, at all offsets and at no other")
    func hidden() {
        // The vulnerable time of ALOHA: both airtimes.
        let powers = MediumHarness.inReach(3, hidden: [(0, 1)])
        let lost = (-1000...1000).filter { !meets(powers, offset: Microseconds($0)) }
        #expect(lost == Array(-495...495))
    }

    @Test("two that hear each other lose only what begins before the other is noticed")
    func inReach() {
        let powers = MediumHarness.inReach(3)
        let lost = (-1000...1000).filter { !meets(powers, offset: Microseconds($0)) }
        #expect(lost == [-3, -2, -1, 0, 1, 2, 3])
    }

    @Test("who sends does not hear")
    func halfDuplex() {
        var harness = MediumHarness(powers: MediumHarness.inReach(2, hidden: []))
        harness.offer(from: 0, at: 1000)
        harness.offer(from: 1, at: 1002)
        harness.run(until: 10_000)
        #expect(harness.sent.map(\.received) == [[], []])
        #expect(harness.medium.tally.bins[0] == ChannelTally.Bin(halfDuplex: 2))
    }

    @Test("in saturation stations send as their counters say", arguments: [2, 5, 20])
    func saturation(count: Int) {
        var harness = MediumHarness(powers: MediumHarness.inReach(count))
        harness.isSaturated = true
        for station in 0..<count { harness.offer(from: UInt32(station), at: 0) }
        harness.run(until: 20_000_000)

        // Rounds of counters, with the same draws: who has the least sends, the others count down by as much.
        let random = RandomSource(seed: 1, replication: 0)
        var draws = Array(repeating: 0, count: count)
        func draw(_ station: Int) -> Int {
            defer { draws[station] += 1 }
            return Int((UInt64(random.block(.backoff, UInt32(station), number: UInt64(draws[station])).0) * 16) >> 32)
        }
        // All begin together, so all draw behind their first message.
        var counters = (0..<count).map(draw)
        var expected: [[UInt32]] = [(0..<UInt32(count)).map { $0 }]
        var rounds: [[UInt32]] = []
        var begin: Microseconds = -1
        for message in harness.sent {
            if message.begin != begin { rounds.append([]) }
            begin = message.begin
            rounds[rounds.count - 1].append(message.sender)
        }
        while expected.count < rounds.count {
            let least = counters.min() ?? 0
            let senders = counters.indices.filter { counters[$0] == least }
            expected.append(senders.map { UInt32($0) })
            for station in counters.indices { counters[station] -= least }
            for station in senders { counters[station] = draw(station) }
        }
        // Of messages that begin together nobody makes out a preamble, so nobody waits longer behind them.
        #expect(rounds.map { $0.sorted() } == expected)

        // G. Bianchi, "Performance analysis of the IEEE 802.11 distributed coordination function", 2000,
        // DOI 10.1109/49.840210: without doubling a station sends in a slot with probability 2 / (W + 1). It neglects that
        // the slot behind a message is only for who sent it.
        let tau = 2.0 / 17
        func power(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { product, _ in product * x } }
        let collides = 1 - power(1 - tau, count - 1)
        let alone = Double(rounds.count { $0.count == 1 })
        let share = 1 - alone / Double(harness.sent.count)
        #expect(abs(share - collides) < 0.04, "\(share), \(collides)")
    }

    @Test("a message is lost where the rest of the channel comes within the limit of its rate")
    func interference() {
        let budget = PowerBudget(sensitivity: 1e-9, noise: 1e-10, energyDetection: 1e-6)
        // 8 dB over 1e-9, which noise and .9e-9 make together.
        for (other, isReceived) in [(0.999, true), (1.001, false)] {
            var powers = MediumHarness.inReach(3, hidden: [(0, 1)])
            powers[0][2] = 6.309573444801933e-9
            powers[1][2] = other * 0.9e-9
            var harness = MediumHarness(budget: budget, powers: powers)
            harness.offer(from: 0, at: 1000)
            harness.offer(from: 1, at: 1100)
            harness.run(until: 10_000)
            #expect(harness.sent[0].received.contains(2) == isReceived)
            #expect(!harness.sent[1].received.contains(2))
        }
    }

    @Test("of two that begin together the stronger is read only if it stands out by 4 dB, whichever comes first")
    func preamble() {
        let budget = PowerBudget(sensitivity: 1e-9, noise: 1e-12, energyDetection: 1e-6)
        for (decibels, isRead) in [(3.9, false), (4.1, true)] {
            for offset: Microseconds in [-2, 0, 2] {
                var powers = MediumHarness.inReach(3, hidden: [(0, 1)])
                powers[0][2] = 1e-8 * PowerBudget.ratio(decibels)
                powers[1][2] = 1e-8
                var settings = ChannelSettings()
                settings.sinrDB = 2
                var harness = MediumHarness(settings, budget: budget, powers: powers)
                harness.offer(from: 0, at: 1000)
                harness.offer(from: 1, at: 1000 + offset)
                harness.run(until: 10_000)
                let received = harness.sent.filter { $0.received.contains(2) }.map(\.sender)
                #expect(received == (isRead ? [0] : []), "\(decibels) dB, \(offset) us")
            }
        }
    }

    @Test("of two that begin together the stronger is read, later only with capture")
    func capture() {
        let budget = PowerBudget(sensitivity: 1e-9, noise: 1e-10, energyDetection: 1e-6)
        var powers = MediumHarness.inReach(3, hidden: [(0, 1)])
        powers[0][2] = 1e-8
        powers[1][2] = 2e-7
        for (offset, captures, received) in [
            (2, "no", [false, true]), (5, "no", [false, false]), (5, "yes", [false, true]),
        ] {
            var settings = ChannelSettings()
            settings.captures = captures
            var harness = MediumHarness(settings, budget: budget, powers: powers)
            harness.offer(from: 0, at: 1000)
            harness.offer(from: 1, at: 1000 + Microseconds(offset))
            harness.run(until: 10_000)
            let has = [UInt32(0), 1].map { sender in
                harness.sent.contains { $0.sender == sender && $0.received.contains(2) }
            }
            #expect(has == received, "\(offset) \(captures)")
        }
    }

    @Test("behind a message that could not be read a station waits longer")
    func extendedSpace() {
        // 0 and 1 are hidden from each other and collide at 2 and 3, 0 a little later; 3 does not hear 1.
        var powers = MediumHarness.inReach(4, hidden: [(0, 1), (1, 3)])
        powers[2][3] = 0
        powers[3][2] = 0
        var settings = ChannelSettings()
        settings.contentionWindow = 0
        var harness = MediumHarness(settings, powers: powers)
        harness.offer(from: 1, at: 1000)
        harness.offer(from: 0, at: 1100)
        for station in [2, 3] as [UInt32] { harness.offer(from: station, at: 1200) }
        harness.run(until: 10_000)
        let begins = Dictionary(uniqueKeysWithValues: harness.sent.map { ($0.sender, $0.begin) })
        // 110 behind the end, and for 2, which read rubbish, as much as an answer at 3 Mbit/s would take besides:
        // a SIFS and 40 us with 6 symbols of 24 bits for 14 octets.
        #expect(begins[3] ?? 0 == 1706)
        #expect((begins[2] ?? 0) - (begins[3] ?? 0) == 120)
    }

    @Test("what waits too long is given up, and what is sent comes first come first served")
    func lifetime() {
        var settings = ChannelSettings()
        settings.lifetime = 0.01
        settings.contentionWindow = 0
        var harness = MediumHarness(settings, powers: MediumHarness.inReach(2))
        for number in 0..<40 { harness.offer(from: 0, at: 1000 + Microseconds(number)) }
        harness.run(until: 100_000)
        // A message each 496 + 110 us, as long as less than 10 ms have passed since it was written.
        #expect(harness.sent.count == 17)
        #expect(harness.expired == 23)
        #expect(harness.medium.tally.expiredShare == 23.0 / 40)
        #expect(harness.sent.allSatisfy { $0.received == [1] })
    }

    @Test("the busy ratio is the share of time in which somebody sends")
    func busyRatio() {
        var harness = MediumHarness(powers: MediumHarness.inReach(3))
        for number in 0..<50 { harness.offer(from: UInt32(number % 2), at: Microseconds(number) * 2000) }
        harness.run(until: 100_000)
        harness.medium.finish(at: 100_000)
        #expect(harness.medium.tally.present == 300_000)
        #expect(harness.medium.tally.busyRatio == 50.0 * 496 / 100_000)
        #expect(harness.medium.tally.meanDelay == 496e-6)
    }

    @Test("information ages from writing to the next reception")
    func age() {
        var harness = MediumHarness(powers: MediumHarness.inReach(2))
        for number in 0..<11 { harness.offer(from: 0, at: Microseconds(number) * 100_000) }
        harness.run(until: 2_000_000)
        // From .496 ms after writing to 100.496 ms, in ten gaps.
        let mean = 0.5 * (0.100496 + 0.000496)
        #expect(abs((harness.medium.tally.meanAge ?? 0) - mean) < 1e-12)
    }

    @Test("nothing is left of messages that are over", arguments: [UInt32(1), 2, 3])
    func sumsComeBack(seed: UInt32) {
        let count = 12
        var stream = RandomSource(seed: seed, replication: 0).stream(.mobility, 0)
        var powers = MediumHarness.inReach(count)
        for sender in 0..<count {
            for receiver in 0..<count { powers[sender][receiver] = 1e-10 * Elementary.exp(6 * stream.uniform()) }
        }
        for station in 0..<count { powers[station][station] = 0 }
        let budget = PowerBudget(sensitivity: 1e-9, noise: 1e-10, energyDetection: 4e-9)
        var harness = MediumHarness(budget: budget, powers: powers, seed: seed)
        for _ in 0..<3000 {
            harness.offer(
                from: UInt32(stream.index(below: count)), at: Microseconds(stream.index(below: 1_000_000)))
        }
        // A last word of each, when everything is over.
        for station in 0..<count {
            harness.offer(from: UInt32(station), at: 4_000_000 + 10_000 * Microseconds(station))
        }
        harness.run(until: 10_000_000)
        let last = harness.sent.suffix(count)
        #expect(harness.sent.count + harness.expired == 3000 + count)
        for message in last {
            let sender = Int(message.sender)
            #expect(message.begin == 4_000_000 + 10_000 * Microseconds(sender))
            let expected = (0..<count).filter { powers[sender][$0] >= 1e-9 }.map { UInt32($0) }
            #expect(message.received == expected)
        }
    }
}

@Suite("Received powers")
struct ReceivedPowerTests {
    /// Receivers along a line, near and far.
    private static func receptions(_ reach: Double) -> [Reception] {
        (1..<3000).map {
            let distance = reach * 1.3 * Double($0) / 3000
            return Reception(
                vehicle: UInt32($0), position: Point(x: distance, y: 0), squaredDistance: distance * distance)
        }
    }

    @Test(
        "alone a message is received where its power is enough, by the same draws",
        arguments: ["unit-disk", "log-distance", "nakagami", "tr37885"])
    func sameDraws(model: String) throws {
        for text in ["", ", shadowing: 0", ", environment: 'urban'"] {
            let settings = try makeScenario("{vehicles: 1, radio: {model: '\(model)', mac: 'csma'\(text)}}").radio
            let random = RandomSource(seed: 7, replication: 0)
            var (one, other) = (
                RadioCatalog.make(settings, random: random), RadioCatalog.make(settings, random: random)
            )
            #expect(one.interferenceMeters >= one.reachMeters)
            var differences = 0
            for number in 0..<20 {
                let transmission = Transmission(
                    sender: 0, position: Point(x: 0, y: 3 * Double(number)), number: UInt64(number))
                let all = Self.receptions(one.reachMeters)
                let inReach = all.filter { $0.squaredDistance <= one.reachMeters * one.reachMeters }
                var kept = inReach
                one.filter(&kept, of: transmission)
                var powers: [Double] = []
                other.powers(of: transmission, at: all, into: &powers)
                let enough = zip(all, powers).filter { $0.1 >= other.budget.sensitivity }.map(\.0.vehicle)
                // Beyond the reach unit disks have no powers to ask for.
                let expected = kept.map(\.vehicle)
                if enough.filter({ Int($0) <= inReach.count }) != expected { differences += 1 }
                if model != "unit-disk" && enough != expected { differences += 1 }
            }
            #expect(differences == 0, "\(text)")
        }
    }

    @Test("tables of powers and of fading are near the formulas")
    func tables() {
        let pathLoss = PathLoss()
        let budget = PowerBudget(ChannelSettings(), sensitivityDBm: pathLoss.thresholdDBm)
        let table = PowerTable(budget) { pathLoss.marginDB(squaredDistance: $0) }
        var worst = 0.0
        for step in 0..<5000 {
            let squared = Elementary.exp(Double(step) * 0.004)
            let exact = budget.sensitivity * PowerBudget.ratio(pathLoss.marginDB(squaredDistance: squared))
            worst = max(worst, abs(table.mean(squaredDistance: squared) / exact - 1))
        }
        #expect(worst < 3e-5)
        for shape in [0.5, 0.75, 1.5, 4] {
            let fading = FadingTable(shape: shape, isUsed: true)
            var (worst, sum) = (0.0, 0.0)
            for step in 1..<20_000 {
                let draw = Double(step) / 20_000
                let back = GammaFunction.upperRegularized(shape, shape * fading[draw])
                worst = max(worst, abs(back - draw))
                sum += fading[draw] / 20_000
            }
            #expect(worst < 2e-5, "shape \(shape)")
            // The mean gain is 1.
            #expect(abs(sum - 1) < 2e-3, "shape \(shape)")
            #expect(fading[0] > 30 / shape / 2 && fading[1 - 0x1p-53] >= 0)
        }
    }

    @Test("links of 3GPP TR 37.885 have its losses and its line of sight")
    func sidelink() {
        // By hand: 32.4 + 20 log10 100 + 20 log10 5.9 and 38.77 + 16.7 log10 100 + 18.2 log10 5.9.
        #expect(abs(ThreeGPPSidelink.lossDB(squaredDistance: 1e4, isUrban: false) - 87.817) < 1e-3)
        #expect(abs(ThreeGPPSidelink.lossDB(squaredDistance: 1e4, isUrban: true) - 86.1995) < 1e-3)
        func sight(_ meters: Double, _ isUrban: Bool) -> Double {
            ThreeGPPSidelink.sightProbability(meters: meters, isUrban: isUrban)
        }
        #expect(sight(5, false) == 1 && sight(4, true) == 1)
        #expect(abs(sight(200, false) - (2.1013e-6 * 40_000 - 0.4 + 1.0193)) < 1e-12)
        #expect(abs(sight(600, false) - 0.415) < 1e-12 && sight(1100, false) == 0)
        #expect(abs(sight(100, true) - 0.335810) < 1e-5)
        #expect(ThreeGPPSidelink.blockage(meters: 100) == 5)
        #expect(abs(ThreeGPPSidelink.blockage(meters: 1000) - 9) < 1e-12)
    }

    @Test("line of sight is there as often as its probability says, and lasts along the way")
    func sidelinkShares() throws {
        let settings = try makeScenario("{vehicles: 1, radio: {model: 'tr37885'}}").radio
        var radio = ThreeGPPSidelink(settings: settings, random: RandomSource(seed: 3, replication: 0))
        // The power with line of sight, shadowed by 3 dB, against that of many links at 300 m.
        let distance = 300.0
        let receptions = (1...4000).map {
            Reception(
                vehicle: UInt32($0), position: Point(x: distance, y: 0), squaredDistance: distance * distance)
        }
        var powers: [Double] = []
        radio.powers(
            of: Transmission(sender: 0, position: Point(x: 0, y: 0), number: 1), at: receptions, into: &powers)
        let clear = 23 - ThreeGPPSidelink.lossDB(squaredDistance: distance * distance, isUrban: false)
        let gains = powers.map { PowerBudget.decibels($0) - clear }
        let mean = gains.reduce(0, +) / Double(gains.count)
        // Blocked links lose a normal number of dB, mean 5 and deviation 4, at least 0.
        let blocked = 1 - ThreeGPPSidelink.sightProbability(meters: distance, isUrban: false)
        let loss = 5 * 0.894350 + 4 * 0.182649
        #expect(abs(mean + blocked * loss) < 0.25, "\(mean), \(-blocked * loss)")
    }
}
