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

    /// An empty queue.
    public init() {}

    /// Number of events waiting.
    public var count: Int { heap.count }

    /// Adds an event.
    public mutating func schedule(at time: Microseconds, kind: UInt32, entity: UInt32) {
        let event = Event(time: time, sequence: nextSequence, kind: kind, entity: entity)
        nextSequence += 1
        heap.append(event)
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

    /// Removes and returns the earliest event before `end`, or nil where there is none.
    public mutating func popFirst(before end: Microseconds) -> Event? {
        guard let first = heap.first, first.time < end, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return first }
        heap.withUnsafeMutableBufferPointer { heap in
            var position = 0
            while true {
                var child = 2 * position + 1
                if child >= heap.count { break }
                if child + 1 < heap.count && Event.precedes(heap[child + 1], heap[child]) { child += 1 }
                if !Event.precedes(heap[child], last) { break }
                heap[position] = heap[child]
                position = child
            }
            heap[position] = last
        }
        return first
    }
}
