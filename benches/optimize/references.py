"""Reference values that the tests of `ansatz-optimize` read: scikit-learn's Gaussian process, scipy's Sobol points,
and the direction numbers of Joe and Kuo."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.stats
from scipy.stats import qmc
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

Row = tuple[str, int, int, float]


@dataclass(frozen=True)
class Case:
    """A data set and the hyper-parameters at which its posterior is recorded."""

    name: str
    points: int
    length_scales: tuple[float, ...]
    signal_variance: float
    noise_variance: float
    repeated: bool = False

    def inputs(self, rows: int, offset: int) -> np.ndarray:
        """Points of the unit cube along a Kronecker sequence, at four decimals."""
        steps = np.sqrt([2.0, 3.0, 5.0])[: len(self.length_scales)]
        return np.round(np.outer(np.arange(offset, offset + rows), steps) % 1.0, 4)

    def training(self) -> tuple[np.ndarray, np.ndarray]:
        x = self.inputs(self.points, 1)
        if self.repeated:
            x[-1] = x[0]
        y = np.round(np.sin(6.0 * x[:, 0]) + (x**2).sum(axis=1) - 0.4, 4)
        if self.repeated:
            y[-1] += 0.25
        return x, y


CASES = (
    Case("line", 6, (0.3,), 1.0, 1e-4),
    Case("line_stiff", 8, (1.5,), 2.5, 1e-6),
    Case("plane", 9, (0.25, 0.9), 0.7, 1e-3),
    Case("plane_repeated", 10, (0.5, 0.2), 1.3, 0.02, repeated=True),
    Case("space", 12, (0.4, 0.8, 2.0), 3.0, 1e-2),
    Case("five_points", 5, (0.7, 0.7, 0.7), 0.05, 0.1),
)


def gp_rows(case: Case) -> Iterator[Row]:
    """The case and what scikit-learn says of it, as (quantity, row, column, value)."""
    x, y = case.training()
    query = np.vstack([case.inputs(4, 50), x[:1], np.full((1, x.shape[1]), 3.0)])
    latent = ConstantKernel(case.signal_variance) * Matern(case.length_scales, nu=2.5)
    exact = {"optimizer": None, "normalize_y": False}
    smooth = GaussianProcessRegressor(latent, alpha=case.noise_variance, **exact).fit(x, y)
    noisy = GaussianProcessRegressor(latent + WhiteKernel(case.noise_variance), alpha=0.0, **exact).fit(x, y)
    mean, deviation = smooth.predict(query, return_std=True)
    likelihood, gradient = noisy.log_marginal_likelihood(noisy.kernel_.theta, eval_gradient=True)

    for quantity, table in (("x", x), ("query", query)):
        yield from ((quantity, i, j, float(v)) for (i, j), v in np.ndenumerate(table))
    lists = {
        "length_scale": case.length_scales,
        "signal_variance": (case.signal_variance,),
        "noise_variance": (case.noise_variance,),
        "y": y,
        "mean": mean,
        "deviation": deviation,
        "log_marginal_likelihood": (likelihood,),
        "gradient": gradient,
    }
    for quantity, values in lists.items():
        yield from ((quantity, i, 0, float(v)) for i, v in enumerate(values))


def record_gp(path: Path) -> None:
    """One value a line: case,quantity,row,column,value."""
    lines = ["case,quantity,row,column,value"]
    for case in CASES:
        lines += [f"{case.name},{quantity},{i},{j},{value!r}" for quantity, i, j, value in gp_rows(case)]
    write(path, "\n".join(lines) + "\n")


SOBOL_DIMENSIONS = (*range(1, 11), 50, 100, 500, 1000, 1111)
SOBOL_INDICES = (*range(16), 100, 1000, 10_000, 65_535)


def record_sobol(path: Path) -> None:
    """Unscrambled coordinates in scipy's order, which is Gray-code order with the origin first."""
    points = qmc.Sobol(max(SOBOL_DIMENSIONS), scramble=False, bits=32).random(2**16)
    lines = ["dimension,index,value"]
    lines += [f"{d},{i},{float(points[i, d - 1])!r}" for d in SOBOL_DIMENSIONS for i in SOBOL_INDICES]
    write(path, "\n".join(lines) + "\n")


JOE_KUO_DIMENSIONS = 1_111


def record_joe_kuo(path: Path) -> None:
    """For each dimension from 2 on: the primitive polynomial, then as many initial numbers as its degree, u16 LE."""
    with np.load(Path(scipy.stats.__file__).with_name("_sobol_direction_numbers.npz")) as tables:
        polynomials, initial = tables["poly"].tolist(), tables["vinit"].tolist()
    numbers: list[int] = []
    for polynomial, first in zip(polynomials[1:JOE_KUO_DIMENSIONS], initial[1:JOE_KUO_DIMENSIONS], strict=True):
        degree = polynomial.bit_length() - 1
        numbers += [polynomial, *first[:degree]]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack(f"<{len(numbers)}H", *numbers))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
