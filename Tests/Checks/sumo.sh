#!/usr/bin/env bash
# The real SUMO against what is read of it: the same traffic as XML, as CSV and through the pipe.
#
#   Tests/Checks/sumo.sh [TRUSTSIM]     TRUSTSIM: .build/release/trustsim, if not given
#
# Needs `sumo` and `netgenerate`, in $SUMO_HOME/bin or on the PATH (pip install eclipse-sumo); without them it says so and
# is skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C
trustsim=${1:-.build/release/trustsim}
[[ "$trustsim" == /* ]] || trustsim=$PWD/$trustsim
if [[ -n "${SUMO_HOME:-}" && -d "$SUMO_HOME/bin" ]]; then PATH="$SUMO_HOME/bin:$PATH"; fi
for program in sumo netgenerate; do
    command -v "$program" > /dev/null || { echo "skipped: no $program"; exit 0; }
done

fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/a town"
cd "$work/a town"

netgenerate --grid --grid.number 4 --grid.length 150 --seed 42 --no-warnings --output-file town.net.xml > ../netgenerate.log
cat > town.rou.xml << 'ROUTES'
<routes>
    <vType id="car" sigma="0.8"/>
    <flow id="east" type="car" from="A0A1" to="D3D2" begin="5" end="100" probability="0.4" departSpeed="max"/>
    <flow id="west" type="car" from="D3C3" to="A0B0" begin="5" end="100" probability="0.4"/>
    <person id="walker" depart="20"><walk from="A0A1" to="A1A2"/></person>
</routes>
ROUTES
# The configuration asks for everything that would disturb the pipe.
cat > town.sumocfg << 'CONFIG'
<configuration>
    <input><net-file value="town.net.xml"/><route-files value="town.rou.xml"/></input>
    <time><begin value="0"/><end value="120"/><step-length value="0.5"/></time>
    <report><verbose value="true"/><no-step-log value="false"/></report>
    <random_number><random value="true"/></random_number>
    <traci_server><remote-port value="48813"/></traci_server>
</configuration>
CONFIG
cat > town.json << 'SCENARIO'
{
  name: "town", seed: 7, replications: 1, schemes: ["own-evidence", "beta"], attackers: {ratio: 0.3},
  mobility: {model: "sumo", config: "town.sumocfg", roads: "town.net.xml"},
}
SCENARIO

common=(sumo -c town.sumocfg --seed 7 --random false --no-step-log true --verbose false --remote-port 0)
"${common[@]}" --fcd-output town.fcd.xml --fcd-output.acceleration true

"${common[@]}" --fcd-output town.csv 2> ../csv.log || true
"$trustsim" trace convert town.fcd.xml plain.csv

# 1. The pipe gives what the file gives, and the same again.
"$trustsim" run town.json --format csv --quiet > ../pipe.csv
"$trustsim" run town.json --format csv --quiet > ../again.csv
cmp ../pipe.csv ../again.csv || fail "two runs with one seed differ"
file=(run town.json --format csv --quiet --set mobility.model=trace)
"$trustsim" "${file[@]}" --set mobility.file=town.fcd.xml > ../file.csv
cmp ../pipe.csv ../file.csv || fail "the pipe and the file differ"
echo "pipe and file: equal"
"$trustsim" run town.json --format csv --quiet --seed 8 > ../other.csv
if cmp -s <(cut -d, -f6- ../pipe.csv) <(cut -d, -f6- ../other.csv); then fail "the seed does not reach SUMO"; fi

# 2. SUMO's CSV holds what its XML holds. Releases before 1.24 write XML into it.
if [[ -s town.csv ]] && head -c 100 town.csv | grep -q "^timestep_time;"; then
    "$trustsim" trace convert town.csv from-csv.csv
    cmp plain.csv from-csv.csv || fail "SUMO's CSV and XML differ"
    grep -q walker town.csv || fail "there is no person in SUMO's CSV to pass over"
    echo "CSV and XML: equal"
else
    echo "CSV skipped: this sumo writes none"
fi
if grep -q walker plain.csv; then fail "a person is taken for a vehicle"; fi

# 3. Vehicles are on the roads of the network.
share=$("$trustsim" trace info town.fcd.xml --roads town.net.xml --format json | sed -n 's/.*"onRoadShare": \([0-9.]*\).*/\1/p')
[[ "$share" == 1 ]] || fail "only $share of the samples are on the road"
echo "on the road: all samples"

# 4. Through ns-2 movements and back, everybody is where they were.
"$trustsim" trace convert town.fcd.xml town.ns2
"$trustsim" trace convert town.ns2 back.csv --step 0.5
cmp <(cut -d, -f1-4 plain.csv | grep -v ',,' | sort) <(cut -d, -f1-4 back.csv | grep -v ',,' | sort) ||
    fail "ns-2 movements are elsewhere"
echo "ns-2 movements: equal"

# 5. A duration ends SUMO early; its failure is told in its own words; no process stays.
sed 's/name: "town"/duration: 30/' town.json > short.json
"$trustsim" validate short.json | grep -q " for 30 s: " || fail "a duration does not end SUMO"
sed -i.old 's/town.rou.xml/nowhere.rou.xml/' town.sumocfg
code=0
"$trustsim" run town.json > ../failure.out 2> ../failure.err || code=$?
[[ "$code" == 1 && ! -s ../failure.out ]] || fail "a failure of SUMO ends with code $code"
grep -q "sumo: .*nowhere.rou.xml" ../failure.err || fail "SUMO's own words are missing: $(cat ../failure.err)"
echo "failure: told"
