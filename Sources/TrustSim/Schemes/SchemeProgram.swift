import Foundation

/// A scheme that another program decides, in any language, by lines of JSON on its standard input and output:
/// Docs/External.md. Each run has a program of its own, so nothing is carried from one run to another.
public struct SchemeProgram: Sendable {
    /// Name of the scheme.
    public let name: String
    /// The program and its arguments.
    public let command: [String]
    /// How long it may be silent when an answer is waited for, and who may ask to stop.
    public var watch = ProgramWatch()
    /// What it has said of itself; see ``introduce()``.
    public private(set) var introduction = SchemeIntroduction()
    /// Words of the command that are files, with their SHA-256; see ``introduce()``.
    private(set) var files: [(word: String, hash: String)] = []

    /// The version of the protocol.
    public static let protocolVersion = 1

    /// A program by what stands on a command line: `mine=python3 detector.py`. Words are separated by white space; quotes and
    /// backslashes are as in a shell, of which nothing else is.
    ///
    /// - Throws: a ``SchemeProgramFailure`` where there is no name, no word, or a quote without an end.
    public init(_ assignment: String) throws(SchemeProgramFailure) {
        guard let equals = assignment.firstIndex(of: "=") else {
            throw SchemeProgramFailure("'\(escapedForMessage(assignment))' is not of the form name=program arguments")
        }
        let name = String(assignment[..<equals])
        let letters = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
        guard letters, name.count <= 64, name.first?.isLetter == true else {
            throw SchemeProgramFailure(
                "the name '\(escapedForMessage(String(name.prefix(80))))' of a scheme is not a letter and up to 63 letters, "
                    + "digits and dashes")
        }
        // Words that options and keys have for something else.
        guard !["threshold", "best", "all", "none", "standard"].contains(name.lowercased()) else {
            throw SchemeProgramFailure("'\(name)' has another meaning; call the scheme otherwise")
        }
        guard !SchemeCatalog.names.contains(name.lowercased()) else {
            throw SchemeProgramFailure("there is a scheme '\(name)' already; call the program's another name")
        }
        let words = try Self.words(assignment[assignment.index(after: equals)...])
        guard !words.isEmpty else { throw SchemeProgramFailure("'\(name)=' names no program") }
        self.name = name
        command = words
    }

    private static func words(_ text: Substring) throws(SchemeProgramFailure) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
                word = word ?? ""
            } else if character == quote {
                quote = nil
            } else if quote != nil {
                word = (word ?? "") + String(character)
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let found = word { words.append(found) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let quote {
            throw SchemeProgramFailure("the quote \(quote) in '\(escapedForMessage(String(text)))' has no end")
        }
        if let word { words.append(word) }
        return words
    }

    /// The file of the program: as named with a path, or else found on the `PATH`; nil where there is none.
    public var file: String? {
        let word = command[0]
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = word.contains("/") ? [""] : path.split(separator: ":").map { $0 + "/" }
        return ChildProgram.file(word, in: folders)
    }

    func start() throws(SchemeProgramFailure) -> ChildProgram {
        guard let file else {
            throw SchemeProgramFailure(
                "the program '\(escapedForMessage(command[0]))' of the scheme '\(name)' was not found, or cannot be run"
            )
        }
        do {
            return try ChildProgram(file, Array(command.dropFirst()), watch: watch, hasInput: true)
        } catch {
            throw SchemeProgramFailure(
                "the program '\(escapedForMessage(file))' of the scheme '\(name)' cannot be started: \(error.reason)")
        }
    }

    /// Starts the program, asks what it is, and ends it.
    public mutating func introduce() throws(SchemeProgramFailure) {
        let begin = ProgramMessages.begin(self, world: nil, seed: 0, settings: SchemeSettings())
        let dialogue = try ProgramDialogue(self, begin: begin)
        introduction = dialogue.introduction
        files = ([file].compactMap { $0 } + command.dropFirst()).compactMap { word in
            SHA256.of(file: word).map { (word, $0) }
        }
        try dialogue.end()
    }

    /// How scenarios name it, after ``introduce()``.
    public var entry: SchemeEntry {
        var entry = SchemeEntry(
            name: name, summary: "decided by a program of the user's", parameters: introduction.parameters,
            cost: SchemeCost(secondsPerEntry: 1e-6, bytesPerAcquaintance: 14)
        ) { options in AnyTrustScheme(program: self, settings: options.settings, random: options.random) }
        entry.program = self
        return entry
    }
}

extension JSONWriter {
    /// The programs among schemes, as results record them: `schemePrograms`; nothing where there are none.
    mutating func programs(among schemes: [SchemeEntry]) {
        let programs = schemes.compactMap(\.program)
        if programs.isEmpty { return }
        array("schemePrograms") { writer in
            for program in programs {
                writer.object { writer in
                    writer.member("name", program.name)
                    writer.member("command", program.command)
                    writer.member("version", program.introduction.version)
                    writer.object("sha256") { writer in
                        for (word, hash) in program.files { writer.member(word, hash) }
                    }
                }
            }
        }
    }
}

/// What a program says of itself.
public struct SchemeIntroduction: Sendable {
    /// Its version, or empty.
    public var version = ""
    /// Whether it reads reports, and what reporters say of themselves; then it also makes such claims.
    public var readsReports = true
    /// See ``readsReports``.
    public var readsClaims = false
    /// Whether it reads the beacons that vehicles receive, and what checks say of them; only under plausibility verification.
    public var readsBeacons = false
    /// Its parameters.
    public var parameters: [SchemeParameter] = []
}

/// Why a program could not go on deciding.
public struct SchemeProgramFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// What happened.
    public let message: String
    /// Whether it was ended because somebody asked to stop.
    public var isCancelled = false

    init(_ message: String) { self.message = message }

    /// Somebody asked to stop.
    static var cancelled: SchemeProgramFailure {
        var failure = SchemeProgramFailure("it was asked to stop")
        failure.isCancelled = true
        return failure
    }

    /// The message.
    public var description: String { message }

    /// The same, with the run in which it happened.
    func during(_ run: String) -> SchemeProgramFailure { SchemeProgramFailure("\(message)\n  in the run: \(run)") }
}
