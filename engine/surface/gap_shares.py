"""What each direction has of the loss above the least one: at recorded epochs, and foretold.

An epoch of plain descent multiplies the residual along a mode by μ = 1 − ηλ, so its part of the gap
by μ². A one-sided quotient moves the point that the descent goes to.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..difference import Difference
from ..matrix import Matrix
from ..methods.closed_form import Recurrence
from ..methods.decay import ROUNDING_OF_FACTORS
from ..settings import SAFE, Settings
from .bowl import Bowl

HALVINGS = 40.0
"""After so many of the largest part, 1e−12 of it is left."""
FARTHEST = 1e15
"""Epochs: each of those before is a float64 of its own."""


@dataclass(frozen=True, eq=False)
class LargestShare:
    """The direction with the largest part of what is left of the gap.

    Attributes
    ----------
    mode : int
    share : float
        Its part of the gap, 0 to 1.
    halving : float
        After how many epochs half of its part is left; inf if it stays, or grows.
    grows : bool
        Whether each epoch makes it larger: η is above its limit.
    """

    mode: int
    share: float
    halving: float
    grows: bool


def foretold_parts(bowl: Bowl, settings: Settings, W: Matrix, times: NDArray[np.float64]) -> Matrix:
    """Return what each mode adds to the least loss some epochs after W, by plain descent.

    Parameters
    ----------
    bowl : Bowl
    settings : Settings
        With a number for η and for h.
    W : ndarray, shape (j, 1)
        In the units of the table.
    times : ndarray, shape (n,)
        Numbers of epochs.

    Returns
    -------
    ndarray, shape (j, n)
    """
    recurrence = Recurrence(bowl.modes, settings)
    start = bowl.modes.residual(W * bowl.lengths[:, np.newaxis])[:, np.newaxis]
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        left = start * recurrence.decay.powers(times)
        if recurrence.pull.any():
            pull = recurrence.pull[:, np.newaxis]
            left = left - pull * recurrence.decay.accumulated(times)
        return bowl.gaps_of(left)


def largest_share(bowl: Bowl, learning_rate: float, W: Matrix) -> LargestShare | None:
    """Return which direction has most of the gap at W (j, 1).

    None if there is no gap at all, or if it is beyond the largest number.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        residuals = np.abs(bowl.modes.residual(W * bowl.lengths[:, np.newaxis]))
    residuals[bowl.modes.sizes == 0] = 0.0
    mode = int(np.argmax(residuals))
    largest = float(residuals[mode])
    if not 0 < largest < math.inf:
        return None
    # By the largest one, as the square of a run that diverges overflows before the run ends.
    whole = float(np.square(residuals / largest).sum())
    overshoot = learning_rate * float(bowl.modes.curvatures[mode])
    beyond = overshoot - 2
    if beyond >= -ROUNDING_OF_FACTORS:
        halving = math.inf
    elif overshoot == 1:
        halving = 0.0
    else:
        log = math.log1p(-overshoot) if overshoot < 1 else math.log(overshoot - 1)
        halving = -math.log(2) / (2 * log)
    return LargestShare(mode, 1 / whole, halving, beyond > ROUNDING_OF_FACTORS)


def horizon(bowl: Bowl, settings: Settings, W: Matrix) -> float:
    """Return how many epochs are worth foretelling from W (j, 1): until most of the gap is gone.

    It is that of the settings if no direction closes it.
    """
    share = largest_share(bowl, settings.fixed_learning_rate, W)
    halvings = 0.0 if share is None or math.isinf(share.halving) else HALVINGS * share.halving
    return min(max(halvings, float(settings.epochs), 1.0), FARTHEST)


def plain_settings(bowl: Bowl, settings: Settings) -> Settings:
    """Return the settings with numbers for η and h, as plain descent on the bowl has them.

    A one-sided quotient with an h that fits ends so near to the optimum that no plot shows it.
    """
    if settings.learning_rate == SAFE:
        steepest = float(bowl.modes.curvatures[0])
        settings = replace(settings, learning_rate=1 / steepest if steepest else 0.0)
    if isinstance(settings.h, str):
        settings = replace(settings, h=1.0, difference=Difference.CENTRAL)
    return settings
