"""The loss of every epoch, written once into one piece of memory."""

import numpy as np
from numpy.typing import NDArray

from ..bins import Epochs
from ..errors import BadSetting
from ..frame import Frame
from ..language.sentence import marked
from ..trace import Trace


class LossBuffer:
    """Room for the losses of every epoch of a chunk; the caller keeps them or drops them."""

    def room(self, after: int, last: int) -> Trace:
        """Return the epochs in (after, last] with losses still to be written.

        Raises BadSetting if memory cannot hold them.
        """
        return Trace.of_each(*_allocate(after + 1, last + 1))


class LossLog(LossBuffer):
    """Keeps the losses of all epochs of a run, and grows if there are more than expected."""

    def __init__(self, epochs: int) -> None:
        """Allocate room for this many epochs; raise BadSetting if memory cannot hold them."""
        self._epochs, self._losses = _allocate(0, epochs + 1)
        self._written = 0

    def room(self, after: int, last: int) -> Trace:
        """Return the epochs in (after, last] with losses still to be written."""
        if last >= len(self._losses):
            self._grow(max(last + 1, 2 * len(self._losses)))
        entries = slice(after + 1, last + 1)
        return Trace.of_each(self._epochs[entries], self._losses[entries])

    def extend(self, frame: Frame) -> None:
        """Add what a frame recorded; copy it only if it was not written here."""
        trace = frame.trace
        if len(trace) == 0:
            return
        first, last = int(trace.epoch[0]), int(trace.epoch[-1])
        if trace.loss.base is not self._losses:
            self.room(first - 1, last).loss[:] = trace.loss
        self._written = last + 1

    def trace(self) -> Trace:
        """Return all that was added."""
        return Trace.of_each(self._epochs[: self._written], self._losses[: self._written])

    def _grow(self, entries: int) -> None:
        epochs, losses = _allocate(0, entries)
        losses[: len(self._losses)] = self._losses
        self._epochs, self._losses = epochs, losses


def _allocate(first: int, end: int) -> tuple[Epochs, NDArray[np.float64]]:
    try:
        return np.arange(first, end), np.empty(end - first)
    except (MemoryError, ValueError):  # numpy raises ValueError for more than any machine holds
        rule = marked("engine", "few enough for memory to hold the loss of each")
        raise BadSetting("epochs", end - 1, rule) from None
