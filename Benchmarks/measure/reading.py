"""Reading a trace: SUMO floating-car data with all checks, of which one second is kept."""

import json
import sys

from . import programs
from .tables import mebibytes, significant, table
from .tools import BENCHMARKS, BUILD, median, note, run, run_with_memory

ROUNDS = 5


def trace(megabytes):
    """A trace of about so many megabytes; made once."""
    path = BUILD / f"fcd-{megabytes}.xml"
    if not path.exists():
        note(f"making a trace of {megabytes} MB")
        BUILD.mkdir(exist_ok=True)
        run([sys.executable, BENCHMARKS / "make-fcd", path, "--megabytes", megabytes])
    return path


def scenario(path):
    """A scenario that keeps one second of a trace: the whole file is read, and checked, for it."""
    written = path.with_suffix(".json")
    mobility = {"model": "trace", "format": "sumo-fcd", "file": path.name, "begin": 0, "end": 1}
    written.write_text(json.dumps({"name": "reading", "mobility": mobility}))
    return written


def row(megabytes, settings):
    """One size; the first run brings the file into memory and does not count."""
    path = trace(megabytes)
    command = [programs.tool(), "validate", scenario(path)]
    run(command)
    rounds = settings.rounds(ROUNDS)
    note(f"reading: {megabytes} MB, {rounds} rounds")
    finished = [run_with_memory(command) for _ in range(rounds)]
    rate = path.stat().st_size / 1e6 / median(each.seconds for each in finished)
    peak = median(each.peak_bytes for each in finished)
    return [f"{path.stat().st_size / 1e6:.0f} MB", significant(rate), mebibytes(peak), rounds]


def measure(settings):
    """The section."""
    rows = [row(megabytes, settings) for megabytes in ([5, 50] if settings.quick else [50, 500])]
    return table(["SUMO FCD", "MB/s", "peak MiB", "rounds"], rows)
