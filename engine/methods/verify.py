"""Verification: the literal quotients have the last word on what the closed form predicts."""

import numpy as np

from ..errors import StepVanishes
from ..frame import Anchor, State, StopReason
from ..matrix import Matrix
from ..quotients import Slope
from ..settings import MOST_EPOCHS, Method
from .closed_form import ClosedForm, Predicted
from .literal import SETTLED, LiteralPath, requested_stop
from .modes import Recurrence
from .path import Descent

# In RMS rounding errors of a quotient. 3,060 verifications of 600 random problems of scales 1e±6
# came to at most 3.3; a quotient bent by one part in a million is far above 100.
QUOTIENT_TOLERANCE = 100.0
# Relative to the loss. In the same problems, rounding alone explained every difference of losses;
# a prediction that is off by 1e-9 is refused.
LOSS_TOLERANCE = 1e-10
OVERSHOOTS = "η is at its stability limit 2/λmax, so the weights oscillate. Use a smaller η."
PUSHED = (
    "One-sided quotients have a small constant error. It pushes W in directions the data does not "
    "determine. Use the central quotient."
)
TOO_SLOW = "W moves too slowly ever to arrive: use a larger learning rate η."


class Verifier:
    """Evaluates the definition where the closed form leads, and compares the two.

    ``literal`` is the literal path on the rows, which decides whether the run may stop. ``check``
    decides on the way there: it is the same path, or one on the triangle if there are many rows.
    The descent's ``rounding`` is that of the quotients ``check`` evaluates.
    """

    def __init__(
        self, descent: Descent, literal: LiteralPath, check: LiteralPath, recurrence: Recurrence
    ) -> None:
        self._literal, self._check, self._recurrence = literal, check, recurrence
        self._settings, self._bounds = descent.settings, descent.bounds
        self._rounding = descent.rounding

    def verify(self, closed_form: ClosedForm, anchor: Anchor, epoch: int) -> State | None:
        """Return the literal state at an epoch, or None if it differs from the prediction.

        Raises Cancelled when cancelled.
        """
        time = float(epoch - anchor.epoch)
        predicted = closed_form.at(time)
        W, extra_tolerance = predicted.W, closed_form.rounding(time)
        slope = self._verified(self._check, predicted, extra_tolerance)
        if slope is None:
            return None
        stop, detail = self._stop(closed_form, time, epoch, W, slope)
        if stop is not None and self._check is not self._literal:
            slope = self._verified(self._literal, predicted, extra_tolerance)
            if slope is None:
                return None
        return State(epoch, W, slope.loss, slope.gradient, stop, detail, Method.MODES)

    def matches(self, predicted: Predicted, slope: Slope, extra_tolerance: float = 0.0) -> bool:
        """Return whether prediction and evaluation agree up to rounding.

        ``extra_tolerance`` is added to the rounding of the gradient.
        """
        W, loss, gradient = predicted
        quotient = float(self._rounding.of_quotient(W, np.array([loss]))[0])
        off = float(np.abs(gradient - slope.gradient).max())
        of_loss = QUOTIENT_TOLERANCE * quotient * self._settings.h + LOSS_TOLERANCE * loss
        if not abs(loss - slope.loss) <= of_loss:
            return False
        allowed = quotient + extra_tolerance + self._rounding.of_slope(W)
        return off <= QUOTIENT_TOLERANCE * allowed

    def _verified(
        self, path: LiteralPath, predicted: Predicted, extra_tolerance: float
    ) -> Slope | None:
        try:
            slope = path.slope(predicted.W)
        except StepVanishes:
            return None
        is_bounded = not self._bounds.reached(slope.loss)
        return slope if is_bounded and self.matches(predicted, slope, extra_tolerance) else None

    def _stop(
        self, closed_form: ClosedForm, time: float, epoch: int, W: Matrix, slope: Slope
    ) -> tuple[StopReason | None, str]:
        stop, detail = requested_stop(self._settings, epoch, slope.gradient)
        if stop is not None or not self._settings.until_converged:
            return stop, detail
        if not closed_form.is_settled(time, W):
            return (None, "") if epoch <= MOST_EPOCHS else (StopReason.ENDLESS, TOO_SLOW)
        if closed_form.is_endless:
            overshoots = (self._recurrence.decay.factors <= -1).any()
            return StopReason.ENDLESS, OVERSHOOTS if overshoots else PUSHED
        return StopReason.CONVERGED, self._settled()

    def _settled(self) -> str:
        """Describe the convergence, and the rank of a table that does not determine all of W."""
        modes = self._recurrence.modes
        if modes.rank == modes.weights:
            return SETTLED
        return (
            f"{SETTLED} The table is rank-deficient: it has {modes.weights} columns of rank "
            f"{modes.rank}. In directions that it does not determine, W keeps its initial value."
        )
