"""OpenJij's annealing, thermal and by path integrals, on sparse models, which it can, but does not by default.

Only the time inside its C++ counts. One call for each read: with a seed, OpenJij makes all reads of a call alike.

The thermal one has its defaults. The other one's are too hot for these graphs, and their field too weak: `beta` 20 and
`gamma` 5 were the best of 2.5 to 80 and 1 to 20 on G11, G22 and G43 with 300 sweeps, and close to it on G1 and G14; fewer
slices than 32 gave worse cuts in the same time.
"""

from __future__ import annotations

import gset
import numpy as np
import openjij


def solve(graph: gset.Graph, sweeps: int, reads: int, seed: int) -> tuple[np.ndarray, float]:
    return sample(openjij.SASampler(), graph, sweeps, range(seed, seed + reads))


def solve_by_path_integrals(graph: gset.Graph, sweeps: int, reads: int, seed: int) -> tuple[np.ndarray, float]:
    """Of the slices, the best one counts."""
    # With a seed, all slices would start alike.
    return sample(openjij.SQASampler(), graph, sweeps, [None] * reads, trotter=32, beta=20.0, gamma=5.0)


def sample(sampler, graph: gset.Graph, sweeps: int, seeds, **options) -> tuple[np.ndarray, float]:
    fields = dict.fromkeys(range(graph.vertices), 0.0)
    model = openjij.BinaryQuadraticModel(fields, graph.couplings(), 0.0, "SPIN", sparse=True)
    clock, cuts = gset.Clock(), []
    sampler._algorithm["singlespinflip"] = clock.around(sampler._algorithm["singlespinflip"])
    for seed in seeds:
        found = sampler.sample(model, num_reads=1, num_sweeps=sweeps, seed=seed, **options)
        order = [found.variables.index(vertex) for vertex in range(graph.vertices)]
        cuts.extend(graph.cuts(found.record.sample[:, order]))
    return np.array(cuts), clock.seconds
