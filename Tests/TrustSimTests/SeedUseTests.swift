import Testing

@testable import TrustSim

@Suite("Worlds of results, of searches, and held-out ones")
struct SeedUseTests {
    @Test("no base seed and replication of one use has the key of any other")
    func disjointKeys() {
        let seeds: [UInt32] = (0..<300).map { $0 &* 14_316_557 } + [.max, .max - 1, 1 << 30, 2 << 30, 3 << 30]
        let replications = Array(0..<40) + [99_999, 1_000_000, Int(SeedUse.replicationLimit) - 1]
        var found: Set<[UInt32]> = []
        for use in SeedUse.allCases {
            for seed in seeds {
                for replication in replications {
                    let random = RandomSource(seed: seed, key: use.key(ofReplication: replication))
                    #expect(SeedUse.replication(ofKey: random.key.1) == (replication, use))
                    found.insert([random.key.0, random.key.1])
                }
            }
        }
        #expect(found.count == SeedUse.allCases.count * seeds.count * replications.count)
    }

    @Test("results have the keys that they always had")
    func keysOfResults() {
        for replication in [0, 1, 99_999] {
            #expect(SeedUse.results.key(ofReplication: replication) == UInt32(replication))
        }
    }

    @Test("the worlds of each use differ, for many seeds and every replication; those of results are the plain ones")
    func differentWorlds() throws {
        for seed in [0, 1, 7, 4_294_967_295] {
            var fingerprints: [Fingerprint] = []
            for use in SeedUse.allCases {
                var executor = try SmallWorld.executor([
                    "seed=\(seed)", "replications=3", "duration=10", "schemes=['own-evidence']",
                ])
                executor.seedUse = use
                let found = try executor.run().fingerprints
                if use == .results {
                    executor = try SmallWorld.executor([
                        "seed=\(seed)", "replications=3", "duration=10", "schemes=['own-evidence']",
                    ])
                    #expect(try executor.run().fingerprints == found)
                }
                fingerprints += found
            }
            #expect(Set(fingerprints.map(\.text)).count == 9, "seed \(seed)")
        }
    }
}
