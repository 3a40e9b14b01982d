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
    /// With it a record has 64 bytes: one line of the cache, to wait for once.
    private var unused: UInt64 = 0

    init(subject: VehicleID) { self.subject = subject }
}

/// The records of one vehicle: an array of them, and a hash table of their positions (open addressing, linear probing, at
/// most half full; slots of 16 bits while they suffice, because the slots of all neighbours should stay in the cache).
///
/// The handle of ``EvidenceStore``, which owns the memory; nobody else touches it.
struct EvidenceTable {
    private(set) var records: UnsafeMutablePointer<EvidenceRecord>
    /// Position of a record plus one; 0 is free. The slots are a power of two.
    private var slots: UnsafeMutableRawPointer
    private var slotMask: UInt32 = 0
    private var slotsAreWide = false
    private(set) var count: UInt32 = 0
    private var capacity: UInt32 = 0

    /// A table without memory of its own: its slot and its record are those of ``EmptyTable``.
    init(_ empty: EmptyTable) {
        records = empty.record
        slots = empty.slot
    }

    func deallocate() {
        guard capacity > 0 else { return }
        records.deallocate()
        slots.deallocate()
    }

    @inline(__always)
    private func entry(inSlot slot: UInt32) -> Int {
        slotsAreWide
            ? Int(slots.load(fromByteOffset: 4 &* Int(slot), as: UInt32.self))
            : Int(slots.load(fromByteOffset: 2 &* Int(slot), as: UInt16.self))
    }

    private func setEntry(_ entry: Int, inSlot slot: UInt32) {
        if slotsAreWide {
            slots.storeBytes(of: UInt32(entry), toByteOffset: 4 * Int(slot), as: UInt32.self)
        } else {
            slots.storeBytes(of: UInt16(entry), toByteOffset: 2 * Int(slot), as: UInt16.self)
        }
    }

    /// Position of the record about a vehicle, or -1.
    @inline(__always)
    func position(of subject: VehicleID) -> Int {
        var slot = subject.evidenceHash & slotMask
        while true {
            let position = entry(inSlot: slot) &- 1
            if position < 0 || records[position].subject == subject { return position }
            slot = (slot &+ 1) & slotMask
        }
    }

    /// Where the record about the vehicle with this hash most likely lies. Some record at least, or that of ``EmptyTable``.
    @inline(__always)
    func guess(_ hash: UInt32) -> UnsafeMutablePointer<EvidenceRecord> {
        records + (max(1, entry(inSlot: hash & slotMask)) &- 1)
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
        let memory = EvidenceRecord.allocate(count: Int(wanted))
        memory.moveInitialize(from: records, count: Int(count))
        if capacity > 0 { records.deallocate() }
        records = memory
        if 2 * wanted > slotMask + 1 {
            if capacity > 0 { slots.deallocate() }
            var slotCount: UInt32 = 8
            while slotCount < 2 * wanted { slotCount *= 2 }
            slotMask = slotCount - 1
            slotsAreWide = wanted > UInt32(UInt16.max)
            slots = .allocate(byteCount: slotBytes, alignment: 64)
        }
        capacity = wanted
    }

    private mutating func rebuildSlots() {
        slots.initializeMemory(as: UInt8.self, repeating: 0, count: slotBytes)
        for position in 0..<Int(count) { insertSlot(position) }
    }

    private func insertSlot(_ position: Int) {
        var slot = records[position].subject.evidenceHash & slotMask
        while entry(inSlot: slot) != 0 { slot = (slot &+ 1) & slotMask }
        setEntry(position + 1, inSlot: slot)
    }

    private var slotBytes: Int { (Int(slotMask) + 1) * (slotsAreWide ? 4 : 2) }
}

/// A slot that is free and a record about nobody, for tables without memory of their own.
struct EmptyTable {
    let slot: UnsafeMutableRawPointer
    let record: UnsafeMutablePointer<EvidenceRecord>

    init() {
        slot = .allocate(byteCount: 4, alignment: 4)
        slot.storeBytes(of: 0, as: UInt32.self)
        record = EvidenceRecord.allocate(count: 1)
        record.initialize(to: EvidenceRecord(subject: .max))
    }

    func deallocate() {
        slot.deallocate()
        record.deallocate()
    }
}

extension EvidenceRecord {
    /// Memory for records, each in a line of the cache of its own.
    fileprivate static func allocate(count: Int) -> UnsafeMutablePointer<EvidenceRecord> {
        UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<EvidenceRecord>.stride, alignment: 64)
            .bindMemory(to: EvidenceRecord.self, capacity: count)
    }
}

extension VehicleID {
    /// A fixed hash.
    @inline(__always)
    var evidenceHash: UInt32 { UInt32(truncatingIfNeeded: (UInt64(self) &* 0x9E37_79B9_7F4A_7C15) >> 32) }
}
