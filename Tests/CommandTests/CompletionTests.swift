import Testing

@testable import TrustSimCommands

@Suite("What completes options and arguments")
struct CompletionTests {
    @Test(
        "help that lists words says what the words are",
        arguments: [
            ("table, csv, json or latex (default: table).", ["table", "csv", "json", "latex"]),
            ("One of schemes, attacks, keys.", ["schemes", "attacks", "keys"]),
            ("plain or veremi-extension.", ["plain", "veremi-extension"]),
            ("csv, json, or svg; csv has the runs.", nil),
            ("Scenario files.", nil), ("Ratios, as for sweep.", nil), ("Another one.", nil), ("", nil),
            ("Base seed (default: 1).", nil), ("or", nil), (",", nil),
        ] as [(String, [String]?)])
    func words(help: String, words: [String]?) { #expect(Completion.words(inHelp: help) == words) }

    @Test("every option with a value is completed in the way that its name, placeholder or help says")
    func options() {
        for command in TrustSimCommand.commands.map({ $0.spec }) {
            for option in command.options {
                let completion = option.valueCompletion
                #expect((completion == nil) == (option.value == nil))
                switch option.value {
                case "FILE": #expect(completion == .file, "\(command.name) \(option.name)")
                case "DIR": #expect(completion == .directory, "\(command.name) \(option.name)")
                case "N", "MiB", "number": #expect(completion == .nothing, "\(command.name) \(option.name)")
                default: break
                }
            }
        }
    }

    @Test("formats that are completed are formats that are taken")
    func formats() {
        let run = RunCommand.spec.option(named: "--format")?.valueCompletion
        #expect(run == .words(SharedOptions.formats))
        let list = ListCommand.spec.arguments[0].valueCompletion
        #expect(list == .words(ListCommand.topics))
        #expect(RunCommand.spec.arguments[0].valueCompletion == .file)
    }
}
