import Foundation

/// The logs in an archive (`.tar`, `.tar.gz`, `.tgz`), unpacked into a directory that is there as long as this is.
public final class DataSetArchive: @unchecked Sendable {
    private let spool: SpoolDirectory
    private let path: String

    /// The directory with what could be logs.
    public var directory: String { spool.path }

    /// Unpacks a file; nil where it is no archive.
    ///
    /// - Throws: ``DataError`` for an archive that is damaged, ``Cancelled``.
    public init?(path: String, cancellation: CancellationFlag? = nil) throws {
        var status = stat()
        guard !path.utf8.contains(0), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var start: [UInt8] = []
        var look = PackedFile(path: path)
        while start.count < 512 {
            let chunk = try look.chunk()
            if chunk.isEmpty { break }
            start += chunk
        }
        guard TarReader.isOne(start) else { return nil }
        self.path = path
        let spool = try SpoolDirectory()
        self.spool = spool
        var file = PackedFile(path: path)
        var reader = TarReader { try file.chunk() }
        do {
            while let entry = try reader.next() {
                if cancellation?.isCancelled == true { throw Cancelled() }
                guard let name = Self.safe(entry.name), DataSetFiles.couldBeRead(name) else { continue }
                try spool.write(named: name) {
                    if cancellation?.isCancelled == true { throw Cancelled() }
                    return try reader.read()
                }
            }
        } catch let problem as PackedProblem {
            throw DataError(message: "\(escapedForMessage(path)): \(problem.message)")
        }
    }

    /// A path within a directory; nil for one that leads out of it.
    static func safe(_ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        guard let last = parts.last, !parts.contains(".."), !name.utf8.contains(0), !last.hasPrefix("."),
            !name.hasSuffix("/"), parts.count <= 30, parts.allSatisfy({ $0.utf8.count <= 255 })
        else { return nil }
        return parts.joined(separator: "/")
    }

    /// A text in which the directory is called as the archive is.
    public func shown(_ text: String) -> String {
        text.replacing(escapedForMessage(spool.path), with: escapedForMessage(path))
    }
}
