#!/usr/bin/env bash
# A replay as people see it: view.sh PROGRAM [DIR for pictures]
# Makes pages of several worlds, reads them as strict XML and as HTML, opens them in headless Chromium (no console message,
# no request, every button and key pressed, the table of a vehicle compared with what 'run --decisions' says, pictures in
# light, dark, 360 px and print) and measures the time that the script takes for a frame.
# Needs Python 3; steps whose tools are missing say so and are skipped.
set -euo pipefail
program=$(realpath "$1")
checks=$(cd "$(dirname "$0")" && pwd)
scenarios=$(cd "$checks/../../Scenarios" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=${2:-$work/pictures}
mkdir -p "$pictures"
pictures=$(realpath "$pictures")
cd "$work"

fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

# 200 vehicles for 300 s, about 20 neighbours each, three schemes.
cat > large.json <<'JSON'
{name: "large <b>&amp;</script>", seed: 1, duration: 300, vehicles: 200, area: {width: 2000, height: 2000}, replications: 1,
 events: {rate: 0.05, duration: 30}, attackers: {ratio: 0.3, profile: "colluders"},
 schemes: ["consensus-adaptive", "beta", "consensus-averaging"]}
JSON
"$program" view large.json --scheme consensus-adaptive,beta,consensus-averaging --output large.html
"$program" view large.json --scheme consensus-adaptive,beta,consensus-averaging --output again.html
cmp large.html again.html || fail "the same run gives another page"
bytes=$(wc -c < large.html)
[ "$bytes" -lt 10000000 ] || fail "200 vehicles for 300 s have $bytes bytes"
echo "200 vehicles, 300 s, three schemes: $bytes bytes"
# The same with four times as many neighbours.
"$program" view large.json --set area.width=1000 --set area.height=1000 --output dense.html
bytes=$(wc -c < dense.html)
[ "$bytes" -lt 10000000 ] || fail "200 vehicles for 300 s, close together, have $bytes bytes"
echo "200 vehicles, 300 s, close together: $bytes bytes"
"$program" run large.json --decisions large.jsonl --format json --output large-run.json --quiet

"$program" view "$scenarios/city.json" --output city.html
"$program" view "$scenarios/highway.json" --duration 60 --output highway.html
"$program" view "$scenarios/manhattan.json" --duration 60 --set pseudonyms.change=periodic --set pseudonyms.interval=20 --output names.html
"$program" view "$scenarios/open-square.json" --duration 60 --set attackers.profile=sybil --scheme beta --output sybil.html
"$program" view "$scenarios/on-off.json" --duration 60 --set vehicles=1 --output alone.html
"$program" view "$scenarios/high-risk.json" --duration 60 --set attackers.ratio=0 --step 2 --output honest.html

"$checks/pages.sh" ./*.html -- highway.html sybil.html

if command -v chromedriver > /dev/null && python3 -c 'import selenium' 2> /dev/null; then
    python3 "$checks/view.py" "$pictures" large.html large.jsonl large-run.json \
        city.html highway.html names.html sybil.html alone.html honest.html
else
    echo "skipped: no chromedriver or no Python package selenium"
fi
