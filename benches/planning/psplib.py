"""Instances in psplib's line format, samples of them, and the table that `planning_table` prints as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from beside_cp_sat import lines


@dataclass(frozen=True)
class Job:
    duration: int
    demands: tuple[int, ...]
    successors: tuple[int, ...]


@dataclass(frozen=True)
class Instance:
    """A project, and what is known of its schedules; `lower` is -1 if nothing is."""

    name: str
    lower: int
    upper: int
    path: int
    capacities: tuple[int, ...]
    jobs: tuple[Job, ...]


@dataclass(frozen=True)
class Outcome:
    """What a solver found and proved, and the processor time that it took."""

    makespan: int
    bound: int
    seconds: float


def parse(line: str) -> Instance:
    name, *fields = line.split()
    numbers = map(int, fields)
    lower, upper, path, count, resources = (next(numbers) for _ in range(5))
    capacities = tuple(next(numbers) for _ in range(resources))
    jobs = []
    for _ in range(count):
        duration = next(numbers)
        demands = tuple(next(numbers) for _ in range(resources))
        jobs.append(Job(duration, demands, tuple(next(numbers) - 1 for _ in range(next(numbers)))))
    if next(numbers, None) is not None:
        raise ValueError(f"{name}: more follows the last of {count} jobs")
    return Instance(name, lower, upper, path, capacities, tuple(jobs))


def tabulate(files: Sequence[Path], method: str, solve: Callable[[Instance], Outcome]) -> None:
    print("name LB UB CPM makespan bound")
    for file in files:
        results = []
        for instance in map(parse, lines(file)):
            outcome = solve(instance)
            results.append((instance, outcome))
            known = f"{instance.name} {instance.lower} {instance.upper} {instance.path}"
            print(known, outcome.makespan, outcome.bound, flush=True)
        print(*summary(f"# {file.stem} {method}", results), sep="\n", flush=True)


def summary(name: str, results: Sequence[tuple[Instance, Outcome]]) -> tuple[str, str]:
    count = len(results)
    over_upper = sum(outcome.makespan / instance.upper - 1 for instance, outcome in results) / count
    over_path = sum(outcome.makespan / instance.path - 1 for instance, outcome in results) / count
    reached = sum(outcome.makespan <= instance.upper for instance, outcome in results)
    proofs = sum(outcome.makespan == outcome.bound for _, outcome in results)
    seconds = [outcome.seconds for _, outcome in results]
    return (
        f"{name}: {count} instances, mean deviation {100 * over_upper:.3f}% over UB, {100 * over_path:.3f}% over CPM, "
        f"{reached} with UB or less, {proofs} proved",
        f"{name}: {sum(seconds) / count:.3f} s an instance, at most {max(seconds):.3f}",
    )
