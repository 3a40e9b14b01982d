"""The beacon workload in pure Python, as heapq_beacon.py and simpy_beacon.py share it. workload.hpp describes it."""

import math
import random
import sys

RANGE, END, FORGETTING, GOOD_SHARE, MEAN_NEIGHBOURS = 300.0, 100.0, 0.99, 0.9, 30.0


def side_for(count):
    """The side of a square in which each of `count` vehicles has 30 others within 300 m on average."""
    low, high = RANGE, RANGE * math.sqrt(math.pi * count / MEAN_NEIGHBOURS) * 2 + RANGE
    for _ in range(200):
        side = (low + high) / 2
        r = RANGE / side
        probability = math.pi * r * r - 8 / 3 * r**3 + 0.5 * r**4
        if (count - 1) * probability > MEAN_NEIGHBOURS:
            low = side
        else:
            high = side
    return (low + high) / 2


def reflect(x, velocity, side):
    while x < 0 or x > side:
        if x < 0:
            x, velocity = -x, -velocity
        else:
            x, velocity = 2 * side - x, -velocity
    return x, velocity


class Vehicle:
    __slots__ = ("number", "x", "y", "vx", "vy", "last", "cell", "records")


class World:
    """A cell grid of sets; each vehicle has a dictionary of [good, bad] by sender."""

    def __init__(self, count, seed=1):
        generator = self.generator = random.Random(seed)
        self.count = count
        self.side = side_for(count)
        self.columns = max(1, int(self.side // RANGE))
        self.cell_side = self.side / self.columns
        self.cells, self.vehicles, self.phases = {}, [], []
        self.receptions = self.beacons = 0
        for number in range(count):
            vehicle = Vehicle()
            vehicle.number = number
            vehicle.x = generator.random() * self.side
            vehicle.y = generator.random() * self.side
            speed = 5 + 15 * generator.random()
            direction = 2 * math.pi * generator.random()
            vehicle.vx = speed * math.cos(direction)
            vehicle.vy = speed * math.sin(direction)
            vehicle.last = 0.0
            vehicle.records = {}
            vehicle.cell = self.cell_at(vehicle.x, vehicle.y)
            self.cells.setdefault(vehicle.cell, set()).add(vehicle)
            self.vehicles.append(vehicle)
            self.phases.append(generator.random())

    def cell_at(self, x, y):
        last = self.columns - 1
        return (min(last, int(x / self.cell_side)), min(last, int(y / self.cell_side)))

    def move(self, vehicle, time):
        elapsed = time - vehicle.last
        vehicle.last = time
        side = self.side
        vehicle.x, vehicle.vx = reflect(vehicle.x + vehicle.vx * elapsed, vehicle.vx, side)
        vehicle.y, vehicle.vy = reflect(vehicle.y + vehicle.vy * elapsed, vehicle.vy, side)
        cell = self.cell_at(vehicle.x, vehicle.y)
        if cell != vehicle.cell:
            self.cells[vehicle.cell].discard(vehicle)
            vehicle.cell = cell
            self.cells.setdefault(cell, set()).add(vehicle)

    def neighbours(self, vehicle):
        column, row = vehicle.cell
        x, y = vehicle.x, vehicle.y
        squared_range = RANGE * RANGE
        found = []
        cells = self.cells
        for i in (column - 1, column, column + 1):
            for j in (row - 1, row, row + 1):
                for other in cells.get((i, j), ()):
                    dx = other.x - x
                    dy = other.y - y
                    if dx * dx + dy * dy <= squared_range and other is not vehicle:
                        found.append(other)
        return found

    def receive(self, receiver, sender):
        outcome = 1.0 if self.generator.random() < GOOD_SHARE else 0.0
        record = receiver.records.get(sender)
        if record is None:
            record = receiver.records[sender] = [1.0, 1.0]
        record[0] = record[0] * FORGETTING + outcome
        record[1] = record[1] * FORGETTING + 1.0 - outcome
        self.receptions += 1

    def report(self, peer, started, begun, ended):
        trust = [good / (good + bad) for vehicle in self.vehicles for good, bad in vehicle.records.values()]
        seconds = ended - begun
        print(
            f"peer={peer} N={self.count} side={self.side:.1f} beacons={self.beacons} receptions={self.receptions} "
            f"mean_nb={self.receptions / self.beacons:.2f} records={len(trust)} "
            f"mean_trust={sum(trust) / len(trust):.4f} loop_s={seconds:.4f} setup_s={begun - started:.4f} "
            f"rx_per_s={self.receptions / seconds:.4g}"
        )


def count_argument(standard=100):
    return int(sys.argv[1]) if len(sys.argv) > 1 else standard
