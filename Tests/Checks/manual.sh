#!/usr/bin/env bash
# The manual page through the readers that are installed, without a warning of theirs.
#     Tests/Checks/manual.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-.build/release/trustsim}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" man > "$work/trustsim.1"

# silent NAME COMMAND...: the command must say nothing.
silent() {
    local name=$1
    shift
    if ! command -v "$1" > /dev/null; then echo "$name: skipped, not installed"; return; fi
    "$@" > "$work/said.txt" 2>&1 || true
    if [ -s "$work/said.txt" ]; then
        head -20 "$work/said.txt" >&2
        echo "FAILED: $name complains" >&2
        exit 1
    fi
    echo "$name: no warning"
}
silent groff groff -man -ww -Tutf8 -z "$work/trustsim.1"
silent mandoc mandoc -T lint "$work/trustsim.1"
if command -v man > /dev/null && man --version 2>&1 | grep -q '^man 2'; then
    silent man sh -c 'MANROFFSEQ= LC_ALL=C.UTF-8 man --warnings -l "$1" > /dev/null' sh "$work/trustsim.1"
    MANWIDTH=80 LC_ALL=C.UTF-8 man -l "$work/trustsim.1" | col -b > "$work/page.txt" 2> /dev/null || true
    if [ -s "$work/page.txt" ]; then grep -q 'trustsim sweep' "$work/page.txt"; fi
else
    echo "man: skipped, not installed or not man-db"
fi
