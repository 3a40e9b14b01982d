"""Building the programs to measure. Each is built once; what cannot be built is Missing."""

import functools
import importlib.util
import pathlib
import subprocess
import sys

from .tools import BENCHMARKS, BUILD, ROOT, Missing, need, note

PEERS = BENCHMARKS / "peers"
NS3_LIBRARIES = ["wifi", "mobility", "network", "core", "propagation", "spectrum", "energy", "antenna", "stats"]


def compile_or_miss(command, what):
    """Runs a compiler; Missing with its first complaint where it fails."""
    note(f"building {what}")
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True)
    if finished.returncode != 0:
        lines = (finished.stderr + finished.stdout).splitlines()
        complaints = [line.split("error:")[1].strip() for line in lines if "error:" in line]
        raise Missing(f"{what} cannot be built: {(complaints or ['the compiler failed'])[0]}")


def swift_package(what, folder, *more):
    """Builds a package in release mode; returns where its programs are."""
    command = [need("swift"), "build", "-c", "release", "--package-path", folder]
    compile_or_miss(command + list(more), what)
    shown = subprocess.run(command + ["--show-bin-path"], capture_output=True, text=True, check=True)
    return pathlib.Path(shown.stdout.strip())


@functools.cache
def tool():
    """The program `trustsim`."""
    return swift_package("trustsim", ROOT, "--product", "trustsim") / "trustsim"


@functools.cache
def benchmark(name):
    """A program of the Benchmarks package."""
    return swift_package("Benchmarks", BENCHMARKS) / name


@functools.cache
def compiled_peer(source, *options):
    """A peer in C++, compiled for this processor."""
    BUILD.joinpath("peers").mkdir(parents=True, exist_ok=True)
    program = BUILD / "peers" / pathlib.Path(source).stem
    compile_or_miss([need("g++"), "-O3", "-o", program, PEERS / source, *options], f"peers/{source}")
    return program


def simple_cpp(count):
    """The command of the peer that a good programmer writes first."""
    return [compiled_peer("beacon.cpp", "-march=native"), count, "heap", "hash"]


def simd_cpp(count):
    """The command of the fastest peer."""
    flags = pathlib.Path("/proc/cpuinfo")
    if not flags.exists() or "avx512f" not in flags.read_text():
        raise Missing("this processor has no AVX-512")
    return [compiled_peer("beacon_simd.cpp", "-march=native"), count, "rx"]


def limit(count):
    """The command of the upper bound."""
    return [compiled_peer("limit.cpp", "-march=native", "-pthread"), count, "scatter", 1, 100]


def ns3(count):
    """The command of ns-3 with its cell grid, the faster variant."""
    libraries = [f"-lns3-{name}" for name in NS3_LIBRARIES]
    program = compiled_peer("ns3_beacon.cc", "-std=c++17", "-DNDEBUG", "-I/usr/include/libxml2", *libraries)
    return [program, f"--n={count}", "--dev=ideal", "--grid=1"]


def python_peer(source, mode, *modules):
    """Makes the command of a peer in Python that needs some modules."""

    def command(count):
        for module in modules:
            if importlib.util.find_spec(module) is None:
                raise Missing(f"Python has no module {module}")
        return [sys.executable, "-B", PEERS / source, count, mode]

    return command
