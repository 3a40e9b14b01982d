#!/usr/bin/env bash
# Programs that decide (Docs/External.md): two baselines written again in Python against the protocol have the rows of the
# built-in ones, own-evidence to the byte, beta to 1e-9; so has consensus-adaptive by the second derivation of its formulas in
# Tests/Oracle, over whole runs with memory and under both kinds of verification; sweeps with them are the same with one worker and three, after an
# interruption, and by `rerun`; no program is left behind when the command is killed.
#     Tests/Checks/external.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-.build/release/trustsim}
command -v python3 > /dev/null || { echo "skipped: no python3"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }
own="own-python=python3 Examples/external/own_evidence.py"
beta="beta-python=python3 Examples/external/beta.py"

for scenario in Scenarios/open-square.json Scenarios/city.json; do
    "$program" run "$scenario" -q --replications 1 --set duration=60 --schemes own-evidence,beta \
        --scheme-program "$own" --scheme-program "$beta" --decisions "$work/decisions.jsonl" --force > /dev/null
    python3 - "$work/decisions.jsonl" "$scenario" <<'P'
import json, sys
rows = {}
for row in map(json.loads, open(sys.argv[1])):
    rows.setdefault(row.pop("scheme"), []).append(row)
if rows["own-evidence"] != rows["own-python"]:
    sys.exit("FAILED: own-evidence differs")
largest = 0.0
for ours, theirs in zip(rows["beta"], rows["beta-python"], strict=True):
    for name in ("trust", "threshold", "support"):
        largest = max(largest, abs(ours.pop(name) - theirs.pop(name)))
    if ours != theirs:
        sys.exit(f"FAILED: beta differs in {ours} and {theirs}")
if largest > 1e-9:
    sys.exit(f"FAILED: beta differs by {largest}")
print(f"{sys.argv[2]}: {len(rows['beta'])} decisions, own-evidence equal, beta to {largest:.1e}")
P
done

small=(--set vehicles=30 --set area.width=600 --set area.height=600 --set duration=60)
for verification in statistical plausibility; do
    "$program" run Scenarios/open-square.json -q --replications 1 "${small[@]}" --set "sensing.verification=$verification" \
        --schemes consensus-adaptive --scheme-program "python=python3 Tests/Checks/consensus_program.py" \
        --decisions "$work/consensus.jsonl" --force > /dev/null
    python3 - "$work/consensus.jsonl" "$verification" <<'P'
import json, sys
rows = {}
for row in map(json.loads, open(sys.argv[1])):
    rows.setdefault(row["scheme"], []).append(row)
pairs = list(zip(rows["consensus-adaptive"], rows["python"], strict=True))
largest = max(abs(a[name] - b[name]) for a, b in pairs for name in ("trust", "threshold", "support"))
if largest > 1e-9 or any(a["decision"] != b["decision"] or a["subject"] != b["subject"] for a, b in pairs):
    sys.exit(f"FAILED: consensus-adaptive differs by {largest} ({sys.argv[2]})")
print(f"{sys.argv[2]}: {len(pairs)} decisions, consensus-adaptive to {largest:.1e}")
P
done

sweep=("$program" sweep Scenarios/open-square.json -q --replications 2 --set duration=40 --schemes own-evidence
    --attacker-ratio 0.1,0.3 --scheme-program "$own")
"${sweep[@]}" --jobs 1 --output "$work/one"
"${sweep[@]}" --jobs 3 --output "$work/three"
cmp "$work/one/runs.csv" "$work/three/runs.csv" || fail "one worker and three make different results"
grep -q '"sha256"' "$work/one/manifest.json" || fail "the manifest does not say which program it was"
row=$(grep -n ',own-python,' "$work/one/runs.csv" | head -1 | cut -d: -f1)
if "$program" rerun "$work/one/runs.csv:$((row - 1))" 2> "$work/refused"; then fail "results start a program"; fi
grep -q -e "--scheme-program" "$work/refused" || fail "rerun does not say what it needs"
"$program" rerun "$work/one/runs.csv:$((row - 1))" --scheme-program "$own"

# Killed at once, with a program that would not end by itself.
cat > "$work/stuck-$$.py" <<'P'
import sys, time
isRun = '"run":true' in sys.stdin.readline()
print('{"type":"ready","protocol":1}', flush=True)
while isRun:
    time.sleep(1)
P
"$program" run Scenarios/open-square.json -q --schemes beta --scheme-program "stuck=python3 $work/stuck-$$.py" > /dev/null 2>&1 &
child=$!
for _ in $(seq 100); do
    pgrep -f "^[^ ]*python3 $work/stuck-$$.py" > /dev/null && break
    sleep 0.1
done
sleep 2
pgrep -f "^[^ ]*python3 $work/stuck-$$.py" > /dev/null || fail "the program was not started"
kill -9 "$child"
wait "$child" 2> /dev/null || true
for _ in $(seq 50); do
    pgrep -f "^[^ ]*python3 $work/stuck-$$.py" > /dev/null || break
    sleep 0.1
done
if pgrep -f "^[^ ]*python3 $work/stuck-$$.py"; then fail "a program goes on after the command was killed"; fi
echo "Killed: no program is left"
