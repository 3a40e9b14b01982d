/// What a random number is for. Each purpose has streams of its own, so that adding one changes no other.
public enum RandomPurpose: UInt8, Sendable {
    /// Who the attackers are.
    case attackerChoice = 1
    /// What each vehicle begins with.
    case beaconPhase, evaluationPhase, tolerance, faultySensor
    /// What happens in the world: movements, road events, what an attacker does.
    case mobility, event, attacker
    /// What a vehicle reads and receives.
    case verification, eventSensing, shadowing, fading
    /// The trivial scheme that tosses a coin.
    case coin
    /// Choices of attackers, and the noise of positioning and sensors.
    case victim, favour, eventSeverity, positioning, rangeSensor
    /// Times of changes of pseudonyms, and names and message identifiers in logs.
    case pseudonym, identifier
    /// Parts of a data set.
    case split
    /// Points of a search.
    case search
    /// How long stations wait for the channel.
    case backoff
    /// When beacons come that do not come at regular times.
    case lateness
    /// Which roadside units lie.
    case compromisedUnit
}

/// All randomness of one run: draws keyed by (seed, replication), purpose and entity.
///
/// A pair draw belongs to an ordered pair of entities and a number: it does not matter when, or whether, others are made.
public struct RandomSource: Sendable {
    let key: (UInt32, UInt32)

    /// The source of one replication of one seed.
    public init(seed: UInt32, replication: UInt32) {
        key = (seed, replication)
    }

    /// The source of one seed and of a replication of some use; see ``SeedUse/key(ofReplication:)``.
    init(seed: UInt32, key: UInt32) { self.key = (seed, key) }

    /// Four words for a pair of entities and a number.
    @inline(__always)
    public func block(
        _ purpose: RandomPurpose, _ entity: UInt32, _ other: UInt32 = 0, number: UInt64 = 0
    ) -> (UInt32, UInt32, UInt32, UInt32) {
        let high = UInt32(truncatingIfNeeded: number >> 32) & 0xFF_FFFF
        return Philox.block(
            counter: (UInt32(truncatingIfNeeded: number), other, entity, UInt32(purpose.rawValue) << 24 | high),
            key: key)
    }

    /// A number in [0, 1) for a pair of entities and a number.
    @inline(__always)
    public func uniform(_ purpose: RandomPurpose, _ entity: UInt32, _ other: UInt32 = 0, number: UInt64 = 0) -> Double {
        let words = block(purpose, entity, other, number: number)
        return RandomStream.uniform(words.0, words.1)
    }

    /// A stream of draws for one entity.
    public func stream(_ purpose: RandomPurpose, _ entity: UInt32, _ other: UInt32 = 0) -> RandomStream {
        RandomStream(source: self, purpose: purpose, entity: entity, other: other)
    }
}

/// Draws one after another, for one purpose and entity.
public struct RandomStream: Sendable {
    private let source: RandomSource
    private let purpose: RandomPurpose
    private let entity: UInt32
    private let other: UInt32
    private var nextBlock: UInt64 = 0
    private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    private var used = 4

    init(source: RandomSource, purpose: RandomPurpose, entity: UInt32, other: UInt32) {
        self.source = source
        self.purpose = purpose
        self.entity = entity
        self.other = other
    }

    /// The same stream from a block of 128 bits on.
    func skipping(to block: UInt64) -> RandomStream {
        var stream = self
        stream.nextBlock = block
        stream.used = 4
        return stream
    }

    /// 64 random bits.
    public mutating func next() -> UInt64 {
        if used >= 4 {
            words = source.block(purpose, entity, other, number: nextBlock)
            nextBlock += 1
            used = 0
        }
        defer { used += 2 }
        return used == 0 ? UInt64(words.0) << 32 | UInt64(words.1) : UInt64(words.2) << 32 | UInt64(words.3)
    }

    /// A number in [0, 1) with 53 random bits.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A number in [0, 1) made of two words.
    @inline(__always)
    static func uniform(_ high: UInt32, _ low: UInt32) -> Double {
        Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
    }
}
