/// Draws for the receivers of one message: a SplitMix64 sequence that begins at a Philox block of the message, in which each
/// receiver has the number of its place, which is the vehicle's number.
///
/// So a draw depends on the message and the receiver and on nothing else, neither on who else receives the message nor on
/// the order, and costs a tenth of a block of its own.
///
/// - Literature: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", 2014,
///   DOI 10.1145/2660193.2660195.
struct MessageDraws: Sendable {
    private let begin: UInt64

    init(_ random: RandomSource, _ purpose: RandomPurpose, of sender: VehicleID, number: UInt64) {
        let words = random.block(purpose, sender, number: number)
        begin = UInt64(words.0) << 32 | UInt64(words.1)
    }

    /// A sequence that begins at a given state.
    init(begin: UInt64) { self.begin = begin }

    /// 64 random bits for a receiver.
    @inline(__always)
    func bits(for receiver: VehicleID) -> UInt64 {
        var bits = begin &+ (UInt64(receiver) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Whether something of a probability happens to a receiver; the probability as a ``threshold(of:)``.
    @inline(__always)
    func happens(to receiver: VehicleID, _ threshold: UInt64) -> Bool { bits(for: receiver) >> 11 < threshold }

    /// A probability in units of 2^-53, exactly.
    static func threshold(of probability: Double) -> UInt64 { UInt64((probability * 0x1p53).rounded(.up)) }
}
