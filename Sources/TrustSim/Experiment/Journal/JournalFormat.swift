/// How a journal is laid out (Docs/Resume.md): a line of text, then frames.
///
/// A frame is a mark, the length of its contents, a CRC-32 of length and contents, the contents. Numbers have their lowest
/// byte first. The first frame is the heading, every other one run.
enum JournalFormat {
    static let version = 1
    static let firstLine = Array("trustsim journal \(version)\n".utf8)
    static let mark: [UInt8] = [0xF7, 0x52, 0x75, 0x6E]
    /// Bytes of a frame before its contents.
    static let frameHead = 12
    /// Longest contents of a run; that of a heading is limited by the file alone.
    static let longestRun = 1 << 26
    /// So many places that look like a frame and are none are looked at; behind them nothing is read any more.
    static let damageLimit = 1000

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

    /// The contents of the frame that begins at a place; nil where there is no whole and undamaged one.
    static func contents(of bytes: [UInt8], at place: Int, longest: Int) -> Range<Int>? {
        guard isMark(bytes, place), place + frameHead <= bytes.count else { return nil }
        func number(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[place + offset + $1]) << (8 * $1) }
        }
        let length = Int(number(4))
        let start = place + frameHead
        guard length <= longest, length <= bytes.count - start else { return nil }
        var sum = CRC32()
        sum.add(bytes[(place + 4)..<(place + 8)])
        sum.add(bytes[start..<(start + length)])
        return sum.value == number(8) ? start..<(start + length) : nil
    }

    static func isMark(_ bytes: [UInt8], _ place: Int) -> Bool {
        place < bytes.count && bytes[place] == mark[0] && bytes[place...].starts(with: mark)
    }
}
