"""Secant and the others in turns, so that drift hits both, each in a process of its own."""

from concurrent.futures import ProcessPoolExecutor
from statistics import median

import numpy as np

from . import ours
from .lane import MOST_EPOCHS, Lane, Prepare, own_process
from .task import Array, Shape

TURNS = 5
SAME_WORK = 1e-6
ROUNDING = 1e-18
"""Of the loss at the start, where nothing but rounding errors is left of it."""


class Race:
    """A million epochs of Secant, on one shape, against as many of another as fill a turn."""

    def __init__(self, process: ProcessPoolExecutor, shape: Shape) -> None:
        self._shape = shape
        self._ours = Lane(process, ours.prepare, shape)
        self._losses = self._ours.losses(MOST_EPOCHS)
        assert len(self._losses) == MOST_EPOCHS + 1

    def pace(self) -> float:
        """Return the seconds an epoch takes Secant."""
        return median(self._ours.pace(MOST_EPOCHS) for _ in range(TURNS))

    def against(self, prepare: Prepare) -> float:
        """Return how many times longer another takes an epoch, its best against our usual."""
        with own_process() as process:
            theirs = Lane(process, prepare, self._shape)
            epochs = theirs.affordable()
            self._check(theirs.losses(epochs))
            turns = [(theirs.pace(epochs), self._ours.pace(MOST_EPOCHS)) for _ in range(TURNS)]
        return min(their for their, _ in turns) / median(own for _, own in turns)

    def _check(self, losses: Array) -> None:
        """Raise AssertionError where it is not the same work."""
        same, rounding = self._losses[: len(losses)], ROUNDING * self._losses[0]
        np.testing.assert_allclose(losses, same, rtol=SAME_WORK, atol=rounding)
