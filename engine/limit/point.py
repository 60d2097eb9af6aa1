"""One W of a descent, with the loss and the slopes there without rounding."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..cancelling import IsCancelled
from ..errors import EngineError
from ..exact.loss import OFF, ExactLoss
from ..language.sentence import marked
from ..matrix import Matrix
from ..optimum import REDUCTION
from ..settings import Precision
from ..threads.caching import cached_property
from .regions import LimitTheory
from .table import AnyTable, LimitTable, LossSource
from .theory import ErrorTheory

# Its root, which the theory needs, is a float up to here.
_MOST_LOSS = Fraction(10) ** 590


class PointTooLarge(EngineError):
    """The numbers at a point are too large for their arithmetic to say something of a slope."""

    def __init__(self, precision: Precision) -> None:
        self.precision = precision
        super().__init__(
            marked(
                "engine",
                "The numbers here are too large to look at in {precision}. Divide the columns by "
                "their length.",
            ).format(precision=precision)
        )


@dataclass(frozen=True, eq=False)
class TrueCurve:
    """The loss beside one weight without rounding, at some places.

    Attributes
    ----------
    offset : float
        What the exact L(w) is above the one the computer has.
    rises : ndarray, shape (n,)
        The loss at each place, above the computer's L(w).
    bends : ndarray, shape (n,)
        The same above the tangent.
    """

    offset: float
    rises: Matrix
    bends: Matrix


class AnyPoint(ABC):
    """A table and one W on it, from which the limit along each weight is looked at.

    Attributes
    ----------
    table : AnyTable
    w : ndarray, shape (j,)
        The weights as descended on, in the arithmetic of the table.
    loss : Fraction or float
        The loss there, as exact as it is known.
    slopes : ndarray, shape (j,)
        The exact slopes there, rounded once to float64.
    exact_slopes : tuple of Fraction
        The same without rounding, as far as they are known.
    digits : ndarray, shape (j,)
        How many digits of each exact slope are known.
    """

    table: AnyTable
    w: Matrix
    loss: Fraction | float
    slopes: Matrix
    exact_slopes: tuple[Fraction, ...]
    digits: Matrix

    @abstractmethod
    def theory(self, k: int, cancelled: IsCancelled = lambda: False) -> LimitTheory:
        """Return the foretold errors of the quotients of weight k, from 0.

        Raises Cancelled if ``cancelled`` returned True.
        """

    def slopes_beside(self, k: int) -> tuple[float, float]:
        """Return the slopes of weight k, from 0, to smaller and larger weights: two at a kink."""
        return float(self.slopes[k]), float(self.slopes[k])

    @abstractmethod
    def true_curve(
        self, k: int, moved: Matrix, losses: Matrix, here: float, cancelled: IsCancelled
    ) -> TrueCurve:
        """Return the loss beside weight k, from 0, without rounding.

        Parameters
        ----------
        k : int
        moved : ndarray, shape (n,)
            How far the weight is moved to each place.
        losses : ndarray, shape (n,)
            The losses that the computer has there.
        here : float
            The loss that it has at w.
        cancelled : callable
            Asked for each block of rows.
        """


@dataclass(frozen=True, eq=False)
class LimitPoint(AnyPoint):
    """A table of the mean square and one W on it, whose loss and slopes are exact.

    Attributes
    ----------
    table : LimitTable
    w : ndarray, shape (j,)
        The weights as descended on, in the arithmetic of the table.
    loss : Fraction
        The exact loss there.
    slopes : ndarray, shape (j,)
        The exact slopes there, rounded once to float64.
    exact_slopes : tuple of Fraction
        The same without rounding.
    digits : ndarray, shape (j,)
        How many digits of each exact slope are known: far more than 16, except at an optimum. On
        the triangle they are fewer: its columns are those of the rows but for rounding.
    """

    table: LimitTable
    w: Matrix
    loss: Fraction
    slopes: Matrix
    exact_slopes: tuple[Fraction, ...]
    digits: Matrix

    @classmethod
    def at(
        cls,
        table: LimitTable,
        W: Matrix,
        cancelled: IsCancelled = lambda: False,
        W_scaled: Matrix | None = None,
    ) -> "LimitPoint":
        """Return the point at W (j, 1) in the units of the table, which is rounded as in the run.

        Parameters
        ----------
        table : LimitTable
        W : ndarray, shape (j, 1)
            Finite.
        cancelled : callable, optional
            Asked for each block of rows.
        W_scaled : ndarray, shape (j, 1), optional
            The same as descended on, if it is known.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        PointTooLarge
            If a cell, a weight or the loss is too large for the arithmetic of the table.
        """
        w = table.weights_of(W, W_scaled)
        if not (table.is_finite and np.isfinite(w).all()):
            raise PointTooLarge(table.precision)
        values = ExactLoss(table.A, table.Y, cancelled).at(w.reshape(-1, 1))
        if values.loss > _MOST_LOSS:
            raise PointTooLarge(table.precision)
        slopes = np.array([rounded(slope) for slope in values.slopes])
        digits = values.digits
        if table.source is LossSource.TRIANGLE:
            digits = np.maximum(digits - _digits_lost(table), 0.0)
        return cls(table, w, values.loss, slopes, values.slopes, digits)

    def above(self, loss: float) -> float:
        """Return by how much the exact loss exceeds one that the computer has; NaN if that is not.

        The difference of two floats would have no digit of it.
        """
        return rounded(self.loss - Fraction(loss)) if math.isfinite(loss) else math.nan

    def theory(self, k: int, cancelled: IsCancelled = lambda: False) -> ErrorTheory:
        """Return the foretold errors of the quotients of weight k, from 0."""
        del cancelled  # it takes no pass over the rows
        table = self.table
        return ErrorTheory(
            k,
            table.precision,
            table.rows,
            float(self.w[k]),
            float(self.slopes[k]),
            self.root_loss,
            float(table.root_bends[k]),
            self.root_size,
            table.is_updated,
            self.exact_slopes[k] != 0 and self.slopes[k] == 0,
        )

    def true_curve(
        self, k: int, moved: Matrix, losses: Matrix, here: float, cancelled: IsCancelled
    ) -> TrueCurve:
        """Return the parabola beside weight k, from 0; see ``AnyPoint``."""
        del losses, cancelled
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            offset, bend = self.above(here), float(np.square(self.table.root_bends[k]))
            rises = offset + moved * (float(self.slopes[k]) + bend * moved)
            return TrueCurve(offset, rises, bend * np.square(moved))

    @cached_property
    def root_loss(self) -> float:
        """√L, the root of the exact loss."""
        return root_of(self.loss)

    @cached_property
    def root_size(self) -> float:
        """√S, the size of what the predictions are added up of, and Y."""
        table = self.table
        with np.errstate(over="ignore"):
            terms = np.append(table.root_bends * self.w.astype(np.float64), table.root_output)
            largest = float(np.abs(terms).max()) or 1.0
            return largest * float(np.linalg.norm(terms / largest))


def _digits_lost(table: LimitTable) -> float:
    """Return how many digits of a slope of the triangle are not those of the slope of the rows.

    A slope is a product of a column and the residual. Reducing the rows moves both, and so does
    rounding rows or triangle to single precision.
    """
    moved = REDUCTION[0] + REDUCTION[1] * math.sqrt(table.rows)
    if table.precision is Precision.SINGLE:
        moved += float(np.finfo(table.precision.value).eps)
    return math.log10(2 * moved / OFF)


def root_of(value: Fraction) -> float:
    """Return the root of a fraction, also if the fraction itself is beyond float64."""
    half = (value.numerator.bit_length() - value.denominator.bit_length()) // 2
    return math.ldexp(math.sqrt(value / Fraction(4) ** half), half) if value else 0.0


def rounded(value: Fraction) -> float:
    """Return the nearest float64; ±inf if it is beyond."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
