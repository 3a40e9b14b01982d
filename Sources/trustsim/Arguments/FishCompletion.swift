/// The script that completes command lines in fish, from version 3.0 on.
enum FishCompletion {
    static func script(_ commands: [CommandSpec], programOptions: [OptionSpec]) -> String {
        let known = commands + [CommandSpec(name: "help", abstract: OptionSpec.help.help)]
        return """
            # Completions of trustsim for fish, made by 'trustsim completions fish'.
            function __trustsim_is
                set -l words (commandline -opc)
                test (count $words) -gt 1; and test $words[2] = $argv[1]
            end
            function __trustsim_none
                test (count (commandline -opc)) -eq 1
            end
            # Words with commas between them.
            function __trustsim_list
                set -l before (commandline -ct | string replace -r '^--[^=]*=' '' | string match -r '.*,')
                for name in $argv
                    echo "$before$name"
                end
            end
            # key=value, and the values of keys that take names.
            function __trustsim_keys
                set -l token (commandline -ct | string replace -r '^--[^=]*=' '')
                set -l key (string split -m 1 = -- $token)[1]
                if not string match -q '*=*' -- $token
                    for name in \(CompletionNames.keys.joined(separator: " "))
                        echo "$name="
                    end
                    return
                end
                switch $key
            \(values)
                end
            end
            complete -c trustsim -f
            \(known.map { "complete -c trustsim -n __trustsim_none -a \($0.name) -d \(quoted($0.abstract))" }
                .joined(separator: "\n"))
            \((programOptions + [.help]).map { line("__trustsim_none", $0) }.joined(separator: "\n"))
            \(commands.flatMap(lines).joined(separator: "\n"))
            complete -c trustsim -n '__trustsim_is help' -a '\(commands.map(\.name).joined(separator: " "))'

            """
    }

    private static var values: String {
        CompletionNames.values.map { key, names in
            """
                    case \(key)
                        for name in \(names.joined(separator: " "))
                            echo "$key=$name"
                        end
            """
        }.joined(separator: "\n")
    }

    private static func lines(_ command: CommandSpec) -> [String] {
        let condition = quoted("__trustsim_is \(command.name)")
        let arguments = command.arguments.map { "complete -c trustsim -n \(condition)\(action($0.valueCompletion))" }
        return arguments.distinct() + command.allOptions.map { line(condition, $0) }
    }

    private static func line(_ condition: String, _ option: OptionSpec) -> String {
        let short = option.short.map { " -s \($0.dropFirst())" } ?? ""
        let value = option.valueCompletion.map { " -r" + action($0) } ?? ""
        return
            "complete -c trustsim -n \(condition)\(short) -l \(option.name.dropFirst(2))\(value) -d \(quoted(option.help))"
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .file: " -F"
        case .directory: " -f -a '(__fish_complete_directories (commandline -ct))'"
        case .nothing: " -f"
        case .words(let words): " -f -a \(quoted(words.joined(separator: " ")))"
        case .list(let words): " -f -a \(quoted("(__trustsim_list \(words.joined(separator: " ")))"))"
        case .assignment: " -f -a '(__trustsim_keys)'"
        }
    }

    private static func quoted(_ text: String) -> String {
        let escaped = text.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }.map(String.init).joined()
        return "'" + escaped + "'"
    }
}
