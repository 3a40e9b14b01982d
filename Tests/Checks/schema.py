"""Compares the schema of scenarios with the program; see schema.sh."""

import json
import pathlib
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator

program, schema_path, valid = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
schema = json.loads(pathlib.Path(schema_path).read_text())
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
failures = 0


def complain(text):
    global failures
    failures += 1
    print(text, file=sys.stderr)


def accepted_by_program(scenario):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "scenario.json")
        path.write_text(json.dumps(scenario))
        return subprocess.run([program, "validate", path], capture_output=True).returncode == 0


files = sorted(valid.glob("*.json"))
for path in files:
    for error in validator.iter_errors(json.loads(path.read_text())):
        complain(f"{path.name}: {error.json_path}: {error.message[:200]}")
if len(files) < 10:
    complain(f"only {len(files)} examples")


def both(scenario, expected):
    found = (validator.is_valid(scenario), accepted_by_program(scenario))
    if found != (expected, expected):
        complain(f"schema {found[0]}, program {found[1]}, expected {expected}: {json.dumps(scenario)[:200]}")


# Whatever stands here is decided the same way by both.
right = [
    {"vehicles": 10},
    {"$schema": "../schema.json", "vehicles": 10},
    {"vehicles": 10, "attackers": {"ratio": 0.3, "profile": "colluders"}},
    {"vehicles": 10, "attackers": {"profile": {"reports": "complement", "schedule": {"kind": "onOff", "on": 20}}}},
    {"vehicles": 10, "attackers": {"profile": {"preset": "colluders", "tolerance": {"kind": "fixed", "value": 0}}}},
    {"vehicles": 10, "attackers": {"profiles": [{"profile": "bogus", "share": 0.4}, {"profile": "sybil", "share": 0.6}]}},
    {"vehicles": 10.0, "calibration": {"beta": 0.4, "consensus-adaptive/no-dynamic-threshold": 0.5}},
    {"vehicles": 10, "ablations": ["selfProof", "victims"], "schemes": []},
    {"vehicles": 10, "ablations": ["self-proof"]},
    {"vehicles": 10, "baselines": {"threshold": 0.5, "majority-vote": {"threshold": 0.6}}},
]
wrong = [
    {},
    [],
    {"vehicles": 0},
    {"vehicles": 1.5},
    {"vehicles": "10"},
    {"vehicles": 10, "atackers": {}},
    {"vehicles": 10, "radio": {"rnge": 300}},
    {"vehicles": 10, "radio.range": 300},
    {"vehicles": 10, "radio": 300},
    {"vehicles": 10, "radio": {"range": 0.5}},
    {"vehicles": 10, "radio": {"range": None}},
    {"vehicles": 10, "radio": {"model": "magic"}},
    {"vehicles": 10, "name": "a\nb"},
    {"vehicles": 10, "name": "x" * 1025},
    {"vehicles": 10, "schemes": ["beta", "beta"]},
    {"vehicles": 10, "schemes": "beta"},
    {"vehicles": 10, "schemes": ["alpha"]},
    {"vehicles": 10, "ablations": ["everything"]},
    {"vehicles": 10, "calibration": {"trust-all": 0.5}},
    {"vehicles": 10, "calibration": {"beta": 1.5}},
    {"vehicles": 10, "$schema": 3},
    {"vehicles": 10, "radio": {"$schema": "x"}},
    {"vehicles": 10, "attackers": {"profile": "coluders"}},
    {"vehicles": 10, "attackers": {"profile": {"reports": {"strength": 0.5}}}},
    {"vehicles": 10, "attackers": {"profile": {"reports": {"kind": "badMouth", "strenght": 0.5}}}},
    {"vehicles": 10, "attackers": {"profile": {"reports": {"kind": "badMouth", "strength": 5}}}},
    {"vehicles": 10, "attackers": {"profile": {"reports": "onOff"}}},
    {"vehicles": 10, "attackers": {"profile": {"conduct": "bad"}}},
    {"vehicles": 10, "attackers": {"profiles": []}},
    {"vehicles": 10, "attackers": {"profiles": [{"profile": "bogus"}]}},
    {"vehicles": 10, "attackers": {"profiles": [{"profile": "bogus", "share": 0}]}},
    {"vehicles": 10, "attackers": {"list": "a.csv", "profiles": [{"profile": "bogus", "share": 1}]}},
    {"vehicles": 10, "attackers": {"list": 3}},
    {"vehicles": 10, "attackers": {"profiles": [{"profile": "bogus", "share": 1, "name": "x"}]}},
    {"vehicles": 10, "attackers": {"profile": "bogus", "profiles": [{"profile": "bogus", "share": 1}]}},
    {"mobility": {"model": "trace"}},
    {"mobility": {"model": "trace", "file": ""}},
    {"vehicles": 10, "mobility": {"model": "trace", "file": "a.xml"}},
]
for scenario in right:
    both(scenario, True)
for scenario in wrong:
    both(scenario, False)


def leaves(node, path=()):
    """Every key with its schema, and what it could be with values at and beyond its limits."""
    for name, child in node.get("properties", {}).items():
        if "properties" in child and "description" not in child:
            yield from leaves(child, path + (name,))
        elif "minimum" in child:
            yield path + (name,), child


def scenario_with(path, value):
    scenario = {"vehicles": 10}
    place = scenario
    for name in path[:-1]:
        place = place.setdefault(name, {})
    place[path[-1]] = value
    return scenario


# The limits of every key: just beyond them both refuse. At them other keys can stand in the way (a least speed above the
# greatest), so there the schema alone must accept.
count = 0
for path, child in leaves(schema):
    for limit, beyond in [(child["minimum"], child["minimum"] - 1), (child["maximum"], child["maximum"] + 1)]:
        both(scenario_with(path, beyond), False)
        if not validator.is_valid(scenario_with(path, limit)):
            complain(f"{'.'.join(path)}: the schema refuses its limit {limit}")
        count += 1
if failures:
    sys.exit(f"FAILED: {failures} differences")
print(f"{len(files)} examples hold to the schema; {len(right)} right and {len(wrong)} wrong scenarios and {count} limits "
      "are decided alike by schema and program")
