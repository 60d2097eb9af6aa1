"""What a descent reports: frames, and the reason it stopped."""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from .matrix import Matrix


class StopReason(Enum):
    """Why a descent ended; the values are the sentences shown."""

    DONE = "All the epochs asked for are done."
    CONVERGED = "Converged: ‖δW‖ is within the tolerance."
    DIVERGED = "Diverged: the loss grew beyond all bounds; the last finite weights are kept."
    STEP_VANISHED = "The step h is too small to change a weight."
    CANCELLED = "Stopped before the epochs asked for were done."


@dataclass(frozen=True, eq=False)
class Frame:
    """Where a descent stands after a chunk of epochs.

    ``loss`` and ``gradient`` (j, 1) are those at ``W`` (j, 1); the gradient is NaN if h vanished.
    ``epochs`` and ``losses`` (n,) are what the chunk adds to the history. All arrays are read-only.
    ``stop`` is None while the descent goes on; ``detail`` says what there is beyond the reason.
    """

    epoch: int
    loss: float
    W: Matrix
    gradient: Matrix
    epochs: NDArray[np.int64]
    losses: NDArray[np.float64]
    stop: StopReason | None = None
    detail: str = ""

    @property
    def gradient_norm(self) -> float:
        """‖δW‖, the Euclidean length of the gradient."""
        return math.hypot(*self.gradient.ravel())
