"""Whether a much larger η would lower the loss as surely from here: a few epochs of it are tried.

Far from their kinks, losses such as |Y − P| fall along a straight way, on which an epoch at ten
times the η wins ten times as much. At a small η that way is long: with η = 1e-5, a weight that has
3 to go takes hundreds of thousands of epochs, and is right to go on. Only another η ends it soon.
"""

import numpy as np

from ..cancelling import IsCancelled
from ..formula.formula import Formula
from ..matrix import Matrix
from ..problem import Problem

# A path that goes to and fro at the larger η shows it in as many epochs.
EPOCHS = 8
TIMES = (1000.0, 100.0, 10.0)
# Of what a straight way would win. A loss that bends so that less is won is near its least.
WON = 0.5


def larger_rate(
    formula: Formula,
    problem: Problem,
    rate: float,
    W: Matrix,
    cancelled: IsCancelled = lambda: False,
) -> float | None:
    """Return the largest of 10, 100 and 1,000 times η whose epochs are as good for their size.

    Parameters
    ----------
    formula : Formula
    problem : Problem
        A and Y as they are descended on.
    rate : float
        The present η, of plain descent.
    W : ndarray, shape (j, 1)
        The weights there.
    cancelled : callable, optional
        Asked for each block of rows.

    Returns
    -------
    float or None
        None if none of them lowers the loss by each of eight epochs, and by half of so many times
        what the present η can.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    start = formula.slope(problem, W, cancelled)
    with np.errstate(all="ignore"):
        straight = EPOCHS * rate * float(np.square(start.gradient).sum())
        if not (np.isfinite(start.loss) and 0 < straight < np.inf):
            return None
        for times in TIMES:
            here, at = start, W
            for _ in range(EPOCHS):
                at = at - times * rate * here.gradient
                there = formula.slope(problem, at, cancelled)
                if not there.loss < here.loss:
                    break
                here = there
            else:
                if start.loss - here.loss >= WON * times * straight:
                    return float(f"{times * rate:.3g}")
    return None
