"""pycma's BIPOP-CMA-ES on the noiseless BBOB functions: which targets it reaches, after how many evaluations."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path

import cma
import numpy as np
from cocoex import BareProblem
from table import done_keys, open_for_append

TARGET = 1e-8
BUDGET_PER_DIMENSION = 20_000
HEADER = ("function", "dimension", "instance", "repetition", "solved", "evaluations", "best_gap")


class TargetReached(Exception):
    """Ends a run at the very evaluation that reaches the target, not at the end of its generation."""


class Counted:
    """A BBOB problem that counts its evaluations, keeps its best gap and stops at the target."""

    def __init__(self, function: int, dimension: int, instance: int) -> None:
        self.problem = BareProblem("bbob", function, dimension, instance)
        self.optimum = self.problem.best_value()
        self.evaluations = 0
        self.best_gap = math.inf

    def __call__(self, x: np.ndarray) -> float:
        value = self.problem(x)
        self.evaluations += 1
        self.best_gap = min(self.best_gap, value - self.optimum)
        if self.best_gap <= TARGET:
            raise TargetReached
        return value


def run(function: int, dimension: int, instance: int, repetition: int) -> Counted:
    """One run of BIPOP-CMA-ES with pycma's defaults, restarted until the target or the budget is reached."""
    budget = BUDGET_PER_DIMENSION * dimension
    seed = 100_000_000 * repetition + 1_000_000 * dimension + 1_000 * function + instance
    starts = np.random.default_rng(seed)
    counted = Counted(function, dimension, instance)
    try:
        while counted.evaluations < budget:
            options = {
                "maxfevals": budget - counted.evaluations,
                "seed": seed + 500 + counted.evaluations,
                "verbose": -9,
                "verb_log": 0,
                "verb_disp": 0,
            }
            cma.fmin2(counted, lambda: starts.uniform(-4, 4, dimension), 2.0, options, restarts=9, bipop=True)
    except TargetReached:
        pass
    return counted


def record(path: Path, dimension: int, instances: Sequence[int], repetition: int) -> None:
    """Runs every pair that `path` does not hold yet, with this repetition's seeds, and appends a line each."""
    done = done_keys(path, 4)
    budget = BUDGET_PER_DIMENSION * dimension
    with open_for_append(path, HEADER) as table:
        for instance in instances:
            for function in range(1, 25):
                if (str(function), str(dimension), str(instance), str(repetition)) in done:
                    continue
                began = time.perf_counter()
                counted = run(function, dimension, instance, repetition)
                solved = counted.best_gap <= TARGET and counted.evaluations <= budget
                evaluations = min(counted.evaluations, budget)
                row = (function, dimension, instance, repetition, int(solved), evaluations, f"{counted.best_gap:.6e}")
                print(*row, sep=",", file=table, flush=True)
                print(*row, f"{time.perf_counter() - began:.1f} s", flush=True)
