import Foundation

/// One scan of a trace that is a table: a header and a row for each vehicle and time, in order of time. A row with a
/// time and no vehicle stands for a step without vehicles, as SUMO writes it. Persons and containers, which SUMO writes into
/// the same columns, are known by their type, or by a lane that is missing where others have one. In a mesoscopic
/// simulation nobody has one: so rows without a lane wait for the first with one.
struct CSVTraceParser: ~Copyable {
    typealias Column = CSVTraceHeader.Column

    private var reader: ByteReader
    private let begin: Int64
    private let end: Int64
    private let header: CSVTraceHeader
    private var fields: [XMLSpan]
    private var summary = FCDSummary()
    private var isWanted = false
    /// A vehicle's name whose quotation marks were doubled.
    private var unquoted: [UInt8] = []
    /// The last field in quotation marks.
    private var content: [UInt8] = []
    /// What a time is multiplied by: the power of ten.
    private let timePower: Int
    private let unit: TimeUnit?
    /// Where times are dates: the midnight that they count from.
    private var midnight: Int64?
    private let tellsLanes: Bool
    private let tellsTypes: Bool
    /// Whether a row with a lane has been met.
    private var hasLanes = false
    private var waiting = WaitingRows()
    /// Types that SUMO gives to persons and containers which have no other.
    private static let otherTypes = ["DEFAULT_PEDTYPE", "DEFAULT_CONTAINERTYPE"]

    /// Reads the header; `columns` says what its names do not tell.
    init(
        _ reader: consuming ByteReader, columns: TraceColumns = TraceColumns(), begin: Int64, end: Int64
    ) throws {
        self.begin = begin
        self.end = end
        fields = Array(repeating: XMLSpan(start: reader.cursor, count: 0), count: Column.allCases.count)
        guard let line = try reader.nextLine() else { throw reader.error(at: reader.cursor, "the file is empty") }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw reader.error(at: reader.cursor, "the header is not in UTF-8")
        }
        do throws(TraceProblem) {
            header = try CSVTraceHeader(text, named: columns)
        } catch {
            throw reader.error(at: reader.cursor, error.message)
        }
        if !header.isMissing { reader.skipLine(line) }
        self.reader = reader
        unit = columns.unit
        timePower = unit?.power ?? 0
        summary.isGeographic = header.isGeographic
        tellsLanes = header.has(.lane)
        tellsTypes = header.has(.type)
    }

    var isSUMO: Bool { header.isSUMO }

    /// Reads the rows to the end.
    mutating func run<H: FCDHandler>(into handler: inout H) throws -> FCDSummary {
        while let line = try reader.nextLine() {
            if !line.allSatisfy(XMLText.isWhite) {
                do {
                    try row(line, into: &handler)
                } catch let fault as XMLFault {
                    throw reader.error(at: fault.place, fault.message)
                } catch let problem as TraceProblem {
                    throw reader.error(at: reader.cursor, problem.message)
                }
            }
            reader.skipLine(line)
        }
        if !waiting.isEmpty {
            summary.firstSampleMicroseconds = waiting.firstTime
            summary.lastSampleMicroseconds = waiting.lastTime
            summary.samples += try waiting.handOver(to: &handler)
        }
        summary.bytes = reader.bytesRead
        return summary
    }

    private mutating func row<H: FCDHandler>(
        _ line: UnsafeBufferPointer<UInt8>, into handler: inout H
    ) throws {
        guard let start = line.baseAddress else { return }
        try split(start, start + line.count)
        let time = try time()
        if summary.lastMicroseconds.map({ time > $0 }) ?? true { try timestep(time, into: &handler) }
        let vehicle = fields[Column.vehicle.rawValue]
        if vehicle.count == 0 { return }
        if tellsTypes, isOther(fields[Column.type.rawValue]) { return }
        let isOffLane = tellsLanes && fields[Column.lane.rawValue].count == 0
        if isOffLane && hasLanes { return }
        let x = try coordinate(.x)
        let y = try coordinate(.y)
        let speed = try optionalNumber(.speed)
        let angle = try optionalNumber(.angle)
        try checkName(vehicle)
        if isOffLane {
            let name = vehicle.isPlain ? Array(vehicle.bytes) : unquoted
            try waiting.add(name, x, y, speed, angle, at: time, isWanted: isWanted)
            return
        }
        if tellsLanes && !hasLanes {
            // Those who wait are persons; the steps are there all the same.
            hasLanes = true
            try waiting.drop(handingStepsTo: &handler)
        }
        summary.addSample()
        guard isWanted else { return }
        if vehicle.isPlain {
            try handler.vehicle(id: UnsafeRawBufferPointer(vehicle.bytes), x: x, y: y, speed: speed, angle: angle)
        } else {
            try unquoted.withUnsafeBytes { try handler.vehicle(id: $0, x: x, y: y, speed: speed, angle: angle) }
        }
    }

    private mutating func timestep<H: FCDHandler>(_ time: Int64, into handler: inout H) throws {
        summary.lastMicroseconds = time
        if summary.firstMicroseconds == nil { summary.firstMicroseconds = time }
        summary.timesteps += 1
        isWanted = begin <= time && time <= end
        guard isWanted else { return }
        if tellsLanes && !hasLanes { waiting.add(step: time) } else { try handler.timestep(time) }
    }

    private func isOther(_ type: XMLSpan) -> Bool {
        type.count > 0 && Self.otherTypes.contains { $0.utf8.elementsEqual(type.bytes) }
    }

    private mutating func time() throws -> Int64 {
        let field = fields[Column.time.rawValue]
        let number = midnight == nil ? DecimalText.microseconds(field.bytes, power: timePower) : nil
        guard let time = number ?? date(field) else { throw malformed(.time, faultOfTime(field)) }
        if let last = summary.lastMicroseconds, time < last {
            throw XMLFault(
                field.start,
                "the time \(NumberText.csv(time.seconds)) s comes after \(NumberText.csv(last.seconds)) s; "
                    + "sort the rows by time")
        }
        return time
    }

    /// Since the midnight before the first row; the first row decides whether times are dates.
    private mutating func date(_ field: XMLSpan) -> Int64? {
        guard unit == nil, midnight != nil || summary.lastMicroseconds == nil,
            let time = DateTimeText.microseconds(field.bytes)
        else { return nil }
        if let midnight { return time - midnight }
        let start = time - DateTimeText.remainder(time)
        midnight = start
        summary.notes.append(
            "\(escapedForMessage(reader.name)): times are dates; they count in seconds from "
                + "\(DateTimeText.date(start)) 00:00 on")
        return time - start
    }

    private func faultOfTime(_ field: XMLSpan) -> String {
        let bytes = field.bytes
        if midnight != nil { return "no date such as 2031-05-06 07:08:09.5, as the first row has one" }
        if DecimalText.double(bytes) != nil {
            return "beyond the limit of 1e12 seconds; --columns unit=ms (or us, ns) says that times are in milliseconds"
        }
        if bytes.dropFirst().contains(UInt8(ascii: "-")) || bytes.contains(UInt8(ascii: "/")) {
            return "no time; times are numbers of seconds such as 12.5, or all of them dates such as "
                + "2031-05-06 07:08:09.5" + (unit == nil ? "" : ", which have no 'unit'")
        }
        if bytes.contains(UInt8(ascii: ":")) {
            return "a clock time; times are numbers of seconds such as 12.5 (sumo without --human-readable-time)"
        }
        return "not a number of seconds such as 12.5, at most 1e12"
    }

    private func coordinate(_ column: Column) throws -> Double {
        guard let value = try optionalNumber(column) else { throw malformed(column, "empty") }
        guard value.magnitude <= XMLTag.farthest else { throw malformed(column, "beyond the limit of 1e9 metres") }
        return value
    }

    @inline(__always)
    private func optionalNumber(_ column: Column) throws -> Double? {
        let field = fields[column.rawValue]
        if field.count == 0 { return nil }
        guard let value = DecimalText.double(field.bytes) else {
            throw malformed(column, "not a decimal number such as -12.5")
        }
        return value
    }

    private func malformed(_ column: Column, _ fault: String) -> XMLFault {
        let field = fields[column.rawValue]
        return XMLFault(field.start, "\(column)='\(field.shown)' is \(fault)")
    }

    private func checkName(_ name: XMLSpan) throws {
        var isASCII = true
        var next = name.start
        while next < name.end {
            let byte = next.pointee
            if byte < 0x20 || byte == 0x7F { throw XMLText.unexpected(next, wanted: "a vehicle") }
            if byte >= 0x80 { isASCII = false }
            next += 1
        }
        if !isASCII, String(validating: name.bytes, as: UTF8.self) == nil {
            throw XMLFault(name.start, "the vehicle '\(name.shown)' is not in UTF-8")
        }
    }
}

