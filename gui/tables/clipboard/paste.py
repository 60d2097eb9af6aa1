"""Pasting as a change of the experiment, which reads the clipboard wherever it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from engine.reading.choices import Choices

from ...background import Cancelled, Progress, check_cancelled
from ...document import Experiment, Part, changes
from .. import fills
from ..block import Block
from ..errors import TooWideToPaste
from .clip import Clip
from .doubt import Doubtful
from .reading import Pasted, read


@dataclass(frozen=True)
class Target:
    """Where to paste: the selected blocks of a table, the first of them if they are not filled."""

    part: Part
    blocks: Sequence[Block]


class Outcome(Enum):
    """What has become of a paste."""

    WAITING = auto()
    PASTED = auto()
    DOUBTFUL = auto()
    GIVEN_UP = auto()


class Paste:
    """Reads a clipboard once, and puts its numbers in place; ``outcome`` tells how it went.

    What is given up, or in ``doubt``, changes nothing; what is refused raises a GuiError.
    """

    def __init__(
        self,
        clip: Clip,
        target: Target,
        report: Progress,
        comma: bool,
        chosen: Choices | None = None,
    ) -> None:
        self.clip, self.target = clip, target
        self.outcome = Outcome.WAITING
        self.doubt: Doubtful | None = None
        self.block: Block | None = None
        self._report, self._comma, self._chosen = report, comma, chosen
        self._read: Pasted | None = None

    def __call__(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the numbers in it."""
        try:
            self._read = self._read or read(self.clip, self._comma, self._going_on, self._chosen)
        except Doubtful as doubt:
            self.outcome, self.doubt = Outcome.DOUBTFUL, doubt
            return experiment
        except Cancelled:
            self.outcome = Outcome.GIVEN_UP
            return experiment
        pasted = self._placed(experiment, self._read)
        self.outcome = Outcome.PASTED
        return pasted

    def give_up(self) -> None:
        """Change nothing, if it is not too late."""
        self._report.cancel()

    def _going_on(self, fraction: float) -> None:
        check_cancelled()
        self._report(fraction)

    def _placed(self, experiment: Experiment, pasted: Pasted) -> Experiment:
        part, blocks = self.target.part, self.target.blocks
        if pasted.values.size == 1 and not pasted.names and sum(b.cells for b in blocks) > 1:
            self.block = blocks[0]
            return fills.filled(experiment, part, blocks, float(pasted.values[0, 0]))
        pasted = tiled(pasted, blocks[0])
        self.block = Block(blocks[0].top, blocks[0].left, *pasted.values.shape)
        if part is not Part.A and self.block.width > 1:
            raise TooWideToPaste(self.block.width, part)
        top, left = self.block.top, self.block.left
        return changes.paste(experiment, part, top, left, pasted.values, pasted.names)


def tiled(pasted: Pasted, block: Block) -> Pasted:
    """Repeat numbers until they fill a block, if they do so in whole numbers of times."""
    height, width = pasted.values.shape
    down, right = block.height // height, block.width // width
    if (down * height, right * width) != (block.height, block.width) or down * right <= 1:
        return pasted
    values = np.tile(pasted.values, (down, right))
    values.setflags(write=False)
    return Pasted(values, pasted.names * right)
