#!/usr/bin/env bash
# What can go wrong around the program: disks, limits, signals, streams, surroundings. Everywhere it must succeed, or say what
# is wrong and end with the documented code; it must never hang, and never leave a file that is not whole.
#
#   Tests/Checks/faults.sh [TRUSTSIM [SEED]]     TRUSTSIM: .build/release/trustsim, if not given
#
# SEED chooses the moments at which sweeps are killed. As root a small file system is mounted for the full disk and one that
# is read-only, and limits of processes are tried as another user; what is not possible is skipped, and said so.
set -euo pipefail
cd "$(dirname "$0")/../.."
project=$PWD
trustsim=${1:-.build/release/trustsim}
[[ "$trustsim" == /* ]] || trustsim=$PWD/$trustsim
seed=${2:-$((RANDOM * 32768 + RANDOM))}
export SWIFT_BACKTRACE=enable=no LC_ALL=C
work=$(mktemp -d "${TMPDIR:-/tmp}/trustsim-faults.XXXXXX")
mounts=()
end() {
    local place
    for place in ${mounts[@]+"${mounts[@]}"}; do umount -l "$place" 2> /dev/null || true; done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
step() { printf -- '-- %s\n' "$1"; }
chmod 755 "$work"
mkdir "$work/in" "$work/case"
export T=$trustsim IN=$work/in
cd "$work/case"

cat > "$IN/a.json" << 'SCENARIO'
{name: "a", seed: 3, replications: 2, duration: 20, vehicles: 10, area: {width: 300, height: 300}, evaluation: {interval: 5},
 attackers: {ratio: 0.3}, schemes: ["beta", "own-evidence"], sensing: {verification: "plausibility"}}
SCENARIO
sed 's/duration: 20/duration: 1e6/' "$IN/a.json" > "$IN/long.json"
"$T" sweep "$IN/a.json" --attacker-ratio 0.1,0.3 --roc --output "$IN/results" --quiet
"$T" run "$IN/a.json" --replications 1 --log "$IN/logs" --quiet > /dev/null
"$T" run "$IN/a.json" --format csv > "$IN/a.csv"
cp "$project/Scenarios/decisions/newcomer.json" "$IN/decision.json"
printf 'time,vehicle,x,y\n0,a,0,0\n1,a,5,0\n2,a,10,0\n' > "$IN/t.csv"

# A line of the shell must end with a code, in a minute, and say on standard error, in one line or several, what a pattern
# (of the shell) says; "" for nothing. A command that fails leaves no file behind, and none leaves a temporary one.
try() {
    local code=$1 pattern=$2 errors
    found=0
    shift 2
    # Standard error through a pipe: a limit of file sizes must not silence it. The whole group is killed.
    set +o pipefail
    { timeout -s KILL 60 bash -c "$*" 2>&1 > "$work/out" || echo $? > "$work/code"; } | cat > "$work/err"
    set -o pipefail
    if [[ -e "$work/code" ]]; then found=$(cat "$work/code") && rm "$work/code"; fi
    errors=$(cat "$work/err")
    [[ "$found" != 124 && "$found" != 137 ]] || fail "hangs or is killed: $*"
    # shellcheck disable=SC2053
    [[ "$found" == $code ]] || fail "code $found instead of $code: $*: $errors"
    # shellcheck disable=SC2053
    [[ "$errors" == $pattern ]] || fail "instead of '$pattern' it says '$errors': $*"
    whole "$*"
}
# No temporary file, and nothing else than what is allowed.
whole() {
    local left
    left=$(find "$work/case" -name '.trustsim*' -not -path '*/lock/*')
    [[ -z "$left" ]] || fail "leaves $left: $1"
}
empty() {
    [[ -z "$(find "$work/case" -mindepth 1 -not -type d)" ]] || fail "leaves $(find . -type f | xargs): $1"
    find "$work/case" -mindepth 1 -delete
}

# Everything that writes a file: the words, with OUT for the place.
writers=(
    "run $IN/a.json --quiet --output OUT"
    "run $IN/a.json --quiet --decisions OUT"
    "run $IN/a.json --set radio.mac=csma --quiet --channel OUT"
    "audit $IN/logs --quiet --output OUT"
    "checks $IN/a.json --quiet --output OUT"
    "calibrate --worlds sparse-highway --attacks bogus --attacker-ratio 0.1 --replications 1 --quiet --output OUT"
    "calibrate $IN/a.json --schemes beta --replications 1 --quiet --output OUT"
    "tune $IN/a.json --scheme beta --vary baselines.beta.threshold=0.5,0.6 --replications 1 --quiet --output OUT"
    "export $IN/results --output OUT"
    "compare $IN/results --output OUT"
    "plot $IN/results --output OUT"
    "report $IN/results --output OUT"
    "trace convert $IN/t.csv OUT --to fcd-xml"
    "replay $IN/logs --quiet --output OUT"
    "new OUT"
)
directories=(
    "run $IN/a.json --quiet --replications 1 --log OUT"
    "sweep $IN/a.json --quiet --attacker-ratio 0.1,0.3 --output OUT"
    "sweep $IN/a.json --quiet --attacker-ratio 0.1,0.3 --shard 1/2 --output OUT"
    "study --worlds highway --attacks bogus --attacker-ratio 0.3 --replications 1 --set duration=20 --schemes beta --quiet --output OUT"
)
every() { for words in "${writers[@]}" "${directories[@]}"; do "$@" "$words"; done; }

step "commands that write do write"
usual() { try 0 "*" "\$T ${1/OUT/x.out} > /dev/null"; [[ -e x.out ]] || fail "writes nothing: $1"; rm -rf x.out; }
for words in "${writers[@]}" "${directories[@]}"; do usual "$words"; done

step "standard output: full, closed, a reader that goes away"
for words in "list keys" "run $IN/a.json --quiet" "man" "validate $IN/a.json" "decide $IN/decision.json" "trace info $IN/t.csv" \
    "export $IN/results" "schema" "plot $IN/results" "replay $IN/logs --quiet" "compare $IN/results"; do
    try 1 "Error: standard output cannot be written: No space left on device" "\$T $words > /dev/full"
    try 1 "Error: standard output cannot be written: Bad file descriptor" "\$T $words >&-"
    try 0 "" "set -o pipefail; \$T $words 2> /dev/null | true"
    try 0 "" "set -o pipefail; \$T $words 2> /dev/null | head -n 1"
done
step "standard error and input closed"
try 0 "" "\$T run $IN/a.json --format csv 2>&- <&- | cmp - $IN/a.csv"
try 65 "" "\$T run nowhere.json 2>&-"
try 0 "" "\$T run $IN/a.json --format csv --output x.csv <&- >&- 2>&-; cmp x.csv $IN/a.csv; rm x.csv"
try 65 "Error: standard input:1:1: *" "\$T trace info - <&-"
try 0 "" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --output d <&- >&- 2>&-; cmp d/runs.csv $IN/results/runs.csv; rm -r d"

step "full disk"
if mkdir "$work/case/full" && mount -t tmpfs -o size=64k,mode=777 none "$work/case/full" 2> /dev/null; then
    mounts+=("$work/case/full")
    head -c 200000 /dev/zero > full/fill 2> /dev/null || true
    disk() {
        try 1 "Error: *cannot be*: No space left on device*" "\$T ${1/OUT/full/x} > /dev/null"
        [[ "$(ls -A full)" == fill ]] || fail "leaves $(ls -A full | xargs) on a full disk: $1"
    }
    every disk
    # Full in the middle of a sweep: what is kept is gone on with.
    rm full/fill && head -c 40000 /dev/zero > full/fill
    try 1 "Error: *cannot be written: No space left on device*--resume*" \
        "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output full/d --quiet"
    [[ "$(ls -A full/d)" == runs.journal ]] || fail "a sweep on a full disk leaves $(ls -A full/d | xargs)"
    rm full/fill && mount -o remount,size=4m "$work/case/full"
    try 0 "" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output full/d --quiet --resume"
    try 0 "" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output full/e --quiet"
    cmp full/d/runs.csv full/e/runs.csv && cmp full/d/roc.csv full/e/roc.csv || fail "resumed after a full disk, other results"
    rm -r full/d full/e
    # Full at any moment, so that it is once when the results are written.
    atEnd=0
    for kilobytes in 20 24 28 32 36 40 44 48 52 56 60 64; do
        mount -o remount,size=${kilobytes}k "$work/case/full"
        try "[01]" "*" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --replications 8 --output full/d --quiet"
        if grep -q "16 of 16 runs are kept" "$work/err"; then atEnd=$((atEnd + 1)); fi
        [[ "$found" == 0 || ! -e full/d || "$(ls -A full/d)" == runs.journal ]] || fail "not whole: $(ls -A full/d | xargs)"
        mount -o remount,size=4m "$work/case/full"
        if [[ "$found" == 1 ]]; then
            try 0 "*" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --replications 8 --output full/d --quiet --resume"
        fi
        mv full/d/runs.csv "$work/now.csv"
        [[ ! -e "$work/first.csv" ]] || cmp "$work/first.csv" "$work/now.csv" || fail "resumed after a full disk, other results"
        mv "$work/now.csv" "$work/first.csv"
        rm -r full/d
    done
    [[ "$atEnd" != 0 ]] || fail "the disk is never full at the very end"
    umount full && mounts=()
    step "read-only file system"
    mount -t tmpfs -o size=64k,ro none full
    mounts+=("$work/case/full")
    readonly_() { try 1 "Error: *cannot be*: Read-only file system*" "\$T ${1/OUT/full/x} > /dev/null"; }
    every readonly_
    umount full && mounts=()
else
    echo "skipped: full disk and read-only file system, as nothing can be mounted here"
fi
find . -mindepth 1 -delete

step "directory without permission, no home, limit of processes: as another user"
if [[ "$(id -u)" == 0 ]] && command -v setpriv > /dev/null &&
    setpriv --reuid 65534 --regid 65534 --clear-groups "$T" --version > /dev/null 2>&1; then
    as="setpriv --reuid 65534 --regid 65534 --clear-groups"
    mkdir closed
    permission() { try 1 "Error: *cannot be*: Permission denied*" "$as \$T ${1/OUT/closed/x} > /dev/null"; }
    every permission
    cp "$IN/a.json" secret.json && chmod 0 secret.json
    try 65 "Error: secret.json: cannot be read: permission denied" "$as \$T run secret.json"
    try 65 "Error: secret.json: no permission to read the file" "$as \$T trace info secret.json"
    rm secret.json
    try 0 "" "HOME=/root $as \$T run $IN/a.json --format csv | cmp - $IN/a.csv"
    try 0 "" "$as bash -c 'ulimit -u 1; exec \$T run $IN/a.json --format csv --jobs 8' | cmp - $IN/a.csv"
    chmod 777 "$work/case"
    try 0 "" "$as bash -c 'ulimit -u 1; exec \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --output d --quiet --jobs 8'; cmp d/runs.csv $IN/results/runs.csv; rm -r d"
    chmod 755 "$work/case"
    rmdir closed
else
    echo "skipped: not root, or no setpriv, or the program cannot be reached by others"
fi
empty "permissions"

step "no home, other locales and time zones"
try 0 "" "env -i \$T run $IN/a.json --format csv | cmp - $IN/a.csv"
try 0 "" "HOME=/nowhere/at/all \$T run $IN/a.json --format csv | cmp - $IN/a.csv"
"$T" run "$IN/a.json" > "$IN/a.table"
for locale in de_DE.UTF-8 tr_TR.UTF-8 zh_CN.GB18030 ar_EG.UTF-8 C POSIX C.UTF-8 nonsense; do
    for zone in Asia/Kathmandu America/St_Johns nonsense; do
        try 0 "" "LC_ALL=$locale LANG=$locale LC_NUMERIC=$locale TZ=$zone \$T run $IN/a.json --format csv | cmp - $IN/a.csv"
        try 0 "" "LC_ALL=$locale TZ=$zone \$T run $IN/a.json | cmp - $IN/a.table"
    done
    LC_ALL=$locale "$T" sweep "$IN/a.json" --attacker-ratio 0.1,0.3 --roc --output d --quiet
    diff -r d "$IN/results" -x manifest.json || fail "other results in the locale $locale"
    rm -r d
done

step "limit of file sizes"
limited() { try 1 "Error: *cannot be*: File too large*" "ulimit -f 0; \$T ${1/OUT/x} > /dev/null"; }
for words in "${writers[@]}" "${directories[@]}"; do
    case "$words" in "sweep"* | "study"*) continue ;; esac
    limited "$words"
    empty "$words"
done
try 1 "Error: *cannot be written: File too large*" "ulimit -f 0; \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --output d --quiet"
empty "a sweep under a limit of file sizes"
try 1 "Error: standard output cannot be written: File too large" "ulimit -f 1; \$T man > out"
rm out
try 1 "Error: *cannot be written: File too large*--resume*" \
    "ulimit -f 10; \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output d --quiet"
try 0 "" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output d --quiet --resume"
try 0 "" "\$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --replications 8 --output e --quiet"
cmp d/runs.csv e/runs.csv || fail "resumed after a limit of file sizes, other results"
rm -r d e

step "small stacks, few descriptors"
python3 -c "print('[' * 100000)" > "$IN/deep.json"
for kilobytes in 256 1024; do
    try 0 "" "ulimit -s $kilobytes; \$T run $IN/a.json --format csv --jobs 4 | cmp - $IN/a.csv"
    try 65 "Error: *: objects and arrays are nested deeper than 128 levels" "ulimit -s $kilobytes; \$T validate $IN/deep.json"
    try 65 "Error: *: objects and arrays are nested deeper than 128 levels" "ulimit -s $kilobytes; \$T decide $IN/deep.json"
    try 0 "" "ulimit -s $kilobytes; \$T report $IN/results --output r.html; rm r.html"
    try 0 "" "ulimit -s $kilobytes; \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --output d --quiet; cmp d/runs.csv $IN/results/runs.csv; rm -r d"
done
try 0 "" "ulimit -n 8; \$T run $IN/a.json --format csv --jobs 4 | cmp - $IN/a.csv"
try 0 "" "ulimit -n 8; \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --roc --output d --quiet; cmp d/runs.csv $IN/results/runs.csv; rm -r d"
try 0 "*" "ulimit -n 8; \$T replay $IN/logs > /dev/null"
try 1 "Error: *cannot be*: Too many open files*" "ulimit -n 4; exec \$T sweep $IN/a.json --attacker-ratio 0.1,0.3 --output d --quiet"
empty "few descriptors"

step "limits of memory"
try 1 "Error: this would need about * of memory, but 10 MiB may be used; use fewer *" \
    "\$T run $IN/a.json --set vehicles=100000 --max-memory 10 --output x"
try 1 "Error: this would need about * of memory, but * MiB may be used; use fewer *" \
    "ulimit -v 600000; \$T sweep $IN/a.json --attacker-ratio 0.1 --set vehicles=20000 --set area.width=20000 --output d"
try 0 "" "ulimit -v 600000; \$T run $IN/a.json --format csv --jobs 2 | cmp - $IN/a.csv"
empty "limits of memory"

step "processor time"
try 152 "Interrupted: nothing was written." "ulimit -S -t 1; \$T run $IN/long.json --max-memory 1e9 --quiet --output x --log y --replications 1"
empty "processor time"

step "what is no file, in place of one"
mkfifo pipe
ln -s loop loop
for words in "run ?" "validate ?" "sweep ? --attacker-ratio 0.1" "decide ?" "export ?" "report ? --output r" "plot ?" \
    "compare ?" "replay ?" "rerun ?:1" "diff ? ?" "run $IN/a.json --calibration ?"; do
    for place in "$IN" pipe /dev/null /dev/zero /dev/tty loop nowhere "''"; do
        try 65 "Error: ?*" "\$T ${words//\?/$place} < /dev/null > /dev/null"
    done
done
for place in "$IN" /dev/zero /dev/null loop nowhere; do try 65 "Error: ?*" "\$T trace info $place"; done
for words in "${writers[@]}"; do
    for place in pipe /dev/null /dev/stdout "$IN" loop nowhere/x "''"; do
        try 1 "Error: ?*" "set -o pipefail; \$T ${words/OUT/$place} | cat"
    done
    for place in pipe /dev/null; do
        case "$words" in "new"*) continue ;; esac
        try 1 "Error: $place is not a regular file*" "\$T ${words/OUT/$place} --force"
    done
done
for words in "${directories[@]}"; do
    for place in pipe /dev/null /dev/stdout loop nowhere/x "''"; do
        try 1 "Error: ?*" "\$T ${words/OUT/$place}"
        try 1 "Error: ?*" "\$T ${words/OUT/$place} --force"
    done
done
[[ -p pipe && -L loop && -c /dev/null ]] || fail "a pipe, a link or a device is gone"
rm pipe loop
echo old > target && ln -s target link
try 1 "Error: link exists; use --force to replace it" "\$T run $IN/a.json --quiet --output link"
try 0 "" "\$T run $IN/a.json --quiet --format csv --output link --force"
[[ -L link ]] && cmp target "$IN/a.csv" || fail "a link is replaced in place of its target"
rm target link
empty "what is no file"

step "signals: TERM, INT, HUP, in the middle of a run and of a sweep"
for name in TERM:143 INT:130 HUP:129; do
    for words in "run $IN/long.json --max-memory 1e9 --quiet --output x --jobs 2" \
        "run $IN/long.json --max-memory 1e9 --quiet --replications 1 --log y" \
        "checks $IN/long.json --max-memory 1e9 --quiet --output x" "calibrate --replications 100 --max-memory 1e9 --quiet --output x" \
        "calibrate $IN/long.json --schemes beta --max-memory 1e9 --quiet --output x" \
        "tune $IN/long.json --scheme beta --vary baselines.beta.threshold=0.5 --max-memory 1e9 --quiet --output x" \
        "study --set duration=1e6 --max-memory 1e9 --quiet --output z" \
        "sweep $IN/long.json --max-memory 1e9 --quiet --attacker-ratio 0.1 --output z"; do
        # Not by the shell's '&', which has the program ignore INT. One that has not begun to run has nothing to say.
        try "${name#*:}" "?(Interrupted: *)" "python3 -c '
import os, signal, subprocess, sys, time
program = subprocess.Popen([os.environ[\"T\"]] + sys.argv[2:])
time.sleep(0.7)
program.send_signal(int(sys.argv[1]))
code = program.wait(20)
sys.exit(code if code >= 0 else 128 - code)' $((${name#*:} - 128)) $words"
        empty "$words"
    done
done

step "killed at 50 moments (seed $seed)"
python3 - "$seed" << 'PYTHON' || fail "killed and resumed, results differ"
import filecmp, glob, os, random, subprocess, sys, time
seed = int(sys.argv[1])
trustsim, scenario = os.environ["T"], os.environ["IN"] + "/a.json"
sweep = [trustsim, "sweep", scenario, "--attacker-ratio", "0.1,0.2,0.3,0.4", "--replications", "10", "--roc", "--quiet",
         "--set", "duration=60", "--set", "vehicles=20"]
files = ["runs.csv", "summary.csv", "comparison.csv", "fingerprints.csv", "roc.csv", "manifest.json"]
begin = time.time()
os.mkdir("whole")
subprocess.run(sweep + ["--output", "d"], check=True, cwd="whole", stdin=subprocess.DEVNULL)
duration = time.time() - begin
moments = random.Random(seed)
kills = resumed = 0
while kills < 50:
    os.mkdir("lock")
    arguments, attempts = sweep + ["--output", "d"], 0
    while True:
        moment = moments.uniform(0, duration * 1.1)
        program = subprocess.Popen(arguments + ["--resume"], cwd="lock", stdin=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        # The last of many must come to an end.
        if attempts < 6 and kills < 50:
            try:
                program.wait(moment)
            except subprocess.TimeoutExpired:
                program.kill()
                kills += 1
        errors = program.communicate(timeout=60)[1].decode()
        attempts += 1
        if program.returncode == 0:
            break
        if program.returncode != -9:
            sys.exit(f"code {program.returncode}: {errors}")
        # What is there is whole: results all or none, or the journal.
        there = [name for name in files if os.path.exists("lock/d/" + name)]
        if "runs.csv" in there and not all(name in there for name in files):
            sys.exit(f"runs.csv without the rest: {there}")
        for name in there:
            if not filecmp.cmp("lock/d/" + name, "whole/d/" + name, shallow=False):
                sys.exit(f"{name} is there and is not whole")
        resumed += os.path.exists("lock/d/runs.journal")
    for name in files:
        if not filecmp.cmp("lock/d/" + name, "whole/d/" + name, shallow=False):
            sys.exit(f"{name} differs, seed {seed}")
    left = sorted(set(os.listdir("lock/d")) - set(files))
    if left or glob.glob("lock/.trustsim*"):
        sys.exit(f"leaves {left}, seed {seed}")
    subprocess.run(["rm", "-rf", "lock"], check=True)
subprocess.run(["rm", "-rf", "whole"], check=True)
print(f"{kills} kills, {resumed} of them with runs or a heading kept; every sweep ends with the same bytes")
PYTHON
empty "kills"

echo "no fault lost anything"
