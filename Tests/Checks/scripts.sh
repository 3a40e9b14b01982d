#!/usr/bin/env bash
# The scripts in the pages of 'report' and 'view': node reads each; no function and no variable that nothing uses, no name that
# nothing declares, no id that a script, a label or a link asks for and no page has, no id and no rule of style that nobody
# uses, no handler in markup that calls what is not there. What is planted of each is found.
#     Tests/Checks/scripts.sh [PROGRAM]
# Needs Python 3; without node its part is skipped, and said so.
set -euo pipefail
checks=$(cd "$(dirname "$0")" && pwd)
cd "$checks/../.."
program=$(realpath "${1:-.build/release/trustsim}")
if ! command -v python3 > /dev/null; then echo "scripts skipped: no python3"; exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

# Pages with everything that a page can have: several settings, ratios and worlds, curves, a bound, variants, calibrated rows;
# averaging and inference, streets and an open area, road events, names that change, ghosts.
"$program" sweep Scenarios/open-square.json --attacker-ratio 0,0.3 --vary "attackers.profile='colluders','onOff'" \
    --set duration=20 --set calibration.beta=0.6 --replications 2 --schemes consensus-adaptive,beta,genie --ablate all --roc \
    --output "$work/sweep" --quiet
"$program" report "$work/sweep" --output "$work/report.html"
"$program" sweep Scenarios/open-square.json --attacker-ratio 0.3 --set duration=20 --replications 1 --schemes beta \
    --output "$work/one" --quiet
"$program" report "$work/one" --output "$work/report-of-one.html"
"$program" view Scenarios/city.json --duration 20 --scheme consensus-adaptive,beta,consensus-averaging \
    --set attackers.profile=sybil --output "$work/view.html"
"$program" view Scenarios/open-square.json --duration 20 --set pseudonyms.change=periodic --set pseudonyms.interval=10 \
    --scheme beta --output "$work/view-of-one.html"

# read_pages FOLDER PAGE…
read_pages() {
    rm -rf "$1"
    mkdir "$1"
    python3 "$checks/scripts.py" "$@" || return 1
    if command -v node > /dev/null; then
        local script
        for script in "$1"/*.js; do node --check "$script" || return 1; done
    fi
}
read_pages "$work/scripts" "$work"/*.html || fail "these"
if command -v node > /dev/null; then
    echo "node $(node --version): $(cat "$work"/scripts/*.js | wc -l) lines in $(ls "$work"/scripts | wc -l) scripts"
else
    echo "node skipped: not installed"
fi

# planted WHAT MESSAGE EDIT: of two pages that are good, one with a fault, an edit by sed, must be found faulty, with the message.
mkdir "$work/planted"
cp "$work/report.html" "$work/view.html" "$work/planted"
read_pages "$work/planted/scripts" "$work"/planted/*.html > "$work/said" 2>&1 || { cat "$work/said" >&2; fail "two pages alone"; }
planted() {
    sed "$3" "$work/view.html" > "$work/planted/view.html"
    ! cmp -s "$work/view.html" "$work/planted/view.html" || fail "$1 was not planted"
    if read_pages "$work/planted/scripts" "$work"/planted/*.html > "$work/said" 2>&1; then fail "$1 is not found"; fi
    grep -qF "$2" "$work/said" || { cat "$work/said" >&2; fail "$1 is not named"; }
}
planted "an unused function" "nothing uses the function 'idle'" "s/^function byId/function idle(x) { return x; }\n&/"
planted "an unused constant" "nothing uses the variable 'IDLE'" "s/^function byId/const IDLE = 3;\n&/"
planted "a function under another name" "nothing declares 'byId'" "s/^function byId/function byNumber/"
planted "a bracket too few" "closes nothing" "s/^function byId(id) { \(.*\) }$/function byId(id) { \1/"
planted "an id under another name" "no page has the id 'zoom-in'" 's/ id="zoom-in"/ id="zoom-inwards"/'
planted "an id that nobody uses" "nothing uses the id 'idle'" 's/<body>/&<p id="idle"><\/p>/'
planted "a handler that is not there" "onclick calls 'leap', which is not there" 's/<body>/&<p onclick="leap(2)"><\/p>/'
planted "a link to nowhere" "'nowhere' is no id" 's/<body>/&<a href="#nowhere">there<\/a>/'
planted "a rule that matches nothing" "nothing has the class 'idle'" 's/<style>/&.idle { color: red; }/'
if command -v node > /dev/null; then
    # Brackets are as they should be, the rest is not.
    planted "a fault of syntax" "SyntaxError" "s/^function byId(id) { return/function byId(id) { return +* 3;/"
fi
echo "what is planted is found"
