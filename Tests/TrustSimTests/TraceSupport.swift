import Foundation

@testable import TrustSim

/// What reading a trace in memory gives: the events until the end or the error, and the summary or the error.
struct TraceOutcome: Equatable {
    var events: [FCDRecorder.Event] = []
    var summary: FCDSummary?
    var format: TraceFormat?
    /// Empty without one.
    var error = ""

    init(_ bytes: [UInt8], _ source: TraceSource, chunkBytes: Int = 4096) {
        var recorder = FCDRecorder()
        do {
            let reader = ByteReader(.memory(bytes), name: source.path, chunkBytes: chunkBytes)
            (summary, format) = try source.scan(reader, into: &recorder)
        } catch { self.error = "\(error)" }
        events = recorder.events
    }

    init(
        _ text: String, path: String = "t.csv", chunkBytes: Int = 4096, _ change: (inout TraceSource) -> Void = { _ in }
    ) {
        var source = TraceSource(path: path)
        change(&source)
        self.init(Array(text.utf8), source, chunkBytes: chunkBytes)
    }

    /// Times in seconds and places of vehicles, as `0: a 1,2; b 3,4`.
    var steps: [String] {
        var steps: [String] = []
        for event in events {
            switch event {
            case .timestep(let time): steps.append("\(NumberText.csv(time.seconds)):")
            case .vehicle(let id, let x, let y, _, _):
                let separator = steps[steps.count - 1].hasSuffix(":") ? " " : "; "
                steps[steps.count - 1] += "\(separator)\(id) \(NumberText.csv(x)),\(NumberText.csv(y))"
            }
        }
        return steps
    }
}

/// A file for one test, in a directory of its own that is removed with it.
final class TraceFile {
    let path: String

    init(_ text: String, name: String) throws { path = try Self.write(Data(text.utf8), name) }

    private static func write(_ bytes: Data, _ name: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "trustsim-trace-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent(name)
        try bytes.write(to: file)
        return file.path
    }

    deinit { try? FileManager.default.removeItem(at: URL(fileURLWithPath: path).deletingLastPathComponent()) }
}

/// Text that is nearly a trace: parts of a valid one in disorder, with bytes that do not belong there.
func damaged(_ valid: [UInt8], _ random: inout FCDTestRandom) -> [UInt8] {
    var bytes = valid
    for _ in 0..<Int.random(in: 1...6, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 0...20, using: &random)))
        default:
            let part = valid[min(place, valid.count)..<min(valid.count, place + 30)]
            bytes.insert(contentsOf: part, at: Int.random(in: 0...bytes.count, using: &random))
        }
    }
    return bytes
}
