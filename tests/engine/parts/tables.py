"""Tables in many files, for the tests."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine import Matrix

NAMES = ("a", "b", "c", "y")


def table(seed: int = 1, rows: int = 300) -> Matrix:
    """Return three inputs and an output that follows them."""
    random = np.random.default_rng(seed)
    A = random.normal(50, 20, (rows, 3))
    return np.column_stack((A, A @ [1.0, -2.0, 0.5] + 7 + random.normal(0, 3, rows)))


def write_csv(path: Path, values: Matrix, names: Sequence[str] = NAMES) -> Path:
    """Write rows with all digits."""
    lines = [",".join(map(repr, row)) for row in values.tolist()]
    path.write_text("\n".join([",".join(names), *lines, ""]), encoding="utf-8")
    return path


def write_parts(folder: Path, values: Matrix, count: int) -> list[Path]:
    """Write a table in so many files."""
    blocks = np.array_split(values, count)
    return [write_csv(folder / f"part-{k:02}.csv", block) for k, block in enumerate(blocks)]


def upright(R: Matrix) -> Matrix:
    """Return a triangle with a diagonal that is not negative."""
    found: Matrix = R * np.where(R.diagonal() < 0, -1.0, 1.0)[:, np.newaxis]
    return found
