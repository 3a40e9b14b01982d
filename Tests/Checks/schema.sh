#!/usr/bin/env bash
# The JSON Schema of scenarios against a validator of somebody else's (Python's jsonschema, in a virtual environment of
# its own): the schema is one, every shipped scenario holds to it, and wrong scenarios are refused by it and by the program.
#     Tests/Checks/schema.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-.build/release/trustsim}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. Tests/Checks/python.sh
python_with "$work" "jsonschema; jsonschema.Draft202012Validator" "jsonschema>=4" || exit 0

"$program" schema > "$work/schema.json"
cmp "$work/schema.json" Scenarios/schema.json || { echo "FAILED: Scenarios/schema.json is out of date" >&2; exit 1; }
mkdir "$work/valid"
for scenario in Scenarios/*.json Benchmarks/Scenarios/*.json Benchmarks/Scenarios/*/*.json; do
    [ -f "$scenario" ] && [ "$scenario" != Scenarios/schema.json ] || continue
    for form in json resolved; do
        "$program" validate "$scenario" --print "$form" > "$work/valid/$(tr / - <<< "${scenario%.json}").$form.json"
    done
done
"$program" new "$work/new.json"
"$program" validate "$work/new.json" --print json > "$work/valid/new.json"
"$python" Tests/Checks/schema.py "$program" "$work/schema.json" "$work/valid"
