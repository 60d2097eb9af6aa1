"""Format losses and columns as the published run prints them."""

from collections import deque
from typing import TextIO

from ..frame import Frame
from ..matrix import Matrix

FIRST, LAST = 6, 4


class LossListing:
    """Prints the losses during the run: all of them, or the first six and finally the last four."""

    def __init__(self, out: TextIO, first: float = FIRST) -> None:
        self._out = out
        self._left = first
        self._held: deque[str] = deque(maxlen=LAST + 1)

    def extend(self, frame: Frame) -> None:
        """Print or hold back the losses of a frame."""
        lines = map(_loss_line, frame.epochs.tolist(), frame.losses.tolist())
        for line in lines:
            if self._left > 0:
                self._left -= 1
                self._out.write(line)
            else:
                self._held.append(line)

    def finish(self) -> None:
        """Print the last losses, after a row of dots if others were left out."""
        if len(self._held) > LAST:
            self._held[0] = "...\n"
        self._out.writelines(self._held)


def _loss_line(epoch: int, loss: float) -> str:
    return f"Loss ({epoch}): {loss!r}\n" if epoch else f"Loss: {loss!r}\n"


def format_column(column: Matrix, most: float = FIRST + LAST) -> str:
    """Format a column (n, 1) with all digits; leave out its middle if it is longer than most."""
    values = [repr(value) for value in column.ravel().tolist()]
    if len(column) > most:
        values = [*values[:FIRST], "...", *values[-LAST:]]
    return f"[{', '.join(values)}]"
