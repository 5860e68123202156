#!/usr/bin/env python3
"""OR-tools' CP-SAT on projects of psplib, one thread, with as much processor time as `planning_table` gives ours.

    python3.11 -m venv venv && venv/bin/pip install -r benches/planning/requirements.txt
    venv/bin/python benches/planning/peers.py --sample 60 --seed 1 --out sample ../shared/data/psplib/j120.txt
    grep -E '^j60(9_1|13_1|29_1|45_1|41_3) ' ../shared/data/psplib/j60.txt > sample/j60.txt
    venv/bin/python benches/planning/peers.py --seconds 10 sample/j60.txt sample/j120.txt
    cargo run --release -p ansatz-benches --bin planning_table -- --seconds 10 sample/j60.txt sample/j120.txt

A line of a file is `name LB UB CPM nJobs K`, K capacities, and for each job its duration, K demands, the number of its
successors and these, from 1 on; lines that start with # are comments.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import beside_cp_sat
import psplib


def tabulate(files: Sequence[Path], seconds: float) -> None:
    import cp_sat

    psplib.tabulate(files, "cp-sat", lambda instance: cp_sat.solve(instance, seconds))


if __name__ == "__main__":
    beside_cp_sat.main(__doc__, tabulate)
