"""Whether a loss falls no more although its weights still move: they go to and fro.

Beside the least of |Y − P| the slopes do not shrink, so that at any one η the weights jump over it
for ever. So they do along a bend that is too strong for η. Few of these paths ever come back to the
very same W; but none of them has a lower loss for as long again as it took to get there.

A run of so many epochs ends before that is certain. Its recorded losses tell as well: they jump by
far more than they fall.
"""

import numpy as np

from ..settings import Precision
from ..trace import Trace

# Epochs. A path that winds through a valley may rise for some dozens of them.
FEWEST = 256
# Of the loss, in ε: what rounding may lower the lowest of many losses by.
ROUNDINGS = 16.0
# Of a jump: by less, the last quarter of a run is lower than the one before. Of twelve runs of
# 1,000 epochs that were so, of six losses at two η, each went to and fro for ever when it ran until
# converged, and after 10,000 epochs none was lower by more than 0.01 of a jump (measured).
FALL_OF_JUMP = 0.1
# As many as a path needs, from its start, until it is known to be in vain.
FEWEST_RECORDED = 2 * FEWEST
# Bins in a quarter of a run; most have hundreds.
FEWEST_BINS = 16
# Jumps of less of the loss are not seen in its nine digits.
SEEN = 1e-9


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


def jumps_in_vain(trace: Trace) -> bool:
    """Return whether the losses of a run go up and down at its end, and fall no more.

    Parameters
    ----------
    trace : Trace
        All of the run. Of less than 512 epochs nothing is said.

    Returns
    -------
    bool
        Whether the mean loss falls from the third quarter of the epochs to the last by at most a
        tenth of a typical jump from one recorded epoch to the next, and rises by at most one.
    """
    if not len(trace) or trace.epoch[-1] < FEWEST_RECORDED:
        return False
    share = trace.epoch / float(trace.epoch[-1])
    last = share > 0.75
    before = (share > 0.5) & ~last
    if np.count_nonzero(last) < FEWEST_BINS or np.count_nonzero(before) < FEWEST_BINS:
        return False
    with np.errstate(all="ignore"):
        middle = trace.lowest / 2 + trace.highest / 2
        steps = np.append(0.0, np.abs(np.diff(trace.loss)))
        jump = float(np.median(np.maximum(trace.highest - trace.lowest, steps)[last]))
        loss = float(middle[last].mean())
        fall = float(middle[before].mean()) - loss
    return jump > SEEN * abs(loss) and -jump <= fall <= FALL_OF_JUMP * jump
