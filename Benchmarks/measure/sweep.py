"""The sweep: 9 ratios x 6 schemes x 10 seeds, with one worker and with two."""

from . import programs
from .tables import significant, table, times
from .tools import Missing, all_cpus, median, note, run

SCHEMES = ["consensus-adaptive", "own-evidence", "beta", "deviation-test", "dempster-shafer", "majority-vote"]
ROUNDS = 3


def sweep(schemes, jobs, settings):
    """The command of a sweep."""
    ratios, replications = ("0.1,0.5", 2) if settings.quick else ("0.1:0.9:0.1", 10)
    return [
        programs.tool(), "sweep", "Scenarios/open-square.json", "--attacker-ratio", ratios, "--replications",
        replications, "--schemes", ",".join(schemes), "--jobs", jobs, "--quiet",
    ]


def shared(jobs, settings):
    """Seconds of the sweep as it is done: the schemes share each world."""
    return run(sweep(SCHEMES, jobs, settings), pinned=False).seconds


def unshared(jobs, settings):
    """Seconds of as many runs as there are schemes and worlds, one scheme at a time."""
    return sum(run(sweep([scheme], jobs, settings), pinned=False).seconds for scheme in SCHEMES)


def row(name, seconds, settings):
    """One and two workers, next to each other."""
    note(f"sweep: {name}")
    pairs = [(seconds(1, settings), seconds(2, settings)) for _ in range(settings.rounds(ROUNDS))]
    ratio = median(one / two for one, two in pairs)
    return [
        name, significant(median(one for one, _ in pairs)), significant(median(two for _, two in pairs)),
        times(ratio), len(pairs),
    ]


def measure(settings):
    """The section."""
    if len(all_cpus()) == 1:
        raise Missing("there is one processor only")
    worlds = "4 worlds, 24 runs" if settings.quick else "90 worlds, 540 runs"
    rows = [
        row(f"6 schemes share each world ({worlds})", shared, settings),
        row(f"one scheme at a time ({worlds})", unshared, settings),
    ]
    return table(["sweep of open-square", "s, 1 worker", "s, 2 workers", "faster", "pairs"], rows)
