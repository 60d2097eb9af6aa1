"""The rows of a fit as its plots draw them, and how these are numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.inference.row_figures import RowFigures

from ...text.numbers import format_count
from ..rows import PART

Numbering = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ShownRows:
    """The figures of rows, the names of the columns, and the places of the rows in the table.

    Attributes
    ----------
    figures : RowFigures
    names : sequence of str
        Of the columns of A.
    numbering : ndarray of int, shape (N,), or None
        The row of the table that each complete row is, from 0; None if all are complete.
    """

    figures: RowFigures
    names: Sequence[str]
    numbering: Numbering | None = None

    @property
    def remark(self) -> str:
        """How many rows are drawn, if not all are."""
        figures = self.figures
        if len(figures.shown) == figures.total:
            return ""
        return PART(figures.total, shown=format_count(len(figures.shown)))

    def table_row(self, row: int) -> int:
        """Return which row of the table, from 0, a complete row is."""
        return row if self.numbering is None else int(self.numbering[row])

    def row_of(self, table_row: int) -> int | None:
        """Return which complete row a row of the table is; None if it is none."""
        if self.numbering is None:
            return table_row if 0 <= table_row < self.figures.total else None
        at = int(np.searchsorted(self.numbering, table_row))
        found = at < len(self.numbering) and self.numbering[at] == table_row
        return at if found else None
