"""Whether the step h shows the slopes at all: too small or too large, it leaves only rounding.

Moving w_k by h changes the loss by about 2h times the slope, beside h²·mean(A_k²). If h is too
small, the change drowns in the rounding of the loss; if it is too large, in the rounding of
h²·mean(A_k²), and w itself is rounded away in w ± h. A descent then stands still, or wanders, with
slopes that nobody sees: that is no convergence. The answer depends on the problem, its settings and
W only, so that every path has the same at the same W. But beside such an h the slopes are mostly
rounding, and the rows of a triangle round otherwise: its literal path may then come to another W,
and end for another reason.
"""

import math

import numpy as np

from ..cancelling import IsCancelled, abandonable
from ..errors import StepTooLarge, StepUnseen
from ..frame import Convergence, State, StopReason
from ..loss import predict, residual
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from ..stability import moves_nothing
from ..step_size import suggest_each_h, suggest_h
from ..threads.caching import cached_property
from ..triangle import triangle_of
from .divergence import Divergence
from .rounding import SPREAD, Rounding

# Within a factor of 100 of the h that fits, another h gains at most a digit or two.
UNFIT_STEP = 100.0
# Of a weight: the verdict calls it right if it is within this.
WEIGHT_SEEN = 1e-6
# Steeper slopes than this many roundings of the residuals show at some h.
LEAST_SLOPE = 4.0
# Columns. The directions of more take seconds (1,000: 0.5 s measured).
MOST_COLUMNS = 1000


