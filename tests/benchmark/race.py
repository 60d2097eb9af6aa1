"""Race Secant and a peer in turns, so that drift affects both, each in its own process."""

from concurrent.futures import ProcessPoolExecutor
from statistics import median

import numpy as np

from . import ours
from .lane import MOST_EPOCHS, Lane, Prepare, own_process
from .task import Array, Shape

TURNS = 5
# The peers round differently; over a million epochs their losses still agree to this.
SAME_WORK = 1e-6
# Below this fraction of the initial loss, a loss is only rounding error.
ROUNDING = 1e-18


class Race:
    """A million epochs of Secant on one shape, against as many of a peer as fill a turn."""

    def __init__(
        self, process: ProcessPoolExecutor, shape: Shape, prepare: Prepare = ours.prepare
    ) -> None:
        self._shape = shape
        self._ours = Lane(process, prepare, shape)
        self._losses = self._ours.losses(MOST_EPOCHS)
        assert len(self._losses) == MOST_EPOCHS + 1

    def pace(self) -> float:
        """Return Secant's seconds per epoch."""
        return median(self._ours.pace(MOST_EPOCHS) for _ in range(TURNS))

    def against(self, prepare: Prepare, least: int = 1) -> float:
        """Return how many times longer a peer takes per epoch: its best turn against our median.

        A turn of the peer has ``least`` epochs at the least.
        """
        with own_process() as process:
            theirs = Lane(process, prepare, self._shape)
            epochs = max(least, theirs.affordable())
            self._check(theirs.losses(epochs))
            turns = [(theirs.pace(epochs), self._ours.pace(MOST_EPOCHS)) for _ in range(TURNS)]
        return min(their for their, _ in turns) / median(own for _, own in turns)

    def _check(self, losses: Array) -> None:
        """Raise AssertionError if the losses differ."""
        same, rounding = self._losses[: len(losses)], ROUNDING * self._losses[0]
        np.testing.assert_allclose(losses, same, rtol=SAME_WORK, atol=rounding)
