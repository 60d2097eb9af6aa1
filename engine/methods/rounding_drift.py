"""How far rounding makes the literal path drift from the exact recurrence.

Each epoch adds η times the rounding of its quotients to W, at random. Errors fade along decaying
modes and change the loss along the gradient. This module estimates their RMS total over the epochs
that the modes path skips. If the total could be seen, the descent has to be literal.
"""

import math
import sys
from typing import NamedTuple

import numpy as np

from ..matrix import Matrix
from ..settings import Method
from ..threads.caching import cached_property
from .closed_form import EpochMap, EpochsAhead
from .decay import Times
from .path import Descent

# A compromise: later drift is not looked for, and the two paths are compared no further.
EPOCHS_COMPARED = 10_000
# Sampled epochs, spaced geometrically: 96 up to epoch 10,000 are 10 % apart.
SAMPLES = 96
# These three keep the promise of 1e-12 of the first loss and 1e-10 of W: with them, 4,000 random
# problems came to at most 0.4e-12 and 0.7e-10, and half of them could use the modes.
GRADIENT_SEEN = 5e-10
LOSS_SEEN = 1.5e-12
WEIGHTS_SEEN = 2e-10
# To convergence, W ends where the modes lead: the quotients only have to show that they are right.
GRADIENT_SEEN_CONVERGING = 1e-6
# One row has no mean: over 60 tables of 1×1, W drifted up to 4.4 times the RMS; 1 + 10 covers it.
SPREAD_OF_A_ROW = 10.0
# Over 60 tables of 200×5 at rest, the two losses differed by up to 0.63 of what 4 errors predict,
# and by 5.2 times what the quotients alone predict.
RESIDUAL_ERRORS = 4
# An error added again and again is one draw, which may be some times its mean.
REPEATED = 4


class RoundingDrift(NamedTuple):
    """The drift, relative to what it changes: the quotients' part of the gradient, loss and W."""

    gradient: float
    loss: float
    weights: float

    @property
    def exceeds_tolerance(self) -> bool:
        """Whether only the literal path itself gives its numbers."""
        return not (
            self.gradient <= GRADIENT_SEEN
            and self.loss <= LOSS_SEEN
            and self.weights <= WEIGHTS_SEEN
        )


def predict_drift(descent: Descent, recurrence: EpochMap, literal_epochs: int) -> RoundingDrift:
    """Predict the drift of the literal path after its first ``literal_epochs``.

    The fewer rows, the less the rounding is a mean, so the more of it is allowed for.
    """
    settings, rounding, W = descent.settings, descent.rounding, descent.problem.W
    if settings.until_converged and settings.method is Method.MODES:
        return RoundingDrift(0.0, 0.0, 0.0)
    with np.errstate(over="ignore", invalid="ignore"):
        closed_form = recurrence.form_at(W)
        slope = float(np.linalg.norm(closed_form.slope_sizes(np.zeros(1))))
        loss = closed_form.at(0.0).loss
        noise = rounding.norm_of_quotient_at(W, loss)
        in_gradient = noise / slope if slope else math.inf
        if settings.until_converged and in_gradient <= GRADIENT_SEEN_CONVERGING:
            return RoundingDrift(0.0, 0.0, 0.0)  # only the modes lead that far
        if not in_gradient <= GRADIENT_SEEN or loss == 0:
            return RoundingDrift(math.inf, math.inf, math.inf)
        added = _AddedErrors(descent, recurrence, closed_form, literal_epochs)
        in_loss = added.to_loss() + RESIDUAL_ERRORS * math.sqrt(loss) * rounding.of_residual(W)
        spread = 1 + SPREAD_OF_A_ROW / math.sqrt(recurrence.modes.rows)
        may_rise = not (settings.is_plain or recurrence.is_unstable)
        seen = max(loss, added.largest_loss) if may_rise else loss
        return RoundingDrift(in_gradient, spread * in_loss / seen, spread * added.to_weights())