class LostStep:
    """Stops a descent on a problem whose h is to blame for what it does not see."""

    def __init__(
        self, problem: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
    ) -> None:
        self._problem, self._settings, self._cancelled = problem, settings, cancelled
        self._h, self._largest_h = settings.step_h, settings.largest_h
        self._squares = problem.mean_squares

    def at_start(self, state: State) -> State:
        """Return the first state, stopped if no epoch can move W, or h hides all of its slopes."""
        if state.stop is None and self._moves_nothing:
            from .standstill import TOO_SMALL, Ending  # loaded on use, as in engine/__init__.py

            is_fitted = not residual(self._problem.Y, predict(self._problem.A, state.W)).any()
            if is_fitted:
                return state.ended(*Ending.of(Convergence.ROUNDING))
            return state.ended(StopReason.ENDLESS, TOO_SMALL)
        is_open = state.stop is None or state.convergence is Convergence.TOLERANCE
        if state.epoch or not is_open or not np.isfinite(state.gradient).all():
            return state  # what overflows has an ending of its own
        with np.errstate(all="ignore"):
            if self._is_unfit(state) and self._hides_slopes(state):
                return self._stopped(state)
        return state

    def is_too_large_at(self, state: State) -> bool:
        """Return whether h is so large that rounding hides all slopes of a first state."""
        with np.errstate(all="ignore"):
            is_unfit = self._is_too_large(state) and self._is_unfit(state)
            return is_unfit and self._hides_slopes(state)

    def at_rest(self, state: State) -> State:
        """Return a state; as lost instead of converged if h hides what is left of the way.

        Raises Cancelled when cancelled.
        """
        if state.stop is not StopReason.CONVERGED:
            return state
        with np.errstate(all="ignore"):
            if self._is_unfit(state) and self._hides_rest(state):
                return self._stopped(state)
        return state

    def _stopped(self, state: State) -> State:
        h, weight = self._largest_h, self._settings.weight_of_largest_h
        if self._is_too_large(state):
            # One h for all is largest beside the largest column.
            weight = weight or int(np.argmax(self._squares)) + 1
            return state.ended(StopReason.STEP_TOO_LARGE, str(StepTooLarge(h, weight)))
        unseen = StepUnseen(h, state.loss, weight)
        return state.ended(StopReason.STEP_VANISHED, str(unseen))

    def _is_unfit(self, state: State) -> bool:
        """Return whether h is far from what fits, both here and at the start."""
        ratio = float(np.max(self._h / self._fitting))
        if self._is_too_large(state):
            return ratio > UNFIT_STEP
        return 0 < UNFIT_STEP * self._root_of_risen < math.sqrt(state.loss) and (
            ratio < 1 / UNFIT_STEP
        )

    def _is_too_large(self, state: State) -> bool:
        return self._root_of_risen > UNFIT_STEP * self._size(state) > 0

    @property
    def _root_of_risen(self) -> float:
        """The largest h·√mean(A_k²)."""
        return float(np.max(self._h * np.sqrt(self._squares)))

    def _size(self, state: State) -> float:
        """Return the root mean square of the numbers whose difference is the residual."""
        W = state.W[:, 0].astype(np.float64)
        return math.sqrt(float(self._squares @ np.square(W)) + self._observed)

    def _hides_slopes(self, state: State) -> bool:
        """Return whether all slopes drown in their rounding, though another h would show them."""
        problem, W = self._problem, state.W.astype(np.float64)
        left = -residual(problem.Y, predict(problem.A, W))
        slopes = 2 * (problem.A.T @ left)[:, 0] / problem.rows
        steepest = float(np.abs(slopes).max())
        side = sum(self._settings.difference.sides)
        seen = float(np.abs(slopes + side * self._h * self._squares).max())
        root = math.sqrt(float(self._squares.max()))
        least = LEAST_SLOPE * self._epsilon * root * self._size(state)
        return least < steepest and seen <= float(np.max(self._noise(state)))

    def _hides_rest(self, state: State) -> bool:
        noise = self._noise(state)
        if not self._is_too_large(state):
            return self._bounds.step_is_lost(state.loss)
        if state.convergence is Convergence.TOLERANCE:
            return float(np.max(noise)) > self._settings.tolerance
        if self._problem.weights > MOST_COLUMNS:
            return True
        hidden = 2 * SPREAD * float(np.max(noise)) * self._softness
        return not bool((hidden <= WEIGHT_SEEN * np.abs(state.W[:, 0])).all())

    def _noise(self, state: State) -> float | Matrix:
        return self._rounding.of_quotient_at(state.W.astype(np.float64), state.loss)

    @property
    def _moves_nothing(self) -> bool:
        # What others than plain descent make of a small slope may be a large step.
        return self._settings.is_plain and moves_nothing(self._settings, self._problem)

    @property
    def _epsilon(self) -> float:
        return float(np.finfo(self._settings.precision.value).eps)

    @cached_property
    def _observed(self) -> float:
        return float(np.mean(np.square(self._problem.Y)))

    @cached_property
    def _fitting(self) -> float | Matrix:
        """The step that fits: one for all weights, or one for each if the settings have that."""
        settings = self._settings
        if settings.has_each_h:
            each = suggest_each_h(self._problem, settings.difference, settings.precision)
            return np.array(each)
        return suggest_h(self._problem, settings.difference, settings.precision)

    @cached_property
    def _bounds(self) -> Divergence:
        return Divergence(self._problem, self._settings)

    @cached_property
    def _rounding(self) -> Rounding:
        return Rounding(self._problem, self._settings)

    @cached_property
    def _softness(self) -> Matrix:
        """How far each weight moves if all slopes are off by 1, (j,): the row sums of |H⁻¹|."""
        triangle = triangle_of(self._problem, cancelled=self._cancelled)
        if not triangle.is_finite:
            return np.full(self._problem.weights, np.inf)
        try:
            _, sizes, Vt = abandonable(
                lambda: np.linalg.svd(triangle.R[:-1, :-1]), self._cancelled, triangle.weights
            )
        except np.linalg.LinAlgError:
            return np.full(self._problem.weights, np.inf)
        seen = sizes > self._epsilon * len(sizes) * sizes[0]
        curvatures = 2 * np.square(sizes[seen]) / triangle.rows
        inverse = (Vt[seen].T / curvatures) @ Vt[seen]
        found: Matrix = np.abs(inverse).sum(axis=1)
        return found
