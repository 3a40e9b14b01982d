#!/usr/bin/env bash
# The program as one static file, as in the README: it runs in a root directory that holds nothing but itself, a scenario
# and /proc (from which the Swift runtime reads the arguments), with the same results as outside. A full release build.
#     Tests/Checks/static.sh [SCRATCH]     (where an earlier build of this script is or shall stay)
set -euo pipefail
cd "$(dirname "$0")/../.."
case $(uname -s) in Linux) ;; *) echo "skipped: static programs are for Linux"; exit 0 ;; esac
if [ "$(id -u)" != 0 ]; then echo "skipped: chroot needs root"; exit 0; fi
if [ ! -d "$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")/lib/swift_static/linux" ]; then
    echo "skipped: the toolchain has no static libraries"
    exit 0
fi
work=$(mktemp -d)
root="$work/root"
mkdir -p "$root/proc"
trap 'umount "$root/proc" 2> /dev/null || true; rm -rf "$work"' EXIT
scratch=${1:-$work/build}

build=(swift build -c release --static-swift-stdlib -Xswiftc -static-executable --product trustsim --scratch-path "$scratch")
"${build[@]}" > "$work/build.log" 2>&1 || { tail -20 "$work/build.log"; echo "FAILED: no static build" >&2; exit 1; }
program=$("${build[@]}" --show-bin-path)/trustsim
if ldd "$program" > "$work/ldd.txt" 2>&1; then
    cat "$work/ldd.txt"
    echo "FAILED: the program needs shared libraries" >&2
    exit 1
fi
cp "$program" "$root/trustsim"
cp -R Scenarios "$root/Scenarios"
if ! mount -t proc proc "$root/proc" 2> "$work/mount.log"; then
    echo "skipped: /proc cannot be mounted: $(cat "$work/mount.log")"
    exit 0
fi
command=(run Scenarios/city.json --replications 2 --format csv --quiet)
"$program" "${command[@]}" > "$work/outside.csv"
chroot "$root" /trustsim "${command[@]}" > "$work/inside.csv"
cmp "$work/outside.csv" "$work/inside.csv" || { echo "FAILED: other results in the empty root" >&2; exit 1; }
chroot "$root" /trustsim sweep Scenarios/open-square.json --attacker-ratio 0.1,0.3 --set duration=20 --replications 1 \
    --output /results --quiet
[ -s "$root/results/runs.csv" ] || { echo "FAILED: no results in the empty root" >&2; exit 1; }
echo "$(chroot "$root" /trustsim --version): one file of $(($(stat -c %s "$program") / 1048576)) MiB, the same results"
