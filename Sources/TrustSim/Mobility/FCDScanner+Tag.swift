import Foundation

/// A tag of the input, split into its name and the attributes that are read.
///
/// All pointers are into the input buffer (or, for values with references, into `scratch`) and valid until the next
/// refill. The tag does not own `values` and `scratch`.
struct XMLTag {
    typealias Pointer = UnsafePointer<UInt8>

    /// The longest name and the longest value, in bytes.
    static let longest = 4096
    /// The longest tag.
    static let longestTag = 65_536
    static let tooLong = "the tag is longer than \(longestTag) bytes"

    /// The attributes that are read; all others are only checked.
    enum Attribute: Int, CaseIterable {
        case id, x, y, speed, angle, time
        /// Of the lanes and edges of a network.
        case shape, width, allow, disallow, function, netOffset
    }

    private(set) var start: Pointer
    private(set) var name: XMLSpan
    private(set) var isSelfClosing = false
    /// The longest value, in bytes; beyond ``longest`` it must not have references.
    var longestValue = Self.longest
    /// A bit for each attribute that has a value.
    private var present: UInt16 = 0
    private let values: UnsafeMutablePointer<XMLSpan>
    /// Room for a resolved value of each attribute.
    private let scratch: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - values: An element for each attribute.
    ///   - scratch: `longest` bytes for each attribute.
    init(at start: Pointer, values: UnsafeMutablePointer<XMLSpan>, scratch: UnsafeMutablePointer<UInt8>) {
        self.start = start
        self.values = values
        self.scratch = scratch
        name = XMLSpan(start: start, count: 0)
    }

    /// Splits an opening tag that starts at `start`; eight readable bytes follow `limit`, the first of them zero.
    ///
    /// - Returns: The end of the tag; nil when `limit` comes first.
    mutating func scanOpening(at start: Pointer, limit: Pointer) throws(XMLFault) -> Pointer? {
        guard let nameEnd = try XMLText.scanName(start + 1, limit, "an element name") else { return nil }
        self.start = start
        name = XMLSpan(start: start + 1, count: nameEnd - start - 1)
        present = 0
        var next = nameEnd
        while true {
            let gap = next
            next = XMLText.skipWhite(next)
            if next - start > Self.longestTag { throw XMLFault(start, Self.tooLong) }
            if next.pointee == UInt8(ascii: "/") {
                if next + 1 == limit { return nil }
                guard next[1] == UInt8(ascii: ">") else { throw XMLText.unexpected(next + 1, wanted: "'>' after '/'") }
                isSelfClosing = true
                return next + 2
            }
            if next.pointee == UInt8(ascii: ">") {
                isSelfClosing = false
                return next + 1
            }
            if next == limit { return nil }
            if next == gap { throw XMLText.unexpected(next, wanted: "white space, '>' or '/>'") }
            guard let end = try scanAttribute(next, limit) else { return nil }
            next = end
        }
    }

    /// Splits a closing tag; otherwise as `scanOpening`.
    mutating func scanClosing(at start: Pointer, limit: Pointer) throws(XMLFault) -> Pointer? {
        guard let nameEnd = try XMLText.scanName(start + 2, limit, "an element name") else { return nil }
        self.start = start
        name = XMLSpan(start: start + 2, count: nameEnd - start - 2)
        let end = XMLText.skipWhite(nameEnd)
        if end - start > Self.longestTag { throw XMLFault(start, Self.tooLong) }
        if end.pointee == UInt8(ascii: ">") { return end + 1 }
        if end == limit { return nil }
        throw XMLText.unexpected(end, wanted: "'>' at the end of </\(name.shown)")
    }

    @inline(__always)
    private mutating func scanAttribute(_ start: Pointer, _ limit: Pointer) throws(XMLFault) -> Pointer? {
        guard let nameEnd = try XMLText.scanName(start, limit, "an attribute, '>' or '/>'") else { return nil }
        let name = XMLSpan(start: start, count: nameEnd - start)
        var next = XMLText.skipWhite(nameEnd)
        if next.pointee != UInt8(ascii: "=") {
            if next == limit { return nil }
            throw XMLText.unexpected(next, wanted: "'=' after the attribute name '\(name.shown)'")
        }
        next = XMLText.skipWhite(next + 1)
        let quote = next.pointee
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            if next == limit { return nil }
            throw XMLText.unexpected(next, wanted: "the value of '\(name.shown)' in quotes")
        }
        var value = XMLSpan(start: next + 1, count: 0)
        guard let end = try XMLText.scanValue(&value, quote, limit, longestValue) else { return nil }
        if let attribute = Self.attribute(name) {
            guard !has(attribute) else {
                throw XMLFault(start, "the attribute '\(name.shown)' occurs twice in <\(self.name.shown)>")
            }
            present |= 1 << UInt16(attribute.rawValue)
            values[attribute.rawValue] = value
        }
        return end
    }

    @inline(__always)
    private static func attribute(_ name: XMLSpan) -> Attribute? {
        switch name.count {
        case 1 where name.start[0] == UInt8(ascii: "x"): return .x
        case 1 where name.start[0] == UInt8(ascii: "y"): return .y
        case 2 where name == "id": return .id
        case 4 where name == "time": return .time
        case 5 where name == "speed": return .speed
        case 5 where name == "angle": return .angle
        case 5 where name == "shape": return .shape
        case 5 where name == "width": return .width
        case 5 where name == "allow": return .allow
        case 8 where name == "function": return .function
        case 8 where name == "disallow": return .disallow
        case 9 where name == "netOffset": return .netOffset
        default: return nil
        }
    }

    @inline(__always)
    func has(_ attribute: Attribute) -> Bool {
        present & (1 << UInt16(attribute.rawValue)) != 0
    }

    /// The value as written; only of an attribute that is there.
    @inline(__always)
    func value(_ attribute: Attribute) -> XMLSpan {
        values[attribute.rawValue]
    }

    /// The value with references resolved and line breaks and tabs made spaces, as XML has it.
    @inline(__always)
    func resolved(_ attribute: Attribute) -> UnsafeBufferPointer<UInt8> {
        let value = value(attribute)
        if value.isPlain { return value.bytes }
        return XMLText.resolve(value, into: scratch + attribute.rawValue * Self.longest)
    }
}
