/// The script that completes command lines in bash, from version 3.2 on.
enum BashCompletion {
    static func script(_ commands: [CommandSpec], programOptions: [OptionSpec]) -> String {
        let names = commands.map(\.name) + ["help"] + (programOptions + [.help]).map(\.name)
        return """
            # Completions of trustsim for bash, made by 'trustsim completions bash'.
            _trustsim_words() {
                local line
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -P "$3" -W "$1" -- "$2")
            }
            # Files: left to the shell, which also quotes them; where it cannot be asked, in its words.
            _trustsim_files() {
                if [[ $2 == directories ]]; then compopt -o dirnames 2> /dev/null && return
                else compopt -o default 2> /dev/null && return; fi
                local line action=-f
                [[ $2 == directories ]] && action=-d
                while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$action" -- "$1")
            }
            # Words with commas between them.
            _trustsim_list() {
                local before=""
                [[ $2 == *,* ]] && before="${2%,*},"
                compopt -o nospace 2> /dev/null
                _trustsim_words "$1" "${2##*,}" "$before"
            }
            _trustsim_keys() {
                compopt -o nospace 2> /dev/null
                _trustsim_words "\(CompletionNames.keys.map { $0 + "=" }.joined(separator: " "))" "$1"
            }
            _trustsim_values() {
                case "$1" in
            \(values)
                esac
            }
            _trustsim() {
                local word="${COMP_WORDS[COMP_CWORD]}" command="${COMP_WORDS[1]}" previous="" left="" i
                COMPREPLY=()
                # Bash cuts words at "=": "--seed=7" are three.
                if [[ $word == "=" ]]; then
                    word=""
                    left="${COMP_WORDS[COMP_CWORD - 1]}"
                elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == "=" ]]; then
                    left="${COMP_WORDS[COMP_CWORD - 2]}"
                else
                    previous="${COMP_WORDS[COMP_CWORD - 1]}"
                fi
                if ((COMP_CWORD == 1)); then
                    _trustsim_words "\(names.joined(separator: " "))" "$word"
                    return
                fi
                if [[ $left == -* ]]; then
                    previous=$left
                elif [[ -n $left ]]; then
                    _trustsim_values "$left" "$word"
                    return
                fi
                case "$command $previous" in
            \(options(commands))
                esac
                if [[ $word == -* ]]; then
                    case "$command" in
            \(commands.map(optionNames).joined(separator: "\n"))
                    esac
                    return
                fi
                # The place among the arguments: words that are neither options nor their values.
                local place=0
                for ((i = 2; i < COMP_CWORD; i++)); do
                    case "$command ${COMP_WORDS[i]}" in
                        *" =") ((i++)) ;;
                        \(valued(commands))) [[ ${COMP_WORDS[i + 1]} == "=" ]] || ((i++)) ;;
                        *" -"?*) ;;
                        *) ((place++)) ;;
                    esac
                done
                case "$command $place" in
            \(commands.flatMap(arguments).joined(separator: "\n"))
                    "help 0") _trustsim_words "\(commands.map(\.name).joined(separator: " "))" "$word" ;;
                esac
            }
            complete -F _trustsim trustsim

            """
    }

    private static var values: String {
        CompletionNames.values.map { key, names in
            "        \(key)) _trustsim_list \"\(names.joined(separator: " "))\" \"$2\" ;;"
        }.joined(separator: "\n")
    }

    /// The action for a kind of value of which `$word` has been typed.
    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .file: "_trustsim_files \"$word\""
        case .directory: "_trustsim_files \"$word\" directories"
        case .nothing: ":"
        case .words(let words): "_trustsim_words \"\(words.joined(separator: " "))\" \"$word\""
        case .list(let words): "_trustsim_list \"\(words.joined(separator: " "))\" \"$word\""
        case .assignment: "_trustsim_keys \"$word\""
        }
    }

    private static func patterns(_ command: CommandSpec, _ option: OptionSpec) -> [String] {
        ([option.name] + (option.short.map { [$0] } ?? [])).map { "\"\(command.name) \($0)\"" }
    }

    /// A line for each kind of value, with all options that take it.
    private static func options(_ commands: [CommandSpec]) -> String {
        var groups: [(completion: Completion, patterns: [String])] = []
        for command in commands {
            for option in command.options {
                guard let completion = option.valueCompletion else { continue }
                let new = patterns(command, option)
                if let index = groups.firstIndex(where: { $0.completion == completion }) {
                    groups[index].patterns += new
                } else {
                    groups.append((completion, new))
                }
            }
        }
        return groups.map { group in
            let lines = group.patterns.joined(separator: " | \\\n            ")
            return "        \(lines))\n            \(action(group.completion))\n            return ;;"
        }.joined(separator: "\n")
    }

    private static func valued(_ commands: [CommandSpec]) -> String {
        let found = commands.flatMap { command in
            command.options.filter { $0.value != nil }.flatMap { patterns(command, $0) }
        }
        return (found.isEmpty ? ["\" \""] : found).joined(separator: " | \\\n            ")
    }

    private static func optionNames(_ command: CommandSpec) -> String {
        "            \(command.name)) _trustsim_words \"\(command.optionNames.joined(separator: " "))\" \"$word\" ;;"
    }

    private static func arguments(_ command: CommandSpec) -> [String] {
        command.arguments.enumerated().map { index, argument in
            let place = argument.repeats ? "\"\(command.name) \"*" : "\"\(command.name) \(index)\""
            return "        \(place)) \(action(argument.valueCompletion)) ;;"
        }
    }
}
