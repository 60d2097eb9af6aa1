"""Whether a loss means that a descent has diverged, for a loss that may be negative."""

import math
import sys

import numpy as np

from ..cancelling import IsCancelled
from ..formula.formula import Formula
from ..frame import State
from ..matrix import Matrix
from ..methods.divergence import GROWTH_ALLOWED, GROWTH_SEEN
from ..problem import Problem
from .lower_loss import is_decided_by_bias


class LossBounds:
    """Bounds of a formula's loss on one problem; Cancelled is raised when cancelled."""

    def __init__(
        self, formula: Formula, problem: Problem, cancelled: IsCancelled = lambda: False
    ) -> None:
        self._formula, self._problem, self._cancelled = formula, problem, cancelled
        start = self.loss_at(problem.W)
        size = abs(start) if math.isfinite(start) else 0.0
        self._start = start
        self._grown = start + GROWTH_SEEN * size + sys.float_info.epsilon
        self._most = min(GROWTH_ALLOWED * max(size, sys.float_info.epsilon), sys.float_info.max)

    def loss_at(self, W: Matrix) -> float:
        """Return the loss at W (j, 1)."""
        return float(self._formula.losses(self._problem, W.T, self._cancelled)[0])

    def reached(self, loss: float) -> bool:
        """Return whether the loss has grown, or fallen, beyond all bounds; NaN is none of these."""
        return abs(loss) > self._most

    def step_is_lost(self, loss: float) -> bool:
        """Return whether a loss shows no step: else ``HiddenSlopes`` tells."""
        return math.isnan(loss)

    def after_step_failed(self, loss: float) -> bool:
        """Return whether h fails at this loss because the descent diverges."""
        return self.reached(loss) or loss > self._start

    def is_held_up(self, state: State) -> bool:
        """Return whether W stands still where an η too large has led it.

        There the quotients are the slopes. An h that is too large, or a one-sided quotient, may
        lead W uphill, to a rest of its own.
        """
        if self.reached(state.loss) or not state.loss > self._grown:
            return self.reached(state.loss)
        W, gradient = state.W.astype(np.float64), state.gradient.astype(np.float64)
        with np.errstate(all="ignore"):
            exact = self._formula.slope(self._problem, W, self._cancelled).gradient
        return not is_decided_by_bias(gradient, exact, 0.0, self._problem)
