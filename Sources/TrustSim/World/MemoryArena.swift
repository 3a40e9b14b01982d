import Foundation

/// Memory for the many small tables of one run: a buddy allocator over large blocks, given back all at once.
///
/// The tables of all vehicles grow at about the same time, so that what they leave behind would be of use to nobody: hence
/// pieces of powers of two, which are joined again with their neighbours. The blocks are large, so that the system may
/// back them with large pages: on ordinary ones a run of many vehicles takes a sixth of its time to look up pages.
///
/// - Literature: K. C. Knowlton, "A fast storage allocator", 1965, DOI 10.1145/365628.365655.
final class MemoryArena {
    /// The smallest piece is a line of the cache.
    private static let unitBytes = 64
    private static let smallestBlockOrder = 12
    private static let largestBlockOrder = 20
    private static let largePageBytes = 1 << 21

    /// Some memory of `1 << order` units.
    private struct Block {
        let memory: UnsafeMutableRawPointer
        let order: Int
        /// For each unit, one more than the order of the free piece that begins there, or 0.
        let freeOrders: UnsafeMutablePointer<UInt8>

        func contains(_ piece: UnsafeMutableRawPointer) -> Bool {
            piece >= memory && piece < memory + (MemoryArena.unitBytes << order)
        }
    }

    /// What lies in a free piece: its place in the list of free pieces of its size.
    private struct Link {
        var previous: UnsafeMutableRawPointer?
        var next: UnsafeMutableRawPointer?
        var block: Int
    }

    private var blocks: [Block] = []
    /// First free piece by order.
    private var free = [UnsafeMutableRawPointer?](repeating: nil, count: 40)

    deinit {
        for block in blocks {
            block.memory.deallocate()
            block.freeOrders.deallocate()
        }
    }

    /// A piece of memory that is not initialised.
    func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
        let order = Self.order(of: byteCount)
        var found = order
        while found < free.count && free[found] == nil { found += 1 }
        if found == free.count { found = addBlock(order) }
        guard let piece = free[found] else { preconditionFailure("a block was added") }
        let block = piece.load(as: Link.self).block
        unlink(piece, found)
        while found > order {
            found -= 1
            link(piece + (Self.unitBytes << found), found, block)
        }
        return piece
    }

    /// Gives a piece back.
    func release(_ piece: UnsafeMutableRawPointer, byteCount: Int) {
        guard let number = blocks.firstIndex(where: { $0.contains(piece) }) else { return }
        let block = blocks[number]
        var order = Self.order(of: byteCount)
        var unit = (piece - block.memory) / Self.unitBytes
        while order < block.order {
            let buddy = unit ^ (1 << order)
            if Int(block.freeOrders[buddy]) != order + 1 { break }
            unlink(block.memory + buddy * Self.unitBytes, order)
            unit &= ~(1 << order)
            order += 1
        }
        link(block.memory + unit * Self.unitBytes, order, number)
    }

    private static func order(of byteCount: Int) -> Int {
        let units = max(1, (byteCount + unitBytes - 1) / unitBytes)
        return Int.bitWidth - (units - 1).leadingZeroBitCount
    }

    private func link(_ piece: UnsafeMutableRawPointer, _ order: Int, _ number: Int) {
        piece.storeBytes(of: Link(previous: nil, next: free[order], block: number), as: Link.self)
        free[order]?.assumingMemoryBound(to: Link.self).pointee.previous = piece
        free[order] = piece
        let block = blocks[number]
        block.freeOrders[(piece - block.memory) / Self.unitBytes] = UInt8(order + 1)
    }

    private func unlink(_ piece: UnsafeMutableRawPointer, _ order: Int) {
        let link = piece.load(as: Link.self)
        link.next?.assumingMemoryBound(to: Link.self).pointee.previous = link.previous
        if let previous = link.previous {
            previous.assumingMemoryBound(to: Link.self).pointee.next = link.next
        } else {
            free[order] = link.next
        }
        let block = blocks[link.block]
        block.freeOrders[(piece - block.memory) / Self.unitBytes] = 0
    }

    /// Adds a block that has room for a piece; returns its order.
    private func addBlock(_ wanted: Int) -> Int {
        let order = max(wanted, min(Self.smallestBlockOrder + 2 * blocks.count, Self.largestBlockOrder))
        let byteCount = Self.unitBytes << order
        let isLarge = byteCount > Self.largePageBytes
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: byteCount, alignment: isLarge ? Self.largePageBytes : Self.unitBytes)
        #if os(Linux)
            if isLarge { madvise(memory, byteCount, MADV_HUGEPAGE) }
        #endif
        let freeOrders = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << order)
        freeOrders.initialize(repeating: 0, count: 1 << order)
        blocks.append(Block(memory: memory, order: order, freeOrders: freeOrders))
        link(memory, order, blocks.count - 1)
        return order
    }
}
