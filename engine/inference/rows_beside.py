"""Rows that a fit does not count, seen beside it: what it predicts of them, and how far that is."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from ..loss import as_table, predict, residual
from ..matrix import Matrix, frozen
from ..statistics import Statistics
from .new_rows import determined_rows


@dataclass(frozen=True, eq=False)
class RowsBeside:
    """Rows of the same columns that had no part in a fit: left out of it, or held out.

    Attributes
    ----------
    A : ndarray, shape (M, j)
    observed, predicted, residuals : ndarray, shape (M,)
        Y, Ŷ at the optimum of the other rows, and Y − Ŷ; these are NaN if the other rows do not
        determine Ŷ, for example of a level that none of them has.
    """

    A: Matrix = field(repr=False)
    observed: Matrix
    predicted: Matrix
    residuals: Matrix

    @classmethod
    def of(cls, figures: Statistics, A: ArrayLike, Y: ArrayLike) -> Self:
        """Return rows beside a fit that does not count them.

        Parameters
        ----------
        figures : Statistics
            The figures of the fit.
        A : array_like, shape (M, j)
            The rows.
        Y : array_like, shape (M, 1) or (M,)
            What was observed of them.

        Examples
        --------
        >>> from engine import Problem, optimum
        >>> from engine.statistics import statistics
        >>> problem = Problem([[1, 0], [1, 1], [1, 2]], [0, 1, 2])
        >>> found = RowsBeside.of(statistics(problem, optimum(problem)), [[1, 3]], [9])
        >>> found.predicted.round(9).tolist(), found.residuals.round(9).tolist()
        ([3.0], [6.0])
        """
        rows, outputs = as_table("A", np.asarray(A)), as_table("Y", np.asarray(Y))
        is_determined = determined_rows(figures.best, rows)
        predicted = np.where(is_determined[:, np.newaxis], predict(rows, figures.best.W), np.nan)
        left = residual(outputs, predicted)
        kept = (frozen(each[:, 0].copy()) for each in (outputs, predicted, left))
        return cls(frozen(rows), *kept)
