#!/usr/bin/env bash
# A sweep as a Slurm job array, on a cluster of two nodes that is made for it on this machine: 8 shards by the script that
# is shipped, Docs/clusters/sweep.sbatch. One node is killed in the middle, and one task is told that its time is up; both
# tasks are queued again and go on. The merged results must be those of one process, byte by byte.
#
#   Tests/Checks/slurm.sh [TRUSTSIM]     TRUSTSIM: .build/release/trustsim, if not given
#
# Needs slurmctld, slurmd and munged (Debian: slurm-wlm, munge) and root; without them it says so and is skipped. Everything
# is in a temporary directory: configuration, key, sockets, state, logs. No service of the machine is touched. Every task is
# held in the middle of its runs, by a stop signal, until what is done to the nodes is done: however fast the machine is.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
trustsim=${1:-.build/release/trustsim}
[[ "$trustsim" == /* ]] || trustsim=$PWD/$trustsim
script=$PWD/Docs/clusters/sweep.sbatch
scenario=$PWD/Scenarios/city.json
for program in slurmctld slurmd sbatch scontrol squeue munged python3; do
    command -v "$program" > /dev/null || { echo "skipped: no $program"; exit 0; }
done
[[ "$(uname)" == Linux ]] || { echo "skipped: not on Linux"; exit 0; }
[[ "$(id -u)" == 0 ]] || { echo "skipped: not root"; exit 0; }

work=$(mktemp -d "${TMPDIR:-/tmp}/trustsim-slurm.XXXXXX")
chmod 711 "$work"
export SLURM_CONF=$work/slurm.conf
fail() {
    printf 'FAILED: %s\n' "$1" >&2
    for log in "$work"/*.log "$work"/tasks/*.log; do
        [[ -s "$log" ]] && { echo "--- ${log##*/}"; tail -n 15 "$log"; } >&2
    done
    exit 1
}

