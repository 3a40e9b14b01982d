import Foundation

/// One scan of a SUMO network. Of its elements only `<edge>` and the `<lane>` in it count; the others are passed over, but
/// must be balanced to the end of the document.
struct RoadNetworkParser: ~Copyable {
    typealias Pointer = UnsafePointer<UInt8>

    /// The most bytes of a shape.
    static let longestShape = 60_000
    static let deepest = 256
    static let standardWidth = 3.2
    /// Edges that no vehicle drives on.
    private static let footways = ["crossing", "walkingarea"]
    /// Who is meant by vehicles: a lane on which none of these may drive is no road. So lanes for buses, trams, bicycles and
    /// pedestrians alone are none.
    private static let cars = [
        "passenger", "private", "hov", "vip", "evehicle", "motorcycle", "moped", "delivery", "truck", "trailer",
        "custom1", "custom2",
    ]

    private var reader: ByteReader
    private var tag: XMLTag
    private let values: UnsafeMutablePointer<XMLSpan>
    private let scratch: UnsafeMutablePointer<UInt8>
    private var open: [String] = []
    private var isFootway = false
    private var hasEnded = false
    private var lanes: [RoadNetwork.Lane] = []
    private var offset = Point(x: 0, y: 0)

    init(_ reader: consuming ByteReader) {
        let count = XMLTag.Attribute.allCases.count
        values = .allocate(capacity: count)
        values.initialize(repeating: XMLSpan(start: reader.cursor, count: 0), count: count)
        scratch = .allocate(capacity: count * XMLTag.longest)
        scratch.initialize(repeating: 0, count: count * XMLTag.longest)
        tag = XMLTag(at: reader.cursor, values: values, scratch: scratch)
        tag.longestValue = Self.longestShape
        self.reader = reader
    }

    deinit {
        values.deallocate()
        scratch.deallocate()
    }

    mutating func run() throws -> (lanes: [RoadNetwork.Lane], offset: Point) {
        try reader.refuseEncoding()
        do {
            while try skipText() { try markup() }
        } catch let fault as XMLFault {
            throw reader.error(at: fault.place, fault.message)
        }
        guard hasEnded else {
            let missing = open.last.map { "</\(excerptForMessage($0, limit: 40))>" } ?? "<net>"
            throw reader.error(at: reader.limit, "the document ends before \(missing); it is truncated")
        }
        guard !lanes.isEmpty else { throw reader.error(at: reader.limit, "the network has no lane for vehicles") }
        return (lanes, offset)
    }

    /// Brings the cursor to the next `<`; false at the end of the document.
    private mutating func skipText() throws -> Bool {
        while true {
            if let found = memchr(reader.cursor, Int32(UInt8(ascii: "<")), reader.limit - reader.cursor) {
                let place = Pointer(found.assumingMemoryBound(to: UInt8.self))
                if open.isEmpty { try refuseText(upTo: place) }
                reader.cursor = place
                return true
            }
            if open.isEmpty { try refuseText(upTo: reader.limit) }
            reader.cursor = reader.limit
            guard try reader.refill() else { return false }
        }
    }

    private func refuseText(upTo end: Pointer) throws {
        var next = reader.cursor
        while next < end, XMLText.isWhite(next.pointee) { next += 1 }
        if next < end { throw XMLText.unexpected(next, wanted: "<net>") }
    }

    private mutating func markup() throws {
        try reader.fill(9)
        if starts("<!--") { return try skip(past: "-->", "a comment") }
        if starts("<![CDATA[") { return try skip(past: "]]>", "a CDATA section") }
        if starts("<?") { return try skip(past: "?>", "a processing instruction") }
        if starts("<!") { throw XMLFault(reader.cursor, "document type declarations are not supported") }
        let isClosing = starts("</")
        while true {
            let end =
                isClosing
                ? try tag.scanClosing(at: reader.cursor, limit: reader.limit)
                : try tag.scanOpening(at: reader.cursor, limit: reader.limit)
            if let end {
                if isClosing { try close() } else { try element() }
                reader.cursor = end
                return
            }
            guard try reader.refill() else {
                throw reader.error(at: reader.limit, "the document ends inside a tag; it is truncated")
            }
        }
    }

    private func starts(_ text: StaticString) -> Bool {
        reader.limit - reader.cursor >= text.utf8CodeUnitCount
            && memcmp(reader.cursor, text.utf8Start, text.utf8CodeUnitCount) == 0
    }

    private mutating func skip(past text: StaticString, _ what: String) throws {
        let count = text.utf8CodeUnitCount
        while true {
            try reader.fill(count)
            guard reader.limit - reader.cursor >= count else {
                throw reader.error(at: reader.limit, "the document ends inside \(what); it is truncated")
            }
            if starts(text) {
                reader.cursor += count
                return
            }
            reader.cursor += 1
        }
    }

