"""The form in which the published run prints itself."""

from collections import deque
from typing import TextIO

from ..frame import Frame
from ..matrix import Matrix

FIRST, LAST = 6, 4


class LossListing:
    """Prints the losses as the run goes on: all, or the first six and at the end the last four."""

    def __init__(self, out: TextIO, shown_first: float = FIRST) -> None:
        self._out = out
        self._left = shown_first
        self._held: deque[str] = deque(maxlen=LAST + 1)

    def extend(self, frame: Frame) -> None:
        """Take the losses of the frame's chunk."""
        lines = map(_loss_line, frame.epochs.tolist(), frame.losses.tolist())
        for line in lines:
            if self._left > 0:
                self._left -= 1
                self._out.write(line)
            else:
                self._held.append(line)

    def finish(self) -> None:
        """Print what was held back; a row of dots stands for what is left out."""
        if len(self._held) > LAST:
            self._held[0] = "...\n"
        self._out.writelines(self._held)


def _loss_line(epoch: int, loss: float) -> str:
    return f"Loss ({epoch}): {loss!r}\n" if epoch else f"Loss: {loss!r}\n"


def listed(column: Matrix, most: float = FIRST + LAST) -> str:
    """List a column (n, 1) with all digits, the middle left out where it is longer than most."""
    values = [repr(value) for value in column.ravel().tolist()]
    if len(column) > most:
        values = [*values[:FIRST], "...", *values[-LAST:]]
    return f"[{', '.join(values)}]"
