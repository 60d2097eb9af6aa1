"""The record of a run: losses in bins of epochs, and W at some epochs."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .bins import Epochs
from .matrix import Matrix
from .settings import Method


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
    """

    epoch: Epochs
    W: Matrix
    W_scaled: Matrix | None = None

    def __len__(self) -> int:
        return len(self.epoch)


class MethodSpan(NamedTuple):
    """Epochs of a run that one method computed, the first and the last among them."""

    first: int
    last: int
    method: Method


EMPTY = Trace.of_each(np.empty(0, dtype=np.int64), np.empty(0))
