"""Allocations of group decisions, counted by valgrind."""

import re
import subprocess

from . import programs
from .tables import table
from .tools import ROOT, need, note

COUNTS = [100, 1100]


def allocations(count):
    """Allocations of a program that makes so many decisions."""
    command = [need("valgrind"), programs.benchmark("decisions"), "--allocations", str(count)]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.search(r"total heap usage: ([\d,]+) allocs", finished.stderr)
    if found is None:
        raise RuntimeError("valgrind did not say how many allocations there were")
    return int(found[1].replace(",", ""))


def measure(_):
    """The section."""
    need("valgrind")
    note("allocations")
    few, many = map(allocations, COUNTS)
    per_decision = (many - few) / (COUNTS[1] - COUNTS[0])
    rows = [[f"{count:,}", f"{found:,}"] for count, found in zip(COUNTS, [few, many])]
    return table(["decisions, 30 reporters x 40 subjects", "allocations of the program"], rows) + (
        f"\n\nAllocations a decision: {per_decision:g}."
    )
