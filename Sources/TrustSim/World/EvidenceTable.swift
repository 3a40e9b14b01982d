import GroupDecision

/// What one vehicle has recorded about another.
struct EvidenceRecord: Sendable {
    /// Evidence as of `evidenceTime`.
    var evidence = Evidence()
    var evidenceTime: Microseconds = 0
    /// When the last beacon was heard.
    var heardTime: Microseconds = .min / 2
    /// When the last opinion report was received.
    var reportTime: Microseconds = .min / 2
    /// Whom the record is about.
    var subject: VehicleID
    /// Number of the last opinion report received, or -1.
    var reportNumber: Int32 = -1
    /// Messages received since the receiver last evaluated, altered and genuine. Used by metrics only.
    var alteredCount: UInt32 = 0
    var genuineCount: UInt32 = 0

    init(subject: VehicleID) { self.subject = subject }
}

/// The records of one vehicle: an array of them, and a hash table of their positions (open addressing, linear probing, at
/// most half full).
///
/// The handle of ``EvidenceStore``, which owns the memory; nobody else touches it.
struct EvidenceTable {
    private(set) var records: UnsafeMutablePointer<EvidenceRecord>
    /// Position of a record plus one; 0 is free. The slots are a power of two.
    private var slots: UnsafeMutablePointer<UInt32>
    private var slotMask: UInt32 = 0
    private(set) var count: UInt32 = 0
    private var capacity: UInt32 = 0

    /// A table without memory of its own. `freeSlot` is one slot that is free and stays so.
    init(freeSlot: UnsafeMutablePointer<UInt32>) {
        records = UnsafeMutableRawPointer(freeSlot).assumingMemoryBound(to: EvidenceRecord.self)
        slots = freeSlot
    }

    func deallocate() {
        guard capacity > 0 else { return }
        records.deallocate()
        slots.deallocate()
    }

    @inline(__always)
    private func firstSlot(of subject: VehicleID) -> UInt32 {
        UInt32(truncatingIfNeeded: (UInt64(subject) &* 0x9E37_79B9_7F4A_7C15) >> 32) & slotMask
    }

    /// Position of the record about a vehicle, or -1.
    @inline(__always)
    func position(of subject: VehicleID) -> Int {
        var slot = firstSlot(of: subject)
        while true {
            let position = Int(slots[Int(slot)]) &- 1
            if position < 0 || records[position].subject == subject { return position }
            slot = (slot &+ 1) & slotMask
        }
    }

    /// The record about a vehicle, made where there is none. Valid until the next record is made in this table.
    @inline(__always)
    mutating func place(
        of subject: VehicleID, forgetting isForgotten: (EvidenceRecord) -> Bool
    ) -> UnsafeMutablePointer<EvidenceRecord> {
        let position = position(of: subject)
        if position >= 0 { return records + position }
        return append(subject, isForgotten)
    }

    @inline(never)
    private mutating func append(
        _ subject: VehicleID, _ isForgotten: (EvidenceRecord) -> Bool
    ) -> UnsafeMutablePointer<EvidenceRecord> {
        if count == capacity {
            drop(isForgotten)
            if 4 * count >= 3 * capacity { grow() }
            rebuildSlots()
        }
        let record = records + Int(count)
        record.initialize(to: EvidenceRecord(subject: subject))
        insertSlot(Int(count))
        count += 1
        return record
    }

    /// Removes the records that satisfy a condition; the others keep their order.
    private mutating func drop(_ isForgotten: (EvidenceRecord) -> Bool) {
        var kept = 0
        for position in 0..<Int(count) where !isForgotten(records[position]) {
            records[kept] = records[position]
            kept += 1
        }
        count = UInt32(kept)
    }

    private mutating func grow() {
        let wanted = max(4, capacity + capacity / 2)
        let memory = UnsafeMutablePointer<EvidenceRecord>.allocate(capacity: Int(wanted))
        memory.moveInitialize(from: records, count: Int(count))
        if capacity > 0 { records.deallocate() }
        records = memory
        if 2 * wanted > slotMask + 1 {
            if capacity > 0 { slots.deallocate() }
            var slotCount: UInt32 = 8
            while slotCount < 2 * wanted { slotCount *= 2 }
            slots = .allocate(capacity: Int(slotCount))
            slotMask = slotCount - 1
        }
        capacity = wanted
    }

    private mutating func rebuildSlots() {
        slots.update(repeating: 0, count: Int(slotMask) + 1)
        for position in 0..<Int(count) { insertSlot(position) }
    }

    private func insertSlot(_ position: Int) {
        var slot = firstSlot(of: records[position].subject)
        while slots[Int(slot)] != 0 { slot = (slot &+ 1) & slotMask }
        slots[Int(slot)] = UInt32(position + 1)
    }
}