# Prints the numbers of processes: of the cluster; of one node (NODE); or the one (NODE VARIABLE=VALUE PROGRAM) of a task.
# Every process of the cluster, or of one node of it, has this directory and the node in its environment, or its parent is
# such a process; slurmstepd is known by its child.
processes() {
    python3 - "$work" "$@" << 'PYTHON'
import os, sys
work, node, variable, program = (sys.argv[1:] + ["", "", ""])[:4]
parents, found = {}, set()
for name in filter(str.isdigit, os.listdir("/proc")):
    try:
        environment = open(f"/proc/{name}/environ", "rb").read().split(b"\0")
        parents[name] = open(f"/proc/{name}/stat").read().rsplit(")", 1)[1].split()[1]
        command = open(f"/proc/{name}/cmdline", "rb").read().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        continue
    inside = f"SLURM_CONF={work}/slurm.conf".encode() in environment
    marked = f"SLURMD_NODENAME={node}".encode() in environment or f"TRUSTSIM_NODE={node}".encode() in environment
    if variable:
        if inside and variable.encode() in environment and program in command:
            found.add(name)
    elif inside and (not node or marked) or not node and f"{work}/" in command:
        found.add(name)
if variable:
    # The first: others are forked by it.
    print(min(found, key=int, default=""))
    sys.exit()
for name in sorted(found):
    parent = parents.get(name, "1")
    try:
        if open(f"/proc/{parent}/comm").read().startswith("slurmstepd"):
            print(parent)
    except OSError:
        pass
    if int(name) not in (os.getpid(), os.getppid(), int(os.environ["CHECK"])):
        print(name)
PYTHON
}
export CHECK=$$
end() {
    local name pids
    # The controller first, so that it starts nothing more.
    for name in slurmctld.pid slurmd.one.pid slurmd.two.pid munged.pid; do
        [[ -s "$work/$name" ]] && kill -9 "$(cat "$work/$name")" 2> /dev/null || true
    done
    # What has been started meanwhile is found the second time.
    for _ in 1 2; do
        mapfile -t pids < <(processes)
        [[ ${#pids[@]} == 0 ]] || kill -9 "${pids[@]}" 2> /dev/null || true
    done
    rm -rf "$work"
}
trap end EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits until a command succeeds, for so many seconds at most.
within() {
    local seconds=$1 deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < deadline)) || return 1
        sleep 0.2
    done
}
began=$SECONDS
say() { printf '%3d s: %s\n' $((SECONDS - began)) "$*"; }

# The cluster: a controller and two nodes with two processors each, whatever this machine has.
mkdir "$work/state" "$work/spool.one" "$work/spool.two" "$work/tasks"
read -r controller one two < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(3)]
for each in sockets: each.bind(("127.0.0.1", 0))
print(*[each.getsockname()[1] for each in sockets])')
host=$(hostname -s)
cat > "$SLURM_CONF" << CONFIG
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$controller
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool.%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,sched_min_interval=0,bf_interval=1
SlurmctldTimeout=30
SlurmdTimeout=3
MessageTimeout=2
TCPTimeout=1
KillWait=2
JobRequeue=1
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 Port=$one CPUs=2 State=UNKNOWN
NodeName=two NodeHostname=$host NodeAddr=127.0.0.1 Port=$two CPUs=2 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES State=UP
CONFIG
# From this release on the configuration of control groups must say that there are none.
version=$(slurmctld -V | sed 's/[^0-9]*\([0-9]*\)\.\([0-9]*\).*/\1\2/')
((10#$version < 2311)) || echo "CgroupPlugin=disabled" > "$work/cgroup.conf"
(umask 077 && head -c 1024 /dev/urandom > "$work/munge.key")
munged --force --key-file "$work/munge.key" --socket "$work/munge.socket" --pid-file "$work/munged.pid" \
    --log-file "$work/munged.log" --seed-file "$work/munge.seed" --num-threads 2 > "$work/munged.out.log" 2>&1 ||
    fail "munged does not start"
slurmctld -f "$SLURM_CONF" -c > "$work/slurmctld.out.log" 2>&1 || fail "slurmctld does not start"
for node in one two; do
    TRUSTSIM_NODE=$node slurmd -f "$SLURM_CONF" -N "$node" > "$work/slurmd.out.log" 2>&1 || fail "slurmd of $node does not start"
done
idle() { [[ "$(sinfo --noheader --Node --format %T 2> /dev/null | grep -c '^idle$')" == 2 ]]; }
within 20 idle || fail "the nodes are not ready: $(sinfo 2>&1)"
say "$(slurmctld -V): a controller and two nodes are up"

# The program as the tasks have it: when it has kept two runs, behind the heading of its journal, it stops, until there is a file of the name go.
cat > "$work/held-trustsim" << HELD
#!/usr/bin/env bash
export LC_ALL=C
journal=$work/shards/shard-\$SLURM_ARRAY_TASK_ID-of-8/runs.journal
(
    until [[ -e $work/go ]] || ((\$(grep -ao \$'\xf7Run' "\$journal" 2> /dev/null | wc -l) > 2)); do sleep 0.02; done
    [[ -e $work/go ]] || kill -STOP \$\$
    touch "$work/held.\$SLURM_ARRAY_TASK_ID"
    until [[ -e $work/go ]]; do sleep 0.1; done
    kill -CONT \$\$
) > /dev/null 2>&1 &
exec "$trustsim" "\$@"
HELD
chmod 755 "$work/held-trustsim"

# The same sweep by one process, and by an array of eight tasks. Runs take long enough to be counted as they come.
options=(--attacker-ratio 0.1:0.8:0.1 --replications 12 --schemes all)
(cd "$work" && timeout 240 "$trustsim" sweep "$scenario" "${options[@]}" --output whole --quiet > whole.log 2>&1) &
whole=$!
sbatch --array=1-8 --chdir="$work/tasks" --export=ALL,TRUSTSIM="$work/held-trustsim" --parsable "$script" "$scenario" \
    "$work/shards" "${options[@]}" > "$work/sbatch.log" 2>&1 || fail "sbatch refuses the script"
say "submitted: array $(cat "$work/sbatch.log") of 8 tasks"

running() { squeue --noheader --states R --nodelist "$1" --format %K; }
# Runs that a task has kept so far, of the twelve of each shard.
runs() {
    local marks
    marks=$(grep -ao $'\xf7Run' "$work/shards/shard-$1-of-8/runs.journal" 2> /dev/null | wc -l) || true
    echo $((marks > 0 ? marks - 1 : 0))
}
# A task of a node that has done some of its runs, and not all.
middle() {
    for found in $(running "$1"); do
        [[ -e "$work/held.$found" ]] && (($(runs "$found") < 12)) && return 0
    done
    return 1
}
within 60 middle one || fail "no task of node one comes to the middle of its runs"
warned=$found
if "$trustsim" merge "$work/shards" --output "$work/early" 2> "$work/early.log"; then fail "what is missing is merged"; fi
[[ ! -e "$work/early" ]] || fail "a merge that is refused leaves something"
within 60 middle two || fail "no task of node two comes to the middle of its runs"
killed=$(running two | xargs)
mapfile -t pids < <(processes two)
# As Slurm does a minute before the limit, which is too long to wait for: to the process of the script.
kill -USR1 "$(processes one "SLURM_ARRAY_TASK_ID=$warned" slurm_script)" || fail "task $warned is not there any more"
say "node one: task $warned, with $(runs "$warned") of 12 runs, is told that its time is up"
kill -9 "${pids[@]}" 2> /dev/null || true
begun=()
for task in $killed; do
    say "node two: killed task $task, with $(runs "$task") of 12 runs"
    # Of one whose launch was not confirmed yet Slurm counts no restart.
    (($(runs "$task") == 0)) || begun+=("$task")
done
touch "$work/go"

down() { [[ "$(sinfo --noheader --nodes two --format %t)" == down* ]]; }
if ! within 30 down; then scontrol update nodename=two state=down reason=killed; fi
say "node two is down; waiting: tasks $(squeue --noheader --states PD --array --format %K | xargs)"
TRUSTSIM_NODE=two slurmd -f "$SLURM_CONF" -N two > "$work/slurmd.out.log" 2>&1 || fail "slurmd of two does not start again"
say "node two is back"

finished() { [[ -z "$(squeue --noheader)" ]]; }
within 150 finished || fail "the tasks do not come to an end: $(squeue)"
say "all tasks have ended"
for task in {1..8}; do
    grep -q "^Shard $task of 8 is complete: " "$work/tasks/"*"_$task.log" || fail "task $task is not complete"
done
for task in "${begun[@]}" $warned; do
    grep -q "on .*, restarts: [1-9]" "$work/tasks/"*"_$task.log" || fail "task $task was not started again"
    kept=$(sed -n 's/^\([1-9][0-9]* of [0-9]* runs\) are kept; .*/\1/p' "$work/tasks/"*"_$task.log" | tail -n 1)
    [[ "$task" != "$warned" || -n "$kept" ]] || fail "task $task did not go on with what it had"
    say "task $task went on with ${kept:-nothing}"
done
grep -q "^time is up: queued again" "$work/tasks/"*"_$warned.log" || fail "task $warned did not queue itself again"

"$trustsim" merge "$work/shards" --output "$work/merged" --quiet || fail "the shards cannot be merged"
wait "$whole" || fail "the sweep by one process fails: $(cat "$work/whole.log")"
diff -r "$work/whole" "$work/merged" > "$work/diff.log" || fail "the merged results are not those of one process"
say "merged results and those of one process: equal ($(ls "$work/merged" | xargs))"
