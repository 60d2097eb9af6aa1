"""Verification: the literal quotients have the last word on what the closed form predicts."""

import numpy as np

from ..errors import StepVanishes
from ..frame import Anchor, State, StopReason
from ..language.sentence import marked
from ..optimisers.checks import MOST_EPOCHS
from ..quotients import Slope
from ..settings import Method
from .closed_form import EpochMap, EpochsAhead, Predicted
from .literal import LiteralPath, requested_ending
from .path import Descent
from .rounding import SPREAD
from .standstill import OVERSHOOTS, PUSHED, Ending

# In RMS rounding errors of a quotient. 3,060 verifications of 600 random problems of scales 1e±6
# came to at most 3.3; a quotient bent by one part in a million is far above 100.
QUOTIENT_TOLERANCE = 100.0
# Relative to the loss. In the same problems, rounding alone explained every difference of losses;
# a prediction that is off by 1e-9 is refused.
LOSS_TOLERANCE = 1e-10
TOO_SLOW = marked("engine", "W moves too slowly ever to arrive: use a larger learning rate η.")


class Verifier:
    """Evaluates the definition where the closed form leads, and compares the two.

    ``literal`` is the literal path on the rows, which decides whether the run may stop. ``check``
    decides on the way there: it is the same path, or one on the triangle if there are many rows.
    Where the loss is mere rounding, ``at_floor`` decides, if given, as that rounding is shown. The
    descent's ``rounding`` is that of the quotients ``check`` evaluates.
    """

    def __init__(
        self,
        descent: Descent,
        literal: LiteralPath,
        check: LiteralPath,
        recurrence: EpochMap,
        at_floor: LiteralPath | None = None,
    ) -> None:
        self._literal, self._check, self._recurrence = literal, check, recurrence
        self._at_floor = at_floor or check
        self._settings, self._bounds = descent.settings, descent.bounds
        self._rounding = descent.rounding

    def verify(
        self, closed_form: EpochsAhead, anchor: Anchor, epoch: int, at_rest: Ending | None = None
    ) -> State | None:
        """Return the literal state at an epoch, or None if it differs from the prediction.

        ``at_rest`` is the ending there if nothing else ends the run. Raises Cancelled when
        cancelled.
        """
        time = float(epoch - anchor.epoch)
        predicted = closed_form.at(time)
        W, extra_tolerance = predicted.W, closed_form.rounding(time)
        is_rounding = predicted.loss <= self._rounding.of_loss(W, predicted.loss)
        check = self._at_floor if is_rounding else self._check
        slope = self._verified(check, predicted, extra_tolerance)
        if slope is None:
            return None
        ending = self._ending(closed_form, time, epoch, slope) or at_rest
        if ending is not None and check is not self._literal:
            slope = self._verified(self._literal, predicted, extra_tolerance)
            if slope is None:
                return None
        state = State(
            epoch,
            W,
            slope.loss,
            slope.gradient,
            method=Method.MODES,
            memory=predicted.memory,
        )
        return state if ending is None else state.ended(*ending)

    def matches(self, predicted: Predicted, slope: Slope, extra_tolerance: float = 0.0) -> bool:
        """Return whether prediction and evaluation agree up to rounding.

        ``extra_tolerance`` is added to the rounding of the gradient.
        """
        W, loss, gradient = predicted[:3]
        quotient = self._rounding.of_quotient(W, np.array([loss]))
        off = np.abs(gradient - slope.gradient)
        changed = float((quotient.reshape(-1) * self._settings.step_h).max())
        of_loss = QUOTIENT_TOLERANCE * changed + LOSS_TOLERANCE * loss
        if not abs(loss - slope.loss) <= of_loss:
            return False
        allowed = quotient + extra_tolerance + self._rounding.of_slope(W)
        return bool((off <= QUOTIENT_TOLERANCE * allowed).all())

    def _shows_push(self, closed_form: EpochsAhead, predicted: Predicted) -> bool:
        """Return whether what pushes W for ever moves a weight, and by more than rounding."""
        W = predicted.W[:, 0]
        noise = self._rounding.of_quotient(predicted.W, np.array([predicted.loss])).reshape(-1)
        moves = self._settings.fixed_learning_rate * closed_form.push > np.spacing(np.abs(W)) / 2
        return bool((moves & (closed_form.push > SPREAD * noise)).any())

    def _verified(
        self, path: LiteralPath, predicted: Predicted, extra_tolerance: float
    ) -> Slope | None:
        try:
            slope = path.slope(predicted.W)
        except StepVanishes:
            return None
        is_bounded = not self._bounds.reached(slope.loss)
        return slope if is_bounded and self.matches(predicted, slope, extra_tolerance) else None

    def _ending(
        self, closed_form: EpochsAhead, time: float, epoch: int, slope: Slope
    ) -> Ending | None:
        """Return why the run ends there; whether it has come to rest is not decided here."""
        ending = requested_ending(self._settings, epoch, slope.gradient)
        if ending is not None or not self._settings.until_converged:
            return ending
        if closed_form.is_endless and closed_form.is_settled(time, closed_form.at(time).W):
            if self._recurrence.overshoots:
                return Ending(StopReason.ENDLESS, OVERSHOOTS)
            if self._shows_push(closed_form, closed_form.at(time)):
                return Ending(StopReason.ENDLESS, PUSHED)
        return Ending(StopReason.ENDLESS, TOO_SLOW) if epoch > MOST_EPOCHS else None
