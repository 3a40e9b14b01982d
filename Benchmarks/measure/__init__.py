"""Measurements of TrustSim and of its peers; `Benchmarks/run` is the command."""
