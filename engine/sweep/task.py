"""What each way of computing a sweep is given, and what it returns."""

from collections.abc import Sequence
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
    """Where the runs end: losses (n,), W (n, j) as descended on, and how each ended."""

    losses: Numbers
    W: Matrix
    stops: list[StopReason]


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
