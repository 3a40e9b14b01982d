#!/bin/bash
# From which coverage on does a scheme that asks roadside units beat the group decision without them, under which attacks, and
# what if a tenth of the units lies? Usage: Benchmarks/roadside-units.sh PROGRAM DIRECTORY [REPLICATIONS]
# Writes DIRECTORY/thresholds.json, found in two other worlds with units, and DIRECTORY/lie0 and DIRECTORY/lie0.1, sweeps with runs.csv
# and summary.csv: a row for each attack, number of units and scheme, with `coverage` beside `balancedAccuracy`. Worlds are the same for
# every scheme, so differences are paired.
set -euo pipefail
program=$1
directory=$2
replications=${3:-20}
scenario=$(dirname "$0")/../Scenarios/city.json
attacks=bogus,colluders,badMouther,ballotStuffer,onOff,betrayer,crafters
asking=rsu-beta,rsu-subjective-logic
plain=own-evidence,beta,subjective-logic
mkdir -p "$directory"

# The worlds of `trustsim calibrate`, with units.
common='duration: 200, sensing: {range: 120, accuracy: 0.9, faultyShare: 0.1, faultyAccuracy: 0.6},
    events: {rate: 0.05, duration: 30}, infrastructure: {units: {count: 8, backhaul: "shared"}}'
cat > "$directory/direction.json" << END
{name: "direction", vehicles: 80, area: {width: 1300, height: 1300},
    mobility: {model: "random-direction", speed: {min: 10, max: 18}}, $common}
END
cat > "$directory/sparse-highway.json" << END
{name: "sparse-highway", vehicles: 70, radio: {model: "unit-disk", range: 350},
    mobility: {model: "highway", length: 3500, lanes: 1, speed: {min: 20, max: 30}}, $common}
END
"$program" calibrate "$directory/direction.json" "$directory/sparse-highway.json" --replications 2 --held-out 2 \
    --vary infrastructure.units.count=4,16 --vary attackers.profile="$attacks" --attacker-ratio 0.1,0.3,0.5 \
    --schemes "$plain,$asking" --output "$directory/thresholds.json" --force --quiet

for share in 0 0.1; do
    "$program" sweep "$scenario" --schemes "consensus-adaptive,$plain,$asking,rsu-consensus" --replications "$replications" \
        --calibration "$directory/thresholds.json" --attacker-ratio 0.3 \
        --set infrastructure.units.backhaul=shared --set infrastructure.units.compromisedShare="$share" \
        --vary infrastructure.units.count=0,2,4,8,16,32 --vary attackers.profile="$attacks" \
        --output "$directory/lie$share" --resume --quiet > "$directory/lie$share.txt"
done
