"""What is swept, and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..errors import BadSetting
from ..frame import StopReason
from ..language.lists import one_of
from ..matrix import Matrix
from ..settings import Method

Numbers = NDArray[np.float64]


class SweptSetting(StrEnum):
    """A setting that can be swept; the values are the names of ``Settings``."""

    LEARNING_RATE = "learning_rate"
    H = "h"
    MOMENTUM = "momentum"

    @classmethod
    def _missing_(cls, value: object) -> "SweptSetting":
        raise BadSetting("name", value, one_of(list(cls)))


@dataclass(frozen=True, eq=False)
class Sweep:
    """What many runs came to that differ in one setting.

    Attributes
    ----------
    name : SweptSetting
        What they differ in.
    values : ndarray, shape (n,)
        Its values, ascending.
    epochs : int
        How many epochs each run has.
    losses : ndarray, shape (n,)
        The loss after them; inf of a run that has diverged.
    W : ndarray, shape (n, j)
        The weights there, in the units of the problem's columns; of a run that has diverged, NaN.
    stops : tuple of StopReason
        How each ended: DONE if all epochs ran, CANCELLED if it is not computed yet.
    stable : tuple of float, or None
        Between which values a run is stable; None if that is not known, or the same for all.
    method : Method
        How the runs were computed: MODES, TRIANGLE, or LITERAL if each ran on its own.
    """

    name: SweptSetting
    values: Numbers
    epochs: int
    losses: Numbers
    W: Matrix
    stops: tuple[StopReason, ...]
    stable: tuple[float, float] | None
    method: Method

    @property
    def best(self) -> int | None:
        """The index of the least loss; None if no run has a finite one."""
        if not np.isfinite(self.losses).any():
            return None
        return int(np.nanargmin(np.where(np.isfinite(self.losses), self.losses, np.inf)))

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which runs are computed, (n,): all of them, once the sweep is done."""
        return np.array([stop is not StopReason.CANCELLED for stop in self.stops], dtype=bool)

    @property
    def diverged(self) -> NDArray[np.bool_]:
        """Which runs have diverged, (n,)."""
        return np.array([stop is StopReason.DIVERGED for stop in self.stops], dtype=bool)
