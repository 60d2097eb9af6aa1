"""The literal limit as the judge of what the modes foretell."""

import numpy as np

from ..errors import StepVanishes
from ..frame import Anchor, StopReason
from ..matrix import Matrix
from ..method import Method
from ..quotients import Slope
from ..settings import MOST_EPOCHS, Settings
from .bounds import Bounds
from .modes import Recurrence
from .rounding import Rounding
from .state import State
from .stretch import Foretold, Stretch
from .walk import SETTLED, Walk, stop_asked_for

MARGIN = 100.0
LOSS_MARGIN = 1e-10
OVERSHOOTS = "η is at its limit, where W overshoots by as much each epoch: use a smaller one."
PUSHED = (
    "A one-sided quotient is off by a little, which pushes W where the table determines nothing: "
    "use the central one."
)

TOO_SLOW = "They are too slow ever to arrive: use a larger learning rate η."


class Judge:
    """Evaluates the definition where the modes lead, and tells whether it is as foretold.

    ``walk`` is the literal path on the rows and has the last word; ``check`` judges on the way: the
    same, or one on the triangle where there are many rows.
    """

    def __init__(
        self,
        walk: Walk,
        check: Walk,
        recurrence: Recurrence,
        settings: Settings,
        bounds: Bounds,
        rounding: Rounding,
    ) -> None:
        self._walk, self._check, self._recurrence = walk, check, recurrence
        self._settings, self._bounds, self._rounding = settings, bounds, rounding

    def arrive(self, stretch: Stretch, anchor: Anchor, epoch: int) -> State | None:
        """Return the state at an epoch; None where it is not as foretold. Raises Cancelled."""
        time = float(epoch - anchor.epoch)
        foretold = stretch.at(time)
        W, slack = foretold.W, stretch.rounding(time)
        slope = self._verified(self._check, foretold, slack)
        if slope is None:
            return None
        stop, detail = self._stop(stretch, time, epoch, W, slope)
        if stop is not None and self._check is not self._walk:
            slope = self._verified(self._walk, foretold, slack)
            if slope is None:
                return None
        return State(epoch, W, slope.loss, slope.gradient, stop, detail, Method.MODES)

    def agrees(self, foretold: Foretold, slope: Slope, slack: float = 0.0) -> bool:
        """Tell whether what was foretold differs from what was evaluated by rounding alone.

        ``slack`` is by how much the gradient may be off besides.
        """
        W, loss, gradient = foretold
        quotient = float(self._rounding.of_quotient(W, np.array([loss]))[0])
        off = float(np.abs(gradient - slope.gradient).max())
        of_loss = MARGIN * quotient * self._settings.h + LOSS_MARGIN * loss
        if not abs(loss - slope.loss) <= of_loss:
            return False
        return off <= MARGIN * (quotient + slack + self._rounding.of_slope(W))

    def _verified(self, walk: Walk, foretold: Foretold, slack: float) -> Slope | None:
        try:
            slope = walk.slope(foretold.W)
        except StepVanishes:
            return None
        is_bounded = not self._bounds.exceeded_by(slope.loss)
        return slope if is_bounded and self.agrees(foretold, slope, slack) else None

    def _stop(
        self, stretch: Stretch, time: float, epoch: int, W: Matrix, slope: Slope
    ) -> tuple[StopReason | None, str]:
        stop, detail = stop_asked_for(self._settings, epoch, slope.gradient)
        if stop is not None or not self._settings.until_converged:
            return stop, detail
        if not stretch.is_settled(time, W):
            return (None, "") if epoch <= MOST_EPOCHS else (StopReason.ENDLESS, TOO_SLOW)
        if stretch.is_endless:
            overshoots = (self._recurrence.decay.factors <= -1).any()
            return StopReason.ENDLESS, OVERSHOOTS if overshoots else PUSHED
        return StopReason.CONVERGED, self._settled()

    def _settled(self) -> str:
        """Say so, and how much of W the table determines where that is not all."""
        modes = self._recurrence.modes
        if modes.rank == modes.weights:
            return SETTLED
        return (
            f"{SETTLED} The table is rank-deficient: it has {modes.weights} columns of rank "
            f"{modes.rank}. Where it determines nothing, W stays as it started."
        )
