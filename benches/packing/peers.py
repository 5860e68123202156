#!/usr/bin/env python3
"""OR-tools' CP-SAT on instances of bin packing, one thread, with as much processor time as `packing_table` gives ours.

    python3.11 -m venv venv && venv/bin/pip install -r benches/packing/requirements.txt
    venv/bin/python benches/packing/peers.py --sample 20 --seed 1 --out sample ../shared/data/bpplib/*.txt
    venv/bin/python benches/packing/peers.py --seconds 10 sample/*.txt
    cargo run --release -p ansatz-benches --bin packing_table -- --method exact --seconds 10 sample/*.txt

A line of a file is `name capacity n LB UB w1 .. wn`; lines that start with # are comments. A sample holds so many
instances of each file, or half of them, at least 10, if there are fewer than twice as many.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import beside_cp_sat
import bpplib


def tabulate(files: Sequence[Path], seconds: float) -> None:
    import cp_sat

    bpplib.tabulate(files, "cp-sat", lambda instance: cp_sat.solve(instance, seconds))


if __name__ == "__main__":
    beside_cp_sat.main(__doc__, tabulate)
