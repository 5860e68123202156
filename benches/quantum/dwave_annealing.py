"""D-Wave's simulated annealing (formerly `neal`) in its defaults: a geometric schedule between temperatures of its choice.

All reads in one call, and only the time inside its C++ counts: neither the schedule, nor models and sample sets in Python.
"""

from __future__ import annotations

import dimod
import gset
import numpy as np
from dwave.samplers.sa import sampler as annealing


def solve(graph: gset.Graph, sweeps: int, reads: int, seed: int) -> tuple[np.ndarray, float]:
    model = dimod.BinaryQuadraticModel.from_ising(dict.fromkeys(range(graph.vertices), 0.0), graph.couplings())
    clock, inner = gset.Clock(), annealing.simulated_annealing
    annealing.simulated_annealing = clock.around(inner)
    try:
        found = annealing.SimulatedAnnealingSampler().sample(model, num_reads=reads, num_sweeps=sweeps, seed=seed)
    finally:
        annealing.simulated_annealing = inner
    order = [found.variables.index(vertex) for vertex in range(graph.vertices)]
    return graph.cuts(found.record.sample[:, order]), clock.seconds
