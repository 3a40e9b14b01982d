#!/usr/bin/env python3
"""Compares what the plausibility checks catch with the published results of VeReMi NextGen: not the figures, which
depend on detector and traffic, but the pattern, which attacks are easy and which nearly invisible.

    python3 Tests/Oracle/veremi_pattern.py published-results.csv checks.csv [checks.csv ...]

The first file has the columns scenario, attack, recall, ...; the others are written by `trustsim checks --format csv`.
Prints recall by attack and Spearman's rank correlation over the attacks, with all checks and without those that the
published detector does not have. Fails below 0.3, where the pattern would have nothing in common with the published one.
"""
import csv
import sys

NAMES = {
    "Time Delay Attack": "timeDelay", "Constant Position Offset": "constantPositionOffset",
    "Random Position Offset": "randomPositionOffset", "Position Mirroring": "positionMirroring",
    "Constant Speed Offset": "constantSpeedOffset", "Random Speed Offset": "randomSpeedOffset",
    "Zero Speed Report": "zeroSpeed", "Sudden Stop": "suddenStop", "Sudden Constant Speed": "suddenConstantSpeed",
    "Reversed Heading": "reversedHeading", "Feigned Braking": "feignedBraking",
    "Acceleration Multiplication": "accelerationMultiplication", "DoS Attack": "denialOfService",
    "Traffic Congestion Sybil": "gridSybil", "Data Replay": "dataReplay",
}


def ranks(values):
    """Ranks from 1, the mean rank where values are equal."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    found = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for place in order[start:end + 1]:
            found[place] = (start + end) / 2 + 1
        start = end + 1
    return found


def spearman(left, right):
    left, right = ranks(left), ranks(right)
    count = len(left)
    mean = (count + 1) / 2
    product = sum((a - mean) * (b - mean) for a, b in zip(left, right))
    squares = [sum((a - mean) ** 2 for a in side) for side in (left, right)]
    return product / (squares[0] * squares[1]) ** 0.5


def mean(values):
    return sum(values) / len(values)


def main(published_path, paths):
    published = {}
    for row in csv.DictReader(open(published_path, newline="")):
        published.setdefault(NAMES[row["attack"]], []).append(float(row["recall"]))
    published = {attack: mean(values) for attack, values in published.items()}
    ours = {}
    for path in paths:
        for row in csv.DictReader(open(path, newline="")):
            if row["check"] == "all" and row["recall"]:
                ours.setdefault(row["attack"], {})[row["scenario"]] = float(row["recall"])
    attacks = sorted(published, key=lambda attack: -published[attack])
    scenarios = sorted({name for values in ours.values() for name in values})
    print(f"{'attack':28} published  " + "  ".join(f"{name:>11}" for name in scenarios))
    for attack in attacks:
        print(f"{attack:28} {published[attack]:9.3f}  "
              + "  ".join(f"{ours[attack][name]:11.3f}" for name in scenarios))
    lowest = 1.0
    for name in scenarios:
        rho = spearman([published[a] for a in attacks], [ours[a][name] for a in attacks])
        lowest = min(lowest, rho)
        print(f"Spearman, {name}: {rho:.3f}")
    rho = spearman([published[a] for a in attacks], [mean(list(ours[a].values())) for a in attacks])
    print(f"Spearman, mean of {len(scenarios)} scenarios: {rho:.3f}")
    return 0 if lowest >= 0.3 else 1


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
