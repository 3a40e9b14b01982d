#!/usr/bin/env bash
# CITATION.cff against its schema, by cffconvert in a virtual environment of its own.
#     Tests/Checks/citation.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
convert=cffconvert
if ! command -v cffconvert > /dev/null; then
    if ! command -v python3 > /dev/null; then echo "skipped: no python3"; exit 0; fi
    if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q install cffconvert; } > "$work/pip.log" 2>&1; then
        echo "skipped: pip cannot install cffconvert"
        exit 0
    fi
    convert="$work/venv/bin/cffconvert"
fi
"$convert" --validate -i CITATION.cff
"$convert" -f bibtex -i CITATION.cff
