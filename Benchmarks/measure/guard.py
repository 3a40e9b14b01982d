"""Instruction counts of short fixed runs, against recorded ones: a change of speed that no noise can hide."""

import json
import os
import re
import subprocess
import tempfile

from . import programs
from .tables import table
from .tools import BENCHMARKS, ROOT, Missing, first_line, need, note

RECORD = BENCHMARKS / "guard.json"
TOLERANCE = 0.05
RUNS = {
    "open-square": ["Scenarios/open-square.json", "--set", "duration=20", "--schemes", "consensus-adaptive"],
    "beacon-100": ["Benchmarks/Scenarios/beacon-100.json", "--set", "duration=20"],
    "city": ["Scenarios/city.json", "--set", "duration=20", "--schemes", "consensus-adaptive"],
}
OPTIONS = ["--replications", "1", "--jobs", "1", "--quiet", "--format", "csv"]
#: Nothing else of the environment reaches the runs, so that its size and contents do not count.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LD_BIND_NOW": "1", "HOME": "/", "MALLOC_ARENA_MAX": "1"}


def instructions(*arguments):
    """Instructions of the tool with some arguments, as callgrind counts them."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            need("valgrind"), "--tool=callgrind", "--cache-sim=no", "--branch-sim=no",
            f"--callgrind-out-file={os.path.join(folder, 'out')}", programs.tool(), *arguments,
        ]
        finished = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", finished.stderr)
    if finished.returncode != 0 or found is None:
        raise RuntimeError(f"callgrind failed\n{finished.stderr[-2000:]}")
    return int(found[1])


def toolchain():
    """What compiled the tool: counts of another are others."""
    version = first_line([need("swift"), "--version"])
    found = re.search(r"Swift version [^ ]+", version)
    return (found[0] if found else version) + f", {os.uname().machine}"


def measured():
    """Instructions of every run, without those of starting the tool."""
    need("valgrind")
    start = instructions("--version")
    counts = {}
    for name, arguments in RUNS.items():
        note(f"guard: {name}")
        counts[name] = instructions("run", *arguments, *OPTIONS) - start
    return counts


def record():
    """Writes down what is counted now."""
    document = {"toolchain": toolchain(), "instructions": measured()}
    RECORD.write_text(json.dumps(document, indent=2) + "\n")
    return document


def recorded():
    """What was written down."""
    if not RECORD.exists():
        raise Missing(f"{RECORD.name} does not exist; Benchmarks/guard --record writes it")
    return json.loads(RECORD.read_text())


def compare():
    """A table, and the runs that are off."""
    before = recorded()
    now = measured()
    rows, off = [], []
    for name, count in now.items():
        old = before["instructions"].get(name)
        if old is None:
            off.append(f"{name} has no recorded count")
            continue
        change = count / old - 1
        rows.append([name, f"{old:,}", f"{count:,}", f"{change * 100:+.2f} %"])
        if abs(change) > TOLERANCE:
            off.append(f"{name} takes {change * 100:+.1f} % instructions; allowed are ±{TOLERANCE * 100:.0f} %")
    if off and before["toolchain"] != toolchain():
        off.append(
            f"recorded with {before['toolchain']}, now it is {toolchain()}: counts depend on the compiler; "
            "if nothing else changed, record them anew with Benchmarks/guard --record")
    return table(["run", "instructions recorded", "now", "change"], rows), off


def measure(_):
    """The section."""
    shown, off = compare()
    return shown + ("\n\nOff: " + "; ".join(off) + "." if off else "")
