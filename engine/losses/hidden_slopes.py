"""Whether h hides the slopes of a loss that has no theory: the exact ones tell."""

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..errors import StepTooLarge, StepUnseen
from ..formula.formula import Formula
from ..frame import State, StopReason
from ..matrix import Matrix
from ..problem import Problem
from ..quotients import steps_of
from ..settings import Settings
from .fitting_steps import fitting_steps
from .rounding_of_loss import ALIKE, LossRounding, natural_sizes_of

# As for the mean square: 3 times their root mean square, errors are rare.
SPREAD = 3.0
# Within a factor of 100 of the h that fits, another h gains at most a digit or two.
UNFIT = 100.0
# Of losses far beside W, in ε: at h = 3e15 the slopes of |Y − P| were up to 5 of them in size.
ROUNDINGS = 2.0


class HiddenSlopes:
    """Stops a descent on a formula whose h is to blame for the slopes that it does not see."""

    def __init__(
        self,
        formula: Formula,
        problem: Problem,
        settings: Settings,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._formula, self._problem, self._settings = formula, problem, settings
        self._cancelled = cancelled
        self._rounding = LossRounding(formula, problem, settings, cancelled)
        self._h = steps_of(settings.step_h, problem.weights).reshape(-1, 1)

    def at_start(self, state: State) -> State:
        """Return the first state, stopped if h hides all of its slopes."""
        return state if state.epoch else self._looked_at(state)

    def at_rest(self, state: State) -> State:
        """Return a state; as lost instead of converged if h hides what is left of the way."""
        return self._looked_at(state) if state.stop is StopReason.CONVERGED else state

    def _looked_at(self, state: State) -> State:
        is_open = state.stop in (None, StopReason.CONVERGED)
        if not (is_open and np.isfinite(state.gradient).all()):
            return state  # what overflows has an ending of its own
        W = state.W.astype(np.float64)
        if (np.abs(state.gradient) > SPREAD * self._noise_at(W, state.loss)).any():
            return state
        noise = self._rounding.of_quotient_at(W, state.loss)
        here, start = (np.array(self._fitting(at)).reshape(-1, 1) for at in (W, self._problem.W))
        fits = np.minimum(here, start)
        h = self._h
        exact = state.exact_gradient
        if exact is None:
            exact = self._formula.slope(self._problem, W, self._cancelled).gradient
        exact = np.abs(exact)
        # With the h that fits, the noise is what it is now times the ratio of the steps.
        with np.errstate(over="ignore"):  # noise beyond every number hides every slope
            seen = exact > SPREAD * noise * (h / fits) * UNFIT
        small, large = seen & (h * UNFIT < fits), seen & (h > UNFIT * np.maximum(here, start))
        if small.any():
            k = int(np.argmax(small))
            column = k + 1 if self._settings.has_each_h else None
            error = StepUnseen(float(h[k, 0]), state.loss, column)
            return state.ended(StopReason.STEP_VANISHED, str(error))
        if large.any() and self._is_blind_beside(W):
            k = int(np.argmax(large))
            too_large = StepTooLarge(float(h[k, 0]), k + 1)
            return state.ended(StopReason.STEP_TOO_LARGE, str(too_large))
        return state

    def _noise_at(self, W: Matrix, loss: float) -> float | Matrix:
        """Return the error of each slope, (j, 1): far larger losses at w ± h have a larger one."""
        noise = self._rounding.of_quotient_at(W, loss)
        with np.errstate(all="ignore"):
            points = (W + self._h).T
            losses = self._formula.losses(self._problem, points, self._cancelled)
            beside = float(np.abs(losses[0]))
            if not ALIKE * abs(loss) < beside < np.inf:
                return noise
            epsilon = float(np.finfo(self._settings.precision.value).eps)
            far: Matrix = ROUNDINGS * epsilon * beside * self._rounding.share
            larger: Matrix = np.maximum(noise, far)
        return larger

    def _is_blind_beside(self, W: Matrix) -> bool:
        """Return whether the quotients are rounding at other weights, too.

        Quotients of 0 alone do not tell: one that cuts too much of the curve is 0 beside the least.
        """
        settings, problem = self._settings, self._problem
        moved = W + natural_sizes_of(problem).reshape(-1, 1)
        quotients = self._formula.quotients(
            problem, settings.step_h, Difference(settings.difference), self._cancelled
        )
        with np.errstate(all="ignore"):
            loss, gradient = quotients.at(moved)
            return not (np.abs(gradient) > SPREAD * self._noise_at(moved, loss)).any()

    def _fitting(self, W: Matrix) -> tuple[float, ...]:
        settings = self._settings
        here = self._problem.starting_from(W)
        return fitting_steps(
            self._formula,
            here,
            Difference(settings.difference),
            settings.precision,
            self._cancelled,
        )
