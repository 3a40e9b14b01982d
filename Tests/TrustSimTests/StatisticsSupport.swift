import Foundation
import Testing

@testable import TrustSim

/// Bounds for tests of random draws, at a probability of a false alarm of 1e-6 for each comparison. Seeds are fixed, so
/// a test that passes once always passes; a bound says how far a right implementation could be from the closed form.
enum Statistics {
    static let falseAlarm = 1e-6

    /// Two-sided normal quantile at `falseAlarm`.
    static let normalLimit = 4.8916

    /// Standard normal distribution function.
    static func normalCDF(_ value: Double) -> Double { 0.5 * erfc(-value / 2.0.squareRoot()) }

    /// Regularised lower incomplete gamma function P(a, x): the distribution function of a gamma variable.
    static func lowerGamma(_ a: Double, _ x: Double) -> Double { 1 - upperGamma(a, x) }

    /// Regularised upper incomplete gamma function Q(a, x): a series for small x, Lentz's continued fraction for
    /// large x (W. H. Press et al., Numerical Recipes, 6.2).
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        if x <= 0 { return 1 }
        let front = exp(a * log(x) - x - lgamma(a))
        if x < a + 1 {
            var (term, sum, n) = (1 / a, 1 / a, a)
            while term > sum * 1e-17 {
                n += 1
                term *= x / n
                sum += term
            }
            return 1 - front * sum
        }
        var b = x + 1 - a
        var c = 1e300
        var d = 1 / b
        var fraction = d
        for i in 1...10_000 {
            let an = -Double(i) * (Double(i) - a)
            b += 2
            d = 1 / (an * d + b)
            c = b + an / c
            fraction *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return front * fraction
    }

    /// Probability of a chi-square value at least as large as that of the counts. Expected counts need 20 or more each.
    static func chiSquareTail(_ observed: [Int], shares: [Double], constraints: Int = 1) -> Double {
        let total = Double(observed.reduce(0, +))
        let value = zip(observed, shares).reduce(0.0) { sum, pair in
            let difference = Double(pair.0) - total * pair.1
            return sum + difference * difference / (total * pair.1)
        }
        return upperGamma(Double(observed.count - constraints) / 2, value / 2)
    }

    /// The same for counts that are all as likely.
    static func chiSquareTail(even observed: [Int]) -> Double {
        chiSquareTail(observed, shares: Array(repeating: 1 / Double(observed.count), count: observed.count))
    }

    /// Largest distance between the empirical and the true distribution function (Kolmogorov and Smirnov).
    static func distance(of sample: [Double], from cdf: (Double) -> Double) -> Double {
        let count = Double(sample.count)
        return sample.sorted().enumerated().reduce(0.0) { largest, element in
            let value = cdf(element.element)
            let rank = Double(element.offset)
            return max(largest, value - rank / count, (rank + 1) / count - value)
        }
    }

    /// Exceeded with a probability of at most `falseAlarm`: P(D > t) <= 2 exp(-2 n t²) for every n (P. Massart, 1990).
    static func distanceLimit(_ count: Int) -> Double { (log(2 / falseAlarm) / (2 * Double(count))).squareRoot() }

    /// Whether a sample may come from a distribution.
    static func isPlausible(_ sample: [Double], cdf: (Double) -> Double) -> Bool {
        !sample.isEmpty && distance(of: sample, from: cdf) <= distanceLimit(sample.count)
    }

    /// Whether a sample may be uniform between 0 and 1.
    static func isUniform(_ sample: [Double]) -> Bool { isPlausible(sample) { min(max($0, 0), 1) } }

    /// Whether a number of successes may come from a binomial distribution: P(share beyond s) <= exp(-n KL(s, p)) on
    /// either side, for every n and p (W. Hoeffding, 1963).
    static func isPlausible(_ successes: Int, of trials: Int, probability: Double) -> Bool {
        let share = Double(successes) / Double(trials)
        func part(_ a: Double, _ b: Double) -> Double { a == 0 ? 0 : b <= 0 ? .infinity : a * log(a / b) }
        let divergence = part(share, probability) + part(1 - share, 1 - probability)
        return Double(trials) * divergence <= log(2 / falseAlarm)
    }

    /// Whether a mean may come from independent draws of a known mean and variance.
    static func isPlausible(mean sample: [Double], expected: Double, variance: Double) -> Bool {
        let mean = sample.reduce(0, +) / Double(sample.count)
        return abs(mean - expected) <= normalLimit * (variance / Double(sample.count)).squareRoot()
    }
}

/// A scenario from its text.
func makeScenario(_ text: String) throws -> Scenario {
    let root = try JSON5Reader.read(Array(text.utf8), origin: .file("test.json5"))
    return try ScenarioFile(path: "test.json5", root: root).decode()
}

