#!/usr/bin/env bash
# Features of received beacons, from a run and from a replay of its logs, read by pandas: columns, what may be missing, the split. A small classifier of scikit-learn learns from them; how much it beats
# chance is printed.
#     Tests/Checks/features.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build/release/trustsim}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. Tests/Checks/python.sh
python_with "$work" "pandas, sklearn" "pandas scikit-learn" || exit 0

"$program" run Scenarios/highway.json --set duration=40 --set vehicles=120 --set attackers.ratio=0.3 \
    --set sensing.verification=plausibility --set attackers.profile=timeDelay --schemes own-evidence \
    --replications 1 --quiet --features "$work/run.csv" --log "$work/logs" --log-format veremi-extension > "$work/table.txt"
# As a data set of others, without what only this program writes.
rm "$work"/logs/{dataset.json,labels-identities.csv,labels-messages.csv,README.md}
"$program" replay "$work/logs" --schemes own-evidence --quiet --features "$work/replay.csv" > "$work/table.txt"
"$python" Tests/Checks/features.py "$work/run.csv" "$work/replay.csv"
