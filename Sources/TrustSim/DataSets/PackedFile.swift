import Foundation

/// The contents of a regular file from its beginning to its end, unpacked where it is compressed by gzip. It is open only
/// while a chunk is read, so there may be more of them than a process may have files open.
struct PackedFile {
    static let chunkBytes = 1 << 14

    let path: String
    private var offset: off_t = 0
    private var unpacker: GzipStream?

    init(path: String) { self.path = path }

    /// The next bytes of the contents; none at the end.
    mutating func chunk() throws(DataError) -> [UInt8] {
        var first: [UInt8] = []
        if offset == 0 {
            first = try fileBytes()
            guard GzipStream.isOne(first) else { return first }
            unpacker = GzipStream()
        }
        guard var stream = unpacker else { return try fileBytes() }
        do {
            let bytes = try stream.read(Self.chunkBytes) {
                if first.isEmpty { return try fileBytes() }
                defer { first = [] }
                return first
            }
            unpacker = stream
            return bytes
        } catch let problem as PackedProblem {
            throw DataError(message: "\(escapedForMessage(path)): \(problem.message)")
        } catch let error as DataError {
            throw error
        } catch {
            throw DataError(message: "\(escapedForMessage(path)): \(error)")
        }
    }

    /// The next bytes of the file as they are; none at the end.
    private mutating func fileBytes() throws(DataError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DataError(message: "\(escapedForMessage(path)): is not a regular file")
        }
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = chunk.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw problem(errno) }
            offset += off_t(count)
            return Array(chunk[..<count])
        }
    }

    private func problem(_ code: Int32) -> DataError {
        DataError(message: "\(escapedForMessage(path)): cannot be read: \(String(cString: strerror(code)))")
    }
}

extension ForeignFile {
    /// Refuses a file of a kind that is not read.
    static func refuse(_ path: String) throws(DataError) {
        var file = PackedFile(path: path)
        guard let kind = kind(of: try file.chunk()) else { return }
        throw DataError(message: "\(escapedForMessage(path)): \(kind.refusal)")
    }
}
