/// Identifiers in logs: a keyed permutation of the numbers of identities and messages, drawn from the seed. So they are
/// distinct, and neither their size nor their order tells anything about who is behind them.
///
/// A Feistel network of six rounds with Philox as its round function (M. Luby, C. Rackoff, "How to construct pseudorandom
/// permutations from pseudorandom functions", 1988, DOI 10.1137/0217022). Not a secret: whoever knows the seed can
/// compute it.
struct LogIdentifiers: Sendable {
    private let random: RandomSource

    init(random: RandomSource) { self.random = random }

    /// Domains: the receivers' own names, identities, messages.
    private enum Domain: UInt32 {
        case identity = 1
        case message
        case receiver
    }

    /// The identifier of an identity: a number below 2^30.
    func identity(_ number: VehicleID) -> Int { Int(permuted(UInt64(number), .identity, halfBits: 15)) }

    /// The identifier of a receiver's log: a number below 2^30, unrelated to the identifiers of its names.
    func receiver(_ number: VehicleID) -> Int { Int(permuted(UInt64(number), .receiver, halfBits: 15)) }

    /// The identifier of the n-th beacon: a number below 2^48.
    func beacon(_ number: UInt64) -> Int { Int(permuted(number & 0x7FFF_FFFF_FFFF, .message, halfBits: 24)) }

    /// The identifier of a report: a number below 2^48, not that of any beacon.
    func report(_ number: Int32, of identity: VehicleID) -> Int {
        let code = UInt64(identity & 0x1FF_FFFF) << 22 | UInt64(number & 0x3F_FFFF)
        return Int(permuted(1 << 47 | code, .message, halfBits: 24))
    }

    /// A bijection of the numbers of twice so many bits.
    private func permuted(_ number: UInt64, _ domain: Domain, halfBits: UInt64) -> UInt64 {
        let mask = UInt64(1) << halfBits - 1
        var (left, right) = (number >> halfBits & mask, number & mask)
        for round in 0..<UInt32(6) {
            let word = random.block(.identifier, domain.rawValue, round, number: right).0
            (left, right) = (right, left ^ (UInt64(word) & mask))
        }
        return left << halfBits | right
    }
}
