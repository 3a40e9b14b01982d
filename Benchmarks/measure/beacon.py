"""The beacon workload: TrustSim against its peers."""

from dataclasses import dataclass
from typing import Callable

from . import programs
from .tables import millions, table, times
from .tools import BENCHMARKS, Missing, median, note, run, values

SIZES = [100, 1000, 5000]
#: Rounds for each size: short runs are noisy.
ROUNDS = {100: 15, 1000: 9, 5000: 5}
SLOW_ROUNDS = 3

SEMANTICS = {"model": [], "plain": ["--set", "evidence.forgettingPer=interaction"]}
#: Ours before a peer, and after it; those next to the peer do exactly its work.
BEFORE = [("model", "own"), ("model", "peers")]
AFTER = [("plain", "peers"), ("plain", "own")]
KINDS = BEFORE + AFTER

EXPLANATION = (
    "The columns with two words say how many times as fast as the program of the row TrustSim is, with the semantics "
    "of the first word in the world of the second: the median of the ratios within a round. A round is two runs of "
    "TrustSim, the program, and two runs of TrustSim. All on one processor."
)


@dataclass
class Peer:
    """A program that does the same work."""

    name: str
    command: Callable
    #: Takes more than some seconds for 5000 vehicles.
    is_slow: bool = False


PEERS = [
    Peer("limit: updates of records alone (C++)", programs.limit),
    Peer("C++, AVX-512, ring, hash", programs.simd_cpp),
    Peer("C++, simple, heap, hash", programs.simple_cpp),
    Peer("numpy, k-d tree, time steps", programs.python_peer("numpy_beacon.py", "kdtree", "numpy", "scipy")),
    Peer("ns-3, ideal radio, cell grid", programs.ns3, is_slow=True),
    Peer("SimPy", programs.python_peer("simpy_beacon.py", "direct", "simpy"), is_slow=True),
]


def ours(count, semantics, world):
    """The command of TrustSim in the engine."""
    scenario = BENCHMARKS / "Scenarios" / f"beacon-{count}.json"
    return [programs.benchmark("beacon-workload"), scenario, "--world", world, *SEMANTICS[semantics]]


def measured(command):
    """What a program says of its run."""
    return values(run(command).output)


def rate(line):
    return float(line["rx_per_s"])


def one_round(count, command=None):
    """The peer, if any, between ours: lines by (semantics, world), and that of the peer by None."""
    lines = {kind: measured(ours(count, *kind)) for kind in BEFORE}
    if command:
        lines[None] = measured(command)
    lines.update({kind: measured(ours(count, *kind)) for kind in AFTER})
    return lines


def all_rounds(peer, count, settings):
    """Rounds of a peer, or Missing."""
    command = peer.command(count)
    full = SLOW_ROUNDS if peer.is_slow and count >= 5000 else ROUNDS[count]
    number = settings.rounds(full)
    note(f"beacon: {count} vehicles, {peer.name}, {number} rounds")
    return [one_round(count, command) for _ in range(number)]


def row(name, receptions, rates, ratios, rounds):
    return [name, f"{int(receptions):,}", millions(median(rates)), *ratios, rounds]


def ratio(rounds, kind):
    """How many times faster ours is: the median of the ratios of runs of the same round."""
    return times(median(rate(lines[kind]) / rate(lines[None]) for lines in rounds))


def peer_row(peer, rounds):
    ratios = [ratio(rounds, kind) for kind in KINDS]
    return row(peer.name, rounds[0][None]["receptions"], [rate(lines[None]) for lines in rounds], ratios, len(rounds))


def our_row(kind, rounds):
    semantics, world = kind
    name = f"**TrustSim**, {semantics} semantics, {'own' if world == 'own' else 'the peers’'} world"
    rates = [rate(lines[kind]) for lines in rounds]
    return row(name, rounds[0][kind]["receptions"], rates, [""] * 4, len(rounds))


def table_of(count, settings):
    """The table of one size, and what is missing."""
    rows, every_round, missing = [], [], []
    for peer in PEERS:
        if settings.quick and peer.is_slow and count >= 5000:
            missing.append(f"{peer.name}: left out of a quick try")
            continue
        try:
            rounds = all_rounds(peer, count, settings)
        except Missing as reason:
            missing.append(f"{peer.name}: {reason}")
            continue
        every_round += rounds
        rows.append(peer_row(peer, rounds))
    if not rows:
        every_round = [one_round(count) for _ in range(settings.rounds(ROUNDS[count]))]
    our_rows = [our_row(kind, every_round) for kind in KINDS]
    header = [
        f"{count:,} vehicles", "receptions", "M receptions/s", *(f"{semantics}, {world}" for semantics, world in KINDS),
        "rounds",
    ]
    return table(header, our_rows + rows), missing


def measure(settings):
    """The section."""
    blocks, missing = [EXPLANATION], []
    for count in SIZES:
        block, skipped = table_of(count, settings)
        blocks.append(block)
        missing += skipped
    if missing:
        blocks.append("Not measured: " + "; ".join(dict.fromkeys(missing)) + ".")
    return "\n\n".join(blocks)
