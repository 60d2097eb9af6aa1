"""The loss of every epoch, however many, written once and into one piece of memory."""

import numpy as np
from numpy.typing import NDArray

from ..bins import Epochs
from ..errors import BadSetting
from ..frame import Frame
from ..trace import Trace


class LossBuffer:
    """Room for the losses of every epoch, which nobody keeps."""

    def room(self, after: int, last: int) -> Trace:
        """Return the epochs after one up to another, and their losses, yet to be written.

        Raises BadSetting where memory does not hold them.
        """
        return Trace.of_each(*_pages(after + 1, last + 1))


class LossLog(LossBuffer):
    """Keeps the losses of so many epochs, and of more if it must be."""

    def __init__(self, epochs: int) -> None:
        """Raise BadSetting where memory does not hold them."""
        self._epochs, self._losses = _pages(0, epochs + 1)
        self._written = 0

    def room(self, after: int, last: int) -> Trace:
        """Return the epochs after one up to another, and their losses, yet to be written."""
        if last >= len(self._losses):
            self._grow(max(last + 1, 2 * len(self._losses)))
        entries = slice(after + 1, last + 1)
        return Trace.of_each(self._epochs[entries], self._losses[entries])

    def extend(self, frame: Frame) -> None:
        """Take what a frame recorded, unless it was written here."""
        trace = frame.trace
        if len(trace) == 0:
            return
        first, last = int(trace.epoch[0]), int(trace.epoch[-1])
        if trace.loss.base is not self._losses:
            self.room(first - 1, last).loss[:] = trace.loss
        self._written = last + 1

    def trace(self) -> Trace:
        """Return all that was taken."""
        return Trace.of_each(self._epochs[: self._written], self._losses[: self._written])

    def _grow(self, entries: int) -> None:
        epochs, losses = _pages(0, entries)
        losses[: len(self._losses)] = self._losses
        self._epochs, self._losses = epochs, losses


def _pages(first: int, end: int) -> tuple[Epochs, NDArray[np.float64]]:
    try:
        return np.arange(first, end), np.empty(end - first)
    except (MemoryError, ValueError):  # numpy raises the latter for what no machine could hold
        rule = "few enough for memory to hold the loss of each"
        raise BadSetting("epochs", end - 1, rule) from None
