"""What a scheme in Python needs to talk with trustsim: Docs/External.md. Standard library only.

    import trustsim_scheme

    class Mine(trustsim_scheme.Scheme):
        def decide(self, view):
            return [(n.value, 0.7, n.certainty) for n in view.neighbours]

    trustsim_scheme.main(Mine, version="1.0", reports=False)
"""

import json
import sys
from typing import NamedTuple


class Subject(NamedTuple):
    """Somebody as the evaluator knows it: its own opinion, and the evidence that it rests on."""

    name: str
    value: float
    certainty: float
    positive: float
    negative: float


class Report(NamedTuple):
    """What a neighbour says of others: entries are [name, value, certainty] or, with claims, [..., vouches]."""

    reporter: str
    entries: list
    level: float = 0.5
    tolerance: float = 0.6


class Beacon(NamedTuple):
    """A beacon that the evaluator received, what it measured, and how far each check is within its limits."""

    sender: str
    time: float
    send_time: float
    position: list
    velocity: list
    heading: list
    acceleration: float
    own_position: list
    own_velocity: list
    sensed_position: list
    sensed_speed: float
    rejected: int
    margins: list


class View:
    """All that a vehicle has when it evaluates its neighbours."""

    def __init__(self, message):
        self.time = message["time"]
        self.evaluator = message["evaluator"]
        self.tolerance = message["tolerance"]
        self.neighbours = [Subject._make(each) for each in message["neighbours"]]
        self.others = [Subject._make(each) for each in message.get("others", ())]
        self.reports = [Report(*each) for each in message.get("reports", ())]
        self.beacons = [Beacon._make(each) for each in message.get("beacons", ())]


class Scheme:
    """A scheme at work in one run. Make a class of it with `decide`, and with `claim` if it reads claims."""

    def __init__(self, world):
        """`world` is the first message: evidence, parameters, seed."""
        self.world = world
        self.parameters = world["parameters"]

    def decide(self, view):
        """A (trust, threshold, support) for each of `view.neighbours`, in order."""
        raise NotImplementedError

    def claim(self, view):
        """The (level, tolerance) that the evaluator claims of itself from now on."""
        return 0.5, 0.6


def main(scheme, version="", reports=True, claims=False, beacons=False, parameters=()):
    """Talks with trustsim until the end. What the scheme prints goes to standard error."""
    source, target = sys.stdin, sys.stdout
    sys.stdout = sys.stderr
    ready = {"type": "ready", "protocol": 1, "version": version, "reports": reports, "claims": claims,
             "beacons": beacons, "parameters": list(parameters)}
    made = None
    for line in source:
        message = json.loads(line)
        if message["type"] == "begin":
            made = scheme(message) if message["run"] else None
            answer = ready
        elif message["type"] == "evaluate":
            view = View(message)
            answer = {"id": message["id"], "decisions": made.decide(view)}
            if claims:
                answer["claim"] = made.claim(view)
        else:
            break
        target.write(json.dumps(answer, separators=(",", ":")) + "\n")
        target.flush()
