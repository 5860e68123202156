"""Gset's graphs, the cuts of their vertices in two, and the table of what a peer made of them."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Graph:
    """Edges `i j` with i < j, from 0 on, and their weights: each pair of vertices at most once."""

    name: str
    vertices: int
    i: np.ndarray
    j: np.ndarray
    weights: np.ndarray
    best_known: int | None

    def cuts(self, spins: np.ndarray) -> np.ndarray:
        """The cut of each row of 1 and -1."""
        spins = spins.astype(np.int8)
        return (spins[:, self.i] != spins[:, self.j]) @ self.weights

    def couplings(self) -> dict[tuple[int, int], float]:
        """As dimod's Ising model: the energy is that of the uncut graph less twice the cut."""
        return {(int(i), int(j)): float(weight) for i, j, weight in zip(self.i, self.j, self.weights)}


def read(file: Path) -> Graph:
    header, *edges = [line.split() for line in file.read_text().splitlines() if line.strip()]
    vertices, count = map(int, header)
    table = np.array(edges, dtype=np.int64).reshape(-1, 3)
    pairs = np.sort(table[:, :2] - 1, axis=1)
    if len(table) != count or not ((0 <= pairs[:, 0]) & (pairs[:, 0] < pairs[:, 1]) & (pairs[:, 1] < vertices)).all():
        raise ValueError(f"{file}: {len(table)} edges where m is {count}, or one that does not join two vertices")
    if len(np.unique(pairs, axis=0)) != count:
        raise ValueError(f"{file}: two edges join the same vertices")
    return Graph(file.stem, vertices, pairs[:, 0], pairs[:, 1], table[:, 2], best_known(file))


def best_known(file: Path) -> int | None:
    """The last column of the file's row in `best_known.csv` beside it."""
    table = file.with_name("best_known.csv")
    if not table.exists():
        return None
    rows = {name: value for name, *_, value in csv.reader(table.read_text().splitlines())}
    return int(rows[file.stem]) if file.stem in rows else None


class Clock:
    """The processor's time inside one function of a peer: what it needs around that is not held against it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, function: Callable) -> Callable:
        def timed(*arguments, **options):
            began = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                self.seconds += time.process_time() - began

        return timed


HEADER = "graph solver sweeps reads mean best seconds_per_read reached"


def row(graph: Graph, solver: str, sweeps: int, cuts: Sequence[int], seconds: float) -> str:
    """`reached` is how many reads are at the best known cut, or better."""
    cuts = np.asarray(cuts)
    reached = "-" if graph.best_known is None else int((cuts >= graph.best_known).sum())
    known = f"{graph.name} {solver} {sweeps} {len(cuts)} {cuts.mean():.3f} {cuts.max()}"
    return f"{known} {seconds / len(cuts):.6f} {reached}"
