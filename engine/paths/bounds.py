"""How far a loss may grow before its descent has diverged, and how small it makes h look."""

import sys
from functools import cached_property

import numpy as np

from ..loss import mean_squared_error
from ..problem import Problem
from ..settings import Settings
from ..stability import learning_rate_limit

GROWTH_ALLOWED = 1e30
ROUNDING_UNSEEN = 100
ROUNDING_ADRIFT = 10


class Bounds:
    """What the losses of one problem may be under one set of settings.

    Losses are compared with the one at the start. A start at the optimum to the last bit has a loss
    of rounding alone, from which a one-sided quotient rightly moves away; so growth counts from no
    less than the rounding of what is compared.
    """

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self._problem, self._settings = problem, settings
        self._start = mean_squared_error(problem.A, problem.W, problem.Y)
        with np.errstate(over="ignore", invalid="ignore"):
            risen_by_h = float(np.square(settings.h) * problem.mean_squares.max())
            compared = float(np.mean(problem.Y**2)) + risen_by_h
        least = max(self._start, sys.float_info.epsilon * compared)
        self._most = min(GROWTH_ALLOWED * least, sys.float_info.max)
        epsilon = float(np.finfo(settings.precision.value).eps)
        self._hides_h = risen_by_h / (ROUNDING_UNSEEN * epsilon) ** 2 or np.inf
        self._drifts = risen_by_h / (ROUNDING_ADRIFT * epsilon) ** 2 or np.inf

    def exceeded_by(self, loss: float) -> bool:
        """Tell whether a loss is one of a descent that diverges, or is no finite number.

        Where the rounding of the loss nears what h changes, the quotients drift; a descent that
        grew as far as that under an unstable η would wander there for ever.
        """
        if loss <= self._most and loss < self._drifts:
            return False
        return not loss <= self._most or self.outgrown_by(loss)

    def outgrown_by(self, loss: float) -> bool:
        """Tell whether the descent diverges, for a loss at which the step h fails."""
        return not loss <= self._most or (loss > self._start and self._unstable)

    def hide_h_at(self, loss: float) -> bool:
        """Tell whether the rounding of a loss outweighs all that moving a weight by h can change.

        Moving w_k by h adds h²·mean(A_k²) to the loss of the optimum, and h times its slope
        elsewhere, which is √(mean(A_k²)·loss) at most; both are lost in ε·loss then.
        """
        return loss > self._hides_h

    @cached_property
    def _unstable(self) -> bool:
        return self._settings.fixed_learning_rate > learning_rate_limit(self._problem)
