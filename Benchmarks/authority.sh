#!/bin/bash
# Which local detector makes the best misbehaviour authority, by which rule, and under which attack on the reporting itself?
# Usage: Benchmarks/authority.sh PROGRAM DIRECTORY [REPLICATIONS]
# Writes DIRECTORY/vehicles (the authority knows who is behind a name) and DIRECTORY/names (it does not), sweeps with runs.csv and
# summary.csv. Worlds are the same for every scheme and rule, so differences are paired.
set -euo pipefail
program=$1
directory=$2
replications=${3:-20}
scenario=$(dirname "$0")/../Scenarios/city.json
schemes=own-evidence,beta,subjective-logic,deviation-test,majority-vote,travos,consensus-adaptive
mkdir -p "$directory"
for revokes in vehicle name; do
    "$program" sweep "$scenario" --schemes "$schemes" --replications "$replications" --attacker-ratio 0.1,0.3 \
        --calibration "$(dirname "$0")/../Scenarios/calibration/thresholds.json" \
        --set infrastructure.authority.revokes="$revokes" \
        --vary infrastructure.authority.rule=distinctReporters,weightedSum,subjectiveLogic \
        --vary attackers.profile=bogus,colluders,onOff,falseAccusers,framingAccusers,ghostlyAccusers \
        --output "$directory/${revokes}s" --resume --quiet > "$directory/${revokes}s.txt"
done
