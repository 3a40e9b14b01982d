/// What is wrong with compressed data.
struct PackedProblem: Error, Equatable {
    let message: String

    /// What there is, is in order.
    static let truncated = PackedProblem(message: "the compressed data ends too early")
}

/// Unpacks DEFLATE (P. Deutsch, RFC 1951, 1996), piece by piece: what was unpacked last stays in a window, from which
/// repetitions are copied.
struct Inflater {
    private enum State {
        case blockBegin
        case stored(Int)
        case coded
        case copy(length: Int, distance: Int)
        case end
    }

    private static let windowSize = 1 << 15
    private var window = [UInt8](repeating: 0, count: windowSize)
    private var place = 0
    /// Bytes of the window that have been written.
    private var filled = 0
    private var state = State.blockBegin
    private var isLast = false
    private var literals: HuffmanCode?
    private var distances: HuffmanCode?

    /// Bits that are read ahead, the next one lowest.
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var input: [UInt8] = []
    private var next = 0
    private var isInputAtEnd = false

    /// Whether the data has come to its end.
    var isAtEnd: Bool {
        if case .end = state { return true }
        return false
    }

    /// Begins anew behind the end of data, with the input that is left.
    mutating func restart() {
        state = .blockBegin
        isLast = false
        filled = 0
    }

