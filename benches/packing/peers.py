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

import argparse
from pathlib import Path

import bpplib


def main() -> None:
    options = parse()
    if options.sample:
        for file in options.files:
            bpplib.write_sample(file, options.out / file.name, options.sample, options.seed)
        return
    import cp_sat

    bpplib.tabulate(options.files, "cp-sat", lambda instance: cp_sat.solve(instance, options.model, options.seconds))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, help="instances in bpplib's line format")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time for an instance: 10")
    parser.add_argument("--model", choices=("items", "sizes"), default="sizes", help="see cp_sat.py: sizes")
    parser.add_argument("--sample", type=int, help="only write so many instances of each file to --out")
    parser.add_argument("--seed", type=int, default=1, help="of the sample: 1")
    parser.add_argument("--out", type=Path, default=Path("sample"), help="folder of the samples: sample")
    return parser.parse_args()


if __name__ == "__main__":
    main()
