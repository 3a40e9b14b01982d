#!/usr/bin/env bash
# The scripts of 'trustsim completions' in real shells: what each offers for some command lines. A shell that is not
# installed is skipped.
#     Tests/Checks/completions.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build/release/trustsim}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
cd "$work"
mkdir results
touch my-scenario.json "two words.json"
for shell in bash zsh fish; do "$program" completions "$shell" > "trustsim.$shell"; done

# expect SHELL FOUND LINE WORD...: every word is among what was found; "!WORD" is not; "=N" counts.
expect() {
    local shell=$1 found=$2 line=$3 word
    shift 3
    for word in "$@"; do
        case $word in
            !*) if grep -qxF -- "${word#!}" <<< "$found"; then problem "$shell" "$line" "offers ${word#!}" "$found"; fi ;;
            =*) [ "$(grep -c . <<< "$found")" = "${word#=}" ] || problem "$shell" "$line" "has not ${word#=} words" "$found" ;;
            *) grep -qxF -- "$word" <<< "$found" || problem "$shell" "$line" "lacks $word" "$found" ;;
        esac
    done
}
problem() {
    printf '%s: "%s" %s; found: %s\n' "$1" "$2" "$3" "$(tr '\n' ' ' <<< "$4")" >&2
    failures=$((failures + 1))
}

# Words as bash cuts them, at "=" too, with the last one still being typed.
in_bash() {
    bash --noprofile --norc -c '
        source trustsim.bash
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _trustsim
        ((${#COMPREPLY[@]})) && printf "%s\n" "${COMPREPLY[@]}"
        exit 0' bash "$@"
}
check_bash() {
    local spec words found
    bash --noprofile --norc -c 'source trustsim.bash; complete -p trustsim' | grep -q -- '-F _trustsim trustsim'
    while IFS='|' read -r spec words; do
        eval "set -- $spec"
        found=$(in_bash "$@")
        eval "set -- $words"
        expect bash "$found" "$spec" "$@"
    done << 'END'
trustsim ''|run sweep describe completions help --version
trustsim ru|run =1
trustsim run --se|--seed --series --set =3
trustsim run my|my-scenario.json =1
trustsim run tw|'two words.json' =1
trustsim run a.json --schemes be|beta beta-filtered !genie
trustsim run a.json --schemes = be|beta
trustsim run a.json --schemes beta,ge|beta,genie =1
trustsim run --seed 7 my|my-scenario.json =1
trustsim run --seed = 7 my|my-scenario.json =1
trustsim run a.json --seed ''|=0
trustsim run a.json --metrics f1,preci|f1,precision =1
trustsim run a.json --format ''|table csv jsonl latex
trustsim run a.json --set radio.ran|radio.range= =1
trustsim run a.json --set mobility.model = high|highway =1
trustsim run a.json --set = mobility.model = high|highway =1
trustsim run a.json --set attackers.profile = coll|colluders =1
trustsim sweep a.json --vary radio.model = nakagami,unit|nakagami,unit-disk =1
trustsim sweep a.json --output res|results =1
trustsim study --worlds way|waypoint =1
trustsim study --attacks collu|colluders
trustsim checks a.json --attacks colluders,grid|colluders,gridSybil =1
trustsim list me|metrics =1
trustsim describe radio.ran|radio.range =1
trustsim describe beta radio.ran|radio.range =1
trustsim compare results --metric balan|balancedAccuracy =1
trustsim validate my-scenario.json my|my-scenario.json =1
trustsim completions ''|bash zsh fish =3
trustsim help va|validate =1
END
}

# What the line becomes when the tabulator is typed behind it, in an interactive shell of its own.
in_zsh() {
    zsh -f -c '
        zmodload zsh/zpty zsh/system
        zpty shell "TERM=dumb zsh -f -i"
        zpty -w shell "PROMPT=; PROMPT2=; RPROMPT=; unsetopt zle_bracketed_paste prompt_sp; unset zle_bracketed_paste"
        zpty -w shell "autoload -U compinit; compinit -u -D; source ./trustsim.zsh; zstyle \":completion:*\" menu no"
        zpty -w shell "accept-shown() { print -r -- \"SHOWN<\$BUFFER>\"; BUFFER=; zle accept-line }; zle -N accept-shown"
        zpty -w shell "bindkey \"^G\" accept-shown; print REA\"\"DY"
        zpty -r shell seen "*READY*"
        zpty -w -n shell "$1"$'"'\t\a'"'
        zpty -r -t shell seen 2> /dev/null
        seen=
        zpty -r shell seen "*SHOWN<*>*"
        print -r -- "${${seen##*SHOWN<}%%>*}"
        zpty -d shell' zsh "$1" 2> /dev/null
}
check_zsh() {
    local line expected found
    while IFS='|' read -r line expected; do
        found=$(in_zsh "$line")
        [ "$found" = "$expected" ] || problem zsh "$line" "becomes something else than '$expected'" "$found"
    done << 'END'
trustsim swe|trustsim sweep 
trustsim run --see|trustsim run --seed=
trustsim run my|trustsim run my-scenario.json 
trustsim run a.json --schemes beta,gen|trustsim run a.json --schemes beta,genie,
trustsim run a.json --schemes=eig|trustsim run a.json --schemes=eigentrust,
trustsim run a.json --format js|trustsim run a.json --format json
trustsim run a.json --set radio.ran|trustsim run a.json --set radio.range=
trustsim run a.json --set mobility.model=hi|trustsim run a.json --set mobility.model=highway 
trustsim run a.json --set=mobility.model=hi|trustsim run a.json --set=mobility.model=highway 
trustsim sweep a.json --output res|trustsim sweep a.json --output results/
trustsim list sch|trustsim list schemes 
trustsim describe radio.ran|trustsim describe radio.range 
trustsim help val|trustsim help validate 
END
}

in_fish() { fish --no-config -c 'source trustsim.fish; complete -C "$argv[1]"' "$1" | cut -f 1; }
check_fish() {
    local line words found
    while IFS='|' read -r line words; do
        found=$(in_fish "$line")
        eval "set -- $words"
        expect fish "$found" "$line" "$@"
    done << 'END'
trustsim |run sweep describe completions help
trustsim ru|run
trustsim run --se|--seed --series --set =3
trustsim run my|my-scenario.json
trustsim run a.json --schemes beta,gen|beta,genie
trustsim run a.json --schemes=beta,gen|--schemes=beta,genie
trustsim run a.json --seed |=0
trustsim run a.json --format js|json jsonl =2
trustsim run a.json --set radio.ran|radio.range=
trustsim run a.json --set mobility.model=hi|mobility.model=highway
trustsim sweep a.json --output res|results/
trustsim list sch|schemes
trustsim describe radio.ran|radio.range
trustsim help val|validate
END
}

for shell in bash zsh fish; do
    if command -v "$shell" > /dev/null; then
        "check_$shell"
        echo "$shell: checked"
    else
        echo "$shell: skipped, not installed"
    fi
done
[ "$failures" = 0 ] || { echo "FAILED: $failures" >&2; exit 1; }
