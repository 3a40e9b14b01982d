import Testing

@testable import TrustSim

@Suite("Draws for the receivers of a message")
struct MessageDrawsTests {
    @Test("receivers have the numbers of SplitMix64 from the state on at which the message begins")
    func knownSequence() {
        // The first outputs of the published generator for the seed 1234567.
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        let draws = MessageDraws(begin: 1_234_567)
        #expect((0..<5).map { draws.bits(for: $0) } == published)
    }

    @Test("a draw depends on seed, replication, purpose, sender, number and receiver, and on nothing else")
    func dependence() {
        let source = RandomSource(seed: 7, replication: 3)
        let bits = MessageDraws(source, .verification, of: 5, number: 12).bits(for: 9)
        #expect(MessageDraws(source, .verification, of: 5, number: 12).bits(for: 9) == bits)
        let others = [
            MessageDraws(RandomSource(seed: 8, replication: 3), .verification, of: 5, number: 12).bits(for: 9),
            MessageDraws(RandomSource(seed: 7, replication: 2), .verification, of: 5, number: 12).bits(for: 9),
            MessageDraws(source, .fading, of: 5, number: 12).bits(for: 9),
            MessageDraws(source, .verification, of: 6, number: 12).bits(for: 9),
            MessageDraws(source, .verification, of: 5, number: 13).bits(for: 9),
            MessageDraws(source, .verification, of: 5, number: 12).bits(for: 10),
        ]
        #expect(Set(others + [bits]).count == 7)
    }

    @Test(
        "a probability happens as often as it says, over messages and over receivers",
        arguments: [0.001, 0.1, 0.5, 0.9])
    func frequency(_ probability: Double) {
        let threshold = MessageDraws.threshold(of: probability)
        for seed in UInt32(1)...3 {
            let source = RandomSource(seed: seed, replication: 0)
            let overMessages = (0..<100_000).count {
                MessageDraws(source, .verification, of: 4, number: UInt64($0)).happens(to: 11, threshold)
            }
            let draws = MessageDraws(source, .verification, of: 4, number: 5)
            let overReceivers = (UInt32(0)..<100_000).count { draws.happens(to: $0, threshold) }
            // Five standard deviations.
            let limit = 5 * (100_000 * probability * (1 - probability)).squareRoot()
            for found in [overMessages, overReceivers] {
                #expect(abs(Double(found) - 100_000 * probability) <= limit, "seed \(seed)")
            }
        }
    }

    @Test("0 never happens and 1 always does")
    func certainties() {
        let draws = MessageDraws(begin: 99)
        let (never, always) = (MessageDraws.threshold(of: 0), MessageDraws.threshold(of: 1))
        #expect((UInt32(0)..<1000).allSatisfy { !draws.happens(to: $0, never) && draws.happens(to: $0, always) })
    }
}
