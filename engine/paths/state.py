"""One descent, its state at an epoch, and what was recorded on the way there."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ..bins import FINEST, as_counts, bin_starts
from ..cancelling import IsCancelled
from ..frame import Anchor, StopReason
from ..matrix import Matrix
from ..method import Method
from ..problem import Problem
from ..settings import Settings
from ..trace import EMPTY, Keyframes, Trace
from .bounds import Bounds
from .rounding import Rounding


@dataclass(frozen=True, eq=False)
class Descent:
    """What every path of one descent needs: its problem, and what decides when to stop."""

    problem: Problem
    settings: Settings
    bounds: Bounds
    rounding: Rounding
    cancelled: IsCancelled

    @classmethod
    def of(
        cls, problem: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
    ) -> "Descent":
        """Return the descent on a problem."""
        bounds, rounding = Bounds(problem, settings), Rounding(problem, settings)
        return cls(problem, settings, bounds, rounding, cancelled)

    def on(self, reduced: Problem) -> "Descent":
        """Return the same descent on a reduced problem, whose few rows round differently."""
        return replace(self, problem=reduced, rounding=Rounding(reduced, self.settings))


class State(NamedTuple):
    """W (j, 1) at an epoch, with its loss and gradient (j, 1), the reason to stop, and the path."""

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
    """What a chunk of epochs adds to the history."""

    trace: Trace
    keyframes: Keyframes

    @classmethod
    def nothing(cls, weights: int) -> "Recorded":
        """Record no epoch."""
        return cls(EMPTY, cls.no_keyframes(weights))

    @staticmethod
    def no_keyframes(weights: int) -> Keyframes:
        """Record no W."""
        return Keyframes(EMPTY.epoch, np.empty((0, weights)))

    @classmethod
    def of_states(cls, states: list[State], weights: int) -> "Recorded":
        """Record the loss of every state, and W at the start of every bin."""
        if not states:
            return cls.nothing(weights)
        epochs = as_counts(np.array([state.epoch for state in states], dtype=np.float64))
        losses: NDArray[np.float64] = np.array([state.loss for state in states], dtype=np.float64)
        kept = np.flatnonzero(bin_starts(epochs, FINEST) == epochs)
        W = np.array([states[k].W for k in kept.tolist()], dtype=np.float64).reshape(-1, weights)
        return cls(Trace.of_each(epochs, losses), Keyframes(epochs[kept], W))


class Path(Protocol):
    """A way to carry a descent out, in the units of the columns descended on."""

    def start(self, epoch: int, W: Matrix, anchor: Anchor | None) -> State:
        """Evaluate the state to continue from; raise Cancelled when cancelled."""

    def advance(self, state: State, epochs: int | None) -> tuple[State, Recorded]:
        """Advance by at most ``epochs``, or as many as suit; return the last good state."""
