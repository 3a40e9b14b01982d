import Foundation
import TrustSim

/// The program: finds the command, runs it, turns errors into messages and exit codes.
///
/// A program of another package is this one with its own schemes, attacks and models: it registers them, and calls
/// ``main()``.
public enum TrustSimCommand {
    static let version = "0.1.0"
    /// Of the version, for the manual page.
    static let date = "2026-11-21"
    static let overview = "Simulates trust management in vehicular networks."

    static var commands: [any Command.Type] {
        [
            RunCommand.self, SweepCommand.self, ReplayCommand.self, AuditCommand.self, ChecksCommand.self,
            CalibrateCommand.self,
            TuneCommand.self, StudyCommand.self, MergeCommand.self,
            ExportCommand.self, CompareCommand.self, PlotCommand.self, ReportCommand.self,
            ViewCommand.self, ExplainCommand.self, DecideCommand.self, TraceCommand.self,
            RerunCommand.self, DiffCommand.self, FingerprintCommand.self, ValidateCommand.self, ListCommand.self,
            NewCommand.self,
            DescribeCommand.self, SchemaCommand.self, CompletionsCommand.self, ManCommand.self,
        ]
    }

    /// Options of the program itself.
    static let options = [OptionSpec(name: "--version", help: "Show the version.")]

    /// Does what the arguments of the process ask for, and ends it.
    public static func main() -> Never {
        Console.fillClosedDescriptors()
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    static func run(_ arguments: [String]) -> ExitCode {
        do {
            return try dispatch(arguments)
        } catch let error as UsageError {
            let shown = UsageError(message: escapedForMessage(error.message), command: error.command)
            Console.error(HelpText.of(error: shown, program: "trustsim", commands: commands.map { $0.spec }))
            return .usage
        } catch let error as CommandFailure {
            Console.error("Error: \(error.message)")
            return error.code
        } catch let error as DataError {
            Console.error("Error: \(error)")
            if case .option = error.position?.origin { return .usage }
            return .data
        } catch let error as TraceError {
            Console.error("Error: \(error)")
            return .data
        } catch let error as FileProblem {
            Console.error("Error: \(error)")
            return .failure
        } catch let error as DirectoryLock.Busy {
            Console.error("Error: \(error)")
            return .failure
        } catch is Cancelled {
            Console.error("Interrupted: nothing was written.")
            return Interruption.exitCode
        } catch let error as Interrupted {
            Console.error("Interrupted: \(error.message)")
            return Interruption.exitCode
        } catch {
            Console.error("Error: \(error)")
            return .failure
        }
    }

    private static func dispatch(_ arguments: [String]) throws -> ExitCode {
        let specs = commands.map { $0.spec }
        guard let first = arguments.first else {
            Console.print(FirstScreen.text)
            return .success
        }
        if first == "--help" || first == "-h" {
            Console.print(help(specs))
            return .success
        }
        if first == "--version" || first == "version" {
            Console.print("trustsim \(version)")
            return .success
        }
        if first == "help" {
            guard arguments.count > 1, arguments[1] != "--help", arguments[1] != "-h" else {
                Console.print(help(specs))
                return .success
            }
            Console.print(
                HelpText.of(command: try ArgumentParser.command(named: arguments[1], among: specs), program: "trustsim")
            )
            return .success
        }
        if first.hasPrefix("-") {
            throw CommandHints.unknownOption(first)
        }
        let spec = try ArgumentParser.command(named: first, among: specs)
        let parsed = try ArgumentParser.parse(Array(arguments.dropFirst()), for: spec, among: specs)
        Console.tableWidth = Console.shownWidth(arguments: parsed)
        if parsed.wantsHelp {
            Console.print(HelpText.of(command: spec, program: "trustsim"))
            return .success
        }
        guard let command = commands.first(where: { $0.spec.name == spec.name }) else { return .failure }
        return try command.run(parsed)
    }

    private static func help(_ specs: [CommandSpec]) -> String {
        HelpText.of(
            program: "trustsim", overview: overview, commands: specs, options: options, groups: CommandGroups.of(specs))
    }
}

/// One command of the program.
protocol Command {
    /// How it is called and explained.
    static var spec: CommandSpec { get }
    /// Does it.
    static func run(_ arguments: ParsedArguments) throws -> ExitCode
}
