#!/usr/bin/env python3
"""Writes paired.json: samples of paired differences with what NumPy and SciPy say of them.

    python3 Tests/Oracle/paired.py > Tests/Oracle/paired.json

Needs numpy and scipy. The file is kept, so that the tests need neither. Samples come from a fixed seed; values of the
same versions are the same to the last digit.
"""

import json

import numpy as np
import scipy
from scipy import stats

EXACT_LIMIT = 50


def exact_with_ties(values):
    """P(W+ as far from its mean as here) over all signs, in whole numbers; two-sided as twice the smaller tail."""
    doubled = [round(2 * rank) for rank in stats.rankdata(np.abs(values))]
    positive = sum(rank for rank, value in zip(doubled, values) if value > 0)
    counts = {0: 1}
    for rank in doubled:
        following = dict(counts)
        for total, count in counts.items():
            following[total + rank] = following.get(total + rank, 0) + count
        counts = following
    below = sum(count for total, count in counts.items() if total <= positive)
    above = sum(count for total, count in counts.items() if total >= positive)
    return min(1.0, 2 * min(below, above) / 2 ** len(doubled))


def expectation(name, values):
    values = np.asarray(values, dtype=float)
    nonzero = values[values != 0]
    ranks = stats.rankdata(np.abs(nonzero))
    plus, minus = float(ranks[nonzero > 0].sum()), float(ranks[nonzero < 0].sum())
    result = {"name": name, "differences": values.tolist(), "wPlus": plus, "wMinus": minus}
    result["rankBiserial"] = (plus - minus) / (plus + minus)
    result["normal"] = float(
        stats.wilcoxon(values, zero_method="wilcox", correction=False, method="asymptotic").pvalue)
    if len(nonzero) <= EXACT_LIMIT:
        exact = exact_with_ties(nonzero)
        if len(np.unique(np.abs(nonzero))) == len(nonzero):
            exact = float(stats.wilcoxon(nonzero, method="exact").pvalue)
            assert abs(exact - exact_with_ties(nonzero)) < 1e-12
        elif len(values) <= 13:
            permuted = float(stats.wilcoxon(values, zero_method="wilcox", method="auto").pvalue)
            assert abs(exact - permuted) < 1e-12
        result["exact"] = exact
    interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    result["mean"] = float(values.mean())
    result["low"], result["high"] = float(interval.low), float(interval.high)
    return result


def holm(values):
    values = np.asarray(values)
    order = np.argsort(values, kind="stable")
    steps = np.maximum.accumulate(values[order] * np.arange(len(values), 0, -1))
    adjusted = np.empty(len(values))
    adjusted[order] = np.minimum(steps, 1)
    return adjusted.tolist()


def main():
    random = np.random.default_rng(20250801)
    samples = []
    for count in (5, 6, 12, 20, 25, 50, 51, 60, 200):
        for shift in (0.0, 0.4, 1.5):
            values = np.round(0.05 * (random.standard_normal(count) + shift), 6)
            samples.append(expectation(f"n {count}, shift {shift}", values))
            tied = np.round(values * 64) / 64
            if np.any(tied != 0):
                samples.append(expectation(f"n {count}, shift {shift}, ties and zeros", tied))
            tied = np.where(tied == 0, 1 / 64, tied)
            samples.append(expectation(f"n {count}, shift {shift}, ties", tied))
    samples.append(expectation("all positive", [0.1 * (place + 1) for place in range(20)]))
    samples.append(expectation("all equal magnitudes", [0.5, -0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0.5]))
    samples.append(expectation("one that is not zero", [0.0, 0.25, 0.0, 0.0]))
    families = [random.random(count) ** 3 for count in (1, 2, 5, 8, 20)]
    families.append(np.array([0.01, 0.01, 0.03, 0.005, 0.9, 1.0]))
    document = {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "samples": samples,
        "holm": [{"p": family.tolist(), "adjusted": holm(family)} for family in families],
        "normal": [{"z": z, "p": float(2 * stats.norm.sf(z))} for z in (0, 0.1, 1, 1.96, 2.8, 2.9, 4, 6, 10, 30)],
    }
    print("{")
    for place, (key, value) in enumerate(document.items()):
        end = "," if place + 1 < len(document) else ""
        if isinstance(value, str):
            print(f"  {json.dumps(key)}: {json.dumps(value)}{end}")
            continue
        print(f"  {json.dumps(key)}: [")
        print(",\n".join("    " + json.dumps(element) for element in value))
        print(f"  ]{end}")
    print("}")


main()
