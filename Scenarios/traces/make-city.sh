#!/usr/bin/env bash
#
# Makes city.fcd.xml, the SUMO trace of the city scenario, from nothing.
#
#   ./make-city.sh [OUTPUT]     OUTPUT: city.fcd.xml beside this script, if not given
#
# It needs SUMO (the shipped trace was made with 1.28.0) and Python 3. One way to get SUMO:
#
#   python3 -m venv sumo-venv
#   sumo-venv/bin/pip install eclipse-sumo==1.28.0
#   PATH="$PWD/sumo-venv/bin:$PATH" ./make-city.sh
#
# The steps:
#   1. network    a grid of 8 x 8 junctions with the junctions moved at random (netgenerate), then made irregular:
#                 some streets are taken out, some become one-way, two avenues cross the city in each direction;
#                 traffic lights stand along the avenues (netconvert). About 1.5 km x 1.5 km.
#   2. demand     cars and a few trucks with random origins and destinations; they enter all the time (randomTrips.py)
#   3. simulation a warm-up, which is not recorded, then 240 s recorded at 1 Hz (sumo)
#   4. clean-up   times start at 0; the comment that SUMO puts on top (date, options, paths) goes away
#
# All seeds are fixed: the same release of SUMO writes the same bytes each time. Another release may drive the vehicles
# differently; then the trace is another, as good, but results that were computed from the shipped one do not hold.

set -euo pipefail
export LC_ALL=C

readonly network_seed=11      # where the junctions are
readonly street_seed=5        # which streets exist, and which are one-way
readonly light_seed=3         # when each traffic light begins its cycle
readonly demand_seed=4        # who drives from where to where, and when
readonly traffic_seed=42      # how the drivers behave

