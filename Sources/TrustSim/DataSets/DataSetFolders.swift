import Foundation

/// Where in a directory the logs of single runs lie: archives unpack into folders of folders.
public enum DataSetFolders {
    private static let deepest = 12
    private static let most = 10_000

    /// The folders with logs in a directory and those within it, in order of path; the directory itself where there are none,
    /// or where it is none.
    public static func find(in path: String) throws(DataError) -> [String] {
        var path = path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        var found: [String] = []
        var visited = 0
        try walk(path, 0, &visited, &found)
        return found.isEmpty ? [path] : found
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
            var status = stat()
            // Links are not followed: they may lead back.
            guard lstat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
            try walk(path + "/" + name, depth + 1, &visited, &found)
        }
    }
}
