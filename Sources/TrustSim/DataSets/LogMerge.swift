/// Rows of one file in order of time. Rows a little out of order are put in order; others are dirty.
struct LogSource {
    private static let window = 64

    let file: LogFile
    private var reader: RecordReader
    private var decoder: RowDecoder
    private var pending: [(time: Microseconds, record: LogRecord, number: Int, digest: UInt64)] = []
    /// Of the rows given out that have the time of the last.
    private var lastDigests: Set<UInt64> = []
    private var first = 0
    private var last: Microseconds = .min
    private var isAtEnd = false
    /// Whether rows that stand there twice are taken once: not of our own, which has none.
    private let dropsCopies: Bool
    /// Whether the order matters: ground truth of others is looked up, whatever order it has.
    private let isOrdered: Bool
    private(set) var rows = 0
    private(set) var dirty = DirtyCounts()
    /// Number in the file of the row that was last given out.
    private(set) var number = 0

    init(_ file: LogFile, format: DataSetFormat, hasLabels: Bool) {
        self.file = file
        let isTable = file.isTruth && hasLabels
        isOrdered = !file.isTruth || hasLabels
        dropsCopies = !hasLabels
        reader = RecordReader(path: file.path, layout: isTable ? .lines : format.layout)
        decoder = RowDecoder(format: isTable ? .csv : format, isTruth: file.isTruth)
    }

    /// The next row, nil at the end.
    mutating func next() throws(DataError) -> (time: Microseconds, record: LogRecord)? {
        while !isAtEnd && pending.count - first < Self.window { try readOne() }
        guard first < pending.count else { return nil }
        defer {
            first += 1
            if first > 4 * Self.window {
                pending.removeFirst(first)
                first = 0
            }
        }
        if dropsCopies {
            if last != pending[first].time { lastDigests.removeAll(keepingCapacity: true) }
            lastDigests.insert(pending[first].digest)
        }
        last = pending[first].time
        number = pending[first].number
        return (last, pending[first].record)
    }

    private mutating func readOne() throws(DataError) {
        guard let item = try reader.next() else {
            isAtEnd = true
            return
        }
        guard case .record(let bytes) = item else { return note(.damaged) }
        switch decoder.decode(bytes) {
        case .nothing: break
        case .dirty(let reason): note(reason, bytes)
        case .record(let time, let record):
            guard !isOrdered || time >= last else { return note(.order, bytes) }
            var place = pending.count
            while place > first && pending[place - 1].time > time { place -= 1 }
            let digest = dropsCopies ? Self.digest(contents(of: bytes)) : 0
            if case .beacon = record, isCopy(time, digest, before: place) { return note(.duplicate, bytes) }
            rows += 1
            pending.insert((time, record, number(of: bytes) ?? reader.number, digest), at: place)
        }
    }

    /// Whether a row of this time has the same bytes. `place`: behind all rows of the time that wait.
    private func isCopy(_ time: Microseconds, _ digest: UInt64, before place: Int) -> Bool {
        guard dropsCopies else { return false }
        var other = place
        while other > first && pending[other - 1].time == time {
            other -= 1
            if pending[other].digest == digest { return true }
        }
        return time == last && lastDigests.contains(digest)
    }

    /// Rows of a table end with their line there.
    private func contents(of row: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard file.origin != nil, let comma = row.lastIndex(of: CSVWriter.comma) else { return row }
        return row[..<comma]
    }

    /// The line of a row of a table; nil for others.
    private func number(of row: ArraySlice<UInt8>) -> Int? {
        guard file.origin != nil, let comma = row.lastIndex(of: CSVWriter.comma) else { return nil }
        return Int(String(decoding: row[(comma + 1)...], as: UTF8.self))
    }

    /// FNV-1a of 64 bits: the same in every process, unlike the standard library's hashes.
    private static func digest(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    private mutating func note(_ reason: DirtyReason, _ row: ArraySlice<UInt8> = []) {
        rows += 1
        dirty.add(reason, file.shownPath, file.origin == nil ? reader.number : number(of: row))
    }
}

/// Rows that were left out.
public struct DirtyCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: DirtyReason.allCases.count)
    private var firstPlace: (path: String, number: Int?)?

    /// File and number of the first.
    var first: String? { firstPlace.map { $0.path + ($0.number.map { ":\($0)" } ?? "") } }

    /// Whether they count the same, and the first is the same.
    public static func == (one: DirtyCounts, other: DirtyCounts) -> Bool {
        one.counts == other.counts && one.first == other.first
    }

    /// Without a number only the file is told.
    mutating func add(_ reason: DirtyReason, _ path: String, _ number: Int? = nil) {
        counts[reason.rawValue] += 1
        note((path, number))
    }

    mutating func add(_ other: DirtyCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
        if let place = other.firstPlace { note(place) }
    }

    /// Of the first file that has any, the first line: the rows of a table come receiver by receiver.
    private mutating func note(_ place: (path: String, number: Int?)) {
        guard let first = firstPlace else {
            firstPlace = place
            return
        }
        if place.path == first.path, let number = place.number, number < first.number ?? .max { firstPlace = place }
    }

    /// Rows that are dirty by themselves, not as copies of others.
    var damaged: Int { total - counts[DirtyReason.duplicate.rawValue] }

    /// Number of dirty rows.
    public var total: Int { counts.reduce(0, +) }

    /// Reasons with their counts, without those that did not occur.
    public var byReason: [(reason: String, count: Int)] {
        DirtyReason.allCases.filter { counts[$0.rawValue] > 0 }.map { ($0.text, counts[$0.rawValue]) }
    }
}

/// All files of a data set in one order of time; rows of equal time in the order of files and rows. Needs memory for a
/// chunk of each file.
struct LogMerge {
    /// A row, or the end of a file.
    struct Item {
        var file: Int
        var time: Microseconds
        /// Nil at the end of the file.
        var record: LogRecord?
    }

    private(set) var sources: [LogSource]
    private var waiting: [Item?]
    /// Files in a heap by the time of their next row.
    private var heap: [Int] = []

    init(_ files: DataSetFiles, usesTruth: Bool) throws(DataError) {
        let all = (usesTruth ? files.truth : []) + files.logs
        sources = all.map { LogSource($0, format: files.format, hasLabels: files.hasLabels) }
        waiting = Array(repeating: nil, count: sources.count)
        for file in sources.indices {
            try advance(file, last: .min)
            heap.append(file)
            rise(from: heap.count - 1)
        }
    }

    /// Rows and dirty rows so far.
    var counts: (rows: Int, dirty: DirtyCounts) {
        var rows = 0
        var dirty = DirtyCounts()
        for source in sources {
            rows += source.rows
            dirty.add(source.dirty)
        }
        return (rows, dirty)
    }

    mutating func next() throws(DataError) -> Item? {
        guard let file = heap.first, let item = waiting[file] else { return nil }
        if item.record == nil {
            let moved = heap.removeLast()
            if !heap.isEmpty {
                heap[0] = moved
                sink()
            }
        } else {
            try advance(file, last: item.time)
            sink()
        }
        return item
    }

    /// The end of a file has the time of its last row.
    private mutating func advance(_ file: Int, last: Microseconds) throws(DataError) {
        let row = try sources[file].next()
        waiting[file] = Item(file: file, time: row?.time ?? last, record: row?.record)
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        let (a, b) = (waiting[one]?.time ?? .max, waiting[other]?.time ?? .max)
        return a != b ? a < b : one < other
    }

    private mutating func rise(from start: Int) {
        var child = start
        while child > 0, isBefore(heap[child], heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if isBefore(heap[child], heap[least]) { least = child }
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
