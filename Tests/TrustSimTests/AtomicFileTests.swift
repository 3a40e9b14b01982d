import Foundation
import Testing

@testable import TrustSim

/// A directory of its own for one test.
private final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/trustsim-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func text(_ name: String) -> String? {
        FileManager.default.contents(atPath: file(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of all files, temporary ones included.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}

private func message(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch {
        return (error as? FileProblem)?.description
    }
}

@Suite("Writing a file at once or not at all")
struct AtomicFileTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test("a new file has the bytes, and nothing else is left", arguments: [true, false])
    func newFile(overwriting: Bool) throws {
        try AtomicFile.write(Array("one".utf8), to: scratch.file("a"), overwriting: overwriting)
        try AtomicFile.write([], to: scratch.file("empty"), overwriting: overwriting)
        #expect(scratch.text("a") == "one")
        #expect(scratch.text("empty") == "")
        #expect(scratch.names == ["a", "empty"])
    }

    @Test("an existing file is replaced only when that is wanted")
    func existingFile() throws {
        let path = scratch.file("a")
        try AtomicFile.write(Array("one".utf8), to: path, overwriting: false)
        let found = message { try AtomicFile.write(Array("two".utf8), to: path, overwriting: false) }
        #expect(found == "\(path) exists; use --force to replace it")
        #expect(scratch.text("a") == "one")
        try AtomicFile.write(Array("three".utf8), to: path, overwriting: true)
        #expect(scratch.text("a") == "three")
        #expect(scratch.names == ["a"])
    }

    @Test("of many writers at once, exactly one creates the file and the others are told")
    func race() async {
        let path = scratch.file("a")
        let winners = await withTaskGroup(of: Int?.self) { group in
            for writer in 0..<16 {
                group.addTask {
                    let bytes = Array("\(writer)".utf8)
                    let found = message { try AtomicFile.write(bytes, to: path, overwriting: false) }
                    return found == nil ? writer : nil
                }
            }
            var winners: [Int] = []
            for await winner in group { winners += winner.map { [$0] } ?? [] }
            return winners
        }
        #expect(winners.count == 1)
        #expect(scratch.text("a") == winners.first.map { "\($0)" })
        #expect(scratch.names == ["a"])
    }

    @Test("a file that appears at the last moment is kept, with and without hard links")
    func lateFile() throws {
        let path = scratch.file("a")
        let temporary = try TemporaryFile(beside: path, reportedPath: path)
        try temporary.fill(with: [1], permissions: nil)
        try AtomicFile.write(Array("one".utf8), to: path, overwriting: false)
        let expected = "\(path) exists; use --force to replace it"
        #expect(message { try temporary.publish(at: path, overwriting: false) } == expected)
        #expect(message { try temporary.publishByClaiming(path) } == expected)
        #expect(scratch.text("a") == "one")
        try temporary.publishByClaiming(scratch.file("b"))
        #expect(scratch.text("b") == "\u{1}")
        #expect(scratch.names == ["a", "b"])
    }

    @Test("permissions and symbolic links stay as they are")
    func keptProperties() throws {
        let manager = FileManager.default
        try AtomicFile.write([], to: scratch.file("a"), overwriting: false)
        try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: scratch.file("a"))
        try manager.createSymbolicLink(atPath: scratch.file("link"), withDestinationPath: "a")
        try AtomicFile.write(Array("new".utf8), to: scratch.file("link"), overwriting: true)
        #expect(scratch.text("a") == "new")
        #expect(try manager.destinationOfSymbolicLink(atPath: scratch.file("link")) == "a")
        let attributes = try manager.attributesOfItem(atPath: scratch.file("a"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(scratch.names == ["a", "link"])
    }

    @Test("a name may be as long as the file system allows")
    func longName() throws {
        let name = String(repeating: "n", count: 255)
        try AtomicFile.write([], to: scratch.file(name), overwriting: true)
        #expect(scratch.names == [name])
    }

    @Test("what cannot be written is said plainly, and no temporary file is left")
    func problems() {
        let path = scratch.path
        func problem(_ path: String) -> String? {
            message { try AtomicFile.write([1], to: path, overwriting: true) }
        }
        #expect(problem("\(path)/no/a") == "\(path)/no/a cannot be written: No such file or directory")
        #expect(problem(path) == "\(path) is a directory")
        #expect(problem("\(path)/new/") == "\(path)/new/ cannot be written: it names a directory")
        #expect(problem("/dev/null") == "/dev/null is not a regular file")
        #expect(problem("") == "'' cannot be written: No such file or directory")
        #expect(problem("\(path)/a\0b") == "\(path)/a\\u{0}b cannot be written: Invalid argument")
        let longName = path + "/" + String(repeating: "n", count: 256)
        #expect(problem(longName) == "\(longName) cannot be written: File name too long")
        #expect(scratch.names.isEmpty)
    }

    @Test("a directory without permission is said plainly", .enabled(if: geteuid() != 0, "root may do everything"))
    func noPermission() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: scratch.path) }
        let path = scratch.file("a")
        let found = message { try AtomicFile.write([1], to: path, overwriting: false) }
        #expect(found == "\(path) cannot be written: Permission denied")
        let directory = scratch.file("d")
        let refused = message { try AtomicFile.makeDirectory(directory) }
        #expect(refused == "\(directory) cannot be created: Permission denied")
    }

    @Test("a full disk is an error", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "Linux only"))
    func fullDisk() {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        #expect(TemporaryFile.writeAll([1, 2, 3], to: descriptor) == ENOSPC)
        #expect(TemporaryFile.writeAll([], to: descriptor) == 0)
    }

    @Test("directories are created with those above them, and existing ones are fine")
    func directories() throws {
        try AtomicFile.makeDirectory(scratch.file("a//b/c/"))
        try AtomicFile.makeDirectory(scratch.file("a/b/c"))
        try AtomicFile.makeDirectory("/")
        try AtomicFile.makeDirectory(".")
        try AtomicFile.write([], to: scratch.file("a/b/c/file"), overwriting: false)
        #expect(scratch.names == ["a"])
    }

    @Test("a file in place of a directory is said plainly")
    func fileInTheWay() throws {
        let path = scratch.file("a")
        try AtomicFile.write([], to: path, overwriting: false)
        let last = message { try AtomicFile.makeDirectory(path) }
        #expect(last == "\(path) cannot be created: it is not a directory")
        let above = message { try AtomicFile.makeDirectory(path + "/b") }
        #expect(above == "\(path)/b cannot be created: \(path) is not a directory")
        #expect(message { try AtomicFile.makeDirectory("") } == "'' cannot be created: No such file or directory")
    }
}
