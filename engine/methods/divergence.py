"""Whether a loss means that the descent has diverged, or that its step h no longer shows."""

import sys

import numpy as np

from ..frame import State
from ..loss import mean_squared_error
from ..matrix import Matrix
from ..optimisers.kinds import LIMITLESS
from ..problem import Problem
from ..settings import Settings
from ..stability import learning_rate_limit
from ..step_size import risen_by
from ..threads.caching import cached_property

# Far above what a stable descent can show, so no run that recovers is stopped; far below overflow.
GROWTH_ALLOWED = 1e30
# Far above the rounding of one loss on other rows, far below an epoch's growth.
GROWTH_SEEN = 1e-6
# RMSProp, Adam and their like have no limit of η that is known before a run, and one that arrives
# may raise the loss on its way: of six tables 96- to 921-fold, with Adam at an η of ten times the
# largest weight (measured).
FAR_GROWN = 1e6
# A loss is rounded by ε of itself; if h changes it by less than 100 of these, quotients may be 0.
ROUNDING_UNSEEN = 100
# Below 10 the quotients are mostly noise: unstable runs were seen to wander below 1e30 for ever.
ROUNDING_ADRIFT = 10


class Divergence:
    """Bounds of the loss for one problem under one set of settings.

    Growth is measured from the loss at the start. At an exact optimum that loss is pure rounding,
    and a one-sided quotient moves away from it; so growth is measured from at least the rounding
    level.
    """

    def __init__(self, problem: Problem, settings: Settings) -> None:
        self._problem, self._settings = problem, settings
        self._start = mean_squared_error(problem.A, problem.W, problem.Y)
        with np.errstate(over="ignore", invalid="ignore"):
            risen_by_h = risen_by(settings.step_h, problem)
            compared = float(np.mean(problem.Y**2)) + risen_by_h
        least = max(self._start, sys.float_info.epsilon * compared)
        self._most = min(GROWTH_ALLOWED * least, sys.float_info.max)
        epsilon = float(np.finfo(settings.precision.value).eps)
        # The same W may have a loss that is rounded otherwise on reduced rows.
        self._grown = self._start * (1 + GROWTH_SEEN) + ROUNDING_UNSEEN * epsilon**2 * compared
        if settings.optimiser in LIMITLESS:
            self._grown *= FAR_GROWN
        self._loses_step = risen_by_h / (ROUNDING_UNSEEN * epsilon) ** 2 or np.inf
        self._drifts = risen_by_h / (ROUNDING_ADRIFT * epsilon) ** 2 or np.inf

    @property
    def most(self) -> float:
        """The largest loss that does not count as diverged."""
        return self._most

    @property
    def most_certain(self) -> float:
        """The largest loss that counts as diverged at no η."""
        return min(self._most, self._drifts * (1 - sys.float_info.epsilon))

    @property
    def most_shown(self) -> float:
        """The largest loss beside which rounding does not hide all that h can change."""
        return self._loses_step

    def loss_at(self, W: Matrix) -> float:
        """Return the mean squared error at W (j, 1)."""
        return mean_squared_error(self._problem.A, W, self._problem.Y)

    def reached(self, loss: float) -> bool:
        """Return whether the descent has diverged at a loss, or the loss is not finite.

        If η is unstable, a loss whose rounding hides h counts as diverged too: from there the
        quotients drift, and the descent would wander for ever.
        """
        if loss <= self._most and loss < self._drifts:
            return False
        return not loss <= self._most or self.after_step_failed(loss)

    def after_step_failed(self, loss: float) -> bool:
        """Return whether h fails at this loss because the descent diverges."""
        return not loss <= self._most or (loss > self._grown and self._unstable)

    def is_held_up(self, state: State) -> bool:
        """Return whether W stands still at a state only because rounding hides its slopes there."""
        return self.after_step_failed(state.loss)

    def step_is_lost(self, loss: float) -> bool:
        """Return whether the rounding of a loss hides all that moving a weight by h can change.

        Moving w_k by h adds h²·mean(A_k²) to the loss at the optimum. Elsewhere it adds h times the
        slope, which is at most √(mean(A_k²)·loss). Both drown in ε·loss if the loss is large.
        """
        return loss > self._loses_step

    @cached_property
    def _unstable(self) -> bool:
        rate = self._settings.fixed_learning_rate
        if self._settings.is_plain:
            return rate > learning_rate_limit(self._problem)
        from ..optimisers.limits import limit_factor  # loaded on use: most runs are plain

        factor = limit_factor(self._settings)
        return factor is None or rate > factor * learning_rate_limit(self._problem)
