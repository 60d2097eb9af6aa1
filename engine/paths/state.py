"""One point of a descent, and what was recorded on the way to it."""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..bins import FINEST, as_counts, bin_starts
from ..frame import Anchor, StopReason
from ..matrix import Matrix
from ..method import Method
from ..trace import EMPTY, Keyframes, Trace


class State(NamedTuple):
    """W (j, 1), the loss and the gradient (j, 1) there, why to stop, and how it was reached."""

    epoch: int
    W: Matrix
    loss: float
    gradient: Matrix
    stop: StopReason | None = None
    detail: str = ""
    method: Method = Method.LITERAL
    fallback: str = ""
    anchor: Anchor | None = None


class Recorded(NamedTuple):
    """What a chunk adds to the history."""

    trace: Trace
    keyframes: Keyframes

    @classmethod
    def nothing(cls, weights: int) -> "Recorded":
        """Record no epoch."""
        return cls(EMPTY, cls.no_keyframes(weights))

    @staticmethod
    def no_keyframes(weights: int) -> Keyframes:
        """Record W nowhere."""
        return Keyframes(EMPTY.epoch, np.empty((0, weights)))

    @classmethod
    def walked(cls, states: list[State], weights: int) -> "Recorded":
        """Record every loss of epochs walked one by one, and W where a bin starts."""
        if not states:
            return cls.nothing(weights)
        epochs = as_counts(np.array([state.epoch for state in states], dtype=np.float64))
        losses: NDArray[np.float64] = np.array([state.loss for state in states], dtype=np.float64)
        kept = np.flatnonzero(bin_starts(epochs, FINEST) == epochs)
        W = np.array([states[k].W for k in kept.tolist()], dtype=np.float64).reshape(-1, weights)
        return cls(Trace.of_each(epochs, losses), Keyframes(epochs[kept], W))


class Path(Protocol):
    """A way of carrying a descent out, in the units of the weights descended on."""

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None) -> State:
        """Evaluate where to go on from; raise Cancelled when cancelled."""

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Take up to so many epochs, or as many as suit; return the last good state."""
