/// Rows of one file in order of time. Rows a little out of order are put in order; others are dirty.
struct LogSource {
    private static let window = 64

    let file: LogFile
    private var reader: RecordReader
    private var decoder: RowDecoder
    private var pending: [(time: Microseconds, record: LogRecord, number: Int)] = []
    private var first = 0
    private var last: Microseconds = .min
    private var isAtEnd = false
    private(set) var rows = 0
    private(set) var dirty = DirtyCounts()
    /// Number in the file of the row that was last given out.
    private(set) var number = 0

    init(_ file: LogFile, format: DataSetFormat, hasLabels: Bool) {
        self.file = file
        let isTable = file.isTruth && hasLabels
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
            guard time >= last else { return note(.order, bytes) }
            rows += 1
            var place = pending.count
            while place > first && pending[place - 1].time > time { place -= 1 }
            pending.insert((time, record, reader.number), at: place)
        }
    }

    private mutating func note(_ reason: DirtyReason, _ row: ArraySlice<UInt8> = []) {
        rows += 1
        if let origin = file.origin {
            // Rows of a table end with their line there.
            let line = row.split(separator: CSVWriter.comma).last.flatMap { Int(String(decoding: $0, as: UTF8.self)) }
            dirty.add(reason, origin, line)
        } else {
            dirty.add(reason, file.path, reader.number)
        }
    }
}

/// Rows that were left out.
public struct DirtyCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: DirtyReason.allCases.count)
    /// File and number of the first.
    private(set) var first: String?

    /// Without a number only the file is told.
    mutating func add(_ reason: DirtyReason, _ path: String, _ number: Int? = nil) {
        counts[reason.rawValue] += 1
        if first == nil { first = path + (number.map { ":\($0)" } ?? "") }
    }

    mutating func add(_ other: DirtyCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
        if first == nil { first = other.first }
    }

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
