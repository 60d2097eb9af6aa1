"""Whether a loss falls no more although its weights still move: they go to and fro.

Beside the least of |Y − P| the slopes do not shrink, so that at any one η the weights jump over it
for ever. So they do along a bend that is too strong for η. Few of these paths ever come back to the
very same W; but none of them has a lower loss for as long again as it took to get there.
"""

import numpy as np

from ..settings import Precision

# Epochs. A path that winds through a valley may rise for some dozens of them.
FEWEST = 256
# Of the loss, in ε: what rounding may lower the lowest of many losses by.
ROUNDINGS = 16.0


class LowestLoss:
    """Watches the lowest loss of a path, in spans of epochs that double."""

    def __init__(self, precision: Precision) -> None:
        self._rounding = ROUNDINGS * float(np.finfo(precision.value).eps)
        self._count, self._end = 0, FEWEST
        self._before: float | None = None
        self._lowest = float("inf")

    def is_passed(self, loss: float) -> bool:
        """Count an epoch; return whether a whole span ends that has lowered no loss."""
        self._lowest = min(self._lowest, loss)
        self._count += 1
        if self._count < self._end:
            return False
        before, lowest = self._before, self._lowest
        self._before, self._lowest, self._end = lowest, float("inf"), 2 * self._end
        if before is None:
            return False
        return not lowest < before - self._rounding * abs(before)
