"""What an optimiser remembers from one epoch to the next."""

from typing import NamedTuple

from ..matrix import Matrix
from ..settings import Precision
from .kinds import Optimiser


class Memory(NamedTuple):
    """What an optimiser remembers after an epoch, in the units of the columns descended on.

    Attributes
    ----------
    optimiser : Optimiser
        Whose it is: to another one it means nothing.
    epochs : int
        How many epochs it has made of these slopes. Adam corrects its means by it.
    arrays : tuple of ndarray, each of shape (j, 1)
        The buffer, the means or the sum that it keeps of the slopes.
    """

    optimiser: Optimiser
    epochs: int
    arrays: tuple[Matrix, ...]

    def within(self, precision: Precision) -> "Memory":
        """Return the same in the arithmetic of a run."""
        arrays = tuple(each.astype(precision.value, copy=False) for each in self.arrays)
        return self._replace(arrays=arrays)
