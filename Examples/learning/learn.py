"""Trains a detector on what vehicles receive: a logistic regression over the margins of all checks.

    python3 learn.py model.json [attack ...]

Runs some worlds with some attacks (plausibility verification), each with seeds that the evaluation does not have, exports
the features of every received beacon (`trustsim run --features`), and fits a model on the vehicles of the training part.
Needs pandas and scikit-learn; the detector itself, learned.py, needs neither.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "python"))
import numpy
import pandas
import trustsim
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score

from learned import features

ATTACKS = ["constantPositionOffset", "randomPosition", "randomSpeedOffset", "dataReplay"]
WORLD = {
    "vehicles": 60, "duration": 60, "area": {"width": 900, "height": 900},
    "sensing": {"verification": "plausibility", "range": 120}, "schemes": ["own-evidence"],
}


def beacons(attack, seed):
    """The features of all beacons received in one run."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "features.csv")
        trustsim.run(
            dict(WORLD, seed=seed, attackers={"ratio": 0.3, "profile": attack}), replications=1, quiet=True,
            features=path)
        return pandas.read_csv(path, low_memory=False)


def main(path, attacks):
    rows = pandas.concat([beacons(attack, 900 + number) for number, attack in enumerate(attacks)])
    rows = rows[rows["altered"].notna()]
    checks = [name[: -len(".margin")] for name in rows.columns if name.endswith(".margin")]
    margins = rows[[f"{check}.margin" for check in checks]].to_numpy()
    inputs = numpy.array([features([None if numpy.isnan(each) else each for each in row]) for row in margins])
    altered = rows["altered"].to_numpy().astype(int)
    training = (rows["split"] == "train").to_numpy()
    model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(inputs[training], altered[training])
    test = (rows["split"] == "test").to_numpy()
    score = balanced_accuracy_score(altered[test], model.predict(inputs[test]))
    print(f"{len(rows)} beacons of {', '.join(attacks)}; balanced accuracy on vehicles of the test part: {score:.3f}")
    with open(path, "w", encoding="utf-8") as file:
        json.dump({
            "checks": checks, "weights": model.coef_[0].tolist(), "bias": float(model.intercept_[0]), "attacks": attacks,
        }, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:] or ATTACKS)
