import Testing

@testable import TrustSim

@Suite("Event queue, time, fingerprint")
struct EventQueueTests {
    /// What the queue should do, the slow way: kept sorted by time, then by order of scheduling.
    struct Oracle {
        private(set) var waiting: [Event] = []
        private var scheduled: UInt64 = 0

        mutating func schedule(at time: Microseconds, kind: UInt32, entity: UInt32) {
            let place = waiting.firstIndex { $0.time > time } ?? waiting.count
            waiting.insert(Event(time: time, sequence: scheduled, kind: kind, entity: entity), at: place)
            scheduled += 1
        }

        mutating func popFirst(before end: Microseconds) -> Event? {
            guard let first = waiting.first, first.time < end else { return nil }
            return waiting.removeFirst()
        }
    }

    static func content(_ event: Event?) -> [Int64] {
        event.map { [$0.time, Int64($0.kind), Int64($0.entity)] } ?? []
    }

    @Test("events come in the order of time, equal times in the order of scheduling", arguments: UInt32(1)...20)
    func randomSchedules(seed: UInt32) {
        var choices = RandomSource.testStream(seed: seed)
        var queue = EventQueue()
        var oracle = Oracle()
        var now: Microseconds = 0
        // Few different times, so that many are equal.
        let spread = [1, 3, 20, 1_000_000, 60_000_000, 1 << 40][choices.index(below: 6)]
        for _ in 0..<400 {
            if choices.happens(0.55) {
                let time = now + Microseconds(choices.index(below: spread))
                let (kind, entity) = (UInt32(choices.index(below: 7)), UInt32(truncatingIfNeeded: choices.next()))
                queue.schedule(at: time, kind: kind, entity: entity)
                oracle.schedule(at: time, kind: kind, entity: entity)
            } else {
                let end = now + Microseconds(choices.index(below: 2 * spread + 1))
                let event = queue.popFirst(before: end)
                #expect(Self.content(event) == Self.content(oracle.popFirst(before: end)), "seed \(seed)")
                now = event?.time ?? now
            }
            #expect(queue.count == oracle.waiting.count, "seed \(seed)")
        }
        while let event = oracle.popFirst(before: .max) {
            #expect(Self.content(queue.popFirst(before: .max)) == Self.content(event), "seed \(seed)")
        }
        #expect(queue.popFirst(before: .max) == nil && queue.count == 0)
    }

    @Test("a thousand events at one time keep their order, also among others")
    func equalTimes() {
        var queue = EventQueue()
        for entity in 0..<UInt32(1000) {
            queue.schedule(at: 5, kind: 1, entity: entity)
            queue.schedule(at: Microseconds(entity % 10), kind: 2, entity: entity)
        }
        var ofFirstKind: [UInt32] = []
        while let event = queue.popFirst(before: 100) { if event.kind == 1 { ofFirstKind.append(event.entity) } }
        #expect(ofFirstKind == Array(0..<1000))
    }

    @Test("an event at the end stays in the queue; one before it does not")
    func endIsExclusive() {
        var queue = EventQueue()
        queue.schedule(at: 10, kind: 0, entity: 1)
        #expect(queue.popFirst(before: 10) == nil)
        #expect(queue.count == 1)
        #expect(queue.popFirst(before: 11)?.entity == 1)
        #expect(queue.popFirst(before: 11) == nil)
    }

    @Test("what is scheduled in the past comes next; times may be negative or extreme")
    func unusualTimes() {
        var queue = EventQueue()
        for time in [3, .max - 1, -7, .min, 0] as [Microseconds] { queue.schedule(at: time, kind: 0, entity: 0) }
        #expect(queue.popFirst(before: .max)?.time == .min)
        queue.schedule(at: -100, kind: 0, entity: 0)
        var times: [Microseconds] = []
        while let event = queue.popFirst(before: .max) { times.append(event.time) }
        #expect(times == [-100, -7, 0, 3, .max - 1])
    }

    @Test("seconds become the nearest whole microsecond")
    func microseconds() {
        #expect(Microseconds(seconds: 1) == 1_000_000)
        #expect(Microseconds(seconds: 0.1) == 100_000)
        #expect(Microseconds(seconds: 0.000_000_4) == 0)
        #expect(Microseconds(seconds: 0.000_000_6) == 1)
        #expect(Microseconds(seconds: -2.5) == -2_500_000)
        #expect(Microseconds(seconds: 25_499.000001) == 25_499_000_001)
        #expect(Microseconds(seconds: .nan) == 0)
        #expect(Microseconds(seconds: .infinity) == 9_000_000_000_000_000_000)
        #expect(Microseconds(seconds: -.infinity) == -9_000_000_000_000_000_000)
        for time in [0, 1, -1, 999_999, 86_400_000_000, 1 << 52] as [Microseconds] {
            #expect(Microseconds(seconds: time.seconds) == time)
        }
    }

    @Test("a periodic event is due at the first time of its phase that is not before now")
    func periods() {
        var choices = RandomSource.testStream(seed: 31)
        for _ in 0..<2000 {
            let interval = Microseconds(1 + choices.index(below: 50))
            let phase = Microseconds(choices.index(below: Int(interval)))
            let now = Microseconds(choices.index(below: 300))
            let due = (now...(now + interval)).first { $0 >= phase && ($0 - phase) % interval == 0 }
            #expect(Timetable.nextTime(phase: phase, interval: interval, from: now) == due, "seed 31")
        }
    }

    @Test("fingerprints tell contents and order apart and have sixteen digits")
    func fingerprints() {
        let events = (0..<4).map {
            Event(time: Microseconds($0), sequence: 0, kind: UInt32($0 % 2), entity: UInt32($0))
        }
        func fingerprint(_ order: [Int]) -> Fingerprint {
            var fingerprint = Fingerprint()
            for index in order { fingerprint.add(events[index]) }
            return fingerprint
        }
        let orders = [[], [0], [0, 1], [1, 0], [0, 1, 2], [2, 1, 0], [0, 0], [0, 1, 2, 3], [3]]
        #expect(Set(orders.map { fingerprint($0).value }).count == orders.count)
        #expect(fingerprint([0, 1, 2]) == fingerprint([0, 1, 2]))
        for order in orders {
            let text = fingerprint(order).text
            #expect(text.count == 16 && UInt64(text, radix: 16) == fingerprint(order).value)
        }
        // Kind and entity, time and kind do not stand in for one another.
        let swapped = [(1, 2, 3), (1, 3, 2), (2, 1, 3), (3, 2, 1), (0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0)]
        let values = swapped.map { time, kind, entity in
            var fingerprint = Fingerprint()
            fingerprint.add(
                Event(time: Microseconds(time), sequence: 9, kind: UInt32(kind), entity: UInt32(entity)))
            return fingerprint.value
        }
        #expect(Set(values).count == swapped.count)
    }
}
