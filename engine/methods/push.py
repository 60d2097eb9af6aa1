"""Whether the constant error of a one-sided quotient moves W where the table does not see it.

A one-sided quotient is off by ±h·mean(A_k²). Along directions in which no prediction changes,
nothing holds W against that, so the literal path would walk on until a step is lost beside W: that
takes 10^7 epochs in single precision. It never settles, and can say so as soon as nothing else is
left of the way. In double precision, the modes tell.
"""

import numpy as np

from ..matrix import Matrix
from ..settings import Precision
from ..threads.caching import cached_property
from ..triangle import triangle_of
from .modes import Modes
from .path import LiteralTask

# The way is looked at after so many epochs, and whenever they have doubled.
FEWEST_EPOCHS = 64
# Of the push, the way may differ by so much: the rounding of W, and slow directions.
SHARE_OF_OTHERS = 0.02
# Rows or columns, if they are fewer: the directions of more take seconds.
MOST_DIRECTIONS = 1000


class Push:
    """Watches whether only a constant error moves W along a literal path in single precision."""

    def __init__(self, descent: LiteralTask) -> None:
        self._descent = descent
        settings, problem = descent.settings, descent.problem
        self._may_be = (
            settings.precision is Precision.SINGLE
            and sum(settings.difference.sides) != 0
            and min(problem.rows, problem.weights) <= MOST_DIRECTIONS
        )

    def begin(self, W: Matrix) -> None:
        """Begin a path at W (j, 1)."""
        self._marked, self._marked_at, self._count = W, 0, 0

    def is_seen(self, W: Matrix) -> bool:
        """Count an epoch that leads to W (j, 1); return whether the way there is a push.

        Raises Cancelled when cancelled.
        """
        self._count += 1
        is_power = self._count & (self._count - 1) == 0
        if not (is_power and self._may_be and self._count >= FEWEST_EPOCHS):
            return False
        way = W.astype(np.float64) - self._marked
        epochs = self._count - self._marked_at
        self._marked, self._marked_at = W, self._count
        pushed = -self._descent.settings.fixed_learning_rate * epochs * self._unseen
        off = float(np.linalg.norm(way[:, 0] - pushed))
        return off < SHARE_OF_OTHERS * float(np.linalg.norm(pushed))

    @cached_property
    def _unseen(self) -> Matrix:
        """The part of the constant error that changes no prediction, (j,)."""
        problem, cancelled = self._descent.problem, self._descent.cancelled
        try:
            if problem.rows < problem.weights:
                modes = Modes.of_rows(problem, cancelled, self._descent.settings.step_h)
            else:
                modes = Modes(triangle_of(problem, cancelled=cancelled))
        except np.linalg.LinAlgError:  # of cells that are too large
            return np.zeros(problem.weights)
        is_flat = modes.sizes == 0
        unseen: Matrix = modes.vectors[:, is_flat] @ modes.bias(self._descent.settings)[is_flat]
        return unseen