class _AddedErrors:
    """The sum of the rounding errors of all epochs that are not literal, from a sample of them."""

    def __init__(
        self, descent: Descent, recurrence: EpochMap, closed_form: EpochsAhead, literal_epochs: int
    ) -> None:
        settings, rounding = descent.settings, descent.rounding
        self._recurrence, self._closed_form, self._h = recurrence, closed_form, settings.step_h
        last = self._last = max(literal_epochs + 1, min(EPOCHS_COMPARED, settings.epochs))
        self._times = np.unique(np.geomspace(literal_epochs + 1, last, SAMPLES).round()) - 1
        self._spans = np.diff(self._times, append=last)
        losses = closed_form.losses(self._times)
        noise = rounding.of_quotient(closed_form.weights(self._times), losses)
        self.largest_loss = float(losses.max())
        """The largest loss of the way: that of a stable heavy ball may rise at first."""
        self._of_loss = float((noise.T * self._h).max())
        """The rounding of a loss, as the quotients have it."""
        if noise.ndim == 2:  # of each weight, which the modes mix
            noise = np.sqrt(np.square(recurrence.modes.vectors.T) @ np.square(noise))
        response = recurrence.response
        self._steps: Matrix = settings.fixed_learning_rate * response.most[:, np.newaxis] * noise
        """The errors that an epoch adds to each mode, (modes, n)."""
        self._unforgotten: Matrix = settings.fixed_learning_rate * response.unforgotten * noise
        """Those it adds where nothing is forgotten: (n,), or (modes, n)."""
        self._farthest = settings.fixed_learning_rate * response.unforgotten
        self._forgotten = np.maximum(response.forgotten, 1 / last)
        self._repeating = response.lowest < 1 / last - 1
        """Modes along which W alternates between two points, so that their rounding repeats."""

    def to_loss(self) -> float:
        """Return the change of the loss: along the gradient, across it, and of the last loss."""
        bias = np.abs(self._recurrence.bias)[:, np.newaxis]
        felt = (self._closed_form.slope_sizes(self._times + 1) + bias) * self._steps
        along = np.square(felt) @ self._spans
        along[self._repeating] = np.square(REPEATED * felt @ self._spans)[self._repeating]
        end = self._times[-1:]
        pushed = self._bias_errors(end)[0] * float(
            (bias * np.abs(self._recurrence.accumulated(end))).sum()
        )
        across = self._recurrence.modes.curvatures @ self._remembered[:, -1] / 2
        return float(math.sqrt(along.sum()) + pushed + across + self._of_loss)

    def to_weights(self) -> float:
        """Return the largest change of W relative to its size."""
        ends = self._times + self._spans
        sizes = np.linalg.norm(self._closed_form.weights(ends), axis=0)
        others = self._recurrence.modes.hidden
        accumulated = np.square(self._recurrence.accumulated(ends)).sum(axis=0)
        accumulated += others * np.square(self._farthest * ends)
        pushed = self._bias_errors(ends) * np.sqrt(accumulated)
        off = np.sqrt(self._remembered.sum(axis=0) + others * self._in_flat_mode) + pushed
        return float((off[sizes > 0] / sizes[sizes > 0]).max(initial=0.0))

    @cached_property
    def _remembered(self) -> Matrix:
        """The square of the error that each mode holds at the end of each span, (j, n)."""
        squares = np.square(self._steps)
        sums = np.cumsum(squares * self._spans, axis=-1)
        most = squares.max(axis=-1, keepdims=True)
        remembered: Matrix = np.minimum(most / self._forgotten[:, np.newaxis], sums)
        repeated = np.square(REPEATED * np.cumsum(self._steps * self._spans, axis=-1))
        remembered[self._repeating] = np.broadcast_to(repeated, remembered.shape)[self._repeating]
        return remembered

    @property
    def _in_flat_mode(self) -> Matrix:
        """The same of a mode along which nothing is forgotten, (n,)."""
        squares = np.square(self._unforgotten)
        if squares.ndim == 2:
            squares = squares.max(axis=0)
        held: Matrix = np.minimum(squares.max() * self._last, np.cumsum(squares * self._spans))
        return held

    def _bias_errors(self, times: Times) -> Matrix:
        """Return the error of the bias, as the steps taken are not quite h, (n,)."""
        sizes = np.abs(self._closed_form.weights(times))
        moved = 1 + (sizes.T / self._h).max(axis=1)
        errors: Matrix = (
            sys.float_info.epsilon * moved * float(np.linalg.norm(self._recurrence.bias))
        )
        return errors
