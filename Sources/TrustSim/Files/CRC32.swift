/// CRC-32 of ISO/IEC 8802-3 (polynomial 0x04C11DB7, reflected). Finds every damage within 32 bits in a row, and any other
/// but for one in four thousand million. It tells accidents apart, not forgeries.
struct CRC32 {
    private var state: UInt32 = 0xFFFF_FFFF

    /// The sum of what was added.
    var value: UInt32 { ~state }

    /// The sum of some bytes.
    static func of(_ bytes: [UInt8]) -> UInt32 {
        var sum = CRC32()
        sum.add(bytes[...])
        return sum.value
    }

    /// Adds bytes.
    mutating func add(_ bytes: ArraySlice<UInt8>) {
        var sum = state
        Self.table.withUnsafeBufferPointer { table in
            bytes.withUnsafeBufferPointer { bytes in
                var place = 0
                while place < bytes.count {
                    sum = table[Int((sum ^ UInt32(bytes[place])) & 0xFF)] ^ (sum &>> 8)
                    place &+= 1
                }
            }
        }
        state = sum
    }

    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }
}
