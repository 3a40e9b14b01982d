/// Puts numbers and texts into bytes, the lowest byte of a number first.
struct BinaryWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// All bits of a number: what is read is the same to the last one.
    mutating func add(_ number: Double) { add(number.bitPattern) }

    mutating func add(_ text: String) {
        add(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func add(block: [UInt8]) {
        add(UInt32(block.count))
        bytes.append(contentsOf: block)
    }

    mutating func add(count: Int) { add(UInt32(count)) }

    /// How many there are, which of them are defined, and those.
    mutating func add(_ values: [Double?]) {
        add(count: values.count)
        for start in stride(from: 0, to: values.count, by: 8) {
            var bits: UInt8 = 0
            for place in start..<min(start + 8, values.count) where values[place] != nil {
                bits |= 1 << (place - start)
            }
            bytes.append(bits)
        }
        for case let value? in values { add(value) }
    }
}

/// Reads what ``BinaryWriter`` wrote. Whatever the bytes are, nothing traps, and no more is reserved than they could hold.
struct BinaryReader {
    /// The bytes end too early, or say what cannot be.
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Whether everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    mutating func number<Number: FixedWidthInteger>() throws(Malformed) -> Number {
        let bytes = try take(Number.bitWidth / 8)
        return Number(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(as: Number.self) })
    }

    mutating func integer() throws(Malformed) -> Int { Int(try number() as Int64) }

    mutating func double() throws(Malformed) -> Double { Double(bitPattern: try number()) }

    mutating func text() throws(Malformed) -> String {
        guard let text = String(validating: try block(), as: UTF8.self) else { throw Malformed() }
        return text
    }

    mutating func block() throws(Malformed) -> ArraySlice<UInt8> { try take(count(ofBytes: 1)) }

    /// A number of things of which each has at least so many bytes.
    mutating func count(ofBytes size: Int) throws(Malformed) -> Int {
        let count = Int(try number() as UInt32)
        guard count * size <= rest.count else { throw Malformed() }
        return count
    }

    mutating func values() throws(Malformed) -> [Double?] {
        let count = Int(try number() as UInt32)
        guard count <= rest.count * 8 else { throw Malformed() }
        let bits = try take((count + 7) / 8)
        var values: [Double?] = []
        values.reserveCapacity(count)
        for place in 0..<count {
            let isDefined = bits[bits.startIndex + place / 8] >> (place % 8) & 1 == 1
            values.append(isDefined ? try double() : nil)
        }
        return values
    }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
