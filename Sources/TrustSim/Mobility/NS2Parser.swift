import Foundation

/// Reads ns-2 movements, and the activity files beside them, line by line:
///
///     $node_(0) set X_ 12.5; $node_(0) set Y_ 3
///     $ns_ at 3.0 "$node_(0) setdest 100.0 20.0 13.9"
///     $ns_ at 0.0 "$g(0) start"; # SUMO-ID: taxi
///     $ns at 3.0 "$n1 setdest 100.0 20.0 13.9"
///
/// Passed over are comments, and statements that move nothing and that movements are often found with. It is no interpreter
/// of Tcl: anything else is an error.
struct NS2Parser: ~Copyable {
    typealias Pointer = UnsafePointer<UInt8>
    typealias Command = NS2Movements.Command

    private var reader: ByteReader
    /// What is left of the line, or of a command in it.
    private var next: Pointer
    private var end: Pointer
    private var line = 0

    static let allowed = "'set X_ 1.5', 'setdest 1.5 2.5 13.9', 'start' or 'stop'"
    /// Statements that begin so move nothing.
    private static let passedOver = ["set", "append", "puts", "$god_"]
    /// Procedures that scripts end with.
    private static let endings = ["stop", "finish", "record", "exit"]
    /// What nodes are told that moves nothing.
    private static let looks = [
        "reset", "color", "label", "label-color", "label-at", "shape", "add-mark", "delete-mark",
    ]

    init(_ reader: consuming ByteReader) {
        next = reader.cursor
        end = reader.cursor
        self.reader = reader
    }

    /// Reads to the end; returns the number of bytes read.
    mutating func run(into movements: inout NS2Movements) throws -> Int64 {
        try reader.refuseEncoding()
        movements.begin(file: reader.name)
        while let text = try reader.nextLine() {
            line += 1
            if let start = text.baseAddress {
                next = start
                end = start + text.count
                do {
                    try readLine(into: &movements)
                } catch {
                    throw reader.error(at: error.place, error.message)
                }
            }
            reader.skipLine(text)
        }
        return reader.bytesRead
    }

    /// The statements of a line; a comment behind the last may give the name of its vehicle.
    private mutating func readLine(into movements: inout NS2Movements) throws(XMLFault) {
        var last: NS2Movements.NodeName?
        while true {
            skipToStatement()
            guard next < end else { return }
            if next.pointee == UInt8(ascii: "#") {
                if let name = try nameInComment(), let last { movements.setName(name, ofNode: last, line: line) }
                return
            }
            last = try statement(into: &movements)
            try endStatement()
        }
    }

    private mutating func skipToStatement() {
        while next < end, XMLText.isWhite(next.pointee) || next.pointee == UInt8(ascii: ";") { next += 1 }
    }

    private mutating func endStatement() throws(XMLFault) {
        skipWhite()
        guard next == end || next.pointee == UInt8(ascii: ";") || next.pointee == UInt8(ascii: "#") else {
            let found = XMLSpan(start: next, count: end - next).shown
            throw XMLFault(next, "found '\(found)' where the end of the line is expected")
        }
    }

    /// Returns the node that it is about, if any.
    private mutating func statement(into movements: inout NS2Movements) throws(XMLFault) -> NS2Movements.NodeName? {
        let start = next
        let word = word()
        if word.isOne(of: Self.passedOver) {
            passOver()
            return nil
        }
        let target = next
        skipWhite()
        if isNext("at") || word == "$ns_" || word == "$ns" { return try schedule(into: &movements) }
        next = target
        guard let node = Self.node(word) else {
            throw XMLFault(start, "found '\(word.shown)'; only '$node_(0) ...', '$ns_ at ...' and comments are allowed")
        }
        guard let command = try command(at: nil, of: node) else { return nil }
        if command.kind == .moveTo || command.kind == .start || command.kind == .stop {
            throw XMLFault(start, "this command needs a time: $ns_ at 1.5 \"\(node.text) ...\"")
        }
        movements.setInitial(
            command.kind, command.kind == .setX ? command.x : command.y, ofNode: node, line: line)
        return node
    }

