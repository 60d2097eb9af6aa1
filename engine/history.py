"""The loss along a run, in bounded memory however long the run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import BadSetting
from .frame import Frame


@dataclass(frozen=True, eq=False)
class Trace:
    """What is known of a run's losses: bins of consecutive epochs, each array (n,).

    ``epoch`` and ``loss`` are those of a bin's first epoch, ``lowest`` and ``highest`` the extremes
    of the loss within it. While no bin spans more than one epoch, these are all the losses there
    were. The last entry is always the latest epoch itself.
    """

    epoch: NDArray[np.int64]
    loss: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.epoch)


EMPTY = Trace(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0))


class History:
    """Collects the losses of a run; when the bins run out, every bin doubles in width."""

    def __init__(self, capacity: int = 4096) -> None:
        """Keep up to so many bins; raise BadSetting for less than one."""
        if capacity < 1:
            raise BadSetting("capacity", capacity, "one or more")
        self._capacity = capacity
        self._width = 1
        self._bins = EMPTY
        self._latest: tuple[int, float] | None = None

    def extend(self, frame: Frame) -> None:
        """Add what the frame's chunk recorded."""
        if len(frame.epochs) == 0:
            return
        added = Trace(frame.epochs, frame.losses, frame.losses, frame.losses)
        self._bins = _binned(_joined(self._bins, added), self._width)
        while len(self._bins) > self._capacity:
            self._width *= 2
            self._bins = _binned(self._bins, self._width)
        self._latest = int(frame.epochs[-1]), float(frame.losses[-1])

    def trace(self) -> Trace:
        """Return what is known so far, as arrays that later additions leave alone."""
        if self._latest is None or self._bins.epoch[-1] == self._latest[0]:
            return self._bins
        epoch, loss = self._latest
        last = np.array([loss])
        return _joined(self._bins, Trace(np.array([epoch]), last, last, last))


def _joined(first: Trace, second: Trace) -> Trace:
    return Trace(
        np.concatenate((first.epoch, second.epoch)),
        np.concatenate((first.loss, second.loss)),
        np.concatenate((first.lowest, second.lowest)),
        np.concatenate((first.highest, second.highest)),
    )


def _binned(trace: Trace, width: int) -> Trace:
    """Merge entries whose epochs fall into the same bin; the first one names the bin."""
    bins = trace.epoch // width
    starts = np.flatnonzero(np.diff(bins, prepend=bins[0] - 1))
    return Trace(
        trace.epoch[starts],
        trace.loss[starts],
        np.minimum.reduceat(trace.lowest, starts),
        np.maximum.reduceat(trace.highest, starts),
    )
