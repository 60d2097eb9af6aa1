"""The record of a run: losses in bins of epochs, and W at some epochs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bins import FINEST, Epochs
from .matrix import Matrix
from .settings import Method, Settings

if TYPE_CHECKING:
    from .optimisers.memories import Memories


@dataclass(frozen=True, eq=False)
class Trace:
    """The losses of a run, in bins of consecutive epochs.

    While no bin spans more than one epoch, these are all the losses. The last entry is always the
    latest epoch itself.

    Attributes
    ----------
    epoch : ndarray, shape (n,)
        The first epoch of each bin, int64 or, beyond it, float64.
    loss : ndarray, shape (n,)
        The loss at that epoch.
    lowest, highest : ndarray, shape (n,)
        The extremes of the loss within the bin.
    """

    epoch: Epochs
    loss: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]

    @classmethod
    def of_each(cls, epoch: Epochs, loss: NDArray[np.float64]) -> "Trace":
        """Return the trace of single epochs."""
        return cls(epoch, loss, loss, loss)

    def __len__(self) -> int:
        return len(self.epoch)

    def followed_by(self, other: "Trace") -> "Trace":
        """Return this trace with a later one joined to it."""
        return Trace(
            np.concatenate((self.epoch, other.epoch)),
            np.concatenate((self.loss, other.loss)),
            np.concatenate((self.lowest, other.lowest)),
            np.concatenate((self.highest, other.highest)),
        )


@dataclass(frozen=True, eq=False)
class Keyframes:
    """W at some epochs of a run.

    Attributes
    ----------
    epoch : ndarray, shape (n,)
    W : ndarray, shape (n, j)
        One W per row.
    W_scaled : ndarray, shape (n, j), or None
        Those of a frame of scaled columns: ``W`` as descended on. None in any other.
    memories : Memories or None
        What the optimiser remembers at each, as descended on; None if that is nothing.
    """

    epoch: Epochs
    W: Matrix
    W_scaled: Matrix | None = None
    memories: "Memories | None" = None

    def __len__(self) -> int:
        return len(self.epoch)

    @property
    def nbytes(self) -> int:
        """The memory that they take, in bytes."""
        scaled = 0 if self.W_scaled is None else self.W_scaled.nbytes
        memories = 0 if self.memories is None else self.memories.nbytes
        return self.W.nbytes + scaled + memories


class MethodSpan(NamedTuple):
    """Epochs of a run that one method computed, the first and the last among them."""

    first: int
    last: int
    method: Method


@dataclass(frozen=True, eq=False)
class SettingsSpan:
    """Epochs of a run under settings that make the same of the same W.

    Attributes
    ----------
    first : int
        The epoch from which they were used.
    settings : Settings or None
        ``arithmetic_of`` those of the run; None if they were not told.
    origins : Keyframes
        Where the span began, and where its closed forms count from, in the order in which they were
        come to.
    keyframes : Keyframes
        Those at the starts of bins, ascending.
    """

    first: int
    settings: Settings | None
    origins: Keyframes
    keyframes: Keyframes


class PastRun(NamedTuple):
    """All that is kept of the epochs that a run has passed: enough to compute each of them again.

    ``spans`` and ``methods`` are in the order of the epochs. ``bits`` are those of the bins that
    start with a keyframe, and ``trace_bits`` those of the bins of losses.
    """

    spans: tuple[SettingsSpan, ...] = ()
    methods: tuple[MethodSpan, ...] = ()
    bits: int = FINEST
    trace_bits: int = FINEST

    @property
    def nbytes(self) -> int:
        """The memory that the keyframes take, in bytes."""
        return sum(each.origins.nbytes + each.keyframes.nbytes for each in self.spans)

    def span_at(self, epoch: int) -> SettingsSpan | None:
        """Return the span that led to an epoch; of a change of settings there, the one before."""
        passed = [span for span in self.spans if span.first < epoch]
        return passed[-1] if passed else (self.spans[0] if self.spans else None)

    def method_at(self, epoch: int) -> Method | None:
        """Return the method by which the run came to an epoch; None if that is not known."""
        return next((each.method for each in self.methods if epoch <= each.last), None)


EMPTY = Trace.of_each(np.empty(0, dtype=np.int64), np.empty(0))
NO_KEYFRAMES = Keyframes(EMPTY.epoch, np.empty(0))
