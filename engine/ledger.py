"""The loss of every epoch, however many, written once and into one piece of memory."""

import numpy as np

from .frame import Frame
from .trace import Trace


class Ledger:
    """Room for the losses of so many epochs, and of more if it must be."""

    def __init__(self, epochs: int) -> None:
        self._epochs = np.arange(epochs + 1)
        self._losses = np.empty(epochs + 1)
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
        first, last = int(trace.epoch[0]), int(trace.epoch[-1])
        if trace.loss.base is not self._losses:
            self.room(first - 1, last).loss[:] = trace.loss
        self._written = last + 1

    def trace(self) -> Trace:
        """Return all that was taken."""
        return Trace.of_each(self._epochs[: self._written], self._losses[: self._written])

    def _grow(self, entries: int) -> None:
        losses = np.empty(entries)
        losses[: len(self._losses)] = self._losses
        self._epochs, self._losses = np.arange(entries), losses
