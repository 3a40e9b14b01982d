import Foundation
import Testing

@testable import TrustSim

struct JSON5FileTests {
    private func failure(file path: String) -> String {
        do throws(DataError) {
            return "accepted: " + compactJSON(try JSON5Reader.read(file: path))
        } catch {
            return error.description
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func readsAFile() throws {
        try withFolder { folder in
            let path = folder + "/a.json5"
            try Data("{a: [1, 2\n]}".utf8).write(to: URL(fileURLWithPath: path))
            let node = try JSON5Reader.read(file: path)
            #expect(compactJSON(node) == "{\"a\":[1,2]}")
            #expect(node["a"]?.position.description == path + ":1:5")
            try Data("[".utf8).write(to: URL(fileURLWithPath: path))
            #expect(failure(file: path).hasPrefix(path + ":1:2: expected a value or ']', found the end of the file"))
            try Data().write(to: URL(fileURLWithPath: path))
            #expect(failure(file: path) == path + ":1:1: the file is empty")
        }
    }

    @Test func compressedFiles() throws {
        try withFolder { folder in
            let path = folder + "/a.json"
            for (bytes, name) in [
                ([0x1F, 0x8B, 8, 0], "compressed by gzip, which is not read: gzip -dk FILE"),
                ([0x28, 0xB5, 0x2F, 0xFD], "compressed by Zstandard, which is not read: zstd -d FILE"),
                (Array("BZh9".utf8), "compressed by bzip2, which is not read: bzip2 -dk FILE"),
                (Array("PAR1".utf8), "a Parquet table, which is not read: write it as CSV first"),
            ] as [([UInt8], String)] {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                #expect(failure(file: path).hasPrefix("\(path): is \(name)"))
            }
        }
    }

    @Test func fileProblems() throws {
        try withFolder { folder in
            #expect(failure(file: folder + "/none\n") == folder + "/none\\n: no such file")
            #expect(failure(file: folder) == folder + ": is a directory, not a file")
            #expect(failure(file: "") == "the file's path is empty")
            #expect(failure(file: "a\0b") == "a\\u{0}b: a path cannot contain a NUL character")
            #expect(failure(file: "/dev/null") == "/dev/null: is not a regular file")
            let path = folder + "/a"
            try Data("1".utf8).write(to: URL(fileURLWithPath: path))
            #expect(failure(file: path + "/b") == path + "/b: no such file")
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(failure(file: pipe) == pipe + ": is not a regular file")
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
            let isRefused = failure(file: path) == path + ": cannot be read: permission denied"
            #expect(isRefused || geteuid() == 0)
        }
    }

    @Test func largeFilesAreRefused() throws {
        try withFolder { folder in
            let path = folder + "/large"
            let limit = JSON5Reader.maximumFileSize
            try Data("1".utf8).write(to: URL(fileURLWithPath: path))
            #expect(truncate(path, off_t(limit + 1)) == 0)
            #expect(
                failure(file: path) == path + ": the file has 16777217 bytes; at most 16777216 (16 MiB) are allowed")
            #expect(truncate(path, off_t(limit)) == 0)
            #expect(
                failure(file: path) == path + ":1:2: expected the end of the file after the document, found '\\u{0}'")
        }
    }
}
