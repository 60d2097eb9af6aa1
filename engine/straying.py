"""How far the literal path strays from the exact recurrence, by the rounding of its quotients.

Each epoch adds η times the rounding of its quotients to W, at random. A mode forgets that as it
decays, the loss feels it along the slope. So what is added after the epochs that are walked anyway
adds up to what is foretold here, as a root mean square.
"""

import math
import sys
from typing import NamedTuple

import numpy as np

from .matrix import Matrix
from .method import Method
from .modes import Recurrence
from .rounding import Rounding
from .settings import Settings
from .stretch import Stretch

EPOCHS_COMPARED = 10_000
SAMPLES = 96
GRADIENT_SEEN = 5e-10
GRADIENT_SEEN_CONVERGING = 1e-6
LOSS_SEEN = 1.5e-12
WEIGHTS_SEEN = 2e-10
SPREAD_OF_A_ROW = 10.0
RESIDUAL_ERRORS = 4
REPEATED = 4
"""What is added again and again is one draw, which may well be some times its mean."""


class Straying(NamedTuple):
    """What rounding comes to: in the quotients against the gradient, in the loss, in W."""

    gradient: float
    loss: float
    weights: float

    @property
    def is_visible(self) -> bool:
        """Whether the literal path itself has to be walked for its numbers to come out."""
        return not (
            self.gradient <= GRADIENT_SEEN
            and self.loss <= LOSS_SEEN
            and self.weights <= WEIGHTS_SEEN
        )


def straying(
    recurrence: Recurrence, rounding: Rounding, W: Matrix, settings: Settings, walked: int
) -> Straying:
    """Foretell how far the literal path strays that starts from W (j, 1).

    Where there are few rows, rounding is less of a mean than of an accident, and counts for more.
    """
    if settings.until_converged and settings.method is Method.MODES:
        return Straying(0.0, 0.0, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        stretch = Stretch(recurrence, W)
        loss = float(stretch.losses(np.zeros(1))[0])
        slope = float(np.linalg.norm(stretch.coordinates))
        noise = float(rounding.of_quotient(W, np.array([loss]))[0])
        in_gradient = noise * math.sqrt(len(W)) / slope if slope else math.inf
    if settings.until_converged and in_gradient <= GRADIENT_SEEN_CONVERGING:
        return Straying(0.0, 0.0, 0.0)  # as far as that, only the modes lead
    if not in_gradient <= GRADIENT_SEEN or loss == 0:
        return Straying(math.inf, math.inf, math.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        in_loss, in_weights, size = _added(recurrence, rounding, stretch, settings, walked)
    in_loss += RESIDUAL_ERRORS * math.sqrt(loss) * float(rounding.of_residual(W))
    spread = 1 + SPREAD_OF_A_ROW / math.sqrt(recurrence.modes.rows)
    return Straying(
        in_gradient,
        in_loss * spread / loss,
        in_weights * spread / size if size else math.inf,
    )


def _added(
    recurrence: Recurrence, rounding: Rounding, stretch: Stretch, settings: Settings, walked: int
) -> tuple[float, float, float]:
    """Add up the rounding of the epochs that are not walked; return the least size of W too."""
    decay, bias = recurrence.decay, np.abs(recurrence.bias)
    last = max(1, min(EPOCHS_COMPARED, settings.epochs))
    times = np.unique(np.geomspace(walked + 1, max(last, walked + 1), SAMPLES).round()) - 1
    spans = np.diff(times, append=times[-1] + 1)
    losses, points = stretch.losses(times), stretch.weights(times)
    sizes = np.linalg.norm(points, axis=0)
    noise = rounding.of_quotient(points, losses)
    added = settings.fixed_learning_rate * noise
    slopes = np.abs(stretch.coordinates[:, np.newaxis] * decay.powers(times + 1))
    slopes += bias[:, np.newaxis]
    along = np.square(slopes * added) @ spans
    forgotten = np.maximum(1 - np.square(np.minimum(np.abs(decay.factors), 1.0)), 1 / last)
    remembered = np.minimum(np.square(added).max() / forgotten, np.square(added) @ spans)
    repeating = decay.factors < 1 / last - 1  # W comes back to the same two points
    along[repeating] = np.square(REPEATED * (slopes * added) @ spans)[repeating]
    remembered[repeating] = np.square(REPEATED * added @ spans)
    reaches = np.abs(decay.reaches(times[-1:])[:, 0])
    moved = 1 + float(np.abs(points).max()) / settings.h
    off = sys.float_info.epsilon * moved * float(np.linalg.norm(bias))
    in_loss = math.sqrt(along.sum()) + float(noise.max()) * settings.h + off * (bias @ reaches)
    in_loss += recurrence.modes.curvatures @ remembered / 2
    in_weights = math.sqrt(remembered.sum()) + off * float(np.linalg.norm(reaches))
    return float(in_loss), float(in_weights), float(sizes.min())
