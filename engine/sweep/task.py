"""What each way of computing a sweep is given, and what it returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..cancelling import IsCancelled
from ..frame import StopReason
from ..matrix import Matrix
from ..methods.divergence import Divergence
from ..problem import Problem
from ..settings import Settings
from ..threads.caching import cached_property
from ..triangle import Progress, Triangle
from .result import Numbers


class SweepEnds(NamedTuple):
    """Where the runs end: losses (n,), W (n, j) as descended on, and how each ended.

    CANCELLED is one that is not computed yet: nothing else is known of it.
    """

    losses: Numbers
    W: Matrix
    stops: list[StopReason]

    @classmethod
    def unknown(cls, runs: int, weights: int) -> "SweepEnds":
        """Return the ends of so many runs before any is computed."""
        W = np.full((runs, weights), np.nan)
        return cls(np.full(runs, np.nan), W, [StopReason.CANCELLED] * runs)

    def copy(self) -> "SweepEnds":
        """Return them as they are now."""
        return SweepEnds(self.losses.copy(), self.W.copy(), list(self.stops))


class EndsSoFar(NamedTuple):
    """Where runs have come to, and after how many epochs, while they are computed."""

    ends: SweepEnds
    epochs: int


Tell = Callable[[Callable[[], EndsSoFar]], None]
"""Is called each time that more is known, with what returns it: few of them are looked at."""


@dataclass(frozen=True, eq=False)
class SweepTask:
    """The runs of a sweep on the reduced rows, as descended on.

    ``runs`` are the settings of each, with η and h as numbers.
    """

    triangle: Triangle
    W: Matrix
    runs: Sequence[Settings]
    progress: Progress
    cancelled: IsCancelled
    tell: Tell = lambda _: None

    @property
    def epochs(self) -> int:
        """How many epochs each run has."""
        return self.runs[0].epochs

    @cached_property
    def problem(self) -> Problem:
        """The few rows with the same loss."""
        return self.triangle.problem(self.W)

    def bounds(self, index: int) -> Divergence:
        """Return what decides when a run has diverged."""
        return Divergence(self.problem, self.runs[index])


def diverged(weights: int) -> tuple[float, Matrix, StopReason]:
    """Return the end of a run that has diverged."""
    return np.inf, np.full(weights, np.nan), StopReason.DIVERGED
