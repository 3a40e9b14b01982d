#!/usr/bin/env python3
"""Draws city-f1.svg from the summary of a sweep: make-city-f1.py DIR/summary.csv > city-f1.svg"""
import csv
import sys

STYLES = {
    "consensus-adaptive": ("#0072b2", ""),
    "own-evidence": ("#009e73", "6 3"),
    "majority-vote": ("#d55e00", "2 2"),
    "deviation-test": ("#cc79a7", "8 3 2 3"),
    "beta": ("#e69f00", "4 4"),
    "dempster-shafer": ("#56b4e9", "1 3"),
    "distrust-all": ("#777777", "10 4"),
}
LEFT, TOP, WIDTH, HEIGHT = 50, 20, 400, 260

curves = {}
with open(sys.argv[1], newline="") as file:
    for row in csv.DictReader(file):
        if row["metric"] == "f1" and row["scheme"] in STYLES:
            point = (float(row["attackerRatio"]), float(row["mean"]), float(row["ci95"] or 0))
            curves.setdefault(row["scheme"], []).append(point)
low = min(p[0] for points in curves.values() for p in points)
high = max(p[0] for points in curves.values() for p in points)


def x(ratio):
    return LEFT + (ratio - low) / (high - low) * WIDTH


def y(value):
    return TOP + (1 - value) * HEIGHT


print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 330" font-family="sans-serif" font-size="12">')
print('<rect width="640" height="330" fill="white"/>')
for tick in range(0, 11, 2):
    value = tick / 10
    print(f'<line x1="{LEFT}" x2="{LEFT + WIDTH}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#dddddd"/>')
    print(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value}</text>')
for ratio in sorted({p[0] for points in curves.values() for p in points}):
    print(f'<text x="{x(ratio):.1f}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{ratio:g}</text>')
print(f'<text x="{LEFT + WIDTH / 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">share of attackers</text>')
print(f'<text x="14" y="{TOP + HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 {TOP + HEIGHT / 2})">F1</text>')
for index, (scheme, (color, dash)) in enumerate(STYLES.items()):
    points = sorted(curves.get(scheme, []))
    line = " ".join(f"{x(r):.1f},{y(m):.1f}" for r, m, _ in points)
    print(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{dash}"/>')
    for ratio, mean, half in points:
        print(f'<line x1="{x(ratio):.1f}" x2="{x(ratio):.1f}" y1="{y(min(1, mean + half)):.1f}" '
              f'y2="{y(max(0, mean - half)):.1f}" stroke="{color}"/>')
    level = TOP + 14 + 20 * index
    print(f'<line x1="465" x2="495" y1="{level}" y2="{level}" stroke="{color}" stroke-width="2" '
          f'stroke-dasharray="{dash}"/><text x="502" y="{level + 4}">{scheme}</text>')
print("</svg>")
