"""Tables that a long run appends to, so that a stopped run goes on where it was."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO


def done_keys(path: Path, columns: int) -> set[tuple[str, ...]]:
    """The first `columns` cells of every line that the table holds already."""
    if not path.exists():
        return set()
    with path.open(newline="") as lines:
        return {tuple(row[:columns]) for row in list(csv.reader(lines))[1:]}


def open_for_append(path: Path, header: Sequence[str]) -> TextIO:
    """Opens the table at its end, writing the header first if the table is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists() or path.stat().st_size == 0
    table = path.open("a", newline="")
    if new:
        print(*header, sep=",", file=table, flush=True)
    return table
