#!/usr/bin/env bash
# A detector that learns (Examples/learning): trained with scikit-learn on features of some runs, it decides in others; what it
# gains over chance with an attack of its training and one that it has not seen is printed. On the way trustsim.py
# (Examples/python) runs, sweeps, compares and decides, and raises what goes wrong.
#     Tests/Checks/learning.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
TRUSTSIM=$(realpath "${1:-.build/release/trustsim}")
export TRUSTSIM
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. Tests/Checks/python.sh
python_with "$work" "pandas, sklearn" "pandas scikit-learn" || exit 0
"$python" Examples/learning/learn.py "$work/model.json" randomPosition timeDelay
"$python" - "$work" 2> "$work/shown" <<'P' || { cat "$work/shown"; exit 1; }
import sys
sys.path.insert(0, "Examples/python")
import trustsim

work = sys.argv[1]
world = {
    "vehicles": 40, "duration": 40, "area": {"width": 700, "height": 700}, "seed": 4,
    "sensing": {"verification": "plausibility"}, "attackers": {"ratio": 0.3, "profile": "bogus"},
}
runs = trustsim.sweep(
    world, output=work + "/results", vary={"attackers.profile": ["randomPosition", "disruptive"]}, schemes=["own-evidence"],
    replications=2, scheme_program={"learned": f"python3 Examples/learning/learned.py {work}/model.json"}, quiet=True)
means = runs[runs.scheme.isin(["learned", "own-evidence", "coin"])].groupby(["attackers.profile", "scheme"])
print(means.balancedAccuracy.mean().round(3).to_string())
assert len(runs) == 2 * 2 * 5 and runs.balancedAccuracy.between(0, 1).all()
assert len(trustsim.compare(work + "/results", reference="learned")) == 2
assert "subjects" in trustsim.decide("Scenarios/decisions/newcomer.json")
try:
    trustsim.run("Scenarios/open-square.json", set={"radio.rnge": 3})
except trustsim.Error as error:
    assert error.code == 64 and "did you mean 'radio.range'?" in str(error), error
else:
    sys.exit("a wrong key was taken")
P
echo "trustsim.py: sweep, compare, decide, errors"
