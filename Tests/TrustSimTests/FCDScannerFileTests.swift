import Dispatch
import Foundation
import Testing

@testable import TrustSim

@Suite("FCD scanner: files")
struct FCDScannerFileTests {
    /// The folder that holds `Package.swift`.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let tracePath = root.appendingPathComponent("../shared/data/sumo/lustnano_0700.fcd.xml").standardizedFileURL
        .path

    static func error(_ path: String) -> String {
        var recorder = FCDRecorder()
        do {
            _ = try FCDScanner.scan(path: path, into: &recorder)
            return ""
        } catch { return "\(error)" }
    }

    /// A fresh path that nothing lies at.
    static func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("fcd-\(UUID().uuidString).xml").path
    }

    // The trace is not part of the repository (1.6 MB); the test runs where it was fetched next to it.
    @Test(
        "a trace written by SUMO is read completely",
        .enabled(if: FileManager.default.fileExists(atPath: tracePath), "the trace lustnano_0700.fcd.xml is not there"))
    func realTrace() throws {
        for chunkBytes in [1000, FCDScanner.chunkBytes] {
            var recorder = FCDRecorder()
            let summary = try FCDScanner.scan(
                path: Self.tracePath, chunkBytes: chunkBytes, begin: .min, end: .max, into: &recorder)
            #expect(summary.timesteps == 300)
            #expect(summary.samples == 9387)
            #expect(summary.bytes == 1_613_363)
            #expect(summary.firstMicroseconds == 25_200_000_000)
            #expect(summary.lastMicroseconds == 25_499_000_000)
            var (ids, sum) = (Set<String>(), 0.0)
            for case .vehicle(let id, let x, _, _, _) in recorder.events {
                ids.insert(id)
                sum += x
            }
            #expect(ids.count == 121)
            #expect(abs(sum - 61_569_463.20) < 0.001)
        }
    }

    @Test("a file gives what its bytes give")
    func file() throws {
        let path = Self.temporaryPath()
        try Data(completeFCD.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        for chunkBytes in [1, 100, FCDScanner.chunkBytes] {
            var recorder = FCDRecorder()
            let summary = try FCDScanner.scan(
                path: path, chunkBytes: chunkBytes, begin: .min, end: .max, into: &recorder)
            #expect(recorder.events == FCDOutcome(completeFCD).events)
            #expect(summary == FCDOutcome(completeFCD).summary)
        }
    }

    @Test("a pipe that gives a few bytes at a time is read to its end")
    func pipe() throws {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        let (output, input) = (ends[0], ends[1])
        DispatchQueue.global().async {
            for byte in completeFCD.utf8 {
                var byte = byte
                _ = write(input, &byte, 1)
            }
            close(input)
        }
        var recorder = FCDRecorder()
        let summary = try FCDScanner.scan(path: "/dev/fd/\(output)", into: &recorder)
        close(output)
        #expect(summary == FCDOutcome(completeFCD).summary)
        #expect(recorder.events == FCDOutcome(completeFCD).events)
    }

    @Test("a file that cannot be read is named without a position")
    func unreadable() {
        #expect(Self.error("/no/such/file.xml") == "/no/such/file.xml: no such file")
        #expect(Self.error("") == ": no such file")
        #expect(Self.error("/") == "/: this is a directory; a file is expected")
        #expect(Self.error("a\0b") == "a\\u{0}b: a path cannot contain a NUL character")
    }

    // The superuser may read everything.
    @Test("a file without permission is named without a position", .enabled(if: geteuid() != 0, "run by the superuser"))
    func forbidden() throws {
        let path = Self.temporaryPath()
        try Data().write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try #require(chmod(path, 0) == 0)
        #expect(Self.error(path) == "\(path): no permission to read the file")
    }

    @Test("errors in a file have its path and a position")
    func position() throws {
        let path = Self.temporaryPath()
        try Data("<fcd-export>\n".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            Self.error(path)
                == "\(path):2:1: the document ends before </fcd-export>; it is truncated")
    }
}
