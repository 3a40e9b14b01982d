import Foundation

/// The logs in an archive (`.tar`, `.tar.gz`, `.tgz`), hard links too, unpacked into a directory that is there as long as this is.
public final class DataSetArchive: @unchecked Sendable {
    private let spool: SpoolDirectory
    private let path: String

    /// The directory with what could be logs.
    public var directory: String { spool.path }

    /// What could be logs and is not unpacked, a sentence each.
    public private(set) var warnings: [String] = []

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
        var (leadingOut, lost): ([String], [String]) = ([], [])
        do {
            while let entry = try reader.next() {
                if cancellation?.isCancelled == true { throw Cancelled() }
                guard DataSetFiles.couldBeRead(entry.name) else { continue }
                guard let name = Self.safe(entry.name) else {
                    if Self.leadsOut(entry.name) { leadingOut.append(entry.name) }
                    continue
                }
                if let target = entry.target {
                    if Self.safe(target).map({ spool.link($0, as: name) }) != true { lost.append(entry.name) }
                    continue
                }
                try spool.write(named: name) {
                    if cancellation?.isCancelled == true { throw Cancelled() }
                    return try reader.read()
                }
            }
        } catch let problem as PackedProblem {
            throw DataError(message: "\(escapedForMessage(path)): \(problem.message)")
        }
        note("names that lead out of the archive's folder", leadingOut)
        note("hard links to files that are not in the archive before them", lost)
        note("symbolic links, which are not followed", reader.symbolicLinks)
        note("entries that are neither files nor links", reader.others)
        if reader.goesOn {
            warnings.append(
                "there is more behind the end of the archive, which is not read: archives seem to have been joined")
        }
    }

    private func note(_ what: String, _ names: [String]) {
        let names = names.filter(DataSetFiles.couldBeRead)
        guard let first = names.first else { return }
        warnings.append(
            "\(names.count) \(names.count == 1 ? "entry is" : "entries are") passed over: \(what); first "
                + "'\(excerptForMessage(first, limit: 200))'")
    }

    private static func leadsOut(_ name: String) -> Bool { name.split(separator: "/").contains("..") }

    /// A path within a directory; nil for one that leads out of it.
    static func safe(_ name: String) -> String? {
        let parts = name.split(separator: "/").filter { $0 != "." }
        guard let last = parts.last, !parts.contains(".."), !name.utf8.contains(0), !last.hasPrefix("."),
            !name.hasSuffix("/"), parts.count <= 30, parts.allSatisfy({ $0.utf8.count <= 255 })
        else { return nil }
        return parts.joined(separator: "/")
    }

    /// An error that names files as they are called in the archive.
    public func shown(_ error: DataError) -> DataError {
        var position = error.position
        if let place = position, case .file(let file) = place.origin {
            position = SourcePosition(
                origin: .file(file.replacing(spool.path, with: path)), line: place.line, column: place.column)
        }
        return DataError(position: position, keyPath: error.keyPath, message: shown(error.message))
    }

    /// A text in which the directory is called as the archive is.
    public func shown(_ text: String) -> String {
        text.replacing(escapedForMessage(spool.path), with: escapedForMessage(path))
    }
}
