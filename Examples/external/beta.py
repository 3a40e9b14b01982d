"""The baseline beta: the discounted evidence of all reporters added up (Docs/Baselines.md)."""

import trustsim_scheme


class Beta(trustsim_scheme.Scheme):
    def __init__(self, world):
        super().__init__(world)
        evidence = world["evidence"]
        self.weight, self.base, self.cap = evidence["priorWeight"], evidence["baseRate"], evidence["certaintyCap"]

    def heard(self, value, certainty):
        """The evidence that a reported opinion stands for."""
        certainty = min(certainty, self.cap)
        amount = self.weight * certainty / (1 - certainty)
        positive = min(max(value * (amount + self.weight) - self.base * self.weight, 0), amount)
        return positive, amount - positive

    def decide(self, view):
        known = {each.name: each for each in view.neighbours + view.others}
        total = {each.name: [each.positive, each.negative] for each in view.neighbours}
        for report in view.reports:
            reporter = known[report.reporter]
            discount = reporter.certainty * reporter.value
            if discount == 0:
                continue
            for name, value, certainty in report.entries:
                if name in total:
                    positive, negative = self.heard(value, certainty)
                    total[name][0] += discount * positive
                    total[name][1] += discount * negative
        decisions = []
        for each in view.neighbours:
            positive, negative = total[each.name]
            amount = positive + negative + self.weight
            decisions.append((
                (positive + self.base * self.weight) / amount, self.parameters["threshold"],
                (positive + negative) / amount,
            ))
        return decisions


trustsim_scheme.main(
    Beta, version="1",
    parameters=[{"name": "threshold", "default": 0.7, "summary": "trusted from this trust on"}])
