"""The epoch at which a run reaches a goal: a gap to the least loss, or a length of δW.

What has to fall may oscillate, so that only looking at every epoch tells the first one. But most
intervals of epochs can be passed over: the slopes there are bounded from below.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import WrongArgument
from ..language.sentence import marked
from ..matrix import Matrix
from ..methods.decay import Times
from ..optimisers.checks import MOST_EPOCHS, more_than_zero
from ..problem import Problem, check_problem
from ..settings import Settings, check_settings
from ..triangle import Triangle
from .bounds import SLACK, SlopeBounds
from .closed_form import MomentumForm
from .weights import weights_of_run

# An interval of so many epochs is looked at epoch by epoch: 0.3 ms for 6 modes.
LOOKED_AT = 1024
# Of an epoch: the curvature of a direction so flat that this is more than 1 has no more digits.
RESOLVED = 1e-12
# Longer ones are cut into so many parts.
PARTS = 32
# So many epochs are looked at in all, which takes some seconds. Runs of β ≤ 0.999 need no more.
MOST_LOOKED_AT = 2**23


def forecast(
    problem: Problem,
    settings: Settings,
    *,
    gap: float | None = None,
    tolerance: float | None = None,
    triangle: Triangle | None = None,
) -> float:
    """Return the first epoch at which a run from its start has reached a goal.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        What it runs under: plain descent, heavy ball or Nesterov, at a constant η. How many epochs
        it takes, and its own tolerance, do not matter.
    gap : float, optional
        The goal is a loss of at most this above the least one.
    tolerance : float, optional
        The goal is ‖δW‖ ≤ tolerance, in the columns descended on. One of the two is given.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.

    Returns
    -------
    float
        A whole number; inf if the goal is never reached. It is that of exact arithmetic: beyond the
        digits of a run, W may stand still before. NaN if it is not known, as with more than a
        thousand rows and columns.

    Raises
    ------
    BadSetting
        If the run is under another optimiser, a schedule, or a loss other than the mean square; or
        if the goal is not a number above 0.
    WrongArgument
        If not one goal is given.

    Examples
    --------
    >>> forecast(Problem([[1.0]], [1.0]), Settings(learning_rate=0.25), gap=0.01)
    4.0
    """
    check_problem(problem, "forecast")
    check_settings(settings, "forecast")
    if (gap is None) == (tolerance is None):
        advice = marked("engine", "give either a gap or a tolerance")
        raise WrongArgument("forecast", "gap", gap, advice)
    run = weights_of_run(problem, settings, triangle)
    if gap is not None:
        gap = more_than_zero("gap", gap)
        return math.nan if run is None else Goal.gap(run.form, gap).first_epoch()
    tolerance = more_than_zero("tolerance", tolerance)
    return math.nan if run is None else Goal.slope(run.form, tolerance).first_epoch()


class Box(NamedTuple):
    """That each weight is at most so far from the optimum.

    Attributes
    ----------
    distances : ndarray, shape (j, modes)
        The distance of each weight from the optimum, of a value of 1 along each mode.
    most : ndarray, shape (j,)
        The most that each may be.
    along : ndarray, shape (modes,)
        How large a value along each mode is at most, if all weights are as near as that.
    """

    distances: Matrix
    most: Matrix
    along: Matrix


class Goal(NamedTuple):
    """That Σ v² is at most a number, for the values v = f·g + o of the slopes g along the modes.

    ``factors`` f and ``offsets`` o are (j,). If there is a ``box``, the values have to be within it
    as well.
    """

    form: MomentumForm
    factors: Matrix
    offsets: Matrix
    most: float
    box: Box | None = None

    @classmethod
    def slope(cls, form: MomentumForm, tolerance: float) -> "Goal":
        """Return the goal of a length of δW."""
        none = np.zeros_like(form.coordinates)
        return cls(form, none + 1, none, tolerance * tolerance)

    @classmethod
    def gap(
        cls,
        form: MomentumForm,
        gap: float,
        box: Box | None = None,
        seen: NDArray[np.bool_] | None = None,
    ) -> "Goal":
        """Return the goal of a gap to the least loss: Σ e²/N over the modes that A determines.

        ``seen`` (j,) says which these are; all that have a size if not given.
        """
        modes, bias = form.recurrence.steepness, form.recurrence.bias
        factors = np.zeros_like(modes.sizes)
        if seen is None:
            seen = modes.sizes > 0
        np.divide(math.sqrt(modes.rows) / 2, modes.sizes, out=factors, where=seen)
        return cls(form, factors, -factors * bias, gap, box)

    def first_epoch(self, most_looked_at: float = MOST_LOOKED_AT) -> float:
        """Return the first epoch at which it is reached; inf if there is none.

        NaN if so many epochs are looked at before that is known.
        """
        return _Search(self, most_looked_at).first()

    def is_reached(self, times: Times) -> Matrix:
        """Return whether it is at each of the times, (n,)."""
        if not self.offsets.any():
            values: Matrix = self.factors[:, np.newaxis] * self.form.slopes(times)
        else:
            values = self.form.residuals(times) / math.sqrt(self.form.recurrence.steepness.rows)
            values[self.factors == 0] = 0.0
        is_reached = np.square(values).sum(axis=0) <= self.most
        if self.box is not None:
            distances = np.abs(self.box.distances @ values)
            is_reached &= (distances <= self.box.most[:, np.newaxis]).all(axis=0)
        return np.asarray(is_reached)


class _Search:
    """The search for the first epoch at which a goal is reached."""

    def __init__(self, goal: Goal, most_looked_at: float = MOST_LOOKED_AT) -> None:
        self._goal, self._bounds = goal, SlopeBounds(goal.form)
        self._looked_at, self._most_looked_at = 0, most_looked_at

    def first(self) -> float:
        """Return the first epoch; inf if there is none, NaN if that takes too long to tell."""
        first, last = 0.0, float(LOOKED_AT)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            while last < MOST_EPOCHS and self._looked_at <= self._most_looked_at:
                if not self._may_hold(np.array([first]), np.array([MOST_EPOCHS]))[0]:
                    return math.inf
                found = self._first_between(first, last)
                if found is not None:
                    return found
                first, last = last, 2 * last
        return math.inf if self._looked_at <= self._most_looked_at else math.nan

    def _first_between(self, first: float, last: float) -> float | None:
        """Return the first epoch from ``first`` to before ``last``; None if there is none."""
        waiting = [(first, last)]
        while waiting and self._looked_at <= self._most_looked_at:
            first, last = waiting.pop()
            if last - first <= LOOKED_AT * max(1.0, RESOLVED * first):
                times = np.unique(np.linspace(first, last, min(int(last - first), LOOKED_AT) + 1))
                times = times[:-1].round()
                self._looked_at += len(times)
                reached = self._goal.is_reached(times)
                if reached.any():
                    return float(times[np.argmax(reached)])
                continue
            ends = np.unique(np.linspace(first, last, PARTS + 1).round())
            may_hold = self._may_hold(ends[:-1], ends[1:] - 1)
            self._looked_at += len(may_hold)
            parts = zip(ends[:-1][may_hold].tolist(), ends[1:][may_hold].tolist(), strict=True)
            waiting.extend(reversed(list(parts)))
        return None

    def _may_hold(self, first: Times, last: Times) -> Matrix:
        """Return whether the goal may be reached in each interval, (n,), both ends included."""
        least, most = self._bounds.between(first, last)
        goal = self._goal
        sizes = (goal.factors * self._bounds.amplitudes)[:, np.newaxis]
        offsets, is_signed = goal.offsets[:, np.newaxis], self._bounds.is_positive[:, np.newaxis]
        low, high = np.sort([sizes * least + offsets, sizes * most + offsets], axis=0)
        signed = np.maximum(np.maximum(low, -high), 0.0)
        sizes, sides = np.abs(sizes), np.abs(offsets)
        least, most = np.maximum(least, 0.0), np.maximum(most, -least)
        either = np.maximum(np.maximum(sizes * least - sides, sides - sizes * most), 0.0)
        values = np.where(is_signed, signed, either)
        may_hold = ~(np.square(values).sum(axis=0) * (1 - SLACK) > goal.most)
        if goal.box is not None:
            reach = sizes * most
            low = np.where(is_signed, low, offsets - reach)
            high = np.where(is_signed, high, offsets + reach)
            may_hold &= _may_hold_in_box(goal.box, values, low, high)
        return np.asarray(may_hold)


def _may_hold_in_box(box: Box, sizes: Matrix, low: Matrix, high: Matrix) -> NDArray[np.bool_]:
    """Return whether values of at least ``sizes``, from ``low`` to ``high``, may be in a box, (n,).

    All are (modes, n). Along one mode alone a value may be too large already.
    """
    along, most = box.along[:, np.newaxis], box.most[:, np.newaxis]
    middle, around = box.distances @ (low + high) / 2, np.abs(box.distances) @ (high - low) / 2
    left = np.abs(middle) - around
    allowed = most + SLACK * (np.abs(middle) + around)
    is_out = (sizes * (1 - SLACK) > along).any(axis=0) | (left > allowed).any(axis=0)
    return np.asarray(~is_out)
