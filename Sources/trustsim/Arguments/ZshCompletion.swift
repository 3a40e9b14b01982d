/// The script that completes command lines in zsh.
enum ZshCompletion {
    static func script(_ commands: [CommandSpec], programOptions: [OptionSpec]) -> String {
        """
        #compdef trustsim
        # Completions of trustsim for zsh, made by 'trustsim completions zsh'.
        _trustsim_keys() {
            local -a keys
            keys=(\(CompletionNames.keys.joined(separator: " ")))
            if compset -P '*='; then
                case ${${IPREFIX%=}##*=} in
        \(values)
                esac
            else
                compadd -q -S '=' -- $keys
            fi
        }
        _trustsim() {
            local -a commands
            commands=(
        \(commands.map { "        \(quoted($0.name + ":" + $0.abstract))" }.joined(separator: "\n"))
                \(quoted("help:" + OptionSpec.help.help))
            )
            if ((CURRENT == 2)); then
                _describe -t commands command commands
                compadd -- \((programOptions + [.help]).map(\.name).joined(separator: " "))
                return
            fi
            local command=$words[2]
            shift words
            ((CURRENT--))
            case $command in
        \(commands.map(branch).joined(separator: "\n"))
                help) compadd -- \(commands.map(\.name).joined(separator: " ")) ;;
            esac
        }
        if [[ $funcstack[1] == _trustsim ]]; then _trustsim "$@"; else compdef _trustsim trustsim; fi

        """
    }

    private static var values: String {
        CompletionNames.values.map { key, names in
            "            \(key)) compadd -- \(names.joined(separator: " ")) ;;"
        }.joined(separator: "\n")
    }

    private static func branch(_ command: CommandSpec) -> String {
        let specs = command.allOptions.flatMap(option) + command.arguments.enumerated().map(argument)
        let lines = specs.map { " \\\n                \($0)" }.joined()
        return "        \(command.name)) _arguments -S\(lines) ;;"
    }

    private static func option(_ option: OptionSpec) -> [String] {
        let value = option.valueCompletion.map {
            ":\(escaped(option.value ?? "", also: ":")):\(action($0))"
        }
        let explained = "[\(escaped(option.help, also: "[]"))]"
        let joined = value == nil ? "" : "="
        let star = option.repeats ? "*" : ""
        let long = quoted("\(star)\(option.name)\(joined)\(explained)\(value ?? "")")
        guard let short = option.short else { return [long] }
        let exclusive = option.repeats ? "*" : "(\(option.name) \(short))"
        return [
            quoted("\(exclusive)\(option.name)\(joined)\(explained)\(value ?? "")"),
            quoted("\(exclusive)\(short)\(joined.isEmpty ? "" : "+")\(explained)\(value ?? "")"),
        ]
    }

    private static func argument(_ index: Int, _ argument: ArgumentSpec) -> String {
        let place = argument.repeats ? "*" : "\(index + 1)"
        let optional = argument.optional && !argument.repeats ? "::" : ":"
        return quoted("\(place)\(optional)\(escaped(argument.name, also: ":")):\(action(argument.valueCompletion))")
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .file: "_files"
        case .directory: "_files -/"
        case .nothing: " "
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .list(let words): "_sequence compadd - \(words.joined(separator: " "))"
        case .assignment: "_trustsim_keys"
        }
    }

    private static func escaped(_ text: String, also special: String) -> String {
        text.flatMap { special.contains($0) || $0 == "\\" ? ["\\", $0] : [$0] }.map(String.init).joined()
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
