"""What is recorded of a run: losses in bins of epochs, and W here and there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .bins import Epochs
from .matrix import Matrix


@dataclass(frozen=True, eq=False)
class Trace:
    """What is known of a run's losses: bins of consecutive epochs, each array (n,).

    ``epoch`` and ``loss`` are those of a bin's first epoch, ``lowest`` and ``highest`` the extremes
    of the loss within it. While no bin spans more than one epoch, these are all the losses there
    were. The last entry is always the latest epoch itself.
    """

    epoch: Epochs
    loss: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]

    @classmethod
    def of_each(cls, epoch: Epochs, loss: NDArray[np.float64]) -> "Trace":
        """Record single epochs."""
        return cls(epoch, loss, loss, loss)

    def __len__(self) -> int:
        return len(self.epoch)

    def followed_by(self, other: "Trace") -> "Trace":
        """Join two traces."""
        return Trace(
            np.concatenate((self.epoch, other.epoch)),
            np.concatenate((self.loss, other.loss)),
            np.concatenate((self.lowest, other.lowest)),
            np.concatenate((self.highest, other.highest)),
        )


@dataclass(frozen=True, eq=False)
class Keyframes:
    """W at some epochs of a run: ``epoch`` (n,) and ``W`` (n, j)."""

    epoch: Epochs
    W: Matrix

    def __len__(self) -> int:
        return len(self.epoch)


EMPTY = Trace.of_each(np.empty(0, dtype=np.int64), np.empty(0))
