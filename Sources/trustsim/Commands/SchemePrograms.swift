import TrustSim

/// Schemes that programs of the user decide.
enum SchemePrograms {
    static let options = [
        OptionSpec(
            name: "--scheme-program", value: "name=program",
            help: "A scheme that a program decides: 'mine=python3 mine.py'.", repeats: true),
        OptionSpec(
            name: "--scheme-patience", value: "s", help: "How long an answer of such a program may take (default: 60)."),
    ]

    /// The scenario with the programs of the command line: each is asked what it is, and decides in a row of its own.
    static func add(_ arguments: ParsedArguments, to file: inout ScenarioFile) throws {
        for program in try read(arguments) {
            file.schemes.append(program.entry)
            let named = file.namedSchemes
            if named.contains(program.name) { continue }
            try file.set("schemes", toNames: named + [program.name], option: "--scheme-program")
        }
    }

    /// The programs of the command line, each asked what it is.
    static func read(_ arguments: ParsedArguments) throws -> [SchemeProgram] {
        var programs: [SchemeProgram] = []
        for assignment in arguments.values("--scheme-program") {
            do {
                var program = try SchemeProgram(assignment)
                if programs.contains(where: { $0.name == program.name }) {
                    throw UsageError(
                        message: "'--scheme-program' names '\(program.name)' twice", command: arguments.command.name)
                }
                program.watch.cancellation = Interruption.flag
                if let patience = try arguments.integer("--scheme-patience", in: 1...86_400) {
                    program.watch.longestSilenceSeconds = patience
                }
                try program.introduce()
                programs.append(program)
            } catch let failure as SchemeProgramFailure {
                if failure.isCancelled { throw Cancelled() }
                throw CommandFailure(message: failure.message, code: .failure)
            }
        }
        return programs
    }
}
