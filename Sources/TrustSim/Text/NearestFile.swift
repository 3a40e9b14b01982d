import Foundation

/// Finds the file that was probably meant by a path where there is none.
public enum NearestFile {
    /// A directory with more entries is not searched.
    private static let limit = 10_000

    /// What a message about a missing file ends with: the nearest name there is, or nothing.
    public static func hint(for path: String) -> String {
        nearest(to: path).map { "; did you mean '\(escapedForMessage($0))'?" } ?? ""
    }

    /// The path with each part that is missing replaced by the nearest name, nil where there is none near.
    static func nearest(to path: String) -> String? {
        guard path.utf8.count <= 1024, !path.utf8.contains(0) else { return nil }
        var found = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/").map(String.init) {
            if part == "." || part == ".." || exists(found + part) {
                found += part + "/"
                continue
            }
            guard let name = name(near: part, in: found.isEmpty ? "." : found) else { return nil }
            found += name + "/"
        }
        let result = String(found.dropLast())
        return result.isEmpty || result == path ? nil : result
    }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func name(near part: String, in directory: String) -> String? {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: directory), entries.count <= limit
        else { return nil }
        let names = entries.filter { !$0.hasPrefix(".") }.sorted()
        // Without its ending, as one types it from memory.
        return names.first { $0.hasPrefix(part + ".") } ?? NearestName.nearest(to: part, among: names)
    }
}
