import GroupDecision

/// What one vehicle has recorded about another.
struct EvidenceRecord: Sendable {
    /// Evidence as of `evidenceTime`.
    var evidence = Evidence()
    var evidenceTime: Microseconds = 0
    /// When the last beacon was heard.
    var heardTime = Self.neverHeard
    /// When the last opinion report was received.
    var reportTime: Microseconds = .min / 2
    /// Whom the record is about.
    let subject: VehicleID
    /// Number of the last opinion report received, or -1.
    var reportNumber: Int32 = -1
    /// Messages received since the receiver last evaluated, altered and genuine. Used by metrics only.
    var alteredCount: UInt32 = 0
    var genuineCount: UInt32 = 0
    /// With it a record has 64 bytes: one line of the cache, to wait for once.
    private let unused: UInt64 = 0

    /// Time of a beacon that was never heard: long before any other.
    static let neverHeard: Microseconds = .min / 2

    init(subject: VehicleID) { self.subject = subject }
}

/// The records of one vehicle: an array of them, and a hash table of their positions by subject (open addressing, linear
/// probing, at most half full, because a wrong guess has to wait for memory twice; slots of 16 bits while they suffice,
/// because the slots of all neighbours should stay in the cache).
///
/// Part of ``EvidenceStore``, which owns the arena.
struct EvidenceTable {
    private var records: UnsafeMutablePointer<EvidenceRecord>
    /// Position of a record plus one; 0 is free.
    private var slots: UnsafeMutableRawPointer
    /// The slots are a power of two, twice as many as there is room for records.
    private var slotMask: UInt32 = 0
    private(set) var count: UInt32 = 0
    private var capacity: UInt32 = 0

    /// A table without memory of its own.
    struct Empty {
        let record: UnsafeMutablePointer<EvidenceRecord>
        let slot: UnsafeMutableRawPointer

        init(_ arena: MemoryArena) {
            record = arena.allocate(byteCount: MemoryLayout<EvidenceRecord>.stride)
                .bindMemory(to: EvidenceRecord.self, capacity: 1)
            record.initialize(to: EvidenceRecord(subject: .max))
            slot = arena.allocate(byteCount: 4)
            slot.storeBytes(of: 0, as: UInt32.self)
        }
    }

    init(_ empty: Empty) {
        records = empty.record
        slots = empty.slot
    }

    private var slotsAreWide: Bool { slotMask >= 2 * UInt32(UInt16.max) }

    @inline(__always)
    private func entry(inSlot slot: UInt32) -> Int {
        slotsAreWide
            ? Int(slots.load(fromByteOffset: 4 &* Int(slot), as: UInt32.self))
            : Int(slots.load(fromByteOffset: 2 &* Int(slot), as: UInt16.self))
    }

    /// The record about a vehicle, nil where there is none.
    @inline(__always)
    func find(_ subject: VehicleID) -> UnsafeMutablePointer<EvidenceRecord>? {
        var slot = subject.fixedHash & slotMask
        while true {
            let entry = entry(inSlot: slot)
            if entry == 0 { return nil }
            if records[entry &- 1].subject == subject { return records + (entry &- 1) }
            slot = (slot &+ 1) & slotMask
        }
    }

    /// The record that is most likely about the vehicle of a hash. Some record always, maybe about nobody; where there is
    /// none about the vehicle, it is not about the vehicle.
    @inline(__always)
    func guess(_ hash: UInt32) -> UnsafeMutablePointer<EvidenceRecord> {
        records + (max(1, entry(inSlot: hash & slotMask)) &- 1)
    }

    /// All records.
    @inline(__always)
    var all: UnsafeMutableBufferPointer<EvidenceRecord> {
        UnsafeMutableBufferPointer(start: records, count: Int(count))
    }

    // MARK: - Growth

    /// Makes a record about a vehicle of whom there is none. It is where it is until another is made.
    mutating func insert(
        _ subject: VehicleID, in arena: MemoryArena, forgetting isForgotten: (EvidenceRecord) -> Bool
    ) -> UnsafeMutablePointer<EvidenceRecord> {
        if count == capacity { makeRoom(arena, isForgotten) }
        let record = records + Int(count)
        record.initialize(to: EvidenceRecord(subject: subject))
        count += 1
        setSlot(of: subject, to: Int(count))
        return record
    }

    /// Drops the records that satisfy a condition; where that are few, makes room for twice as many.
    private mutating func makeRoom(_ arena: MemoryArena, _ isForgotten: (EvidenceRecord) -> Bool) {
        drop(isForgotten)
        if 4 * count >= 3 * capacity { grow(arena) }
        slots.initializeMemory(as: UInt8.self, repeating: 0, count: slotBytes)
        for position in 0..<Int(count) { setSlot(of: records[position].subject, to: position + 1) }
    }

    private mutating func drop(_ isForgotten: (EvidenceRecord) -> Bool) {
        var kept = 0
        for position in 0..<Int(count) where !isForgotten(records[position]) {
            if kept < position { records[kept] = records[position] }
            kept += 1
        }
        count = UInt32(kept)
    }

    private mutating func grow(_ arena: MemoryArena) {
        let old = self
        capacity = max(8, 2 * capacity)
        slotMask = 2 * capacity - 1
        records = arena.allocate(byteCount: recordBytes)
            .bindMemory(to: EvidenceRecord.self, capacity: Int(capacity))
        records.moveInitialize(from: old.records, count: Int(count))
        slots = arena.allocate(byteCount: slotBytes)
        guard old.capacity > 0 else { return }
        arena.release(old.records, byteCount: old.recordBytes)
        arena.release(old.slots, byteCount: old.slotBytes)
    }

    private var recordBytes: Int { Int(capacity) * MemoryLayout<EvidenceRecord>.stride }
    private var slotBytes: Int { (Int(slotMask) + 1) * (slotsAreWide ? 4 : 2) }

    private func setSlot(of subject: VehicleID, to entry: Int) {
        var slot = subject.fixedHash & slotMask
        while self.entry(inSlot: slot) != 0 { slot = (slot &+ 1) & slotMask }
        if slotsAreWide {
            slots.storeBytes(of: UInt32(entry), toByteOffset: 4 * Int(slot), as: UInt32.self)
        } else {
            slots.storeBytes(of: UInt16(entry), toByteOffset: 2 * Int(slot), as: UInt16.self)
        }
    }
}
