"""The rows of a fit as its plots draw them, and how these are numbered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.inference.row_figures import RowFigures
from engine.inference.rows_beside import RowsBeside

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
        The row of the table that each row is that counts, from 0; None if all do.
    beside : RowsBeside or None
        Rows that are left out of the fit, drawn hollow; None if there are none.
    beside_numbering : ndarray of int, shape (M,), or None
        The row of the table that each of these is, from 0.
    is_held_out : ndarray of bool, shape (M,), or None
        Which of these are held out to test the fit; None if none is.
    """

    figures: RowFigures
    names: Sequence[str]
    numbering: Numbering | None = None
    beside: RowsBeside | None = None
    beside_numbering: Numbering | None = None
    is_held_out: NDArray[np.bool_] | None = None

    @property
    def remark(self) -> str:
        """How many rows are drawn, if not all are."""
        figures = self.figures
        if len(figures.shown) == figures.total:
            return ""
        return PART(figures.total, shown=format_count(len(figures.shown)))

    def table_row(self, row: int) -> int:
        """Return which row of the table, from 0, a row is that counts."""
        return row if self.numbering is None else int(self.numbering[row])

    def row_of(self, table_row: int) -> int | None:
        """Return which row that counts a row of the table is; None if it is none."""
        if self.numbering is None:
            return table_row if 0 <= table_row < self.figures.total else None
        return _place_in(self.numbering, table_row)

    def row_beside(self, place: int) -> int:
        """Return which row of the table, from 0, one of those left out is."""
        assert self.beside_numbering is not None
        return int(self.beside_numbering[place])

    def holds_out(self, place: int) -> bool:
        """Return whether one of the rows left out is held out to test the fit."""
        return self.is_held_out is not None and bool(self.is_held_out[place])

    def place_beside(self, table_row: int) -> int | None:
        """Return which of the rows left out a row of the table is; None if it is none."""
        numbering = self.beside_numbering
        return None if numbering is None else _place_in(numbering, table_row)


def _place_in(numbering: Numbering, table_row: int) -> int | None:
    at = int(np.searchsorted(numbering, table_row))
    return at if at < len(numbering) and numbering[at] == table_row else None
