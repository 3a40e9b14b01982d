"""consensus-adaptive as an external program, by the second derivation of its formulas in Tests/Oracle: see external.sh."""

import math
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(here, "../Oracle"), os.path.join(here, "../../Examples/external")]
import infer
import trustsim_scheme


class ConsensusAdaptive(trustsim_scheme.Scheme):
    def __init__(self, world):
        super().__init__(world)
        self.evaluators = {}

    def decide(self, view):
        subjects = view.neighbours + view.others
        if view.evaluator not in self.evaluators:
            # Memory begins with the first acquaintance.
            if not subjects:
                return []
            self.evaluators[view.evaluator] = infer.Evaluator({
                "judgesPlausibility": self.world["judgesPlausibility"], "off": [], "tolerance": view.tolerance, "rounds": 2,
                "groupWeight": 0.1, "forgettingFactor": self.world["evidence"]["retainedPerSecond"],
            })
        place = {each.name: number for number, each in enumerate(subjects)}
        found = self.evaluators[view.evaluator].decide({
            "time": view.time, "numbers": [each.name for each in subjects],
            "evidence": [(each.positive, each.negative) for each in subjects],
            "isNeighbour": [number < len(view.neighbours) for number in range(len(subjects))],
            "reports": [{
                "reporter": place[report.reporter],
                "entries": [(place[name], value, certainty) for name, value, certainty in report.entries],
            } for report in view.reports],
        })
        return [
            (found["trust"][number], found["threshold"][number], 1 - math.exp(-abs(found["logOdds"][number])))
            for number in range(len(view.neighbours))
        ]


trustsim_scheme.main(ConsensusAdaptive, version="1")
