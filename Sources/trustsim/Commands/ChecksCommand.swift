import TrustSim

/// `trustsim checks`.
enum ChecksCommand: Command {
    static let spec = CommandSpec(
        name: "checks", abstract: "Show what each plausibility check catches of each attack.",
        discussion:
            "Runs the scenario with plausibility verification and one attack after another. For beacons received "
            + "by honest vehicles after the warm-up: the share of altered ones that fail (recall) and of genuine ones "
            + "that fail (false positives), for all checks in use together and for each check alone.",
        arguments: [SharedOptions.scenario],
        options: [
            OptionSpec(name: "--attacks", value: "a,b", help: "Presets (default: all falsifications)."),
            OptionSpec(name: "--seed", value: "N", help: "Base seed, from 0 to 4294967295."),
            OptionSpec(name: "--replications", value: "N", help: "Number of replications."),
            OptionSpec(name: "--set", value: "key.path=value", help: "Change a value of the scenario.", repeats: true),
            OptionSpec(name: "--format", value: "format", help: "table, csv, markdown or latex (default: table)."),
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
        ] + SharedOptions.execution,
        examples: [
            "trustsim checks Scenarios/highway.json",
            "trustsim checks Scenarios/city.json --attacks constantPosition,timeDelay --format csv",
        ])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        let format = try SharedOptions.format(arguments, among: ["table", "csv", "markdown", "latex"])
        let output = arguments.outputFile
        if let output { try AtomicFile.probe(output, overwriting: arguments.flag("--force")) }
        let attacks = try attacks(arguments)
        var file = try SharedOptions.file(arguments)
        try file.set("sensing.verification=plausibility", option: "checks:")
        try file.set("schemes=['own-evidence']", option: "checks:")
        try file.set("ablations=[]", option: "checks:")
        if try !file.decode().attackers.list.isEmpty {
            throw DataError(
                keyPath: "attackers.list",
                message: "'checks' gives all attackers one attack after another, and a list says which they have; add "
                    + "'--set attackers.list= --set attackers.ratio=0.3'")
        }
        try file.remove("profiles", of: "attackers")
        try file.remove("profile", of: "attackers")
        let plan = try Plan(file, axes: [Plan.Axis(key: "attackers.profile", values: attacks)])
        try SharedOptions.checkDistinct([output].compactMap { $0 }, arguments, plan)
        let session = try ExperimentSession(arguments, plan: plan)
        if arguments.flag("--dry-run") {
            Console.results(SharedOptions.render([session.forecast], format: "table", color: Console.usesColor))
            return .success
        }
        try session.checkMemory(arguments)
        let outcome = try session.run()
        let results = attacks.map { attack in
            var tally: CheckTally?
            for run in outcome.runs where plan.cells[run.cell].varied == [attack] {
                guard let checks = run.result.statistics.checks else { continue }
                if tally == nil { tally = checks } else { tally?.add(checks) }
            }
            return CheckTable.Row(attack: attack, tally: tally)
        }
        let table = CheckTable(rows: results, scenario: plan.cells[0].scenario)
        let bytes =
            format == "csv"
            ? table.csv
            : SharedOptions.render(
                [table.text], format: format, color: output == nil && Console.usesColor)
        try SharedOptions.deliver(bytes, to: output, force: arguments.flag("--force"))
        return .success
    }

    private static func attacks(_ arguments: ParsedArguments) throws -> [String] {
        let names = AttackPreset.all.map(\.name)
        guard let wanted = try arguments.list("--attacks") else {
            return AttackPreset.all.filter { $0.group == .falsification }.map(\.name)
        }
        for name in wanted where !names.contains(name) {
            throw UsageError(
                message: "Unknown preset '\(escapedForMessage(name))'\(NearestName.hint(for: name, among: names))",
                command: "checks")
        }
        return wanted
    }
}
