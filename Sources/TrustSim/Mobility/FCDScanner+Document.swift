import Foundation

/// One scan of one document: the elements and their order.
struct FCDParser: ~Copyable {
    /// The innermost open element of those that matter.
    enum Stage {
        case prolog, root, timestep, vehicle, epilog
    }

    /// The most elements that are skipped inside each other.
    static let deepest = 256

    var reader: ByteReader
    private(set) var stage = Stage.prolog

    private var tag: XMLTag
    private let values: UnsafeMutablePointer<XMLSpan>
    private let scratch: UnsafeMutablePointer<UInt8>
    /// The names of the open elements that are skipped, one after the other, and where each starts.
    private var skippedNames: [UInt8] = []
    private var skippedStarts: [Int] = []
    /// Whether the current timestep is inside the window.
    private var isWanted = false
    private let begin: Int64
    private let end: Int64
    private var summary = FCDSummary()
    /// Whether the whole timesteps of a document that is cut off are taken; then each waits for its end.
    private let takesWhole: Bool
    private var waiting = WaitingRows()
    /// As it was behind the last whole timestep.
    private var wholeSummary = FCDSummary()

    /// The document ends too early.
    struct CutOff: Error {
        let place: String
    }

    init(_ reader: consuming ByteReader, begin: Int64, end: Int64, truncated: TruncatedTrace = .refuse) {
        takesWhole = truncated == .wholeTimesteps
        let count = XMLTag.Attribute.allCases.count
        values = .allocate(capacity: count)
        values.initialize(repeating: XMLSpan(start: reader.cursor, count: 0), count: count)
        scratch = .allocate(capacity: count * XMLTag.longest)
        scratch.initialize(repeating: 0, count: count * XMLTag.longest)
        tag = XMLTag(at: reader.cursor, values: values, scratch: scratch)
        self.reader = reader
        self.begin = begin
        self.end = end
    }

    deinit {
        values.deallocate()
        scratch.deallocate()
    }

    /// Whether the innermost open element is an unknown one.
    var isSkipping: Bool { !skippedStarts.isEmpty }

    /// Reads the document to its end.
    mutating func run<H: FCDHandler>(into handler: inout H) throws -> FCDSummary {
        try checkStart()
        do {
            while try skipText() {
                while reader.cursor + 1 == reader.limit { try more("a tag") }
                switch reader.cursor[1] {
                case UInt8(ascii: "!"): try declaration()
                case UInt8(ascii: "?"): try instruction()
                case UInt8(ascii: "/"): try closingTag(into: &handler)
                default: try openingTag(into: &handler)
                }
            }
            if stage != .epilog {
                throw CutOff(place: "before \(stage == .prolog ? "<fcd-export>" : "</\(openName)>")")
            }
        } catch let fault as XMLFault {
            throw reader.error(at: fault.place, fault.message)
        } catch let problem as TraceProblem {
            throw reader.error(at: reader.cursor, problem.message)
        } catch let cut as CutOff {
            try takeWhole(cut)
        }
        if reader.wasCut && stage == .epilog {
            guard takesWhole else { throw reader.cutData }
            summary.notes.append(
                "\(escapedForMessage(reader.name)): the compressed data is cut off, but behind the end of the trace")
        }
        summary.bytes = reader.bytesRead
        return summary
    }

    /// Of a document that is cut off, only whole timesteps count.
    private mutating func takeWhole(_ cut: CutOff) throws(TraceError) {
        let isOpen = stage == .timestep || stage == .vehicle
        let steps = takesWhole ? wholeSummary.timesteps : summary.timesteps - (isOpen ? 1 : 0)
        let fault = "the document ends \(cut.place); it is truncated"
        guard takesWhole, steps > 0, let last = wholeSummary.lastMicroseconds else {
            let error = reader.wasCut ? reader.cutData : reader.error(at: reader.limit, fault)
            if steps == 0 { throw error }
            throw TraceError(
                file: error.file, line: error.line, column: error.column, message: error.message + Self.remedy)
        }
        summary = wholeSummary
        let end = reader.error(at: reader.limit, "")
        summary.notes.append(
            "\(escapedForMessage(reader.name)): the trace is cut off in line \(end.line): its \(steps) whole "
                + "timestep\(steps == 1 ? "" : "s") up to \(NumberText.csv(last.seconds)) s are taken, what is behind is left out"
        )
    }

    /// For a trace that is cut off.
    static let remedy = "; --truncated whole-timesteps (mobility.truncated) takes the timesteps before that"

    private mutating func openingTag<H: FCDHandler>(into handler: inout H) throws {
        while true {
            if let end = try tag.scanOpening(at: reader.cursor, limit: reader.limit) {
                // The cursor stays at the tag until all is done, for the errors of the handler.
                try open(into: &handler)
                reader.cursor = end
                return
            }
            try more("a tag")
        }
    }

    @inline(__always)
    private mutating func open<H: FCDHandler>(into handler: inout H) throws {
        if isSkipping { return try skipElement() }
        switch stage {
        case .timestep where tag.name == "vehicle": try vehicle(into: &handler)
        case .root where tag.name == "timestep": try timestep(into: &handler)
        default: try otherElement()
        }
    }

