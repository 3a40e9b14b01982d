#!/usr/bin/env bash
# Features of received beacons, from a run and from a replay of its logs, read by pandas (in a virtual environment of its
# own): columns, what may be missing, the split. A small classifier of scikit-learn learns from them; how much it beats
# chance is printed.
#     Tests/Checks/features.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build/release/trustsim}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v python3 > /dev/null; then echo "features skipped: no python3"; exit 0; fi
python=python3
if ! python3 -c 'import pandas, sklearn' 2> /dev/null; then
    if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install pandas scikit-learn; } > "$work/pip.log" 2>&1; then
        echo "features skipped: pip cannot install pandas and scikit-learn"
        exit 0
    fi
    python="$work/venv/bin/python"
fi

"$program" run Scenarios/highway.json --set duration=40 --set vehicles=120 --set attackers.ratio=0.3 \
    --set sensing.verification=plausibility --set attackers.profile=timeDelay --schemes own-evidence \
    --replications 1 --quiet --features "$work/run.csv" --log "$work/logs" --log-format veremi-extension > "$work/table.txt"
# As a data set of others, without what only this program writes.
rm "$work"/logs/{dataset.json,labels-identities.csv,labels-messages.csv,README.md}
"$program" replay "$work/logs" --schemes own-evidence --quiet --features "$work/replay.csv" > "$work/table.txt"
"$python" Tests/Checks/features.py "$work/run.csv" "$work/replay.csv"
