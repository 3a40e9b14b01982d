/// What happens at a time: plain data, never a closure.
public struct Event: Sendable, Equatable {
    /// When.
    public var time: Microseconds
    /// Place in the order of scheduling.
    public var sequence: UInt64
    /// What, as numbered by whoever runs the loop.
    public var kind: UInt32
    /// To whom.
    public var entity: UInt32

    @inline(__always)
    static func precedes(_ left: Event, _ right: Event) -> Bool {
        left.time < right.time || (left.time == right.time && left.sequence < right.sequence)
    }
}

/// The whole scheduler: events come in order of time; equal times keep the order of scheduling.
///
/// Life cycle: 1. schedule first events; 2. take the earliest with ``popFirst(before:)``; 3. handle it, scheduling others
/// at the same or a later time; 4. repeat until it returns nil.
///
/// A calendar queue: events of the next seconds wait unsorted in slices of about a millisecond, those of the present slice
/// in a small heap, and those of the far future in another heap. So a run of a million vehicles sorts a thousand events at
/// a time and not a million.
///
/// Complexity: O(1) expected a call where many events come in the next seconds, otherwise O(log n) and a walk through 256
/// words at worst. The queue does not check that time never runs backwards; scheduling in the past makes the event due at
/// once.
///
/// - Literature: R. Brown, "Calendar queues: a fast O(1) priority queue implementation for the simulation event set
///   problem", 1988, DOI 10.1145/63039.63045.
public struct EventQueue: Sendable {
    private static let sliceShift: Int64 = 10
    private static let sliceCount: Int64 = 1 << 14
    private static let noNode: UInt32 = .max

    /// An event that waits in a slice, and the next one there.
    private struct Node: Sendable {
        var event: Event
        var next: UInt32
    }

    /// Events of the present slice, and whatever is earlier.
    private var present = EventHeap()
    private var presentSlice: Int64 = 0
    /// First node of each of the slices that follow, in a ring.
    private var slices = [UInt32](repeating: EventQueue.noNode, count: Int(EventQueue.sliceCount))
    /// A bit for each place of the ring that has events.
    private var used = [UInt64](repeating: 0, count: Int(EventQueue.sliceCount >> 6))
    private var nodes: [Node] = []
    private var freeNode = EventQueue.noNode
    private var waitingCount = 0
    /// Events beyond the slices.
    private var future = EventHeap()
    private var nextSequence: UInt64 = 0

    /// An empty queue.
    public init() {}

    /// Number of events waiting.
    public var count: Int { present.count + waitingCount + future.count }

    /// Adds an event.
    public mutating func schedule(at time: Microseconds, kind: UInt32, entity: UInt32) {
        let event = Event(time: time, sequence: nextSequence, kind: kind, entity: entity)
        nextSequence += 1
        let slice = time >> Self.sliceShift
        if slice <= presentSlice {
            present.insert(event)
        } else if slice - presentSlice < Self.sliceCount {
            insert(event, intoSlice: slice)
        } else {
            future.insert(event)
        }
    }

    /// Removes and returns the earliest event before `end`, or nil where there is none.
    public mutating func popFirst(before end: Microseconds) -> Event? {
        if present.isEmpty { advance() }
        guard let first = present.first else { return future.popFirst(before: end) }
        if let other = future.first, Event.precedes(other, first) { return future.popFirst(before: end) }
        return present.popFirst(before: end)
    }

    private mutating func insert(_ event: Event, intoSlice slice: Int64) {
        let place = Int(slice & (Self.sliceCount - 1))
        let node = Node(event: event, next: slices[place])
        if freeNode == Self.noNode {
            slices[place] = UInt32(nodes.count)
            nodes.append(node)
        } else {
            slices[place] = freeNode
            freeNode = nodes[Int(freeNode)].next
            nodes[Int(slices[place])] = node
        }
        used[place >> 6] |= 1 << UInt64(place & 63)
        waitingCount += 1
    }

    /// How many slices after the present one the next with events is; there is one.
    private func distanceToNextSlice() -> Int64 {
        let mask = Int(Self.sliceCount - 1)
        var place = Int(presentSlice + 1) & mask
        var distance: Int64 = 1
        while true {
            let word = used[place >> 6] >> UInt64(place & 63)
            if word != 0 { return distance + Int64(word.trailingZeroBitCount) }
            let step = 64 - (place & 63)
            distance += Int64(step)
            place = (place + step) & mask
        }
    }

    /// Makes the next slice with events the present one, unless something of the far future comes before.
    private mutating func advance() {
        while present.isEmpty && waitingCount > 0 {
            let next = presentSlice + distanceToNextSlice()
            if let other = future.first, other.time >> Self.sliceShift < next {
                presentSlice = max(presentSlice, other.time >> Self.sliceShift)
                return
            }
            presentSlice = next
            takeSlice()
        }
        if present.isEmpty, let other = future.first {
            presentSlice = max(presentSlice, other.time >> Self.sliceShift)
        }
    }

    /// Moves the events of the present slice from the ring to the heap.
    private mutating func takeSlice() {
        let place = Int(presentSlice & (Self.sliceCount - 1))
        var node = slices[place]
        slices[place] = Self.noNode
        used[place >> 6] &= ~(1 << UInt64(place & 63))
        while node != Self.noNode {
            let next = nodes[Int(node)].next
            present.insert(nodes[Int(node)].event)
            nodes[Int(node)].next = freeNode
            freeNode = node
            waitingCount -= 1
            node = next
        }
    }
}

/// A binary heap of events.
struct EventHeap: Sendable {
    private var events: [Event] = []

    var count: Int { events.count }
    var isEmpty: Bool { events.isEmpty }
    var first: Event? { events.first }

    mutating func insert(_ event: Event) {
        events.append(event)
        events.withUnsafeMutableBufferPointer { events in
            var position = events.count - 1
            while position > 0 {
                let parent = (position - 1) / 2
                if !Event.precedes(event, events[parent]) { break }
                events[position] = events[parent]
                position = parent
            }
            events[position] = event
        }
    }

    /// Removes and returns the earliest event before `end`, or nil where there is none.
    mutating func popFirst(before end: Microseconds) -> Event? {
        guard let first = events.first, first.time < end, let last = events.popLast() else { return nil }
        if !events.isEmpty { sink(last) }
        return first
    }

    /// Puts an event in order that takes the place of the root.
    private mutating func sink(_ event: Event) {
        events.withUnsafeMutableBufferPointer { events in
            var position = 0
            while true {
                var child = 2 &* position &+ 1
                if child >= events.count { break }
                if child &+ 1 < events.count && Event.precedes(events[child &+ 1], events[child]) { child &+= 1 }
                if !Event.precedes(events[child], event) { break }
                events[position] = events[child]
                position = child
            }
            events[position] = event
        }
    }
}
