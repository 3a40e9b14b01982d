import Foundation
import Testing

/// How the program ended and what it said.
struct Outcome {
    /// The exit code, or the negative number of the signal that ended the program.
    let exitCode: Int32
    /// Everything written to standard output.
    let outputBytes: Data
    /// Everything written to standard error.
    let errors: String

    /// Standard output as text.
    var output: String { String(decoding: outputBytes, as: UTF8.self) }
}

extension Trait where Self == ConditionTrait {
    /// A sanitizer needs much of the address space, and cannot work where files may not grow: what limits them is not tried
    /// then (`TRUSTSIM_SANITIZER` has its name).
    static var limitsAreTheProgramsOwn: Self {
        .enabled(
            if: ProcessInfo.processInfo.environment["TRUSTSIM_SANITIZER"] == nil, "the sanitizer would meet the limit")
    }
}

/// Where things are.
enum Place {
    /// The top of the project.
    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// How many times longer programs may take, in `TRUSTSIM_TEST_PATIENCE`: under a sanitizer everything is slow.
    static let patience = ProcessInfo.processInfo.environment["TRUSTSIM_TEST_PATIENCE"].flatMap { Double($0) } ?? 1

    /// The built `trustsim`. It lies beside the test bundle, that is, in a directory above the code that runs here:
    /// `debug/TrustSimPackageTests.xctest` on Linux, `debug/TrustSimPackageTests.xctest/Contents/MacOS/…` on macOS.
    static let program: URL = {
        let bundles = [Bundle(for: TestDirectory.self)] + Bundle.allBundles
        for start in bundles.map(\.bundlePath) + ["/proc/self/exe"] + CommandLine.arguments.prefix(1) {
            var directory = URL(fileURLWithPath: start).resolvingSymlinksInPath()
            for _ in 0..<5 {
                let candidate = directory.appendingPathComponent("trustsim")
                if isProgram(candidate) { return candidate }
                directory.deleteLastPathComponent()
            }
        }
        #if DEBUG
            let configuration = "debug"
        #else
            let configuration = "release"
        #endif
        return project.appendingPathComponent(".build/\(configuration)/trustsim")
    }()

    private static func isProgram(_ file: URL) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: file.path, isDirectory: &isDirectory) && !isDirectory.boolValue
            && FileManager.default.isExecutableFile(atPath: file.path)
    }
}

/// A directory for one test, in which the program runs. It is removed with all that is in it.
final class TestDirectory: Sendable {
    /// The working directory of the program.
    let url: URL
    /// Where its streams go, out of sight of the tests.
    let streams: URL

    /// A directory with files in it.
    init(_ files: [String: String] = [:]) throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("trustsim-test-\(UUID().uuidString)")
        url = root.appendingPathComponent("work")
        streams = root.appendingPathComponent("streams")
        for directory in [url, streams] {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

    func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

    func write(_ bytes: Data, to name: String) throws { try bytes.write(to: url.appendingPathComponent(name)) }

    /// Writes a script of the shell that can be started. No other program that a test starts meanwhile holds it open: the
    /// system does not start what somebody may still write.
    func install(_ script: String, as name: String) throws {
        let path = url.appendingPathComponent(name).path
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o755)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data("#!/bin/sh\n\(script)\n".utf8))
        try file.close()
    }

    func makeDirectory(_ name: String) throws {
        try FileManager.default.createDirectory(
            at: url.appendingPathComponent(name), withIntermediateDirectories: true)
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: url.appendingPathComponent(name)) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// The paths of all files and directories, hidden ones too, sorted.
    var entries: [String] {
        (FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []).sorted()
    }

    /// Every file with its contents: what must not change when a command is refused.
    var contents: [String: Data] {
        Dictionary(uniqueKeysWithValues: entries.map { ($0, (try? bytes($0)) ?? Data()) })
    }

    /// Runs the program to its end.
    func trustsim(_ arguments: String..., input: Data? = nil, environment: [String: String] = [:]) throws -> Outcome {
        try trustsim(arguments, input: input, environment: environment)
    }

    /// Runs the program to its end.
    func trustsim(
        _ arguments: [String], input: Data? = nil, environment: [String: String] = [:]
    ) throws -> Outcome {
        try RunningProgram(Place.program, arguments, in: self, input: input, environment: environment).end()
    }

    /// Runs a line of the shell, in which "$TRUSTSIM" is the program.
    func shell(_ line: String) throws -> Outcome {
        try RunningProgram(
            URL(fileURLWithPath: "/bin/sh"), ["-c", line], in: self, environment: ["TRUSTSIM": Place.program.path]
        ).end()
    }
}
