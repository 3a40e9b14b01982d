"""Allocations of group decisions, counted by valgrind."""

import re
import subprocess

from . import programs
from .tables import table
from .tools import ROOT, need, note

COUNTS = [100, 1100]
KINDS = ["averaging", "inference"]


def allocations(count, kind):
    """Allocations of a program that makes so many decisions, by averaging or by inference."""
    command = [need("valgrind"), programs.benchmark("decisions"), "--allocations", str(count), kind]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = re.search(r"total heap usage: ([\d,]+) allocs", finished.stderr)
    if found is None:
        raise RuntimeError("valgrind did not say how many allocations there were")
    return int(found[1].replace(",", ""))


def measure(_):
    """The section."""
    need("valgrind")
    note("allocations")
    rows = []
    for kind in KINDS:
        few, many = (allocations(count, kind) for count in COUNTS)
        rows.append([kind, f"{few:,}", f"{many:,}", f"{(many - few) / (COUNTS[1] - COUNTS[0]):g}"])
    titles = [f"allocations of the program, {count:,} decisions" for count in COUNTS]
    return table(["decision, 30 reporters x 40 subjects", *titles, "a decision"], rows)
