"""Optuna's GP and TPE samplers: simple regret after 50 and 100 trials, and the CPU time a trial takes (one thread)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import optuna
import torch
from table import done_keys, open_for_append

TRIALS = 100
CHECKPOINT = 50
HEADER = ("sampler", "function", "seed", "regret_50", "regret_100", "cpu_seconds_per_trial")

A = np.array(
    [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
)
P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)
C = np.array([1.0, 1.2, 3.0, 3.2])


def branin(x: np.ndarray) -> float:
    valley = x[1] - 5.1 / (4 * np.pi**2) * x[0] ** 2 + 5 / np.pi * x[0] - 6
    return float(valley**2 + 10 * (1 - 1 / (8 * np.pi)) * np.cos(x[0]) + 10)


def hartmann6(x: np.ndarray) -> float:
    return float(-C @ np.exp(-(A * (x - P) ** 2).sum(axis=1)))


def ackley(x: np.ndarray) -> float:
    radius, ripple = np.sqrt(np.mean(x**2)), np.mean(np.cos(2 * np.pi * x))
    return float(20 - 20 * np.exp(-0.2 * radius) + np.e - np.exp(ripple))


@dataclass(frozen=True)
class Function:
    """An objective, its box and its minimum."""

    value: Callable[[np.ndarray], float]
    bounds: tuple[tuple[float, float], ...]
    minimum: float


FUNCTIONS = {
    "branin": Function(branin, ((-5, 10), (0, 15)), 0.39788735772973816),
    "hartmann6": Function(hartmann6, ((0, 1),) * 6, -3.322368011415515),
    "ackley5": Function(ackley, ((-32.768, 32.768),) * 5, 0.0),
}


def sampler(name: str, seed: int) -> optuna.samplers.BaseSampler:
    if name == "gp":
        return optuna.samplers.GPSampler(seed=seed, deterministic_objective=True)
    return optuna.samplers.TPESampler(seed=seed)


def run(name: str, function: Function, seed: int) -> tuple[float, float, float]:
    """Simple regret at the checkpoint and at the end, and CPU seconds a trial."""
    study = optuna.create_study(sampler=sampler(name, seed))

    def objective(trial: optuna.Trial) -> float:
        return function.value(np.array([trial.suggest_float(f"x{i}", *box) for i, box in enumerate(function.bounds)]))

    began = time.process_time()
    study.optimize(objective, n_trials=TRIALS)
    seconds = (time.process_time() - began) / TRIALS
    values = [trial.value for trial in study.trials]
    return min(values[:CHECKPOINT]) - function.minimum, min(values) - function.minimum, seconds


def record(path: Path, samplers: Sequence[str], seeds: Sequence[int]) -> None:
    """Runs what the table does not hold yet: every sampler and function of one seed, then the next seed."""
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    torch.set_num_threads(1)
    done = done_keys(path, 3)
    with open_for_append(path, HEADER) as table:
        for seed in seeds:
            for name in samplers:
                for label, function in FUNCTIONS.items():
                    if (name, label, str(seed)) not in done:
                        half, end, seconds = run(name, function, seed)
                        print(name, label, seed, f"{half:.6e},{end:.6e},{seconds:.6f}", sep=",", file=table, flush=True)
                        print(name, label, seed, f"{half:.3e} {end:.3e} {seconds:.3f} CPU s a trial", flush=True)
