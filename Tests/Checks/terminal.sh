#!/usr/bin/env bash
# What people see: the program in a terminal of 80 columns, started from an interactive shell. Needs tmux; without it the
# check is skipped.
#     Tests/Checks/terminal.sh TRUSTSIM
set -eu
program=$(realpath "$1")
command -v tmux > /dev/null || { echo "tmux is missing: what a terminal shows is not checked"; exit 0; }
project=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
columns=80
rows=50
tmux() { env -u TMUX TMUX_TMPDIR="$work" LC_ALL=C.UTF-8 tmux -L check -f /dev/null "$@"; }
# The shell may take a moment to end, and write until then.
trap 'tmux kill-server 2> /dev/null || true; rm -rf "$work" 2> /dev/null || { sleep 2; rm -rf "$work"; }' EXIT

fail() {
    echo "$1"
    screen | sed 's/^/    | /'
    exit 1
}
# What the terminal shows: all of it, history included; with -e the colours too. Lines that were wrapped are joined.
screen() { tmux capture-pane -p -J -S - "$@"; }
# What the terminal shows as it is: wrapped lines are two.
rows() { tmux capture-pane -p; }
# Waits until a condition holds, at most 300 seconds: the machine may be slow.
waits() {
    local tries=0
    until eval "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 3000 ] || fail "$2"
        sleep 0.1
    done
}
type_line() { tmux send-keys -l "$1"; tmux send-keys Enter; }
clean() {
    type_line "clear"
    waits "[ \"\$(rows | grep -c .)\" -le 1 ]" "the screen is not cleared"
    tmux clear-history
}
# Types a command and waits for its end; says its exit code last.
run() {
    clean
    type_line "$1; echo \"exit \$?\""
    waits "screen | grep -q '^exit [0-9]'" "'$1' does not end"
}
# Whether a text is on the screen, however it is broken into lines.
shows() { screen | tr -s ' \n' ' ' | grep -qF -- "$1" || fail "'$1' is not shown${2:+ by $2}"; }
fits() {
    local longest
    # The line with the command itself is as long as it was typed, and so is one to be typed.
    longest=$(screen | grep -v -e '^\$ ' -e '^    trustsim explain .* --at ' | sed 's/ *$//' | LC_ALL=C.UTF-8 wc -L)
    [ "$longest" -le $columns ] || fail "a line of $longest columns${1:+ by $1}"
}
exits() { screen | grep -q "^exit $1\$" || fail "not exit code $1"; }

# A shell without anybody's settings. The program is found by its name, as it is after an installation.
mkdir "$work/bin" "$work/home"
ln -s "$program" "$work/bin/trustsim"
cp -r "$project/Scenarios" "$work/home"
tmux new-session -d -x $columns -y $rows \
    "cd '$work/home' && env -i HOME='$work/home' HISTFILE= TERM=\$TERM LC_ALL=C.UTF-8 PATH='$work/bin':/usr/bin:/bin PS1='$ ' bash --norc --noprofile"
waits "rows | grep -q '^\\$'" "there is no prompt"

# The first minutes, as the first screen says them: each example as it stands, in order.
run "trustsim"
exits 0
fits trustsim
screen | grep '^    trustsim ' | sed 's/^ *//' > "$work/examples"
[ "$(wc -l < "$work/examples")" = 5 ] || fail "not five examples"
while read -r line; do
    run "$line"
    exits 0
    fits "$line"
done < "$work/examples"
[ -s "$work/home/my-scenario.json" ] && [ -s "$work/home/results/runs.csv" ] && [ -s "$work/home/report.html" ] ||
    fail "the examples have not written their files"

run "trustsim --help"
exits 0
fits help
for title in SIMULATE "LOOK AT RESULTS" "SCENARIOS AND TRACES"; do shows "$title:"; done

