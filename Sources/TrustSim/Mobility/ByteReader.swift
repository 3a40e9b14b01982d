import Foundation

/// Reads a file or an array chunk by chunk into one buffer of constant size and knows the line and column of each byte.
///
/// The bytes from `cursor` to `limit` are to be read; `padding` zero bytes follow `limit`. So a loop that stops at a
/// zero byte needs no other check of the end, and eight bytes may be loaded anywhere up to `limit`.
struct ByteReader: ~Copyable {
    typealias Pointer = UnsafePointer<UInt8>

    enum Source {
        case file(Int32)
        case standardInput
        case memory([UInt8])
        case program(ChildProgram)
    }

    /// The most bytes that a refill keeps: the longest tag and the attribute at which its length is noticed.
    static let keptBytes = XMLTag.longestTag + 4 * XMLTag.longest
    static let padding = 16

    let name: String
    /// The next byte. Refilling moves it; no other pointer outlives a refill.
    var cursor: Pointer
    private(set) var limit: Pointer
    private(set) var bytesRead: Int64 = 0

    private let source: Source
    /// Bytes taken from the source, which may be compressed.
    private var bytesTaken = 0
    /// What unpacks a source that begins as gzip does; known with the first bytes.
    private var unpacker: GzipStream?
    /// Whether compressed data that is cut off ends where it is cut off, in place of the error; and whether it did.
    var takesCutData = false
    private(set) var wasCut = false
    var cutData: TraceError {
        TraceError(file: name, line: 0, column: 0, message: PackedProblem.truncated.message)
    }
    private static let packedChunk = 1 << 16
    private let chunkBytes: Int
    private let storage: UnsafeMutablePointer<UInt8>
    private var ended = false
    /// The offset of the first byte after any byte order mark.
    private var documentStart: Int64 = 0
    /// The position of the first byte in the buffer.
    private var line = 1
    private var column = 1

    /// Takes over an open source; a file is closed at the end of the reader's life.
    init(_ source: consuming Source, name: String, chunkBytes: Int) {
        let chunk = max(1, min(chunkBytes, 1 << 24))
        let capacity = Self.keptBytes + chunk + Self.padding
        storage = .allocate(capacity: capacity)
        storage.initialize(repeating: 0, count: capacity)
        cursor = Pointer(storage)
        limit = cursor
        self.chunkBytes = chunk
        self.name = name
        self.source = source
    }

    deinit {
        storage.deallocate()
        if case .file(let descriptor) = source { close(descriptor) }
    }

