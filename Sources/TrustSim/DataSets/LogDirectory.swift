import Foundation

/// A directory of logs that is there completely or not at all: files grow in a hidden directory beside it, which takes its
/// name at the end.
final class LogDirectory {
    /// Says that a directory holds logs of this program.
    static let descriptor = "dataset.json"
    private static let bufferLimit = 1 << 16

    private let target: String
    private let temporary: String
    private let replaces: Bool
    private var names: [String] = []
    private var buffers: [[UInt8]] = []
    private var problem: FileProblem?
    private var isOpen = true

    /// Creates the hidden directory. An existing directory is replaced only when asked for, and only where it holds logs
    /// of this program.
    init(_ path: String, overwriting: Bool) throws(FileProblem) {
        let target = Self.trimmed(path)
        self.target = target
        try Self.check(path, overwriting: overwriting)
        replaces = FileManager.default.fileExists(atPath: target)
        let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = slash.map { String(target[...$0]) } ?? ""
        var number = 0
        while true {
            let candidate = "\(parent).trustsim-\(getpid())-\(number).log"
            if mkdir(candidate, 0o777) == 0 {
                temporary = candidate
                return
            }
            guard errno == EEXIST, number < 1000 else {
                throw FileProblem(path: path, action: "written", code: errno)
            }
            number += 1
        }
    }

    /// Whether logs could be put there, before anything runs.
    static func check(_ path: String, overwriting: Bool) throws(FileProblem) {
        let target = trimmed(path)
        if target.isEmpty { throw FileProblem(path: "''", action: "written", code: ENOENT) }
        if target.utf8.contains(0) { throw FileProblem(path: path, action: "written", code: EINVAL) }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: target, isDirectory: &isDirectory) else {
            return try AtomicFile.probe(target, overwriting: false)
        }
        guard isDirectory.boolValue else { throw FileProblem(path: path, message: "is not a directory") }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: target)) ?? ["?"]
        if names.isEmpty { return }
        if !overwriting { throw FileProblem(path: path, message: "exists; use --force to replace it") }
        guard names.contains(descriptor) else {
            throw FileProblem(
                path: path, message: "is not replaced: it has no \(descriptor), so it holds no logs of trustsim")
        }
        if let other = names.sorted().first(where: { !isOwn($0) }) {
            throw FileProblem(
                path: path,
                message: "is not replaced: it holds '\(escapedForMessage(other))', which is no log of trustsim")
        }
    }

    /// Whether a file has a name that logs have.
    private static func isOwn(_ name: String) -> Bool {
        if [descriptor, "README.md", LabelFiles.identities, LabelFiles.messages].contains(name) { return true }
        let begins = ["receiver-", "JSONlog-", "traceJSON-", "GroundTruthJSONlog", "traceGroundTruthJSON-"]
        return begins.contains { name.hasPrefix($0) } && [".json", ".jsonl", ".csv"].contains { name.hasSuffix($0) }
    }

    private static func trimmed(_ path: String) -> String {
        var path = path
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// A new file; returns its number.
    func add(_ name: String) -> Int {
        names.append(name)
        buffers.append([])
        // An empty log is a log too.
        if problem == nil { appendToFile([], name) }
        return names.count - 1
    }

    func append(_ bytes: [UInt8], to file: Int) {
        buffers[file] += bytes
        if buffers[file].count > Self.bufferLimit { flush(file) }
    }

    /// A whole file.
    func write(_ bytes: [UInt8], named name: String) {
        if problem == nil { appendToFile(bytes, name) }
    }

    private func flush(_ file: Int) {
        if problem == nil { appendToFile(buffers[file], names[file]) }
        buffers[file].removeAll(keepingCapacity: true)
    }

    /// Opens, appends, closes: there may be more receivers than a process may have files open.
    private func appendToFile(_ bytes: [UInt8], _ name: String) {
        let descriptor = open(temporary + "/" + name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        var code = descriptor < 0 ? errno : TemporaryFile.writeAll(bytes, to: descriptor)
        if descriptor >= 0 && close(descriptor) != 0 && code == 0 && errno != EINTR { code = errno }
        if code != 0 { problem = FileProblem(path: target, action: "written", code: code) }
    }

    /// Gives the directory its name.
    func finish() throws(FileProblem) {
        for file in buffers.indices where !buffers[file].isEmpty { flush(file) }
        if let problem {
            discard()
            throw problem
        }
        let old = temporary + ".old"
        if replaces, rename(target, old) != 0 { try fail(errno) }
        if rename(temporary, target) != 0 {
            let code = errno
            if replaces { rename(old, target) }
            try fail(code)
        }
        isOpen = false
        if replaces { try? FileManager.default.removeItem(atPath: old) }
    }

    private func fail(_ code: Int32) throws(FileProblem) {
        discard()
        throw FileProblem(path: target, action: "written", code: code)
    }

    /// Takes everything back.
    func discard() {
        guard isOpen else { return }
        isOpen = false
        try? FileManager.default.removeItem(atPath: temporary)
    }

    deinit { discard() }
}
