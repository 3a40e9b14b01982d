import TrustSim

/// `trustsim trace`.
enum TraceCommand: Command {
    static let spec = CommandSpec(
        name: "trace", abstract: "Look into a trace of movements, or convert it.",
        discussion:
            "'info' prints vehicles, times, area, speeds and neighbours. 'convert' writes another format, told by the "
            + "name of the output or by --to. Formats: \(TraceFormat.names.joined(separator: ", ")).",
        arguments: [
            ArgumentSpec(name: "action", help: "info or convert."),
            ArgumentSpec(name: "file", help: "The trace; - is standard input."),
            ArgumentSpec(name: "out", help: "convert: the file to write; - is standard output.", optional: true),
        ],
        options: [
            OptionSpec(name: "--from", value: "format", help: "Format of the trace (default: by name or first bytes)."),
            OptionSpec(name: "--to", value: "format", help: "convert: format to write (default: by name)."),
            OptionSpec(
                name: "--format", value: "format",
                help: "info: table, csv, json, markdown or latex (default: table)."),
            OptionSpec(name: "--range", value: "m", help: "info: radio range of neighbours (default: 300)."),
            OptionSpec(
                name: "--roads", value: "FILE", help: "info: a SUMO network (.net.xml), for the share on roads."),
            OptionSpec(name: "--activity", value: "FILE", help: "ns2: when vehicles enter and leave."),
            OptionSpec(name: "--step", value: "s", help: "ns2: time between samples (default: as the movements need)."),
            OptionSpec(
                name: "--columns", value: "FILE",
                help:
                    "Tables: role=column,... by name or number, or a file with them, and unit=s, ms, us or ns of times."
            ),
            OptionSpec(
                name: "--truncated", value: "what",
                help: "fcd-xml: refuse or whole-timesteps: what becomes of a trace that is cut off (default: refuse)."),
            OptionSpec(
                name: "--coordinates", value: "kind", help: "auto, plane (m) or geographic (degrees) (default: auto)."),
            OptionSpec(name: "--begin", value: "s", help: "First time wanted."),
            OptionSpec(name: "--end", value: "s", help: "Last time wanted."),
            OptionSpec(name: "--force", help: "convert: replace an existing file."),
        ],
        examples: [
            "trustsim trace info Scenarios/traces/city.fcd.xml --range 250",
            "trustsim trace convert city.fcd.xml city.csv",
            "trustsim trace info cologne.tr --columns time=1,vehicle=2,x=3,y=4,speed=5",
            "trustsim trace convert moves.ns2.tcl moves.fcd.xml --activity moves.activity.tcl",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let action = arguments.positionals[0]
        switch action {
        case "info": return try info(arguments)
        case "convert": return try convert(arguments)
        default:
            throw UsageError(
                message: "Unknown action '\(escapedForMessage(action))'"
                    + NearestName.hint(for: action, among: ["info", "convert"]), command: "trace")
        }
    }

    private static func info(_ arguments: ParsedArguments) throws -> ExitCode {
        if arguments.positionals.count > 2 {
            throw UsageError(
                message: "Unexpected argument '\(escapedForMessage(arguments.positionals[2]))'", command: "trace")
        }
        try refuse(["--to", "--force"], arguments, action: "info")
        let format = try SharedOptions.format(arguments)
        let range = try arguments.number("--range", in: 1...1e5) ?? 300
        let recording = try TraceRecording.read(try source(arguments))
        for note in recording.trace.notes { Console.error("Warning: \(note)") }
        let report = TraceReport(recording, range: range, file: arguments.positionals[1])
        switch format {
        case "json": Console.results(report.json)
        case "csv": Console.results(report.csv)
        default: Console.results(SharedOptions.render([report.table], format: format, color: Console.usesColor))
        }
        return .success
    }

    private static func convert(_ arguments: ParsedArguments) throws -> ExitCode {
        try refuse(["--format", "--range", "--roads"], arguments, action: "convert")
        guard arguments.positionals.count == 3 else {
            throw UsageError(message: "Missing expected argument '<out>'", command: "trace")
        }
        let (input, output) = (arguments.positionals[1], arguments.positionals[2])
        guard let format = try format("--to", arguments) ?? TraceFormat(path: output) else {
            throw UsageError(
                message: "The name '\(escapedForMessage(output))' tells no format; add --to with one of "
                    + TraceFormat.names.joined(separator: ", "), command: "trace")
        }
        let force = arguments.flag("--force")
        if output != "-" {
            try SharedOptions.checkDistinct([output], reading: [input] + arguments.values("--activity"))
            try AtomicFile.probe(output, overwriting: force)
        }
        let recording = try TraceRecording.read(try source(arguments))
        for note in recording.trace.notes { Console.error("Warning: \(note)") }
        try SharedOptions.deliver(
            try TraceWriter.bytes(of: recording, as: format), to: output == "-" ? nil : output, force: force)
        return .success
    }

    private static func refuse(_ names: [String], _ arguments: ParsedArguments, action: String) throws(UsageError) {
        for name in names where arguments.flag(name) {
            throw UsageError(message: "The option '\(name)' is not for 'trace \(action)'", command: "trace")
        }
    }

    /// Options of other formats, as far as the format is known before the trace is read.
    private static func refuseOptions(_ arguments: ParsedArguments, of format: TraceFormat?) throws(UsageError) {
        let kinds: [(names: [String], fits: [TraceFormat], words: String)] = [
            (["--activity", "--step"], [.ns2], "ns2 movements"), (["--columns"], [.csv, .fcdCSV], "tables"),
            (["--truncated"], [.fcdXML], "fcd-xml"),
        ]
        guard let format else { return }
        for kind in kinds where !kind.fits.contains(format) {
            for name in kind.names where arguments.flag(name) {
                throw UsageError(
                    message: "The option '\(name)' is for \(kind.words) only, but the trace is \(format.rawValue)",
                    command: "trace")
            }
        }
    }

    private static func format(_ option: String, _ arguments: ParsedArguments) throws(UsageError) -> TraceFormat? {
        guard let name = arguments.value(option), name != "auto" else { return nil }
        guard let format = TraceFormat(name: name) else {
            throw arguments.invalid(name, for: option, expected: TraceFormat.names.joined(separator: ", "))
        }
        return format
    }

    private static func source(_ arguments: ParsedArguments) throws -> TraceSource {
        var source = TraceSource(path: arguments.positionals[1], format: try format("--from", arguments))
        if let name = arguments.value("--coordinates") {
            guard let kind = TraceCoordinates(rawValue: name) else {
                let names = TraceCoordinates.allCases.map(\.rawValue)
                throw arguments.invalid(name, for: "--coordinates", expected: names.joined(separator: ", "))
            }
            source.coordinates = kind
        }
        if let word = arguments.value("--truncated") {
            guard let kind = TruncatedTrace(rawValue: word) else {
                let words = TruncatedTrace.allCases.map(\.rawValue)
                throw arguments.invalid(word, for: "--truncated", expected: words.joined(separator: ", "))
            }
            source.truncated = kind
        }
        try refuseOptions(arguments, of: source.format ?? TraceFormat(path: source.path))
        source.columns = try arguments.value("--columns").map {
            try $0.contains("=") ? TraceColumns($0) : TraceColumns(file: $0)
        }
        source.begin = try arguments.number("--begin", in: 0...1e12).map { Microseconds(seconds: $0) }
        source.end = try arguments.number("--end", in: 0...1e12).map { Microseconds(seconds: $0) }
        source.step = try arguments.number("--step", in: 0.001...3600).map { Microseconds(seconds: $0) }
        source.activity = arguments.value("--activity")
        source.roads = arguments.value("--roads")
        return source
    }
}