readonly warm_up=600          # seconds simulated before the recording
readonly recorded=240         # seconds recorded; the trace has the time steps 0, 1, ... 240
readonly period=2.6           # mean seconds between two departures
readonly size_limit=2000000   # bytes that the trace must stay under

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
output=${1:-$here/city.fcd.xml}
[[ "$output" == /* ]] || output=$PWD/$output

fail() {
    echo "make-city.sh: $*" >&2
    exit 1
}

# --- Find SUMO --------------------------------------------------------------------------------------------------------

# With SUMO_HOME set, its programs come first; else they must be on the PATH.
if [[ -n "${SUMO_HOME:-}" && -d "$SUMO_HOME/bin" ]]; then
    PATH="$SUMO_HOME/bin:$PATH"
fi
for program in sumo netgenerate netconvert duarouter; do
    command -v "$program" >/dev/null \
        || fail "no '$program' found: install SUMO (pip install eclipse-sumo), then set SUMO_HOME or the PATH"
done

# SUMO installed by pip brings the Python that knows where the package is; take that Python if it is there.
python=$(dirname "$(command -v sumo)")/python3
[[ -x "$python" ]] || python=$(command -v python3) || fail "no 'python3' found"

if [[ -z "${SUMO_HOME:-}" ]]; then
    SUMO_HOME=$("$python" -c 'import os, sumo; print(os.path.dirname(sumo.__file__))' 2>/dev/null) \
        || SUMO_HOME=/usr/share/sumo
fi
export SUMO_HOME
[[ -f "$SUMO_HOME/tools/randomTrips.py" ]] \
    || fail "no 'tools/randomTrips.py' in '$SUMO_HOME': set SUMO_HOME to the folder of SUMO that has 'tools'"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# --- 1. Network -------------------------------------------------------------------------------------------------------

# 8 x 8 junctions, 190 m apart, each moved by about 25 m; short streets of 50 m lead in and out at the boundary.
netgenerate --grid --grid.number 8 --grid.length 190 --grid.attach-length 50 \
    --perturb-x "normc(0,25,-50,50)" --perturb-y "normc(0,25,-50,50)" --seed "$network_seed" \
    --default.speed 11.11 --default.lanenumber 1 --default-junction-type priority \
    --xml-validation never --no-warnings \
    --plain-output-prefix grid --output-file grid.net.xml >netgenerate.log

"$python" - "$street_seed" <<'PYTHON'
# Reads grid.edg.xml, writes city.edg.xml: fewer streets, some one-way, and four avenues.
# An edge is a street in one direction. Grid junctions are called A0 ... H7, those at the boundary left0, top3, ...
import random
import re
import sys
import xml.etree.ElementTree as ElementTree

AVENUES = {"C", "F", "2", "5"}  # columns C and F, rows 2 and 5
REMOVED = 24                    # streets inside the city that are taken out
ONE_WAY = 14                    # streets inside the city that keep one direction only
GATES = 8                       # small streets in and out at the boundary that stay, besides the avenues

draw = random.Random(int(sys.argv[1]))
root = ElementTree.parse("grid.edg.xml").getroot()
edges = {(edge.get("from"), edge.get("to")): edge for edge in root.iter("edge")}


def is_junction(node):
    return re.fullmatch(r"[A-Z]\d", node) is not None


def is_avenue(ends):
    inner = [end for end in ends if is_junction(end)]
    if len(inner) == 2:
        return any(a == b and a in AVENUES for a, b in zip(*inner))
    column, row = inner[0]
    outer = next(end for end in ends if end not in inner)
    return (column if outer.startswith(("top", "bottom")) else row) in AVENUES


def shuffled(items):
    return [item for _, item in sorted((draw.random(), item) for item in sorted(items))]


def reached(links):
    start = min(node for link in links for node in link)
    following = {}
    for tail, head in links:
        following.setdefault(tail, []).append(head)
    seen, todo = {start}, [start]
    while todo:
        for head in following.get(todo.pop(), []):
            if head not in seen:
                seen.add(head)
                todo.append(head)
    return seen


def is_connected(links):
    """Whether each junction of the grid is left, and each node can be reached from each other."""
    nodes = {node for link in links for node in link}
    everywhere = all(column + str(row) in nodes for column in "ABCDEFGH" for row in range(8))
    return everywhere and reached(links) == nodes == reached({(head, tail) for tail, head in links})


kept = set(edges)
small = shuffled({tuple(sorted(link)) for link in edges if not is_avenue(link)})
gates = [street for street in small if not all(map(is_junction, street))]
inner = [street for street in small if all(map(is_junction, street))]

for a, b in gates[GATES:]:
    kept -= {(a, b), (b, a)}

removed = one_way = 0
for a, b in inner:
    if removed < REMOVED and is_connected(kept - {(a, b), (b, a)}):
        kept -= {(a, b), (b, a)}
        removed += 1
    elif one_way < ONE_WAY:
        link = (a, b) if draw.random() < 0.5 else (b, a)
        if is_connected(kept - {link}):
            kept -= {link}
            one_way += 1

for link, edge in edges.items():
    if link not in kept:
        root.remove(edge)
    elif is_avenue(link):
        edge.set("numLanes", "2")
        edge.set("speed", "13.89")
        edge.set("priority", "3")
ElementTree.ElementTree(root).write("city.edg.xml", encoding="UTF-8")
PYTHON

# Streets: 1 lane, 40 km/h; avenues: 2 lanes, 50 km/h. The threshold gives lights where small streets meet an avenue.
netconvert --node-files grid.nod.xml --edge-files city.edg.xml \
    --tls.guess --tls.guess.threshold 60 --tls.default-type static --tls.cycle.time 70 --no-turnarounds \
    --xml-validation never --no-warnings \
    --output-file synchronous.net.xml >netconvert.log

"$python" - "$light_seed" synchronous.net.xml city.net.xml <<'PYTHON'
# Gives each traffic light its own beginning of the cycle; else the whole city would have red at the same moment.
import random
import re
import sys

draw = random.Random(int(sys.argv[1]))
with open(sys.argv[2], encoding="UTF-8") as file:
    text = file.read()
text = re.sub(r'(<tlLogic [^>]*offset=")0(")', lambda found: f"{found[1]}{int(draw.random() * 70)}{found[2]}", text)
with open(sys.argv[3], "w", encoding="UTF-8") as file:
    file.write(text)
PYTHON

# --- 2. Demand --------------------------------------------------------------------------------------------------------

cat >types.add.xml <<'TYPES'
<additional>
    <vTypeDistribution id="mixed">
        <vType id="car" vClass="passenger" speedFactor="normc(1.0,0.1,0.7,1.2)" sigma="0.5" probability="0.93"/>
        <vType id="van" vClass="delivery" speedFactor="normc(0.9,0.1,0.7,1.1)" sigma="0.5" probability="0.04"/>
        <vType id="truck" vClass="truck" speedFactor="normc(0.85,0.05,0.7,1.0)" sigma="0.5" probability="0.03"/>
    </vTypeDistribution>
</additional>
TYPES

# Trips of at least 500 m between random places; long streets and the boundary are drawn more often. Some draws have no
# route, because of the one-way streets: the warnings count them, and --validate leaves them out.
"$python" "$SUMO_HOME/tools/randomTrips.py" --net-file city.net.xml --additional-files types.add.xml \
    --begin 0 --end $((warm_up + recorded)) --period "$period" --random-depart --seed "$demand_seed" --threads 1 \
    --fringe-factor 5 --length --min-distance 500 --prefix v \
    --trip-attributes 'type="mixed" departLane="best" departSpeed="max" departPos="base"' \
    --output-trip-file city.trips.xml --route-file city.rou.xml --validate >randomTrips.log

# --- 3. Simulation ----------------------------------------------------------------------------------------------------

# Vehicles are never teleported out of a jam, so no vehicle jumps; collisions would be reported as warnings.
sumo --net-file city.net.xml --route-files city.rou.xml \
    --begin 0 --end $((warm_up + recorded + 1)) --step-length 1 --seed "$traffic_seed" \
    --time-to-teleport -1 --collision.action warn --precision 2 \
    --fcd-output recorded.xml --fcd-output.attributes id,x,y,angle,speed --device.fcd.begin "$warm_up" \
    --xml-validation never --no-step-log --log sumo.log

# --- 4. Clean-up ------------------------------------------------------------------------------------------------------

"$python" - "$warm_up" "$recorded" recorded.xml city.fcd.xml <<'PYTHON'
# Keeps SUMO's lines as they are, but for the comment on top and the steps before the recording; shifts the times to 0.
import re
import sys

warm_up, recorded = int(sys.argv[1]), int(sys.argv[2])
with open(sys.argv[3], encoding="UTF-8") as file:
    text = file.read()
text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)

lines, inside = [], True
for line in text.splitlines():
    step = re.fullmatch(r'(\s*<timestep time=")([\d.]+)("/?>)', line)
    if step:
        time = float(step[2]) - warm_up
        inside = 0 <= time <= recorded
        line = f"{step[1]}{time:.2f}{step[3]}"
    elif line.startswith("</fcd-export"):
        inside = True
    if inside and line.strip():
        lines.append(line)

with open(sys.argv[4], "w", encoding="UTF-8", newline="\n") as file:
    file.write("\n".join(lines) + "\n")
PYTHON

size=$(wc -c <city.fcd.xml | tr -d ' ')
((size < size_limit)) || fail "the trace has $size bytes, which is not under $size_limit"

mv "$work/city.fcd.xml" "$output"
echo "$output: $size bytes"
