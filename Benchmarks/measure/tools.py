"""Running programs, and medians."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
BUILD = BENCHMARKS / ".build"
GNU_TIME = "/usr/bin/time"

median = statistics.median


class Missing(Exception):
    """Something that a measurement needs is not there; the text says what."""


@dataclass
class Settings:
    """What the command line asks for."""

    quick: bool = False
    million: bool = False

    def rounds(self, full):
        """How often to measure: as given, or once or twice for a try."""
        return min(full, 2) if self.quick else full


@dataclass
class Finished:
    """A program that has run."""

    output: str
    seconds: float
    peak_bytes: int = 0


def note(text):
    """Says on standard error what is going on."""
    print(text, file=sys.stderr, flush=True)


def all_cpus():
    """Numbers of the processors that may be used; empty where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def run(command, pinned=True):
    """Runs a program, pinned to the last processor unless told otherwise; fails when it fails."""
    cpus = all_cpus()[-1:] if pinned else []
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, stdout=output, stderr=errors,
            preexec_fn=(lambda: os.sched_setaffinity(0, cpus)) if cpus else None,
        )
        code = process.wait()
        seconds = time.perf_counter() - begin
        output.seek(0)
        errors.seek(0)
        if code != 0:
            message = errors.read().decode(errors="replace").strip()[-2000:]
            raise RuntimeError(f"{' '.join(map(str, command))} ended with {code}\n{message}")
        return Finished(output.read().decode(errors="replace"), seconds)


def run_with_memory(command):
    """As `run`, with the largest resident memory. GNU time is in between, because what Linux counts for a program
    includes the memory of the one that started it, and Python is larger than many a program here."""
    if not os.path.exists(GNU_TIME):
        raise Missing(f"{GNU_TIME} is not installed")
    with tempfile.NamedTemporaryFile("r") as shown:
        finished = run([GNU_TIME, "-f", "%M", "-o", shown.name, *command])
        finished.peak_bytes = int(shown.read().split()[-1]) * 1024
        return finished


def values(line):
    """The key=value pairs of a line."""
    return dict(part.split("=", 1) for part in line.split() if "=" in part)


def need(program):
    """The path of a program, or Missing."""
    path = shutil.which(program)
    if path is None:
        raise Missing(f"{program} is not installed")
    return path


def first_line(command):
    """The first line that a program prints, or a dash where it cannot be run."""
    try:
        return run(command, pinned=False).output.splitlines()[0].strip()
    except (OSError, RuntimeError, IndexError):
        return "-"
