#!/usr/bin/env bash
# Shards by GNU parallel, and with the variables of an indexed job of Kubernetes, as Docs/Clusters.md says: merged results
# are those of one process, byte by byte.
#
#   Tests/Checks/parallel.sh [TRUSTSIM]     TRUSTSIM: .build/release/trustsim, if not given
#
# Without GNU parallel (Debian: parallel) that part is skipped, and says so.
set -euo pipefail
cd "$(dirname "$0")/../.."
trustsim=${1:-.build/release/trustsim}
[[ "$trustsim" == /* ]] || trustsim=$PWD/$trustsim
scenario=$PWD/Scenarios/open-square.json
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset SLURM_ARRAY_TASK_ID JOB_COMPLETION_INDEX PARALLEL_SEQ TRUSTSIM_SHARD_COUNT
sweep=(sweep "$scenario" --attacker-ratio 0.1:0.5:0.1 --replications 3 --set duration=30 --schemes beta)
"$trustsim" "${sweep[@]}" --output whole --quiet

same() {
    "$trustsim" merge "$1" --output merged --quiet
    diff -r whole merged > /dev/null || fail "$2: other results"
    rm -r merged
    echo "$2: equal"
}

for index in 7 0 3 1 2 6 5 4; do
    JOB_COMPLETION_INDEX=$index TRUSTSIM_SHARD_COUNT=8 "$trustsim" "${sweep[@]}" --shard auto --output indexed --resume --quiet
done
same indexed "the variables of Kubernetes"

if command -v parallel > /dev/null && HOME=$work parallel --version 2> /dev/null | grep -q "^GNU parallel"; then
    export HOME=$work
    parallel --jobs 2 --retries 3 "$trustsim" "${sweep[@]}" --shard {}/8 --output numbered --resume --jobs 1 --quiet ::: {1..8} \
        2> numbered.log || fail "parallel: $(cat numbered.log)"
    same numbered "GNU parallel with --shard {}/8"
    parallel --jobs 2 -N0 "$trustsim" "${sweep[@]}" --shard auto/8 --output counted --resume --jobs 1 --quiet ::: {1..8} \
        2> counted.log || fail "parallel: $(cat counted.log)"
    same counted "GNU parallel with --shard auto/8"
else
    echo "skipped: no GNU parallel"
fi
