import Foundation

/// Which files of a data set are ground truth.
enum TruthFiles {
    /// By its name, however that is written: `GroundTruthJSONlog.json`, `traceGroundTruthJSON-7.json`,
    /// `X_ground_truth.json`, `X-groundTruth.json`.
    static func isNamed(_ name: String) -> Bool { letters(name).contains("groundtruth") }

    /// The letters and digits of a name, in lower case.
    private static func letters(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// What the first record of a file shows.
    enum Content {
        /// What somebody received.
        case log
        /// What was sent.
        case truth
        /// Either: a list of messages that say nothing of a receiver.
        case withoutReceiver
        case unknown
    }

    /// Looks at the first record of a file that can be read.
    static func content(of path: String, format: DataSetFormat) throws(DataError) -> Content {
        guard !format.isTable, format != .jsonl else { return .unknown }
        var reader = RecordReader(path: path, layout: format.layout)
        var json = CompactJSON()
        for _ in 0..<5 {
            guard let item = try reader.next() else { return .unknown }
            guard case .record(let row) = item, json.read(row) else { continue }
            if format == .veremiNextGen { return json.find("receiver") == nil ? .withoutReceiver : .log }
            switch json.integer("type") {
            case 4: return .truth
            case 2, 3: return .log
            default: continue
            }
        }
        return .unknown
    }

    /// Whether the first element of a list, wherever that begins, is a message of VeReMi NextGen.
    static func isListOfNextGen(_ path: String) throws(DataError) -> Bool {
        var reader = RecordReader(path: path, layout: .list)
        var json = CompactJSON()
        guard case .record(let row) = try reader.next(), json.read(row) else { return false }
        return json.find("sender_id") != nil && json.find("rcvTime") != nil
    }

    /// Files beside a directory that hold its ground truth: those named so, where there is only this directory that they
    /// could belong to or their name has that of the directory in it.
    static func beside(_ directory: String, extensions: [String]) -> [String] {
        let url = URL(fileURLWithPath: directory).standardizedFileURL
        let parent = url.deletingLastPathComponent().path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: parent) else { return [] }
        let visible = names.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let found = visible.filter { name in isNamed(name) && isOf(name, extensions) }
        if found.isEmpty { return [] }
        let own = letters(url.lastPathComponent)
        let named = found.filter { !own.isEmpty && letters($0).contains(own) }
        let isAlone = visible.allSatisfy { name in
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: parent + "/" + name, isDirectory: &isDirectory)
            return !exists || !isDirectory.boolValue || name == url.lastPathComponent
        }
        let hasLogs = visible.contains { name in
            !isNamed(name) && isOf(name, extensions)
        }
        let chosen = !named.isEmpty ? named : isAlone && !hasLogs ? found : []
        return chosen.map { (directory.isEmpty ? "" : directory + "/../") + $0 }
    }

    private static func isOf(_ name: String, _ extensions: [String]) -> Bool {
        DataSetFiles.has(name, endings: extensions)
    }
}
