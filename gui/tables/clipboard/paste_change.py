"""A paste as a change of the experiment; the clipboard is read in the thread that applies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from engine.reading.options import ColumnChoice, ReadOptions

from ...background import Cancelled, Progress, check_cancelled
from ...document import Experiment, TableName, changes
from ...document.following_steps import with_first_steps
from ...text.translation import translated
from ..commands import edits
from ..errors import NotWeights, TooWideToPaste, UnreadableClipboard
from ..models.cell_block import Block
from . import sentences
from .ambiguity import AmbiguousText
from .clip import ClipboardData
from .first_table import first_experiment, is_first_table
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
    is left of the table over which another was pasted; empty if nothing is. ``begun`` is the
    experiment that the paste has made of an empty document; None if it was not empty.
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
        self.begun: Experiment | None = None
        self._report, self._decimal_comma, self._options = report, decimal_comma, options
        self._table: PastedTable | None = None

    def __call__(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the numbers inserted."""
        try:
            self._table = self._table or self._read(experiment)
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
        if self._table is None:
            return ()
        skipped = self._table.skipped
        notes = tuple(map(translated, self._table.notes))
        return (*notes, sentences.skipped(skipped)) if skipped else notes

    @property
    def pasted_columns(self) -> int:
        """The number of columns of the table that was pasted."""
        return self._table.values.shape[1] if self._table is not None else 0

    @property
    def has_added_ones(self) -> bool:
        """Whether a column of ones was added to a table that was pasted into an empty document."""
        return self.begun is not None and self.begun.columns == self.pasted_columns

    @property
    def has_news(self) -> bool:
        """Whether there is more to say than that numbers were pasted."""
        is_told = self.possible_output is not None or self.begun is not None
        return bool(self.notes or self.left_over) or is_told

    def cancel(self) -> None:
        """Change nothing, unless the paste is already done."""
        self._report.cancel()

    def _read(self, experiment: Experiment) -> PastedTable:
        """Read the clipboard, for an empty document without columns of text, as an import does.

        What would cost a row is left to the person.
        """
        try:
            return self._read_columns(self.columns)
        except UnreadableClipboard as error:
            is_empty = experiment.A.is_zero and experiment.Y.is_zero
            if not error.complete or not is_empty or self.columns is not None:
                raise
            table = self._read_columns(ColumnChoice.NUMERIC)
            is_first = self.target.table_name is TableName.A and is_first_table(
                experiment, table, self.target.blocks[0]
            )
            if table.skipped or not is_first:
                raise
            self.columns = ColumnChoice.NUMERIC
            return table

    def _read_columns(self, columns: ColumnChoice | None) -> PastedTable:
        return read_clipboard(
            self.clip, self._decimal_comma, self._report_progress, self._options, columns
        )

    def _report_progress(self, fraction: float) -> None:
        check_cancelled()
        self._report(fraction)

    def _insert(self, experiment: Experiment, pasted: PastedTable) -> Experiment:
        table_name, blocks = self.target.table_name, self.target.blocks
        if table_name is TableName.A and is_first_table(experiment, pasted, blocks[0]):
            self.begun = first_experiment(experiment, pasted)
            self.block = Block(0, 0, *self.begun.A.shape)
            return self.begun
        if pasted.values.size == 1 and not pasted.names and sum(b.cell_count for b in blocks) > 1:
            self.block = blocks[0]
            inside = [each.turned if table_name is TableName.W else each for each in blocks]
            return edits.filled(experiment, table_name, inside, float(pasted.values[0, 0]))
        if table_name is TableName.W:
            return self._insert_weights(experiment, pasted)
        pasted = tiled(pasted, blocks[0])
        self.block = Block(blocks[0].top, blocks[0].left, *pasted.values.shape)
        if table_name is not TableName.A and self.block.width > 1:
            raise TooWideToPaste(self.block.width, table_name)
        top, left = self.block.top, self.block.left
        after = changes.paste(experiment, table_name, top, left, pasted.values, pasted.names)
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

    def _insert_weights(self, experiment: Experiment, pasted: PastedTable) -> Experiment:
        """Write one row or one column of numbers into the start; both are weights."""
        height, width = pasted.values.shape
        if min(height, width) > 1:
            raise NotWeights(height, width)
        at = self.target.blocks[0]
        row = PastedTable(pasted.values.reshape(1, -1), (), pasted.notes)
        values = tiled(row, at).values
        self.block = Block(at.top, at.left, *values.shape)
        return changes.paste(experiment, TableName.W, at.left, 0, values.T)


def _covers_table(before: Experiment, block: Block) -> bool:
    """Return whether a paste into A covers all of the table."""
    rows, columns = before.A.shape
    return (block.top, block.left) == (0, 0) and block.height >= rows and block.width >= columns


def _left_over(before: Experiment, block: Block, pasted: PastedTable) -> str:
    """Say what is left beside and below a table that was pasted at the first cell.

    It is a table if it has names, or more rows than A had; other numbers only edit cells.
    """
    rows, columns = before.rows - block.height, before.columns - block.width
    is_table = bool(pasted.names) or rows < 0
    if (block.top, block.left) != (0, 0) or not is_table or before.A.is_zero:
        return ""
    return sentences.left_over(rows, columns)


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
