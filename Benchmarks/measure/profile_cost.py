"""What `--profile` costs."""

from . import main_job
from .tables import significant, table
from .tools import median, note, run

PAIRS = 15
REPLICATIONS = 10


def measure(settings):
    """The section: the main job without and with the option, next to each other."""
    plain = main_job.job("--replications", REPLICATIONS)
    pairs = settings.rounds(PAIRS)
    note(f"profile-cost: {pairs} pairs")
    run(plain + ["--profile"])
    without, ratios = [], []
    for _ in range(pairs):
        without.append(run(plain).seconds)
        ratios.append(run(plain + ["--profile"]).seconds / without[-1])
    rows = [[
        "open-square, consensus-adaptive", significant(median(without)), f"{(median(ratios) - 1) * 100:+.1f} %", pairs,
    ]]
    return table(["job", "s without", "more with --profile", "pairs"], rows)
