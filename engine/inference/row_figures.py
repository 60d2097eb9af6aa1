"""What is drawn of the rows of a fit: of each its errors and its influence, and which are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..cancelling import IsCancelled, check
from ..matrix import Matrix, frozen
from ..problem import Problem
from ..statistics import Statistics
from ..triangle import Progress
from .influence import Influence
from .new_rows import column_means

Rows = NDArray[np.int64]
RowChoice = Rows | list[int]
MOST_SHOWN = 4_000
"""More points would only cover each other in any plot; so many are drawn in 4 ms."""
# Of the rows shown, if not all are: those that stand out in each of three ways.
_UNUSUAL = 8


@dataclass(frozen=True, eq=False)
class RowFigures:
    """The errors of all rows and their influence, and the rows that a picture shows.

    Attributes
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    influence : Influence
        Residuals, leverages, studentised residuals and Cook's distances, each (N,).
    rank : int
        How many columns are independent.
    residual_sd : float
        The residual standard deviation, in the units of Y; NaN without degrees of freedom.
    places : ndarray of int, shape (N,)
        The place of each row in the order of the studentised residuals, from 0; −1 if it has none.
    placed : int
        How many rows have a place.
    shown : ndarray of int, shape (n,)
        The rows to draw, from 0, in their order: all, or a part evenly spread with those that stand
        out by their error, their leverage or their Cook's distance.
    varying : tuple of int
        The columns of A, from 0, that are not the same in every row.
    means : ndarray, shape (j,)
        Of each column of A.
    ranges : ndarray, shape (j, 2)
        The least and the largest number of each column of A.
    """

    problem: Problem
    influence: Influence
    rank: int
    residual_sd: float
    places: Rows = field(repr=False)
    placed: int
    shown: Rows = field(repr=False)
    varying: tuple[int, ...]
    means: Matrix = field(repr=False)
    ranges: Matrix = field(repr=False)

    @classmethod
    def of(
        cls,
        figures: Statistics,
        most: int = MOST_SHOWN,
        cancelled: IsCancelled = lambda: False,
        progress: Progress = lambda _: None,
    ) -> Self:
        """Return the figures of the rows of a fit, of which at most ``most`` are shown.

        ``progress`` is called with the fraction of rows done. Raises Cancelled when cancelled.
        """
        A, influence = figures.problem.A, figures.influence(cancelled, progress)
        check(cancelled)
        places = np.full(figures.problem.rows, -1, dtype=np.int64)
        known = np.flatnonzero(np.isfinite(influence.studentised))
        order = np.argsort(influence.studentised[known], kind="stable")
        places[known[order]] = np.arange(len(known))
        ranges = np.column_stack((A.min(axis=0), A.max(axis=0)))
        return cls(
            figures.problem,
            influence,
            figures.best.rank,
            figures.residual_sd,
            places,
            len(known),
            rows_to_show(influence, most),
            tuple(np.flatnonzero(ranges[:, 0] != ranges[:, 1]).tolist()),
            column_means(figures.problem),
            frozen(ranges),
        )

    @property
    def total(self) -> int:
        """N, the number of all rows."""
        return self.problem.rows

    @property
    def beyond_two(self) -> int:
        """How many residuals are more than two residual standard deviations from 0."""
        return int(np.count_nonzero(np.abs(self.influence.residuals) > 2 * self.residual_sd))

    @property
    def studentised_range(self) -> tuple[float, float]:
        """The least and the largest studentised residual; NaN if there are none."""
        if not self.placed:
            return np.nan, np.nan
        found = self.influence.studentised
        return float(np.nanmin(found)), float(np.nanmax(found))

    @property
    def most_influential(self) -> int | None:
        """The row with the largest Cook's distance, from 0; None if no row has one."""
        return int(np.nanargmax(self.influence.cook)) if self.placed else None

    def observed(self, rows: RowChoice) -> Matrix:
        """Return Y of some rows, (n,)."""
        found: Matrix = self.problem.Y[rows, 0]
        return found

    def predicted(self, rows: RowChoice) -> Matrix:
        """Return Ŷ of some rows at the optimum, (n,)."""
        found: Matrix = self.problem.Y[rows, 0] - self.influence.residuals[rows]
        return found

    def inputs(self, rows: RowChoice, column: int) -> Matrix:
        """Return the cells of some rows in a column of A, (n,)."""
        found: Matrix = self.problem.A[rows, column]
        return found

    def quantiles(self, rows: RowChoice) -> Matrix:
        """Return where the studentised residuals of some rows would be if they were normal, (n,).

        Notes
        -----
        Φ⁻¹((i − 3/8)/(N + 1/4)) of the i-th of N: Blom, *Statistical Estimates and Transformed Beta
        Variables*, 1958. NaN of a row without a studentised residual.
        """
        return normal_quantiles(self.places[rows], self.placed)


def normal_quantiles(places: ArrayLike, count: int) -> Matrix:
    """Return the normal quantiles of places (n,) from 0 among ``count``; NaN of places below 0."""
    normal = NormalDist()
    shares = ((place + 0.625) / (count + 0.25) for place in np.asarray(places).tolist())
    return frozen(np.array([normal.inv_cdf(p) if p > 0 else np.nan for p in shares]))


def rows_to_show(influence: Influence, most: int) -> Rows:
    """Return at most ``most`` rows, in their order: evenly spread, and those that stand out."""
    total = len(influence.residuals)
    if total <= most:
        return np.arange(total, dtype=np.int64)
    share = most // _UNUSUAL
    chosen: Sequence[Rows] = [
        _largest(figure, share)
        for figure in (
            np.abs(influence.residuals),
            influence.leverage,
            influence.cook,
            influence.residuals,
            -influence.residuals,
        )
    ]
    unusual = np.unique(np.concatenate(chosen))
    spread = np.linspace(0, total - 1, most - len(unusual)).round().astype(np.int64)
    return np.union1d(unusual, spread)


def _largest(figure: Matrix, count: int) -> Rows:
    known = np.where(np.isnan(figure), -np.inf, figure)
    return np.argpartition(known, -count)[-count:].astype(np.int64)


def cook_contour(distance: float, rank: int, leverage: ArrayLike) -> Matrix:
    """Return the studentised residuals at which a row has a Cook's distance.

    Parameters
    ----------
    distance : float
        Cook's distance, above 0.
    rank : int
        How many columns are independent.
    leverage : array_like, shape (n,)
        From 0 to 1.

    Returns
    -------
    ndarray, shape (n,)
        √(distance·rank·(1 − h)/h), the positive one of two; inf at a leverage of 0, NaN outside of
        0 … 1.
    """
    h = np.asarray(leverage, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.sqrt(distance * max(rank, 1) * (1 - h) / h)
    return frozen(np.where((h >= 0) & (h <= 1), found, np.nan))
