"""Evaluations per CPU second of pymoo and pycma at d = 20, and the hypervolume of pymoo's NSGA-II on ZDT1."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import cma
import numpy as np
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.algorithms.soo.nonconvex.de import DE
from pymoo.algorithms.soo.nonconvex.ga import GA
from pymoo.core.problem import Problem
from pymoo.indicators.hv import HV
from pymoo.optimize import minimize
from pymoo.problems import get_problem

DIMENSION = 20
EVALUATIONS = 20_000
REPEATS = 5
POPULATION = 100


def sphere(x: np.ndarray) -> np.ndarray:
    return (x**2).sum(axis=-1)


def rastrigin(x: np.ndarray) -> np.ndarray:
    return 10.0 * x.shape[-1] + (x**2 - 10.0 * np.cos(2 * np.pi * x)).sum(axis=-1)


OBJECTIVES = {"sphere": sphere, "rastrigin": rastrigin}


class Batch(Problem):
    """A whole generation at once, which is pymoo's fast way; two objectives are the same value about two centres."""

    def __init__(self, objective: Callable[[np.ndarray], np.ndarray], objectives: int) -> None:
        super().__init__(n_var=DIMENSION, n_obj=objectives, xl=-5.0, xu=5.0)
        self.objective = objective

    def _evaluate(self, x: np.ndarray, out: dict, *_: object, **__: object) -> None:
        out["F"] = np.column_stack([self.objective(x - centre) for centre in range(self.n_obj)])


def pymoo_run(algorithm: type, objectives: int) -> Callable[[Callable, int], None]:
    def run(objective: Callable[[np.ndarray], np.ndarray], seed: int) -> None:
        problem = Batch(objective, objectives)
        minimize(problem, algorithm(pop_size=POPULATION), ("n_eval", EVALUATIONS), seed=seed)

    return run


def pycma_run(objective: Callable[[np.ndarray], np.ndarray], seed: int) -> None:
    """Default population, a generation at a time, tolerances off, so that exactly the budget is spent."""
    off = {"tolx": 0, "tolfun": 0, "tolfunhist": 0, "tolflatfitness": np.inf, "tolstagnation": np.inf}
    off |= {
        "tolconditioncov": np.inf,
        "tolfacupx": np.inf,
        "tolupsigma": np.inf,
        "tolfunrel": 0,
        "tolxstagnation": False,
    }
    strategy = cma.CMAEvolutionStrategy(np.full(DIMENSION, 3.0), 2.0, {"seed": seed, "verbose": -9, **off})
    spent = 0
    while spent < EVALUATIONS:
        candidates = strategy.ask()
        strategy.tell(candidates, objective(np.asarray(candidates)).tolist())
        spent += len(candidates)


RIVALS = {
    ("pymoo", "ga"): pymoo_run(GA, 1),
    ("pymoo", "de"): pymoo_run(DE, 1),
    ("pymoo", "nsga2"): pymoo_run(NSGA2, 2),
    ("pycma", "cmaes"): pycma_run,
}


def record_rates(path: Path) -> None:
    """By CPU time (with one BLAS thread), the fastest of the repeats: what a busy machine disturbs least."""
    lines = ["library,algorithm,function,dimension,evaluations,evaluations_per_cpu_second"]
    for (library, algorithm), run in RIVALS.items():
        for label, objective in OBJECTIVES.items():
            seconds = []
            for seed in range(1, REPEATS + 1):
                began = time.process_time()
                run(objective, seed)
                seconds.append(time.process_time() - began)
            rate = EVALUATIONS / min(seconds)
            lines.append(f"{library},{algorithm},{label},{DIMENSION},{EVALUATIONS},{rate:.0f}")
            print(lines[-1], flush=True)
    path.write_text("\n".join(lines) + "\n")


def record_zdt1(path: Path) -> None:
    """d = 30, population 100, 25,000 evaluations, 20 seeds; the reference point of every hypervolume is (1.1, 1.1)."""
    volume = HV(ref_point=np.array([1.1, 1.1]))
    lines = ["seed,hypervolume"]
    for seed in range(1, 21):
        result = minimize(get_problem("zdt1"), NSGA2(pop_size=POPULATION), ("n_eval", 25_000), seed=seed)
        lines.append(f"{seed},{float(volume(result.F))!r}")
        print(lines[-1], flush=True)
    path.write_text("\n".join(lines) + "\n")
