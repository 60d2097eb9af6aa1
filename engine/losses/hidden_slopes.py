"""Whether h hides the slopes of a loss that has no theory: the exact ones tell."""

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..errors import StepTooLarge, StepUnseen
from ..formula.formula import Formula
from ..frame import State, StopReason
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from .fitting_steps import fitting_steps
from .rounding_of_loss import LossRounding

# As for the mean square: 3 times their root mean square, errors are rare.
SPREAD = 3.0
# Within a factor of 100 of the h that fits, another h gains at most a digit or two.
UNFIT = 100.0


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
        noise = self._rounding.of_quotient_at(W, state.loss)
        if (np.abs(state.gradient) > SPREAD * noise).any():
            return state
        here, start = (np.array(self._fitting(at)).reshape(-1, 1) for at in (W, self._problem.W))
        fits = np.minimum(here, start)
        h = np.broadcast_to(np.asarray(self._settings.step_h, float).reshape(-1, 1), fits.shape)
        exact = np.abs(self._formula.slope(self._problem, W, self._cancelled).gradient)
        # With the h that fits, the noise is what it is now times the ratio of the steps.
        seen = exact > SPREAD * noise * (h / fits) * UNFIT
        small, large = seen & (h * UNFIT < fits), seen & (h > UNFIT * np.maximum(here, start))
        if small.any():
            k = int(np.argmax(small))
            column = k + 1 if self._settings.has_each_h else None
            error = StepUnseen(float(h[k, 0]), state.loss, column)
            return state.ended(StopReason.STEP_VANISHED, str(error))
        if large.any():
            k = int(np.argmax(large))
            too_large = StepTooLarge(float(h[k, 0]), k + 1)
            return state.ended(StopReason.STEP_TOO_LARGE, str(too_large))
        return state

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
