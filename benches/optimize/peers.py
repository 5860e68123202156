#!/usr/bin/env python3
"""The Python rivals of `ansatz-optimize`, and the reference values that its tests and benches read.

    python3.11 -m venv venv && venv/bin/pip install -r benches/optimize/requirements.txt
    venv/bin/python benches/optimize/peers.py --record-bbob --record-gp --record-sobol --record-joe-kuo

Long runs append to their table and skip what it holds already, so that a stopped run goes on where it was.
"""

from __future__ import annotations

import argparse
from pathlib import Path

HERE = Path(__file__).resolve().parent
CRATE = HERE.parents[1] / "crates" / "ansatz-optimize"


def main() -> None:
    options = parse()
    if options.record_bbob:
        import record_bbob

        record_bbob.record(options.out / "bbob.csv")
    if options.record_gp or options.record_sobol or options.record_joe_kuo:
        import references

        if options.record_gp:
            references.record_gp(CRATE / "tests" / "data" / "gp_sklearn.csv")
        if options.record_sobol:
            references.record_sobol(CRATE / "tests" / "data" / "sobol_scipy.csv")
        if options.record_joe_kuo:
            references.record_joe_kuo(CRATE / "src" / "designs" / "joe_kuo.bin")
    if options.pycma_bbob:
        import pycma_bbob

        for repetition in range(options.repetitions):
            for dimension, instances in ((5, 15), (20, 2)):
                pycma_bbob.record(options.out / "pycma_bbob.csv", dimension, range(1, instances + 1), repetition)
    if options.rates or options.zdt1:
        import rates

        if options.rates:
            rates.record_rates(options.out / "rates.csv")
        if options.zdt1:
            rates.record_zdt1(options.out / "zdt1.csv")
    if options.optuna:
        import optuna_regret

        optuna_regret.record(options.out / "optuna.csv", options.optuna, range(1, 21))
    if options.summary:
        import summary

        summary.show(options.out)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=HERE / "recorded", help="folder of the tables")
    for flag, what in (
        ("--record-bbob", "values of the BBOB functions, from coco-experiment"),
        ("--record-gp", "Gaussian process posteriors and likelihoods, from scikit-learn"),
        ("--record-sobol", "unscrambled Sobol points, from scipy"),
        ("--record-joe-kuo", "the direction numbers of Joe and Kuo, as scipy ships them"),
        ("--pycma-bbob", "BIPOP-CMA-ES on BBOB: d = 5 (15 instances), then d = 20 (2); about half an hour each time"),
        ("--rates", "evaluations per CPU second of pymoo and pycma"),
        ("--zdt1", "hypervolume of pymoo's NSGA-II on ZDT1"),
        ("--summary", "print what the tables say"),
    ):
        parser.add_argument(flag, action="store_true", help=what)
    parser.add_argument("--repetitions", type=int, default=1, help="how often --pycma-bbob runs every pair: 1")
    parser.add_argument("--optuna", nargs="+", choices=("gp", "tpe"), help="samplers to measure, 20 seeds each")
    return parser.parse_args()


if __name__ == "__main__":
    main()
