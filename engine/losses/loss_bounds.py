"""Whether a loss means that a descent has diverged, for a loss that may be negative."""

import math
import sys

from ..formula.formula import Formula
from ..matrix import Matrix
from ..methods.divergence import GROWTH_ALLOWED
from ..problem import Problem


class LossBounds:
    """Bounds of a formula's loss on one problem."""

    def __init__(self, formula: Formula, problem: Problem) -> None:
        self._formula, self._problem = formula, problem
        start = self.loss_at(problem.W)
        size = abs(start) if math.isfinite(start) else 0.0
        self._start = start
        self._most = min(GROWTH_ALLOWED * max(size, sys.float_info.epsilon), sys.float_info.max)

    def loss_at(self, W: Matrix) -> float:
        """Return the loss at W (j, 1)."""
        return float(self._formula.losses(self._problem, W.T)[0])

    def reached(self, loss: float) -> bool:
        """Return whether the loss has grown, or fallen, beyond all bounds; NaN is none of these."""
        return abs(loss) > self._most

    def step_is_lost(self, loss: float) -> bool:
        """Return whether a loss shows no step: else ``HiddenSlopes`` tells."""
        return math.isnan(loss)

    def after_step_failed(self, loss: float) -> bool:
        """Return whether h fails at this loss because the descent diverges."""
        return self.reached(loss) or loss > self._start
