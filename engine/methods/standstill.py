"""How a literal path ends: its W stands still, goes round in a cycle, or is moved by rounding only.

W ← W − η·δW is one map of floating-point numbers, so a W that comes back comes back for ever.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..frame import Convergence, State, StopReason
from ..language.sentence import marked
from ..losses.only_mean_square import TO_AND_FRO
from ..losses.stagnation import LowestLoss
from ..matrix import Matrix
from .path import LiteralTask
from .push import Push
from .rounding import SPREAD

# 1 MiB of W, but never fewer than 8: the last digits of most tables go round in cycles of 2 or 4.
BYTES_REMEMBERED = 2**20
FEWEST_REMEMBERED = 8
MOST_REMEMBERED = 1024
# W that jumps by more of itself does not go round in its last digits: it oscillates. At 1e-9 below
# η's limit, rounding was seen to hold a cycle of 5e-8 of W.
JUMP_OF_LAST_DIGITS = 1e-6
# Of 900 random tables, those that found a cycle found it within 1.5 times as many epochs as it took
# the slopes to become rounding; with few epochs that is too short a search.
ROUNDING_SHARE = 0.5
FEWEST_ROUNDING_EPOCHS = 64
PUSHED = marked(
    "engine",
    "One-sided quotients have a small constant error. It pushes W in directions the data does not "
    "determine. Use the central quotient.",
)
TOO_SMALL = marked(
    "engine",
    "The squares of the columns vanish, so that no learning rate η is large enough. Scale the "
    "columns.",
)
OVERSHOOTS = marked(
    "engine", "η is at its stability limit 2/λmax, so the weights oscillate. Use a smaller η."
)


class Repeat(NamedTuple):
    """A W that a path has had before: how many epochs ago, and whether it is the first such W."""

    period: int
    is_first: bool


class Ending(NamedTuple):
    """Why a path ends at a state."""

    stop: StopReason
    detail: str = ""
    convergence: Convergence | None = None

    @classmethod
    def of(cls, convergence: Convergence) -> "Ending":
        """Return the ending of a path that has converged."""
        said = Convergence.FIXED if convergence is Convergence.BY else convergence
        return cls(StopReason.CONVERGED, said.value, convergence)


class Repeats:
    """Notices a W that comes back: exactly if it was one of the latest, in time if it is older.

    For older ones a W is marked whenever the number of epochs has doubled, as in Brent's algorithm.
    """

    def __init__(self, W: Matrix, is_start: bool) -> None:
        """Begin at W; what was before is unknown unless it is the start."""
        self._most = min(MOST_REMEMBERED, max(FEWEST_REMEMBERED, BYTES_REMEMBERED // W.nbytes))
        self._marked = _bits(W)
        self._marked_at = self._count = 0
        self._latest = {self._marked: 0}
        self._is_complete = is_start

    def find(self, W: Matrix) -> Repeat | None:
        """Remember the next W of the path; return the repeat if the path has had it before."""
        self._count += 1
        bits = _bits(W)
        before = self._latest.get(bits)
        if before is not None:
            return Repeat(self._count - before, before > 0 or self._is_complete)
        if bits == self._marked:
            return Repeat(self._count - self._marked_at, False)
        self._latest[bits] = self._count
        if len(self._latest) > self._most:
            del self._latest[next(iter(self._latest))]
        if self._count & (self._count - 1) == 0:
            self._marked, self._marked_at = bits, self._count
        return None


class Standstill:
    """Watches the epochs of a literal path that runs until it has converged."""

    def __init__(self, descent: LiteralTask, spread: float = SPREAD) -> None:
        """Take for rounding what is below ``spread`` times its root mean square."""
        self._rounding, self._spread = descent.rounding, spread
        self._push = Push(descent) if descent.formula is None else None
        self._precision = descent.settings.precision
        self._lowest = LowestLoss(descent.settings.precision)
        self._epoch = -1
        self._repeats: Repeats
        self.repeat: Repeat | None = None
        """The repeat that the latest ending was due to, if any."""
        self._moving = self._rounding_only = 0

    def ending(self, state: State, after: Matrix) -> Ending | None:
        """Return why the path ends at a state whose step leads to ``after``; None if it goes on.

        A state that does not follow the one before begins a new path. Raises Cancelled when
        cancelled.
        """
        if state.epoch != self._epoch:
            self._repeats = Repeats(state.W, is_start=state.epoch == 0)
            if self._push is not None:
                self._push.begin(state.W)
            self._lowest = LowestLoss(self._precision)
            self._moving = self._rounding_only = 0
        self._epoch = state.epoch + 1
        repeat = self.repeat = self._repeats.find(after)
        if repeat is not None:
            if self._oscillates(state, after):
                is_mean_square = self._push is not None
                return Ending(StopReason.ENDLESS, OVERSHOOTS if is_mean_square else TO_AND_FRO)
            if not repeat.is_first:
                return Ending.of(Convergence.BY)
            return Ending.of(Convergence.FIXED if repeat.period == 1 else Convergence.CYCLE)
        if self._push is not None and self._push.is_seen(after):
            return Ending(StopReason.ENDLESS, PUSHED)
        if self._push is None and self._lowest.is_passed(state.loss):
            return self._without_fall(state, after)
        if self.is_resting(state, after):
            self._rounding_only += 1
        else:
            self._moving += 1
        least = max(FEWEST_ROUNDING_EPOCHS, ROUNDING_SHARE * self._moving)
        return Ending.of(Convergence.ROUNDING) if self._rounding_only >= least else None

    def _without_fall(self, state: State, after: Matrix) -> Ending:
        """Return the ending of a path on any loss that falls no more: it rests, or jumps."""
        if self._oscillates(state, after):
            return Ending(StopReason.ENDLESS, TO_AND_FRO)
        return Ending.of(Convergence.ROUNDING)

    def is_resting(self, state: State, after: Matrix) -> bool:
        """Return whether each weight stands still in a step, or has a slope of mere rounding."""
        rests = (after == state.W) | self._is_rounding(state)
        return bool(np.count_nonzero(rests) == len(rests))  # half the time of all(), every epoch

    @property
    def is_mostly_rounding(self) -> bool:
        """Whether rounding alone moved the weights in most of the epochs."""
        return self._rounding_only > self._moving

    def _is_rounding(self, state: State) -> NDArray[np.bool_]:
        noise = self._rounding.of_quotient_at(state.W, state.loss)
        is_rounding: NDArray[np.bool_] = np.abs(state.gradient) <= self._spread * noise
        return is_rounding

    def _oscillates(self, state: State, after: Matrix) -> bool:
        """Return whether more than the last digits of a weight jump to and fro."""
        jumps = np.abs(after - state.W) > JUMP_OF_LAST_DIGITS * np.abs(state.W)
        return bool((jumps & ~self._is_rounding(state)).any())


def _bits(W: Matrix) -> bytes:
    """Return the bits of W, with 0 for −0, which is the same number."""
    return (W + 0.0).tobytes()
