import Foundation
import Testing

@testable import TrustSim

/// One sender and one receiver, without a world.
struct RadioLink<Radio: RadioModel> {
    var radio: Radio

    /// Whether a message arrives.
    mutating func delivers(
        _ sender: VehicleID, at here: Point, to receiver: VehicleID, at there: Point, number: UInt64 = 0
    ) -> Bool {
        var receptions = [
            Reception(vehicle: receiver, position: there, squaredDistance: there.squaredDistance(to: here))
        ]
        radio.filter(&receptions, of: Transmission(sender: sender, position: here, number: number))
        return !receptions.isEmpty
    }
}

/// The link budget of the model description, written once more: margin in dB at a distance in metres.
func marginDB(_ meters: Double, power: Double = 23, exponent: Double = 2.5, threshold: Double = -89) -> Double {
    power - (47.86 + 10 * exponent * log10(max(meters, 1))) - threshold
}

@Suite("Radio: path loss and unit disk")
struct PathLossTests {
    @Test("the margin is 23 dBm - 47.86 dB - 25 log10(d) + 89 dBm, and reaches 0 at about 370 m")
    func margin() {
        let standard = PathLoss()
        for meters in [1, 2, 10, 79.9, 300, 367.8, 1000, 12_345] {
            #expect(abs(standard.marginDB(squaredDistance: meters * meters) - marginDB(meters)) < 1e-9)
        }
        #expect(standard.marginDB(squaredDistance: 0) == standard.marginDB(squaredDistance: 1))
        #expect(abs(standard.distance(marginDB: 0) - pow(10, 64.14 / 25)) < 1e-9)
        #expect((365...375).contains(standard.distance(marginDB: 0)))
        let other = PathLoss(powerDBm: 10, exponent: 3.1, thresholdDBm: -95)
        for meters in [5.0, 50, 500] {
            let expected = marginDB(meters, power: 10, exponent: 3.1, threshold: -95)
            #expect(abs(other.marginDB(squaredDistance: meters * meters) - expected) < 1e-9)
            #expect(abs(other.distance(marginDB: expected) / meters - 1) < 1e-12)
        }
        #expect(PathLoss(powerDBm: -50).distance(marginDB: 0) == 1, "nothing is nearer than one metre")
    }

    @Test("in a unit disk everybody within range receives everything, nobody else anything")
    func unitDisk() throws {
        let scenario = try makeScenario(
            "{vehicles: 150, area: {width: 900, height: 700}, radio: {model: 'unit-disk', range: 250}, seed: 3}")
        var simulation = Simulation(scenario: scenario, trace: nil, replication: 0, logsCases: false)
        #expect(simulation.air.radio.reachMeters == 250)
        _ = simulation.presence.begin()
        let places = (0..<UInt32(150)).map { simulation.presence.world.vehicles.position(of: $0, at: 0) }
        var (wrong, receptions) = (0, 0)
        for sender in 0..<150 {
            simulation.air.carry(0, from: UInt32(sender), at: 0, in: &simulation.presence.world, simulation.clock)
            receptions += simulation.air.receptions.count
            let inRange = (0..<150).filter { $0 != sender && places[$0].distance(to: places[sender]) <= 250 }
            if simulation.air.receptions.map({ Int($0.vehicle) }).sorted() != inRange { wrong += 1 }
        }
        #expect(wrong == 0, "seed 3")
        #expect(receptions > 3000)
    }

    @Test("each catalogued model is made with the parameters of its scenario")
    func catalog() throws {
        let reach = { (text: String) throws -> Double in
            RadioCatalog.make(try makeScenario(text).radio, random: RandomSource(seed: 1, replication: 0)).reachMeters
        }
        #expect(RadioCatalog.all.map(\.name) == ["unit-disk", "log-distance", "nakagami", "tr37885"])
        #expect(try reach("{vehicles: 1, radio: {model: 'unit-disk', range: 77}}") == 77)
        // 3.719 standard deviations: the normal quantile of 1e-4.
        let expected = pow(10, (64.14 + 3.7190164854556804 * 4) / 25)
        #expect(abs(try reach("{vehicles: 1, radio: {model: 'log-distance', shadowing: 4}}") - expected) < 1e-6)
        #expect(abs(try reach("{vehicles: 1, radio: {model: 'nakagami'}}") - pow(10, 76.14 / 25)) < 1e-6)
    }
}

@Suite("Radio: log-distance with shadowing")
struct LogDistanceTests {
    /// Mean range: as many messages arrive as not.
    static let meanRange = pow(10, 64.14 / 25)

    static func link(seed: UInt32, sigma: Double = 3, pathLoss: PathLoss = PathLoss()) -> RadioLink<LogDistance> {
        RadioLink(
            radio: LogDistance(
                pathLoss: pathLoss, sigmaDB: sigma, correlationMeters: 10,
                random: RandomSource(seed: seed, replication: 0)))
    }

