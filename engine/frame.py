"""What a descent reports: frames, and the reason it stopped."""

import math
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bins import Epochs
from .matrix import Matrix
from .method import Method
from .trace import Keyframes, Trace


class StopReason(Enum):
    """Why a descent ended; the values are the sentences that the user reads."""

    DONE = "Done: all epochs have run."
    CONVERGED = "Converged."
    ENDLESS = "This run will never converge."
    DIVERGED = "Diverged: the loss grew beyond all bounds; the last finite weights are kept."
    STEP_VANISHED = "The step h is too small to change a weight."
    CANCELLED = "Stopped before all epochs had run."


class Anchor(NamedTuple):
    """The point from which a closed form counts: its epoch, and W (j, 1) as descended on."""

    epoch: int
    W: Matrix


@dataclass(frozen=True, eq=False)
class Frame:
    """The state of a descent after a chunk of epochs, and what the chunk recorded.

    All arrays are read-only.

    Attributes
    ----------
    epoch : int
        The epoch reached; 0 is the start.
    loss : float
        The mean squared error at ``W``.
    W : ndarray, shape (j, 1)
        The weights, in the units of the problem's columns.
    gradient : ndarray, shape (j, 1)
        δW at ``W``, of the scaled columns if ``scale_columns`` is set. NaN if h vanished.
    trace : Trace
        The losses that the chunk adds to the history.
    keyframes : Keyframes
        The W that the chunk adds to the history.
    stop : StopReason or None
        Why the descent ended; None while it continues.
    detail : str
        More about the reason, as a sentence; may be empty.
    method : Method
        The method that computed the frame.
    fallback : str
        Why that is not the faster method; empty if it is.
    anchor : Anchor or None
        Where the closed form of the frame starts, so that a run can be continued to the same bits.
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
