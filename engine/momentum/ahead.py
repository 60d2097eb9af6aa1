"""Whether the loss of a run will grow beyond all bounds, and when, before it walks there.

A little above η's limit that takes 10⁸ epochs, and the literal path may never see it: it wanders
where rounding hides the slopes.
"""

import numpy as np

from ..frame import StopReason
from ..language.lists import listed
from ..language.sentence import marked
from ..matrix import Matrix
from ..methods.closed_form import EpochMap
from ..methods.literal import USE_SMALLER_RATE
from ..methods.path import Descent
from ..methods.standstill import Ending
from ..optimisers.memory import Memory
from ..shortening import grouped
from .closed_form import MomentumForm, MomentumRecurrence, Steepness
from .overflow import epochs_to_exceed, largest_of, rounding_of_residual
from .rule import MomentumRule

# Epochs, and multiplications in all, that are walked to see a loss grow: 0.2 s at 100×3 and 1 s at
# 1000×10. A run that has further to go is stopped as soon as that is known.
MOST_WALKED = 10_000
MOST_PRODUCTS = 2**30
OVERFLOWS = marked("engine", "At this η, the loss overflows at epoch {epoch}.")


class GrowthAhead:
    """How far a run is from diverging: plain descent, heavy ball or Nesterov, at a constant η."""

    def __init__(self, descent: Descent, recurrence: EpochMap) -> None:
        settings, self._modes = descent.settings, recurrence.modes
        self._problem, self._bounds, self._settings = descent.problem, descent.bounds, settings
        self._recurrence = MomentumRecurrence(
            Steepness.of(recurrence.modes),
            MomentumRule.of(settings),
            settings.fixed_learning_rate,
            recurrence.bias,
        )

    def is_far(self, products: int) -> bool:
        """Return whether the run diverges before its last epoch, but not soon.

        ``products`` is what an epoch costs.
        """
        most = self._bounds.most * self._modes.rows
        epochs = epochs_to_exceed(self._form(self._problem.W, None), most, self._rounding)
        is_far = epochs > MOST_WALKED or epochs * products > MOST_PRODUCTS
        return is_far and epochs <= self._settings.epochs

    def is_growing(self, W: Matrix, memory: Memory | None) -> bool:
        """Return whether a run that is at W (j, 1) with what it remembers grows for certain."""
        return self._form(W, memory).grows

    def ending(self, epoch: int, W: Matrix, memory: Memory | None) -> Ending:
        """Return how the run ends that is at W (j, 1) at an epoch, with when its loss overflows."""
        form = self._form(W, memory)
        epochs = epochs_to_exceed(form, largest_of(self._settings), self._rounding)
        if epochs == np.inf:  # η is above its limit by no more than rounding
            return Ending(StopReason.DIVERGED, USE_SMALLER_RATE)
        overflows = OVERFLOWS.format(epoch=grouped(epoch + int(epochs)))
        return Ending(StopReason.DIVERGED, listed([overflows, USE_SMALLER_RATE], " "))

    def _form(self, W: Matrix, memory: Memory | None) -> MomentumForm:
        buffer = None
        with np.errstate(over="ignore", invalid="ignore"):
            if memory is not None and memory.arrays:
                buffer = self._modes.vectors.T @ memory.arrays[0][:, 0]
            return MomentumForm(self._recurrence, self._modes.residual(W), buffer)

    @property
    def _rounding(self) -> float:
        return rounding_of_residual(self._problem)
