"""The workload in SimPy, a process for each vehicle: python3 simpy_beacon.py N [direct|events]

direct: receptions are handled in the process of the sender; events: an event for each, one microsecond later.
"""

import sys
import time

import simpy

from workload import END, World, count_argument

mode = sys.argv[2] if len(sys.argv) > 2 else "direct"
started = time.perf_counter()
world = World(count_argument())
environment = simpy.Environment()


def drive(vehicle, phase):
    yield environment.timeout(phase)
    while True:
        world.move(vehicle, environment.now)
        world.beacons += 1
        if mode == "direct":
            for receiver in world.neighbours(vehicle):
                world.receive(receiver, vehicle.number)
        else:
            for receiver in world.neighbours(vehicle):
                environment.timeout(1e-6, (receiver, vehicle.number)).callbacks.append(arrive)
        yield environment.timeout(1.0)


def arrive(event):
    world.receive(*event.value)


for vehicle, phase in zip(world.vehicles, world.phases):
    environment.process(drive(vehicle, phase))
begun = time.perf_counter()
environment.run(until=END)
world.report("simpy-" + mode, started, begun, time.perf_counter())
