import Foundation

/// SHA-256 of FIPS 180-4 (NIST, 2015, DOI 10.6028/NIST.FIPS.180-4): tells contents apart, also where somebody wants them to look
/// alike. Foundation has none on Linux.
struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// Bytes that do not fill a block yet.
    private var rest: [UInt8] = []
    private var count: UInt64 = 0

    /// Adds bytes.
    mutating func add(_ bytes: some Collection<UInt8>) {
        count += UInt64(bytes.count)
        rest += bytes
        var begin = 0
        while rest.count - begin >= 64 {
            compress(rest[begin..<begin + 64])
            begin += 64
        }
        rest.removeFirst(begin)
    }

    /// The hash of what was added, in 64 hexadecimal digits.
    var hexadecimal: String {
        var padded = self
        let bits = count &* 8
        let zeros = (119 - Int(count % 64)) % 64
        padded.add(
            [0x80] + [UInt8](repeating: 0, count: zeros)
                + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
        return padded.state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// The hash of some bytes.
    static func of(_ bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.add(bytes)
        return hash.hexadecimal
    }

    /// The hash of a file; nil where it cannot be read.
    static func of(file path: String) -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        var hash = SHA256()
        while let part = try? handle.read(upToCount: 1 << 20), !part.isEmpty { hash.add(part) }
        return hash.hexadecimal
    }

    private mutating func compress(_ block: ArraySlice<UInt8>) {
        @inline(__always)
        func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
            for place in 0..<16 {
                let begin = block.startIndex + 4 * place
                words[place] =
                    UInt32(block[begin]) << 24 | UInt32(block[begin + 1]) << 16 | UInt32(block[begin + 2]) << 8
                    | UInt32(block[begin + 3])
            }
            for place in 16..<64 {
                let (early, late) = (words[place - 15], words[place - 2])
                let first = turned(early, 7) ^ turned(early, 18) ^ early >> 3
                let second = turned(late, 17) ^ turned(late, 19) ^ late >> 10
                words[place] = words[place - 16] &+ first &+ words[place - 7] &+ second
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            Self.constants.withUnsafeBufferPointer { constants in
                for place in 0..<64 {
                    let second = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
                    let one = h &+ second &+ (e & f ^ ~e & g) &+ constants[place] &+ words[place]
                    let first = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
                    let two = first &+ (a & b ^ a & c ^ b & c)
                    (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
                }
            }
            for (place, word) in [a, b, c, d, e, f, g, h].enumerated() { state[place] &+= word }
        }
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
            candidate += 1
        }
        // The root of p * 2^96, a whole number of 35 bits, whose last 32 are wanted.
        return primes.map { prime in
            var (low, high): (UInt64, UInt64) = (0, 1 << 35)
            while high - low > 1 {
                let middle = (low + high) / 2
                let square = middle.multipliedFullWidth(by: middle)
                let top = square.high.multipliedFullWidth(by: middle)
                let bottom = square.low.multipliedFullWidth(by: middle)
                let (sum, carry) = top.low.addingReportingOverflow(bottom.high)
                // The cube as three words against p * 2^96.
                let isAbove = (top.high + (carry ? 1 : 0), sum, bottom.low) > (0, prime << 32, 0)
                if isAbove { high = middle } else { low = middle }
            }
            return UInt32(truncatingIfNeeded: low)
        }
    }()
}
