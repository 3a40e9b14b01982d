import Foundation

/// Keeps other processes out of a directory of results.
///
/// 1. ``take(_:)`` opens `DIR/.trustsim.lock` and locks it with `flock`, without waiting.
/// 2. The process writes its number and the name of its host into it, for the message to others.
/// 3. ``release()`` removes the file, while it is still locked.
///
/// The lock dies with its process, however that ends, so a file that is left over is never taken for a process that is
/// there. Between computers it holds where the file system passes locks on, as NFS does (`flock(2)`, NFS details); where a
/// computer dies, the server frees its locks when its lease ends.
public final class DirectoryLock: Sendable {
    /// Who has, or had, a directory.
    public struct Holder: Sendable, Equatable {
        /// Number of the process.
        public let process: Int32
        /// Name of its computer.
        public let host: String
    }

    /// Somebody else has the directory.
    public struct Busy: Error, CustomStringConvertible, Sendable {
        /// The directory as given.
        public let directory: String
        /// Who; nil where it could not be read.
        public let holder: Holder?

        /// "out is in use by process 1234 on node7".
        public var description: String {
            let who = holder.map { "process \($0.process) on \(escapedForMessage($0.host))" } ?? "another process"
            return "\(escapedForMessage(directory)) is in use by \(who)"
        }
    }

    /// Name of the file in the directory.
    public static let fileName = ".trustsim.lock"

    /// Who had the directory before and ended without releasing it.
    public let formerHolder: Holder?
    /// False where the file system knows no locks: then nobody is kept out.
    public let isEffective: Bool
    private let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32, formerHolder: Holder?, isEffective: Bool) {
        self.path = path
        self.descriptor = descriptor
        self.formerHolder = formerHolder
        self.isEffective = isEffective
    }

    deinit { close(descriptor) }

    /// Locks a directory that exists.
    ///
    /// - Throws: ``Busy`` if somebody else has it, ``FileProblem`` if the file cannot be made.
    public static func take(_ directory: String) throws -> DirectoryLock {
        let path = directory + "/" + fileName
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
            guard descriptor >= 0 else {
                if errno == EINTR { continue }
                throw FileProblem(path: path, action: "written", code: errno)
            }
            let code = lock(descriptor)
            if code == EWOULDBLOCK {
                defer { close(descriptor) }
                throw Busy(directory: directory, holder: holder(in: descriptor))
            }
            // The one before may have removed the file between opening and locking.
            guard isFile(at: path, descriptor) else {
                close(descriptor)
                continue
            }
            let former = holder(in: descriptor)
            if let problem = write(Holder(process: getpid(), host: hostName), to: descriptor) {
                unlink(path)
                close(descriptor)
                throw FileProblem(path: path, action: "written", code: problem)
            }
            return DirectoryLock(path: path, descriptor: descriptor, formerHolder: former, isEffective: code == 0)
        }
    }

    /// Whether the directory still is the one that was locked: nobody has removed it, or its lock, meanwhile.
    public var isHeld: Bool { Self.isFile(at: path, descriptor) }

    /// Removes the file and with it the lock.
    public func release() {
        if isHeld { unlink(path) }
    }

    /// Who has a directory now; nil if nobody.
    public static func holder(of directory: String) -> Holder? {
        let descriptor = open(directory + "/" + fileName, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK { return nil }
        return holder(in: descriptor)
    }

    private static func lock(_ descriptor: Int32) -> Int32 {
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if errno != EINTR { return errno }
        }
        return 0
    }

    /// Whether a path leads to an open file.
    static func isFile(at path: String, _ descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }

    private static func write(_ holder: Holder, to descriptor: Int32) -> Int32? {
        if ftruncate(descriptor, 0) != 0 { return errno }
        _ = lseek(descriptor, 0, SEEK_SET)
        let code = TemporaryFile.writeAll(Array("\(holder.process) \(holder.host)\n".utf8), to: descriptor)
        return code == 0 ? nil : code
    }

    private static func holder(in descriptor: Int32) -> Holder? {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0, let text = String(validating: bytes[..<count], as: UTF8.self), text.hasSuffix("\n") else {
            return nil
        }
        let words = text.dropLast().split(separator: " ", maxSplits: 1)
        guard words.count == 2, let process = Int32(words[0]), process > 0 else { return nil }
        return Holder(process: process, host: String(words[1]))
    }

    /// Name of this computer.
    public static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.isEmpty ? "localhost" : text
    }

    /// Removes the temporary files that a former holder left when it was killed while it wrote results.
    public func removeLeftovers() {
        guard let formerHolder, formerHolder.host == Self.hostName else { return }
        let process = formerHolder.process
        // In a container the next process may well have the same number.
        guard process == getpid() || (kill(process, 0) != 0 && errno == ESRCH) else { return }
        let directory = String(path.dropLast(Self.fileName.count + 1))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names where name.hasPrefix(".trustsim-\(process)-") && name.hasSuffix(".tmp") {
            unlink(directory + "/" + name)
        }
    }
}
