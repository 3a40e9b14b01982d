/// Where everybody last claimed to be, to find two vehicles in the same place.
///
/// Squares of a fixed side in a hash table with chains. Finding is exact: places within a side of a point are found.
struct ClaimGrid {
    private static let none: Int32 = -1
    private let side: Double
    private var heads: [Int32]
    private var next: [Int32]
    private var previous: [Int32]
    /// Slot in which each identity is, or none.
    private var slots: [Int32]

    init(identityCount: Int, side: Double) {
        self.side = side
        var size = 16
        while size < 2 * identityCount { size *= 2 }
        heads = Array(repeating: Self.none, count: size)
        next = Array(repeating: Self.none, count: identityCount)
        previous = next
        slots = next
    }

    private func square(_ value: Double) -> Int {
        value.isFinite ? Int(min(max((value / side).rounded(.down), -1e12), 1e12)) : 0
    }

    private func slot(_ x: Int, _ y: Int) -> Int {
        Int((x &* 0x9E37_79B9 &+ y).fixedHash) & (heads.count - 1)
    }

    /// Notes where an identity claims to be.
    mutating func set(_ identity: VehicleID, at place: Point) {
        let index = Int(identity)
        let new = Int32(slot(square(place.x), square(place.y)))
        if slots[index] == new { return }
        if slots[index] != Self.none {
            if previous[index] == Self.none {
                heads[Int(slots[index])] = next[index]
            } else {
                next[Int(previous[index])] = next[index]
            }
            if next[index] != Self.none { previous[Int(next[index])] = previous[index] }
        }
        previous[index] = Self.none
        next[index] = heads[Int(new)]
        if next[index] != Self.none { previous[Int(next[index])] = Int32(index) }
        heads[Int(new)] = Int32(index)
        slots[index] = new
    }

    /// Calls `body` with every identity that may be within a side of a place; with others too.
    func forEachCandidate(near place: Point, _ body: (VehicleID) -> Void) {
        let (x, y) = (square(place.x), square(place.y))
        var seen: [Int] = []
        for dx in -1...1 {
            for dy in -1...1 {
                let slot = slot(x + dx, y + dy)
                if seen.contains(slot) { continue }
                seen.append(slot)
                var identity = heads[slot]
                while identity != Self.none {
                    body(VehicleID(identity))
                    identity = next[Int(identity)]
                }
            }
        }
    }

    /// Far enough to find vehicles whose claims, carried on by two beacon intervals at the greatest speed, meet.
    static func side(for settings: PlausibilitySettings, interval: Microseconds) -> Double {
        max(10, 2 * interval.seconds * settings.maxSpeed + settings.overlapDistance)
    }
}
