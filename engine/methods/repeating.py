"""The epochs after a literal path has come to rest: the same few states again and again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ..bins import as_counts, starting_bins
from ..frame import Anchor, Recorded, State
from ..matrix import Matrix
from ..settings import Method
from ..trace import Keyframes, Trace
from .decay import Times
from .loss_log import LossBuffer
from .segment import keyframe_bits, recorded_bins

if TYPE_CHECKING:
    from ..optimisers.memory import Memory


class Point(Protocol):
    """W (j, 1), and what the optimiser remembers there."""

    @property
    def W(self) -> Matrix:
        """The weights."""

    @property
    def memory(self) -> "Memory | None":
        """What the optimiser remembers."""


def is_at(point: Point, other: Point) -> bool:
    """Return whether two points are the same to the last bit."""
    ours, theirs = point.memory, other.memory
    if ours is None or theirs is None:
        return ours is theirs and np.array_equal(point.W, other.W)
    pairs = zip((point.W, *ours.arrays), (other.W, *theirs.arrays), strict=False)
    is_alike = ours[:2] == theirs[:2] and len(ours.arrays) == len(theirs.arrays)
    return is_alike and all(np.array_equal(one, another) for one, another in pairs)


@dataclass(frozen=True, eq=False)
class RepeatingSegment:
    """Epochs from an anchor on that lead into a cycle of states, to the end of the segment.

    ``states`` are those at the anchor and at the epochs that follow it, until the W at index
    ``cycle_start`` would come back.
    """

    anchor: Anchor
    states: tuple[State, ...]
    cycle_start: int
    end: State

    def state_at(self, epoch: int) -> State:
        """Return the state at an epoch from the anchor to the end."""
        period, index = len(self.states) - self.cycle_start, epoch - self.anchor.epoch
        if index >= len(self.states):
            index = self.cycle_start + (index - self.cycle_start) % period
        found = self.states[index]
        memory = found.memory
        if memory is not None:
            memory = memory._replace(epochs=memory.epochs + epoch - found.epoch)
        W, loss, gradient = found[1:4]
        return State(
            epoch, W, loss, gradient, method=Method.MODES, anchor=self.anchor, memory=memory
        )

    def record(self, after: int, state: State, buffer: LossBuffer | None) -> Recorded:
        """Record the epochs after one up to that of the state; all of them if there is a buffer."""
        weights = len(state.W)
        if buffer is not None:
            trace = buffer.room(after, state.epoch)
            self._every_loss(after + 1 - self.anchor.epoch, trace.loss)
            return Recorded(trace, Recorded.no_keyframes(weights))
        last = float(state.epoch)
        epochs, ends = recorded_bins(after, last)
        first, many = self._indices(epochs), ends > epochs
        lowest, highest = (
            np.where(many, extremes[first], self._losses[first]) for extremes in self._extremes
        )
        trace = Trace(as_counts(epochs), self._losses[first], lowest, highest)
        starts = starting_bins(after, last, keyframe_bits(weights))
        W = np.array([each.W[:, 0] for each in self.states])
        return Recorded(trace, Keyframes(as_counts(starts), W[self._indices(starts)]))

    def _every_loss(self, first: int, into: NDArray[np.float64]) -> None:
        """Write the losses from an index on, which go round."""
        losses, begun = self._losses, max(0, min(len(self.states) - first, len(into)))
        into[:begun] = losses[first : first + begun]
        around = losses[self.cycle_start :]
        turned = np.roll(around, self.cycle_start - first - begun)
        whole = len(into) - (len(into) - begun) % len(turned)
        into[begun:whole].reshape(-1, len(turned))[:] = turned
        into[whole:] = turned[: len(into) - whole]

    @property
    def _losses(self) -> NDArray[np.float64]:
        return np.array([state.loss for state in self.states], dtype=np.float64)

    @property
    def _extremes(self) -> tuple[Matrix, Matrix]:
        """The extremes of the loss from each state on: a bin of several epochs may have them."""
        from_end = self._losses[::-1]
        lowest, highest = np.minimum.accumulate(from_end), np.maximum.accumulate(from_end)
        inside = np.minimum(np.arange(len(from_end)), self.cycle_start)
        return lowest[::-1][inside], highest[::-1][inside]

    def _indices(self, epochs: Times) -> NDArray[np.int64]:
        """Return which state each epoch has, shape (n,)."""
        index = np.asarray(epochs, dtype=np.float64) - float(self.anchor.epoch)
        period = len(self.states) - self.cycle_start
        around = self.cycle_start + np.fmod(np.maximum(index - self.cycle_start, 0), period)
        indices: NDArray[np.int64] = np.where(index < len(self.states), index, around).astype(
            np.int64
        )
        return indices
