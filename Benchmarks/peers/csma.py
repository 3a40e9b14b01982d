#!/usr/bin/env python3
"""Holds the shared channel of TrustSim (radio.mac "csma") against 802.11p of ns-3: same positions, same path loss.

    csma.py positions NEAR > p.csv           a ring of 1200 m with NEAR vehicles in reach of each
    csma.py compare TRUSTSIM p.csv ns3.csv MODEL SECONDS WARMUP REPLICATIONS

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


if len(sys.argv) == 3 and sys.argv[1] == "positions":
    positions(int(sys.argv[2]))
elif len(sys.argv) == 9 and sys.argv[1] == "compare":
    tool, places, reference, model = sys.argv[2:6]
    compare(tool, places, reference, model, float(sys.argv[6]), float(sys.argv[7]), int(sys.argv[8]))
else:
    sys.exit(__doc__)
