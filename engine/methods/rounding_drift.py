"""How far the literal path strays from the exact recurrence, by the rounding of its quotients.

Each epoch adds η times the rounding of its quotients to W, at random. A mode forgets that as it
decays, the loss feels it along the slope. So what is added after the epochs that are walked anyway
adds up to what is foretold here, as a root mean square.
"""

import math
import sys
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..settings import Method, Settings
from .closed_form import ClosedForm
from .decay import Times
from .modes import Recurrence
from .rounding import Rounding

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


class RoundingDrift(NamedTuple):
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
) -> RoundingDrift:
    """Foretell how far the literal path strays that starts from W (j, 1).

    Where there are few rows, rounding is less of a mean than of an accident, and counts for more.
    """
    if settings.until_converged and settings.method is Method.MODES:
        return RoundingDrift(0.0, 0.0, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        stretch = ClosedForm(recurrence, W)
        loss, slope = stretch.at(0.0).loss, float(np.linalg.norm(stretch.coordinates))
        noise = float(rounding.of_quotient(W, np.array([loss]))[0])
        in_gradient = noise * math.sqrt(len(W)) / slope if slope else math.inf
        if settings.until_converged and in_gradient <= GRADIENT_SEEN_CONVERGING:
            return RoundingDrift(0.0, 0.0, 0.0)  # as far as that, only the modes lead
        if not in_gradient <= GRADIENT_SEEN or loss == 0:
            return RoundingDrift(math.inf, math.inf, math.inf)
        added = _Added(recurrence, rounding, stretch, settings, walked)
        in_loss = added.to_loss() + RESIDUAL_ERRORS * math.sqrt(loss) * rounding.of_residual(W)
        spread = 1 + SPREAD_OF_A_ROW / math.sqrt(recurrence.modes.rows)
        return RoundingDrift(in_gradient, spread * in_loss / loss, spread * added.to_weights())


class _Added:
    """What the rounding of the epochs that are not walked adds up to, from some of them."""

    def __init__(
        self,
        recurrence: Recurrence,
        rounding: Rounding,
        stretch: ClosedForm,
        settings: Settings,
        walked: int,
    ) -> None:
        self._recurrence, self._stretch, self._settings = recurrence, stretch, settings
        last = max(walked + 1, min(EPOCHS_COMPARED, settings.epochs))
        self._times = np.unique(np.geomspace(walked + 1, last, SAMPLES).round()) - 1
        self._spans = np.diff(self._times, append=last)
        self._noise = rounding.of_quotient(
            stretch.weights(self._times), stretch.losses(self._times)
        )
        self._steps: Matrix = settings.fixed_learning_rate * self._noise
        factors = np.abs(recurrence.decay.factors)
        self._forgotten = np.maximum(1 - np.square(np.minimum(factors, 1.0)), 1 / last)
        self._repeating = recurrence.decay.factors < 1 / last - 1
        """Along these W comes back to the same two points, and so does the rounding there."""

    def to_loss(self) -> float:
        """Add up along the slope, and at the end what was added across it; plus the last loss."""
        decay, bias = self._recurrence.decay, np.abs(self._recurrence.bias)[:, np.newaxis]
        q = self._stretch.coordinates[:, np.newaxis]
        felt = (np.abs(q * decay.powers(self._times + 1)) + bias) * self._steps
        along = np.square(felt) @ self._spans
        along[self._repeating] = np.square(REPEATED * felt @ self._spans)[self._repeating]
        end = self._times[-1:]
        pushed = self._bias_errors(end)[0] * float((bias * np.abs(decay.reaches(end))).sum())
        across = self._recurrence.modes.curvatures @ self._remembered[:, -1] / 2
        evaluated = self._noise.max() * self._settings.h
        return float(math.sqrt(along.sum()) + pushed + across + evaluated)

    def to_weights(self) -> float:
        """Compare what W remembers with its size, wherever that is the worst."""
        ends = self._times + self._spans
        sizes = np.linalg.norm(self._stretch.weights(ends), axis=0)
        pushed = self._bias_errors(ends) * np.linalg.norm(
            self._recurrence.decay.reaches(ends), axis=0
        )
        off = np.sqrt(self._remembered.sum(axis=0)) + pushed
        return float((off[sizes > 0] / sizes[sizes > 0]).max(initial=0.0))

    @cached_property
    def _remembered(self) -> Matrix:
        """Return the square of what each mode has added up by the end of each span, (j, n)."""
        squares = np.square(self._steps)
        sums = np.cumsum(squares * self._spans)
        remembered: Matrix = np.minimum(squares.max() / self._forgotten[:, np.newaxis], sums)
        remembered[self._repeating] = np.square(REPEATED * np.cumsum(self._steps * self._spans))
        return remembered

    def _bias_errors(self, times: Times) -> Matrix:
        """Return by how much the bias is off, as the steps really taken are not quite h; (n,)."""
        moved = 1 + np.abs(self._stretch.weights(times)).max(axis=0) / self._settings.h
        errors: Matrix = (
            sys.float_info.epsilon * moved * float(np.linalg.norm(self._recurrence.bias))
        )
        return errors
