"""What a run until converged says while it lasts, as nobody knows for how many epochs."""

import sys
from collections.abc import Callable
from time import monotonic
from typing import TextIO

import numpy as np

from ..frame import Frame
from ..history import History
from ..shortening import grouped

# Most runs end within a second. From then on the pauses double, so that a night has ten lines.
FIRST_SECONDS = 10.0


class LongRun:
    """Prints now and then the loss of a run, and what it was after half as many epochs.

    Beside a kink of a loss the weights may creep for millions of epochs at a small η: whether they
    still get anywhere is seen in how much the loss has fallen.
    """

    def __init__(
        self, history: History, stream: TextIO = sys.stderr, clock: Callable[[], float] = monotonic
    ) -> None:
        self._history, self._stream, self._clock = history, stream, clock
        self._began = clock()
        self._pause = FIRST_SECONDS

    def look(self, frame: Frame) -> None:
        """Print a line if it is time for one; the history has the frame already."""
        seconds = self._clock() - self._began
        if seconds < self._pause or frame.stop is not None:
            return
        while self._pause <= seconds:
            self._pause *= 2
        trace = self._history.trace()
        before = max(0, int(np.searchsorted(trace.epoch, frame.epoch // 2, "right")) - 1)
        line = (
            f"{seconds:.0f} s: loss {frame.loss:.9g} at epoch {grouped(frame.epoch)}, after "
            f"{trace.loss[before]:.9g} at epoch {grouped(int(trace.epoch[before]))}."
        )
        print(line, file=self._stream, flush=True)
