#!/usr/bin/env python3
"""Draws city-f1.svg from the summary of a sweep: make-city-f1.py DIR/summary.csv > city-f1.svg"""
import csv
import sys

STYLES = {
    "genie": ("#000000", "1 2"),
    "consensus-adaptive": ("#0072b2", ""),
    "consensus-averaging/calibrated": ("#0072b2", "5 2"),
    "own-evidence/calibrated": ("#009e73", "6 3"),
    "majority-vote/calibrated": ("#d55e00", "2 2"),
    "deviation-test/calibrated": ("#cc79a7", "8 3 2 3"),
    "beta/calibrated": ("#e69f00", "4 4"),
    "dempster-shafer/calibrated": ("#56b4e9", "1 3"),
    "distrust-all": ("#777777", "10 4"),
}
NAMES = {"genie": "bound (genie)"}
PANELS = {"f1": "F1", "averagePrecision": "average precision"}
LEFT, TOP, WIDTH, HEIGHT, GAP = 50, 20, 250, 240, 50

curves = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        if row["metric"] in PANELS and row["scheme"] in STYLES and row["mean"]:
            point = (float(row["attackerRatio"]), float(row["mean"]), float(row["ci95"] or 0))
            curves.setdefault((row["metric"], row["scheme"]), []).append(point)
ratios = sorted({p[0] for points in curves.values() for p in points})
low, high = ratios[0], ratios[-1]


def y(value):
    return TOP + (1 - value) * HEIGHT


print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 850 320" font-family="sans-serif" font-size="12">')
print('<rect width="850" height="320" fill="white"/>')
for panel, (metric, title) in enumerate(PANELS.items()):
    left = LEFT + panel * (WIDTH + GAP)

    def x(ratio):
        return left + (ratio - low) / (high - low) * WIDTH

    for tick in range(0, 11, 2):
        value = tick / 10
        print(f'<line x1="{left}" x2="{left + WIDTH}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#dddddd"/>')
        print(f'<text x="{left - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>')
    for ratio in ratios:
        print(f'<text x="{x(ratio):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{ratio:g}</text>')
    print(f'<text x="{left + WIDTH / 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">share of attackers</text>')
    print(f'<text x="{left + WIDTH / 2}" y="{TOP - 6}" text-anchor="middle">{title}</text>')
    for scheme, (color, dash) in STYLES.items():
        points = sorted(curves.get((metric, scheme), []))
        line = " ".join(f"{x(r):.1f},{y(m):.1f}" for r, m, _ in points)
        print(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>')
        for ratio, mean, half in points:
            print(f'<line x1="{x(ratio):.1f}" x2="{x(ratio):.1f}" y1="{y(min(1, mean + half)):.1f}" '
                  f'y2="{y(max(0, mean - half)):.1f}" stroke="{color}"/>')
for index, (scheme, (color, dash)) in enumerate(STYLES.items()):
    level = TOP + 14 + 20 * index
    print(f'<line x1="628" x2="652" y1="{level}" y2="{level}" stroke="{color}" stroke-width="2" '
          f'stroke-dasharray="{dash}"/><text x="658" y="{level + 4}">{NAMES.get(scheme, scheme)}</text>')
print("</svg>")
