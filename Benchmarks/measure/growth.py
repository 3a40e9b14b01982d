"""The main job at equal density, with more and more vehicles."""

from . import programs
from .tables import mebibytes, significant, table, times
from .tools import median, note, run, run_with_memory

#: Vehicles, simulated seconds, rounds.
SIZES = [(1_000, 100, 5), (10_000, 100, 5), (100_000, 100, 3)]
MILLION = (1_000_000, 20, 1)
#: No job is refused for its estimate: how much it needs is what is measured.
MEMORY_LIMIT_MIB = 1_000_000


def job(count):
    """The command of one size."""
    return [
        programs.tool(), "run", f"Benchmarks/Scenarios/growth-{count}.json", "--jobs", "1", "--quiet", "--max-memory",
        MEMORY_LIMIT_MIB,
    ]


def nanoseconds(finished, count, seconds):
    """Time per vehicle and simulated second."""
    return finished.seconds / (count * seconds) * 1e9


def row(count, seconds, rounds):
    """One size, each time next to a run of the smallest."""
    note(f"growth: {count:,} vehicles, {rounds} rounds")
    costs, ratios, peaks = [], [], []
    least, least_seconds, _ = SIZES[0]
    for _ in range(rounds):
        base = nanoseconds(run(job(least)), least, least_seconds)
        finished = run_with_memory(job(count))
        costs.append(nanoseconds(finished, count, seconds))
        ratios.append(costs[-1] / base)
        peaks.append(finished.peak_bytes)
    peak = median(peaks)
    return [
        f"{count:,}", seconds, significant(median(costs)), times(median(ratios)), mebibytes(peak),
        significant(peak / count), rounds,
    ]


def measure(settings):
    """The section."""
    sizes = SIZES[:2] if settings.quick else SIZES + ([MILLION] if settings.million else [])
    rows = [row(count, seconds, settings.rounds(rounds)) for count, seconds, rounds in sizes]
    header = [
        "vehicles", "simulated s", "ns per vehicle and s", "of that of 1,000", "peak MiB", "bytes a vehicle", "rounds",
    ]
    return table(header, rows)
