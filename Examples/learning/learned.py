"""The detector that learn.py has trained, as a scheme: trustsim run … --scheme-program "learned=python3 learned.py model.json"

Every beacon gets a probability of being false from the margins of the checks. A vehicle remembers what it thought of each
sender, forgets a little with each beacon, and trusts who sends mostly true ones. It reads no reports.
"""

import json
import math
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "external"))


def features(margins):
    """Of each check: whether it has a margin, the margin on a scale that ends at 1, and whether the check fails."""
    found = []
    for margin in margins:
        found += (0, 0, 0) if margin is None else (1, math.tanh(margin / 10), float(margin < 0))
    return found


def main(path):
    import trustsim_scheme

    with open(path, encoding="utf-8") as file:
        model = json.load(file)

    class Learned(trustsim_scheme.Scheme):
        def __init__(self, world):
            super().__init__(world)
            # Without checked beacons there is nothing to judge.
            self.order = [world["checks"].index(check) for check in model["checks"]] if "checks" in world else None
            self.opinions = {}

        def suspicion(self, beacon):
            inputs = features([beacon.margins[place] for place in self.order])
            score = model["bias"] + sum(weight * each for weight, each in zip(model["weights"], inputs))
            return 1 / (1 + math.exp(-max(min(score, 500), -500)))

        def decide(self, view):
            own = self.opinions.setdefault(view.evaluator, {})
            for beacon in view.beacons:
                amount, bad = own.get(beacon.sender, (0.0, 0.0))
                memory = self.parameters["memory"]
                own[beacon.sender] = (memory * amount + 1, memory * bad + self.suspicion(beacon))
            decisions = []
            for each in view.neighbours:
                amount, bad = own.get(each.name, (0.0, 0.0))
                trust = 1 - bad / amount if amount else 0.5
                decisions.append((trust, self.parameters["threshold"], amount / (amount + 2)))
            return decisions

    trustsim_scheme.main(
        Learned, version="1", reports=False, beacons=True,
        parameters=[
            {"name": "threshold", "default": 0.5, "summary": "trusted from this trust on"},
            {"name": "memory", "default": 0.95, "summary": "what a beacon leaves of those before"},
        ])


if __name__ == "__main__":
    main(sys.argv[1])
