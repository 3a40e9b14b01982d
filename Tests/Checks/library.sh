#!/usr/bin/env bash
# Another package that uses the libraries by their products (Tests/SamplePackage) is built without warnings and run: a
# program that sweeps with a scheme of its own, and the whole command line with a scheme, an attack and models of its own.
# A full debug build of the simulator.
#     Tests/Checks/library.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-.build/debug/trustsim}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

swift build --package-path Tests/SamplePackage --scratch-path "$work/build" > "$work/build.log" 2>&1 ||
    { tail -50 "$work/build.log"; fail "the sample package does not build"; }
if grep -E 'warning:' "$work/build.log"; then fail "the sample package has warnings"; fi
programs=$(swift build --package-path Tests/SamplePackage --scratch-path "$work/build" --show-bin-path)
"$programs/Sample" > "$work/output.txt"
cat "$work/output.txt"
diff "$work/output.txt" Tests/SamplePackage/output.txt || fail "it prints something else"

own=$programs/OwnTrustSim
scenario=Tests/SamplePackage/ring.json
# Every list, and what is made of the lists, has the new names.
for pair in schemes:sceptic attacks:flatterers mobility:ring radio:fading-disk keys:mobility.radius keys:radio.edge \
    keys:baselines.sceptic.certainty; do
    "$own" list "${pair%%:*}" > "$work/list"
    grep -q "^${pair#*:} " "$work/list" || fail "list ${pair%%:*} has no ${pair#*:}"
done
for name in sceptic flatterers flatter ring fading-disk mobility.radius; do
    "$own" describe "$name" > "$work/described" || fail "describe $name"
done
"$own" schema > "$work/schema.json"
for name in sceptic flatterers flatter ring fading-disk; do
    grep -q "\"$name\"" "$work/schema.json" || fail "the schema has no $name"
done
"$own" completions bash > "$work/completions"
for name in sceptic flatterers ring; do grep -qw "$name" "$work/completions" || fail "completions have no $name"; done
"$own" man > "$work/manual" || fail "man"
# Scenarios, sweeps, studies and what is made of results know them.
"$own" validate "$scenario"
if "$program" validate "$scenario" 2> "$work/refused"; then fail "the program without them takes the scenario"; fi
cat "$work/refused"
"$own" sweep "$scenario" --vary mobility.radius=150,200 --attacker-ratio 0.1,0.3 --output "$work/sweep" -q
for name in sceptic consensus-adaptive; do grep -q ",$name," "$work/sweep/runs.csv" || fail "the sweep has no $name"; done
"$own" compare "$work/sweep" --reference sceptic > "$work/compared"
grep -q sceptic "$work/compared" || fail "compare does not know the scheme"
"$own" report "$work/sweep" --output "$work/report.html"
"$own" rerun "$work/sweep/runs.csv:1" > "$work/again" || fail "rerun makes something else"
"$own" study --dry-run --output "$work/study" --attacks flatterers,colluders --schemes sceptic,beta
"$own" explain "$scenario" --scheme sceptic > "$work/explained" 2>&1 || true
if "$own" run "$scenario" --set mobility.radios=3 2> "$work/hint"; then fail "an unknown key is taken"; fi
grep -q "mobility.radius" "$work/hint" || { cat "$work/hint"; fail "no hint at mobility.radius"; }
echo "The command line of another package knows its scheme, attack and models"