    private mutating func element() throws {
        if hasEnded { throw XMLFault(tag.start, "found <\(tag.name.shown)> after </net>, the end of the network") }
        if open.isEmpty, !(tag.name == "net") {
            throw XMLFault(
                tag.start, "the root element is <\(tag.name.shown)>; a SUMO network with <net> is expected (.net.xml)")
        }
        if tag.name == "edge" { isFootway = Self.footways.contains(text(.function)) }
        if tag.name == "lane", open.last == "edge" { try lane() }
        if tag.name == "location", open.count == 1, tag.has(.netOffset) {
            let value = tag.value(.netOffset)
            offset = try place(value.start, value.end)
        }
        if tag.isSelfClosing {
            hasEnded = open.isEmpty
            return
        }
        guard open.count < Self.deepest else {
            throw XMLFault(tag.start, "more than \(Self.deepest) elements are open inside each other")
        }
        open.append(String(decoding: tag.name.bytes, as: UTF8.self))
    }

    private mutating func close() throws {
        guard let last = open.last, last.utf8.elementsEqual(tag.name.bytes) else {
            let wanted = open.last.map { "</\(excerptForMessage($0, limit: 40))>" } ?? "<net>"
            throw XMLFault(tag.start, "found </\(tag.name.shown)> where \(wanted) is expected")
        }
        open.removeLast()
        hasEnded = open.isEmpty
    }

    private func text(_ attribute: XMLTag.Attribute) -> String {
        guard tag.has(attribute), tag.value(attribute).isPlain else { return "" }
        return String(decoding: tag.value(attribute).bytes, as: UTF8.self)
    }

    private mutating func lane() throws {
        if isFootway || !isForCars { return }
        guard tag.has(.id) else { throw XMLFault(tag.start, "<lane> has no attribute 'id'") }
        guard tag.value(.id).count <= XMLTag.longest else {
            throw XMLFault(tag.value(.id).start, "the id is longer than \(XMLTag.longest) bytes")
        }
        let id = String(decoding: tag.resolved(.id), as: UTF8.self)
        lanes.append(
            RoadNetwork.Lane(
                id: id, shape: try shape(), width: try number(.width) ?? Self.standardWidth,
                speedLimit: try number(.speed), isInternal: id.hasPrefix(":")))
    }

    /// Without `allow` and `disallow` everybody may drive there; both are lists of classes, or `all`.
    private var isForCars: Bool {
        let (allowed, closed) = (text(.allow).split(separator: " "), text(.disallow).split(separator: " "))
        if !allowed.isEmpty { return allowed.contains("all") || allowed.contains { Self.cars.contains(String($0)) } }
        return !closed.contains("all") && Self.cars.contains { !closed.contains(Substring($0)) }
    }

    private func number(_ attribute: XMLTag.Attribute) throws -> Double? {
        guard tag.has(attribute) else { return nil }
        let value = tag.value(attribute)
        guard let number = DecimalText.double(value.bytes), (0...1e6).contains(number) else {
            throw XMLFault(value.start, "\(attribute)='\(value.shown)' is not a number from 0 to 1e6")
        }
        return number
    }

    /// `x,y x,y` or `x,y,z x,y,z`.
    private func shape() throws -> [Point] {
        guard tag.has(.shape) else { throw XMLFault(tag.start, "<lane> has no attribute 'shape'") }
        let value = tag.value(.shape)
        var points: [Point] = []
        var next = value.start
        while next < value.end {
            if next.pointee == 0x20 {
                next += 1
                continue
            }
            let start = next
            while next < value.end, next.pointee != 0x20 { next += 1 }
            points.append(try place(start, next))
        }
        guard points.count >= 2 else { throw XMLFault(value.start, "the shape has fewer than two places") }
        return points
    }

    /// `x,y` or `x,y,z`.
    private func place(_ start: Pointer, _ end: Pointer) throws -> Point {
        let bytes = UnsafeBufferPointer(start: start, count: end - start)
        let parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        let numbers = parts.map { DecimalText.double(UnsafeBufferPointer(rebasing: $0)) }
        guard (2...3).contains(numbers.count), let x = numbers[0], let y = numbers[1],
            x.magnitude <= XMLTag.farthest, y.magnitude <= XMLTag.farthest
        else {
            let found = XMLSpan(start: start, count: end - start).shown
            throw XMLFault(start, "found '\(found)' where a place such as 12.5,-3 is expected")
        }
        return Point(x: x, y: y)
    }
}
