import Foundation
import Testing

@testable import TrustSim

@Suite("Radio: Nakagami fading")
struct NakagamiTests {
    static func link(
        seed: UInt32, pathLoss: PathLoss = PathLoss(), near: Double = 1.5, far: Double = 0.75
    ) -> RadioLink<Nakagami> {
        RadioLink(
            radio: Nakagami(
                pathLoss: pathLoss, nearShape: near, farShape: far, nearMeters: 80,
                random: RandomSource(seed: seed, replication: 0)))
    }

    static func delivered(_ link: inout RadioLink<Nakagami>, _ meters: Double, _ trials: Int) -> Int {
        (0..<trials).count {
            link.delivers(1, at: Point(x: 5, y: 5), to: 2, at: Point(x: 5 + meters, y: 5), number: UInt64($0))
        }
    }

    /// Probability that a gamma variable of shape m and mean `margin` exceeds 1.
    static func expected(_ shape: Double, marginDB: Double) -> Double {
        Statistics.upperGamma(shape, shape / pow(10, marginDB / 10))
    }

    @Test("the closed form has known values on both sides of 80 m")
    func closedForm() {
        // scipy.special.gammaincc(m, m / 10**((64.14 - 25 log10 d) / 10)).
        let known = [
            (20.0, 1.5, 0.9999749911534498), (79.9, 1.5, 0.9955795201946073), (80.1, 0.75, 0.9500336939906282),
            (200.0, 0.75, 0.7388096377721554), (367.79, 0.75, 0.3484076292109638), (600.0, 0.75, 0.04690775561028979),
        ]
        for (meters, shape, value) in known {
            #expect(abs(Self.expected(shape, marginDB: marginDB(meters)) / value - 1) < 1e-9, "\(meters) m")
        }
    }

    @Test(
        "the share delivered at a distance is Q(m, m / margin)",
        arguments: [1, 20, 60, 79.9, 80.1, 120, 200, 300, 367.79, 450, 600, 900])
    func delivery(meters: Double) {
        var link = Self.link(seed: 1)
        let trials = 6000
        let expected = Self.expected(meters < 80 ? 1.5 : 0.75, marginDB: marginDB(meters))
        let delivered = Self.delivered(&link, meters, trials)
        #expect(Statistics.isPlausible(delivered, of: trials, probability: expected), "\(delivered), seed 1")
    }

    @Test("with a weak sender the two shapes show on both sides of 80 m", arguments: [-12, -6.0, -2, 0, 3])
    func weakSender(margin: Double) {
        // The margin at 80 m is the given one.
        let pathLoss = PathLoss(powerDBm: 23 + margin - marginDB(80))
        for (meters, near, far) in [(79.99, 1.5, 0.75), (80.01, 1.5, 0.75), (60, 3, 1), (100, 1, 3), (50, 0.5, 5)] {
            var link = Self.link(seed: 2, pathLoss: pathLoss, near: near, far: far)
            let trials = 4000
            let shape = meters < 80 ? near : far
            let expected = Self.expected(shape, marginDB: marginDB(meters, power: pathLoss.powerDBm))
            let delivered = Self.delivered(&link, meters, trials)
            #expect(
                Statistics.isPlausible(delivered, of: trials, probability: expected),
                "\(delivered) for \(expected) at \(meters) m, seed 2")
        }
    }

    @Test("each reception is drawn anew: successive messages and different receivers are independent")
    func independence() {
        var link = Self.link(seed: 3)
        let (here, there) = (Point(x: 0, y: 0), Point(x: 330, y: 0))
        let probability = Self.expected(0.75, marginDB: marginDB(330))
        let agreement = probability * probability + (1 - probability) * (1 - probability)
        let trials = 6000
        let messages = (0..<trials).map { link.delivers(1, at: here, to: 2, at: there, number: UInt64($0)) }
        let receivers = (0..<trials).map { link.delivers(1, at: here, to: 2 + UInt32($0), at: there, number: 5) }
        let senders = (0..<trials).map { link.delivers(3 + UInt32($0), at: here, to: 2, at: there, number: 5) }
        let back = (0..<trials).map { link.delivers(2, at: there, to: 1, at: here, number: UInt64($0)) }
        // Pairs that do not overlap.
        for outcomes in [messages, receivers, senders] {
            let pairs = stride(from: 0, to: trials, by: 2).count { outcomes[$0] == outcomes[$0 + 1] }
            #expect(Statistics.isPlausible(pairs, of: trials / 2, probability: agreement), "seed 3")
            let delivered = outcomes.count { $0 }
            #expect(Statistics.isPlausible(delivered, of: trials, probability: probability), "seed 3")
        }
        let common = zip(messages, back).count { $0 == $1 }
        #expect(Statistics.isPlausible(common, of: trials, probability: agreement), "seed 3")
    }

    @Test("the same message to the same receiver has the same fate, whatever else is sent")
    func reproducible() {
        var (alone, busy) = (Self.link(seed: 4), Self.link(seed: 4))
        for number in UInt64(0)..<500 {
            let there = Point(x: 350, y: 0)
            let first = alone.delivers(1, at: Point(x: 0, y: 0), to: 2, at: there, number: number)
            _ = busy.delivers(9, at: there, to: 2, at: Point(x: 0, y: 1), number: number)
            let second = busy.delivers(1, at: Point(x: 0, y: 0), to: 2, at: there, number: number)
            #expect(first == second, "seed 4")
        }
    }

    @Test("several receivers are kept or dropped one by one, in their order")
    func filtering() {
        var link = Self.link(seed: 5)
        let here = Point(x: 0, y: 0)
        for number in UInt64(0)..<100 {
            var receptions = (1...40).map { index in
                let place = Point(x: 15 * Double(index), y: 0)
                return Reception(
                    vehicle: UInt32(index), position: place, squaredDistance: place.squaredDistance(to: here))
            }
            link.radio.filter(&receptions, of: Transmission(sender: 0, position: here, number: number))
            let single = (1...40).filter {
                link.delivers(0, at: here, to: UInt32($0), at: Point(x: 15 * Double($0), y: 0), number: number)
            }
            #expect(receptions.map { Int($0.vehicle) } == single, "seed 5")
        }
    }

    @Test(
        "two standing vehicles hear the closed form's share of each other's messages in a run", arguments: [60, 250.0])
    func run(meters: Double) throws {
        let trace = try makeTrace([
            (0, [("a", 10, 0), ("b", 10, meters)]), (300, [("a", 10, 0), ("b", 10, meters)]),
        ])
        let text = """
            {mobility: {model: "trace", file: "none"}, radio: {model: "nakagami", power: \(meters < 80 ? 6 : 23)},
             beacon: {interval: 0.2}, schemes: ["trust-all"], seed: 6}
            """
        var simulation = Simulation(scenario: try makeScenario(text), trace: trace, replication: 0, logsCases: false)
        let result = try simulation.run(cancellation: nil)
        let messages = simulation.statistics.messages
        // 5 beacons a second and a report every 10 s, of each.
        #expect(messages == 2 * (1500 + 30))
        let margin = marginDB(meters, power: meters < 80 ? 6 : 23)
        let expected = Self.expected(meters < 80 ? 1.5 : 0.75, marginDB: margin)
        #expect(Statistics.isPlausible(result.statistics.receptions, of: messages, probability: expected), "seed 6")
    }
}
