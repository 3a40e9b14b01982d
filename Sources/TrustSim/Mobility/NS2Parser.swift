import Foundation

/// Reads ns-2 movements, and the activity files beside them, line by line:
///
///     $node_(0) set X_ 12.5
///     $ns_ at 3.0 "$node_(0) setdest 100.0 20.0 13.9"
///     $ns_ at 0.0 "$g(0) start"; # SUMO-ID: taxi
///
/// Comments and lines that begin with `set`, `append`, `puts` or `$god_` are passed over. It is no interpreter of Tcl.
struct NS2Parser: ~Copyable {
    typealias Pointer = UnsafePointer<UInt8>
    typealias Command = NS2Movements.Command

    private var reader: ByteReader
    /// What is left of the line.
    private var next: Pointer
    private var end: Pointer

    static let allowed = "'set X_ 1.5', 'setdest 1.5 2.5 13.9', 'start' or 'stop'"

    init(_ reader: consuming ByteReader) {
        next = reader.cursor
        end = reader.cursor
        self.reader = reader
    }

    /// Reads to the end; returns the number of bytes read.
    mutating func run(into movements: inout NS2Movements) throws -> Int64 {
        try reader.refuseEncoding()
        while let line = try reader.nextLine() {
            if let start = line.baseAddress {
                next = start
                end = start + line.count
                do {
                    try readLine(into: &movements)
                } catch {
                    throw reader.error(at: error.place, error.message)
                }
            }
            reader.skipLine(line)
        }
        return reader.bytesRead
    }

    private mutating func readLine(into movements: inout NS2Movements) throws(XMLFault) {
        skipWhite()
        guard next < end, next.pointee != UInt8(ascii: "#") else { return }
        let start = next
        let word = word()
        if word == "set" || word == "append" || word == "puts" || word == "$god_" { return }
        if word == "$ns_" || word == "$ns" { return try schedule(into: &movements) }
        guard let node = Self.node(word) else {
            throw XMLFault(start, "found '\(word.shown)'; only '$node_(0) ...', '$ns_ at ...' and comments are allowed")
        }
        guard let command = try command(at: nil, of: node) else { return }
        if command.kind == .moveTo || command.kind == .start || command.kind == .stop {
            throw XMLFault(start, "this command needs a time: $ns_ at 1.5 \"$node_(\(node)) ...\"")
        }
        movements.setInitial(command.kind, command.kind == .setX ? command.x : command.y, ofNode: node)
        try finish()
    }

    /// The rest of `$ns_ at TIME "COMMAND"`.
    private mutating func schedule(into movements: inout NS2Movements) throws(XMLFault) {
        skipWhite()
        let place = next
        let at = word()
        guard at == "at" else { throw XMLFault(place, "found '\(at.shown)' where 'at' is expected") }
        skipWhite()
        let start = next
        let text = word()
        guard let time = DecimalText.microseconds(text.bytes), time >= 0 else {
            throw XMLFault(start, "the time '\(text.shown)' is not a number of seconds from 0 to 1e12")
        }
        skipWhite()
        guard next < end, next.pointee == UInt8(ascii: "\"") else {
            throw XMLFault(next, "a command in quotation marks is expected")
        }
        next += 1
        skipWhite()
        let name = next
        let target = word()
        if target == "$god_" { return }
        guard let node = Self.node(target) else {
            throw XMLFault(name, "found '\(target.shown)' where a node such as '$node_(0)' is expected")
        }
        guard let command = try command(at: time, of: node) else { return }
        skipWhite()
        guard next < end, next.pointee == UInt8(ascii: "\"") else {
            throw XMLFault(next, "the closing quotation mark is expected")
        }
        next += 1
        movements.add(command, toNode: node)
        if let name = try finish() { movements.setName(name, ofNode: node) }
    }

    /// Nil for commands that do not move anything.
    private mutating func command(at time: Microseconds?, of node: UInt32) throws(XMLFault) -> Command? {
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
        } else if word == "reset" {
            return nil
        } else {
            throw XMLFault(place, "found '\(word.shown)' where \(Self.allowed) is expected")
        }
        return command
    }

    /// The end of a line; a comment may give the name of the vehicle.
    @discardableResult
    private mutating func finish() throws(XMLFault) -> String? {
        skipWhite()
        if next < end, next.pointee == UInt8(ascii: ";") {
            next += 1
            skipWhite()
        }
        if next == end { return nil }
        guard next.pointee == UInt8(ascii: "#") else {
            let found = XMLSpan(start: next, count: end - next).shown
            throw XMLFault(next, "found '\(found)' where the end of the line is expected")
        }
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

    /// The number in `$name(number)`.
    private static func node(_ word: XMLSpan) -> UInt32? {
        guard word.count >= 4, word.start[0] == UInt8(ascii: "$"), word.end[-1] == UInt8(ascii: ")"),
            let open = word.bytes.firstIndex(of: UInt8(ascii: "("))
        else { return nil }
        return UInt32(String(decoding: word.bytes[(open + 1)..<(word.count - 1)], as: UTF8.self))
    }
}
