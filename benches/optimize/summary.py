"""Prints what the recorded tables say."""

from __future__ import annotations

import csv
import statistics
from collections import defaultdict
from pathlib import Path

Table = list[dict[str, str]]


def read(path: Path) -> Table:
    if not path.exists():
        return []
    with path.open(newline="") as lines:
        return list(csv.DictReader(lines))


def group(rows: Table, *keys: str) -> dict[tuple[str, ...], Table]:
    groups: dict[tuple[str, ...], Table] = defaultdict(list)
    for row in rows:
        groups[tuple(row[key] for key in keys)].append(row)
    return groups


def quartiles(rows: Table, column: str) -> str:
    low, middle, high = statistics.quantiles([float(row[column]) for row in rows], n=4, method="inclusive")
    return f"{middle:.3e} [{low:.3e}, {high:.3e}]"


def show(folder: Path) -> None:
    for (dimension, repetition), rows in group(read(folder / "pycma_bbob.csv"), "dimension", "repetition").items():
        solved = sum(int(row["solved"]) for row in rows)
        what = f"BBOB d = {dimension}, repetition {repetition}"
        print(f"pycma BIPOP-CMA-ES, {what}: {solved} of {len(rows)} pairs to 1e-8; by function:")
        by_function = group(rows, "function").items()
        print(
            " ", " ".join(f"f{f}:{sum(int(row['solved']) for row in runs)}/{len(runs)}" for (f,), runs in by_function)
        )
    for row in read(folder / "rates.csv"):
        print(
            f"{row['library']} {row['algorithm']} on {row['function']}, d = {row['dimension']}: "
            f"{int(row['evaluations_per_cpu_second']):,} evaluations per CPU second"
        )
    if volumes := [float(row["hypervolume"]) for row in read(folder / "zdt1.csv")]:
        print(
            f"pymoo NSGA-II on ZDT1: hypervolume {statistics.mean(volumes):.5f} "
            f"({min(volumes):.5f} to {max(volumes):.5f}), {len(volumes)} seeds"
        )
    for (sampler, function), rows in sorted(group(read(folder / "optuna.csv"), "sampler", "function").items()):
        if len(rows) > 1:
            print(
                f"Optuna {sampler} on {function}, {len(rows)} seeds: regret after 50 {quartiles(rows, 'regret_50')}, "
                f"after 100 {quartiles(rows, 'regret_100')}, CPU s a trial {quartiles(rows, 'cpu_seconds_per_trial')}"
            )
