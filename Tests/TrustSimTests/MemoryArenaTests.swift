import Testing

@testable import TrustSim

@Suite("Memory of the tables of a run")
struct MemoryArenaTests {
    private struct Piece {
        let memory: UnsafeMutableRawPointer
        let byteCount: Int
        let mark: UInt8

        func fill() { memory.initializeMemory(as: UInt8.self, repeating: mark, count: byteCount) }

        var isIntact: Bool { UnsafeRawBufferPointer(start: memory, count: byteCount).allSatisfy { $0 == mark } }
    }

    @Test("pieces in use never overlap, whatever is taken and given back", arguments: UInt32(1)...10)
    func noOverlap(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        let arena = MemoryArena()
        var pieces: [Piece] = []
        for step in 0..<2000 {
            if pieces.isEmpty || choices.happens(0.55) {
                let byteCount = 1 + choices.index(below: [10, 300, 5000, 400_000][choices.index(below: 4)])
                let memory = arena.allocate(byteCount: byteCount)
                #expect(UInt(bitPattern: memory) % 64 == 0, "seed \(seed)")
                pieces.append(Piece(memory: memory, byteCount: byteCount, mark: UInt8(truncatingIfNeeded: step)))
                pieces[pieces.count - 1].fill()
            } else {
                let piece = pieces.remove(at: choices.index(below: pieces.count))
                #expect(piece.isIntact, "seed \(seed), step \(step)")
                arena.release(piece.memory, byteCount: piece.byteCount)
            }
        }
        #expect(pieces.allSatisfy { $0.isIntact }, "seed \(seed)")
    }

    @Test("pieces given back are joined: tables that grow together leave room for one another")
    func joining() {
        let arena = MemoryArena()
        var addresses: Set<UInt> = []
        for size in [64, 128, 256, 512, 1024, 2048] {
            // A whole block of this size at a time.
            let pieces = (0..<(262_144 / size)).map { _ in arena.allocate(byteCount: size) }
            addresses.formUnion(pieces.map { UInt(bitPattern: $0) / 262_144 })
            for piece in pieces { arena.release(piece, byteCount: size) }
        }
        // All in the first block, which may lie across two such ranges.
        #expect(addresses.count <= 2)
    }
}