    /// Appends at most so many bytes to the output; none at the end. `more` gives the next bytes of the input, none at its
    /// end.
    mutating func read(
        _ count: Int, into output: inout [UInt8], more: () throws -> [UInt8]
    ) throws {
        let end = output.count + count
        while output.count < end {
            switch state {
            case .end: return
            case .blockBegin: try beginBlock(more)
            case .stored(let left):
                if left == 0 {
                    endBlock()
                } else {
                    append(try byte(more), to: &output)
                    state = .stored(left - 1)
                }
            case .copy(let length, let distance):
                let run = min(length, end - output.count)
                for _ in 0..<run { append(window[(place &- distance) & (Self.windowSize - 1)], to: &output) }
                state = length == run ? .coded : .copy(length: length - run, distance: distance)
            case .coded: try symbols(until: end, &output, more)
            }
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8, to output: inout [UInt8]) {
        output.append(byte)
        window[place] = byte
        place = (place + 1) & (Self.windowSize - 1)
        if filled < Self.windowSize { filled += 1 }
    }

    private mutating func endBlock() { state = isLast ? .end : .blockBegin }

    // MARK: - Bits

    /// Has at least so many bits ready, or all that are left.
    @inline(__always)
    private mutating func fill(_ count: Int, _ more: () throws -> [UInt8]) throws {
        while bitCount < count {
            if next == input.count {
                if isInputAtEnd { return }
                input = try more()
                next = 0
                if input.isEmpty {
                    isInputAtEnd = true
                    return
                }
            }
            bits |= UInt64(input[next]) << UInt64(bitCount)
            bitCount += 8
            next += 1
        }
    }

    @inline(__always)
    private mutating func take(_ count: Int) throws -> Int {
        guard bitCount >= count else { throw PackedProblem.truncated }
        let value = Int(bits & (1 << UInt64(count) - 1))
        bits >>= UInt64(count)
        bitCount -= count
        return value
    }

    mutating func number(_ count: Int, _ more: () throws -> [UInt8]) throws -> Int {
        try fill(count, more)
        return try take(count)
    }

    /// A whole byte of the input; at the end of a block, what is left of the last one is passed over.
    mutating func byte(_ more: () throws -> [UInt8]) throws -> UInt8 { UInt8(try number(8, more)) }

    /// Passes over the bits up to the next whole byte.
    mutating func alignToByte() {
        bits >>= UInt64(bitCount & 7)
        bitCount -= bitCount & 7
    }

    /// Whether there is no more input; asked between whole bytes.
    mutating func isInputEmpty(_ more: () throws -> [UInt8]) throws -> Bool {
        try fill(8, more)
        return bitCount == 0
    }

    // MARK: - Blocks

    private mutating func beginBlock(_ more: () throws -> [UInt8]) throws {
        isLast = try number(1, more) == 1
        switch try number(2, more) {
        case 0:
            alignToByte()
            let length = try number(16, more)
            guard try number(16, more) == length ^ 0xFFFF else {
                throw PackedProblem(message: "the length of a stored block is damaged")
            }
            state = .stored(length)
        case 1:
            (literals, distances) = (Self.fixedLiterals, Self.fixedDistances)
            state = .coded
        case 2:
            try readCodes(more)
            state = .coded
        default: throw PackedProblem(message: "a block is of an unknown kind")
        }
    }

    private static let fixedLiterals = HuffmanCode(
        lengths: (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }[...])
    private static let fixedDistances = HuffmanCode(lengths: Array(repeating: 5, count: 32)[...])
    /// In which order the lengths of the code for lengths come.
    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    private mutating func readCodes(_ more: () throws -> [UInt8]) throws {
        let damaged = PackedProblem(message: "the codes of a block are damaged")
        let literalCount = try number(5, more) + 257
        let distanceCount = try number(5, more) + 1
        let lengthCount = try number(4, more) + 4
        guard literalCount <= 286, distanceCount <= 30 else { throw damaged }
        var first = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengthCount { first[Self.order[index]] = UInt8(try number(3, more)) }
        guard let code = HuffmanCode(lengths: first[...]) else { throw damaged }
        var lengths: [UInt8] = []
        while lengths.count < literalCount + distanceCount {
            let symbol = try symbol(of: code, more)
            let (value, count): (UInt8, Int)
            switch symbol {
            case 0..<16: (value, count) = (UInt8(symbol), 1)
            case 16:
                guard let last = lengths.last else { throw damaged }
                (value, count) = (last, 3 + (try number(2, more)))
            case 17: (value, count) = (0, 3 + (try number(3, more)))
            default: (value, count) = (0, 11 + (try number(7, more)))
            }
            lengths += Array(repeating: value, count: count)
        }
        guard lengths.count == literalCount + distanceCount, lengths[256] > 0,
            let literals = HuffmanCode(lengths: lengths[..<literalCount], allowsIncomplete: true),
            let distances = HuffmanCode(lengths: lengths[literalCount...], allowsIncomplete: true)
        else { throw damaged }
        (self.literals, self.distances) = (literals, distances)
    }

    @inline(__always)
    private mutating func symbol(of code: HuffmanCode, _ more: () throws -> [UInt8]) throws -> Int {
        try fill(HuffmanCode.longest, more)
        guard let (symbol, length) = code.symbol(bits) else {
            throw bitCount < HuffmanCode.longest
                ? .truncated : PackedProblem(message: "the compressed data has a code that stands for nothing")
        }
        _ = try take(length)
        return symbol
    }

    private static let lengthBase = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBase = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]

    private mutating func symbols(
        until end: Int, _ output: inout [UInt8], _ more: () throws -> [UInt8]
    ) throws {
        guard let literals, let distances else { return }
        while output.count < end {
            let symbol = try symbol(of: literals, more)
            if symbol < 256 {
                append(UInt8(symbol), to: &output)
                continue
            }
            if symbol == 256 { return endBlock() }
            guard symbol < 286 else { throw PackedProblem(message: "the compressed data has an unknown length") }
            let length = Self.lengthBase[symbol - 257] + (try number(Self.lengthBits[symbol - 257], more))
            let code = try self.symbol(of: distances, more)
            guard code < 30 else { throw PackedProblem(message: "the compressed data has an unknown distance") }
            let distance = Self.distanceBase[code] + (try number(Self.distanceBits[code], more))
            guard distance <= filled else {
                throw PackedProblem(message: "the compressed data repeats what was never there")
            }
            state = .copy(length: length, distance: distance)
            return
        }
    }
}