    /// Two places a distance apart, all moved by `shift` to the north.
    static func ends(_ meters: Double, shift: Double = 0) -> (Point, Point) {
        (Point(x: 100, y: shift), Point(x: 100 + meters, y: shift))
    }

    @Test(
        "the share delivered at a distance is the normal tail of margin over sigma",
        arguments: [150, 250, 300, 340, 367.79, 400, 450, 550, 650], [3.0, 6])
    func delivery(meters: Double, sigma: Double) {
        var link = Self.link(seed: 1, sigma: sigma)
        let (here, there) = Self.ends(meters)
        let trials = 4000
        let delivered = (0..<trials).count { link.delivers(UInt32($0), at: here, to: 1_000_000, at: there) }
        let expected = Statistics.normalCDF(marginDB(meters) / sigma)
        #expect(Statistics.isPlausible(delivered, of: trials, probability: expected), "\(delivered), seed 1")
    }

    @Test("without shadowing the range is the mean range exactly")
    func noShadowing() {
        var link = Self.link(seed: 1, sigma: 0)
        #expect(abs(link.radio.reachMeters - Self.meanRange) < 1e-9)
        let (here, inside) = Self.ends(Self.meanRange - 1e-6)
        let (_, beyond) = Self.ends(Self.meanRange + 1e-6)
        for vehicle in UInt32(0)..<50 {
            let outcomes = [inside, beyond].map { link.delivers(vehicle, at: here, to: 1000 + vehicle, at: $0) }
            #expect(outcomes == [true, false])
        }
    }

    @Test("both directions of a link agree at the same places, also after both ends have moved")
    func reciprocity() {
        var link = Self.link(seed: 2)
        let (here, there) = Self.ends(Self.meanRange)
        let (hereLater, thereLater) = Self.ends(Self.meanRange, shift: 25)
        var (disagreements, differs) = (0, 0)
        for pair in UInt32(0)..<2000 {
            let (one, two) = pair % 2 == 0 ? (pair, 5000 - pair) : (5000 - pair, pair)
            let first = link.delivers(one, at: here, to: two, at: there)
            if link.delivers(two, at: there, to: one, at: here) != first { disagreements += 1 }
            let later = link.delivers(two, at: thereLater, to: one, at: hereLater)
            if link.delivers(one, at: hereLater, to: two, at: thereLater) != later { disagreements += 1 }
            // Standing still the same link gives the same again, whatever the number of the message.
            if link.delivers(one, at: hereLater, to: two, at: thereLater, number: 77) != later { disagreements += 1 }
            // Places at which only one of the two sends.
            for step in 1...3 {
                let (from, to) = Self.ends(Self.meanRange, shift: 25 + 3 * Double(step))
                _ = link.delivers(one, at: from, to: two, at: to)
            }
            let (hereLast, thereLast) = Self.ends(Self.meanRange, shift: 36)
            let last = link.delivers(two, at: thereLast, to: one, at: hereLast)
            if link.delivers(one, at: hereLast, to: two, at: thereLast) != last { disagreements += 1 }
            if later != first { differs += 1 }
        }
        #expect(disagreements == 0, "seed 2")
        #expect(differs > 500, "seed 2")
    }

    @Test("different links are independent, also those of one sender")
    func independence() {
        var link = Self.link(seed: 3)
        let (here, there) = Self.ends(Self.meanRange)
        let outcomes = (0..<6000).map { link.delivers(7, at: here, to: 100 + UInt32($0), at: there) }
        let agreements = zip(outcomes, outcomes.dropFirst()).count { $0 == $1 }
        #expect(Statistics.isPlausible(agreements, of: outcomes.count - 1, probability: 0.5), "seed 3")
        let others = (0..<6000).map { link.delivers(8, at: here, to: 100 + UInt32($0), at: there) }
        let common = zip(outcomes, others).count { $0 == $1 }
        #expect(Statistics.isPlausible(common, of: outcomes.count, probability: 0.5), "seed 3")
    }

    /// Two normal values with correlation r have the same sign with probability 1/2 + asin(r) / pi (W. F. Sheppard,
    /// 1899). At the mean range the sign of the shadowing decides about delivery.
    static func agreement(_ correlation: Double) -> Double { 0.5 + asin(correlation) / Double.pi }

