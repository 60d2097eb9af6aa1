"""What each direction has of the loss above the least one: at recorded epochs, and foretold.

An epoch of plain descent multiplies the residual along a mode by μ = 1 − ηλ, so its part of the gap
by μ². With momentum the larger eigenvalue of a 2×2 matrix takes the place of μ in the end. A
one-sided quotient moves the point that the descent goes to.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..difference import Difference
from ..matrix import Matrix
from ..methods.closed_form import Recurrence
from ..methods.decay import ROUNDING_OF_FACTORS
from ..momentum.closed_form import MomentumForm, MomentumRecurrence, Steepness
from ..momentum.powers import ModePowers
from ..momentum.rule import LINEAR, MomentumRule
from ..optimisers.kinds import Schedule
from ..settings import SAFE, Settings
from ..verdict.gap import NOTICEABLE
from .bowl import Bowl

HALVINGS = 40.0
"""After so many of the largest part, 1e−12 of it is left."""
HELD_UP = 3.0
"""Times the halving of the largest part: what takes so much longer is left when that is gone."""
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
        After how many epochs half of its part is left, in the end; inf if it stays, or grows.
    grows : bool
        Whether each epoch makes it larger: η is above its limit.
    slowest : int
        The flattest mode that has a noticeable part: it decides how long the whole takes.
    slowest_halving : float
        The same of that one as ``halving``.
    """

    mode: int
    share: float
    halving: float
    grows: bool
    slowest: int
    slowest_halving: float

    @property
    def is_held_up(self) -> bool:
        """Whether another direction is still there long after most of this one is gone."""
        return HELD_UP * self.halving < self.slowest_halving < math.inf


def is_foretold(settings: Settings) -> bool:
    """Return whether a closed form has the epochs to come: plain, heavy ball, Nesterov at one η."""
    return settings.optimiser in LINEAR and settings.schedule is Schedule.CONSTANT


def foretold_parts(
    bowl: Bowl,
    settings: Settings,
    W: Matrix,
    times: NDArray[np.float64],
    buffer: Matrix | None = None,
) -> Matrix:
    """Return what each mode adds to the least loss some epochs after W.

    Parameters
    ----------
    bowl : Bowl
    settings : Settings
        With a number for η and for h, and an optimiser that ``is_foretold``.
    W : ndarray, shape (j, 1)
        In the units of the table.
    times : ndarray, shape (n,)
        Numbers of epochs.
    buffer : ndarray, shape (j, 1), optional
        What a momentum remembers at W, in the columns descended on; without, a run starts there.

    Returns
    -------
    ndarray, shape (j, n)
    """
    residual = bowl.modes.residual(W * bowl.lengths[:, np.newaxis])
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if not settings.is_plain:
            form = _momentum_form(bowl, settings, residual, buffer)
            return bowl.gaps_of(form.residuals(times))
        recurrence = Recurrence(bowl.modes, settings)
        left = residual[:, np.newaxis] * recurrence.decay.powers(times)
        if recurrence.pull.any():
            pull = recurrence.pull[:, np.newaxis]
            left = left - pull * recurrence.decay.accumulated(times)
        return bowl.gaps_of(left)


def _momentum_form(
    bowl: Bowl, settings: Settings, residual: Matrix, buffer: Matrix | None
) -> MomentumForm:
    """Return the epochs that follow a point with momentum."""
    modes, rate = bowl.modes, settings.fixed_learning_rate
    recurrence = MomentumRecurrence(
        Steepness.of(modes), MomentumRule.of(settings), rate, modes.bias(settings)
    )
    along = None if buffer is None else modes.vectors.T @ buffer[:, 0]
    return MomentumForm(recurrence, residual, along)


def largest_share(
    bowl: Bowl, learning_rate: float, W: Matrix, rule: MomentumRule | None = None
) -> LargestShare | None:
    """Return which direction has most of the gap at W (j, 1), under plain descent or a momentum.

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
    parts = np.square(residuals / largest)
    parts /= parts.sum()
    halving, grows = _halving(bowl, learning_rate, mode, rule)
    noticeable = np.flatnonzero(parts >= NOTICEABLE)
    slowest = int(noticeable[np.argmin(bowl.modes.curvatures[noticeable])])
    of_slowest, _ = _halving(bowl, learning_rate, slowest, rule)
    return LargestShare(mode, float(parts[mode]), halving, grows, slowest, of_slowest)


def _halving(
    bowl: Bowl, learning_rate: float, mode: int, rule: MomentumRule | None
) -> tuple[float, bool]:
    """Return after how many epochs half of a direction's part is left, and whether it grows."""
    overshoot = learning_rate * float(bowl.modes.curvatures[mode])
    if rule is None or not rule.beta:
        beyond, log = overshoot - 2, _log_of_plain(overshoot)
        stays = beyond >= -ROUNDING_OF_FACTORS
    else:
        powers = ModePowers(np.array([rule.gain * overshoot]), rule)
        beyond, log = float(powers.growth[0]), float(powers.log_sizes[0])
        stays = log >= 0
    halving = math.inf if stays else -math.log(2) / (2 * log)
    return halving, beyond > ROUNDING_OF_FACTORS


def _log_of_plain(overshoot: float) -> float:
    """Return log|1 − ηλ|."""
    if overshoot == 1:
        return -math.inf
    return math.log1p(-overshoot) if overshoot < 1 else math.log(overshoot - 1)


def horizon(bowl: Bowl, settings: Settings, W: Matrix) -> float:
    """Return how many epochs are worth foretelling from W (j, 1): until most of the gap is gone.

    It is that of the settings, which ``is_foretold``, if no direction closes it.
    """
    rule = MomentumRule.of(settings)
    share = largest_share(bowl, settings.fixed_learning_rate, W, rule)
    halvings = 0.0 if share is None or math.isinf(share.halving) else HALVINGS * share.halving
    return min(max(halvings, float(settings.epochs), 1.0), FARTHEST)


def plain_settings(bowl: Bowl, settings: Settings) -> Settings:
    """Return the settings with numbers for η and h, as a descent on the bowl has them.

    A one-sided quotient with an h that fits ends so near to the optimum that no plot shows it.
    """
    if settings.learning_rate == SAFE:
        steepest = float(bowl.modes.curvatures[0])
        settings = replace(settings, learning_rate=1 / steepest if steepest else 0.0)
    if isinstance(settings.h, str):
        settings = replace(settings, h=1.0, difference=Difference.CENTRAL)
    return settings
