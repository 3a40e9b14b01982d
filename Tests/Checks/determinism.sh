#!/usr/bin/env bash
# The same bytes, however a run is done: hashes of every shipped scenario and of some that use everything else, against
# Tests/Golden/Scenarios, by the release and the debug build, one worker and two, another locale and time zone, without
# the processor's fused multiply-add, on another processor (emulated), in shards, and resumed.
#     Tests/Checks/determinism.sh [RELEASE [DEBUG]]
#     Tests/Checks/determinism.sh --update [RELEASE]    writes the golden files anew
# A commit that changes a golden file says why, in a line that begins with "Results change:".
set -euo pipefail
cd "$(dirname "$0")/../.."
golden=Tests/Golden/Scenarios
update=false
if [ "${1:-}" = --update ]; then update=true; shift; fi
release=$(realpath "${1:-.build/release/trustsim}")
debug=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }

shipped=(city high-risk highway manhattan on-off open-square)
files=("${shipped[@]/#/Scenarios/}")
files=("${files[@]/%/.json}")

# fingerprints PROGRAM OPTIONS…: of shipped scenarios, and of what they do not use.
fingerprints() {
    "$@" fingerprint "${files[@]}" --replications 2 --format csv --quiet
    local mixed="$golden/mixed.json" model
    for model in manhattan-grid highway random-waypoint random-direction; do
        "$@" fingerprint "$mixed" --replications 1 --format csv --quiet --schemes all --ablate all \
            --set mobility.model=$model --set name="\"mixed, $model\"" | tail -n +2
    done
    "$@" fingerprint "$mixed" --replications 1 --format csv --quiet --schemes all --set radio.model=log-distance \
        --set mobility.model=highway --set name='"mixed, log-distance"' | tail -n +2
}

if $update; then
    fingerprints "$release" > "$golden/fingerprints.csv"
    for name in "${shipped[@]}"; do
        "$release" run "Scenarios/$name.json" --schemes all --ablate all --replications 1 --format csv --quiet \
            > "$golden/$name.csv"
    done
    exit 0
fi

same() { cmp "$golden/fingerprints.csv" "$work/found.csv" || fail "$1: other fingerprints"; echo "$1: the same fingerprints"; }
fingerprints "$release" > "$work/found.csv"; same "release build"
one() { "$release" "$@" --jobs 1; }
fingerprints one > "$work/found.csv"; same "one worker"
two() { "$release" "$@" --jobs 2; }
fingerprints two > "$work/found.csv"; same "two workers"
elsewhere() { env -i LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 TZ=Asia/Kolkata PATH="$PATH" "$release" "$@"; }
fingerprints elsewhere > "$work/found.csv"; same "another locale and time zone, an empty environment"
if [ -n "$debug" ]; then
    debug=$(realpath "$debug")
    fingerprints "$debug" > "$work/found.csv"; same "debug build"
fi

# Functions of the system's library differ in the last bit with and without fused multiply-add; Python shows whether
# switching it off works here.
system() {
    "$@" -c 'import math; print(hash(tuple(f(i * 0.00137) for i in range(1, 99999) for f in (math.exp, math.sin, math.log))))' \
        2> /dev/null || true
}
tunables=glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-FMA_Usable,-AVX2_Usable
without() { env GLIBC_TUNABLES=$tunables "$release" "$@"; }
fingerprints without > "$work/found.csv"; same "without fused multiply-add in the system's functions"
if command -v python3 > /dev/null; then
    if [ "$(system python3)" = "$(system env GLIBC_TUNABLES=$tunables python3)" ]; then
        echo "(here the system's functions give the same bytes with and without it, too)"
    else
        echo "(the system's own functions give other bytes without it)"
    fi
fi
if command -v qemu-x86_64 > /dev/null && [ "$(uname -m)" = x86_64 ]; then
    old() { qemu-x86_64 -cpu Nehalem "$release" "$@" --jobs 1; }
    old fingerprint Scenarios/city.json Scenarios/manhattan.json --replications 1 --format csv --quiet > "$work/found.csv"
    grep -E '^scenario|^(city|manhattan),[0-9.]+,1,0,' "$golden/fingerprints.csv" | cmp - "$work/found.csv" ||
        fail "a processor of 2008: other fingerprints"
    echo "a processor of 2008, without fused multiply-add and AVX (emulated): the same fingerprints"
else
    echo "another processor skipped: no qemu-x86_64"
fi

for name in "${shipped[@]}"; do
    "$release" run "Scenarios/$name.json" --schemes all --ablate all --replications 1 --format csv --quiet > "$work/found.csv"
    cmp "$golden/$name.csv" "$work/found.csv" || fail "$name: other results"
    # The order of schemes, and who else is there, change no row.
    "$release" run "Scenarios/$name.json" --schemes majority-vote,beta,consensus-adaptive --replications 1 --format csv \
        --quiet > "$work/few.csv"
    [ -z "$(comm -13 <(sort "$golden/$name.csv") <(sort "$work/few.csv"))" ] || fail "$name: the other schemes matter"
done
echo "golden results of ${#shipped[@]} scenarios: the same, whoever else is compared"

# One sweep in one go, interrupted and resumed, in shards: the fingerprints of every run, and all other files.
sweep=(sweep Scenarios/open-square.json --attacker-ratio 0.1,0.4 --vary radio.range=150,250 --replications 6 --quiet)
"$release" "${sweep[@]}" --output "$work/whole"
for signal in INT TERM KILL; do
    "$release" "${sweep[@]}" --output "$work/resumed-$signal" --jobs 1 2> "$work/errors" &
    process=$!
    for _ in $(seq 200); do
        [ "$(stat -c %s "$work/resumed-$signal/runs.journal" 2> /dev/null || echo 0)" -gt 60000 ] && break
        sleep 0.01
    done
    kill -s $signal $process 2> /dev/null || true
    code=0; wait $process 2> /dev/null || code=$?
    [ "$code" != 0 ] || echo "(the sweep was over before SIG$signal came)"
    "$release" "${sweep[@]}" --output "$work/resumed-$signal" --resume --jobs 2
    diff -r "$work/whole" "$work/resumed-$signal" || fail "interrupted by SIG$signal and resumed: other files"
done
echo "a sweep interrupted by SIGINT, SIGTERM and SIGKILL, and resumed: the same fingerprints, and all files"
for count in 3 40; do
    for shard in $(seq "$count"); do
        "$release" "${sweep[@]}" --output "$work/shards-$count" --shard "$shard/$count" --jobs 1
    done
    "$release" merge "$work/shards-$count" --output "$work/merged-$count" --quiet
    diff -r "$work/whole" "$work/merged-$count" || fail "in $count shards: other files"
done
echo "a sweep in 3 and in 40 shards: the same fingerprints, and all files"

# Golden files change only in commits that say why. What there is before the first such file has no history to show.
if git rev-parse --git-dir > /dev/null 2>&1 && [ "$(git rev-parse --is-shallow-repository)" = false ]; then
    first=$(git log --diff-filter=A --format=%H -- "$golden/fingerprints.csv" | tail -1)
    for commit in $([ -n "$first" ] && git rev-list "$first..HEAD" --no-merges -- "$golden"); do
        git log -1 --format=%B "$commit" | grep -q '^Results change: .' ||
            fail "commit $(git log -1 --format='%h %s' "$commit") changes golden results and has no line 'Results change: …'"
    done
    echo "every change of golden results says why"
else
    echo "history skipped: not a full checkout"
fi
