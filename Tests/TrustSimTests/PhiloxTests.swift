import Testing

@testable import TrustSim

@Suite("Philox and keyed streams")
struct PhiloxTests {
    static let purposes: [RandomPurpose] = [
        .attackerChoice, .beaconPhase, .evaluationPhase, .tolerance, .faultySensor, .mobility, .event, .attacker,
        .verification, .eventSensing, .shadowing, .fading, .coin,
    ]

    static func values(_ stream: RandomStream, _ count: Int) -> [UInt64] {
        var stream = stream
        return (0..<count).map { _ in stream.next() }
    }

    @Test("Philox4x32-10 gives the known answers of Random123")
    func knownAnswers() {
        let ones = UInt32.max
        #expect(
            Philox.block(counter: (0, 0, 0, 0), key: (0, 0)) == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
        #expect(
            Philox.block(counter: (ones, ones, ones, ones), key: (ones, ones))
                == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
        #expect(
            Philox.block(
                counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
                == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
    }

    @Test("a change of any bit of counter or key changes half of the 128 bits")
    func avalanche() {
        var choices = RandomSource.testStream(seed: 11)
        func words() -> (UInt32, UInt32) {
            let bits = choices.next()
            return (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
        }
        let rounds = 20
        var implausible: [Int] = []
        for bit in 0..<192 {
            var changed = 0
            for _ in 0..<rounds {
                let (a, b, key) = (words(), words(), words())
                var input = [a.0, a.1, b.0, b.1, key.0, key.1]
                let before = Philox.block(counter: (a.0, a.1, b.0, b.1), key: key)
                input[bit / 32] ^= 1 << (bit % 32)
                let after = Philox.block(
                    counter: (input[0], input[1], input[2], input[3]), key: (input[4], input[5]))
                changed += (before.0 ^ after.0).nonzeroBitCount + (before.1 ^ after.1).nonzeroBitCount
                changed += (before.2 ^ after.2).nonzeroBitCount + (before.3 ^ after.3).nonzeroBitCount
            }
            if !Statistics.isPlausible(changed, of: 128 * rounds, probability: 0.5) { implausible.append(bit) }
        }
        #expect(implausible.isEmpty, "input bits \(implausible), seed 11")
    }

    @Test("streams of different seeds, replications, purposes, entities and pairs share no value")
    func streamsDiffer() {
        var streams: [RandomStream] = []
        for seed in [0, 1, 2, UInt32.max] {
            for replication in [0, 1, UInt32.max] {
                let source = RandomSource(seed: seed, replication: replication)
                for purpose in Self.purposes {
                    for entity in [0, 1, 7, UInt32.max] {
                        for other in [0, 1, UInt32.max] { streams.append(source.stream(purpose, entity, other)) }
                    }
                }
            }
        }
        // 2016 streams of 8 values: two 64-bit values out of 16,128 agree with a probability of 7e-12.
        let values = streams.flatMap { Self.values($0, 8) }
        #expect(Set(values).count == values.count)
        #expect(Set(Self.purposes.map(\.rawValue)).count == Self.purposes.count)
    }

    @Test("seed and replication are not interchangeable, nor are the two entities of a pair")
    func orderMatters() {
        let one = RandomSource(seed: 3, replication: 5).stream(.mobility, 1)
        let two = RandomSource(seed: 5, replication: 3).stream(.mobility, 1)
        #expect(Self.values(one, 4) != Self.values(two, 4))
        let source = RandomSource(seed: 3, replication: 5)
        #expect(Self.values(source.stream(.fading, 1, 2), 4) != Self.values(source.stream(.fading, 2, 1), 4))
        #expect(source.uniform(.fading, 1, 2, number: 9) != source.uniform(.fading, 2, 1, number: 9))
    }

    @Test("a stream gives the same values whatever is drawn from others in between")
    func streamsAreIndependentOfOrder() {
        let source = RandomSource(seed: 42, replication: 7)
        let alone = (0..<20).map { Self.values(source.stream(.mobility, UInt32($0)), 50) }
        var streams = (0..<20).map { source.stream(.mobility, UInt32($0)) }
        var drawn = Array(repeating: [UInt64](), count: 20)
        var choices = RandomSource.testStream(seed: 12)
        while drawn.contains(where: { $0.count < 50 }) {
            let index = choices.index(below: 20)
            if drawn[index].count < 50 { drawn[index].append(streams[index].next()) }
            _ = source.uniform(.mobility, UInt32(index), number: 3)
        }
        #expect(drawn == alone, "seed 12")
    }

    @Test("a copy of a stream goes on as the original would")
    func copies() {
        var stream = RandomSource(seed: 1, replication: 1).stream(.event, 0)
        for drawn in 0..<9 {
            #expect(Self.values(stream, 5) == Self.values(stream, 5), "after \(drawn) draws")
            _ = stream.next()
        }
    }

    @Test("skipping to a block gives what drawing up to it would: two values of 64 bits a block")
    func skipping() {
        let stream = RandomSource(seed: 5, replication: 0).stream(.shadowing, 3, 4)
        let all = Self.values(stream, 40)
        for block in 0..<19 {
            #expect(Self.values(stream.skipping(to: UInt64(block)), 2) == Array(all[(2 * block)..<(2 * block + 2)]))
        }
        var advanced = stream
        _ = advanced.next()
        #expect(Self.values(advanced.skipping(to: 3), 4) == Array(all[6..<10]))
    }

    @Test("draws of a pair differ from number to number, up to 2^56 and without touching other purposes")
    func pairDraws() {
        let source = RandomSource(seed: 9, replication: 2)
        let numbers: [UInt64] = [0, 1, 2, 0xFFFF_FFFF, 1 << 32, 1 << 40, 1 << 55, (1 << 56) - 1]
        let values = Self.purposes.flatMap { purpose in numbers.map { source.uniform(purpose, 4, 5, number: $0) } }
        #expect(Set(values).count == values.count)
        for number in numbers {
            #expect(source.uniform(.coin, 4, 5, number: number) == source.uniform(.coin, 4, 5, number: number))
        }
    }

    @Test(
        "the first draw is uniform over entities, pairs, numbers, seeds and replications",
        arguments: ["entity", "other", "number", "seed", "replication", "purpose and entity"])
    func firstDrawsAreUniform(_ varied: String) {
        let sample = (0..<20_000).map { (index: Int) -> Double in
            let word = UInt32(index)
            let source = RandomSource(
                seed: varied == "seed" ? word : 1, replication: varied == "replication" ? word : 0)
            let purpose = varied.hasPrefix("purpose") ? Self.purposes[index % Self.purposes.count] : .verification
            return source.uniform(
                purpose, varied.hasSuffix("entity") ? word : 6, varied == "other" ? word : 6,
                number: varied == "number" ? UInt64(index) : 6)
        }
        #expect(Statistics.isUniform(sample), "varied: \(varied)")
        // Neighbours must not be correlated either: pairs of them fill the unit square evenly.
        var cells = Array(repeating: 0, count: 100)
        for index in stride(from: 0, to: sample.count, by: 2) {
            cells[Int(10 * sample[index]) * 10 + Int(10 * sample[index + 1])] += 1
        }
        #expect(Statistics.chiSquareTail(even: cells) > Statistics.falseAlarm, "varied: \(varied)")
    }
}