/// A trace from steps of named vehicles.
func makeTrace(
    _ steps: [(time: Double, samples: [(name: String, x: Double, y: Double)])], begin: Double? = nil, end: Double? = nil
) throws -> TraceData {
    var text = "<fcd-export>"
    for step in steps {
        text += "<timestep time=\"\(step.time)\">"
        for sample in step.samples { text += "<vehicle id=\"\(sample.name)\" x=\"\(sample.x)\" y=\"\(sample.y)\"/>" }
        text += "</timestep>"
    }
    text += "</fcd-export>"
    let (first, last) = (begin.map { Microseconds(seconds: $0) }, end.map { Microseconds(seconds: $0) })
    var builder = TraceBuilder(wantedBegin: first)
    let summary = try FCDScanner.scan(
        bytes: Array(text.utf8), name: "test", begin: first ?? .min, end: last ?? .max, into: &builder)
    var source = TraceSource(path: "test", format: .fcdXML)
    (source.begin, source.end, source.coordinates) = (first, last, .plane)
    return try TraceData.finish(&builder, source, summary)
}

/// Moves the vehicles of a mobility model through time.
struct MobilityDriver<Model: MobilityModel> {
    var model: Model
    var world: World
    private var queue = EventQueue()

    /// One call of the model: where the entity was going, and where it is going now.
    struct Turn {
        let entity: UInt32
        let time: Microseconds
        let before: Point
        let after: Point
        let velocityBefore: Point
        let velocityAfter: Point
    }

    init(_ model: Model) {
        self.model = model
        world = World(vehicleCount: model.vehicleCount)
        for call in self.model.begin(&world) { queue.schedule(at: call.time, kind: 0, entity: call.entity) }
    }

    /// Handles the next call due at or before a time.
    mutating func nextTurn(until end: Microseconds) -> Turn? {
        guard let event = queue.popFirst(before: end + 1) else { return nil }
        let before = world.vehicles.position(of: event.entity, at: event.time)
        let velocity = world.vehicles.velocity(of: event.entity)
        if let next = model.advance(event.entity, at: event.time, &world) {
            queue.schedule(at: next, kind: 0, entity: event.entity)
        }
        return Turn(
            entity: event.entity, time: event.time, before: before,
            after: world.vehicles.position(of: event.entity, at: event.time), velocityBefore: velocity,
            velocityAfter: world.vehicles.velocity(of: event.entity))
    }

    /// Handles everything due until a time, and at it.
    mutating func advance(to time: Microseconds) { while nextTurn(until: time) != nil {} }
}

extension Point {
    var length: Double { (x * x + y * y).squareRoot() }

    func distance(to other: Point) -> Double { squaredDistance(to: other).squareRoot() }
}

extension RandomSource {
    /// A stream for choices of a test, apart from those of the model.
    static func testStream(seed: UInt32) -> RandomStream {
        RandomSource(seed: seed, replication: 0xFFFF_FFFF).stream(.coin, 0)
    }
}

@Suite("Statistics of the tests")
struct StatisticsTests {
    @Test("the incomplete gamma function has known values")
    func incompleteGamma() {
        // scipy.special.gammaincc.
        let known = [
            (0.5, 0.1, 0.6547208460185768), (0.75, 0.05, 0.8873776938520544), (1.5, 1.0, 0.5724067044708798),
            (5.0, 12.0, 0.007600390681066992), (50.0, 60.0, 0.08440668109369177), (0.75, 12.0, 2.642783906256943e-06),
        ]
        for (a, x, value) in known { #expect(abs(Statistics.upperGamma(a, x) / value - 1) < 1e-10, "Q(\(a), \(x))") }
    }

    @Test("the bounds reject what is clearly wrong and accept what is right")
    func bounds() {
        #expect(Statistics.isPlausible(500, of: 1000, probability: 0.5))
        #expect(!Statistics.isPlausible(600, of: 1000, probability: 0.5))
        #expect(Statistics.isPlausible(0, of: 1000, probability: 0))
        #expect(!Statistics.isPlausible(1, of: 1000, probability: 0))
        let even = (0..<1000).map { (Double($0) + 0.5) / 1000 }
        #expect(Statistics.isUniform(even))
        #expect(!Statistics.isUniform(even.map { $0 * $0 }))
        // The sum of squares is 32; scipy.stats.chi2.sf(32, 3).
        let tail = Statistics.chiSquareTail(even: [100, 100, 140, 60])
        #expect(abs(tail / 5.233466447749424e-07 - 1) < 1e-10)
    }
}
