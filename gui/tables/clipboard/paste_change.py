"""A paste as a change of the experiment; the clipboard is read in the thread that applies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from engine.reading.options import ColumnChoice, ReadOptions

from ...background import Cancelled, Progress, check_cancelled
from ...document import Experiment, TableName, changes
from ...document.following_steps import with_first_steps
from ...text.numbers import counted
from ..commands import edits
from ..errors import TooWideToPaste, UnreadableClipboard
from ..models.cell_block import Block
from .ambiguity import AmbiguousText
from .clip import ClipboardData
from .reading import PastedTable, read_clipboard

MOST_KEPT = 0.5
"""A column of ones and some zeros stay the same in most tables; half of the cells do not."""


@dataclass(frozen=True)
class PasteTarget:
    """The selected blocks of a table; the first is the one to paste at."""

    table_name: TableName
    blocks: Sequence[Block]


class PasteOutcome(Enum):
    """How a paste ended."""

    PENDING = auto()
    PASTED = auto()
    AMBIGUOUS = auto()
    REFUSED = auto()
    CANCELLED = auto()


class PasteChange:
    """Reads a clipboard once and inserts its numbers; ``outcome`` shows how that went.

    A cancelled or ambiguous paste changes nothing. Invalid input raises a GuiError; ``complete``
    is then what pasting only what is complete would keep, if that is a table. ``columns`` is the
    rule by which columns are read, if that is not all of them. ``possible_output`` is the name of
    the last column if all of A was pasted and Y was not; None otherwise. ``left_over`` says what
    is left of the table over which another was pasted; empty if nothing is.
    """

    def __init__(
        self,
        clip: ClipboardData,
        target: PasteTarget,
        report: Progress,
        decimal_comma: bool,
        options: ReadOptions | None = None,
        columns: ColumnChoice | None = None,
    ) -> None:
        self.clip, self.target, self.columns = clip, target, columns
        self.outcome = PasteOutcome.PENDING
        self.ambiguity: AmbiguousText | None = None
        self.block: Block | None = None
        self.complete = ""
        self.possible_output: str | None = None
        self.left_over = ""
        self._report, self._decimal_comma, self._options = report, decimal_comma, options
        self._table: PastedTable | None = None

    def __call__(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the numbers inserted."""
        try:
            self._table = self._table or read_clipboard(
                self.clip, self._decimal_comma, self._report_progress, self._options, self.columns
            )
        except AmbiguousText as ambiguity:
            self.outcome, self.ambiguity = PasteOutcome.AMBIGUOUS, ambiguity
            return experiment
        except Cancelled:
            self.outcome = PasteOutcome.CANCELLED
            return experiment
        except UnreadableClipboard as error:
            self.outcome, self.complete = PasteOutcome.REFUSED, error.complete
            raise
        pasted = self._insert(experiment, self._table)
        self.outcome = PasteOutcome.PASTED
        return pasted

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done so that the text is a table, a sentence each."""
        return self._table.notes if self._table is not None else ()

    @property
    def has_news(self) -> bool:
        """Whether there is more to say than that numbers were pasted."""
        return bool(self.notes or self.left_over) or self.possible_output is not None

    def cancel(self) -> None:
        """Change nothing, unless the paste is already done."""
        self._report.cancel()

    def _report_progress(self, fraction: float) -> None:
        check_cancelled()
        self._report(fraction)

    def _insert(self, experiment: Experiment, pasted: PastedTable) -> Experiment:
        table_name, blocks = self.target.table_name, self.target.blocks
        if pasted.values.size == 1 and not pasted.names and sum(b.cell_count for b in blocks) > 1:
            self.block = blocks[0]
            return edits.filled(experiment, table_name, blocks, float(pasted.values[0, 0]))
        pasted = tiled(pasted, blocks[0])
        self.block = Block(blocks[0].top, blocks[0].left, *pasted.values.shape)
        if table_name is not TableName.A and self.block.width > 1:
            raise TooWideToPaste(self.block.width, table_name)
        top, left = self.block.top, self.block.left
        after = changes.paste(experiment, table_name, top, left, pasted.values, pasted.names)
        if table_name is not TableName.W:
            after = with_first_steps(experiment, after)
        if table_name is not TableName.A:
            return after
        if not _covers_table(experiment, self.block):
            self.left_over = _left_over(experiment, self.block, pasted)
            return after
        is_new = _keeps_few(experiment, pasted)
        if (is_new or after.columns > experiment.columns) and _may_lack_output(experiment, after):
            self.possible_output = after.inputs[-1].name
        return after.as_new_document() if is_new else after


def _covers_table(before: Experiment, block: Block) -> bool:
    """Return whether a paste into A covers all of the table."""
    rows, columns = before.A.shape
    return (block.top, block.left) == (0, 0) and block.height >= rows and block.width >= columns


def _left_over(before: Experiment, block: Block, pasted: PastedTable) -> str:
    """Return what is left beside and below a table that was pasted at the first cell.

    It is a table if it has names, or more rows than A had; other numbers only edit cells.
    """
    rows, columns = before.rows - block.height, before.columns - block.width
    is_table = bool(pasted.names) or rows < 0
    if (block.top, block.left) != (0, 0) or not is_table or before.A.is_zero:
        return ""
    parts = [(rows, "row"), (columns, "column")]
    return " and ".join(counted(number, unit) for number, unit in parts if number > 0)


def _keeps_few(before: Experiment, pasted: PastedTable) -> bool:
    """Return whether a paste that covers A keeps few of its numbers: it is another table then.

    Everything else is an edit of the same document, as in a spreadsheet: a paste over a part, or
    one that only adds to what is there.
    """
    rows, columns = before.A.shape
    kept = np.mean(pasted.values[:rows, :columns] == before.A.joined)
    return bool(kept < MOST_KEPT)


def _may_lack_output(before: Experiment, after: Experiment) -> bool:
    """Return whether Y may be the last of several columns of A, since it was not filled before."""
    is_filled_first = before.A.is_zero and not before.Y.is_zero
    return after.columns > 1 and not is_filled_first


def tiled(pasted: PastedTable, block: Block) -> PastedTable:
    """Repeat the numbers to fill a block whose size is a multiple of theirs."""
    height, width = pasted.values.shape
    down, right = block.height // height, block.width // width
    if (down * height, right * width) != (block.height, block.width) or down * right <= 1:
        return pasted
    values = np.tile(pasted.values, (down, right))
    values.setflags(write=False)
    return PastedTable(values, pasted.names * right, pasted.notes)
