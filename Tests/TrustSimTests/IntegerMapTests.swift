import Testing

@testable import TrustSim

@Suite("Integer map")
struct IntegerMapTests {
    /// What the map should hold, the slow way.
    struct Oracle {
        var keys: [UInt64] = []
        var values: [Int] = []
    }

    static func check(_ map: IntegerMap<UInt64, Int>, _ oracle: Oracle, _ absent: [UInt64]) -> Bool {
        map.keys == oracle.keys && map.values == oracle.values && map.count == oracle.keys.count
            && oracle.keys.indices.allSatisfy { map.position(of: oracle.keys[$0]) == $0 }
            && oracle.keys.indices.allSatisfy { map[oracle.keys[$0]] == oracle.values[$0] }
            && absent.allSatisfy { map.position(of: $0) == nil && map[$0] == nil }
    }

    /// Keys that a hash of a few bits is likely to mix up: neighbours, multiples of powers of two, pairs, extremes.
    static func key(_ choices: inout RandomStream) -> UInt64 {
        let small = UInt64(choices.index(below: 40))
        switch choices.index(below: 6) {
        case 0: return small
        case 1: return small << 32
        case 2: return small << 58
        case 3: return UInt64.max - small
        case 4: return small << 32 | UInt64(choices.index(below: 5))
        default: return choices.next()
        }
    }

    @Test("a map does what a list of pairs does, through additions and changes", arguments: UInt32(1)...15)
    func oracle(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var map = IntegerMap<UInt64, Int>()
        var oracle = Oracle()
        for step in 0..<300 {
            let key = Self.key(&choices)
            let position = map.position(of: key, orInsert: step)
            if !oracle.keys.contains(key) {
                oracle.keys.append(key)
                oracle.values.append(step)
            }
            #expect(oracle.keys.firstIndex(of: key) == position, "seed \(seed)")
            map.values[position] += 1
            oracle.values[position] += 1
            let absent = (0..<5).map { _ in Self.key(&choices) }.filter { !oracle.keys.contains($0) }
            if step % 10 == 0 { #expect(Self.check(map, oracle, absent), "seed \(seed), step \(step)") }
        }
        #expect(Self.check(map, oracle, []), "seed \(seed)")
    }

    @Test("an empty map finds nothing")
    func empty() {
        let map = IntegerMap<UInt64, Int>()
        #expect(map.count == 0 && map.position(of: 0) == nil && map[7] == nil)
    }

    @Test("a value is made only for a key that is missing")
    func lazyValues() {
        var map = IntegerMap<UInt32, Int>()
        var made = 0
        func make() -> Int {
            made += 1
            return made
        }
        for _ in 0..<3 { for key in [UInt32.max, 0, 5] { _ = map.position(of: key, orInsert: make()) } }
        #expect(made == 3)
        #expect(map.keys == [.max, 0, 5] && map.values == [1, 2, 3])
    }

    @Test("ten thousand pairs of numbers are all found again, in the order of insertion")
    func many() {
        var map = IntegerMap<UInt64, Int>()
        let keys = (0..<UInt64(100)).flatMap { high in (0..<UInt64(100)).map { high << 32 | $0 } }
        for (place, key) in keys.enumerated() { _ = map.position(of: key, orInsert: place) }
        #expect(map.keys == keys)
        #expect(keys.indices.allSatisfy { map[keys[$0]] == $0 })
        #expect(map[1 << 32 | 100] == nil && map[1 << 32 | 2] == 102)
    }
}
