"""When a literal path comes to rest, as the closed form predicts it.

Each epoch adds a step to w_k and rounds the sum. So w_k stands still once the step is below half
the spacing of floating-point numbers at w_k, however far the optimum is; and it only goes to and
fro once its slope is below the rounding of the quotients. The path is at rest when one or the other
is so for every weight. Along a mode that overshoots, steps alternate, so it is their difference
from one epoch to the next that has to show.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .closed_form import EpochsAhead
from .decay import Times
from .rounding import SPREAD, Rounding

# A run until converged ends where the literal path does: at slopes that rounding may hide. Other
# runs go on until no slope can show, so that W keeps the digits that the modes know.
SPREAD_FINISHED = SPREAD
SPREAD_INVISIBLE = 0.1
# Rounding leaves the W at rest a little off, so its slopes may be larger than predicted.
SLACK = 1.5
# The times looked at, evenly spaced: in a segment that doubles the epoch, 0.8 to 1.6 % apart.
SAMPLES = 64


class Rest(NamedTuple):
    """Whether the epochs that follow a closed form's start are at rest."""

    closed_form: EpochsAhead
    rounding: Rounding
    learning_rate: float
    spread: float

    def holds(self, times: Times) -> NDArray[np.bool_]:
        """Return whether every weight is at rest at each of the times, shape (n,)."""
        W, losses, slopes, lasting = self.closed_form.motion(times)
        stands = self.learning_rate * lasting <= np.spacing(np.abs(W)) / 2
        noise = self.rounding.of_quotient(W, losses)
        rests: NDArray[np.bool_] = np.logical_and.reduce(stands | (slopes <= self.spread * noise))
        return rests

    def first(self, after: int, last: int) -> int | None:
        """Return about the first time in (after, last] at rest; None if there is none."""
        if not self.holds(np.array([float(last)]))[0]:
            return None
        sampled = np.ceil(np.linspace(0.0, float(last), SAMPLES + 1))
        times = np.append(sampled[sampled > after], float(last))
        return min(max(int(times[np.argmax(self.holds(times))]), after + 1), last)
