"""Instances in bpplib's line format, samples of them, and the table that `packing_table` prints as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from beside_cp_sat import lines


@dataclass(frozen=True)
class Instance:
    """Items, from the largest to the smallest, the bins that they go into, and how few of these can be."""

    name: str
    capacity: int
    lower: int
    upper: int
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Outcome:
    """What a solver found and proved, and the processor time that it took."""

    bins: int
    bound: int
    seconds: float


def parse(line: str) -> Instance:
    name, *fields = line.split()
    capacity, count, lower, upper, *sizes = map(int, fields)
    if len(sizes) != count or not all(1 <= size <= capacity for size in sizes):
        raise ValueError(f"{name}: {len(sizes)} sizes where n is {count}, or one that is not in 1..={capacity}")
    return Instance(name, capacity, lower, upper, tuple(sorted(sizes, reverse=True)))


def tabulate(files: Sequence[Path], method: str, solve: Callable[[Instance], Outcome]) -> None:
    print("name items LB UB bins bound proved seconds")
    for file in files:
        results = []
        for instance in map(parse, lines(file)):
            outcome = solve(instance)
            results.append((instance, outcome))
            proved = "yes" if outcome.bins == outcome.bound else "no"
            known = f"{instance.name} {len(instance.sizes)} {instance.lower} {instance.upper}"
            print(known, outcome.bins, outcome.bound, proved, f"{outcome.seconds:.6f}", flush=True)
        print(*summary(f"# {file.stem} {method}", results), sep="\n", flush=True)


def summary(name: str, results: Sequence[tuple[Instance, Outcome]]) -> tuple[str, str]:
    count = len(results)
    gap = sum(outcome.bins / instance.upper - 1 for instance, outcome in results) / count
    optima = sum(outcome.bins <= instance.upper for instance, outcome in results)
    proofs = sum(outcome.bins == outcome.bound for _, outcome in results)
    seconds = [outcome.seconds for _, outcome in results]
    return (
        f"{name}: {count} instances, mean gap {100 * gap:.3f}%, {optima} with UB bins, {proofs} proved",
        f"{name}: {sum(seconds) / count:.6f} s an instance, at most {max(seconds):.6f}",
    )