    private func isNext(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return end - next > count && memcmp(next, text.utf8Start, count) == 0 && XMLText.isWhite(next[count])
    }

    /// The rest of a statement: up to a semicolon that is in no quotes, brackets or braces. In a command that is itself in
    /// quotes its own quotes are written `\\"`.
    private mutating func passOver(inQuotes isInQuotes: Bool = false) {
        var depth = 0
        var isQuoted = false
        while next < end {
            switch next.pointee {
            case UInt8(ascii: "\\"):
                if next + 1 < end { next += 1 }
                if isInQuotes && next.pointee == UInt8(ascii: "\"") { isQuoted.toggle() }
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ";") where !isQuoted && depth <= 0: return
            default: break
            }
            next += 1
        }
    }

    /// The rest of `$ns_ at TIME "COMMANDS"`.
    private mutating func schedule(into movements: inout NS2Movements) throws(XMLFault) -> NS2Movements.NodeName? {
        skipWhite()
        let place = next
        let at = word()
        if at == "initial_node_pos" {
            passOver()
            return nil
        }
        guard at == "at" else { throw XMLFault(place, "found '\(at.shown)' where 'at' is expected") }
        skipWhite()
        let start = next
        let text = word()
        guard let time = DecimalText.microseconds(text.bytes), time >= 0 else {
            throw XMLFault(start, "the time '\(text.shown)' is not a number of seconds from 0 to 1e12")
        }
        skipWhite()
        guard next < end, next.pointee == UInt8(ascii: "\"") || next.pointee == UInt8(ascii: "{") else {
            throw XMLFault(next, "a command in quotation marks is expected")
        }
        let close = try closing(of: next)
        let lineEnd = end
        next += 1
        end = close
        let node = try commands(at: time, into: &movements)
        next = close + 1
        end = lineEnd
        return node
    }

    /// Where what opens at a place closes.
    private func closing(of open: Pointer) throws(XMLFault) -> Pointer {
        let sign: UInt8 = open.pointee == UInt8(ascii: "{") ? UInt8(ascii: "}") : open.pointee
        var place = open + 1
        while place < end, place.pointee != sign { place += place.pointee == UInt8(ascii: "\\") ? 2 : 1 }
        guard place < end else { throw XMLFault(end, "the closing quotation mark is expected") }
        return place
    }

    /// Commands at a time, separated by semicolons. Returns the node of the last.
    private mutating func commands(
        at time: Microseconds, into movements: inout NS2Movements
    ) throws(XMLFault) -> NS2Movements.NodeName? {
        var last: NS2Movements.NodeName?
        while true {
            skipToStatement()
            guard next < end else { return last }
            let place = next
            let word = word()
            let isEnding = word.isOne(of: Self.endings) || word == "$ns_" || word == "$ns"
            if isEnding || word.isOne(of: Self.passedOver) {
                if isNextWord("at") { throw XMLFault(place, "a command that schedules another is not read") }
                passOver(inQuotes: true)
                continue
            }
            guard let node = Self.node(word) else {
                throw XMLFault(place, "found '\(word.shown)' where a node such as '$node_(0)' is expected")
            }
            if let command = try command(at: time, of: node) {
                movements.add(command, toNode: node, line: line)
                last = node
            }
            skipWhite()
            guard next == end || next.pointee == UInt8(ascii: ";") else {
                let found = XMLSpan(start: next, count: end - next).shown
                throw XMLFault(next, "found '\(found)' where the closing quotation mark is expected")
            }
        }
    }

    private mutating func isNextWord(_ text: StaticString) -> Bool {
        skipWhite()
        return isNext(text)
    }

    /// Nil for commands that do not move anything.
    private mutating func command(
        at time: Microseconds?, of node: NS2Movements.NodeName
    ) throws(XMLFault) -> Command? {
        skipWhite()
        let place = next
        let word = word()
        var command = Command(time: time ?? 0, kind: .moveTo)
        if word == "setdest" {
            command.x = try coordinate()
            command.y = try coordinate()
            command.speed = try number()
            guard command.speed >= 0 else { throw XMLFault(place, "the speed of a 'setdest' is negative") }
        } else if word == "set" {
            skipWhite()
            let axisPlace = next
            let axis = self.word()
            let value = try coordinate()
            if axis == "Z_" { return nil }
            guard axis == "X_" || axis == "Y_" else {
                throw XMLFault(axisPlace, "found '\(axis.shown)' where X_, Y_ or Z_ is expected")
            }
            command.kind = axis == "X_" ? .setX : .setY
            if axis == "X_" { command.x = value } else { command.y = value }
        } else if word == "start" || word == "stop" {
            command.kind = word == "start" ? .start : .stop
        } else if word.isOne(of: Self.looks) {
            passOver()
            return nil
        } else if word == "random-motion" {
            guard try number() == 0 else {
                throw XMLFault(place, "'random-motion' is only read with 0: the movements of 1 are not in the file")
            }
            return nil
        } else {
            throw XMLFault(place, "found '\(word.shown)' where \(Self.allowed) is expected")
        }
        return command
    }

    /// The name in a comment `# SUMO-ID: name`.
    private mutating func nameInComment() throws(XMLFault) -> String? {
        next += 1
        skipWhite()
        let place = next
        let word = word()
        guard word == "SUMO-ID:" else { return nil }
        skipWhite()
        var count = end - next
        while count > 0, XMLText.isWhite(next[count - 1]) { count -= 1 }
        let bytes = UnsafeBufferPointer(start: next, count: count)
        guard count > 0, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            let name = String(validating: bytes, as: UTF8.self)
        else { throw XMLFault(place, "a name in UTF-8 is expected after SUMO-ID:") }
        return name
    }

    private mutating func coordinate() throws(XMLFault) -> Double {
        let value = try number()
        guard value.magnitude <= XMLTag.farthest else {
            throw XMLFault(next, "a coordinate is beyond the limit of 1e9 metres")
        }
        return value
    }

    private mutating func number() throws(XMLFault) -> Double {
        skipWhite()
        let place = next
        let text = word()
        guard let value = DecimalText.double(text.bytes) else {
            throw XMLFault(
                place,
                text.count == 0
                    ? "a number is missing" : "found '\(text.shown)' where a number such as -12.5 is expected")
        }
        return value
    }

    private mutating func skipWhite() {
        while next < end, XMLText.isWhite(next.pointee) { next += 1 }
    }

    /// Everything up to white space or a quotation mark or a semicolon.
    private mutating func word() -> XMLSpan {
        let start = next
        while next < end, !XMLText.isWhite(next.pointee), next.pointee != UInt8(ascii: "\""),
            next.pointee != UInt8(ascii: ";")
        {
            next += 1
        }
        return XMLSpan(start: start, count: next - start)
    }

    /// The node in `$name(number)`, whatever its name, or in `$name`.
    private static func node(_ word: XMLSpan) -> NS2Movements.NodeName? {
        guard word.count >= 2, word.start[0] == UInt8(ascii: "$") else { return nil }
        if word.end[-1] == UInt8(ascii: ")"), let open = word.bytes.firstIndex(of: UInt8(ascii: "(")) {
            return UInt32(String(decoding: word.bytes[(open + 1)..<(word.count - 1)], as: UTF8.self)).map {
                .number($0)
            }
        }
        let name = word.bytes.dropFirst()
        guard name.allSatisfy({ isNameByte($0) }) else { return nil }
        return .variable(String(decoding: name, as: UTF8.self))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == UInt8(ascii: "_")
    }
}

extension XMLSpan {
    fileprivate func isOne(of words: [String]) -> Bool { words.contains { $0.utf8.elementsEqual(bytes) } }
}
