"""The package `simulated-bifurcation`: all reads are columns of one dense matrix, on one thread of torch.

Its default time step of 0.1, with a pump that is at its end after 1,000 steps, is not its best: time steps of 0.5
(ballistic) and 0.75 (discrete) were the best of 0.1 to 1.25 on G1 and G22, with a pump that rises to the last step.
Stopping early, which it offers, saved no step on G1. Only the time of its integration counts.
"""

from __future__ import annotations

import time

import gset
import numpy as np
import torch
from simulated_bifurcation import set_env
from simulated_bifurcation.optimizer import SimulatedBifurcationEngine, SimulatedBifurcationOptimizer

torch.set_num_threads(1)

TIME_STEPS = {"ballistic": 0.5, "discrete": 0.75}


def solver(mode: str, heated: bool):
    """`mode` is "ballistic" or "discrete"."""

    def solve(graph: gset.Graph, steps: int, reads: int, seed: int) -> tuple[np.ndarray, float]:
        # It maximises half of s' J s.
        couplings = torch.zeros((graph.vertices, graph.vertices))
        weights = -torch.tensor(graph.weights, dtype=couplings.dtype)
        couplings[graph.i, graph.j] = weights
        couplings[graph.j, graph.i] = weights
        set_env(time_step=TIME_STEPS[mode], pressure_slope=1.0 / (TIME_STEPS[mode] * steps))
        engine = SimulatedBifurcationEngine.get_engine(mode)
        search = SimulatedBifurcationOptimizer(reads, steps, None, engine, heated, False, 50, 50)
        torch.manual_seed(seed)
        began = time.process_time()
        spins = search.run_integrator(couplings, early_stopping=False)
        seconds = time.process_time() - began
        return graph.cuts(spins.numpy().T), seconds

    return solve
