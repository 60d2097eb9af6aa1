"""What the plot of the error against h shows: curves, the theory of them, and the h looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine import Matrix
from engine.difference import Difference
from engine.limit.curves import FAR_BETTER, MOST_DIGITS, ErrorCurves
from engine.limit.regions import LimitTheory, Span
from engine.threads.caching import cached_property

from ..axis_scale import FALLING, Numbers

# Of an h that is offered: it is known no better.
H_DIGITS = 2
# In two digits, this share of an h is always less than the h itself.
_DOWN = 0.95
# The h that fits a table of one weight is a power of ten, so up to three times as large or as small
# as the best, and its error 1.7 times; half of what is promised. At 2.5, 103 of 552 such places of
# the tables of tests/data had two different best h; at 5, 59 have, 53 of which break the promise.
AS_GOOD_ALONE = 5.0
# Errors beyond this many times the slope are drawn at the edge: nothing is right there anyway.
WORST = 1.0
# Below the last digit, for quotients that are right to the last bit.
BELOW_LAST = 0.4


@dataclass(frozen=True, eq=False)
class ShownErrors:
    """The errors of the quotients of one weight, and the h that is looked at.

    Attributes
    ----------
    theory : LimitTheory
        Of the same weight, point and precision as the curves.
    curves : ErrorCurves
    quotients : sequence of Difference
        Those whose points are drawn.
    looked_at : Difference
        The quotient that h is chosen for.
    h : float
    error : float
        |quotient − slope| at h; NaN if w + h is w.
    right : int
        How many digits of the slope are right there, as its digits are shown.
    axis : tuple of float
        The largest and the smallest h of the axis.
    is_scaled : bool
        Whether w, h and the slope are those of a scaled column.
    whose : str
        The weight that h is that of, if others have another; else empty.
    fitting_h : float or None
        The h of a run that fits, if it is known.
    best_of : str
        The weight that the best h is that of, if it is not the h that fits; else empty.
    is_at_rest : bool
        Whether a run has come to its optimum, so that the slope is called 0 to rounding.
    is_alone : bool
        Whether there is no other weight, so that the h that fits is that of this one.
    """

    theory: LimitTheory
    curves: ErrorCurves
    quotients: Sequence[Difference]
    looked_at: Difference
    h: float
    error: float
    right: int
    axis: tuple[float, float]
    is_scaled: bool = False
    whose: str = ""
    fitting_h: float | None = None
    best_of: str = ""
    is_at_rest: bool = False
    is_alone: bool = False

    @cached_property
    def regions(self) -> tuple[Span, ...]:
        """What rules the error of the quotient that is looked at, from the largest h on."""
        return self.curves.regions(self.theory, self.looked_at)

    @cached_property
    def best_h(self) -> float:
        """The h to mark as the best."""
        return offered_h(
            self.curves, self.theory, self.looked_at, self.fitting_h, is_alone=self.is_alone
        )

    @cached_property
    def is_hidden(self) -> bool:
        """Whether the slope is 0 to rounding, so that no h is the best."""
        return self.is_at_rest or self.curves.is_hidden(self.theory, self.looked_at)

    @property
    def is_empty(self) -> bool:
        """Whether there are no digits to count, as the slope is 0 or the loss has two."""
        return self.theory.is_flat or bool(self.theory.no_derivative)

    @cached_property
    def lacks_best(self) -> bool:
        """Whether there is no best h: the slope is 0 to rounding, or a kink is too near."""
        return self.is_hidden or self.theory.lacks_room(self.looked_at)

    @property
    def kink(self) -> float:
        """The h from which on a secant reaches over a kink; inf if there is none."""
        return self.theory.nearest_kink(self.looked_at)

    @cached_property
    def textbook_h(self) -> float:
        """√ε or ∛ε, which knows nothing of the table."""
        return self.theory.textbook_h(self.looked_at)

    @property
    def most_digits(self) -> float:
        """The digits that a number has in this precision."""
        return MOST_DIGITS[self.curves.precision]

    def heights(self, errors: Matrix) -> Numbers:
        """Return the positions of errors (n,): less than none right is 0, and digits go down."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found: Numbers = np.log10(np.asarray(errors, np.float64) / abs(self.theory.slope))
        return np.clip(found, -self.most_digits - BELOW_LAST, WORST)

    @cached_property
    def places(self) -> Numbers:
        """The positions of the h of the curves."""
        return FALLING.positions(np.asarray(self.curves.h, np.float64))

    @cached_property
    def points(self) -> Mapping[Difference, Numbers]:
        """The heights of the measured errors of each quotient that is drawn."""
        return {each: self.heights(self.curves.errors(each)) for each in self.quotients}

    @cached_property
    def foretold(self) -> Mapping[Difference, Numbers]:
        """The heights of the foretold errors of each quotient that is drawn."""
        h = self.curves.h
        return {each: self.heights(self.theory.errors(h, each)) for each in self.quotients}

    @cached_property
    def least_measured(self) -> tuple[float, float] | None:
        """The h with the least measured error, smoothed, and that error's height; below a kink."""
        smoothed = self.curves.smoothed(self.looked_at)
        is_seen = np.isfinite(smoothed) & (self.curves.h < self.kink)
        if self.is_empty or self.lacks_best or not is_seen.any():
            return None
        least = int(np.argmin(np.where(is_seen, smoothed, np.inf)))
        return float(self.curves.h[least]), float(self.heights(smoothed[least : least + 1])[0])


def offered_h(
    curves: ErrorCurves,
    theory: LimitTheory,
    difference: Difference,
    fitting: float | None = None,
    *,
    is_alone: bool = False,
) -> float:
    """Return the best h as every label, button and sentence has it, in two digits.

    Over some decades of h a central quotient is as good as it gets. If the h that fits all weights
    of a run is among them, as it usually is, that is the best h of each of them. One-sided, each
    weight has its own. But if there is only one, the h that fits is meant for it.

    Parameters
    ----------
    curves : ErrorCurves
    theory : LimitTheory
        Of the same weight, point and precision.
    difference : Difference
    fitting : float, optional
        The h of a run that fits, if it is known.
    is_alone : bool, optional
        Whether there is no other weight.
    """
    best, kink = curves.marked_h(theory, difference), theory.nearest_kink(difference)
    if fitting is not None and (is_alone or difference is Difference.CENTRAL):
        most = AS_GOOD_ALONE if is_alone else FAR_BETTER
        if curves.is_as_good(theory, difference, fitting, most):
            best = fitting
    # Rounded up, an h just below the nearest kink would be above it.
    return next((h for h in (rounded_h(best), rounded_h(_DOWN * best)) if h < kink), best)


def rounded_h(h: float, digits: int = H_DIGITS) -> float:
    """Return an h with so many significant digits."""
    return float(f"{h:.{digits - 1}e}")
