"""Values of the noiseless BBOB functions as coco-experiment computes them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from cocoex import BareProblem

HEADER = "function,dimension,instance,f_opt,f_zero,f_inside,f_outside"


def points(dimension: int) -> list[np.ndarray]:
    """The origin, a point inside [-5, 5] and one that leaves it; i counts from 0."""
    i = np.arange(dimension)
    return [np.zeros(dimension), ((7 * i + 3) % 11 - 5) * 0.83, ((5 * i + 1) % 7 - 3) * 2.1]


def record(path: Path) -> None:
    """Writes f_opt and the value at each of the three points, in shortest round-trip decimals."""
    lines = [HEADER]
    for function in range(1, 25):
        for dimension in (5, 20):
            for instance in range(1, 16):
                problem = BareProblem("bbob", function, dimension, instance)
                values = [problem.best_value(), *(problem(x) for x in points(dimension))]
                lines.append(",".join([f"{function},{dimension},{instance}", *(repr(float(v)) for v in values)]))
    path.write_text("\n".join(lines) + "\n")