    /// Opens a file for reading; `-` is the standard input.
    static func open(_ path: String) throws(TraceError) -> Source {
        if path == "-" { return .standardInput }
        func problem(_ message: String) -> TraceError {
            TraceError(file: path, line: 0, column: 0, message: message)
        }
        // The C library would take the path only up to the zero byte.
        if path.utf8.contains(0) { throw problem("a path cannot contain a NUL character") }
        let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(reason(errno)) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw problem(reason(EISDIR))
        }
        return .file(descriptor)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOENT: return "no such file"
        case EACCES, EPERM: return "no permission to read the file"
        case EISDIR: return "this is a directory; a file is expected"
        default: return "the file cannot be read (\(String(cString: strerror(code))))"
        }
    }

    /// Moves the bytes from `cursor` on to the front and adds up to a chunk; `cursor` stays at the same byte.
    ///
    /// - Returns: False when the document has no more bytes.
    mutating func refill() throws(TraceError) -> Bool {
        if ended { return false }
        let kept = limit - cursor
        if kept > Self.keptBytes { throw error(at: cursor, XMLTag.tooLong) }
        Self.advance(&line, &column, from: Pointer(storage), to: cursor)
        memmove(storage, cursor, kept)
        cursor = Pointer(storage)
        var filled = kept
        // Until the chunk is full: a pipe gives less at a time, and the caller starts a split tag afresh.
        while filled < kept + chunkBytes {
            let count = try read(into: storage + filled, atMost: kept + chunkBytes - filled)
            if count == 0 {
                ended = true
                break
            }
            filled += count
            bytesRead += Int64(count)
            // What a program says is read when it says it.
            if case .program = source { break }
        }
        limit = cursor + filled
        (storage + filled).update(repeating: 0, count: Self.padding)
        return filled > kept
    }

    /// Refills until there are so many bytes, or all that are left.
    mutating func fill(_ count: Int) throws(TraceError) {
        while limit - cursor < count, try refill() {}
    }

    /// Zero at the end.
    private mutating func read(into target: UnsafeMutablePointer<UInt8>, atMost count: Int) throws(TraceError) -> Int {
        if unpacker != nil { return try unpack([], into: target, atMost: count) }
        guard bytesTaken == 0, count >= 2 else { return try take(into: target, atMost: count) }
        var size = try take(into: target, atMost: count)
        if size == 1 { size += try take(into: target + 1, atMost: count - 1) }
        guard GzipStream.isOne(UnsafeBufferPointer(start: target, count: size)) else { return size }
        unpacker = GzipStream()
        return try unpack(Array(UnsafeBufferPointer(start: target, count: size)), into: target, atMost: count)
    }

    /// `first` has been taken from the source already.
    private mutating func unpack(
        _ first: [UInt8], into target: UnsafeMutablePointer<UInt8>, atMost count: Int
    ) throws(TraceError) -> Int {
        guard var stream = unpacker else { return 0 }
        var waiting = first
        do {
            let bytes = try stream.read(count) {
                if !waiting.isEmpty {
                    defer { waiting = [] }
                    return waiting
                }
                var chunk = [UInt8](repeating: 0, count: Self.packedChunk)
                let size = try chunk.withUnsafeMutableBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return 0 }
                    return try take(into: base, atMost: buffer.count)
                }
                chunk.removeLast(chunk.count - size)
                return chunk
            }
            unpacker = stream
            bytes.withUnsafeBufferPointer { buffer in
                if let base = buffer.baseAddress { target.update(from: base, count: buffer.count) }
            }
            return bytes.count
        } catch let problem as PackedProblem {
            if takesCutData && problem == .truncated {
                wasCut = true
                return 0
            }
            throw TraceError(file: name, line: 0, column: 0, message: problem.message)
        } catch let error as TraceError {
            throw error
        } catch {
            throw TraceError(file: name, line: 0, column: 0, message: "\(error)")
        }
    }

    /// Bytes of the source as they are; zero at the end.
    private mutating func take(into target: UnsafeMutablePointer<UInt8>, atMost count: Int) throws(TraceError) -> Int {
        let size = try takeBytes(into: target, atMost: count)
        bytesTaken += size
        return size
    }

    private func takeBytes(into target: UnsafeMutablePointer<UInt8>, atMost count: Int) throws(TraceError) -> Int {
        let descriptor: Int32
        switch source {
        case .memory(let bytes):
            let start = bytesTaken
            let size = min(count, bytes.count - start)
            bytes.withUnsafeBufferPointer { all in
                if let base = all.baseAddress { memcpy(target, base + start, size) }
            }
            return size
        case .file(let number): descriptor = number
        case .standardInput: descriptor = 0
        case .program(let program):
            let size = program.read(into: target, atMost: count)
            if size >= 0 { return size }
            throw TraceError(file: name, line: 0, column: 0, message: Self.reason(errno))
        }
        while true {
            let size = Foundation.read(descriptor, target, count)
            if size >= 0 { return size }
            if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw TraceError(file: name, line: 0, column: 0, message: Self.reason(errno))
            }
        }
    }

    /// Passes over a byte order mark, which takes up no column. Only at the start of the document.
    mutating func skipByteOrderMark() throws(TraceError) {
        try fill(3)
        if cursor[0] == 0xEF, cursor[1] == 0xBB, cursor[2] == 0xBF {
            cursor += 3
            column = 0
            documentStart = 3
        }
    }

    /// An error at a byte of the buffer, or at `limit`.
    func error(at place: Pointer, _ message: String) -> TraceError {
        var (line, column) = (line, column)
        Self.advance(&line, &column, from: Pointer(storage), to: place)
        return TraceError(file: name, line: line, column: column, message: message)
    }

    /// Whether `place` is the first byte of the document after any byte order mark.
    func isFirst(_ place: Pointer) -> Bool {
        bytesRead - Int64(limit - place) == documentStart
    }

    private static func advance(_ line: inout Int, _ column: inout Int, from start: Pointer, to end: Pointer) {
        var lineStart = start
        while let feed = memchr(lineStart, 0x0A, end - lineStart) {
            line += 1
            column = 1
            lineStart = Pointer(feed.assumingMemoryBound(to: UInt8.self)) + 1
        }
        // All bytes but the second and further ones of a character.
        for byte in UnsafeBufferPointer(start: lineStart, count: end - lineStart) where byte & 0xC0 != 0x80 {
            column += 1
        }
    }
}
