/// How a journal is laid out (Docs/Resume.md): a line of text, then frames.
///
/// A frame is a mark, the length of its contents, a CRC-32 of length and contents, the contents. Numbers have their lowest
/// byte first. The first frame is the heading, every other one run.
enum JournalFormat {
    static let version = 4
    static let firstLine = Array("trustsim journal \(version)\n".utf8)
    static let mark: [UInt8] = [0xF7, 0x52, 0x75, 0x6E]
    /// Bytes of a frame before its contents.
    static let frameHead = 12
    /// Longest contents of a run; that of a heading is limited by the file alone.
    static let longestRun = 1 << 26
    /// What looks like frames and is none is summed up, so many times the bytes of the file in all; behind that nothing is
    /// read any more.
    static let damageLimit = 4

    static func frame(_ contents: [UInt8]) -> [UInt8] {
        var writer = BinaryWriter()
        writer.add(UInt32(contents.count))
        let length = writer.bytes
        var sum = CRC32()
        sum.add(length[...])
        sum.add(contents[...])
        writer.add(sum.value)
        return mark + writer.bytes + contents
    }

    static func heading(_ description: ExperimentDescription, _ session: JournalSession) -> [UInt8] {
        var writer = BinaryWriter()
        writer.add(UInt8(ascii: "H"))
        writer.add(block: session.json)
        writer.add(block: description.bytes)
        return firstLine + frame(writer.bytes)
    }

    /// The hash says to which experiment the run belongs, even where the heading is damaged.
    static func run(_ index: Int, _ result: RunResult, of experiment: UInt64) -> [UInt8] {
        var writer = BinaryWriter()
        writer.add(UInt8(ascii: "R"))
        writer.add(experiment)
        writer.add(UInt64(index))
        RunRecord.encode(result, into: &writer)
        return frame(writer.bytes)
    }

    /// Where the contents of the frame that begins at a place should be; nil where there is no room for them.
    static func claim(in bytes: [UInt8], at place: Int, longest: Int) -> Range<Int>? {
        guard isMark(bytes, place), place + frameHead <= bytes.count else { return nil }
        let length = Int(number(in: bytes, at: place + 4))
        let start = place + frameHead
        return length <= longest && length <= bytes.count - start ? start..<(start + length) : nil
    }

    /// Whether the frame that claims these contents is undamaged. O(contents).
    static func isWhole(_ claim: Range<Int>, in bytes: [UInt8]) -> Bool {
        var sum = CRC32()
        sum.add(bytes[(claim.lowerBound - 8)..<(claim.lowerBound - 4)])
        sum.add(bytes[claim])
        return sum.value == number(in: bytes, at: claim.lowerBound - 4)
    }

    private static func number(in bytes: [UInt8], at place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
    }

    static func isMark(_ bytes: [UInt8], _ place: Int) -> Bool {
        place < bytes.count && bytes[place] == mark[0] && bytes[place...].starts(with: mark)
    }
}
