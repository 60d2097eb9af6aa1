"""What an optimiser remembers at several epochs, as keyframes keep it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..matrix import Matrix
from .kinds import Optimiser
from .memory import Memory

NOTHING = -1
"""The count of epochs at a keyframe where nothing is remembered."""


class Memories(NamedTuple):
    """What one optimiser remembers at n epochs, each with weights (j, 1).

    Attributes
    ----------
    optimiser : Optimiser
        Whose it is.
    epochs : ndarray of int64, shape (n,)
        How many epochs it has made at each; ``NOTHING`` if it remembers nothing there.
    arrays : tuple of ndarray, each of shape (n, j)
        What it keeps of the slopes, in float64; NaN where it remembers nothing.
    """

    optimiser: Optimiser
    epochs: NDArray[np.int64]
    arrays: tuple[Matrix, ...]

    @classmethod
    def of(cls, kept: Sequence[Memory | None], weights: int) -> "Memories | None":
        """Return what is remembered at some states; None if that is nothing."""
        some = next((each for each in kept if each is not None), None)
        if some is None:
            return None
        epochs = np.array([NOTHING if each is None else each.epochs for each in kept], np.int64)
        arrays = tuple(np.full((len(kept), weights), np.nan) for _ in some.arrays)
        for row, each in enumerate(kept):
            if each is not None:
                for array, own in zip(arrays, each.arrays, strict=True):
                    array[row] = own[:, 0]
        return cls(some.optimiser, epochs, arrays)

    @property
    def nbytes(self) -> int:
        """The memory that they take, in bytes."""
        return self.epochs.nbytes + sum(array.nbytes for array in self.arrays)

    def at(self, index: int) -> Memory | None:
        """Return what is remembered at one of the epochs."""
        made = int(self.epochs[index])
        if made == NOTHING:
            return None
        arrays = tuple(array[index].reshape(-1, 1) for array in self.arrays)
        return Memory(self.optimiser, made, arrays)

    def taken(self, chosen: NDArray[np.bool_]) -> "Memories":
        """Return those at some of the epochs, copied."""
        arrays = tuple(array[chosen] for array in self.arrays)
        return self._replace(epochs=self.epochs[chosen], arrays=arrays)


def joined_memories(parts: Sequence["Memories | None"], counts: Sequence[int]) -> Memories | None:
    """Return the memories of parts, one after the other; ``counts`` are the epochs of each part.

    Parts of another optimiser than the latest are left out: to it they mean nothing.
    """
    latest = next((part for part in reversed(parts) if part is not None), None)
    if latest is None:
        return None
    epochs, columns = [], []
    for part, count in zip(parts, counts, strict=True):
        is_own = part is not None and part.optimiser is latest.optimiser
        if part is None or not is_own:
            epochs.append(np.full(count, NOTHING, np.int64))
            columns.append([np.full((count, a.shape[1]), np.nan) for a in latest.arrays])
        else:
            epochs.append(part.epochs)
            columns.append(list(part.arrays))
    arrays = tuple(np.concatenate(each) for each in zip(*columns, strict=True))
    return Memories(latest.optimiser, np.concatenate(epochs), arrays)
