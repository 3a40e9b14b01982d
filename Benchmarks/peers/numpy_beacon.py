"""The workload in steps of a second, in which all move and then all beacon: python3 numpy_beacon.py N [dense|kdtree]

dense:  an N x N matrix of distances, and masked updates of two N x N matrices of counts
kdtree: pairs within range from scipy's cKDTree, and indexed updates of the N x N matrices
Events within a step have no order, and memory grows with N².
"""

import sys
import time

import numpy as np

from workload import END, FORGETTING, GOOD_SHARE, RANGE, count_argument, side_for

count = count_argument()
mode = sys.argv[2] if len(sys.argv) > 2 else "dense"
started = time.perf_counter()
side = side_for(count)
generator = np.random.default_rng(1)
positions = generator.random((count, 2)) * side
speeds = 5 + 15 * generator.random(count)
directions = 2 * np.pi * generator.random(count)
velocities = np.stack([speeds * np.cos(directions), speeds * np.sin(directions)], 1)
good = np.ones((count, count), np.float32)
bad = np.ones((count, count), np.float32)
factor = np.float32(FORGETTING)
receptions = beacons = 0
if mode == "kdtree":
    from scipy.spatial import cKDTree

begun = time.perf_counter()
for _ in range(int(END)):
    positions += velocities
    for outside in (positions < 0, positions > side):
        velocities[outside] = -velocities[outside]
    positions = np.where(positions < 0, -positions, positions)
    positions = np.where(positions > side, 2 * side - positions, positions)
    beacons += count
    if mode == "dense":
        x = positions[:, 0].astype(np.float32)
        y = positions[:, 1].astype(np.float32)
        near = (x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2 <= np.float32(RANGE * RANGE)
        np.fill_diagonal(near, False)
        outcome = (generator.random((count, count), dtype=np.float32) < GOOD_SHARE).astype(np.float32)
        good = np.where(near, good * factor + outcome, good)
        bad = np.where(near, bad * factor + (1 - outcome), bad)
        receptions += int(near.sum())
    else:
        pairs = cKDTree(positions).query_pairs(RANGE, output_type="ndarray")
        receiver = np.concatenate([pairs[:, 0], pairs[:, 1]])
        sender = np.concatenate([pairs[:, 1], pairs[:, 0]])
        outcome = (generator.random(len(receiver), dtype=np.float32) < GOOD_SHARE).astype(np.float32)
        good[receiver, sender] = good[receiver, sender] * factor + outcome
        bad[receiver, sender] = bad[receiver, sender] * factor + (1 - outcome)
        receptions += len(receiver)
ended = time.perf_counter()

known = (good + bad) != 2
trust = good[known] / (good[known] + bad[known])
print(
    f"peer=numpy-{mode} N={count} side={side:.1f} beacons={beacons} receptions={receptions} "
    f"mean_nb={receptions / beacons:.2f} records={known.sum()} mean_trust={trust.mean():.4f} "
    f"loop_s={ended - begun:.4f} setup_s={begun - started:.4f} rx_per_s={receptions / (ended - begun):.4g}"
)
