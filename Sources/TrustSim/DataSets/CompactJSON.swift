import Foundation

/// Reads one JSON value after another into storage that is kept, for rows of logs: no allocation a row, no positions.
/// What is not JSON is told by `false`; nothing traps.
struct CompactJSON {
    enum Kind: UInt8 {
        case null, bool, number, string, array, object
    }

    struct Node {
        var kind: Kind
        var number = 0.0
        /// Bytes of the key, without its quotes; empty in arrays.
        var key = 0..<0
        /// Bytes of a text, without its quotes; escapes are not resolved.
        var text = 0..<0
        /// Index behind the last node within this one.
        var next = 0
    }

    private static let maximumDepth = 16
    private(set) var nodes: [Node] = []
    /// The text, with a zero byte behind it.
    private var bytes: [UInt8] = []
    private var cursor = 0

    /// Reads a whole text.
    mutating func read(_ text: some Collection<UInt8>) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: text)
        bytes.append(0)
        nodes.removeAll(keepingCapacity: true)
        cursor = 0
        guard value(key: 0..<0, depth: 0) else { return false }
        skipSpace()
        return cursor == bytes.count - 1
    }

    private mutating func skipSpace() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(bytes[cursor]) { cursor += 1 }
    }

    private mutating func value(key: Range<Int>, depth: Int) -> Bool {
        skipSpace()
        let index = nodes.count
        nodes.append(Node(kind: .null, key: key))
        let isRead: Bool
        switch bytes[cursor] {
        case UInt8(ascii: "{"): isRead = depth < Self.maximumDepth && members(of: index, depth)
        case UInt8(ascii: "["): isRead = depth < Self.maximumDepth && elements(of: index, depth)
        case UInt8(ascii: "\""):
            nodes[index].kind = .string
            guard let text = string() else { return false }
            nodes[index].text = text
            isRead = true
        case UInt8(ascii: "t"): isRead = word("true", index, .bool, 1)
        case UInt8(ascii: "f"): isRead = word("false", index, .bool, 0)
        case UInt8(ascii: "n"): isRead = word("null", index, .null, 0)
        // Python writes these; they are numbers that are none.
        case UInt8(ascii: "N"): isRead = word("NaN", index, .number, .nan)
        case UInt8(ascii: "I"): isRead = word("Infinity", index, .number, .infinity)
        default: isRead = number(index)
        }
        nodes[index].next = nodes.count
        return isRead
    }

    private mutating func word(_ word: StaticString, _ index: Int, _ kind: Kind, _ number: Double) -> Bool {
        let length = word.utf8CodeUnitCount
        guard cursor + length < bytes.count else { return false }
        for offset in 0..<length where bytes[cursor + offset] != word.utf8Start[offset] { return false }
        cursor += length
        nodes[index].kind = kind
        nodes[index].number = number
        return true
    }

    private mutating func number(_ index: Int) -> Bool {
        let start = cursor
        var end = cursor
        var hasDigit = false
        while true {
            switch bytes[end] {
            case 0x30...0x39: hasDigit = true
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
            default:
                guard hasDigit, end - start <= 64 else { return false }
                var read = 0
                nodes[index].number = bytes.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return .nan }
                    return UnsafeRawPointer(base + start).withMemoryRebound(to: CChar.self, capacity: end - start + 1) {
                        var stop: UnsafeMutablePointer<CChar>?
                        let value = strtod($0, &stop)
                        read =
                            stop.map {
                                UnsafePointer($0) - UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
                            } ?? 0
                        return value
                    }
                }
                guard read == end - start else { return false }
                nodes[index].kind = .number
                cursor = end
                return true
            }
            end += 1
        }
    }

    private mutating func string() -> Range<Int>? {
        cursor += 1
        let start = cursor
        while cursor < bytes.count - 1 {
            switch bytes[cursor] {
            case UInt8(ascii: "\""):
                cursor += 1
                return start..<(cursor - 1)
            case UInt8(ascii: "\\"): cursor += 2
            default: cursor += 1
            }
        }
        return nil
    }

    private mutating func members(of index: Int, _ depth: Int) -> Bool {
        nodes[index].kind = .object
        cursor += 1
        skipSpace()
        if bytes[cursor] == UInt8(ascii: "}") {
            cursor += 1
            return true
        }
        while true {
            skipSpace()
            guard bytes[cursor] == UInt8(ascii: "\""), let key = string() else { return false }
            skipSpace()
            guard bytes[cursor] == UInt8(ascii: ":") else { return false }
            cursor += 1
            guard value(key: key, depth: depth + 1) else { return false }
            skipSpace()
            let separator = bytes[cursor]
            guard separator == UInt8(ascii: ",") || separator == UInt8(ascii: "}") else { return false }
            cursor += 1
            if separator == UInt8(ascii: "}") { return true }
        }
    }

    private mutating func elements(of index: Int, _ depth: Int) -> Bool {
        nodes[index].kind = .array
        cursor += 1
        skipSpace()
        if bytes[cursor] == UInt8(ascii: "]") {
            cursor += 1
            return true
        }
        while true {
            guard value(key: 0..<0, depth: depth + 1) else { return false }
            skipSpace()
            let separator = bytes[cursor]
            guard separator == UInt8(ascii: ",") || separator == UInt8(ascii: "]") else { return false }
            cursor += 1
            if separator == UInt8(ascii: "]") { return true }
        }
    }

    // MARK: - Looking at it

    /// The value of a key of an object, the outermost if none is named.
    func find(_ key: StaticString, in object: Int = 0) -> Int? {
        guard object < nodes.count, nodes[object].kind == .object else { return nil }
        var child = object + 1
        while child < nodes[object].next {
            if matches(nodes[child].key, key) { return child }
            child = nodes[child].next
        }
        return nil
    }

    private func matches(_ range: Range<Int>, _ key: StaticString) -> Bool {
        guard range.count == key.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where bytes[range.lowerBound + offset] != key.utf8Start[offset] { return false }
        return true
    }

    /// A finite number.
    func number(_ key: StaticString, in object: Int = 0) -> Double? {
        guard let node = find(key, in: object), nodes[node].kind == .number || nodes[node].kind == .bool,
            nodes[node].number.isFinite
        else { return nil }
        return nodes[node].number
    }

    /// A whole number that a double holds exactly.
    func integer(_ key: StaticString, in object: Int = 0) -> Int64? { number(key, in: object).flatMap(Self.integer) }

    static func integer(_ number: Double) -> Int64? {
        number.magnitude <= 0x1p53 ? Int64(exactly: number) : nil
    }

    func text(_ key: StaticString, in object: Int = 0) -> String? {
        guard let node = find(key, in: object), nodes[node].kind == .string else { return nil }
        return String(decoding: bytes[nodes[node].text], as: UTF8.self)
    }

    /// The first two numbers of a list, or of a text with commas.
    func point(_ key: StaticString, in object: Int = 0) -> Point? {
        guard let node = find(key, in: object) else { return nil }
        if nodes[node].kind == .string {
            let parts = String(decoding: bytes[nodes[node].text], as: UTF8.self).split(separator: ",")
            guard parts.count >= 2, let x = Self.finite(parts[0]), let y = Self.finite(parts[1]) else { return nil }
            return Point(x: x, y: y)
        }
        guard nodes[node].kind == .array, nodes[node].next >= node + 3 else { return nil }
        let (x, y) = (nodes[node + 1], nodes[node + 2])
        guard x.kind == .number, y.kind == .number, x.number.isFinite, y.number.isFinite else { return nil }
        return Point(x: x.number, y: y.number)
    }

    private static func finite(_ text: Substring) -> Double? {
        // `Double` reads hexadecimal numbers too.
        guard !text.contains(where: { "xXpP".contains($0) }), let value = Double(text.filter { $0 != " " }),
            value.isFinite
        else { return nil }
        return value
    }

    /// The nodes directly within a list.
    func children(_ node: Int) -> [Int] {
        var found: [Int] = []
        var child = node + 1
        while child < nodes[node].next {
            found.append(child)
            child = nodes[child].next
        }
        return found
    }
}
