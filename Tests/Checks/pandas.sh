#!/usr/bin/env bash
# Results in files, read by pandas and by R without options: types of the columns,
# undefined values, the same numbers in CSV and JSON lines.
#     Tests/Checks/pandas.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build/release/trustsim}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sweep=(sweep Scenarios/open-square.json --attacker-ratio 0,0.3 --vary radio.range=200,300 --vary radio.model=unit-disk,nakagami
    --set duration=30 --replications 2 --schemes consensus-adaptive,beta --quiet)
"$program" "${sweep[@]}" --output "$work/results"
"$program" "${sweep[@]}" --format jsonl > "$work/runs.jsonl"
"$program" export "$work/results" --format jsonl --metrics f1,mcc > "$work/export.jsonl"
"$program" run Scenarios/open-square.json --set duration=20 --replications 1 --schemes beta --quiet \
    --decisions "$work/decisions.jsonl" > "$work/table.txt"

if command -v Rscript > /dev/null; then
    Rscript --vanilla Tests/Checks/results.R "$work/results"
else
    echo "R skipped: no Rscript"
fi

. Tests/Checks/python.sh
python_with "$work" "pandas" "pandas" || exit 0
"$python" Tests/Checks/results.py "$work"
