"""The baseline own-evidence: the evaluator's own opinion, and no reports."""

import trustsim_scheme


class OwnEvidence(trustsim_scheme.Scheme):
    def decide(self, view):
        threshold = self.parameters["threshold"]
        return [(each.value, threshold, each.certainty) for each in view.neighbours]


trustsim_scheme.main(
    OwnEvidence, version="1", reports=False,
    parameters=[{"name": "threshold", "default": 0.7, "summary": "trusted from this trust on"}])
