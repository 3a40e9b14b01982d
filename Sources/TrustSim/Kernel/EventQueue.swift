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

/// The whole scheduler: a heap of events ordered by time; equal times keep the order of scheduling.
///
/// Life cycle: 1. schedule first events; 2. take the earliest with ``popFirst(before:)``; 3. handle it, scheduling others
/// at the same or a later time; 4. repeat until it returns nil.
///
/// Complexity: O(log n) a call. The queue does not check that time never runs backwards; scheduling in the past makes the
/// event due at once.
public struct EventQueue: Sendable {
    private var heap: [Event] = []
    private var nextSequence: UInt64 = 0
    /// Whether the root of the heap was taken: most events schedule another, which takes its place, so that the heap is put
    /// in order once and not twice.
    private var rootIsFree = false

    /// An empty queue.
    public init() {}

    /// Number of events waiting.
    public var count: Int { heap.count - (rootIsFree ? 1 : 0) }

    /// Adds an event.
    public mutating func schedule(at time: Microseconds, kind: UInt32, entity: UInt32) {
        let event = Event(time: time, sequence: nextSequence, kind: kind, entity: entity)
        nextSequence += 1
        if rootIsFree {
            rootIsFree = false
            sink(event)
        } else {
            heap.append(event)
            lift(event)
        }
    }

    /// Removes and returns the earliest event before `end`, or nil where there is none.
    public mutating func popFirst(before end: Microseconds) -> Event? {
        if rootIsFree {
            rootIsFree = false
            let last = heap.removeLast()
            if !heap.isEmpty { sink(last) }
        }
        guard let first = heap.first, first.time < end else { return nil }
        rootIsFree = true
        return first
    }

    /// Puts an event in order that takes the last place.
    private mutating func lift(_ event: Event) {
        heap.withUnsafeMutableBufferPointer { heap in
            var position = heap.count - 1
            while position > 0 {
                let parent = (position - 1) / 2
                if !Event.precedes(event, heap[parent]) { break }
                heap[position] = heap[parent]
                position = parent
            }
            heap[position] = event
        }
    }

    /// Puts an event in order that takes the place of the root.
    private mutating func sink(_ event: Event) {
        heap.withUnsafeMutableBufferPointer { heap in
            var position = 0
            while true {
                var child = 2 &* position &+ 1
                if child >= heap.count { break }
                if child &+ 1 < heap.count && Event.precedes(heap[child &+ 1], heap[child]) { child &+= 1 }
                if !Event.precedes(heap[child], event) { break }
                heap[position] = heap[child]
                position = child
            }
            heap[position] = event
        }
    }
}
