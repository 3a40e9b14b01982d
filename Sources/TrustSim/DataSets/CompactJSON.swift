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
        /// Bytes of a text, without its quotes, or of a number; escapes are not resolved.
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
                nodes[index].text = start..<end
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

    /// A finite number, also one in quotes.
    func number(_ key: StaticString, in object: Int = 0) -> Double? { find(key, in: object).flatMap(number(at:)) }

    private func number(at node: Int) -> Double? {
        switch nodes[node].kind {
        case .number, .bool: return nodes[node].number.isFinite ? nodes[node].number : nil
        case .string: return Self.finite(Substring(String(decoding: bytes[nodes[node].text], as: UTF8.self)))
        case .null, .array, .object: return nil
        }
    }

    /// A whole number: of digits alone, or one that a double holds exactly.
    func integer(_ key: StaticString, in object: Int = 0) -> Int64? {
        if let node = find(key, in: object), [.number, .string].contains(nodes[node].kind),
            let exact = Int64(String(decoding: bytes[nodes[node].text], as: UTF8.self))
        {
            return exact
        }
        return number(key, in: object).flatMap(Self.integer)
    }

    /// A name: a text, or a number as it is written. Nil where it says that there is none.
    func name(_ key: StaticString, in object: Int = 0) -> LogName? {
        word(key, in: object).flatMap(LogName.init(given:))
    }

    /// A text, number or truth value, as it is written.
    func word(_ key: StaticString, in object: Int = 0) -> String? {
        guard let node = find(key, in: object) else { return nil }
        switch nodes[node].kind {
        case .bool: return nodes[node].number != 0 ? "true" : "false"
        // `NaN` and `Infinity` are numbers without digits.
        case .number: return nodes[node].text.isEmpty ? "nan" : String(decoding: bytes[nodes[node].text], as: UTF8.self)
        case .string: return String(decoding: bytes[nodes[node].text], as: UTF8.self)
        case .null, .array, .object: return nil
        }
    }

    static func integer(_ number: Double) -> Int64? {
        number.magnitude <= 0x1p53 ? Int64(exactly: number) : nil
    }

    func text(_ key: StaticString, in object: Int = 0) -> String? {
        guard let node = find(key, in: object), nodes[node].kind == .string else { return nil }
        return String(decoding: bytes[nodes[node].text], as: UTF8.self)
    }

    /// The first two numbers of a list, of a text such as `1,2,0`, `(1, 2, 0)` or `1 2 0`, or of an object with `x` and
    /// `y`.
    func point(_ key: StaticString, in object: Int = 0) -> Point? {
        guard let node = find(key, in: object) else { return nil }
        switch nodes[node].kind {
        case .string: return Self.point(String(decoding: bytes[nodes[node].text], as: UTF8.self))
        case .object:
            guard let x = number("x", in: node), let y = number("y", in: node) else { return nil }
            return Point(x: x, y: y)
        case .array:
            let (first, end) = (node + 1, nodes[node].next)
            guard first < end, nodes[first].next < end, let x = number(at: first),
                let y = number(at: nodes[first].next)
            else { return nil }
            return Point(x: x, y: y)
        case .null, .bool, .number: return nil
        }
    }

    private static func point(_ text: String) -> Point? {
        let inner = text.drop { "([ ".contains($0) }
        let parts = inner.split { ", ;\t)]".contains($0) }
        guard parts.count >= 2, let x = finite(parts[0]), let y = finite(parts[1]) else { return nil }
        return Point(x: x, y: y)
    }

    private static func finite(_ text: Substring) -> Double? {
        // `Double` reads hexadecimal numbers and words too.
        guard text.utf8.allSatisfy({ isNumberByte($0) }), let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func isNumberByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
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
