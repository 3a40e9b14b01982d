#!/bin/bash
# From which coverage on does a scheme that asks roadside units beat the group decision without them, under which attacks, and
# what if a tenth of the units lies? Usage: Benchmarks/roadside-units.sh PROGRAM DIRECTORY [REPLICATIONS]
# Writes DIRECTORY/honest and DIRECTORY/lying, sweeps with runs.csv and summary.csv: a row for each attack, number of units and
# scheme, with `coverage` beside `balancedAccuracy`. Worlds are the same for every scheme, so differences are paired.
set -euo pipefail
program=$1
directory=$2
replications=${3:-20}
scenario=$(dirname "$0")/../Scenarios/city.json
schemes=consensus-adaptive,own-evidence,beta,subjective-logic,rsu-beta,rsu-subjective-logic,rsu-consensus
attacks=bogus,colluders,badMouther,ballotStuffer,onOff,betrayer,crafters
mkdir -p "$directory"

# What units are, and where the results go.
sweep() {
    "$program" sweep "$scenario" --schemes "$schemes" --replications "$replications" --attacker-ratio 0.3 \
        --set infrastructure.units.backhaul=shared --set infrastructure.units.compromisedShare="$1" \
        --vary infrastructure.units.count=0,1,2,4,8,16,32 --vary attackers.profile="$attacks" \
        --output "$directory/$2" --resume
}
sweep 0 honest
sweep 0.1 lying
