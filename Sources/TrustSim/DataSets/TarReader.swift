/// Reads an archive of tar (POSIX.1-2001: ustar and pax; GNU's long names and the older form of Unix V7 too) from its
/// beginning to its end.
struct TarReader {
    /// A file in the archive, or another name of one before it. Directories are passed over; symbolic links and others, too,
    /// but kept in mind.
    struct Entry: Equatable {
        var name: String
        var size: Int
        /// The file that this is another name of (a hard link, without contents of its own).
        var target: String?
    }

    private static let blockBytes = 512
    /// The longest name, and the longest list of attributes.
    private static let longestAttributes = 1 << 16

    private let more: () throws -> [UInt8]
    private var buffer: ArraySlice<UInt8> = []
    /// Bytes of the present file that have not been read, and zero bytes behind it.
    private var left = 0
    private var padding = 0
    /// What was passed over: symbolic links, and what is neither a file nor a link.
    private(set) var symbolicLinks: [String] = []
    private(set) var others: [String] = []
    /// Whether there is more behind the end: archives that were joined.
    private(set) var goesOn = false

    /// `more` gives the next bytes, none at the end.
    init(more: @escaping () throws -> [UInt8]) { self.more = more }

    /// Whether a file that begins so is an archive.
    static func isOne(_ start: [UInt8]) -> Bool {
        guard start.count >= blockBytes else { return false }
        if start[257..<262].elementsEqual("ustar".utf8) { return true }
        // The older form has no mark, but a sum over the heading.
        let header = Array(start[..<blockBytes])
        return header[0] != 0 && header[148..<156].contains { $0 != 0 } && isSound(header)
    }

    /// The next file; nil at the end.
    mutating func next() throws -> Entry? {
        try skip(left + padding)
        (left, padding) = (0, 0)
        var (longName, longTarget): (String?, String?) = (nil, nil)
        while let header = try block() {
            // Two blocks of zero bytes are the end.
            if header.allSatisfy({ $0 == 0 }) {
                try lookBehindTheEnd()
                return nil
            }
            try check(header)
            guard let size = Self.number(header[124..<136]) else {
                throw PackedProblem(message: "the size of a file in the archive is damaged")
            }
            let rest = (Self.blockBytes - size % Self.blockBytes) % Self.blockBytes
            switch header[156] {
            case UInt8(ascii: "0"), 0, UInt8(ascii: "7"):
                (left, padding) = (size, rest)
                return Entry(name: longName ?? Self.name(header), size: size)
            case UInt8(ascii: "1"):
                try skip(size + rest)
                let target = longTarget ?? Self.text(header[157..<257])
                return Entry(name: longName ?? Self.name(header), size: 0, target: target)
            case UInt8(ascii: "L"): longName = Self.text(try contents(size, rest)[...])
            case UInt8(ascii: "K"): longTarget = Self.text(try contents(size, rest)[...])
            case UInt8(ascii: "x"):
                let attributes = try contents(size, rest)
                longName = Self.attribute("path", in: attributes) ?? longName
                longTarget = Self.attribute("linkpath", in: attributes) ?? longTarget
            case UInt8(ascii: "g"): try skip(size + rest)
            default:
                try skip(size + rest)
                note(longName ?? Self.name(header), kind: header[156])
                (longName, longTarget) = (nil, nil)
            }
        }
        return nil
    }

    private mutating func note(_ name: String, kind: UInt8) {
        switch kind {
        case UInt8(ascii: "2"): symbolicLinks.append(name)
        // Folders, and names of volumes.
        case UInt8(ascii: "5"), UInt8(ascii: "V"), UInt8(ascii: "D"): break
        default: others.append(name)
        }
    }

    /// Some writers fill the last record with zero bytes.
    private mutating func lookBehindTheEnd() throws {
        while !goesOn {
            if buffer.isEmpty { buffer = try more()[...] }
            if buffer.isEmpty { return }
            goesOn = buffer.contains { $0 != 0 }
            buffer = []
        }
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
        guard Self.isSound(header) else {
            throw PackedProblem(message: "this is no archive of tar, or it is damaged")
        }
    }

    /// The sum is that of the header with spaces in its place.
    private static func isSound(_ header: [UInt8]) -> Bool {
        let sum = header.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        return number(header[148..<156]) == sum
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
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
        let prefix = header[257..<263].elementsEqual("ustar\0".utf8) ? text(header[345..<500]) : ""
        return prefix.isEmpty ? text(header[0..<100]) : prefix + "/" + text(header[0..<100])
    }

    /// One of the attributes of pax: records `LENGTH key=value`, each with a line end.
    private static func attribute(_ key: String, in attributes: [UInt8]) -> String? {
        var rest = attributes[...]
        var found: String?
        while let space = rest.firstIndex(of: 0x20),
            let length = Int(String(decoding: rest[..<space], as: UTF8.self)), length > space - rest.startIndex,
            length <= rest.count
        {
            let record = rest[(space + 1)..<(rest.startIndex + length)]
            if record.starts(with: (key + "=").utf8) {
                found = String(decoding: record.dropFirst(key.utf8.count + 1).prefix { $0 != 0x0A }, as: UTF8.self)
            }
            rest = rest.dropFirst(length)
        }
        return found
    }
}
