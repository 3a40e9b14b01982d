/// A canonical Huffman code of DEFLATE (RFC 1951, 3.2.2): from bits, the first one lowest, to symbols.
struct HuffmanCode {
    /// The most bits of a code.
    static let longest = 15
    private static let quickBits = 9

    /// Symbol and length of each short code, by the next bits; length 0 for longer and for none.
    private var quick = [UInt16](repeating: 0, count: 1 << quickBits)
    /// How many codes there are of each length, and the symbols in order of their codes.
    private var counts = [Int](repeating: 0, count: longest + 1)
    private var symbols: [UInt16] = []

    /// A code by the lengths of its symbols; nil where they are no code: too many, or, but for a single one, too few.
    init?(lengths: ArraySlice<UInt8>, allowsIncomplete: Bool = false) {
        for length in lengths { counts[Int(length)] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1...Self.longest {
            left = 2 * left - counts[length]
            if left < 0 { return nil }
        }
        let used = counts.reduce(0, +)
        if left > 0 && !(allowsIncomplete && used <= 1) { return nil }
        var place = [Int](repeating: 0, count: Self.longest + 2)
        for length in 1...Self.longest { place[length + 1] = place[length] + counts[length] }
        symbols = [UInt16](repeating: 0, count: used)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[place[Int(length)]] = UInt16(symbol)
            place[Int(length)] += 1
        }
        fillQuick()
    }

    private mutating func fillQuick() {
        var (code, first) = (0, 0)
        for length in 1...Self.quickBits {
            for offset in 0..<counts[length] {
                let reversed = Self.reversed(code + offset, length)
                let entry = symbols[first + offset] << 4 | UInt16(length)
                for place in stride(from: reversed, to: 1 << Self.quickBits, by: 1 << length) { quick[place] = entry }
            }
            first += counts[length]
            code = (code + counts[length]) << 1
        }
    }

    private static func reversed(_ code: Int, _ length: Int) -> Int {
        (0..<length).reduce(0) { $0 | (code >> $1 & 1) << (length - 1 - $1) }
    }

    /// The symbol that the next bits stand for and how many bits that takes; nil where they stand for none.
    @inline(__always)
    func symbol(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        let entry = quick[Int(bits & (1 << UInt64(Self.quickBits) - 1))]
        if entry != 0 { return (Int(entry >> 4), Int(entry & 15)) }
        return longSymbol(bits)
    }

    private func longSymbol(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.longest {
            code |= Int(bits >> UInt64(length - 1) & 1)
            let count = counts[length]
            if code - first < count { return (Int(symbols[index + code - first]), length) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}