    @Test(
        "after a movement the shadowing is correlated by exp(-moved / 10 m)",
        arguments: [0.1, 1, 3, 7, 10, 20, 40, 200])
    func autocorrelation(moved: Double) {
        let trials = 5000
        // The same movement by one end, by both, in several steps.
        for way in 0..<4 {
            var link = Self.link(seed: 40 + UInt32(way))
            let (here, there) = Self.ends(Self.meanRange)
            let agreements = (0..<trials).count { trial in
                let (one, two) = (UInt32(2 * trial), UInt32(2 * trial + 1))
                let first = link.delivers(one, at: here, to: two, at: there)
                switch way {
                case 0:
                    let (hereLater, thereLater) = Self.ends(Self.meanRange, shift: moved / 2)
                    return link.delivers(one, at: hereLater, to: two, at: thereLater) == first
                case 1:
                    // On a circle around the sender, so that the distance stays: a chord of the length moved.
                    let angle = 2 * asin(moved / 2 / Self.meanRange)
                    let place = Point(
                        x: here.x + Self.meanRange * cos(angle), y: here.y + Self.meanRange * sin(angle))
                    return link.delivers(one, at: here, to: two, at: place) == first
                case 2:
                    let (hereLater, thereLater) = Self.ends(Self.meanRange, shift: -moved / 2)
                    return link.delivers(two, at: thereLater, to: one, at: hereLater) == first
                default:
                    var last = first
                    for step in 1...5 {
                        let (hereLater, thereLater) = Self.ends(Self.meanRange, shift: moved / 10 * Double(step))
                        last = link.delivers(one, at: hereLater, to: two, at: thereLater)
                    }
                    return last == first
                }
            }
            let expected = Self.agreement(exp(-moved / 10))
            #expect(
                Statistics.isPlausible(agreements, of: trials, probability: expected),
                "\(agreements) for \(expected), way \(way), seed \(40 + way)")
        }
    }

    @Test(
        "after many small moves the share delivered is still the normal tail", arguments: [290, 330, 367.79, 410, 470])
    func stationarity(meters: Double) {
        var link = Self.link(seed: 5)
        let trials = 800
        var delivered = 0
        for pair in UInt32(0)..<UInt32(trials) {
            var outcome = false
            for step in 0..<30 {
                let (here, there) = Self.ends(meters, shift: Double(step) * 2)
                outcome = link.delivers(pair, at: here, to: 9_000_000, at: there)
            }
            if outcome { delivered += 1 }
        }
        let expected = Statistics.normalCDF(marginDB(meters) / 3)
        #expect(Statistics.isPlausible(delivered, of: trials, probability: expected), "\(delivered), seed 5")
    }

    @Test("the present value is standard normal, at the beginning and after many moves")
    func distribution() {
        var link = Self.link(seed: 6)
        for moves in [0, 25] {
            var sample: [Double] = []
            for pair in UInt32(0)..<1200 {
                let (here, there) = Self.ends(300, shift: 3 * Double(moves))
                for move in 0..<moves {
                    let (before, beyond) = Self.ends(300, shift: 3 * Double(move))
                    _ = link.delivers(pair, at: before, to: 9_000_000, at: beyond)
                }
                // At unchanged places the value is constant; the margin at which delivery ends is its negative.
                var (low, high) = (-6.0, 6.0)
                for _ in 0..<16 {
                    let middle = (low + high) / 2
                    let meters = pow(10, (64.14 + 3 * middle) / 25)
                    var reception = [
                        Reception(vehicle: 9_000_000, position: there, squaredDistance: meters * meters)
                    ]
                    link.radio.filter(&reception, of: Transmission(sender: pair, position: here, number: 0))
                    if reception.isEmpty { high = middle } else { low = middle }
                }
                sample.append(low)
            }
            #expect(Statistics.isPlausible(sample, cdf: Statistics.normalCDF), "\(moves) moves, seed 6")
            let squares = sample.map { $0 * $0 }
            #expect(Statistics.isPlausible(mean: squares, expected: 1, variance: 2), "\(moves) moves, seed 6")
        }
    }

    @Test("what one link does does not depend on the messages of others")
    func orderOfLinks() {
        let (here, there) = Self.ends(Self.meanRange)
        let (hereLater, thereLater) = Self.ends(Self.meanRange, shift: 2)
        var (forwards, backwards) = (Self.link(seed: 7), Self.link(seed: 7))
        var one: [Bool] = []
        for pair in UInt32(0)..<400 { one.append(forwards.delivers(pair, at: here, to: 9999, at: there)) }
        for pair in UInt32(0)..<400 { one.append(forwards.delivers(pair, at: hereLater, to: 9999, at: thereLater)) }
        var two: [Bool] = Array(repeating: false, count: 800)
        for pair in (0..<400).reversed() {
            two[pair] = backwards.delivers(UInt32(pair), at: here, to: 9999, at: there)
            two[400 + pair] = backwards.delivers(UInt32(pair), at: hereLater, to: 9999, at: thereLater)
        }
        #expect(one == two, "seed 7")
    }
}
