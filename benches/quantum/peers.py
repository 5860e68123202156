#!/usr/bin/env python3
"""The Python rivals of `ansatz-quantum` on Gset's graphs: cuts, and the processor's time that a read takes.

    python3.11 -m venv venv && venv/bin/pip install -r benches/quantum/requirements.txt
    venv/bin/python benches/quantum/peers.py --solver neal --reads 100 --sweeps 1000 10000 -- ../shared/data/gset/G*.txt
    cargo run --release -p ansatz-benches --bin quantum_table -- --solver sa --reads 100 --sweeps 1000 ../shared/data/gset

One thread. `neal` is D-Wave's, the bifurcations are those of `simulated-bifurcation`. A line says
`graph solver sweeps reads mean best seconds_per_read reached`, the last how many reads are at the best known cut.

A file has `n m` in its first line and `i j weight` in the others, vertices from 1 on; best known cuts are in the last
column of `best_known.csv` beside it.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

# Before the libraries are loaded that read it.
os.environ["OMP_NUM_THREADS"] = "1"

import gset

SOLVERS = ("neal", "openjij-sa", "openjij-sqa", "bsb", "dsb", "heated-bsb", "heated-dsb")


def main() -> None:
    options = parse()
    solve = solver(options.solver)
    print(gset.HEADER, flush=True)
    for file in options.files:
        graph = gset.read(file)
        for sweeps in options.sweeps:
            cuts, seconds = solve(graph, sweeps, options.reads, options.seed)
            print(gset.row(graph, options.solver, sweeps, cuts, seconds), flush=True)


def solver(name: str):
    """Imported when asked for, as each needs packages of its own."""
    if name == "neal":
        import dwave_annealing

        return dwave_annealing.solve
    if name.startswith("openjij"):
        import open_jij

        return open_jij.solve if name == "openjij-sa" else open_jij.solve_by_path_integrals
    import torch_bifurcation

    return torch_bifurcation.solver("ballistic" if "bsb" in name else "discrete", heated=name.startswith("heated"))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="graphs, in Gset's format")
    parser.add_argument("--solver", choices=SOLVERS, default="neal", help="the peer: neal")
    parser.add_argument("--sweeps", nargs="+", type=int, default=[1000], help="sweeps or steps of a read, one or more: 1000")
    parser.add_argument("--reads", type=int, default=100, help="reads of each graph: 100")
    parser.add_argument("--seed", type=int, default=1, help="of the first read: 1")
    return parser.parse_args()


if __name__ == "__main__":
    main()
