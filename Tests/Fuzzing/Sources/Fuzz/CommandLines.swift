@testable import TrustSim
@testable import CommandLineTool

/// Command lines: one word a line.
enum CommandLines {
    private static let specs = TrustSimCommand.commands.map { $0.spec }
    private static let base = try? ScenarioFile(text: "{name: 'a', vehicles: 10, duration: 20}")

    /// Reads the line as its command would before it opens any file.
    static func parse(_ bytes: [UInt8]) {
        let words = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard let first = words.first else { return }
        do {
            let spec = try ArgumentParser.command(named: first, among: specs)
            let arguments = try ArgumentParser.parse(Array(words.dropFirst()), for: spec)
            if arguments.wantsHelp { return }
            try read(arguments)
        } catch let error as UsageError {
            let shown = UsageError(message: escapedForMessage(error.message), command: error.command)
            let help = HelpText.of(error: shown, program: "trustsim", commands: specs)
            if help.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F }) {
                fail("control characters in \(escapedForMessage(help))")
            }
        } catch {
            expectReadable("\(error)")
        }
    }

    private static func read(_ arguments: ParsedArguments) throws {
        try check("--jobs") { _ = try SharedOptions.jobs(arguments) }
        try check("--metrics") { _ = try SharedOptions.metrics(arguments, standard: ["f1"]) }
        try check("--max-memory") { _ = try arguments.number("--max-memory", in: 1...1e12) }
        for word in arguments.positionals where arguments.command.name == "describe" {
            for entry in Glossary.entries(named: word) where entry.facts.isEmpty { fail("no facts about \(word)") }
            _ = Glossary.nearest(to: word)
        }
        func check(_ name: String, _ body: () throws -> Void) throws {
            if arguments.command.option(named: name) != nil { try body() }
        }
        if arguments.value("--calibration") != nil { return }
        if arguments.command.option(named: "--set") != nil, let base {
            let file = try SharedOptions.applied(arguments, to: base)
            let isSweep = arguments.command.option(named: "--vary") != nil
            let axes = isSweep ? try SweepValues.axes(arguments) : []
            let ratios = isSweep ? try SweepValues.ratios(arguments) : []
            // Each combination is a scenario to decode.
            if axes.reduce(1.0, { $0 * Double($1.values.count) }) > 40 { return }
            let plan = try Plan(file, axes: axes, ratios: ratios)
            if plan.cells.isEmpty { fail("a plan without cells") }
        }
    }
}
