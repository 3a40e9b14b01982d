#!/usr/bin/env bash
# Whether logs can be solved by what they should not tell: as they are by default they can, where an attacker has several
# names, and with the settings of Docs/DataSets.md ("Logs that leak nothing") they cannot. $1: the program.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

# The settings stand in the documentation, a line each.
settings=()
while read -r setting; do settings+=(--set "$setting"); done < \
    <(sed -n '/begin: settings of the audit/,/end: settings of the audit/s/^    --set \([^ ]*\).*/\1/p' Docs/DataSets.md)
[ "${#settings[@]}" -ge 4 ] || fail "Docs/DataSets.md names no settings"

logs() {
    local attack=$1
    shift
    rm -rf "$work/logs"
    "$program" run Scenarios/city.json --set sensing.verification=plausibility --set attackers.ratio=0.3 --set duration=100 \
        --set "attackers.profile=$attack" --set "schemes=['own-evidence']" --replications 1 --log "$work/logs" \
        --log-format csv --quiet "$@" > /dev/null
}

count=0
for attack in dataReplaySybil denialOfServiceRandomSybil denialOfServiceDisruptiveSybil; do
    logs "$attack"
    code=0
    "$program" audit "$work/logs" --strict --quiet --output-format csv > "$work/default.csv" 2> "$work/errors" || code=$?
    [ "$code" = 1 ] || fail "$attack: default logs pass, or the audit fails otherwise: exit $code"
    grep -q ',phaseLink,.*,leaks,' "$work/default.csv" || fail "$attack: phases of default logs link no names"
done
for attack in dataReplaySybil denialOfServiceRandomSybil denialOfServiceDisruptiveSybil gridSybil flooder bogus timeDelay \
    eventualStop suddenDisappearance whitewasher; do
    logs "$attack" "${settings[@]}"
    "$program" audit "$work/logs" --strict --quiet > "$work/audit.txt" 2>&1 || { cat "$work/audit.txt"; fail "$attack leaks"; }
    count=$((count + 1))
done
# Names that change, as vehicles move and as attackers please.
logs dataReplaySybil "${settings[@]}" --set beacon.trigger=cam --set beacon.jitter=0.1 --set pseudonyms.change=periodic \
    --set pseudonyms.interval=20
"$program" audit "$work/logs" --strict --quiet > "$work/audit.txt" 2>&1 || { cat "$work/audit.txt"; fail "awareness messages leak"; }
echo "default logs leak with 3 attacks; with the settings of the documentation $((count + 1)) pass"
