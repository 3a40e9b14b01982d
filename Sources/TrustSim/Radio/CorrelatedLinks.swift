import GroupDecision

/// What a link draws: one or several standard normal numbers.
protocol LinkValue: Sendable {
    /// Blocks of the stream that a draw takes.
    static var blocks: UInt64 { get }
    static func draw(_ stream: inout RandomStream) -> Self
    /// `share` of the old value and as much of the fresh one as keeps the variance.
    func continued(by fresh: Self, share: Double) -> Self
}

extension Double: LinkValue {
    static var blocks: UInt64 { 1 }

    static func draw(_ stream: inout RandomStream) -> Double { stream.normal() }

    func continued(by fresh: Double, share: Double) -> Double {
        let part = (1 - share * share).squareRoot() * fresh
        return share * self + part
    }
}

extension SIMD4<Double>: LinkValue {
    static var blocks: UInt64 { 4 }

    static func draw(_ stream: inout RandomStream) -> SIMD4<Double> {
        SIMD4(stream.normal(), stream.normal(), stream.normal(), stream.normal())
    }

    func continued(by fresh: SIMD4<Double>, share: Double) -> SIMD4<Double> {
        share * self + (1 - share * share).squareRoot() * fresh
    }
}

/// Standard normal values of links, the same in both directions, correlated as exp(-moved / distance) over what the two ends
/// have moved together.
///
/// Complexity: O(1) a message and receiver; memory for every pair that was ever in reach.
struct CorrelatedLinks<Value: LinkValue>: Sendable {
    private struct Link: Sendable {
        var value: Value
        var lowerPosition: Point
        var upperPosition: Point
        var draws: UInt64
    }

    private let correlationMeters: Double
    private let random: RandomSource
    private var links = IntegerMap<UInt64, Link>()

    init(correlationMeters: Double, random: RandomSource) {
        self.correlationMeters = correlationMeters
        self.random = random
    }

    /// The link's present value.
    mutating func value(_ transmission: Transmission, _ reception: Reception) -> Value {
        let senderIsLower = transmission.sender < reception.vehicle
        let lower = senderIsLower ? transmission.sender : reception.vehicle
        let upper = senderIsLower ? reception.vehicle : transmission.sender
        let lowerPosition = senderIsLower ? transmission.position : reception.position
        let upperPosition = senderIsLower ? reception.position : transmission.position
        let key = UInt64(lower) << 32 | UInt64(upper)
        guard let position = links.position(of: key) else {
            var stream = random.stream(.shadowing, lower, upper)
            let value = Value.draw(&stream)
            let link = Link(value: value, lowerPosition: lowerPosition, upperPosition: upperPosition, draws: 1)
            _ = links.position(of: key, orInsert: link)
            return value
        }
        var link = links.values[position]
        let moved =
            link.lowerPosition.squaredDistance(to: lowerPosition).squareRoot()
            + link.upperPosition.squaredDistance(to: upperPosition).squareRoot()
        if moved == 0 { return link.value }
        var stream = random.stream(.shadowing, lower, upper).skipping(to: link.draws * Value.blocks)
        let share = Elementary.exp(-moved / correlationMeters)
        link.value = link.value.continued(by: .draw(&stream), share: share)
        link.lowerPosition = lowerPosition
        link.upperPosition = upperPosition
        link.draws += 1
        links.values[position] = link
        return link.value
    }
}
