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

import argparse
from pathlib import Path

import psplib


def main() -> None:
    options = parse()
    if options.sample:
        for file in options.files:
            psplib.write_sample(file, options.out / file.name, options.sample, options.seed)
        return
    import cp_sat

    psplib.tabulate(options.files, "cp-sat", lambda instance: cp_sat.solve(instance, options.seconds))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="instances in psplib's line format")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time for an instance: 10")
    parser.add_argument("--sample", type=int, help="only write so many instances of each file to --out")
    parser.add_argument("--seed", type=int, default=1, help="of the sample: 1")
    parser.add_argument("--out", type=Path, default=Path("sample"), help="folder of the samples: sample")
    return parser.parse_args()


if __name__ == "__main__":
    main()
