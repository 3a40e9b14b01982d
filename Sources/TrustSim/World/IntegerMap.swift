/// A hash map from integers to values with a fixed hash, so that equal contents inserted in equal order are stored, and
/// iterated, in equal order on every machine. Open addressing with linear probing; keys are never removed.
///
/// Complexity: O(1) expected for a look-up; iteration is in order of insertion.
struct IntegerMap<Key: FixedWidthInteger & UnsignedInteger & Sendable, Value: Sendable>: Sendable {
    private(set) var keys: [Key] = []
    var values: [Value] = []
    /// Position in `keys` plus one; 0 is free.
    private var table: [UInt32] = []

    init() {}

    var count: Int { keys.count }

    @inline(__always)
    private func slot(of key: Key) -> Int {
        Int(key.fixedHash) & (table.count - 1)
    }

    /// Position of a key in `keys` and `values`.
    @inline(__always)
    func position(of key: Key) -> Int? {
        if table.isEmpty { return nil }
        var slot = slot(of: key)
        while true {
            let entry = table[slot]
            if entry == 0 { return nil }
            if keys[Int(entry) - 1] == key { return Int(entry) - 1 }
            slot = (slot + 1) & (table.count - 1)
        }
    }

    /// Position of a key, added with a value where it is missing.
    @inline(__always)
    mutating func position(of key: Key, orInsert value: @autoclosure () -> Value) -> Int {
        if let position = position(of: key) { return position }
        append(key, value())
        return keys.count - 1
    }

    /// Adds a key that is missing.
    mutating func append(_ key: Key, _ value: Value) {
        if 4 * (keys.count + 1) > 3 * table.count { grow() }
        keys.append(key)
        values.append(value)
        place(key, UInt32(keys.count))
    }

    subscript(_ key: Key) -> Value? { position(of: key).map { values[$0] } }

    private mutating func place(_ key: Key, _ entry: UInt32) {
        var slot = slot(of: key)
        while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = entry
    }

    private mutating func grow() {
        table = Array(repeating: 0, count: max(8, 2 * table.count))
        for (position, key) in keys.enumerated() { place(key, UInt32(position + 1)) }
    }
}

extension FixedWidthInteger {
    /// A hash that is the same on every machine and in every process; a table uses its low bits.
    @inline(__always)
    var fixedHash: UInt32 {
        UInt32(truncatingIfNeeded: (UInt64(truncatingIfNeeded: self) &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
