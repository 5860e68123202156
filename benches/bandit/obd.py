#!/usr/bin/env python3
"""Two logs of the Open Bandit Dataset as plain CSV files, for `bandit_table obd`.

    python3 -m venv venv && venv/bin/pip install --no-deps -r benches/bandit/requirements-obd.txt
    venv/bin/python benches/bandit/obd.py /tmp/obd
    cargo run --release -p ansatz-benches --bin bandit_table -- obd /tmp/obd

Y. Saito, S. Aihara, M. Matsutani and Y. Narita, *Open Bandit Dataset and Pipeline: towards realistic and reproducible
off-policy evaluation*, NeurIPS 2021. A fashion shop showed 34 items of men's clothing at three positions; items were drawn
uniformly in `random.csv`, and by Bernoulli Thompson sampling in `bts.csv`. The package brings the first 10,000 rows of
either, under licences of their own; they are not part of this project.

A row says `item,position,click,propensity`, items and positions from 0.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
from pathlib import Path

LOGS = ("random", "bts")


def main() -> None:
    folder = parse().folder
    folder.mkdir(parents=True, exist_ok=True)
    data = package() / "dataset" / "obd"
    for log in LOGS:
        rows = write(data / log / "men" / "men.csv", folder / f"{log}.csv")
        print(f"{folder / log}.csv: {rows} rows")


def package() -> Path:
    """Where the package lies; it is not imported, since it would ask for all that it needs."""
    found = importlib.util.find_spec("obp")
    if found is None or found.origin is None:
        raise SystemExit("the package obp is missing: pip install --no-deps -r benches/bandit/requirements-obd.txt")
    return Path(found.origin).parent


def write(source: Path, target: Path) -> int:
    rows = 0
    with source.open(newline="") as file, target.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["item", "position", "click", "propensity"])
        for row in csv.DictReader(file):
            position = int(row["position"]) - 1
            writer.writerow([row["item_id"], position, row["click"], row["propensity_score"]])
            rows += 1
    return rows


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where random.csv and bts.csv go")
    return parser.parse_args()


if __name__ == "__main__":
    main()
