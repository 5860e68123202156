"""What is the same beside OR-tools' CP-SAT for each family: the command line, samples of instances, and the clock."""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def main(about: str, tabulate: Callable[[Sequence[Path], float], None]) -> None:
    """Writes samples of the files, or tabulates what CP-SAT makes of them with so much time for each instance."""
    options = parse(about)
    if options.sample:
        for file in options.files:
            write_sample(file, options.out / file.name, options.sample, options.seed)
    else:
        tabulate(options.files, options.seconds)


def parse(about: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="instances, one a line")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time for an instance: 10")
    parser.add_argument("--sample", type=int, help="only write so many instances of each file to --out")
    parser.add_argument("--seed", type=int, default=1, help="of the sample: 1")
    parser.add_argument("--out", type=Path, default=Path("sample"), help="folder of the samples: sample")
    return parser.parse_args()


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text().splitlines() if line.strip() and not line.startswith("#")]


def write_sample(file: Path, out: Path, count: int, seed: int) -> None:
    """A sample of the instances in the order of the file; the same for the same seed and name of the file.

    It holds so many instances, or half of them, at least 10, if there are fewer than twice as many.
    """
    instances = lines(file)
    count = min(count, max(10, len(instances) // 2), len(instances))
    chosen = random.Random(f"{seed} {file.name}").sample(range(len(instances)), count)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(instances[index] + "\n" for index in sorted(chosen)))


def solve(model, seconds: float) -> tuple[tuple[int, int] | None, float]:
    """The objective and its bound, if anything was found in so much processor time, and the time that it took."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.interleave_search = True
    done = threading.Event()
    began = time.process_time()

    def stop_in_time() -> None:
        while not done.wait(0.02):
            if time.process_time() - began >= seconds:
                solver.stop_search()

    watch = threading.Thread(target=stop_in_time)
    watch.start()
    status = solver.solve(model)
    spent = time.process_time() - began
    done.set()
    watch.join()
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return (round(solver.objective_value), round(solver.best_objective_bound)), spent
    return None, spent
