"""Edits of the rows to predict, which stand beside A and Y.

They are a table of cells with a column for each of A, of which any may be empty; no rows at all are
None. They follow the columns of A in ``changes.py``.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix
from engine.matrix import check_size

from ..errors import ShapeHasChanged
from .grid import EMPTY, Grid

if TYPE_CHECKING:
    from .experiment import Experiment


def append_rows(experiment: "Experiment", cells: Matrix, columns: int) -> "Experiment":
    """Add rows (n, j) at the end, which were read for a table with so many columns.

    Raises ShapeHasChanged if there are others now, and TableTooLarge.
    """
    if cells.shape[1] != experiment.columns or columns != experiment.columns:
        raise ShapeHasChanged
    before = experiment.new_rows
    check_size(len(cells) + (0 if before is None else len(before)), experiment.columns)
    added = Grid.of(cells)
    return _with(experiment, added if before is None else before.with_rows(len(before), added))


def set_cells(
    experiment: "Experiment", row: int, columns: Sequence[int], values: Sequence[float]
) -> "Experiment":
    """Write numbers into cells of a row, or NaN to empty one; below the last row, begin a row.

    Raises ShapeHasChanged if there are no such cells.
    """
    before = experiment.new_rows
    rows = 0 if before is None else len(before)
    if row > rows or max(columns) >= experiment.columns:
        raise ShapeHasChanged
    if before is None or row == rows:
        new: Matrix = np.full((1, experiment.columns), EMPTY)
        new[0, list(columns)] = values
        return append_rows(experiment, new, experiment.columns)
    for column, value in zip(columns, values, strict=True):
        before = before.with_block(row, column, np.array([[value]]))
    return _with(experiment, before)


def remove_rows(experiment: "Experiment", rows: Sequence[int]) -> "Experiment":
    """Remove rows that exist."""
    before = experiment.new_rows
    if before is None:
        return experiment
    removed = np.zeros(len(before), bool)
    removed[[row for row in rows if row < len(before)]] = True
    if not removed.any():
        return experiment
    return _with(experiment, None if removed.all() else before.without_rows(removed))


def clear_rows(experiment: "Experiment") -> "Experiment":
    """Remove all rows."""
    return experiment if experiment.new_rows is None else _with(experiment, None)


def _with(experiment: "Experiment", rows: Grid | None) -> "Experiment":
    return replace(experiment, new_rows=rows)
