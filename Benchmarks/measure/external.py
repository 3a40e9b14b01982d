"""What a scheme costs that a program decides: beyond the time of the program itself, for each neighbour decided about."""

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

from . import programs
from .tables import significant, table
from .tools import ROOT, all_cpus, median, note, run

ROUNDS = 5
SCRIPTS = {"own-evidence": ("own_evidence.py", "own-evidence"), "beta": ("beta.py", "beta")}


# Simulated seconds of a short and a long run: what both have in common, as starts, is not counted.
SHORT, LONG = 30, 200


def job(seconds, *more):
    """The run that is measured, with one worker."""
    return [
        programs.tool(), "run", "Scenarios/open-square.json", "--replications", "1", "--jobs", "1", "--quiet", "--set",
        f"duration={seconds}", *more,
    ]


def recorded(script, directory, seconds):
    """The lines that a program is told in that run, with the number of neighbours it is asked about and of entries."""
    lines = pathlib.Path(directory) / "lines"
    command = f"tee {shlex.quote(str(lines))} | {shlex.quote(sys.executable)} {shlex.quote(str(script))}"
    run(job(seconds, "--schemes", "mine", "--scheme-program", f"mine=sh -c {shlex.quote(command)}"))
    messages = [json.loads(line) for line in lines.read_text().splitlines()]
    asked = [each for each in messages if each["type"] == "evaluate"]
    entries = sum(len(report[1]) for each in asked for report in each.get("reports", ()))
    return lines, sum(len(each["neighbours"]) for each in asked), entries


def alone(script, lines):
    """Seconds of the program that reads the same lines from a file and answers into nothing."""
    cpus = all_cpus()[-1:]
    prefix = ["taskset", "-c", str(cpus[0])] if cpus else []
    with open(lines, "rb") as source:
        begin = time.perf_counter()
        subprocess.run(prefix + [sys.executable, str(script)], stdin=source, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begin


def seconds_of(script, scheme, lines, seconds):
    """A run with the built-in scheme, one with the program, and the program alone."""
    program = f"mine={shlex.quote(sys.executable)} {shlex.quote(str(script))}"
    return (
        run(job(seconds, "--schemes", scheme)).seconds,
        run(job(seconds, "--schemes", "mine", "--scheme-program", program)).seconds,
        alone(script, lines),
    )


def measure(settings):
    """The section: for each example, in turn, the run with the built-in scheme, with the program, and the program alone."""
    rows = []
    rounds = settings.rounds(ROUNDS)
    for name, (file, scheme) in SCRIPTS.items():
        note(f"external: {name}, {rounds} rounds")
        script = ROOT / "Examples" / "external" / file
        with tempfile.TemporaryDirectory() as short, tempfile.TemporaryDirectory() as long:
            few, few_neighbours, _ = recorded(script, short, SHORT)
            lines, neighbours, entries = recorded(script, long, LONG)
            measured, beyond = [], []
            for _ in range(rounds):
                begin = seconds_of(script, scheme, few, SHORT)
                measured.append(seconds_of(script, scheme, lines, LONG))
                built_in, whole, python = (end - start for end, start in zip(measured[-1], begin))
                beyond.append((whole - built_in - python) / (neighbours - few_neighbours) * 1e6)
            rows.append(
                [f"{name} in Python", f"{neighbours:,}", f"{entries:,}"]
                + [significant(median(column)) for column in zip(*measured)] + [significant(median(beyond), 2)])
    return table(
        ["scheme", "neighbours", "entries", "s built in", "s with the program", "s of the program alone",
         "us a neighbour beyond both"], rows)
