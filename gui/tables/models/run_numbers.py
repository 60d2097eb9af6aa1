"""The numbers of a run that stand in the rows of W and beside them."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from engine import Matrix

if TYPE_CHECKING:
    from engine.statistics import GradientCheck


@dataclass(frozen=True, eq=False)
class RunNumbers:
    """What a run knows of each weight, each (j, 1), and of all together; None if it does not.

    ``gradient`` is that of the run's quotients at ``W``, of length ``gradient_norm``,
    ``exact_gradient`` that of the formula, and ``loss`` the loss there. ``optimum`` has
    ``least_loss``; ``standard_errors`` and ``residual_sd`` belong to it. ``start_loss`` is the loss
    of the start; below ``loss_floor`` a loss is only rounding. ``check`` compares the two gradients
    beside the rounding of the exact one.
    """

    W: Matrix | None = None
    gradient: Matrix | None = None
    gradient_norm: float | None = None
    exact_gradient: Matrix | None = None
    optimum: Matrix | None = None
    standard_errors: Matrix | None = None
    start_loss: float | None = None
    loss: float | None = None
    least_loss: float | None = None
    residual_sd: float | None = None
    loss_floor: float = 0.0
    check: "GradientCheck | None" = None

    @property
    def gradient_check(self) -> "GradientCheck | None":
        """How well the quotients agree with the exact slopes."""
        if self.check is not None or self.gradient is None or self.exact_gradient is None:
            return self.check
        from engine.statistics import agreeing_digits  # loaded on use, as in gui/run/worker.py

        return agreeing_digits(self.gradient, self.exact_gradient)

    def equals(self, other: "RunNumbers") -> bool:
        """Return whether there is nothing new to show in place of the other numbers."""
        for name in _NAMES:
            one, another = getattr(self, name), getattr(other, name)
            if one is another:
                continue
            if one is None or another is None:
                return False
            if one != another if isinstance(one, float) else not np.array_equal(one, another):
                return False
        return True


_NAMES = tuple(each.name for each in fields(RunNumbers) if each.name != "check")
NOTHING_KNOWN = RunNumbers()
"""Before a run."""
