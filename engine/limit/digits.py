"""The digits of one quotient: two losses, what cancels between them, and what is left.

The floats are those of the run: of the same evaluation and arithmetic, on the same columns.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..errors import StepVanishes
from ..methods.literal import step as next_weights
from ..methods.step_working import StepWorking
from ..settings import Precision
from ..threads.caching import cached_property
from .curves import digits_right
from .decimals import DIGITS, Aligned, align, align_to, significant_digits, written
from .point import AnyPoint, rounded

PLACES_APART = 2
"""A slope a hundred times as small as the other is still read best digit below digit."""


@dataclass(frozen=True)
class QuotientDigits:
    """One quotient with all that it is made of, each the very float of the arithmetic.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    difference : Difference
    precision : Precision
    h : float
        The step that was asked for.
    w : float
        The weight, as descended on.
    w_ahead, w_behind : float
        The ends of the secant; one of them is w for a one-sided quotient.
    ahead, behind : float
        The losses there.
    step : float
        The step taken, w_ahead − w_behind in floating point; 0 if w + h is w.
    rise : float
        The difference of the losses.
    slope : float
        The quotient rise/step; NaN if the step is 0.
    exact : Fraction
        The exact slope.
    exact_digits : int
        How many digits of the exact slope are known, at most those of the precision.
    beside : tuple of float, optional
        The slopes to smaller and to larger weights, if the loss has two here.
    """

    weight: int
    difference: Difference
    precision: Precision
    h: float
    w: float
    w_ahead: float
    w_behind: float
    ahead: float
    behind: float
    step: float
    rise: float
    slope: float
    exact: Fraction
    exact_digits: int
    beside: tuple[float, float] | None = None

    @property
    def is_still(self) -> bool:
        """Whether there is no step, because w + h is w."""
        return self.step == 0

    @property
    def is_finite(self) -> bool:
        """Whether both losses are numbers: they may overflow."""
        return math.isfinite(self.ahead) and math.isfinite(self.behind)

    @property
    def all_digits(self) -> int:
        """How many decimal digits a number of this precision has: 16 or 8."""
        return DIGITS[self.precision]

    @cached_property
    def losses(self) -> Aligned:
        """The two losses, digit below digit: how many are the same, cancel, and are left.

        Only if they are finite.
        """
        return align(self.ahead, self.behind, self.all_digits)

    @cached_property
    def slopes(self) -> Aligned:
        """The quotient and the exact slope, digit below digit; only if there is a finite quotient.

        At an optimum they have the digits of the exact slope that are known.
        """
        return align_to(self.slope, self.exact, self._known)

    @property
    def slope_text(self) -> str:
        """The quotient with the digits of the precision, digit below digit with the exact slope.

        Only if it is finite. It stands alone, with its own digits, if too few of them have a place.
        """
        text = self.slopes.first if self._is_aligned else written(self.slope, self.all_digits)
        return text.strip()

    @property
    def exact_text(self) -> str:
        """The exact slope with the digits of the precision, or those known at an optimum."""
        if math.isfinite(self.slope) and self._is_aligned:
            return self.slopes.second.strip()
        return written(self.exact, self._known)

    @property
    def _known(self) -> int:
        return max(1, min(self.all_digits, self.exact_digits))

    @cached_property
    def _is_aligned(self) -> bool:
        """Whether both slopes keep their digits when they are written digit below digit."""
        least = self.all_digits - PLACES_APART
        texts = self.slopes.first, self.slopes.second
        return all(significant_digits(text) >= least for text in texts)

    @property
    def digits_right(self) -> float:
        """How many digits of the slope are right; NaN without a quotient, or if the slope is 0."""
        exact = rounded(self.exact)
        return float(digits_right(np.array([abs(self.slope - exact)]), exact, self.precision)[0])

    @property
    def whole_digits_right(self) -> int:
        """How many digits of the slope are right, to be told in words; 0 if that is not known.

        All of those that are shown, if they are the same in both slopes, and only then.
        """
        if math.isnan(self.digits_right):
            return 0
        if math.isfinite(self.slope) and self.slope_text == self.exact_text:
            return self._known
        return min(int(self.digits_right), self._known - 1)


def quotient_digits(
    point: AnyPoint,
    k: int,
    h: float,
    difference: Difference,
    cancelled: IsCancelled = lambda: False,
) -> QuotientDigits:
    """Return the digits of the quotient of weight k, from 0, at a step h.

    Parameters
    ----------
    point : AnyPoint
        On the rows, the floats are those that a literal epoch there makes.
    k : int
    h : float
        More than zero, as descended on.
    difference : Difference
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    table, w, beside = point.table, point.w, point.slopes_beside(k)
    held = w[k : k + 1]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        side = np.array([h]).astype(w.dtype)
        upper, lower = difference.ends([held + each * side for each in difference.sides], held)
        try:
            written = table.quotients(h, difference, cancelled).written_out(w.reshape(-1, 1))
            ahead, behind = written.ahead[k : k + 1], written.behind[k : k + 1]
        except StepVanishes:  # perhaps of another weight; the run itself would stop here
            ahead, behind = np.split(
                table.losses(w, k, np.concatenate((upper, lower)), cancelled), 2
            )
        step, rise = upper - lower, ahead - behind
        slope = rise / step if step[0] else np.full_like(rise, np.nan)
    return QuotientDigits(
        k,
        difference,
        table.precision,
        h,
        w=float(w[k]),
        w_ahead=float(upper[0]),
        w_behind=float(lower[0]),
        ahead=float(ahead[0]),
        behind=float(behind[0]),
        step=float(step[0]),
        rise=float(rise[0]),
        slope=float(slope[0]),
        exact=point.exact_slopes[k],
        exact_digits=int(min(point.digits[k], DIGITS[table.precision])),
        beside=beside if beside[0] != beside[1] else None,
    )


def working_digits(
    working: StepWorking, precision: Precision, exact: float, exact_digits: int = 15
) -> QuotientDigits:
    """Return the digits of a quotient that a run has written out.

    Parameters
    ----------
    working : StepWorking
        One weight of an epoch.
    precision : Precision
        The arithmetic of the run.
    exact : float
        The exact slope, in the same units.
    exact_digits : int
        How many digits of it are known.
    """
    kind = np.dtype(precision.value)
    with np.errstate(over="ignore", invalid="ignore"):
        held = np.array([working.w]).astype(kind)
        side = np.array([working.h]).astype(kind)
        moved = [held + each * side for each in working.difference.sides]
        upper, lower = working.difference.ends(moved, held)
        rise = np.array([working.ahead]).astype(kind) - np.array([working.behind]).astype(kind)
    return QuotientDigits(
        working.weight,
        working.difference,
        precision,
        working.h,
        working.w,
        float(upper[0]),
        float(lower[0]),
        working.ahead,
        working.behind,
        working.step,
        float(rise[0]),
        working.slope,
        Fraction(exact),
        min(exact_digits, DIGITS[precision]),
    )


def next_weight(digits: QuotientDigits, learning_rate: float) -> float:
    """Return w − η·slope, as an epoch of the run computes it."""
    kind = np.dtype(digits.precision.value)
    with np.errstate(over="ignore", invalid="ignore"):
        w, slope = (np.array([each]).astype(kind) for each in (digits.w, digits.slope))
        return float(next_weights(w, slope, learning_rate)[0])
