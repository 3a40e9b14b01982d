"""The workload in plain Python with a heap of events: python3 heapq_beacon.py N"""

import heapq
import time

from workload import END, World, count_argument

started = time.perf_counter()
world = World(count_argument())
queue = [(phase, vehicle.number) for vehicle, phase in zip(world.vehicles, world.phases)]
heapq.heapify(queue)

begun = time.perf_counter()
while queue[0][0] < END:
    now, number = queue[0]
    vehicle = world.vehicles[number]
    world.move(vehicle, now)
    world.beacons += 1
    for receiver in world.neighbours(vehicle):
        world.receive(receiver, number)
    heapq.heapreplace(queue, (now + 1.0, number))
world.report("py-heapq", started, begun, time.perf_counter())
