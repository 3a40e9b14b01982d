#!/usr/bin/env python3
"""Holds the shared channel of TrustSim (radio.mac "csma") against 802.11p of ns-3: same positions, same path loss.

    csma.py positions NEAR > p.csv           a ring of 1200 m with NEAR vehicles in reach of each
    csma.py compare TRUSTSIM p.csv ns3.csv MODEL SECONDS WARMUP REPLICATIONS
    csma.py figure OUT.svg NAME=COMPARED...  what `compare` printed, as curves: ns-3 as dots, TrustSim as lines

ns3.csv is what ns3_csma --out wrote for p.csv. MODEL: log-distance (without shadowing) or nakagami. The settings of ns-3
that TrustSim has other defaults for: 4 us of preamble detection at -82 dBm, the channel busy from -85 dBm on (its
sensitivity of -82 dBm, scaled to 10 MHz), DIFS in place of AIFS 6, half of the frames lost at 2.8 dB.
"""
import collections
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile

SENSITIVITY = -82.0


def positions(near):
    reach = 10 ** ((23 - 47.86 - SENSITIVITY) / 25)
    radius = 1200 / (2 * math.pi)
    share = 2 * 2 * math.asin(reach / (2 * radius)) / (2 * math.pi)
    rng = random.Random(1)
    print("id,x,y")
    for vehicle in range(round(near / share) + 1):
        angle = rng.uniform(0, 2 * math.pi)
        print(f"{vehicle},{radius * (1 + math.cos(angle)):.3f},{radius * (1 + math.sin(angle)):.3f}")


def compare(tool, places, reference, model, seconds, warmup, replications):
    with tempfile.TemporaryDirectory() as work:
        trace, output = os.path.join(work, "trace.csv"), os.path.join(work, "channel.csv")
        with open(trace, "w") as file:
            file.write("time,id,x,y\n")
            rows = list(csv.DictReader(open(places)))
            for time in (0, seconds + 1):
                for row in rows:
                    file.write(f"{time},{row['id']},{row['x']},{row['y']}\n")
        scenario = {
            "name": "csma", "duration": seconds, "replications": replications,
            "mobility": {"model": "trace", "file": trace},
            "radio": {"model": model, "mac": "csma", "sensitivity": SENSITIVITY, "energyDetection": -85.0103,
                      "aifsn": 2, "sinr": 2.8},
            "beacon": {"interval": 0.1, "jitter": 0.1}, "attackers": {"ratio": 0}, "events": {"rate": 0},
            "evaluation": {"interval": 3600, "warmup": warmup / seconds}, "schemes": ["trust-all"]}
        if model == "log-distance":
            scenario["radio"]["shadowing"] = 0
        path = os.path.join(work, "csma.json")
        json.dump(scenario, open(path, "w"))
        shown = subprocess.run(
            [tool, "run", path, "--channel", output, "--format", "csv", "--profile"], capture_output=True, text=True,
            check=True)
        runs = list(csv.DictReader(shown.stdout.splitlines()))
        mean = lambda name: sum(float(row[name]) for row in runs) / len(runs)
        print(f"busy={mean('channelBusyRatio'):.4f} delay_ms={mean('beaconDelay'):.4f} (until the end of the frame)")
        found = collections.defaultdict(list)
        for row in csv.DictReader(open(output)):
            found[float(row["distance"])].append(float(row["deliveryRatio"]))
    worst = 0
    print("distance,ns3,trustsim,difference")
    for row in csv.DictReader(open(reference)):
        distance = float(row["distance"])
        if int(row["received"]) and found[distance]:
            theirs = int(row["received"]) / int(row["pairs"])
            ours = sum(found[distance]) / len(found[distance])
            worst = max(worst, abs(ours - theirs))
            print(f"{distance:.0f},{theirs:.4f},{ours:.4f},{ours - theirs:+.4f}")
    print(f"largest difference {worst:.4f}")


def figure(output, named):
    """Delivery ratio over distance, two panels side by side: without fading, and with."""
    colors = ["#1b6ca8", "#c8553d", "#3a7d44", "#7b4fa3"]
    panels = {}
    for argument in named:
        name, path = argument.split("=", 1)
        model, near = name.rsplit("-", 1)
        rows = [line.split(",") for line in open(path) if line[0].isdigit()]
        panels.setdefault(model, []).append((near, [(float(a), float(b), float(c)) for a, b, c, _ in rows if float(a) < 200]))
    width, height, left, top = 330, 240, 50, 34
    x = lambda panel, meters: panel * (width + 60) + left + meters / 200 * width
    y = lambda share: top + (1 - share) * height
    total = len(panels) * (width + 60) + 20
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height + 90}" font-family="sans-serif" '
             'font-size="11"><title>Delivery ratio over distance: ns-3 as dots, TrustSim as lines</title>'
             f'<rect width="{total}" height="{height + 90}" fill="white"/>']
    for panel, (model, curves) in enumerate(panels.items()):
        parts.append(f'<text x="{x(panel, 0)}" y="20" font-weight="bold">{model}</text>')
        for share in (0, .25, .5, .75, 1):
            parts.append(f'<line x1="{x(panel, 0)}" x2="{x(panel, 200)}" y1="{y(share)}" y2="{y(share)}" stroke="#ddd"/>'
                         f'<text x="{x(panel, 0) - 6}" y="{y(share) + 4}" text-anchor="end">{share:g}</text>')
        for meters in range(0, 201, 50):
            parts.append(f'<text x="{x(panel, meters)}" y="{top + height + 16}" text-anchor="middle">{meters}</text>')
        parts.append(f'<text x="{x(panel, 100)}" y="{top + height + 32}" text-anchor="middle">metres</text>')
        for number, (near, rows) in enumerate(curves):
            color = colors[number % len(colors)]
            # A step of 25 m by its middle.
            line = " ".join(f"{x(panel, d + 12.5):.1f},{y(ours):.1f}" for d, _, ours in rows)
            parts.append(f'<polyline points="{line}" fill="none" stroke="{color}" stroke-width="1.6"/>')
            parts += [f'<circle cx="{x(panel, d + 12.5):.1f}" cy="{y(ns3):.1f}" r="3" fill="{color}"/>' for d, ns3, _ in rows]
            parts.append(f'<text x="{x(panel, 0) + 75 * number}" y="{top + height + 50}" fill="{color}">{near} others</text>')
    parts.append("</svg>\n")
    open(output, "w").write("".join(parts))


if len(sys.argv) > 3 and sys.argv[1] == "figure":
    figure(sys.argv[2], sys.argv[3:])
elif len(sys.argv) == 3 and sys.argv[1] == "positions":
    positions(int(sys.argv[2]))
elif len(sys.argv) == 9 and sys.argv[1] == "compare":
    tool, places, reference, model = sys.argv[2:6]
    compare(tool, places, reference, model, float(sys.argv[6]), float(sys.argv[7]), int(sys.argv[8]))
else:
    sys.exit(__doc__)
