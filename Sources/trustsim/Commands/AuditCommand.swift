import TrustSim

/// `trustsim audit`.
enum AuditCommand: Command {
    private static let formats = ["table", "csv", "json", "markdown"]

    static let spec = CommandSpec(
        name: "audit", abstract: "Say whether a data set can be solved by what it should not tell.",
        discussion:
            "Compares attackers and honest vehicles by one number at a time: how often, when and under what names "
            + "their messages come, whatever they say. Looks for names of a vehicle that can be linked by the moments at "
            + "which they beacon. Formats as for 'replay'. See Docs/DataSets.md.",
        arguments: [
            ArgumentSpec(
                name: "directory", help: "Directories with logs, flat tables, or archives, as for 'replay'.",
                repeats: true)
        ],
        options: [
            OptionSpec(name: "--format", value: "format", help: "Format of the logs (default: auto)."),
            OptionSpec(
                name: "--identity", value: "name",
                help: "pseudonym or sender: by what receivers know each other (default: pseudonym)."),
            OptionSpec(
                name: "--columns", value: "FILE",
                help: "Of a flat table: role=column,... or a file with them; known tables need none."),
            OptionSpec(name: "--strict", help: "Exit with 1 if anything leaks that the attack does not explain."),
            OptionSpec(
                name: "--output-format", value: "format", help: "table, csv, json or markdown (default: table)."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--force", help: "Replace existing results."),
            OptionSpec(name: "--quiet", short: "-q", help: "No summary of the data set."),
        ],
        examples: ["trustsim audit logs", "trustsim audit logs --strict --output-format json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = arguments.value("--output-format") ?? "table"
        guard formats.contains(format) else {
            throw arguments.invalid(format, for: "--output-format", expected: formats.joined(separator: ", "))
        }
        let output = arguments.outputFile
        if let output { try AtomicFile.probe(output, overwriting: arguments.flag("--force")) }
        let wanted = try ReplayRequest.format(arguments)
        let byPseudonym = try ReplayRequest.byPseudonym(arguments)
        let columns = try ReplayRequest.columns(arguments)
        Interruption.watch()
        var audits: [(name: String, audit: DataSetAudit)] = []
        for path in arguments.positionals {
            let archive = try DataSetArchive(path: path, cancellation: Interruption.flag)
            for warning in archive?.warnings ?? [] { Console.error("Warning: \(escapedForMessage(path)): \(warning)") }
            for place in try DataSetFolders.find(in: archive?.directory ?? path) {
                let name = archive?.shown(place) ?? place
                do {
                    let replay = try DataSetReplay(
                        directory: place, format: wanted, byPseudonym: byPseudonym, columns: columns, named: name,
                        cancellation: Interruption.flag)
                    if !arguments.flag("--quiet") { Console.error(archive?.shown(replay.summary) ?? replay.summary) }
                    audits.append((name, try replay.audit(cancellation: Interruption.flag)))
                } catch let error as DataError {
                    throw archive?.shown(error) ?? error
                }
            }
        }
        let color = output == nil && Console.usesColor
        let bytes: [UInt8]
        switch format {
        case "csv":
            bytes = audits.enumerated().flatMap {
                AuditTable($0.element.audit, of: $0.element.name).csv(header: $0.offset == 0)
            }
        case "json": bytes = AuditTable.document(audits, version: TrustSimCommand.version)
        default:
            bytes = SharedOptions.render(
                audits.map { AuditTable($0.audit, of: escapedForMessage($0.name)).text }, format: format, color: color)
        }
        try SharedOptions.deliver(bytes, to: output, force: arguments.flag("--force"))
        let leaking = audits.filter(\.audit.leaks)
        guard arguments.flag("--strict"), !leaking.isEmpty else { return .success }
        Console.error(
            "Error: \(leaking.count) of \(audits.count) data sets leak what the attack does not explain"
                + (leaking.count == audits.count
                    ? "" : ": \(leaking.map { escapedForMessage($0.name) }.joined(separator: ", "))"))
        return .failure
    }
}
