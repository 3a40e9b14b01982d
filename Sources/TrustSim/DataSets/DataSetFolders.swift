import Foundation

/// Where in a directory the logs of single runs lie: archives unpack into folders of folders.
public enum DataSetFolders {
    private static let deepest = 12
    private static let most = 10_000

    /// The folders with logs in a directory and those within it, in order of path. Where there are none, the flat tables in
    /// it; the path itself where there is nothing of the kind, or it is no directory.
    public static func find(in path: String) throws(DataError) -> [String] {
        var path = path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        var found: [String] = []
        var visited = 0
        try walk(path, 0, &visited, &found)
        if found.isEmpty { found = try tables(in: path) }
        return found.isEmpty ? [path] : found
    }

    /// Whether a directory has logs itself.
    public static func holdsLogs(_ path: String) throws(DataError) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return try DataSetFiles.hasLogs(names.filter { !$0.hasPrefix(".") }, in: path)
    }

    /// Archives in a directory, in order of name.
    public static func archives(in path: String) -> [String] {
        files(in: path).filter { DataSetFiles.has($0, endings: ["tar", "tgz"]) }
    }

    private static func files(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return visible.map { path + "/" + $0 }.filter { isKind(S_IFREG, $0) }
    }

    private static func tables(in path: String) throws(DataError) -> [String] {
        var found: [String] = []
        for file in files(in: path) where DataSetFiles.has(file, endings: ["csv"]) {
            if try FlatTable.isOne(file) { found.append(file) }
        }
        return found
    }

    /// Links are not followed: they may lead back.
    private static func isKind(_ kind: mode_t, _ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == kind
    }

    private static func walk(
        _ path: String, _ depth: Int, _ visited: inout Int, _ found: inout [String]
    ) throws(DataError) {
        visited += 1
        if visited > most {
            throw DataError(message: "\(escapedForMessage(path)): more than \(most) folders; name those with the logs")
        }
        guard let all = try? FileManager.default.contentsOfDirectory(atPath: path) else { return }
        let names = all.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if try DataSetFiles.hasLogs(names, in: path) {
            found.append(path)
            return
        }
        guard depth < deepest else { return }
        for name in names {
            guard isKind(S_IFDIR, path + "/" + name) else { continue }
            try walk(path + "/" + name, depth + 1, &visited, &found)
        }
    }
}
