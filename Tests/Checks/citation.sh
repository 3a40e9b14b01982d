#!/usr/bin/env bash
# CITATION.cff against its schema, by cffconvert.
#     Tests/Checks/citation.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. Tests/Checks/python.sh
python_with "$work" cffconvert cffconvert || exit 0
convert=("$python" -c 'from cffconvert.cli.cli import cli; cli()')
"${convert[@]}" --validate -i CITATION.cff
"${convert[@]}" -f bibtex -i CITATION.cff