# Nothing is wider than the terminal, and nothing has wrapped.
for line in "trustsim run Scenarios/open-square.json --set duration=20 --set vehicles=40 --replications 2 --strata" \
    "trustsim run Scenarios/city.json --dry-run" "trustsim list keys" "trustsim list attacks --verbose" \
    "trustsim list metrics" "trustsim compare results" "trustsim diff results results" \
    "trustsim export results --format table" "trustsim plot results --metric f1 --format table" \
    "trustsim checks Scenarios/highway.json --set duration=10 --set vehicles=20 --attacks timeDelay,dataReplay" \
    "trustsim trace info Scenarios/traces/city.fcd.xml" "trustsim decide Scenarios/decisions/newcomer.json" \
    "trustsim explain Scenarios/city.json" "trustsim describe f1 radio.range colluders" \
    "trustsim rerun results/runs.csv:3" "trustsim validate my-scenario.json Scenarios/city.json"; do
    run "$line"
    exits 0
    fits "$line"
done
run "trustsim new"
exits 1
shows "my-scenario.json exists; use --force to replace it"

# Colour in the terminal, and only there.
small="trustsim run Scenarios/open-square.json --set duration=20 --set vehicles=40 --replications 2"
run "$small"
screen -e | grep -q $'\033\\[1m' || fail "there is no bold figure"
run "NO_COLOR=1 $small"
if screen -e | grep -q $'\033\\[1m'; then fail "a bold figure under NO_COLOR"; fi
run "$small | cat"
if screen -e | grep -q $'\033\\[1m'; then fail "a bold figure in a pipe"; fi
run "$small --output table.txt; $small > piped.txt; cmp table.txt piped.txt"
exits 0

# Progress: one line, which does not wrap, says what is run, and is gone at the end.
clean
type_line "trustsim sweep my-scenario.json --attacker-ratio 0.1,0.3 --vary radio.range=100,200,300 --replications 4 --output swept; echo \"exit \$?\""
waits "rows | grep -qE '^[0-9]+/24 runs, [0-9]+ %'" "there is no progress"
waits "rows | grep -qE ' left, attacker ratio 0\\.[13], radio\\.range [123]00$'" "progress does not say what is run"
[ "$(rows | grep -cE '[0-9]+/24 runs')" = 1 ] || fail "progress takes more than one line"
waits "screen | grep -q '^exit [0-9]'" "the sweep does not end"
exits 0
shows "24 runs written to swept/runs.csv"
if screen | grep -qE '/24 runs,'; then fail "progress stays"; fi
run "trustsim sweep my-scenario.json --attacker-ratio 0.1 --replications 2 --set duration=20 --output quiet --quiet"
[ "$(screen | grep -c .)" -le 4 ] || fail "--quiet says something"

# Ctrl-C in the middle: the line is gone, the message stands at the begin of a line, and the shell has its prompt.
clean
type_line "trustsim run my-scenario.json --replications 1000 --set duration=10000 --max-memory 1000000; echo \"exit \$?\""
waits "rows | grep -qE '^0/1000 runs'" "a long run shows no progress"
tmux send-keys C-c
waits "screen | grep -q '^Interrupted'" "Ctrl-C says nothing"
waits "rows | grep -c '^\\$' | grep -q '[12]'" "there is no prompt after Ctrl-C"
if screen | grep -qE '/1000 runs,'; then fail "progress stays after Ctrl-C"; fi

# Wrong usage says the right one.
while IFS='|' read -r line answer; do
    run "$line"
    shows "$answer" "$line"
done << 'END'
trustsim simulate|Did you mean 'run'?
trustsim Scenarios/city.json|Did you mean 'trustsim run Scenarios/city.json'?
trustsim run Scenarios/ctiy.json|did you mean 'Scenarios/city.json'?
trustsim run my-scenario.json radio.range=9|Did you mean '--set radio.range=9'?
trustsim run my-scenario.json --sed 9|Did you mean '--seed'?
trustsim -v|Did you mean '--version'?
END
echo "what a terminal of $columns columns shows is as it should be"
