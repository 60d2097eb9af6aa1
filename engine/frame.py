"""What a descent reports: frames, and the reason it stopped."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bins import Epochs
from .matrix import Matrix
from .settings import Method
from .trace import Keyframes, Trace


class StopReason(Enum):
    """Why a descent ended; the values are the sentences shown."""

    DONE = "All the epochs asked for are done."
    CONVERGED = "Converged."
    ENDLESS = "The weights would go on moving for ever."
    DIVERGED = "Diverged: the loss grew beyond all bounds; the last finite weights are kept."
    STEP_VANISHED = "The step h is too small to change a weight."
    CANCELLED = "Stopped before the epochs asked for were done."


class Anchor(NamedTuple):
    """The point from which the modes count: its epoch, and W (j, 1) in the run's own units."""

    epoch: int
    W: Matrix


@dataclass(frozen=True, eq=False)
class Frame:
    """Where a descent stands after a chunk of epochs.

    ``loss`` is that at ``W`` (j, 1); ``gradient`` (j, 1) that of the weights descended on, and NaN
    if h vanished. ``trace`` and ``keyframes`` are what the chunk adds to the history. All arrays
    are read-only. ``stop`` is None while the descent goes on; ``detail`` says what there is beyond
    the reason. ``method`` made the frame; ``fallback`` says why that is not the faster one.
    """

    epoch: int
    loss: float
    W: Matrix
    gradient: Matrix
    trace: Trace
    keyframes: Keyframes
    stop: StopReason | None = None
    detail: str = ""
    method: Method = Method.LITERAL
    fallback: str = ""
    anchor: Anchor | None = None

    @property
    def epochs(self) -> Epochs:
        """The epochs the chunk recorded, shape (n,)."""
        return self.trace.epoch

    @property
    def losses(self) -> NDArray[np.float64]:
        """The losses there, shape (n,)."""
        return self.trace.loss

    @property
    def gradient_norm(self) -> float:
        """‖δW‖, the Euclidean length of the gradient."""
        return math.hypot(*self.gradient.ravel())