/// Fields of a row.
extension CSVTraceParser {
    private mutating func split(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) throws {
        var next = start
        var place = 0
        while true {
            let field = try field(&next, end)
            if place < header.roles.count, header.roles[place] >= 0 {
                fields[header.roles[place]] = field
                if !field.isPlain, header.roles[place] == Column.vehicle.rawValue { unquoted = content }
            }
            place += 1
            if next == end { break }
            next += 1
            if header.separator == CSVTraceHeader.space {
                while next < end, next.pointee == CSVTraceHeader.space { next += 1 }
                if next == end { break }
            }
        }
        guard place == header.roles.count else {
            let found = "the row has \(place) field\(place == 1 ? "" : "s"), but the "
            throw XMLFault(
                start,
                header.isMissing
                    ? "\(found)first line has \(header.roles.count); if that is no row of the table: tail -n +2 FILE | "
                        + "trustsim ... -"
                    : "\(found)header has \(header.roles.count); is the file truncated?")
        }
    }

    /// One field without white space around it; `next` moves to the separator or the end.
    @inline(__always)
    private mutating func field(
        _ next: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) throws -> XMLSpan {
        while next < end, next.pointee == 0x20 { next += 1 }
        let start = next
        if next < end, next.pointee == UInt8(ascii: "\"") { return try quotedField(&next, end) }
        while next < end, next.pointee != header.separator { next += 1 }
        var count = next - start
        while count > 0, XMLText.isWhite(start[count - 1]) { count -= 1 }
        return XMLSpan(start: start, count: count)
    }

    private mutating func quotedField(
        _ next: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) throws -> XMLSpan {
        let opening = next
        content.removeAll(keepingCapacity: true)
        var isPlain = true
        next += 1
        while true {
            guard next < end else { throw XMLFault(opening, "the quotation mark is not closed on its line") }
            if next.pointee == UInt8(ascii: "\"") {
                guard next + 1 < end, next[1] == UInt8(ascii: "\"") else { break }
                isPlain = false
                next += 1
            }
            content.append(next.pointee)
            next += 1
        }
        var field = XMLSpan(start: opening + 1, count: next - opening - 1)
        field.isPlain = isPlain
        next += 1
        while next < end, next.pointee == 0x20, header.separator != CSVTraceHeader.space { next += 1 }
        guard next == end || next.pointee == header.separator else {
            throw XMLFault(next, "found text behind a closing quotation mark")
        }
        return field
    }
}
