import Foundation
import Testing

extension TestDirectory {
    /// Runs a command that must be refused: with this code, with this message as the whole of standard error, without
    /// output, and without a change in the directory.
    func expectError(
        _ arguments: [String], code: Int32, _ message: String, input: Data? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = contents
        let outcome = try trustsim(arguments, input: input)
        #expect(outcome.errors == "Error: \(message)\n", sourceLocation: sourceLocation)
        #expect(outcome.exitCode == code, sourceLocation: sourceLocation)
        #expect(outcome.output == "", sourceLocation: sourceLocation)
        #expect(contents == before, sourceLocation: sourceLocation)
    }

    /// Runs a command line that cannot be understood: code 64, and below the message the usage of the command.
    func expectUsageError(
        _ arguments: [String], command: String?, _ message: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var usage = "Usage: trustsim <subcommand>\n  See 'trustsim --help' for more information."
        if let command {
            let help = try trustsim(["help", command]).output
            let start = try #require(help.range(of: "USAGE: "), sourceLocation: sourceLocation)
            let section = help[start.upperBound...].components(separatedBy: "\n\n")[0]
            usage = "Usage: \(section)\n  See 'trustsim \(command) --help' for more information."
        }
        try expectError(arguments, code: 64, "\(message)\n\(usage)", sourceLocation: sourceLocation)
    }
}

/// Checks a command that did its work without a word on standard error.
func expectSuccess(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.errors == "", sourceLocation: sourceLocation)
    #expect(outcome.exitCode == 0, sourceLocation: sourceLocation)
}

/// Reference outputs. `TRUSTSIM_UPDATE_GOLDEN=1` writes them anew instead of comparing.
enum Golden {
    private static let directory = Place.project.appendingPathComponent("Tests/Golden/Command")
    private static let isUpdating = ProcessInfo.processInfo.environment["TRUSTSIM_UPDATE_GOLDEN"] == "1"

    static func url(_ name: String) -> URL { directory.appendingPathComponent(name) }

    static func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    /// Compares byte for byte; of a difference only the first line is shown.
    static func expect(_ found: Data, is name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        if isUpdating { return try found.write(to: url(name)) }
        let expected = try bytes(name)
        if found == expected { return }
        let (foundLines, expectedLines) = (lines(found), lines(expected))
        let count = max(foundLines.count, expectedLines.count)
        let first = (0..<count).first { line(foundLines, $0) != line(expectedLines, $0) } ?? 0
        Issue.record(
            """
            line \(first + 1) of \(name) should be
            \(line(expectedLines, first) ?? "(no such line)")
            but is
            \(line(foundLines, first) ?? "(no such line)")
            """, sourceLocation: sourceLocation)
    }

    private static func lines(_ bytes: Data) -> [Substring] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func line(_ lines: [Substring], _ index: Int) -> Substring? {
        lines.indices.contains(index) ? lines[index] : nil
    }
}

/// A CSV file whose fields need no quotation marks.
struct Sheet {
    let header: [String]
    let rows: [[String]]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    /// One column from top to bottom.
    func column(_ name: String) throws -> [String] {
        let index = try #require(header.firstIndex(of: name))
        return rows.map { $0[index] }
    }

    /// The values of some columns, a list a row.
    func columns(_ names: String...) throws -> [[String]] {
        let indices = try names.map { name in try #require(header.firstIndex(of: name)) }
        return rows.map { row in indices.map { row[$0] } }
    }
}
