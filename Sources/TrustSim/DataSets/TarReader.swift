/// Reads an archive of tar (POSIX.1-2001: ustar and pax; GNU's long names too) from its beginning to its end.
struct TarReader {
    /// A file in the archive. Directories, links and others are passed over.
    struct Entry: Equatable {
        var name: String
        var size: Int
    }

    private static let blockBytes = 512
    /// The longest name, and the longest list of attributes.
    private static let longestAttributes = 1 << 16

    private let more: () throws -> [UInt8]
    private var buffer: ArraySlice<UInt8> = []
    /// Bytes of the present file that have not been read, and zero bytes behind it.
    private var left = 0
    private var padding = 0

    /// `more` gives the next bytes, none at the end.
    init(more: @escaping () throws -> [UInt8]) { self.more = more }

    /// Whether a file that begins so is an archive.
    static func isOne(_ start: [UInt8]) -> Bool {
        start.count >= blockBytes && start[257..<262].elementsEqual("ustar".utf8)
    }

    /// The next file; nil at the end.
    mutating func next() throws -> Entry? {
        try skip(left + padding)
        (left, padding) = (0, 0)
        var longName: String?
        while let header = try block() {
            // Two blocks of zero bytes are the end; what is behind them does not matter.
            if header.allSatisfy({ $0 == 0 }) { return nil }
            try check(header)
            guard let size = Self.number(header[124..<136]) else {
                throw PackedProblem(message: "the size of a file in the archive is damaged")
            }
            let rest = (Self.blockBytes - size % Self.blockBytes) % Self.blockBytes
            switch header[156] {
            case UInt8(ascii: "0"), 0, UInt8(ascii: "7"):
                (left, padding) = (size, rest)
                return Entry(name: longName ?? Self.name(header), size: size)
            case UInt8(ascii: "L"):
                longName = String(decoding: try contents(size, rest).prefix { $0 != 0 }, as: UTF8.self)
            case UInt8(ascii: "x"): longName = try Self.path(in: contents(size, rest)) ?? longName
            default:
                try skip(size + rest)
                longName = nil
            }
        }
        return nil
    }

    /// The next bytes of the present file; none at its end.
    mutating func read() throws -> ArraySlice<UInt8> {
        if left == 0 { return [] }
        if buffer.isEmpty { try fill() }
        let part = buffer.prefix(left)
        buffer = buffer.dropFirst(part.count)
        left -= part.count
        return part
    }

    // MARK: - Blocks

    private mutating func fill() throws {
        buffer = try more()[...]
        if buffer.isEmpty { throw PackedProblem(message: "the archive ends too early") }
    }

    private mutating func skip(_ count: Int) throws {
        var count = count
        while count > 0 {
            if buffer.isEmpty { try fill() }
            let part = min(count, buffer.count)
            buffer = buffer.dropFirst(part)
            count -= part
        }
    }

    /// Nil where there is nothing more: an archive may end without blocks of zero bytes.
    private mutating func block() throws -> [UInt8]? {
        if buffer.isEmpty {
            buffer = try more()[...]
            if buffer.isEmpty { return nil }
        }
        return Array(try take(Self.blockBytes))
    }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            if buffer.isEmpty { try fill() }
            let part = buffer.prefix(count - bytes.count)
            bytes += part
            buffer = buffer.dropFirst(part.count)
        }
        return bytes
    }

    private mutating func contents(_ size: Int, _ rest: Int) throws -> [UInt8] {
        guard size <= Self.longestAttributes else {
            throw PackedProblem(message: "a name in the archive is longer than \(Self.longestAttributes) bytes")
        }
        let bytes = try take(size)
        try skip(rest)
        return bytes
    }

    private func check(_ header: [UInt8]) throws {
        // The sum is that of the header with spaces in its place.
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        guard Self.number(header[148..<156]) == sum else {
            throw PackedProblem(message: "this is no archive of tar, or it is damaged")
        }
    }

    /// Octal digits, or, with the highest bit set, a number in base 256.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if let first = field.first, first & 0x80 != 0 {
            var value = Int(first & 0x7F)
            for byte in field.dropFirst() {
                guard value < 1 << 50 else { return nil }
                value = value << 8 | Int(byte)
            }
            return value
        }
        let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        return digits.isEmpty
            ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func name(_ header: [UInt8]) -> String {
        func text(_ range: Range<Int>) -> String { String(decoding: header[range].prefix { $0 != 0 }, as: UTF8.self) }
        let prefix = header[257..<263].elementsEqual("ustar\0".utf8) ? text(345..<500) : ""
        return prefix.isEmpty ? text(0..<100) : prefix + "/" + text(0..<100)
    }

    /// The path in attributes of pax: records `LENGTH key=value`, each with a line end.
    private static func path(in attributes: [UInt8]) -> String? {
        var rest = attributes[...]
        var found: String?
        while let space = rest.firstIndex(of: 0x20),
            let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > space - rest.startIndex,
            length <= rest.count
        {
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            if record.starts(with: "path=".utf8) {
                found = String(decoding: record.dropFirst(5).prefix { $0 != 0x0A }, as: UTF8.self)
            }
            rest = rest.dropFirst(length)
        }
        return found
    }
}
