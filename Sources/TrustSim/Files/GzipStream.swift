/// Unpacks gzip (P. Deutsch, RFC 1952, 1996), piece by piece, with all its members, and checks their sums.
struct GzipStream {
    private var inflater = Inflater()
    private var sum = CRC32()
    private var size: UInt32 = 0
    private var members = 0
    private var isInMember = false
    private var isDone = false
    /// The end is missing, which is said once all before it has been handed out.
    private var isCut = false

    /// Whether bytes begin as gzip does.
    static func isOne(_ start: some Sequence<UInt8>) -> Bool { start.prefix(2).elementsEqual([0x1F, 0x8B]) }

    /// The next bytes, at most so many; none at the end. `more` gives the next bytes of the input, none at its end.
    mutating func read(_ count: Int, more: () throws -> [UInt8]) throws -> [UInt8] {
        if isCut { throw PackedProblem.truncated }
        var output: [UInt8] = []
        output.reserveCapacity(count)
        do {
            try read(count, into: &output, more)
        } catch let problem as PackedProblem where problem == .truncated {
            isCut = true
            if output.isEmpty { throw problem }
        }
        return output
    }

    private mutating func read(_ count: Int, into output: inout [UInt8], _ more: () throws -> [UInt8]) throws {
        while output.isEmpty && !isDone {
            if !isInMember {
                try begin(more)
                continue
            }
            try inflater.read(count, into: &output, more: more)
            sum.add(output[...])
            size &+= UInt32(truncatingIfNeeded: output.count)
            if inflater.isAtEnd { try finish(more) }
        }
    }

    private mutating func begin(_ more: () throws -> [UInt8]) throws {
        if members > 0 {
            // Zero bytes behind the last member are padding.
            while try !inflater.isInputEmpty(more) {
                let byte = try inflater.byte(more)
                if byte == 0 { continue }
                guard byte == 0x1F else {
                    throw PackedProblem(message: "there is something else behind the compressed data")
                }
                return try header(more)
            }
            isDone = true
            return
        }
        guard try inflater.byte(more) == 0x1F else { throw PackedProblem(message: "this is not gzip") }
        try header(more)
    }

    /// The rest of a header, behind its first byte.
    private mutating func header(_ more: () throws -> [UInt8]) throws {
        guard try inflater.byte(more) == 0x8B, try inflater.byte(more) == 8 else {
            throw PackedProblem(message: "the compressed data is not gzip with DEFLATE")
        }
        let flags = try inflater.byte(more)
        guard flags & 0xE0 == 0 else { throw PackedProblem(message: "the header of the compressed data is damaged") }
        for _ in 0..<6 { _ = try inflater.byte(more) }
        if flags & 4 != 0 {
            let count = try inflater.number(16, more)
            for _ in 0..<count { _ = try inflater.byte(more) }
        }
        // Name and comment end with a zero byte.
        for flag in [UInt8(8), 16] where flags & flag != 0 { while try inflater.byte(more) != 0 {} }
        if flags & 2 != 0 { _ = try inflater.number(16, more) }
        isInMember = true
        sum = CRC32()
        size = 0
    }

    private mutating func finish(_ more: () throws -> [UInt8]) throws {
        inflater.alignToByte()
        let written = (try inflater.number(32, more), try inflater.number(32, more))
        guard written.0 == Int(sum.value), written.1 == Int(size) else {
            throw PackedProblem(message: "the compressed data is damaged: its sum is not the one written")
        }
        inflater.restart()
        isInMember = false
        members += 1
    }
}
