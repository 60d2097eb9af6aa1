"""The error of the quotients of one weight, measured at many h.

Each quotient is evaluated by its definition: the losses at w + h, w and w − h, and their difference
over the step taken. On the triangle, three curves of a table of few columns take 0.04 ms, however
many rows there are, and show as much rounding. On the rows it is the rounding of the run itself.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..matrix import Matrix
from ..settings import Precision
from ..threads.caching import cached_property
from .point import AnyPoint
from .regions import LimitTheory, Region, Span
from .table import LossSource

# Points a decade of h. More do not show more: what scatters is rounding.
POINTS_A_DECADE = 8
# Of the running mean, to either side.
QUARTER_DECADE = 0.25
# Of the rounding, to either side: whole numbers round to nothing at up to 5 h in a row (measured).
DECADE = 1.0
# A quarter of what is promised: the running mean of what scatters is itself off by up to 4. Of
# 21,911 marks near the optimum of the tables of tests/data, 53 break the promise at 5, and 1 at 2.5
# (measured). At fewer, marks follow luck: at 1.5 a sixth of them move.
FAR_BETTER = 2.5
MOST_DIGITS = {Precision.DOUBLE: 16.0, Precision.SINGLE: 8.0}


@dataclass(frozen=True, eq=False)
class ErrorCurves:
    """The three quotients of one weight at many h, and how wrong they are.

    Attributes
    ----------
    weight : int
        Which weight, from 0.
    precision : Precision
    source : LossSource
        Whether the losses are those of the rows or of the triangle.
    h : ndarray, shape (n,)
        From the largest to the smallest, evenly in powers of ten.
    slope : float
        The exact slope.
    quotients : dict of Difference to ndarray, shape (n,)
        NaN if w + h is w, so that there is no step.
    """

    weight: int
    precision: Precision
    source: LossSource
    h: Matrix
    slope: float
    quotients: Mapping[Difference, Matrix]

    def errors(self, difference: Difference) -> Matrix:
        """Return |quotient − slope| at each h, (n,); NaN if there is no quotient."""
        return self._errors[difference]

    def smoothed(self, difference: Difference) -> Matrix:
        """Return the running mean of the errors over half a decade of h, (n,).

        Rounding scatters: one quotient is off by nothing, its neighbour by ten times as much. NaN
        if there is no quotient.
        """
        found = self._smoothed.get(difference)
        if found is None:
            errors = self.errors(difference)
            found = self._mean_within(QUARTER_DECADE, errors)
            found[~np.isfinite(errors)] = np.nan
            found.setflags(write=False)  # it is shared
            self._smoothed[difference] = found
        return found

    def marked_h(self, theory: LimitTheory, difference: Difference) -> float:
        """Return the h to mark as the best: the foretold one, unless a measured one is far better.

        Near the optimum of a table whose predictions are differences of large numbers, processors
        round less than the theory allows for, or more. That shows in decades of h. Where a few
        quotients beside each other are exact by chance, as those of a table of whole numbers are,
        the theory is right.

        So the error at the mark is at most ten times the least smoothed one. No rule can promise
        that of h below the last digit of w, which all take the same step, so that one quotient is
        all there is and luck decides about it. Nor can one if a tenth of the quotients is rounded a
        hundred times as much as the others: 1 of 21,911 marks is of this kind.

        Parameters
        ----------
        theory : LimitTheory
            Of the same weight, point and precision.
        difference : Difference
        """
        found = self._marked.get((theory, difference))
        if found is None:
            found = self._marked[theory, difference] = self._mark(theory, difference)
        return found

    def is_as_good(
        self,
        theory: LimitTheory,
        difference: Difference,
        h: float,
        most: float = FAR_BETTER,
    ) -> bool:
        """Return whether another h costs no more than the one that ``marked_h`` may itself cost.

        Parameters
        ----------
        theory : LimitTheory
            Of the same weight, point and precision.
        difference : Difference
        h : float
            Beyond the ends of the curves it is not as good, as far as they can tell.
        most : float, optional
            How many times as large as the least its likely error may be.
        """
        if not self.h[-1] <= h <= self.h[0]:
            return False
        errors = self._likely_of(theory, difference)
        there = int(np.argmin(np.abs(np.log(self.h) - np.log(h))))
        return bool(errors[there] <= most * errors.min() < math.inf)

    @cached_property
    def _errors(self) -> Mapping[Difference, Matrix]:
        with np.errstate(invalid="ignore", over="ignore"):
            found = {each: np.abs(line - self.slope) for each, line in self.quotients.items()}
        for errors in found.values():
            errors.setflags(write=False)  # they are shared
        return found

    @cached_property
    def _smoothed(self) -> dict[Difference, Matrix]:
        """What has been asked for: a redraw asks eight times."""
        return {}

    @cached_property
    def _likely(self) -> dict[tuple[LimitTheory, Difference], Matrix]:
        return {}

    @cached_property
    def _marked(self) -> dict[tuple[LimitTheory, Difference], float]:
        return {}

    def _mark(self, theory: LimitTheory, difference: Difference) -> float:
        foretold, errors = theory.best_h(difference), self._likely_of(theory, difference)
        if theory.is_hidden or not np.isfinite(errors).any():
            return foretold
        there = int(np.argmin(np.abs(np.log(self.h) - np.log(foretold))))
        least = int(np.argmin(errors))
        return foretold if errors[there] <= FAR_BETTER * errors[least] else float(self.h[least])

    def _likely_of(self, theory: LimitTheory, difference: Difference) -> Matrix:
        """Return ``_errors_likely``, found once."""
        found = self._likely.get((theory, difference))
        if found is None:
            found = self._likely[theory, difference] = self._errors_likely(theory, difference)
        return found

    def _errors_likely(self, theory: LimitTheory, difference: Difference) -> Matrix:
        """Return the error near each h (n,) without luck; inf if the losses or the steps are alike.

        It is the bend that is cut, which is known, and the rounding measured over two decades. It
        is at least the error measured over half a decade, and a last digit of the slope.
        """
        with np.errstate(all="ignore"):
            is_seen = np.isfinite(self.errors(difference))
            is_seen &= self.h > theory.cancelling_above(difference)
            is_seen &= self.h < theory.nearest_kink(difference)  # beyond, no h is the best
            is_seen &= self.h >= theory.last_digit  # below, one quotient is all there is
            bend = theory.bend_cut(self.h, difference)
            off = np.abs(self.quotients[difference] - self.slope - bend)
            foretold = theory.errors(self.h, difference) - np.abs(bend)
            share = self._mean_within(DECADE, np.where(is_seen, off / foretold, np.nan))
            found = np.fmax(self.smoothed(difference), np.abs(bend) + foretold * share)
            found = np.fmax(found, theory.epsilon * abs(self.slope))
        return np.where(is_seen & np.isfinite(found), found, np.inf)

    def _mean_within(self, decades: float, values: Matrix) -> Matrix:
        """Return the mean of the values (n,) so many decades to either side of each h, (n,).

        Without those that are not finite; NaN if none are.
        """
        reach = min(len(values), round(decades / math.log10(self.h[0] / self.h[1])))
        padded = np.pad(values, reach, constant_values=np.nan)
        windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
        is_there = np.isfinite(windows)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            sums = np.where(is_there, windows, 0.0).sum(axis=1)
            found: Matrix = sums / is_there.sum(axis=1)
        return found

    def regions(self, theory: LimitTheory, difference: Difference) -> tuple[Span, ...]:
        """Return the regions from the largest h on, with losses alike only if they mostly are.

        The theory knows no more of that than ε. Of a table of many rows, a few predictions move at
        an h at which most do not, and the losses differ. So the region begins at the largest h from
        which on at least half of the quotients are 0, over half a decade; digits cancel above it.
        """
        spans = theory.regions(difference)
        foretold = next((each for each in spans if each.region is Region.ALIKE), None)
        if foretold is None:
            return spans
        quotients = self.quotients[difference]
        is_seen = np.isfinite(quotients)
        share = self._mean_within(QUARTER_DECADE, np.where(is_seen, quotients == 0, np.nan))
        is_there = is_seen & (self.h < foretold.largest) & (self.h > foretold.smallest)
        differing = self.h[is_there & (share < 0.5)]
        if not len(differing):
            return spans
        begin = float(differing.min())
        if not (is_there & (self.h < begin)).any():
            begin = foretold.smallest
        moved = {
            Region.CANCEL: lambda span: replace(span, smallest=begin),
            Region.ALIKE: lambda span: replace(span, largest=begin),
        }
        if not any(span.region is Region.CANCEL for span in spans):
            return spans
        found = (moved.get(span.region, lambda each: each)(span) for span in spans)
        return tuple(span for span in found if span.largest > span.smallest)

    def is_hidden(self, theory: LimitTheory, difference: Difference) -> bool:
        """Return whether the slope is 0 to rounding: on average no h gives a digit of it.

        Foretold or measured; a lucky hit counts for nothing.
        """
        if theory.is_hidden or theory.lacks_room(difference):
            return theory.is_hidden  # a kink is no rounding
        errors = self.smoothed(difference)
        is_seen = np.isfinite(errors)
        return bool(is_seen.any()) and not bool((errors[is_seen] < abs(self.slope) / 10).any())

    def digits_expected(self, theory: LimitTheory, difference: Difference, h: float) -> float:
        """Return the digits right near h: measured on average, or foretold if those are more.

        NaN if there is neither, or if the slope is 0.
        """
        near = int(np.argmin(np.abs(np.log(self.h) - np.log(h))))
        foretold = theory.errors(np.array([h]), difference)
        errors = np.append(self.smoothed(difference)[near : near + 1], foretold)
        found = digits_right(errors, self.slope, self.precision)
        return float(np.fmax(found[0], found[1]))

    def digits_right(self, difference: Difference) -> Matrix:
        """Return how many digits of the slope each quotient has right, (n,).

        From 0 to 16, or to 8 in single precision; NaN if there is no quotient, or the slope is 0.
        """
        return digits_right(self.errors(difference), self.slope, self.precision)


def measure(
    point: AnyPoint, k: int, h: Matrix, cancelled: IsCancelled = lambda: False
) -> ErrorCurves:
    """Evaluate the quotients of weight k, from 0, at each h (n,).

    Parameters
    ----------
    point : AnyPoint
    k : int
    h : ndarray, shape (n,)
        More than zero, as descended on; from ``steps_between``.
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    w = point.w
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        step = h.astype(w.dtype)
        here = np.full_like(step, w[k])
        ends = {1: here + step, -1: here - step}
        points = np.concatenate((ends[1], ends[-1], here[:1]))
        ahead, behind, at_w = np.split(
            point.table.losses(w, k, points, cancelled), (len(h), 2 * len(h))
        )
        losses = {1: ahead, -1: behind}
        quotients = {}
        for difference in Difference:
            upper, lower = difference.ends([ends[side] for side in difference.sides], here)
            above, below = difference.ends([losses[side] for side in difference.sides], at_w)
            taken = upper - lower
            found = (above - below) / taken
            found[taken == 0] = np.nan
            quotients[difference] = found.astype(np.float64)
    slope = float(point.slopes[k])
    return ErrorCurves(k, point.table.precision, point.table.source, h, slope, quotients)


def steps_between(largest: float, smallest: float, a_decade: int = POINTS_A_DECADE) -> Matrix:
    """Return h from the largest to the smallest, evenly in powers of ten, both included."""
    decades = np.log10(largest) - np.log10(smallest)
    count = max(2, round(float(decades) * a_decade) + 1)
    return np.geomspace(largest, smallest, count)


def digits_right(errors: Matrix, slope: float, precision: Precision) -> Matrix:
    """Return how many digits of a slope are right, given its errors; NaN if the slope is 0."""
    if slope == 0:
        return np.full_like(errors, np.nan)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found: Matrix = np.clip(0.0 - np.log10(errors / abs(slope)), 0.0, MOST_DIGITS[precision])
    return found
