"""The main job, and the group decisions that it consists of."""

from . import programs
from .tables import significant, table
from .tools import median, note, run, values

REPLICATIONS = 10
SIMULATED_SECONDS = 200
ROUNDS = 7


def job(*more):
    """The command of the main job with one worker."""
    return [
        programs.tool(), "run", "Scenarios/open-square.json", "--schemes", "consensus-adaptive", "--jobs", "1",
        "--quiet", *more,
    ]


def speed(settings):
    """Simulated seconds per second of whole runs of the tool, its start included."""
    command = job("--replications", REPLICATIONS)
    rounds = settings.rounds(ROUNDS)
    note(f"main: {rounds} rounds")
    seconds = [run(command).seconds for _ in range(rounds)]
    rates = [REPLICATIONS * SIMULATED_SECONDS / each for each in seconds]
    rows = [[
        f"open-square, consensus-adaptive, {REPLICATIONS} replications, 1 worker", significant(median(seconds)),
        significant(median(rates)), significant(min(rates)), significant(max(rates)), rounds,
    ]]
    return table(["job", "wall s", "simulated s / s", "least", "most", "rounds"], rows)


def decisions(settings):
    """Nanoseconds per entry and round, and per entry of a decision by inference."""
    note("main: decisions")
    lines = run([programs.benchmark("decisions")] + (["--quick"] if settings.quick else [])).output.splitlines()
    rows = [[
        f"{each['reporters']} x {each['subjects']}, {float(each['known']):.0%} known", each["entries"], each["rounds"],
        each["decide_ns"], each["fill_and_decide_ns"], each["infer_entry_ns"],
    ] for each in map(values, lines)]
    header = [
        "reporters x subjects", "entries", "mean rounds", "ns an entry and round", "with filling", "by inference, ns an entry",
    ]
    return table(header, rows)


def measure(settings):
    """The section."""
    return speed(settings) + "\n\n" + decisions(settings)
