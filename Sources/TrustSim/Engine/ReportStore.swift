/// Opinion reports on the air, the last few of each vehicle. All schemes read the same entries.
final class ReportStore {
    /// Reports live for two intervals, so three of a sender can matter at a time; or twice as many, where some receivers
    /// get another version.
    let slotsPerSender: Int

    struct Entry: Sendable {
        var subject: VehicleID
        var value: Double
        var certainty: Double
    }

    private struct Report {
        var number: Int32 = -1
        var time: Microseconds = 0
        /// Whether every number is finite and in [0, 1]: readers reject other reports.
        var isWellFormed = false
        /// Whether an attacker has altered it: for metrics only.
        var isDishonest = false
        var entries: UnsafeMutablePointer<Entry>?
        var count: Int32 = 0
        var capacity: Int32 = 0
    }

    private let arena = MemoryArena()
    private var reports: [Report]
    private var nextNumber: [Int32]

    init(identityCount: Int, hasTwoVersions: Bool = false) {
        slotsPerSender = hasTwoVersions ? 6 : 3
        reports = Array(repeating: Report(), count: identityCount * slotsPerSender)
        nextNumber = Array(repeating: 0, count: identityCount)
    }

    /// Number of slots.
    var slotCount: Int { reports.count }

    /// Place of a report in this store and in those of the schemes' claims.
    func slot(of reporter: VehicleID, number: Int32) -> Int {
        Int(reporter) * slotsPerSender + Int(number) % slotsPerSender
    }

    /// Adds a report; returns its number. One that is not readable, because of what goes with it, is as one with a wrong
    /// number in it.
    func publish(
        _ draft: [DraftEntry], of reporter: VehicleID, at time: Microseconds, isDishonest: Bool = false,
        isReadable: Bool = true
    ) -> Int32 {
        let number = nextNumber[Int(reporter)]
        nextNumber[Int(reporter)] += 1
        let slot = self.slot(of: reporter, number: number)
        var report = reports[slot]
        report.number = number
        report.time = time
        report.isDishonest = isDishonest
        report.isWellFormed =
            isReadable && draft.allSatisfy { (0...1).contains($0.value) && (0...1).contains($0.certainty) }
        makeRoom(for: draft.count, in: &report)
        report.count = Int32(draft.count)
        for (index, entry) in draft.enumerated() {
            report.entries?[index] = Entry(subject: entry.subject, value: entry.value, certainty: entry.certainty)
        }
        reports[slot] = report
        return number
    }

    private func makeRoom(for count: Int, in report: inout Report) {
        if count <= Int(report.capacity) { return }
        if let old = report.entries {
            arena.release(old, byteCount: Int(report.capacity) * MemoryLayout<Entry>.stride)
        }
        report.capacity = Int32(count + count / 4)
        report.entries = arena.allocate(byteCount: Int(report.capacity) * MemoryLayout<Entry>.stride)
            .bindMemory(to: Entry.self, capacity: Int(report.capacity))
    }

    /// The slot of a report that can still be read: well-formed and not older than `life`.
    func liveSlot(of reporter: VehicleID, number: Int32, at time: Microseconds, life: Microseconds) -> Int? {
        if number < 0 { return nil }
        let slot = self.slot(of: reporter, number: number)
        let isLive = reports[slot].number == number && time - reports[slot].time <= life && reports[slot].isWellFormed
        return isLive ? slot : nil
    }

    /// When the report in a slot was written.
    func time(inSlot slot: Int) -> Microseconds { reports[slot].time }

    /// Number of the last report of a vehicle, -1 before the first.
    func latestNumber(of reporter: VehicleID) -> Int32 { nextNumber[Int(reporter)] - 1 }

    /// Whether a report has been altered.
    func isDishonest(of reporter: VehicleID, number: Int32) -> Bool {
        reports[slot(of: reporter, number: number)].isDishonest
    }

    /// The version of a report for a receiver: the honest one was published just before the other.
    func version(_ number: Int32, of reporter: VehicleID, isFavoured: Bool) -> Int32 {
        isFavoured && number > 0 && isDishonest(of: reporter, number: number) ? number - 1 : number
    }

    /// Number of entries of a report.
    func entryCount(of reporter: VehicleID, number: Int32) -> Int {
        Int(reports[slot(of: reporter, number: number)].count)
    }

    /// Entries of a report, until its vehicle publishes the next but two.
    func entries(inSlot slot: Int) -> UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(start: reports[slot].entries, count: Int(reports[slot].count))
    }
}
