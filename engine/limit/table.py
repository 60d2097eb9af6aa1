"""The table that the limit is looked at on: the rows of a run or its triangle, in one precision."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled, check
from ..difference import Difference
from ..matrix import Matrix
from ..methods.updated_quotients import is_updated, quotients_of
from ..problem import Problem
from ..quotients import PRODUCTS_OF_ONE_THREAD
from ..settings import Precision, Settings
from ..step_size import sizes_of_columns
from ..threads.caching import cached_property
from ..triangle import Triangle, usable
from ..unit_columns import as_descended, column_norms, scaled

if TYPE_CHECKING:
    from ..formula.quotients import FormulaQuotients
    from ..methods.updated_quotients import UpdatedQuotients
    from ..quotients import Quotients

# 512 KiB of float64 for the residuals of a block, and 16 MiB for the points.
RESIDUALS_IN_CACHE = 2**16
COORDINATES_IN_MEMORY = 2**21
FEWEST_ROWS = 8


class LossSource(StrEnum):
    """What the losses are evaluated on, in words."""

    ROWS = "on all rows"
    TRIANGLE = "on the triangle"


@dataclass(frozen=True, eq=False)
class AnyTable(ABC):
    """A and Y as a descent has them, and its losses there.

    Attributes
    ----------
    A : ndarray, shape (n, j)
        In the arithmetic of ``precision``, with columns of length 1 if the settings say so.
    Y : ndarray, shape (n, 1)
    rows : int
        N, also if the table is a triangle of n = j + 1 rows.
    precision : Precision
    source : LossSource
    norms : ndarray, shape (j, 1)
        The lengths by which the columns were divided; 1 if they are as they are.
    """

    A: Matrix
    Y: Matrix
    rows: int
    precision: Precision
    source: LossSource
    norms: Matrix

    @abstractmethod
    def losses(
        self, w: Matrix, k: int, points: Matrix, cancelled: IsCancelled = lambda: False
    ) -> Matrix:
        """Return the loss at W (j,) with w_k at each of the points (n,), as quotients evaluate it.

        Raises Cancelled when cancelled.
        """

    @abstractmethod
    def quotients(
        self, h: float, difference: Difference, cancelled: IsCancelled = lambda: False
    ) -> "Quotients | UpdatedQuotients | FormulaQuotients":
        """Return what a literal epoch evaluates its quotients by."""

    @property
    def points_at_once(self) -> int | None:
        """How many losses are to be evaluated at once, as in a run; None if it does not matter."""
        return None

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return int(self.A.shape[1])

    @property
    def is_finite(self) -> bool:
        """Whether every cell is a number in this precision; float32 ends at 3.4e38."""
        return bool(np.isfinite(self.A).all() and np.isfinite(self.Y).all())

    def weights_of(self, W: Matrix, W_scaled: Matrix | None = None) -> Matrix:
        """Return W (j, 1) in the units of the table as the descent has it: (j,), rounded.

        ``W_scaled`` is the same as descended on, if it is known.
        """
        descended = as_descended(W, self.norms, W_scaled)
        with np.errstate(over="ignore"):
            found: Matrix = descended.astype(self.precision.value, copy=False)[:, 0]
        return found


@dataclass(frozen=True, eq=False)
class LimitTable(AnyTable):
    """A and Y as a descent on the mean square has them, with what is exact about them."""

    @classmethod
    def of_rows(
        cls,
        problem: Problem,
        settings: Settings,
        precision: Precision | None = None,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> "LimitTable":
        """Return the rows of a problem as a descent on the mean square has them.

        A ridge is the mean square of more rows, as it is in a run.

        Parameters
        ----------
        problem : Problem
        settings : Settings
            Those of the descent: whether columns are scaled, and the precision.
        precision : Precision, optional
            Another precision than that of the descent.
        triangle : Triangle, optional
            The rows reduced, if they are: a descent takes the lengths of the columns from it.
        cancelled : callable, optional
            Asked for each block of rows.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        norms: Matrix = np.ones_like(problem.W)
        if settings.scale_columns:
            triangle = usable(triangle)
            norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
            problem = scaled(problem, norms, cancelled)
        if (formula := settings.formula) is not None:
            from ..losses.ridge import with_ridge_rows  # loaded on use, as the formula itself

            problem = with_ridge_rows(problem, formula.on_scaled(norms)) or problem
        return cls._of(
            problem, problem.rows, precision or settings.precision, LossSource.ROWS, norms
        )

    @classmethod
    def of_triangle(
        cls, triangle: Triangle, settings: Settings, precision: Precision | None = None
    ) -> "LimitTable":
        """Return the triangle of a problem as a table of j + 1 rows, whose cost no N changes.

        Its losses are those of all rows, rounded otherwise, but by as much.
        """
        norms: Matrix = np.ones((triangle.weights, 1))
        if settings.scale_columns:
            norms = triangle.column_norms
        reduced = triangle.divided_by(norms).problem(np.zeros_like(norms))
        kind = precision or settings.precision
        return cls._of(reduced, triangle.rows, kind, LossSource.TRIANGLE, norms)

    @classmethod
    def _of(
        cls, problem: Problem, rows: int, precision: Precision, source: LossSource, norms: Matrix
    ) -> "LimitTable":
        with np.errstate(over="ignore"):
            A, Y = (table.astype(precision.value, copy=False) for table in (problem.A, problem.Y))
        return cls(A, Y, rows, precision, source, norms)

    @property
    def is_updated(self) -> bool:
        """Whether losses come from one residual that is updated, as there are many columns."""
        return is_updated(self.weights)

    @property
    def points_at_once(self) -> int:
        """How many losses an epoch of a central run evaluates at once: 2j + 1.

        Then the rows are summed in the same blocks, and the two points that a quotient takes lie on
        the stairs of the others, not a last digit beside them.
        """
        return 2 * self.weights + 1

    def quotients(
        self, h: float, difference: Difference, cancelled: IsCancelled = lambda: False
    ) -> "Quotients | UpdatedQuotients":
        """Return what a literal epoch evaluates its quotients by."""
        return quotients_of(self.A, self.Y, h, difference, cancelled)

    def losses(
        self, w: Matrix, k: int, points: Matrix, cancelled: IsCancelled = lambda: False
    ) -> Matrix:
        """Return the loss at W (j,) with w_k at each of the points (n,), as quotients evaluate it.

        Raises Cancelled when cancelled.
        """
        if self.is_updated:
            return self._updated(w, k, points, cancelled)
        found = np.empty_like(points)
        at_once = max(1, COORDINATES_IN_MEMORY // len(w))
        for start in range(0, len(points), at_once):
            part = slice(start, start + at_once)
            places = np.repeat(w[np.newaxis], len(points[part]), axis=0)
            places[:, k] = points[part]
            found[part] = self._losses_at(places, cancelled)
        return found

    def _losses_at(self, places: Matrix, cancelled: IsCancelled) -> Matrix:
        """Return the loss at each W, a row of places; blocks as in ``Quotients``."""
        height = min(RESIDUALS_IN_CACHE, PRODUCTS_OF_ONE_THREAD // self.weights) // len(places)
        height = max(FEWEST_ROWS, height)
        losses = np.zeros(len(places), dtype=places.dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, len(self.A), height):
                check(cancelled)
                rows = slice(start, start + height)
                residuals = places @ self.A[rows].T
                residuals -= self.Y[rows, 0]
                losses += np.vecdot(residuals, residuals)
            losses /= len(self.A)
        return losses

    def _updated(self, w: Matrix, k: int, points: Matrix, cancelled: IsCancelled) -> Matrix:
        """Return the losses as ``UpdatedQuotients`` has them: A·W − Y with A_k·(point − w_k)."""
        height = max(FEWEST_ROWS, RESIDUALS_IN_CACHE // len(points))
        losses = np.zeros_like(points)
        with np.errstate(over="ignore", invalid="ignore"):
            moves = (points - w[k])[:, np.newaxis]
            for start in range(0, len(self.A), height):
                check(cancelled)
                A = self.A[start : start + height]
                residuals = moves * A[:, k]
                residuals += A @ w - self.Y[start : start + height, 0]
                losses += np.vecdot(residuals, residuals)
            losses /= len(self.A)
        return losses

    @cached_property
    def problem(self) -> Problem:
        """The numbers as they are here, in float64."""
        return Problem(self.A.astype(np.float64, copy=False), self.Y.astype(np.float64, copy=False))

    @cached_property
    def root_bends(self) -> Matrix:
        """√mean(A_k²) for each weight, (j,)."""
        return sizes_of_columns(self.problem)

    @cached_property
    def root_output(self) -> float:
        """√mean(Y²)."""
        largest = float(np.abs(self.Y).max()) or 1.0
        return largest * math.sqrt(float(np.mean(np.square(self.Y.astype(np.float64) / largest))))