    @inline(__always)
    private mutating func vehicle<H: FCDHandler>(into handler: inout H) throws {
        let id = try tag.identifier()
        let x = try tag.coordinate(.x)
        let y = try tag.coordinate(.y)
        let speed = try tag.optionalNumber(.speed)
        let angle = try tag.optionalNumber(.angle)
        if !tag.isSelfClosing { stage = .vehicle }
        summary.addSample()
        if takesWhole { return try waiting.add(Array(id), x, y, speed, angle, at: 0, isWanted: isWanted) }
        guard isWanted else { return }
        try handler.vehicle(id: UnsafeRawBufferPointer(id), x: x, y: y, speed: speed, angle: angle)
    }

    private mutating func timestep<H: FCDHandler>(into handler: inout H) throws {
        let time = try tag.time()
        if let last = summary.lastMicroseconds, time <= last {
            throw XMLFault(
                tag.value(.time).start,
                "the time \(seconds(time)) does not come after \(seconds(last)), the time of the timestep before")
        }
        summary.lastMicroseconds = time
        if summary.firstMicroseconds == nil { summary.firstMicroseconds = time }
        if !tag.isSelfClosing { stage = .timestep }
        summary.timesteps += 1
        isWanted = begin <= time && time <= end
        guard takesWhole else {
            if isWanted { try handler.timestep(time) }
            return
        }
        if isWanted { waiting.add(step: time) }
        if tag.isSelfClosing { try finishTimestep(into: &handler) }
    }

    /// A timestep is whole: it waits no longer.
    private mutating func finishTimestep<H: FCDHandler>(into handler: inout H) throws {
        try waiting.handOver(to: &handler)
        wholeSummary = summary
    }

    /// The root element, an unknown element, or one that is out of place.
    private mutating func otherElement() throws {
        switch stage {
        case .prolog:
            guard tag.name == "fcd-export" else {
                throw XMLFault(
                    tag.start,
                    "the root element is <\(tag.name.shown)>; only <fcd-export> is supported (sumo --fcd-output)")
            }
            stage = tag.isSelfClosing ? .epilog : .root
        case .epilog:
            throw XMLFault(tag.start, "found <\(tag.name.shown)> after </fcd-export>, the end of the trace")
        case .root, .timestep, .vehicle:
            if tag.name == "vehicle" { throw misplaced("in <timestep>") }
            if tag.name == "timestep" { throw misplaced("in <fcd-export>") }
            if tag.name == "fcd-export" { throw misplaced("as the root element") }
            try skipElement()
        }
    }

    private func misplaced(_ place: String) -> XMLFault {
        XMLFault(tag.start, "found <\(tag.name.shown)> in <\(openName)>; it is only allowed \(place)")
    }

    /// Remembers an unknown element, the content of which is skipped.
    private mutating func skipElement() throws {
        if tag.isSelfClosing { return }
        guard skippedStarts.count < Self.deepest else {
            throw XMLFault(tag.start, "more than \(Self.deepest) elements are open inside each other")
        }
        skippedStarts.append(skippedNames.count)
        skippedNames.append(contentsOf: tag.name.bytes)
    }

    private mutating func closingTag<H: FCDHandler>(into handler: inout H) throws {
        while true {
            if let end = try tag.scanClosing(at: reader.cursor, limit: reader.limit) {
                let wasInTimestep = stage == .timestep
                try close()
                if takesWhole && wasInTimestep && stage == .root { try finishTimestep(into: &handler) }
                reader.cursor = end
                return
            }
            try more("a tag")
        }
    }

    private mutating func close() throws {
        if let start = skippedStarts.last {
            guard skippedNames[start...].elementsEqual(tag.name.bytes) else { throw unbalanced() }
            skippedStarts.removeLast()
            skippedNames.removeLast(skippedNames.count - start)
            return
        }
        switch stage {
        case .vehicle where tag.name == "vehicle": stage = .timestep
        case .timestep where tag.name == "timestep": stage = .root
        case .root where tag.name == "fcd-export": stage = .epilog
        default: throw unbalanced()
        }
    }

    private func unbalanced() -> XMLFault {
        let found = "found </\(tag.name.shown)>"
        switch stage {
        case .prolog: return XMLFault(tag.start, "\(found) where <fcd-export> is expected")
        case .epilog: return XMLFault(tag.start, "\(found) after </fcd-export>, the end of the trace")
        case .root, .timestep, .vehicle: return XMLFault(tag.start, "\(found) where </\(openName)> is expected")
        }
    }

    /// The name of the innermost open element.
    var openName: String {
        if let start = skippedStarts.last {
            return skippedNames[start...].withUnsafeBufferPointer { name in
                name.baseAddress.map { XMLSpan(start: $0, count: name.count).shown } ?? ""
            }
        }
        switch stage {
        case .vehicle: return "vehicle"
        case .timestep: return "timestep"
        case .prolog, .root, .epilog: return "fcd-export"
        }
    }

    private func seconds(_ microseconds: Int64) -> String {
        let (whole, part) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        var text = "\(microseconds < 0 ? "-" : "")\(whole)"
        if part > 0 {
            let digits = String(part)
            text += "." + String(repeating: "0", count: 6 - digits.utf8.count) + digits
            while text.hasSuffix("0") { text.removeLast() }
        }
        return text + " s"
    }
}
