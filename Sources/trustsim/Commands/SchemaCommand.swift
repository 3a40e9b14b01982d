import TrustSim

/// `trustsim schema`.
enum SchemaCommand: Command {
    static let spec = CommandSpec(
        name: "schema", abstract: "Print the JSON Schema of scenario files.",
        discussion: "Draft 2020-12. Editors complete and check keys and names by it; see Docs/Scenarios.md.",
        options: [
            OptionSpec(name: "--output", value: "FILE", help: "Write to a file instead of standard output."),
            OptionSpec(name: "--force", help: "Replace an existing file."),
        ],
        examples: ["trustsim schema --output trustsim.schema.json"])

    static func run(_ arguments: ParsedArguments) throws -> ExitCode {
        try SharedOptions.deliver(
            ScenarioSchema.document(), to: arguments.outputFile, force: arguments.flag("--force"))
        return .success
    }
}
